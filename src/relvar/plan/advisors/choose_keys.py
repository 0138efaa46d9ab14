"""What kind of value identifies the rows of each table.

Decides: a number of 64 bits made by the engine, by default: 8 bytes, in order of arrival, never used up. Where the key is shown
outside (in an address, on a receipt) consecutive numbers tell everybody how many there are and how fast they grow, so it becomes a
time-ordered uuid; where many rows refer to it, it stays a number inside and a uuid beside it is what is shown. Codes and
composite keys that people know and that keep their value stay the key.

Stays silent about tables whose key consists of references: it is those tables' decision.

Weighs: bytes of the two forms after the scale's years: the wider key is carried by every reference and every index on one, the
public identifier beside it by one column and one index. What the reader of a version 7 uuid learns is when the row was made.

Sources: RFC 9562 (uuid version 7, section 6.11); PostgreSQL manual, identity columns; field/operations.md F 24 (random uuids as
keys: 12.8 s against 7.0 s for 400,000 rows), F 33 (32-bit keys are used up).
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from relvar.model.changes import Add, Alter, Change
from relvar.model.design import Computed, Decision, Design, EngineFact, Evidence, Manual, ModelFact
from relvar.model.expression import Call
from relvar.model.features import Features
from relvar.model.figures import DAYS_A_YEAR, SECONDS_A_DAY, count, listed, size
from relvar.model.physical import Column, Table, UniqueConstraint
from relvar.model.semantic import DataType
from relvar.plan.choice import chosen
from relvar.plan.realize.names import shorten
from relvar.plan.trace import Trace, foreign_keys

BIGINT, UUID, BESIDE = "bigint", "uuid", "bigint with public id"
PUBLIC_ID = "public_id"
DRIVER_COUNTER = 2**24  # an ObjectId's counter: three bytes beside the second and the process (BSON specification)
INT_ROWS = 2**31 - 1  # what a 32-bit key counts to
WIDER = 8  # bytes that a uuid is wider than a bigint, in each row and each index entry
# A column of 16 bytes and an index entry of 16 + 8 header + 4 pointer bytes at 90 % fill (field/physical.md C1).
BESIDE_BYTES = 16 + 31
RFC = Manual(title="RFC 9562, UUID version 7", address="https://www.rfc-editor.org/rfc/rfc9562#section-5.7")
IDENTITY = Manual(title="PostgreSQL manual, identity columns", address="https://www.postgresql.org/docs/current/ddl-identity-columns.html")


def choose_keys(design: Design, store: str, features: Features) -> Iterator[Decision]:
    """One decision for each public table and each natural key, one for all other numbers."""
    trace = Trace(design, store)
    numbered: list[str] = []
    for id_, table in trace.physical.tables.items():
        key = _numbered(table)
        if key and _is_public(trace, id_) and features.can("identity_columns"):
            yield _public(trace, store, features, id_, key)
        elif key:
            numbered.append(id_)
        elif not _is_of_references(table):
            yield _natural(trace, store, id_, table)
    if numbered:
        yield (_numbers if features.can("identity_columns") else _made_by_drivers)(trace, store, features, numbered)


def _numbered(table: Table) -> str:
    return next((c for c in table.primary_key if table.columns[c].identity), "")


def _is_public(trace: Trace, table_id: str) -> bool:
    entity = trace.design.conceptual.entities.get(trace.entity_of(table_id))
    return bool(entity and entity.public)


def _is_of_references(table: Table) -> bool:
    referring = {c for key in foreign_keys(table) for c in key.columns}
    return bool(set(table.primary_key) & referring)


def carriers(trace: Trace, table_id: str, column: str) -> list[tuple[str, str]]:
    """Columns that hold the values of a key column, through any number of references, the nearest first."""
    found: dict[tuple[str, str], None] = {}
    waiting = [(table_id, column)]
    while waiting:
        target, to = waiting.pop(0)
        for hop in trace.referrers.get(target, []):
            for own, named in zip(hop.key.columns, hop.key.to, strict=True):
                if named == to and (hop.table, own) not in found and (hop.table, own) != (table_id, column):
                    found[hop.table, own] = None
                    waiting.append((hop.table, own))
    return list(found)


def _public(trace: Trace, store: str, features: Features, table_id: str, key: str) -> Decision:
    table = trace.physical.tables[table_id]
    held = carriers(trace, table_id, key)
    references = sum(trace.physical.tables[t].rows for t, _ in held)
    wide = WIDER * 2 * (table.rows + references)
    beside = BESIDE_BYTES * table.rows
    able = features.can("ordered_uuid")
    judged = UUID if able and wide <= beside else BESIDE
    offered = (UUID, BESIDE, BIGINT) if able else (BESIDE, BIGINT)
    choice = chosen(trace.design, "choose_keys", table_id, offered, judged)
    changes = {UUID: _as_uuid, BESIDE: _beside}[choice.choice](trace, table_id, key, held, able) if choice.choice != BIGINT else ()
    return Decision(
        advisor="choose_keys",
        subject=table_id,
        store=store,
        choice=_said(key, choice.choice),
        because=choice.because or _because(trace, table_id, table, wide, beside, held),
        evidence=(*_public_evidence(trace, features, table, wide, beside, references), *choice.evidence),
        instead_of=tuple(o for o in offered if o != choice.choice),
        changes=tuple(changes),
        overridden=choice.overridden,
    )


def _said(key: str, choice: str) -> str:
    if choice == UUID:
        return f"{key} is a time-ordered uuid"
    return f"{key} stays a number, {PUBLIC_ID} is shown" if choice == BESIDE else f"{key} is a number"


def _because(trace: Trace, table_id: str, table: Table, wide: float, beside: float, held: list[tuple[str, str]]) -> str:
    entity = trace.design.conceptual.entities[trace.entity_of(table_id)]
    names = listed(list(dict.fromkeys(trace.physical.tables[t].name for t, _ in held))) if held else "nothing"
    leak = f"two numbers of {entity.name} seen a day apart would tell that {count(table.rows_per_day)} {table.name} arrive a day"
    refer = "refer" if held else "refers"
    return f"{leak}; {names} {refer} to it: {size(wide)} more for the wider key against {size(beside)} for an identifier beside it"


def _public_evidence(trace: Trace, features: Features, table: Table, wide: float, beside: float, references: float) -> tuple[Evidence, ...]:
    formula = f"{WIDER} bytes × 2 (row and index) × ({count(table.rows)} {table.name} + {count(references)} rows that refer)"
    fact = features.capabilities["ordered_uuid"]
    return (
        ModelFact(element=f"entity {table.relation}", states="public: its key is shown outside"),
        Computed(formula=formula, value=round(wide), unit="bytes more as uuid key"),
        Computed(formula=f"{BESIDE_BYTES} bytes × {count(table.rows)} {table.name}", value=round(beside), unit="bytes for a column and its index"),
        EngineFact(engine=features.engine, capability="ordered_uuid", can=fact.can, manual=fact.manual),
        RFC,
    )


def _as_uuid(trace: Trace, table_id: str, key: str, held: list[tuple[str, str]], able: bool) -> Iterator[Change]:
    for owner, id_ in [(table_id, key), *held]:
        column = trace.physical.tables[owner].columns[id_]
        made = Call(function="new_ordered_uuid") if (owner, id_) == (table_id, key) else column.default
        comment = column.comment.replace("Numbers", "Names", 1).replace("without meaning to people", "safe to show") if made else column.comment
        after = msgspec.structs.replace(column, data=DataType(base="uuid"), identity=False, default=made, comment=comment)
        yield Alter(collection="columns", id=id_, before=column, after=after, table=owner)


def _beside(trace: Trace, table_id: str, key: str, held: list[tuple[str, str]], able: bool) -> Iterator[Change]:
    table = trace.physical.tables[table_id]
    if PUBLIC_ID in table.columns:
        return
    made = Call(function="new_ordered_uuid" if able else "new_uuid")
    comment = f"What is shown of {table.name} outside instead of {key}, whose numbers would tell how many there are"
    column = Column(name=PUBLIC_ID, data=DataType(base="uuid"), default=made, comment=comment, sensitivity="public")
    name = shorten(f"{table.name}_{PUBLIC_ID}_uq")
    says = f"one public identifier names one of the {table.name}"
    yield Add(collection="columns", id=PUBLIC_ID, element=column, table=table_id)
    yield Add(collection="constraints", id=name, element=UniqueConstraint(name=name, columns=(PUBLIC_ID,), says=says), table=table_id)


def _natural(trace: Trace, store: str, table_id: str, table: Table) -> Decision:
    named = listed([table.columns[c].name for c in table.primary_key])
    referring = list(dict.fromkeys(trace.physical.tables[h.table].name for h in trace.referrers.get(table_id, [])))
    shown = f"{listed(referring)} can show it without a join" if referring else "a number beside it would name nothing more"
    return Decision(
        advisor="choose_keys",
        subject=table_id,
        store=store,
        choice=f"{named} stays the key",
        because=f"people name one of the {count(table.rows)} {table.name} by {named}, which keeps its value; {shown}",
        evidence=(ModelFact(element=f"relation {table_id}", states=f"key {named}, made by nobody"),),
        instead_of=(f"{table_id}_id beside it, and a join wherever {named} is shown",),
    )


def _numbers(trace: Trace, store: str, features: Features, numbered: list[str]) -> Decision:
    tables = [trace.physical.tables[t] for t in numbered]
    fastest = max(tables, key=lambda t: (t.rows_per_day, t.rows))
    days = INT_ROWS / max(fastest.rows_per_day, 1e-9)
    when = f"{count(days / DAYS_A_YEAR)} years" if days < 1e9 else "never"
    formula = f"{INT_ROWS:,} / {count(fastest.rows_per_day)} {fastest.name} a day"
    used = Computed(formula=formula, value=round(days), unit=f"days to the end of 32 bits ({when})")
    fact = features.capabilities["identity_columns"]
    return Decision(
        advisor="choose_keys",
        subject="*",
        store=store,
        choice=f"{listed([t.name for t in tables])}: a number of 64 bits made by the engine",
        because=f"nobody outside sees the keys of {listed([t.name for t in tables])}; {fastest.name} grow fastest",
        evidence=(used, EngineFact(engine=features.engine, capability="identity_columns", can=fact.can, manual=fact.manual), IDENTITY),
        instead_of=(
            f"32 bits ({size(4 * sum(t.rows for t in tables))} less)",
            f"random uuids ({size(8 * sum(t.rows for t in tables))} more)",
        ),
    )


def _made_by_drivers(trace: Trace, store: str, features: Features, numbered: list[str]) -> Decision:
    """Where the engine numbers nothing, whoever writes brings the key: it begins with the time, and tells nobody how many there are."""
    tables = [trace.physical.tables[t] for t in numbered]
    fastest = max(tables, key=lambda t: (t.rows_per_day, t.rows))
    a_second = fastest.rows_per_day / SECONDS_A_DAY
    formula = f"{count(fastest.rows_per_day)} {fastest.name} a day / {SECONDS_A_DAY:,} s, against {DRIVER_COUNTER:,} a second and process"
    fact = features.capabilities["identity_columns"]
    return Decision(
        advisor="choose_keys",
        subject="*",
        store=store,
        choice=f"{listed([t.name for t in tables])}: {fact.instead}",
        because=f"{fastest.name} grow fastest",
        evidence=(
            Computed(formula=formula, value=round(a_second, 6), unit="keys a second"),
            EngineFact(engine=features.engine, capability="identity_columns", can=fact.can, manual=fact.manual),
        ),
        instead_of=(
            "a counter document",
            f"uuids ({size(9 * sum(t.rows for t in tables))} more)",
        ),
    )
