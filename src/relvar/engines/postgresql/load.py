"""Rows in bulk by COPY, constraints and triggers on; counters follow explicit keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from relvar.engines.base import Row
from relvar.engines.postgresql.partitions import SCHEMA, default_name
from relvar.engines.postgresql.query import PostgresWriter
from relvar.engines.postgresql.refusals import refusal
from relvar.model.physical import Physical, Table

DAYS = {"day": 1, "week": 7, "month": 28}


def load(connection: psycopg.Connection[Row], physical: Physical, table_id: str, columns: Sequence[str], rows: Iterable[Row]) -> int:
    """How many rows were loaded. Raises Refusal. History that fell into the default partition gets partitions of its own."""
    writer, table = PostgresWriter(physical), physical.tables[table_id]
    json = [position for position, column in enumerate(columns) if table.columns[column].data.base == "json"]
    told = (_as_json(row, json) if json else row for row in rows)
    try:
        if _is_ruled(connection, writer.table(table_id)):
            count = _inserted(connection, writer, table_id, columns, told)
        else:
            count = _copied(connection, f"copy {writer.table(table_id)} ({writer.columns(table_id, columns)}) from stdin", told)
    except psycopg.Error as error:
        raise refusal(error) from error
    _advance(connection, writer, table_id, table, columns)
    if table.partition is not None and count:
        _make_past_partitions(connection, writer, table_id, table)
    return count


def _is_ruled(connection: psycopg.Connection[Row], table: str) -> bool:
    """Whether row rules bind whoever loads: then COPY is not to be had (sql-copy.html)."""
    return connection.execute("select row_security_active(%s)", (table,)).fetchone() == (True,)


def _copied(connection: psycopg.Connection[Row], text: str, rows: Iterable[Row]) -> int:
    count = 0
    with connection.cursor() as cursor, cursor.copy(text.encode()) as copy:
        for row in rows:
            copy.write_row(row)
            count += 1
    return count


def _inserted(connection: psycopg.Connection[Row], writer: PostgresWriter, table_id: str, columns: Sequence[str], rows: Iterable[Row]) -> int:
    over = " overriding system value" if any(writer.physical.tables[table_id].columns[key].identity for key in columns) else ""
    text = f"insert into {writer.table(table_id)} ({writer.columns(table_id, columns)}){over} values ({', '.join(['%s'] * len(columns))})"
    with connection.cursor() as cursor:
        cursor.executemany(text.encode(), list(rows))
        return max(cursor.rowcount, 0)


def _as_json(row: Row, positions: list[int]) -> Row:
    return tuple(Jsonb(value) if i in positions and isinstance(value, dict | list) else value for i, value in enumerate(row))


def _advance(connection: psycopg.Connection[Row], writer: PostgresWriter, table_id: str, table: Table, columns: Sequence[str]) -> None:
    """A sequence left behind explicit keys would hand out one that exists."""
    for key in columns:
        column = table.columns[key]
        if column.identity:
            name, quoted = writer.table(table_id), writer.quote(column.name)
            text = f"select setval(pg_get_serial_sequence(%s, %s), coalesce(max({quoted}), 0) + 1, false) from {name}"
            connection.execute(text, (name, column.name))


def _make_past_partitions(connection: psycopg.Connection[Row], writer: PostgresWriter, table_id: str, table: Table) -> None:
    partition = table.partition
    assert partition is not None
    column = sql.Identifier(table.columns[partition.column].name)
    default = sql.Identifier(table.schema, default_name(table))
    oldest = connection.execute(sql.SQL("select ceil(extract(epoch from now() - min({}))/86400) from {}").format(column, default)).fetchone()
    if oldest is None or oldest[0] is None:
        return
    past = int(oldest[0]) // DAYS[partition.interval] + 1
    from relvar.engines.postgresql.partitions import FORMATS

    arguments = (writer.table(table_id), table.columns[partition.column].name, partition.interval, FORMATS[partition.interval])
    call = sql.SQL("select {}.make_partitions(%s, %s, %s, %s, %s, %s)").format(sql.Identifier(SCHEMA))
    connection.execute(call, (*arguments, past, partition.ahead))
