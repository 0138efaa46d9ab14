"""test/00_sample_data.sql: rows as insert statements that anybody can run and read; instants count from the day on which they load."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from relvar.engines.base import Load, Script, Statement
from relvar.engines.sqlite.query import SqliteWriter, constant
from relvar.engines.sqlite.test_files import MARK, wrapped
from relvar.engines.sqlite.types import stored
from relvar.model.design import Design
from relvar.model.semantic import DataType

HEAD = f"""Sample data: rows in the designed ratios, which every constraint and trigger accepts. For an empty database: \
sqlite3 -bail DATABASE < 00_sample_data.sql. All of it or nothing.
{MARK}"""


def sample(design: Design, store: str, loads: Sequence[Load], today: date) -> Script:
    """The rows as a script. `today`: the day, in UTC, from which the rows' instants were made; the file counts from its own."""
    writer = SqliteWriter(design.physical[store])
    inserts = [_insert(writer, load, today) for load in loads if load.rows]
    return Script(path="test/00_sample_data.sql", head=HEAD, statements=wrapped(inserts))


def _insert(writer: SqliteWriter, load: Load, today: date) -> Statement:
    kinds = [writer.physical.tables[load.table].columns[column].data for column in load.columns]
    rows = ",\n  ".join("(" + ", ".join(_value(value, data, today) for value, data in zip(row, kinds, strict=True)) + ")" for row in load.rows)
    return Statement(text=f"insert into {writer.table(load.table)} ({writer.columns(load.table, load.columns)}) values\n  {rows}", element=load.table)


def _value(value: Any, data: DataType, today: date) -> str:
    if isinstance(value, date):  # an instant too
        kept = str(stored(value, data))
        day = f"date('now', '{(_day(value) - today).days:+d} days')"
        return f"{day} || '{kept[10:]}'" if kept[10:] else day
    return constant(value, data)


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value
