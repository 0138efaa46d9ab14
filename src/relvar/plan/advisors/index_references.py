"""Whether each reference has an index of its own.

Decides: a reference whose columns are the beginning of no key and no index gets one. Without it the deletion (or change of key)
of one referenced row reads the whole referring table, under lock.

Stays silent where a key or an index begins with the reference's columns already, or where some of them name one row: then it is served,
and the index that does so says it. A user who knows that no referenced row is ever deleted may decide "none".

Weighs: one entry for each arriving row against a scan of the referring table for each deletion. It is partial where the
reference is optional, for empty references are never looked for. The order of the columns follows the reference, the tenant
first.

Sources: PostgreSQL manual, constraints, foreign keys ("it is often a good idea to index the referencing columns too");
field/operations.md F 21: deletion of a parent takes 62 to 74 ms at 1 million referring rows without an index.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from relvar.model.changes import Add
from relvar.model.design import Computed, Decision, Design, Evidence, Manual
from relvar.model.expression import ColumnRef, Expression, IsNull
from relvar.model.features import Features
from relvar.model.figures import count, listed, size
from relvar.model.physical import ForeignKey, Index, IndexPart, Table, UniqueConstraint
from relvar.plan.capacity.bytes import index_bytes
from relvar.plan.choice import chosen
from relvar.plan.queries.serve import structures
from relvar.plan.queries.words import parts_in_words
from relvar.plan.realize.names import index_name
from relvar.plan.trace import Trace, foreign_keys

# Deleting one parent row at 1 million referring rows: 62 to 74 ms without an index (field/operations.md F 21), linear in the rows.
SCAN_MS_PER_MILLION = 68
MEASURED = Manual(title="deletion of a parent with and without an index on the reference, measured on 1 million rows (field notes, F 21)")
FOREIGN_KEYS = Manual(
    title="PostgreSQL manual, foreign keys", address="https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK"
)

OWN_INDEX = "secondary_reads_of_foreign_keys"  # the engine makes an index with all columns of a reference, where the design has none


def index_references(design: Design, store: str, features: Features) -> Iterator[Decision]:
    """One decision for each reference that nothing serves."""
    trace = Trace(design, store)
    makes_its_own = features.can(OWN_INDEX)
    for id_, table in trace.physical.tables.items():
        taken = list(_beginnings(trace, id_))
        for key in foreign_keys(table):
            if any(_serves(beginning, key) for beginning in taken) or (not makes_its_own and names_one_row(table, key)):
                continue
            decision = _decision(trace, store, features, id_, table, key)
            if decision.changes:
                taken.append(key.columns)
            yield decision


def _beginnings(trace: Trace, table_id: str) -> Iterator[tuple[str, ...]]:
    """Column lists of whole keys and indexes; one that holds only some rows serves a reference when it holds all that are filled."""
    for structure in structures(trace.physical, table_id):
        columns = tuple(p.expression.column if isinstance(p.expression, ColumnRef) else "" for p in structure.parts)
        filled = structure.where is None or (
            isinstance(structure.where, IsNull) and structure.where.negated and structure.where.operand == ColumnRef(column=columns[-1])
        )
        if structure.method == "ordered" and filled:
            yield columns


def names_one_row(table: Table, key: ForeignKey) -> bool:
    """Whether a key of the table lies within the reference: a row of a kind, found by the key that it shares."""
    keys = [table.primary_key, *(c.columns for c in table.constraints.values() if isinstance(c, UniqueConstraint))]
    return any(set(columns) <= set(key.columns) for columns in keys)


def _serves(beginning: tuple[str, ...], key: ForeignKey) -> bool:
    return set(beginning[: len(key.columns)]) == set(key.columns)


def _decision(trace: Trace, store: str, features: Features, table_id: str, table: Table, key: ForeignKey) -> Decision:
    parent = trace.physical.tables[key.table]
    subject = f"{table_id}.{key.name}"
    choice = chosen(trace.design, "index_references", subject, ("index", "none"), "index")
    index = _index(trace, features, table_id, table, key)
    wanted = choice.choice == "index"
    return Decision(
        advisor="index_references",
        subject=subject,
        store=store,
        choice=parts_in_words(table, index.parts, where=index.where) if wanted else "no index",
        because=choice.because or _because(table, parent, key),
        evidence=(*_evidence(table, parent, index, features), *choice.evidence),
        instead_of=(f"no index: each deletion of one of the {parent.name} reads all {count(table.rows)} {table.name}",)
        if wanted
        else (f"an index on {listed(key.columns)}",),
        changes=(Add(collection="indexes", id=index.name, element=index, table=table_id),) if wanted else (),
        overridden=choice.overridden,
    )


def _scan_ms(table: Table) -> float:
    return table.rows / 1e6 * SCAN_MS_PER_MILLION


def _evidence(table: Table, parent: Table, index: Index, features: Features) -> tuple[Evidence, ...]:
    each = index_bytes(table, msgspec.structs.replace(index, where=None), features, parent.rows)
    filled = " at most, where it is filled" if index.where is not None else ""
    cost = Computed(
        formula=f"{count(table.rows_per_day)} {table.name} a day × 1 entry; {count(table.rows)} rows × {each:.0f} bytes{filled}",
        value=round(table.rows * each),
        unit=f"bytes ({size(table.rows * each)})",
    )
    formula = f"{count(table.rows)} {table.name} / 1 million × {SCAN_MS_PER_MILLION} ms"
    return (cost, Computed(formula=formula, value=round(_scan_ms(table), 3), unit="ms a deletion without it"), MEASURED, FOREIGN_KEYS)


def _because(table: Table, parent: Table, key: ForeignKey) -> str:
    verb = {"restrict": "look for rows that forbid it", "cascade": "find the rows that go with it", "set_null": "find the references to empty"}
    return (
        f"no key or index of {table.name} begins with {listed(key.columns)}: to {verb[key.on_delete]}, "
        f"deleting one of {count(parent.rows)} {parent.name} would read all {count(table.rows)} {table.name}, {count(_scan_ms(table))} ms under lock"
    )


def _index(trace: Trace, features: Features, table_id: str, table: Table, key: ForeignKey) -> Index:
    nullable = [c for c in key.columns if table.columns[c].nullable]
    where: Expression | None = None
    if len(nullable) == 1 and nullable[-1] == key.columns[-1] and features.can("partial_indexes"):
        where = IsNull(operand=ColumnRef(column=nullable[0]), negated=True)
    parts = tuple(IndexPart(expression=ColumnRef(column=c)) for c in key.columns)
    name = index_name(table.name, (table.columns[c].name for c in key.columns))
    parent = trace.physical.tables[key.table].name
    return Index(name=name, parts=parts, where=where, serves=(key.name,), because=f"the reference to {parent}, when one of them is deleted")
