"""One connection of a proof: as a role, with its context set for each transaction."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Sequence
from typing import Any

import psycopg
from psycopg import sql

from relvar.engines.base import Row, Values
from relvar.engines.postgresql.query import PostgresWriter
from relvar.engines.postgresql.refusals import Named, as_it_is, refusal
from relvar.engines.postgresql.types import native
from relvar.model.expression import Parameter
from relvar.model.physical import Physical, column_like
from relvar.model.query import Select
from relvar.model.query import Statement as QueryStatement

MARK = re.compile("\x00([^\x00]+)\x00")


class PostgresSession:
    """Without begin() every statement is its own transaction, in which the context is set: it never outlives it."""

    def __init__(
        self,
        connection: psycopg.Connection[Row],
        physical: Physical,
        context: Values | None = None,
        rules: Sequence[str] = (),
        unbound: bool = True,
        named: Named = as_it_is,
    ) -> None:
        self.connection = connection
        self.physical = physical
        self.context = dict(context or {})
        self.rules = frozenset(rules)
        self.named = named
        self.unbound = unbound  # not as a role of the design
        self.open = False

    def begin(self, isolation: str = "") -> None:
        self._execute(f"begin isolation level {isolation}" if isolation else "begin")
        self.open = True
        self._set_context()

    def commit(self) -> None:
        self._end("commit")

    def rollback(self) -> None:
        self._end("rollback")

    def _end(self, how: str) -> None:
        self.open = False
        self._execute(how)

    def _set_context(self) -> None:
        for name, value in self.context.items():
            self._execute("select set_config(%s, %s, true)", (f"app.{name}", str(value)))

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        """A transaction around one statement, where the context must be set and none is open."""
        if self.open or not self.context:
            yield
            return
        self.begin()
        try:
            yield
        except BaseException:
            self.rollback()
            raise
        self.commit()

    def run(self, statement: QueryStatement, values: Values | None = None) -> list[Row]:
        """Run a statement of the model; rows of the answer, or for a write without RETURNING one row with the count."""
        text = MARK.sub(lambda found: f"%({found[1]})s", marked(self.physical).statement(statement).replace("%", "%%"))
        with self._transaction():
            cursor = self._execute(text, dict(values or {}))
        if cursor.description is not None:
            return cursor.fetchall()
        return [] if isinstance(statement, Select) else [(cursor.rowcount,)]

    def sql(self, text: str, values: Sequence[Any] = ()) -> list[Row]:
        with self._transaction():
            cursor = self._execute(text, values or None)
        return cursor.fetchall() if cursor.description is not None else []

    def insert(self, table: str, row: Values) -> Row:
        """Insert one row; its primary key, where the role may read it (RETURNING asks for the right to select)."""
        columns = self.physical.tables[table].columns
        writer = PostgresWriter(self.physical)
        names = sql.SQL(", ").join(sql.Identifier(columns[key].name) for key in row)
        marks = sql.SQL(", ").join(sql.SQL(f"%s::{native(columns[key].data).text}") for key in row)
        over = sql.SQL(" overriding system value" if any(columns[key].identity for key in row) else "")
        body = sql.SQL("insert into {} ({}){} values ({})") if row else sql.SQL("insert into {} default values")
        statement = body.format(sql.SQL(writer.table(table)), names, over, marks)
        key = self.physical.tables[table].primary_key
        if self._may_read(writer.table(table), [columns[c].name for c in key]):
            statement += sql.SQL(" returning {}").format(sql.SQL(", ").join(sql.Identifier(columns[c].name) for c in key))
        with self._transaction():
            cursor = self._execute(statement, [_adapted(value) for value in row.values()])
        self._follow(table, row)
        return (cursor.fetchone() or ()) if cursor.description is not None else ()

    def _follow(self, table: str, row: Values) -> None:
        """A sequence left behind an explicit key would hand it out again; only who may do all moves it."""
        name, columns = PostgresWriter(self.physical).table(table), self.physical.tables[table].columns
        for key, value in row.items():
            if columns[key].identity and self.unbound:
                found = self._execute("select pg_get_serial_sequence(%s, %s)", (name, columns[key].name)).fetchone()
                assert found is not None
                self._execute(f"select setval('{found[0]}', greatest({int(value)}, last_value)) from {found[0]}")

    def _may_read(self, table: str, columns: Sequence[str]) -> bool:
        if self.open and self.connection.info.transaction_status == psycopg.pq.TransactionStatus.INERROR:
            return False
        asked = [self._execute("select has_column_privilege(%s, %s, 'select')", (table, c)).fetchone() for c in columns]
        return all(row and row[0] for row in asked)

    def _execute(self, text: Any, values: Any = None) -> psycopg.Cursor[Row]:
        try:
            return self.connection.execute(text, values)
        except psycopg.Error as error:
            raise refusal(error, self.rules, self.named) from error

    def close(self) -> None:
        self.connection.close()


def _adapted(value: Any) -> Any:
    """Mappings and lists as JSON text; everything else as it is."""
    if isinstance(value, dict | list):
        from psycopg.types.json import Jsonb

        return Jsonb(value)
    return value


def marked(physical: Physical) -> PostgresWriter:
    """A writer whose parameters stand between marks, typed as the column they are compared with."""

    def mark(parameter: Parameter) -> str:
        found = column_like(physical, parameter.like)
        kind = f"::{native(found.data).text}" if found else ""
        return f"\x00{parameter.name}\x00{kind}"

    return PostgresWriter(physical, mark)
