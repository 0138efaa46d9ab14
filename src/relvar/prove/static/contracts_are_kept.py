"""A store beside the record holds only what exists and may leave the record, learns of every change of it, and can be made again.

For each entry of each contract: its values are columns that are told, none of them secret or special; whatever makes it stale is told to that
store; what it answers are questions of the design that accept its age, or it says how old it may be; the key names one row.
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.model.behaviour import Publish
from relvar.model.design import Design, Finding
from relvar.model.federation import Contract, Entry
from relvar.model.physical import Physical
from relvar.prove.static.claim import Fault, reported

CHECK = "contracts_are_kept"
APART = ("secret", "special")


def contracts_are_kept(design: Design) -> Iterator[Finding]:
    if design.federation is None:
        return
    physical = design.physical[design.federation.record]
    faults = [fault for name, contract in design.federation.contracts.items() for fault in _of(physical, name, contract)]
    entries = sum(len(contract.entries) for contract in design.federation.contracts.values())
    good = f"{entries} kinds of entries in {len(design.federation.contracts)} stores: told, owned, aged and made again; not run"
    yield from reported(CHECK, faults, good, design.federation.record)


def _of(physical: Physical, name: str, contract: Contract) -> Iterator[Fault]:
    if contract.seconds_stale <= 0:
        yield Fault(name, "it does not say how old an answer may be", "state seconds_stale")
    told = {rule.table: rule for rule in physical.behaviours.values() if isinstance(rule, Publish) and name in rule.to}
    for id_, entry in contract.entries.items():
        yield from _entry(physical, told, f"{name}.{id_}", entry)


def _entry(physical: Physical, told: dict[str, Publish], subject: str, entry: Entry) -> Iterator[Fault]:
    for table in entry.made_stale_by:
        if table not in told:
            yield Fault(subject, f"changes of {table} make it stale and are not told", "publish the table")
    for value in entry.values:
        table, _, column = value.partition(".")
        owner = physical.tables.get(table)
        if owner is None or column not in owner.columns:
            yield Fault(subject, f"{value} does not exist", "name a column of the record")
        elif owner.columns[column].sensitivity in APART:
            yield Fault(subject, f"{value} is {owner.columns[column].sensitivity} and leaves the record", "leave it out of the copy")
        elif table in told and column not in told[table].columns:
            yield Fault(subject, f"{value} is kept and never told", "publish the column")
    key = physical.tables[entry.owner].primary_key
    if not all(f"{{{physical.tables[entry.owner].columns[c].name}}}" in entry.key for c in key):
        yield Fault(subject, f"{entry.key} does not name one row", "put every part of the key into it")
    if entry.rebuild.table != entry.owner or not {f"{entry.owner}.{o.name}" for o in entry.rebuild.outputs} <= set(entry.values):
        yield Fault(subject, "what makes it again reads something else than it holds", "rebuild it from its owner")
    for query in entry.serves:
        if query not in physical.queries:
            yield Fault(subject, f"it answers {query}, which nobody asks", "serve a question of the design")
