"""Instants and dates of a table's rows: laid out over a window that ends now, in the order in which the rows arrive.

Rows of one table are correlated with their number, as in life; columns of one row follow each other in the order of the table.
A partitioned table stays within the partitions that deploy makes: the current interval, up to now.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from relvar.model.behaviour import ForbidOverlap
from relvar.model.physical import Column, Physical, Table

HISTORY_DAYS = 400  # at least a little over a year, so that yearly and monthly questions both have rows; else as the design has it
LONGEST_DAYS = 3_650
AHEAD_DAYS = 14
FUTURE = ("due", "expire", "expires", "until", "valid", "planned", "expected", "deadline", "scheduled", "next")
EMPTY_SHARE = 0.4  # of optional instants: what has not happened yet
SLOT_MINUTES = (15, 30, 45, 60)
PEOPLE_YEARS = (18, 80)  # ages at which people act for themselves

Row = dict[str, Any]


class Clock:
    """Fills the instants and dates of a row by its number."""

    def __init__(self, physical: Physical, table_id: str, now: datetime, left_out: frozenset[str]) -> None:
        table = physical.tables[table_id]
        self.now = now
        self.moments = [c for c, kind in table.columns.items() if is_moment(kind) and kind.generated is None and c not in left_out]
        self.kinds = {c: table.columns[c] for c in self.moments}
        self.partition = table.partition.column if table.partition else ""
        self.start = _window(table, now)
        self.span = now - self.start
        self.slots = sorted({(b.start, b.end) for b in physical.behaviours.values() if isinstance(b, ForbidOverlap) and b.table == table_id})
        self.planned = {c: timedelta(days=_days_ahead(c)) for c in self.moments}

    def fill(self, row: Row, random: Random, n: int, target: int) -> None:
        """Set every instant and date that is not set yet."""
        base = self.start + self.span * (min(n, target) / (target + 1))
        if self.partition and self.partition not in row:
            row[self.partition] = self._typed(self.partition, base)
        for position, column in enumerate(self.moments):
            if column not in row:
                row[column] = self._moment(column, base, position, random)

    def _moment(self, column: str, base: datetime, position: int, random: Random) -> Any:
        kind = self.kinds[column]
        if kind.samples == "birth_date":
            return (self.now - timedelta(days=random.randint(365 * PEOPLE_YEARS[0], 365 * PEOPLE_YEARS[1]))).date()
        if kind.nullable and random.random() < EMPTY_SHARE:
            return None
        ahead = self.planned[column] or timedelta(minutes=position * random.choice(SLOT_MINUTES))
        return self._typed(column, base + ahead)

    def _typed(self, column: str, moment: datetime) -> date | datetime:
        moment = moment.replace(microsecond=moment.microsecond // 1000 * 1000)  # milliseconds: every engine keeps them
        return moment.date() if self.kinds[column].data.base == "date" else moment

    def slot(self, row: Row, start: str, end: str, after: Any, random: Random, base: int) -> None:
        """Lay [start, end) directly behind `after`, or at the window's start; with a gap now and then."""
        step: timedelta = timedelta(days=1) if self.kinds[start].data.base == "date" else timedelta(minutes=15)
        first = after if after is not None else self._typed(start, _quarter(self.start))
        row[start] = first + step * random.randint(0, 2)
        row[end] = row[start] + step * random.randint(1, 4)


def _quarter(moment: datetime) -> datetime:
    return moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0)


def _days_ahead(column: str) -> int:
    return AHEAD_DAYS if any(part in FUTURE for part in column.split("_")) else 0


def _window(table: Table, now: datetime) -> datetime:
    if table.partition is None:
        days = table.rows / table.rows_per_day if table.rows_per_day else HISTORY_DAYS
        return now - timedelta(days=min(max(days, HISTORY_DAYS), LONGEST_DAYS))
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if table.partition.interval == "month":
        return day.replace(day=1)
    return day - timedelta(days=day.weekday()) if table.partition.interval == "week" else day


def is_moment(kind: Column) -> bool:
    return kind.data.base in ("timestamp", "date")
