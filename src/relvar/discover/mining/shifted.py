"""Dates that always lie the same number of days after another: due = lent + 28 days. A calendar is no table of the business."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import combinations
from typing import NamedTuple

from relvar.discover.kinds import Kind
from relvar.discover.mining.computed import LEAST
from relvar.discover.table import Table
from relvar.normalize.theory.dependency import FD


class Shifted(NamedTuple):
    """The date at `later` lies `days` after that at `earlier` in every row."""

    earlier: int
    later: int
    days: int

    def said(self, names: Sequence[str]) -> str:
        return f"{names[self.later]} is {names[self.earlier]} + {self.days} days in every row: the database could compute it"

    def explains(self, fd: FD) -> bool:
        """Whether the dependency is but this distance, read either way."""
        return {fd.left, fd.right} == {1 << self.earlier, 1 << self.later}


def shifted(table: Table, kinds: Sequence[Kind]) -> tuple[Shifted, ...]:
    """Every pair of dates with one distance. Linear in the rows for each pair."""
    dates = [p for p, kind in enumerate(kinds) if kind.data.base == "date" and len(table.columns[p].values) >= LEAST]
    days = {p: [None if value is None else date.fromisoformat(value).toordinal() for value in table.columns[p].values] for p in dates}
    return tuple(one for first, second in combinations(dates, 2) for one in _distance(table, days, first, second))


def _distance(table: Table, days: dict[int, list[int | None]], first: int, second: int) -> list[Shifted]:
    found = set[int]()
    for one, other in zip(table.columns[first].codes, table.columns[second].codes, strict=True):
        start, end = days[first][one], days[second][other]
        if start is None or end is None:
            return []
        found.add(end - start)
        if len(found) > 1:
            return []
    return [Shifted(first, second, d) if d >= 0 else Shifted(second, first, -d) for d in found]
