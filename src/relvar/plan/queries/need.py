"""What a select needs of an index at each of its tables: equalities, sort, range, search, and in which order tables are visited."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from relvar.model.expression import (
    And,
    ColumnRef,
    Compare,
    Constant,
    Contains,
    Context,
    Expression,
    Holds,
    Includes,
    InList,
    IsNull,
    Parameter,
    StartsWith,
    TextSearch,
)
from relvar.model.query import Select
from relvar.model.walking import Value, every, mapped
from relvar.plan.queries.share import Shares


class Need(NamedTuple):
    """One table's part of a question. Expressions name columns without an alias, as an index does.

    `equal`: compared with a given value or a row found before. `fixed`: conditions of constants only. `ranges`: operands of
    inequalities. `sort`: (expression, descending), only where the whole order is this table's. `driving`: visited first.
    `shown`: columns the answer takes from here. `arriving`: rows of the table visited before it, one lookup each.
    """

    alias: str
    table: str
    driving: bool
    equal: tuple[Expression, ...] = ()
    fixed: tuple[Expression, ...] = ()
    ranges: tuple[Expression, ...] = ()
    sort: tuple[tuple[Expression, bool], ...] = ()
    prefix: Expression | None = None
    part: Expression | None = None
    holds: Expression | None = None
    elements: Expression | None = None
    search: TextSearch | None = None
    conditions: tuple[Expression, ...] = ()
    shown: tuple[str, ...] = ()
    limit: int = 0
    lookups: float = 1.0


def needs(select: Select, shares: Shares) -> tuple[Need, ...]:
    """Needs of all tables, the driving one first: the one whose own conditions leave the fewest rows, the first of equals. A table of which nothing
    is asked drives only where nothing is asked of any: planners hash a small one beside what the conditions find.
    """
    tables = {select.alias: select.table} | {j.alias: j.table for j in select.joins}
    own = _by_alias(select.where, tables)
    outer = {j.alias for j in select.joins if j.outer}
    found: dict[str, float] = {}
    for alias, table in tables.items():
        found[alias] = shares.matching(table, [bare(c) for c in own[alias]]) if own[alias] else shares.rows(table)
    inner = [a for a in tables if a not in outer]
    driver = min([a for a in inner if own[a]] or inner, key=lambda a: (found[a], list(tables).index(a)))
    if select.order_by and select.limit and not own[driver]:
        driver = select.alias
    return tuple(_visited(select, tables, _carried(select, own), driver, shares))


def _visited(select: Select, tables: dict[str, str], own: dict[str, list[Expression]], driver: str, shares: Shares) -> Iterator[Need]:
    edges = [(j.alias, pair) for j in select.joins for pair in _pairs(j.on)]
    known = {driver}
    rows = shares.matching(tables[driver], [bare(c) for c in own[driver]])
    yield _ordered_at_the_end(_need(select, tables, own[driver], driver, True, (), 1.0), rows)
    waiting = [alias for alias in tables if alias != driver]
    while waiting:
        ready = next((a for a in waiting if any(_joined(a, known, edges))), waiting[0])
        waiting.remove(ready)
        columns = tuple(dict.fromkeys(_joined(ready, known, edges)))
        known.add(ready)
        yield _need(select, tables, own[ready], ready, False, tuple(ColumnRef(column=c) for c in columns), rows)
        equal = [Compare(op="=", left=ColumnRef(column=c), right=ColumnRef(column=c)) for c in columns]
        rows *= shares.matching(tables[ready], [*equal, *(bare(c) for c in own[ready])])


def _ordered_at_the_end(need: Need, rows: float) -> Need:
    """Where a range leaves no more than is shown, all of it is sorted: who walks in the order asked for reads the table to its end."""
    alone = need.ranges and not need.equal and not need.fixed
    return need._replace(sort=()) if alone and need.sort and 0 < rows <= need.limit else need


def _need(
    select: Select, tables: dict[str, str], own: list[Expression], alias: str, driving: bool, joined: tuple[Expression, ...], lookups: float
) -> Need:
    plain = [bare(c) for c in own]
    equal = [*joined, *(c.left for c in plain if isinstance(c, Compare) and c.op == "=" and not isinstance(c.right, Constant))]
    sorted_here = driving and all(_aliases(o.expression) == {alias} and _plain(o.expression) for o in select.order_by) and not select.group_by
    return Need(
        alias=alias,
        table=tables[alias],
        driving=driving,
        equal=tuple(dict.fromkeys(equal)),
        fixed=tuple(c for c in plain if is_fixed(c)),
        ranges=tuple(dict.fromkeys(c.left for c in plain if isinstance(c, Compare) and c.op != "=" and not isinstance(c.right, Constant))),
        sort=tuple((bare(o.expression), o.descending) for o in select.order_by) if sorted_here else (),
        prefix=next((c.operand for c in plain if isinstance(c, StartsWith)), None),
        part=next((c.operand for c in plain if isinstance(c, Contains)), None),
        holds=next((c.document for c in plain if isinstance(c, Holds)), None),
        elements=next((c.elements for c in plain if isinstance(c, Includes)), None),
        search=next((c for c in plain if isinstance(c, TextSearch)), None),
        conditions=tuple(plain),
        shown=tuple(dict.fromkeys(c for o in select.outputs for c in _columns_at(o.expression, alias))),
        limit=select.limit,
        lookups=lookups,
    )


def is_fixed(condition: Expression) -> bool:
    """Whether it compares with constants only, so that it can be the condition of a partial index."""
    return isinstance(condition, InList | IsNull) or (isinstance(condition, Compare) and isinstance(condition.right, Constant))


def _plain(expression: Expression) -> bool:
    return isinstance(expression, ColumnRef)


def conjuncts(where: Expression | None) -> tuple[Expression, ...]:
    if where is None:
        return ()
    return where.items if isinstance(where, And) else (where,)


def _by_alias(where: Expression | None, tables: dict[str, str]) -> dict[str, list[Expression]]:
    found: dict[str, list[Expression]] = {alias: [] for alias in tables}
    for condition in conjuncts(where):
        aliases = _aliases(condition)
        if len(aliases) == 1:
            found[next(iter(aliases))].append(condition)
    return found


def _carried(select: Select, own: dict[str, list[Expression]]) -> dict[str, list[Expression]]:
    """A given value is carried over inner joins: a = b and b = :x gives a = :x, as planners derive it. Until nothing is new.

    Which table is visited first is judged without, for what is carried is no choice of the question's own.
    """
    pairs = [pair for j in select.joins if not j.outer for pair in _pairs(j.on)]
    given: dict[tuple[str, str], Expression] = {}
    for condition in conjuncts(select.where):
        if isinstance(condition, Compare) and condition.op == "=" and isinstance(condition.left, ColumnRef):
            if not isinstance(condition.right, Parameter | Context):
                continue
            given[condition.left.table, condition.left.column] = condition.right
    grown = True
    while grown:
        grown = False
        for pair in pairs:
            for source, target in (pair, pair[::-1]):
                key = (target.table, target.column)
                if (source.table, source.column) in given and key not in given:
                    given[key] = given[source.table, source.column]
                    own[target.table].append(Compare(op="=", left=target, right=given[key]))
                    grown = True
    return own


def _pairs(on: Expression) -> Iterator[tuple[ColumnRef, ColumnRef]]:
    for condition in conjuncts(on):
        if isinstance(condition, Compare) and isinstance(condition.left, ColumnRef) and isinstance(condition.right, ColumnRef):
            yield condition.left, condition.right


def _joined(alias: str, known: set[str], edges: list[tuple[str, tuple[ColumnRef, ColumnRef]]]) -> Iterator[str]:
    """Columns of `alias` that are equal to columns of tables visited before."""
    for _, (left, right) in edges:
        if left.table == alias and right.table in known:
            yield left.column
        elif right.table == alias and left.table in known:
            yield right.column


def _aliases(node: object) -> set[str]:
    return {reference.table for reference in every(ColumnRef, node)}


def _columns_at(node: object, alias: str) -> Iterator[str]:
    return (reference.column for reference in every(ColumnRef, node) if reference.table == alias)


def bare(node: Value) -> Value:
    """The expression with aliases taken off: as an index or a check of one table names its columns."""
    return mapped(node, lambda found: ColumnRef(column=found.column) if isinstance(found, ColumnRef) else None)
