"""test/00_sample_data.sql: rows as insert statements that anybody can run and read; instants count from the day on which they load."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from relvar.engines.base import Load, Script, Statement
from relvar.engines.innodb.dialect import Dialect
from relvar.engines.innodb.query import InnodbWriter, constant
from relvar.engines.innodb.test_files import GUARD, MARK
from relvar.engines.innodb.values import as_json
from relvar.model.design import Design
from relvar.model.semantic import DataType

HEAD = """Sample data: rows in the designed ratios, which every constraint and trigger accepts. For an empty database:
{client} DATABASE < 00_sample_data.sql. All of it or nothing.
{mark}"""


def sample(design: Design, store: str, loads: Sequence[Load], today: date) -> Script:
    """The rows as a script. `today`: the day, in UTC, from which the rows' instants were made; the file counts from its own."""
    writer = InnodbWriter(design.physical[store], readable=False)
    inserts = tuple(_insert(writer, load, today) for load in loads if load.rows)
    return Script(path="test/00_sample_data.sql", head=HEAD.format(client=writer.dialect.client, mark=MARK), statements=(*GUARD, *inserts))


def _insert(writer: InnodbWriter, load: Load, today: date) -> Statement:
    kinds = [writer.physical.tables[load.table].columns[column].data for column in load.columns]
    rows = ",\n  ".join(
        "(" + ", ".join(_value(value, kind, today, writer.dialect) for value, kind in zip(row, kinds, strict=True)) + ")" for row in load.rows
    )
    return Statement(text=f"insert into {writer.table(load.table)} ({writer.columns(load.table, load.columns)}) values\n  {rows}", element=load.table)


def _value(value: Any, data: DataType, today: date, words: Dialect) -> str:
    if isinstance(value, datetime):
        moment = value.astimezone(UTC) if value.tzinfo else value
        return f"timestamp({_day(moment.date(), today)}, '{moment.time().isoformat()}')"
    if isinstance(value, date):
        return _day(value, today)
    return constant(as_json(value), data, words)


def _day(value: date, today: date) -> str:
    days = (value - today).days
    return f"utc_date() {'-' if days < 0 else '+'} interval {abs(days)} day"
