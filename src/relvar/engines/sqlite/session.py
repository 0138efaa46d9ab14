"""One connection: statements of the model or of SQLite's own text, refusals by the name of what refused."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from relvar.engines.base import Refusal, Row, Values
from relvar.engines.sql import Scope
from relvar.engines.sqlite.query import SqliteWriter, like
from relvar.engines.sqlite.refusals import broken_by, broken_reference, refusal
from relvar.engines.sqlite.types import loaded, stored
from relvar.model import expression as e
from relvar.model.physical import Physical
from relvar.model.query import Delete, Insert, Select, Update
from relvar.model.query import Statement as QueryStatement
from relvar.model.semantic import DataType
from relvar.model.walking import nodes

WAIT_SECONDS = 5.0  # for the one writer's turn; a commit takes well under a millisecond


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection as the design's settings want it: foreign keys are on per connection, not per database."""
    mode = "ro" if read_only else "rwc"
    uri = f"file:{str(path).replace('%', '%25').replace('?', '%3f').replace('#', '%23')}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=WAIT_SECONDS, check_same_thread=False, cached_statements=0)
    # No cache of statements: a cached `explain` is not prepared anew when an index goes.
    connection.execute("pragma foreign_keys = on")
    connection.execute("pragma synchronous = normal")
    return connection


class SqliteSession:
    """A Session of the harness."""

    def __init__(self, physical: Physical, connection: sqlite3.Connection, context: Values | None = None) -> None:
        self.physical = physical
        self.connection = connection
        self.context = dict(context or {})

    def begin(self, isolation: str = "") -> None:
        """`immediate`, as every writing transaction of the design begins: it waits for its turn before it reads."""
        self.sql("begin immediate")

    def commit(self) -> None:
        self.sql("commit")

    def rollback(self) -> None:
        if self.connection.in_transaction:
            self.connection.execute("rollback")

    def run(self, statement: QueryStatement, values: Values | None = None) -> list[Row]:
        text = SqliteWriter(self.physical).statement(statement)
        bound = bind(self.physical, statement, {**self.context, **(values or {})})
        rows = self._execute(text, bound)
        if isinstance(statement, Update | Delete) and not getattr(statement, "returning", ()):
            return rows
        return loaded_rows(self.physical, statement, rows)

    def sql(self, text: str, values: Sequence[Any] = ()) -> list[Row]:
        return self._execute(text, tuple(values))

    def insert(self, table: str, row: Values) -> Row:
        owner, writer = self.physical.tables[table], SqliteWriter(self.physical)
        kept = {column: stored(value, owner.columns[column].data) for column, value in row.items()}
        names = writer.columns(table, tuple(kept))
        marks = ", ".join("?" for _ in kept)
        text = f"insert into {writer.table(table)} ({names}) values ({marks})" if kept else f"insert into {writer.table(table)} default values"
        key = owner.primary_key or tuple(owner.columns)[:1]
        text += f" returning {writer.columns(table, key)}"
        try:
            found = self._execute(text, tuple(kept.values()), name_reference=False)[0]
        except Refusal as refused:
            if refused.kind == "foreign_key":
                refused.constraint = broken_reference(self.connection, self.physical, table, kept)
            raise
        return tuple(loaded(value, owner.columns[column].data) for column, value in zip(key, found, strict=True))

    def close(self) -> None:
        self.connection.close()

    def _execute(self, text: str, values: Any, name_reference: bool = True) -> list[Row]:
        """Rows of the answer; for a write without `returning`, one row with the count."""
        try:
            cursor = self.connection.execute(text, values)
            rows = cursor.fetchall()
        except sqlite3.Error as error:
            refused = refusal(self.physical, error)
            if name_reference and refused.kind == "foreign_key":
                refused.constraint = broken_by(self.connection, self.physical, text, values)
            raise refused from error
        return rows if cursor.description is not None else [(max(cursor.rowcount, 0),)]


def bind(physical: Physical, statement: QueryStatement, values: Values) -> dict[str, Any]:
    """Every parameter and context value of a statement in the stored form; what was not given is null."""
    found = {node.name: like(physical, node.like) for node in nodes(statement) if isinstance(node, e.Parameter | e.Context)}
    return {name: stored(values.get(name), data) if data is not None else values.get(name) for name, data in found.items()}


def loaded_rows(physical: Physical, statement: QueryStatement, rows: list[Row]) -> list[Row]:
    """The answer with decimals and booleans as what they mean."""
    kinds = _kinds(physical, statement)
    if not kinds:
        return rows
    return [tuple(loaded(v, k) if k is not None else v for v, k in zip(row, kinds, strict=True)) for row in rows]


def _kinds(physical: Physical, statement: QueryStatement) -> list[DataType | None]:
    writer = SqliteWriter(physical)
    if isinstance(statement, Select):
        scope = writer.scope_of(statement)
        return [_kind(writer, output.expression, scope) for output in statement.outputs]
    if isinstance(statement, Insert | Update):
        types = writer.source(statement.table).types
        return [types.get(column) for column in statement.returning]
    return []


def _kind(writer: SqliteWriter, expression: e.Expression, scope: Scope) -> DataType | None:
    data = writer.type_of(expression, scope)
    if data is not None:
        return data
    places = writer.scale(expression, scope)
    return DataType(base="decimal", precision=18, scale=places) if places else None
