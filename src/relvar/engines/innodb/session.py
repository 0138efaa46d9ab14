"""One connection of a proof: statements of the model or of the server's own text, refusals by the name of what refused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import pymysql

from relvar.engines.base import Row, Values
from relvar.engines.innodb.query import InnodbWriter, constant, inlined
from relvar.engines.innodb.refusals import refusal
from relvar.engines.innodb.values import Given, as_json, loaded
from relvar.model.physical import Physical, Table
from relvar.model.query import Insert, Select, Update
from relvar.model.query import Statement as QueryStatement
from relvar.model.semantic import DataType

Connection: TypeAlias = pymysql.connections.Connection


class InnodbSession:
    """Without begin() every statement is its own transaction. The context stands in the statements: there are no row rules."""

    def __init__(self, connection: Connection, physical: Physical, context: Values | None = None) -> None:
        self.connection = connection
        self.physical = physical
        self.context = dict(context or {})

    def begin(self, isolation: str = "") -> None:
        if isolation:
            self._execute(f"set transaction isolation level {isolation}")
        self._execute("start transaction")

    def commit(self) -> None:
        self._execute("commit")

    def rollback(self) -> None:
        self._execute("rollback")

    def run(self, statement: QueryStatement, values: Values | None = None) -> list[Row]:
        """Run a statement of the model; rows of the answer, or for a write that gives nothing back one row with the count."""
        writer = inlined(self.physical, Given({**self.context, **(values or {})}))
        answers = [self._execute(text) for text in writer.steps(statement)]
        if isinstance(statement, Select) or getattr(statement, "returning", ()) != ():
            return loaded_rows(writer, statement, answers[-1][0])
        return [(answers[-1][1],)]

    def sql(self, text: str, values: Sequence[Any] = ()) -> list[Row]:
        return self._execute(text, values)[0]

    def insert(self, table: str, row: Values) -> Row:
        """Insert one row; its primary key. A key that the table makes by itself is made before, for nothing gives it back."""
        owner, writer = self.physical.tables[table], InnodbWriter(self.physical, readable=False)
        made = {key: self._made(writer, table, owner, key) for key in owner.primary_key if self._is_made(owner, key, row)}
        whole = {**row, **{key: value for key, value in made.items() if value is not None}}
        texts = [constant(as_json(value), owner.columns[key].data, writer.dialect) for key, value in whole.items()]
        text = f"insert into {writer.table(table)} ({writer.columns(table, tuple(whole))}) values ({', '.join(texts)})"
        with self.connection.cursor() as cursor:
            self._run(cursor, text)
            numbered = cursor.lastrowid
        return tuple(loaded(whole.get(key, numbered), owner.columns[key].data) for key in owner.primary_key)

    def _is_made(self, owner: Table, key: str, row: Values) -> bool:
        return key not in row and not owner.columns[key].identity and owner.columns[key].default is not None

    def _made(self, writer: InnodbWriter, table: str, owner: Table, key: str) -> Any:
        default = owner.columns[key].default
        assert default is not None
        return self._execute(f"select {writer.condition(default, table)}")[0][0][0]

    def _execute(self, text: str, values: Sequence[Any] = ()) -> tuple[list[Row], int]:
        """Rows and how many were touched. Raises Refusal."""
        with self.connection.cursor() as cursor:
            count = self._run(cursor, text, values)
            return (list(cursor.fetchall()) if cursor.description else []), count

    def _run(self, cursor: pymysql.cursors.Cursor, text: str, values: Sequence[Any] = ()) -> int:
        try:
            return int(cursor.execute(text, tuple(values) or None))
        except (pymysql.Error, UnicodeError) as error:
            raise refusal(self.physical, error, text) from error

    def close(self) -> None:
        self.connection.close()


def loaded_rows(writer: InnodbWriter, statement: QueryStatement, rows: Sequence[Row]) -> list[Row]:
    """The answer as what it means: identifiers, instants in UTC, booleans, documents."""
    kinds = _kinds(writer, statement)
    return [tuple(loaded(value, kind) for value, kind in zip(row, kinds, strict=True)) for row in rows]


def _kinds(writer: InnodbWriter, statement: QueryStatement) -> list[DataType | None]:
    if isinstance(statement, Select):
        scope = writer.scope_of(statement)
        return [writer.type_of(output.expression, scope) for output in statement.outputs]
    types = writer.source(statement.table).types
    return [types.get(column) for column in statement.returning] if isinstance(statement, Insert | Update) else []
