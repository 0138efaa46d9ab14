"""How often the rows of a table and of the one that they refer to are read together, one by the other, or alone; and written."""

from __future__ import annotations

from typing import NamedTuple

from relvar.model.behaviour import TakeStock
from relvar.model.expression import ColumnRef, Compare
from relvar.model.physical import ForeignKey, Physical
from relvar.model.query import Insert, Query, Select, Update
from relvar.plan.queries.need import conjuncts

PAGE = 50.0  # rows of an answer of which nothing is known


class Uses(NamedTuple):
    """A day's reads and writes. `together`: both tables in one question. `by_owner`: the rows of one owner. `alone`: rows found by
    anything else. `owner_alone`: owners read without their rows. `written`: writes of rows apart from their owner's insertion.
    """

    together: float
    by_owner: float
    alone: float
    owner_alone: float
    written: float


def uses(physical: Physical, table: str, key: ForeignKey, *, is_a: bool = False) -> Uses:
    """`is_a`: the rows are what those they refer to have as one kind. Who finds one of these reads what it is, for its kind is not known before;
    and both are inserted in the same breath.
    """
    found = dict.fromkeys(("together", "by_owner", "alone", "owner_alone"), 0.0)
    for query in physical.queries.values():
        if isinstance(query.statement, Select) and (kind := _kind(query.statement, table, key)):
            kind = "together" if is_a and kind == "owner_alone" and _rows(query) == 1 else kind
            found[kind] += query.per_day * (_rows(query) if kind in ("alone", "owner_alone") else 1)
    return Uses(**found, written=_written(physical, table, key, with_owner=is_a))


def _rows(query: Query) -> float:
    statement = query.statement
    limit = statement.limit if isinstance(statement, Select) else 0
    rows = query.rows or PAGE
    return max(1.0, min(rows, limit) if limit else rows)


def _kind(select: Select, table: str, key: ForeignKey) -> str:
    tables = {select.table, *(join.table for join in select.joins)}
    if table in tables and key.table in tables:
        return "together"
    if table in tables:
        asked = {c.left.column for c in conjuncts(select.where) if isinstance(c, Compare) and c.op == "=" and isinstance(c.left, ColumnRef)}
        return "by_owner" if set(key.columns) <= asked else "alone"
    return "owner_alone" if key.table in tables else ""


def _written(physical: Physical, table: str, key: ForeignKey, *, with_owner: bool) -> float:
    owner = physical.tables[table]
    with_owner |= any(
        {s.table for s in t.statements if isinstance(s, Insert)} >= {table, key.table} for t in physical.transactions.values()
    )  # inserted in the same breath: one write of one document
    arriving = 0.0 if with_owner else owner.rows_per_day
    taking = sum(physical.tables[b.of].rows_per_day for b in physical.behaviours.values() if isinstance(b, TakeStock) and b.table == table)
    updating = sum(t.per_day for t in physical.transactions.values() if any(isinstance(s, Update) and s.table == table for s in t.statements))
    return arriving + max(taking + updating, owner.rows_per_day * owner.updates_per_row)
