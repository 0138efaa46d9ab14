"""Where a question begins: at the row of which a value is given."""

from __future__ import annotations

import msgspec

from relvar.engines.mongodb.places import aliases_of
from relvar.model import expression as e
from relvar.model.query import Join, Select
from relvar.plan.queries.need import conjuncts


def rerooted(select: Select) -> Select:
    """The question begun where a given value finds few documents: at a joined row, where nothing is asked of the first."""
    if not select.joins or any(j.outer for j in select.joins) or _found_by(select, select.alias):
        return select
    start = next((j for j in select.joins if _found_by(select, j.alias)), None)
    if start is None:
        return select
    tables = {select.alias: select.table, **{j.alias: j.table for j in select.joins}}
    conditions = [c for j in select.joins for c in conjuncts(j.on)]
    placed, joins = {start.alias}, []
    while len(placed) < len(tables):
        near = next((a for a in tables if a not in placed and any(a in (s := aliases_of(c)) and s <= {*placed, a} for c in conditions)), None)
        if near is None:
            return select
        placed.add(near)
        mine = [c for c in conditions if aliases_of(c) <= placed]
        conditions = [c for c in conditions if c not in mine]
        joins.append(Join(table=tables[near], alias=near, on=mine[0] if len(mine) == 1 else e.And(items=tuple(mine))))
    return msgspec.structs.replace(select, table=start.table, alias=start.alias, joins=tuple(joins))


def _found_by(select: Select, alias: str) -> bool:
    """Whether a given value is compared with one of the alias' columns."""
    return any(
        isinstance(c, e.Compare) and c.op == "=" and aliases_of(c) == {alias} and not isinstance(c.right, e.Constant) for c in conjuncts(select.where)
    )
