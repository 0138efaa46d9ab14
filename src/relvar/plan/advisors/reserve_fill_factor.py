"""Which tables keep room in their pages for new versions of rows.

Decides: a fill factor below the engine's default for tables whose rows are updated often in columns that no index names. A new
version then fits in the row's own page and no index is written (HOT, "heap-only tuples").

Stays silent where the engine updates in place, where rows hardly change, and where the table is small. Says so where the columns
that change are indexed: the room would be wasted, since every version enters the indexes anyway.

Weighs: updates in a row's life, from the model; columns that the use cases set; bytes of room left free.

Sources: PostgreSQL manual, heap-only tuples, and storage parameter fillfactor ("in heavily updated tables smaller fillfactors are
appropriate"); Cybertec, "HOT updates in PostgreSQL for better performance" (70 to 90).
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from relvar.model.changes import SetTable, options
from relvar.model.design import Computed, Decision, Design, EngineFact, Evidence, Manual, ModelFact
from relvar.model.features import Features
from relvar.model.figures import count, listed, size
from relvar.model.physical import Physical, Table
from relvar.model.query import Update
from relvar.model.walking import columns_in
from relvar.plan.advisors.index_patterns import SMALL_ROWS
from relvar.plan.capacity.bytes import heap_bytes, tuple_bytes
from relvar.plan.choice import chosen
from relvar.plan.trace import Trace

UPDATED_OFTEN, UPDATED_MUCH = 1.0, 5.0  # updates in a row's life: as many versions as rows, and several times that
OFTEN_FILL, MUCH_FILL, DEFAULT_FILL = 90, 80, 100  # percent; the upper half of Cybertec's 70 to 90
HOT = Manual(title="PostgreSQL manual, heap-only tuples", address="https://www.postgresql.org/docs/current/storage-hot.html")


def reserve_fill_factor(design: Design, store: str, features: Features) -> Iterator[Decision]:
    """One decision for each table that is updated often."""
    if not features.can("fill_factor"):
        return
    trace = Trace(design, store)
    for id_, table in trace.physical.tables.items():
        if table.updates_per_row >= UPDATED_OFTEN and table.rows >= SMALL_ROWS and table.partition is None:
            yield _decision(trace, store, features, id_, table)


def _decision(trace: Trace, store: str, features: Features, table_id: str, table: Table) -> Decision:
    changing = _changing(trace.physical, table_id)
    indexed = [c for c in changing if c in _indexed(table)]
    free = [c for c in changing if c not in indexed]
    judged = str(DEFAULT_FILL)
    if free or not changing:
        judged = str(MUCH_FILL if table.updates_per_row >= UPDATED_MUCH else OFTEN_FILL)
    choice = chosen(trace.design, "reserve_fill_factor", table_id, (str(DEFAULT_FILL), str(OFTEN_FILL), str(MUCH_FILL)), judged)
    fill = int(choice.choice)
    before = options(table)
    after = msgspec.structs.replace(before, fill_factor=fill if fill != DEFAULT_FILL else 0)
    change = (SetTable(table=table_id, before=before, after=after),) if after != before else ()
    return Decision(
        advisor="reserve_fill_factor",
        subject=table_id,
        store=store,
        choice=f"{table.name}: {fill} %" + (", the default" if fill == DEFAULT_FILL else ""),
        because=choice.because or _because(table, changing, indexed, fill),
        evidence=(*_evidence(features, table, fill), *choice.evidence),
        instead_of=tuple(f"{o} %" for o in (DEFAULT_FILL, OFTEN_FILL, MUCH_FILL) if o != fill),
        changes=change,
        overridden=choice.overridden,
    )


def _changing(physical: Physical, table_id: str) -> list[str]:
    """Columns that the use cases set."""
    updates = (s for t in physical.transactions.values() for s in t.statements if isinstance(s, Update) and s.table == table_id)
    return list(dict.fromkeys(c for update in updates for c in update.sets))


def _indexed(table: Table) -> set[str]:
    """Columns that stand in an index, in its condition too: a change of them writes the index."""
    found = set(table.primary_key)
    for index in table.indexes.values():
        found |= {c for part in index.parts for c in columns_in(part.expression)} | set(columns_in(index.where)) | set(index.include)
    return found


def _because(table: Table, changing: list[str], indexed: list[str], fill: int) -> str:
    names = listed([table.columns[c].name for c in changing]) if changing else "their columns"
    if fill == DEFAULT_FILL:
        return f"{table.updates_per_row:g} changes each, in indexed {names}"
    touched = f"; only a change of {listed([table.columns[c].name for c in indexed])} writes one" if indexed else ""
    return f"{table.updates_per_row:g} changes each, in {names}, outside indexes{touched}"


def _evidence(features: Features, table: Table, fill: int) -> tuple[Evidence, ...]:
    fact = features.capabilities["fill_factor"]
    row = tuple_bytes(table, features)
    free = table.rows * (heap_bytes(msgspec.structs.replace(table, fill_factor=fill), features) - heap_bytes(table, features))
    updates = Computed(
        formula=f"{count(table.rows_per_day)} {table.name} a day × {table.updates_per_row:g} updates",
        value=round(table.rows_per_day * table.updates_per_row),
        unit="new versions a day",
    )
    formula = f"{count(table.rows)} rows of {row:.0f} bytes at {fill} %: {size(max(0.0, free))} left free"
    room = Computed(formula=formula, value=round(free), unit="bytes")
    fact_ = EngineFact(engine=features.engine, capability="fill_factor", can=True, manual=fact.manual)
    return (ModelFact(element=f"volume of {table.relation}", states=f"{table.updates_per_row:g} updates a row"), updates, room, fact_, HOT)
