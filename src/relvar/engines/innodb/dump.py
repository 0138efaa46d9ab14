"""A live database as SQL text, in the server's own words: what `relvar import` and `relvar check` read of it. Nothing is written to it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from typing import Any

from relvar.engines.innodb.dump_rights import rights
from relvar.errors import ServerUnavailable

TABLES = "select table_name from information_schema.tables where table_schema = database() and table_type = 'BASE TABLE' order by 1"
VIEWS = "select table_name, view_definition from information_schema.views where table_schema = database() order by 1"
TRIGGERS = """
select trigger_name, action_timing, event_manipulation, event_object_table, action_statement from information_schema.triggers
where trigger_schema = database() order by event_object_table, action_order
"""
ROUTINES = "select routine_type, routine_name, routine_definition from information_schema.routines where routine_schema = database() order by 2"
EVENTS = "select event_name, event_definition from information_schema.events where event_schema = database() order by 1"


def dump(url: str, schemes: Sequence[str], title: str) -> str:
    """The schema of the database that a URL names. Raises ServerUnavailable, with no password in its words."""
    try:
        import pymysql

        from relvar.engines.innodb.address import of_url
    except ModuleNotFoundError as error:
        raise ServerUnavailable(what=f"no driver for {title}: {error}", remedy="pip install 'relvar[mysql]'") from error
    address = of_url(url, schemes, title)
    if not address.database:
        raise ServerUnavailable(what="the URL names no database", remedy=f"{schemes[0]}://user@host:port/database")
    try:
        with contextlib.closing(address.connect()) as connection, connection.cursor() as cursor:
            cursor.execute("set session sql_mode = ''")
            cursor.execute("set session transaction read only")
            accounts, grants = rights(lambda query: _asked(cursor, query))
            return "\n".join([*accounts, *_lines(cursor), *grants]) + "\n"
    except pymysql.Error as error:
        said = str(error.args[1]) if len(error.args) > 1 else str(error)
        raise ServerUnavailable(what=f"the database cannot be read: {said}", remedy="ask for SELECT and SHOW VIEW on it") from None


def _asked(cursor: Any, query: str) -> list[tuple[Any, ...]]:
    cursor.execute(query)
    return list(cursor.fetchall())


def _lines(cursor: Any) -> Iterator[str]:
    for (name,) in _asked(cursor, TABLES):
        quoted = name.replace("`", "``")
        yield f"{_asked(cursor, f'show create table `{quoted}`')[0][1]};"
    for name, text in _asked(cursor, VIEWS):
        yield f"create view `{name}` as {text};"
    yield "delimiter ;;"
    for name, when, event, table, body in _asked(cursor, TRIGGERS):
        yield f"create trigger `{name}` {when} {event} on `{table}` for each row {body};;"
    for kind, name, body in _asked(cursor, ROUTINES):
        yield f"create {kind.lower()} `{name}`() {body or ''};;"
    for name, body in _asked(cursor, EVENTS):
        yield f"create event `{name}` on schedule every 1 day do {body};;"
    yield "delimiter ;"
