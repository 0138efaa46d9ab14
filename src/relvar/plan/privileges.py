"""What a statement or a behaviour needs to be allowed: per table and operation, the columns it names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from relvar.model.behaviour import Audit, Behaviour, Expire, KeepTotal, LimitCount, NumberWithoutGaps, Publish, TakeStock, UpholdDependency
from relvar.model.expression import ColumnRef, Exists, Expression
from relvar.model.physical import Table
from relvar.model.query import Delete, Insert, Select, Statement, Update

Privilege = Literal["select", "insert", "update", "delete"]
Needs = dict[tuple[str, Privilege], dict[str, None]]  # columns as an ordered set


def of_statements(statements: Iterable[Statement], tables: dict[str, Table]) -> Needs:
    """The privileges of all statements together."""
    needs: Needs = {}
    for statement in statements:
        for table, privilege, columns in _of(statement, tables):
            if table in tables:
                needs.setdefault((table, privilege), {}).update(dict.fromkeys(columns))
    return needs


def _of(statement: Statement, tables: dict[str, Table]) -> Iterator[tuple[str, Privilege, list[str]]]:
    if isinstance(statement, Select):
        yield from _of_select(statement, tables)
    elif isinstance(statement, Insert):
        yield statement.table, "insert", list(statement.values)
        if statement.returning or statement.ignore_duplicates_of:
            yield statement.table, "select", [*statement.returning, *statement.ignore_duplicates_of]
    elif isinstance(statement, Update):
        yield statement.table, "update", list(statement.sets)
        yield from _read([*statement.sets.values(), statement.where], {"": statement.table})
        yield statement.table, "select", list(statement.returning)
    elif isinstance(statement, Delete):
        yield statement.table, "delete", []
        yield from _read([statement.where], {"": statement.table})


def _of_select(select: Select, tables: dict[str, Table]) -> Iterator[tuple[str, Privilege, list[str]]]:
    aliases = {select.alias: select.table} | {j.alias: j.table for j in select.joins}
    expressions = [o.expression for o in select.outputs] + [j.on for j in select.joins] + list(select.group_by)
    expressions += [o.expression for o in select.order_by] + [c for c in (select.where, select.having) if c is not None]
    yield from ((table, "select", []) for table in aliases.values())
    yield from _read(expressions, {"": select.table} | aliases)
    if select.lock and select.table in tables:  # a row lock asks for the right to update some column
        yield select.table, "update", _lockable(tables[select.table])


def _lockable(table: Table) -> list[str]:
    free = [id_ for id_, c in table.columns.items() if id_ not in table.primary_key and c.generated is None and not c.identity]
    return free[:1] or list(table.primary_key[:1])


def _read(expressions: Iterable[Expression], aliases: dict[str, str]) -> Iterator[tuple[str, Privilege, list[str]]]:
    for expression in expressions:
        for node, sight in walk(expression, aliases):
            if isinstance(node, ColumnRef) and node.table in sight:
                yield sight[node.table], "select", [node.column]
            elif isinstance(node, Exists):
                yield node.table, "select", []


def walk(expression: Expression, aliases: dict[str, str]) -> Iterator[tuple[Expression, dict[str, str]]]:
    """Every node of an expression, with the tables in sight there by alias."""
    yield expression, aliases
    sight = aliases | {expression.alias: expression.table} if isinstance(expression, Exists) else aliases
    for field in expression.__struct_fields__:
        value = getattr(expression, field)
        for inner in value if isinstance(value, tuple) else (value,):
            if isinstance(inner, Expression):
                yield from walk(inner, sight)


def of_behaviour(behaviour: Behaviour) -> Iterator[tuple[str, tuple[Privilege, ...]]]:
    """What the code behind a behaviour does beyond the row at hand: tables and operations, for the role that owns the code."""
    if isinstance(behaviour, Audit):
        yield behaviour.log, ("insert",)
    elif isinstance(behaviour, KeepTotal):
        yield behaviour.table, ("select", "update")
        yield behaviour.of, ("select",)
    elif isinstance(behaviour, TakeStock):
        yield behaviour.table, ("select", "update")
    elif isinstance(behaviour, LimitCount):
        yield behaviour.parent, ("select", "update")
        yield behaviour.table, ("select",)
    elif isinstance(behaviour, Publish):
        yield behaviour.outbox, ("insert",)
    elif isinstance(behaviour, UpholdDependency):
        yield behaviour.table, ("select",)
    elif isinstance(behaviour, NumberWithoutGaps):
        yield behaviour.counter, ("select", "insert", "update")
    elif isinstance(behaviour, Expire):
        yield behaviour.table, ("select", "update") if behaviour.anonymise else ("select", "delete")
