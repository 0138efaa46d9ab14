"""Rows in bulk: inserts of many rows in one transaction a table, constraints and triggers on.

LOAD DATA would need the server to read a file of ours, or the client to be allowed to send one, which a proof should not ask for.
Numbers of AUTO_INCREMENT follow explicit keys by themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pymysql

from relvar.engines.base import Row
from relvar.engines.innodb.dialect import Dialect
from relvar.engines.innodb.query import InnodbWriter, constant
from relvar.engines.innodb.refusals import refusal
from relvar.engines.innodb.session import Connection
from relvar.engines.innodb.values import as_json
from relvar.errors import StatementFailed
from relvar.model.physical import Physical
from relvar.model.semantic import DataType

STATEMENT_BYTES = 1_000_000  # of one insert: well under max_allowed_packet (64 MB by default), large enough that round trips cost nothing


def load(connection: Connection, physical: Physical, table_id: str, columns: Sequence[str], rows: Iterable[Row]) -> int:
    """How many rows were loaded, all or none. Raises StatementFailed."""
    writer, table = InnodbWriter(physical, readable=False), physical.tables[table_id]
    head = f"insert into {writer.table(table_id)} ({writer.columns(table_id, columns)}) values\n"
    kinds = [table.columns[column].data for column in columns]
    count = 0
    try:
        connection.begin()
        with connection.cursor() as cursor:
            for values in _batches(rows, kinds, writer.dialect):
                count += cursor.execute(head + ",\n".join(values))
        connection.commit()
    except pymysql.Error as error:
        connection.rollback()
        refused = refusal(physical, error, head)
        raise StatementFailed(
            what=f"{writer.dialect.title} refused rows of {table.name}: {refused}", statement=head.strip(), answer=str(refused)
        ) from error
    return count


def _batches(rows: Iterable[Row], kinds: Sequence[DataType], words: Dialect) -> Iterator[list[str]]:
    written = partial(_written, words=words)
    batch: list[str] = []
    size = 0
    for row in rows:
        text = "(" + ", ".join(map(written, row, kinds)) + ")"
        batch.append(text)
        size += len(text)
        if size > STATEMENT_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _written(value: Any, kind: DataType, words: Dialect) -> str:
    """As `constant`, with the commonest values first: a proof writes some hundred thousand."""
    if value is None:
        return "null"
    if type(value) is int:
        return str(value)
    if type(value) is str and kind.base == "text":
        return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"
    if isinstance(value, datetime) and value.tzinfo is not None and kind.base == "timestamp":
        return f"'{value.astimezone(UTC).replace(tzinfo=None)}'"
    return constant(as_json(value), kind, words)
