"""The database without one element for a while: an index, a constraint, a row rule, a behaviour."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import psycopg

from relvar.engines.base import Row
from relvar.engines.postgresql import rewind, row_rules
from relvar.engines.postgresql.behaviours import objects
from relvar.engines.postgresql.objects import add_exclusion, create_trigger
from relvar.engines.postgresql.query import PostgresWriter
from relvar.model.physical import ForeignKey

if TYPE_CHECKING:
    from relvar.engines.postgresql.live import PostgresDatabase


class Removal(NamedTuple):
    """Statements that take an element away and that put it back."""

    away: list[str]
    back: list[str]


@contextlib.contextmanager
def without(database: PostgresDatabase, element: str) -> Iterator[None]:
    """A plain index goes in a transaction that is rolled back: only explain() sees it gone. The rest is committed, for two sessions
    are to race without it, and put back after; rows that came in the meantime and break it go, for the old ones come back.
    Raises KeyError for an element that the design does not have.
    """
    if _is_plain_index(database, element):
        yield from _rolled_back(database, element)
        return
    removal = _of(database, element)
    rewind.keep(database)
    run(database.main, removal.away)
    try:
        yield
    finally:
        _put_back(database, removal)


def _put_back(database: PostgresDatabase, removal: Removal) -> None:
    try:
        run(database.main, removal.back)
    except psycopg.errors.IntegrityError:
        rewind.rewind(database)
        run(database.main, removal.back)
    finally:
        rewind.forget(database)


def run(connection: psycopg.Connection[Row], statements: list[str]) -> None:
    with connection.transaction():
        for statement in statements:
            connection.execute(statement)


def _is_plain_index(database: PostgresDatabase, element: str) -> bool:
    table, _, key = element.partition(".")
    found = database.physical.tables.get(table)
    index = found.indexes.get(key) if found else None
    return index is not None and not index.unique


def _rolled_back(database: PostgresDatabase, element: str) -> Iterator[None]:
    table_id, _, key = element.partition(".")
    table = database.physical.tables[table_id]
    name = PostgresWriter(database.physical).qualified(table.schema, table.indexes[key].name)
    inside = database.within  # another index is gone already
    database.main.execute("savepoint without_index" if inside else "begin")
    database.within = True
    try:
        database.main.execute(f"drop index {name}")
        yield
    finally:
        database.within = inside
        database.main.execute("rollback to savepoint without_index" if inside else "rollback")


def _of(database: PostgresDatabase, element: str) -> Removal:
    physical = database.physical
    table, _, key = element.partition(".")
    if element in physical.behaviours:
        return _behaviour(database, element)
    if element in physical.policies:
        return _policy(database, element)
    if key in physical.behaviours:
        return _behaviour(database, key)
    if key in physical.tables[table].indexes:
        return _index(database, table, key)
    return _constraint(database, table, key)


def _behaviour(database: PostgresDatabase, key: str) -> Removal:
    writer = PostgresWriter(database.physical)
    native = objects(database.physical)[key]
    away = [f"drop trigger {writer.quote(t.name)} on {writer.table(t.table)}" for t in native.triggers]
    back = [create_trigger(writer, t).text for t in native.triggers]
    if native.exclusions:
        away += [f"alter table {writer.table(x.table)} drop constraint {writer.quote(x.name)}" for x in native.exclusions]
        back += [add_exclusion(writer, x).text for x in native.exclusions]
    return Removal(away, back)


def _policy(database: PostgresDatabase, key: str) -> Removal:
    """Without the rule everybody it bound sees all rows: a rule that lets through stands in its place."""
    writer = PostgresWriter(database.physical)
    policy = database.physical.policies[key]
    names = row_rules.policy_names(policy)
    on = writer.table(policy.table)
    away = [f"drop policy {writer.quote(name)} on {on}" for name, _ in names]
    users = ", ".join(writer.quote(database.role_name(role)) for role in policy.roles) or "public"
    away += [f"create policy {writer.quote(name)} on {on} for {operation} to {users} {_open(operation)}" for name, operation in names]
    back = [f"drop policy {writer.quote(name)} on {on}" for name, _ in names]
    back += [_renamed(database, row_rules.policy_text(writer, policy, name, operation)) for name, operation in names]
    return Removal(away, back)


def _open(operation: str) -> str:
    using = "" if operation == "insert" else "using (true) "
    return using + ("" if operation in ("select", "delete") else "with check (true)")


def _renamed(database: PostgresDatabase, text: str) -> str:
    return database.server.as_applied(text, [role.name for role in database.physical.roles.values()])


def _index(database: PostgresDatabase, table_id: str, key: str) -> Removal:
    table = database.physical.tables[table_id]
    name = PostgresWriter(database.physical).qualified(table.schema, table.indexes[key].name)
    return Removal([f"drop index {name}"], _definitions(database, "select pg_get_indexdef(%s::regclass)", name))


def _definitions(database: PostgresDatabase, question: str, name: str) -> list[str]:
    return [row[0] for row in database.main.execute(question, (name,)).fetchall()]


def _constraint(database: PostgresDatabase, table_id: str, key: str) -> Removal:
    """Taken away with the references that hang on it, and put back with them, each as the catalogue writes it."""
    writer = PostgresWriter(database.physical)
    table = database.physical.tables[table_id]
    name = table.primary_key_name if key == "primary_key" else table.constraints[key].name
    on = writer.table(table_id)
    back = [_add(database, on, name)]
    if key == "primary_key" or not isinstance(table.constraints[key], ForeignKey):
        back += [_add(database, child, hanging) for child, hanging in _hanging(database, on, name)]
    return Removal([f"alter table {on} drop constraint {writer.quote(name)} cascade"], back)


def _add(database: PostgresDatabase, table: str, name: str) -> str:
    question = "select pg_get_constraintdef(oid) from pg_catalog.pg_constraint where conrelid = %s::regclass and conname = %s"
    row = database.main.execute(question, (table, name)).fetchone()
    assert row is not None, f"{table} has no constraint {name}"
    return f'alter table {table} add constraint "{name}" {row[0]}'


def _hanging(database: PostgresDatabase, table: str, name: str) -> list[tuple[str, str]]:
    question = """select f.conrelid::regclass::text, f.conname from pg_catalog.pg_constraint k
    join pg_catalog.pg_constraint f on f.contype = 'f' and f.conindid = k.conindid and f.conparentid = 0
    where k.conrelid = %s::regclass and k.conname = %s and k.contype in ('p', 'u')"""
    return [(row[0], row[1]) for row in database.main.execute(question, (table, name)).fetchall()]
