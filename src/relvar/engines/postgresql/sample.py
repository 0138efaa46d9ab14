"""test/00_sample_data.sql: rows as insert statements that anybody can run and read; instants count from the day on which they load."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from relvar.engines.base import Load, Script, Statement
from relvar.engines.hosting import lacks
from relvar.engines.postgresql.hosted import with_force, without_force
from relvar.engines.postgresql.partitions import call
from relvar.engines.postgresql.query import PostgresWriter, constant
from relvar.engines.postgresql.test_files import guard, mark
from relvar.model.design import Design

PAST = 1  # partitions behind the current one: rows of the running interval may lie in the one before by the day on which they load
HEAD = """Sample data: rows in the designed ratios, which every constraint and trigger accepts. For an empty database, as {who}:
psql -v ON_ERROR_STOP=1 -f 00_sample_data.sql DATABASE. All of it or nothing.
"""


def sample(design: Design, store: str, loads: Sequence[Load], today: date) -> Script:
    """The rows as a script. `today`: the day, in UTC, from which the rows' instants were made; the file counts from its own."""
    writer = PostgresWriter(design.physical[store])
    zone = Statement(text="set local timezone = 'UTC'", because="current_date is the day in UTC, and no day has 23 hours")
    statements = [guard(writer.physical), zone, *without_force(writer), *_partitions(writer, loads)]
    statements += [_insert(writer, load, today) for load in loads if load.rows]
    who = "whoever deployed" if lacks(writer.physical, "superuser") else "a superuser"
    head = HEAD.format(who=who) + mark(writer.physical)
    return Script(path="test/00_sample_data.sql", head=head, statements=(*statements, *_counters(writer, loads), *with_force(writer)))


def _partitions(writer: PostgresWriter, loads: Sequence[Load]) -> Iterator[Statement]:
    tables = {load.table: writer.physical.tables[load.table] for load in loads if load.rows}
    calls = [f"  perform {call(writer, key, table, PAST)};" for key, table in tables.items() if table.partition is not None]
    if calls:
        body = "\n".join(calls)
        yield Statement(text=f"do $partitions$\nbegin\n{body}\nend\n$partitions$", because="Rows of the days before find partitions of their own")


def _insert(writer: PostgresWriter, load: Load, today: date) -> Statement:
    columns = writer.physical.tables[load.table].columns
    over = " overriding system value" if any(columns[key].identity for key in load.columns) else ""
    rows = ",\n  ".join("(" + ", ".join(_value(value, today) for value in row) + ")" for row in load.rows)
    text = f"insert into {writer.table(load.table)} ({writer.columns(load.table, load.columns)}){over} values\n  {rows}"
    return Statement(text=text, element=load.table)


def _value(value: Any, today: date) -> str:
    if isinstance(value, datetime):
        return f"{_day(value.date(), today)} + time '{value.time().isoformat()}'"
    if isinstance(value, date):
        return _day(value, today)
    return constant(json.dumps(value, sort_keys=True) if isinstance(value, dict | list) else value)


def _day(value: date, today: date) -> str:
    days = (value - today).days
    return f"current_date {'-' if days < 0 else '+'} {abs(days)}"


def _counters(writer: PostgresWriter, loads: Sequence[Load]) -> Iterator[Statement]:
    calls = []
    for load in (load for load in loads if load.rows):
        for column in (writer.physical.tables[load.table].columns[key] for key in load.columns):
            if column.identity:
                table, name = writer.table(load.table), writer.quote(column.name)
                sequence = f"pg_get_serial_sequence({writer.literal(table)}, {writer.literal(column.name)})"
                calls.append(f"  perform setval({sequence}, max({name})) from {table};")
    if calls:
        text = "do $counters$\nbegin\n" + "\n".join(calls) + "\nend\n$counters$"
        yield Statement(text=text, because="A sequence left behind explicit keys would hand out one that exists")
