"""Rows of files into SQLite: the database file itself is the result. References are checked once all rows are in."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Hashable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from relvar.engines.base import Script
from relvar.engines.filling import Cells, Filled, Filling, Rejoin, Turned, rejoin_text, turned_text
from relvar.engines.sqlite.ddl import Ddl, referenced_first
from relvar.engines.sqlite.live import statements
from relvar.engines.sqlite.query import SqliteWriter
from relvar.engines.sqlite.text import text
from relvar.engines.sqlite.types import stored
from relvar.errors import ServerUnavailable, StatementFailed
from relvar.model.physical import Physical, Table
from relvar.model.semantic import DataType

NULL = "\\N"  # what stands in a data file for null: the shell's .import knows none
NAME = "rows.db"


def schema(physical: Physical) -> str:
    """The tables with all their rules: SQLite adds none later."""
    return text(Script(path="schema.sql", head="The tables, with keys and references.", statements=tuple(Ddl(physical).tables())))


def keys(physical: Physical) -> str:
    return ""


def rejoin(physical: Physical, asked: Rejoin) -> str:
    """The query that gives the file back. The rows to put together are ordered in a subselect: `order by` within an aggregate needs 3.44."""

    def listed(source: str, on: str, value: str, position: str, separator: str) -> str:
        return f"(select group_concat(v, {separator}) from (select {value} as v from {source} where {on} order by {position}))"

    return f"create view {view(asked.view)} as\n{rejoin_text(SqliteWriter(physical), asked, listed)};\n"


def turned(asked: Turned) -> str:
    """The query that gives a key-value table back."""
    return f"create view {view(asked.view)} as\n{turned_text(SqliteWriter(Physical(engine='sqlite')), asked, view(asked.rows), _spelled)};\n"


def _spelled(column: str, data: DataType) -> str:
    """Decimals are stored in units of their last place, truth values as 0 and 1; all else as it is spelled."""
    if data.base == "decimal" and data.scale:
        unit = 10**data.scale
        return f"iif({column} < 0, '-', '') || printf('%d.%0{data.scale}d', abs({column}) / {unit}, abs({column}) % {unit})"
    return f"iif({column}, 'true', 'false')" if data.base == "boolean" else f"cast({column} as text)"


def view(name: str) -> str:
    return SqliteWriter(Physical(engine="sqlite")).quote(name)


def load(physical: Physical) -> str:
    """A script for the sqlite3 shell, run in the folder in which it lies: rows go through tables of texts, for .import knows no null."""
    writer = SqliteWriter(physical)
    lines = ["-- Run in this folder: sqlite3 -bail NAME.db '.read load.sql'", ".read schema.sql"]
    for table_id in referenced_first(physical):
        table, staged = physical.tables[table_id], f"temp.staged_{table_id}"
        names = [writer.quote(column.name) for column in table.columns.values()]
        lines += [
            f"create table {staged} ({', '.join(f'{name} text' for name in names)});",
            f".import --csv --schema temp data/{table_id}.csv staged_{table_id}",
            f"insert into {writer.table(table_id)} ({', '.join(names)}) select {', '.join(_unstaged(writer, table))} from {staged};",
            f"drop table {staged};",
        ]
    return "\n".join([*lines, ".read rejoin.sql"]) + "\n"


def _unstaged(writer: SqliteWriter, table: Table) -> Iterator[str]:
    """Texts to values; a strict table turns digits into numbers itself."""
    for column in table.columns.values():
        yield f"nullif({writer.quote(column.name)}, '{NULL}')"


class SqliteFilled:
    """A database file that takes in rows."""

    def __init__(self, connection: sqlite3.Connection, physical: Physical) -> None:
        self.connection = connection
        self.physical = physical
        self.writer = SqliteWriter(physical)
        self.version = sqlite3.sqlite_version

    def occupied(self, views: Sequence[str]) -> tuple[str, ...]:
        rows = self.connection.execute("select name from sqlite_master where type in ('table', 'view')").fetchall()
        there = {str(row[0]) for row in rows}
        return tuple(name for name in (*(table.name for table in self.physical.tables.values()), *(v.strip('"') for v in views)) if name in there)

    def remove(self, views: Sequence[str]) -> None:
        if self.connection.in_transaction:
            self.connection.execute("rollback")
        self.connection.execute("pragma foreign_keys = off")
        for kind, names in (("view", views), ("table", [self.writer.table(table) for table in self.physical.tables])):
            for name in names:
                self.connection.execute(f"drop {kind} if exists {name}")

    def lost(self, error: BaseException) -> bool:
        return False  # it is in this process

    def apply(self, text: str) -> None:
        for statement in statements(text):
            try:
                self.connection.execute(statement).fetchall()
            except sqlite3.Error as error:
                raise StatementFailed(what=f"SQLite refused a statement: {error}", statement=statement, answer=str(error)) from error

    def fill(self, table: str, columns: Mapping[str, Cells], file: Path) -> int:
        cells = list(columns.values())
        names = self.writer.columns(table, tuple(columns))
        statement = f"insert into {self.writer.table(table)} ({names}) values ({', '.join('?' for _ in cells)})"
        with file.open("w", encoding="utf-8", newline="") as kept:
            csv.writer(kept, lineterminator="\n").writerows(rows_of([_texts(column) for column in cells], cells))
        self.connection.execute("pragma foreign_keys = off")  # the schema's file switches it on; what refers to nothing is found at the end
        try:
            self.connection.execute("begin")
            count = self.connection.executemany(statement, rows_of([values_of(column) for column in cells], cells)).rowcount
            self.connection.execute("commit")
        except sqlite3.Error as error:
            raise StatementFailed(what=f"SQLite refused rows of {table}: {error}", statement=statement, answer=str(error)) from error
        return max(count, 0)

    def shown(self, query: str) -> Iterator[Hashable]:
        self._references_hold()
        return iter(self.connection.execute(query))

    def expected(self, columns: Sequence[Cells]) -> Iterator[Hashable]:
        return rows_of([values_of(cells) for cells in columns], columns)

    def _references_hold(self) -> None:
        broken = self.connection.execute("pragma foreign_key_check").fetchone()
        if broken:
            raise StatementFailed(what=f"a row of {broken[0]} refers to nothing", statement="pragma foreign_key_check", answer=str(broken))


def values_of(cells: Cells) -> list[Any]:
    """The values in the form in which SQLite holds them."""
    base = cells.data.base
    if base == "integer":
        return [None if value is None else int(value) for value in cells.values]
    if base == "boolean":
        return [None if value is None else int(value == "true") for value in cells.values]
    if base == "json":
        return list(cells.values)
    return [stored(value, cells.data) for value in cells.values]


def _texts(cells: Cells) -> list[str]:
    return [NULL if value is None else str(value) for value in values_of(cells)]


def rows_of(values: Sequence[Sequence[Any]], columns: Sequence[Cells]) -> Iterator[tuple[Any, ...]]:
    return zip(*(map(v.__getitem__, cells.codes) for v, cells in zip(values, columns, strict=True)), strict=True)


@contextmanager
def _open(physical: Physical, folder: Path, url: str) -> Iterator[Filled]:
    path = Path(url.removeprefix("sqlite:///").removeprefix("sqlite://")) if url else folder / NAME
    if not url:
        path.unlink(missing_ok=True)
    made = not path.exists()
    try:
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        connection.execute("pragma synchronous = off")
        connection.execute("select count(*) from sqlite_master").fetchall()
    except sqlite3.Error as error:
        raise ServerUnavailable(
            what=f"no database file can be opened there: {error}", remedy="write it as sqlite:///PATH, in a folder that exists"
        ) from error
    try:
        yield SqliteFilled(connection, physical)
        connection.execute("analyze")
        made = False  # it stays
    finally:
        connection.close()
        if made:
            path.unlink(missing_ok=True)


def opened(physical: Physical, folder: Path, url: str, cache: Path | None) -> AbstractContextManager[Filled]:
    """The database file that the URL names, else rows.db in the folder, made anew."""
    return _open(physical, folder, url)


FILLING = Filling(schema=schema, keys=keys, rejoin=rejoin, view=view, turned=turned, load=load, open=opened)
