"""Rows of files into PostgreSQL: tables without keys, COPY, then keys and references, which is the order in which loading is fastest
(PostgreSQL manual, "Populating a Database").
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from relvar.engines.base import Script, Statement
from relvar.engines.filling import Cells, Filled, Filling, Rejoin, Turned, rejoin_text, turned_text
from relvar.engines.postgresql.ddl import add_constraint, column_lines, in_order, key_line, table_comments
from relvar.engines.postgresql.query import PostgresWriter
from relvar.engines.postgresql.script import text
from relvar.model.physical import ForeignKey, Physical
from relvar.model.semantic import DataType

if TYPE_CHECKING:
    import psycopg

    from relvar.engines.postgresql.live import PostgresServer

SCHEMA = "app"
BLOCK = 8_192  # rows sent at a time
QUOTED = (b'"', b",", b"\n", b"\r")
# For a server of ours that lives for one load: what is copied into tables made in the same transaction needs no log.
SETTINGS = {"wal_level": "minimal", "max_wal_senders": "0", "maintenance_work_mem": "256MB", "shared_buffers": "512MB", "max_wal_size": "4GB"}
SETTINGS |= {"work_mem": "64MB", "autovacuum": "off"}


def schema(physical: Physical) -> str:
    """Tables alone."""
    writer = PostgresWriter(physical)
    schemas = dict.fromkeys(table.schema for table in physical.tables.values())
    statements = [Statement(text=f"create schema if not exists {writer.quote(name)}") for name in schemas]
    for table_id in in_order(physical):
        lines = ",\n  ".join(column_lines(writer, table_id))
        statements.append(Statement(text=f"create table {writer.table(table_id)} (\n  {lines}\n)", element=table_id))
    return text(Script(path="schema.sql", head="The tables, without keys: those follow once the rows are in.", statements=tuple(statements)))


def keys(physical: Physical) -> str:
    """Primary keys, further keys, references, comments; then statistics, for a planner without them joins badly."""
    writer = PostgresWriter(physical)
    statements = [Statement(text=f"alter table {writer.table(t)} add {key_line(writer, table)}") for t, table in physical.tables.items()]
    for wanted in (False, True):
        for table_id, table in physical.tables.items():
            for constraint in table.constraints.values():
                if isinstance(constraint, ForeignKey) is wanted:
                    statements.append(Statement(text=add_constraint(writer, table_id, constraint)))
    for table_id in physical.tables:
        statements += table_comments(writer, table_id)
    statements += [Statement(text=f"analyze {writer.table(table_id)}") for table_id in physical.tables]
    return text(Script(path="keys.sql", head="Keys and references of tables that are filled.", statements=tuple(statements)))


def rejoin(physical: Physical, asked: Rejoin) -> str:
    """The query that gives the file back."""

    def listed(source: str, on: str, value: str, position: str, separator: str) -> str:
        return f"(select string_agg({value}, {separator} order by {position}) from {source} where {on})"

    return f"create view {view(asked.view)} as\n{rejoin_text(PostgresWriter(physical), asked, listed)};\n"


def turned(asked: Turned) -> str:
    """The query that gives a key-value table back."""
    return f"create view {view(asked.view)} as\n{turned_text(PostgresWriter(Physical(engine='postgresql')), asked, view(asked.rows), _as_text)};\n"


def _as_text(column: str, data: DataType) -> str:
    if data.base == "timestamp":
        return f"to_char({column} at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')"
    return f"cast({column} as text)"


def view(name: str) -> str:
    return PostgresWriter(Physical(engine="postgresql")).qualified(SCHEMA, name)


def load(physical: Physical) -> str:
    """A script for psql, run in the folder in which it lies."""
    writer = PostgresWriter(physical)
    lines = ["-- Run by psql in this folder: psql -v ON_ERROR_STOP=1 -d DATABASE -f load.sql", "\\i schema.sql"]
    for table_id in in_order(physical):
        columns = writer.columns(table_id, tuple(physical.tables[table_id].columns))
        lines.append(f"\\copy {writer.table(table_id)} ({columns}) from 'data/{table_id}.csv' with (format csv)")
    return "\n".join([*lines, "\\i keys.sql", "\\i rejoin.sql"]) + "\n"


class PostgresFilled:
    """A database of PostgreSQL that takes in rows."""

    def __init__(self, server: PostgresServer, connection: psycopg.Connection[Any], physical: Physical) -> None:
        self.server = server
        self.connection = connection
        self.physical = physical
        self.writer = PostgresWriter(physical)
        self.schema_made = False
        self.version = ".".join(str(part) for part in divmod(connection.info.server_version, 10_000))

    def occupied(self, views: Sequence[str]) -> tuple[str, ...]:
        names = [*(self.writer.table(table) for table in self.physical.tables), *views]
        rows = self.connection.execute("select v from unnest(%s::text[]) as u (v) where to_regclass(v) is not null", (names,)).fetchall()
        self.schema_made = self.connection.execute("select to_regnamespace(%s) is null", (SCHEMA,)).fetchone() == (True,)
        return tuple(str(row[0]) for row in rows)

    def remove(self, views: Sequence[str]) -> None:
        tables = ", ".join(self.writer.table(table) for table in self.physical.tables)
        with self.server.connect() as connection:  # of its own: the other may be lost, or in a transaction that failed
            connection.execute("set lock_timeout = '10s'")
            self.connection.close()
            connection.execute("".join(f"drop view if exists {name};" for name in views).encode())
            connection.execute(f"drop table if exists {tables}".encode())
            if self.schema_made:
                connection.execute(f"drop schema if exists {SCHEMA}".encode())

    def lost(self, error: BaseException) -> bool:
        return self.server.lost(error)

    def apply(self, text: str) -> None:
        self._tried(text, lambda: self.connection.execute(text.encode()))

    def fill(self, table: str, columns: Mapping[str, Cells], file: Path) -> int:
        names = self.writer.columns(table, tuple(columns))
        statement = f"copy {self.writer.table(table)} ({names}) from stdin with (format csv)"
        return int(self._tried(statement, lambda: self._copied(statement, list(columns.values()), file)))

    def _copied(self, statement: str, columns: Sequence[Cells], file: Path) -> int:
        with file.open("wb") as kept, self.connection.cursor() as cursor:
            with cursor.copy(statement.encode()) as copy:
                lines = rows_of([[csv_bytes(cell) for cell in spelled(cells)] for cells in columns], columns)
                while block := list(islice(lines, BLOCK)):
                    data = b"\n".join(block) + b"\n"
                    copy.write(data)
                    kept.write(data)
            return cursor.rowcount

    def shown(self, query: str) -> Iterator[Hashable]:
        with self.connection.cursor() as cursor, cursor.copy(f"copy ({query}) to stdout with (format csv)".encode()) as copy:
            for row in copy:
                yield bytes(row)[:-1]

    def expected(self, columns: Sequence[Cells]) -> Iterator[Hashable]:
        return rows_of([[csv_bytes(cell) for cell in self._as_shown(cells)] for cells in columns], columns)

    def _as_shown(self, cells: Cells) -> list[str | None]:
        """JSON comes back in the server's own spelling, for which it is asked."""
        if cells.data.base != "json":
            return spelled(cells)
        asked = "select array_agg(v::jsonb::text order by n) from unnest(%s::text[]) with ordinality as u (v, n)"
        row = self.connection.execute(asked, (list(cells.values),)).fetchone()
        return list(row[0]) if row and row[0] else []

    def _tried(self, statement: str, run: Callable[[], Any]) -> Any:
        import psycopg

        from relvar.errors import StatementFailed

        try:
            return run()
        except psycopg.Error as error:
            raise StatementFailed(what=f"PostgreSQL refused a statement: {error}", statement=statement, answer=str(error)) from error


