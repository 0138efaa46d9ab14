"""test/00_sample_data.sql: rows as insert statements that anybody can run and read; instants count from the day on which they load."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

from relvar.engines.base import Load, Script, Statement
from relvar.engines.sqlserver.query import TODAY, TsqlWriter, constant
from relvar.engines.sqlserver.test_files import GUARD, MARK
from relvar.model.design import Design
from relvar.model.semantic import DataType

ROWS = 1_000  # of one VALUES list (error 10738)
HEAD = f"""Sample data: rows in the designed ratios, which every constraint and trigger accepts. For an empty database:
sqlcmd -b -S SERVER -d NAME -i 00_sample_data.sql. All of it or nothing.
{MARK}"""


def sample(design: Design, store: str, loads: Sequence[Load], today: date) -> Script:
    """The rows as a script. `today`: the day, in UTC, from which the rows' instants were made; the file counts from its own."""
    writer = TsqlWriter(design.physical[store])
    inserts = tuple(s for load in loads if load.rows for s in _inserts(writer, load, today))
    return Script(path="test/00_sample_data.sql", head=HEAD, statements=(GUARD, *inserts))


def _inserts(writer: TsqlWriter, load: Load, today: date) -> Iterator[Statement]:
    table = writer.physical.tables[load.table]
    kept = [n for n, c in enumerate(load.columns) if not writer.types.is_version(load.table, c) and table.columns[c].generated is None]
    columns = [load.columns[n] for n in kept]
    kinds = [table.columns[c].data for c in columns]
    head = f"insert into {writer.table(load.table)} ({writer.columns(load.table, columns)}) values\n  "
    numbered = any(table.columns[c].identity for c in columns)
    if numbered:
        yield Statement(text=f"set identity_insert {writer.table(load.table)} on")
    for start in range(0, len(load.rows), ROWS):
        rows = [tuple(row[n] for n in kept) for row in load.rows[start : start + ROWS]]
        lines = ["(" + ", ".join(_value(v, kind, today) for v, kind in zip(row, kinds, strict=True)) + ")" for row in rows]
        yield Statement(text=head + ",\n  ".join(lines), element=load.table)
    if numbered:
        yield Statement(text=f"set identity_insert {writer.table(load.table)} off")


def _value(value: Any, data: DataType, today: date) -> str:
    if isinstance(value, datetime):
        moment = value.astimezone(UTC) if value.tzinfo else value
        second = moment.hour * 3600 + moment.minute * 60 + moment.second
        return f"dateadd(second, {second}, cast({_day(moment.date(), today)} as datetimeoffset(6)))"
    if isinstance(value, date):
        return _day(value, today)
    if isinstance(value, dict | list):
        import json

        return constant(json.dumps(value, sort_keys=True))
    return constant(value, data)


def _day(value: date, today: date) -> str:
    return f"dateadd(day, {(value - today).days}, {TODAY})"
