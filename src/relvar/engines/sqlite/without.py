"""The database without one element for a while, to show that the element and nothing else does the work.

An index is dropped in a transaction that is rolled back. A key, a rule or a trigger must be gone for other connections
too, so a copy of the database is kept, the element taken out for good, and the copy put back.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from relvar.engines.sqlite.behaviours import trigger_names
from relvar.engines.sqlite.ddl import Ddl
from relvar.model.physical import Physical


@contextmanager
def without(connection: sqlite3.Connection, physical: Physical, element: str, gone: list[str]) -> Iterator[None]:
    """`gone`: what is taken out already, which a table that is made anew must lack as well. Raises KeyError for an unknown element."""
    table_id, _, key = element.partition(".")
    index = physical.tables[table_id].indexes.get(key) if table_id in physical.tables else None
    if index is not None and not index.unique and index.method != "text":
        inside = connection.in_transaction  # another index is gone already
        connection.execute("savepoint without_index" if inside else "begin immediate")
        try:
            connection.execute(f'drop index "{index.name}"')
            yield
        finally:
            connection.execute("rollback to without_index" if inside else "rollback")
        return
    copy = sqlite3.connect(":memory:")
    connection.backup(copy)
    gone.append(element)
    try:
        _take_out(connection, physical, table_id, key, gone)
        yield
    finally:
        gone.remove(element)
        copy.backup(connection)
        copy.close()


def _take_out(connection: sqlite3.Connection, physical: Physical, table_id: str, key: str, gone: list[str]) -> None:
    element = gone[-1]
    if element in physical.behaviours:
        for name in trigger_names(physical, element):
            connection.execute(f'drop trigger "{name}"')
        return
    table = physical.tables[table_id]
    if key in table.indexes:
        index = table.indexes[key]
        connection.execute(f'drop table "{index.name}"' if index.method == "text" else f'drop index "{index.name}"')
        return
    if key != "primary_key" and key not in table.constraints:
        raise KeyError(element)
    changed = msgspec.structs.replace(
        table,
        primary_key=() if f"{table_id}.primary_key" in gone else table.primary_key,
        constraints={k: c for k, c in table.constraints.items() if f"{table_id}.{k}" not in gone},
    )
    rebuild(connection, msgspec.structs.replace(physical, tables={**physical.tables, table_id: changed}), table_id)


def rebuild(connection: sqlite3.Connection, physical: Physical, table_id: str) -> None:
    """The table anew as `physical` has it, rows, indexes and triggers kept (the steps of lang_altertable.html, section 7)."""
    table = physical.tables[table_id]
    kept = connection.execute("select sql from sqlite_schema where tbl_name = ? and type in ('index', 'trigger') and sql is not null", (table.name,))
    again = [row[0] for row in kept.fetchall()]
    connection.execute("pragma foreign_keys = off")
    connection.execute("pragma legacy_alter_table = on")  # views and triggers are not to be rewritten: the name comes back
    connection.execute("begin immediate")
    names = ", ".join(f'"{c.name}"' for c in table.columns.values() if c.generated is None)
    connection.execute(Ddl(physical).table(table_id, f"{table.name}_rebuilt").text)
    connection.execute(f'insert into "{table.name}_rebuilt" ({names}) select {names} from "{table.name}"')
    connection.execute(f'drop table "{table.name}"')
    connection.execute(f'alter table "{table.name}_rebuilt" rename to "{table.name}"')
    for sql in again:
        connection.execute(sql)
    connection.execute("commit")
    connection.execute("pragma legacy_alter_table = off")
    connection.execute("pragma foreign_keys = on")
