"""Columns that are reckoned from others: line total = unit price x quantity, gross = net + tax. Arithmetic is no rule of the business."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from itertools import combinations
from typing import NamedTuple

from relvar.discover.kinds import Kind
from relvar.discover.table import Table

PROBED = 50  # rows by which most are ruled out
LEAST = 10  # different results: fewer agree by chance
COLUMNS_AT_MOST = 20  # of numbers: pairs and results are tried one after the other
WAYS: tuple[tuple[str, Callable[[Decimal, Decimal], Decimal]], ...] = (("x", lambda a, b: a * b), ("+", lambda a, b: a + b))


class Computed(NamedTuple):
    """The column at `result` is `first` `sign` `second`, rounded to its own places, in every row."""

    result: int
    first: int
    sign: str
    second: int

    def said(self, names: Sequence[str]) -> str:
        return f"{names[self.result]} is {names[self.first]} {self.sign} {names[self.second]} in every row: the database could compute it"


def computed(table: Table, kinds: Sequence[Kind]) -> tuple[Computed, ...]:
    """Each column at most once, by the first way from the left that holds in every row."""
    numeric = [p for p, kind in enumerate(kinds) if kind.data.base in ("integer", "decimal") and None not in table.columns[p].values]
    numbers = {p: [Decimal(str(value)) for value in table.columns[p].values] for p in numeric[:COLUMNS_AT_MOST]}
    found: dict[int, Computed] = {}
    for one in _tried(table, kinds, numbers):
        known = found.get(one.first), found.get(one.second)
        if not any(other is not None and one.result in (other.first, other.second) for other in known):  # a = b + c is b = a - c
            found.setdefault(one.result, one)
    return tuple(found.values())


def _tried(table: Table, kinds: Sequence[Kind], numbers: dict[int, list[Decimal]]) -> Iterator[Computed]:
    probe = range(0, table.rows, max(1, table.rows // PROBED))
    for result in numbers:
        if len(numbers[result]) < LEAST:
            continue
        for first, second in combinations([p for p in numbers if p != result], 2):
            if min(len(numbers[first]), len(numbers[second])) < 2:
                continue
            for sign, way in WAYS:
                if _holds(table, kinds, numbers, probe, (result, first, second), way) and _holds(
                    table, kinds, numbers, range(table.rows), (result, first, second), way
                ):
                    yield Computed(result, first, sign, second)


def _holds(
    table: Table,
    kinds: Sequence[Kind],
    numbers: dict[int, list[Decimal]],
    rows: Sequence[int],
    places: tuple[int, int, int],
    way: Callable[[Decimal, Decimal], Decimal],
) -> bool:
    result, first, second = places
    unit = Decimal(1).scaleb(-kinds[result].data.scale)
    codes = [table.columns[place].codes for place in places]
    for z, x, y in {(codes[0][row], codes[1][row], codes[2][row]) for row in rows}:
        exact = way(numbers[first][x], numbers[second][y])
        if numbers[result][z] not in (exact, exact.quantize(unit, ROUND_HALF_UP), exact.quantize(unit, ROUND_HALF_EVEN)):
            return False
    return True