def rows_of(values: Sequence[Sequence[bytes]], columns: Sequence[Cells]) -> Iterator[bytes]:
    """Rows as lines of CSV, without the line's end."""
    return map(b",".join, zip(*(map(v.__getitem__, cells.codes) for v, cells in zip(values, columns, strict=True)), strict=True))


def spelled(cells: Cells) -> list[str | None]:
    """The values as PostgreSQL shows them."""
    if cells.data.base == "boolean":
        return [None if value is None else value[0] for value in cells.values]
    if cells.data.base == "timestamp":
        return [None if value is None else _instant(value) for value in cells.values]
    return list(cells.values)


def _instant(value: str) -> str:
    whole, _, fraction = value.removesuffix("Z").replace("T", " ").partition(".")
    fraction = fraction.rstrip("0")
    return f"{whole}.{fraction}+00" if fraction else f"{whole}+00"


def csv_bytes(value: str | None) -> bytes:
    """A cell as COPY writes and reads it: null is nothing, an empty text is quoted."""
    if value is None:
        return b""
    data = value.encode()
    if not data or data == b"\\." or any(mark in data for mark in QUOTED):
        return b'"' + data.replace(b'"', b'""') + b'"'
    return data


@contextmanager
def _open(physical: Physical, folder: Path, url: str, cache: Path | None) -> Iterator[Filled]:
    """The database that the URL names, or one on a server of ours that is gone afterwards. Raises ServerUnavailable."""
    from relvar.engines.postgresql.cluster import Cluster
    from relvar.engines.postgresql.live import PostgresServer

    server = PostgresServer(url, cache, None if url else Cluster(cache, SETTINGS))
    try:
        with server.connect() as connection:
            connection.execute("set timezone = 'UTC'")
            connection.execute("set datestyle = 'ISO'")
            yield PostgresFilled(server, connection, physical)
    finally:
        server.close()


def opened(physical: Physical, folder: Path, url: str, cache: Path | None) -> AbstractContextManager[Filled]:
    """See `_open`: the driver is imported only there."""
    return _open(physical, folder, url, cache)


FILLING = Filling(schema=schema, keys=keys, rejoin=rejoin, view=view, turned=turned, load=load, open=opened)
