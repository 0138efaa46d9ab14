"""What a further store could answer: searches for words, and rows asked for by their key."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.model.expression import And, ColumnRef, Compare, Context, Expression, Parameter, TextSearch
from relvar.model.physical import ForeignKey, Physical, Table
from relvar.model.query import Query, Select


def is_searched(statement: object) -> bool:
    """Whether a question is for words."""
    return isinstance(statement, Select) and any(isinstance(c, TextSearch) for c in conjuncts(statement.where))


def searching(physical: Physical) -> dict[str, list[Query]]:
    """Table ids that are searched for words, with the queries that do."""
    found: dict[str, list[Query]] = {}
    for query in physical.queries.values():
        statement = query.statement
        if isinstance(statement, Select) and is_searched(statement):
            found.setdefault(statement.table, []).append(query)
    return found


def by_key(physical: Physical) -> dict[str, list[Query]]:
    """Table ids whose rows are asked for by their primary key, with the queries that do."""
    found: dict[str, list[Query]] = {}
    for query in physical.queries.values():
        statement = query.statement
        if isinstance(statement, Select) and _is_by_key(physical.tables.get(statement.table), statement):
            found.setdefault(statement.table, []).append(query)
    return found


def _is_by_key(table: Table | None, select: Select) -> bool:
    """Whether every part of the key is given; what a column is compared with beside it only says who may see the row."""
    if table is None or select.group_by:
        return False
    given = {column for condition in conjuncts(select.where) if (column := _given(condition, select.alias))}
    return set(table.primary_key) <= given


def _given(condition: Expression, alias: str) -> str:
    """The column that must equal what the caller gives, "" where the condition says something else."""
    if not isinstance(condition, Compare) or condition.op != "=" or not isinstance(condition.right, Parameter | Context):
        return ""
    return condition.left.column if isinstance(condition.left, ColumnRef) and condition.left.table == alias else ""


def conjuncts(condition: Expression | None) -> Iterator[Expression]:
    """The conditions that must all hold."""
    if isinstance(condition, And):
        for item in condition.items:
            yield from conjuncts(item)
    elif condition is not None:
        yield condition


def parts_of(physical: Physical) -> dict[str, tuple[str, ...]]:
    """Table ids with the tables of their parts: rows that go with theirs."""
    found: dict[str, list[str]] = {}
    for id_, table in physical.tables.items():
        for key in table.constraints.values():
            if isinstance(key, ForeignKey) and key.on_delete == "cascade" and key.table != id_ and set(key.columns) <= set(table.primary_key):
                found.setdefault(key.table, []).append(id_)
    return {root: tuple(parts) for root, parts in found.items()}
