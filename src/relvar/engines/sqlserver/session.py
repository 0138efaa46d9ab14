"""One connection of a proof: statements of the model or of the server's own text, refusals by the name of what refused.

A role is taken on by EXECUTE AS a user that is its only member; who is asking stands in the session's context.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pymssql

from relvar.engines.base import Row, Values
from relvar.engines.sqlserver.query import TsqlWriter, constant
from relvar.engines.sqlserver.refusals import refusal
from relvar.model import expression as e
from relvar.model.physical import Physical
from relvar.model.query import Insert, Select, Update
from relvar.model.query import Statement as QueryStatement
from relvar.model.semantic import DataType


def inlined(physical: Physical, values: Mapping[str, Any]) -> TsqlWriter:
    """A writer that puts the values in place; what was not given is null."""

    def write(parameter: e.Parameter) -> str:
        return constant(as_json(values.get(parameter.name)))

    return TsqlWriter(physical, write)


def as_json(value: Any) -> Any:
    """Mappings and lists as JSON text; everything else as it is."""
    return json.dumps(value, sort_keys=True) if isinstance(value, dict | list) else value


class SqlServerSession:
    """Without begin() every statement is its own transaction."""

    def __init__(self, connection: Any, physical: Physical, user: str = "", context: Values | None = None) -> None:
        self.connection = connection
        self.physical = physical
        for name, value in (context or {}).items():
            self.sql(f"exec sys.sp_set_session_context N'{name}', {constant(value)}")
        if user:
            self.sql(f"execute as user = N'{user}'")

    def begin(self, isolation: str = "") -> None:
        if isolation:
            self.sql(f"set transaction isolation level {isolation}")
        self.sql("begin transaction")

    def commit(self) -> None:
        self.sql("commit")

    def rollback(self) -> None:
        self.sql("if @@trancount > 0 rollback")

    def run(self, statement: QueryStatement, values: Values | None = None) -> list[Row]:
        """Run a statement of the model, all its steps in one batch; for a write that gives nothing back one row with the count."""
        writer = inlined(self.physical, dict(values or {}))
        text = ";\n".join(writer.steps(statement))
        if isinstance(statement, Select):
            scope = writer.scope_of(statement)
            kinds = [writer.type_of(output.expression, scope) for output in statement.outputs]
        elif isinstance(statement, Insert | Update) and statement.returning:
            kinds = [writer.source(statement.table).types.get(c) for c in statement.returning]
        else:
            return self.sql(f"{text};\nselect @@rowcount")
        return [tuple(loaded(value, kind) for value, kind in zip(row, kinds, strict=True)) for row in self.sql(text)]

    def sql(self, text: str, values: Sequence[Any] = ()) -> list[Row]:
        """The rows of the last result set. Raises Refusal."""
        try:
            with self.connection.cursor() as cursor:
                cursor.execute(text, tuple(values) or None)
                rows: list[Row] = []
                while True:
                    rows = [tuple(row) for row in cursor.fetchall()] if cursor.description else rows
                    if not cursor.nextset():
                        return rows
        except pymssql.Error as error:
            raise refusal(self.physical, error) from error

    def insert(self, table: str, row: Values) -> Row:
        """Insert one row; its primary key."""
        owner, writer = self.physical.tables[table], TsqlWriter(self.physical)
        given = {key: value for key, value in row.items() if not writer.types.is_version(table, key)}
        names = writer.columns(table, tuple(given))
        keys = [f"{writer.columns(table, (c,))} {writer.given_type(table, c)}" for c in owner.primary_key]
        back = ", ".join(f"inserted.{writer.columns(table, (c,))}" for c in owner.primary_key)
        text = f"declare @given table ({', '.join(keys)});\ninsert into {writer.table(table)} ({names}) output {back} into @given\n"
        text += f"values ({', '.join(constant(as_json(v), owner.columns[k].data) for k, v in given.items())});\nselect * from @given"
        if any(owner.columns[key].identity for key in given):
            text = f"set identity_insert {writer.table(table)} on;\n{text};\nset identity_insert {writer.table(table)} off"
        (found,) = self.sql(text)
        return tuple(loaded(value, owner.columns[key].data) for value, key in zip(found, owner.primary_key, strict=True))

    def close(self) -> None:
        self.connection.close()


def loaded(value: Any, data: DataType | None) -> Any:
    """What a stored value means; the rest as the driver gives it."""
    if value is None or data is None:
        return value
    if data.base == "uuid" and not isinstance(value, UUID):
        return UUID(bytes_le=value) if isinstance(value, bytes) else UUID(str(value))
    if data.base == "timestamp" and isinstance(value, datetime):
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    if data.base == "json" and isinstance(value, str):
        return json.loads(value)
    return bool(value) if data.base == "boolean" else value
