"""Questions that return a row only when something is wrong: what a transaction's invariant and the integrity checks ask."""

from __future__ import annotations

from collections.abc import Sequence

from relvar.model.behaviour import ForbidOverlap, KeepTotal, LimitCount
from relvar.model.expression import And, Call, ColumnRef, Compare, Constant, Exists, Expression, Not, Overlaps
from relvar.model.physical import Index, Physical
from relvar.model.query import Join, Output, Select
from relvar.model.walking import requalified
from relvar.plan.trace import all_of, foreign_keys, same


def rows_where(physical: Physical, table_id: str, condition: Expression, shown: Sequence[str] = ()) -> Select:
    """Rows of one table that satisfy a condition over its columns: their keys, and `shown`."""
    table = physical.tables[table_id]
    alias = table.name
    columns = tuple(dict.fromkeys((*table.primary_key, *shown)))
    return Select(
        table=table_id,
        alias=alias,
        outputs=tuple(Output(expression=ColumnRef(column=c, table=alias), name=c) for c in columns),
        where=requalified(condition, alias),
    )


def below_zero(physical: Physical, table_id: str, column: str) -> Select:
    return rows_where(physical, table_id, Compare(op="<", left=ColumnRef(column=column), right=Constant(value=0)), (column,))


def _other(physical: Physical, table_id: str, alias: str, conditions: Sequence[Expression]) -> Exists:
    """Another row of the same table that satisfies the conditions."""
    key = physical.tables[table_id].primary_key
    equal = same("other", key, alias, key)
    different: Expression = Not(item=And(items=tuple(equal)))
    if len(key) == 1:
        different = Compare(op="<>", left=ColumnRef(column=key[0], table="other"), right=ColumnRef(column=key[0], table=alias))
    return Exists(table=table_id, alias="other", where=all_of([*conditions, different]))


def twice(physical: Physical, table_id: str, columns: Sequence[str]) -> Select:
    """Rows that share the values of `columns` with another."""
    alias = physical.tables[table_id].name
    found = _other(physical, table_id, alias, same("other", columns, alias, columns))
    return rows_where(physical, table_id, found, columns)


def twice_among(physical: Physical, table_id: str, index: Index) -> Select:
    """Rows that share the values of a unique index with another, among those that it holds."""
    alias = physical.tables[table_id].name
    columns = [p.expression.column for p in index.parts if isinstance(p.expression, ColumnRef)]
    conditions = same("other", columns, alias, columns)
    own: list[Expression] = []
    if index.where is not None:
        conditions.append(requalified(index.where, "other"))
        own.append(requalified(index.where, alias))
    return rows_where(physical, table_id, all_of([*own, _other(physical, table_id, alias, conditions)]), columns)


def overlapping(physical: Physical, rule: ForbidOverlap) -> Select:
    """Rows that share an instant with another for the same thing, among those that count."""
    alias = physical.tables[rule.table].name
    mine = [ColumnRef(column=c, table=alias) for c in (rule.start, rule.end)]
    theirs = [ColumnRef(column=c, table="other") for c in (rule.start, rule.end)]
    meet = Overlaps(start=mine[0], end=mine[1], other_start=theirs[0], other_end=theirs[1])
    conditions: list[Expression] = [*same("other", rule.per, alias, rule.per), meet]
    own: list[Expression] = []
    if rule.where is not None:
        conditions.append(requalified(rule.where, "other"))
        own.append(requalified(rule.where, alias))
    table = physical.tables[rule.table]
    shown = tuple(dict.fromkeys((*table.primary_key, *rule.per, rule.start, rule.end)))
    return Select(
        table=rule.table,
        alias=alias,
        outputs=tuple(Output(expression=ColumnRef(column=c, table=alias), name=c) for c in shown),
        where=all_of([*own, _other(physical, rule.table, alias, conditions)]),
    )


def wrong_total(physical: Physical, rule: KeepTotal) -> Select | None:
    """Rows whose stored total differs from the sum of what it counts."""
    key = next((k for k in foreign_keys(physical.tables[rule.of]) if set(rule.reference) == set(k.columns) and k.table == rule.table), None)
    if key is None:
        return None
    table, parts = physical.tables[rule.table], physical.tables[rule.of].name
    zero = Constant(value="0", as_decimal=True)
    total = Call(function="coalesce", arguments=(Call(function="sum", arguments=(requalified(rule.term, parts),)), zero))
    stored = ColumnRef(column=rule.column, table=table.name)
    groups = tuple(ColumnRef(column=c, table=table.name) for c in (*table.primary_key, rule.column))
    return Select(
        table=rule.table,
        alias=table.name,
        outputs=(*(Output(expression=g, name=g.column) for g in groups), Output(expression=total, name="summed")),
        joins=(Join(table=rule.of, alias=parts, on=all_of(same(parts, key.columns, table.name, key.to)), outer=True),),
        group_by=groups,
        having=Compare(op="<>", left=stored, right=total),
    )


def too_many(physical: Physical, rule: LimitCount) -> Select | None:
    """Parents that have more rows than their limit."""
    key = next((k for k in foreign_keys(physical.tables[rule.table]) if set(rule.reference) == set(k.columns) and k.table == rule.parent), None)
    if key is None:
        return None
    parent, children = physical.tables[rule.parent], physical.tables[rule.table].name
    if rule.parent == rule.table:
        children = "counted"
    groups = tuple(ColumnRef(column=c, table=parent.name) for c in dict.fromkeys((*key.to, *([rule.limit_column] if rule.limit_column else []))))
    limit: Expression = ColumnRef(column=rule.limit_column, table=parent.name) if rule.limit_column else Constant(value=rule.limit)
    count = Call(function="count")
    return Select(
        table=rule.parent,
        alias=parent.name,
        outputs=(*(Output(expression=g, name=g.column) for g in groups), Output(expression=count, name="counted")),
        joins=(Join(table=rule.table, alias=children, on=all_of(same(children, key.columns, parent.name, key.to))),),
        where=requalified(rule.where, children) if rule.where is not None else None,
        group_by=groups,
        having=Compare(op=">", left=count, right=limit),
    )
