"""Deleting a party or a thing never deletes history: events, what never changes, financial and special data, audit.

A cascade is right only from an owner to its own parts and to the rows that join it with others; and where the owner leaves by
a retention rule that nobody can anticipate, since no role may delete it: then history leaves when its term has passed.
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.model.behaviour import Audit, Expire, Freeze
from relvar.model.design import Design, Finding
from relvar.model.physical import ForeignKey, Physical, Table
from relvar.prove.static.claim import Fault, reported, stores

CHECK = "no_cascade_to_history"
HELD = ("financial", "special")


def no_cascade_to_history(design: Design) -> Iterator[Finding]:
    for store, physical in stores(design):
        yield from reported(CHECK, _faults(design, physical), "no deletion takes history along; every cascade goes from an owner to its parts", store)


def _faults(design: Design, physical: Physical) -> Iterator[Fault]:
    kept = {b.log for b in physical.behaviours.values() if isinstance(b, Audit)}
    kept |= {b.table for b in physical.behaviours.values() if isinstance(b, Freeze) and not b.columns}
    for id_, table in physical.tables.items():
        why = _history(design, id_, table, kept)
        for name, key in table.constraints.items():
            if isinstance(key, ForeignKey) and _is_the_same(design, id_, key):
                continue  # what is kept of it as one kind goes with it: whether it may go is said of the general row
            if isinstance(key, ForeignKey) and key.on_delete == "cascade" and why and not _leaves_by_term(physical, key.table):
                parent = physical.tables[key.table].name
                yield Fault(f"{id_}.{name}", f"deleting a row of {parent} deletes {table.name}, which is history: {why}", "restrict it")


def _is_the_same(design: Design, id_: str, key: ForeignKey) -> bool:
    entity = design.conceptual.entities.get(id_)
    return entity is not None and entity.supertype == key.table


def _leaves_by_term(physical: Physical, table_id: str) -> bool:
    by_term = any(isinstance(b, Expire) and b.table == table_id and not b.anonymise for b in physical.behaviours.values())
    deletes = any(g.on == table_id and "delete" in g.operations and _is_person(physical, g.role) for g in physical.grants.values())
    return by_term and not deletes


def _is_person(physical: Physical, role: str) -> bool:
    return role in physical.roles and physical.roles[role].duty not in ("owner", "definer", "jobs")


def _history(design: Design, id_: str, table: Table, kept: set[str]) -> str:
    entity = design.conceptual.entities.get(id_)
    if id_ in kept or (entity is not None and entity.immutable):
        return "its rows never change"
    if entity is not None and entity.entity_kind == "event":
        return "it records what happened"
    sensitive = next((c.name for c in table.columns.values() if c.sensitivity in HELD), "")
    part = entity is None or entity.entity_kind in ("part", "association")
    return f"{sensitive} is {table.columns[sensitive].sensitivity}" if sensitive in table.columns and not part else ""
