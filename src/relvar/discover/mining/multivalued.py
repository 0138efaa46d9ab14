"""Multivalued dependencies of the rows: course ->> teacher | book, where every teacher of a course stands beside every book of it.

Within each group of rows that agree on the left side, the rows are all combinations of the two sides (Fagin 1977, theorem 1: counted). What
functional dependencies imply is none of them. They are told with their evidence; the rows stay together, for independence seen in some rows
is no promise of the business.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from relvar.discover.mining.hyfd import Found
from relvar.discover.table import Table
from relvar.normalize.theory.closure import Closure
from relvar.normalize.theory.dependency import FD, positions

INDEPENDENT_AT_MOST = 4  # columns that the left side does not determine: there are 2^(n-1) - 1 ways to part them
ROWS_AT_MOST = 20_000  # each way to part them is counted over all rows
LEAST = 3  # groups in which both sides have several values: fewer are chance


class Independent(NamedTuple):
    """`left` multi-determines `first` and, beside it, `second`: places of columns. `groups`: with several values on both sides."""

    left: int
    first: tuple[int, ...]
    second: tuple[int, ...]
    groups: int

    def said(self, names: Sequence[str]) -> str:
        first, second = (", ".join(names[place] for place in side) for side in (self.first, self.second))
        return (
            f"{names[self.left]} ↠ {first} | {second}: in {self.groups:,} groups every {first} stands beside every {second}; if that is so by rule, "
            f"({names[self.left]}, {first}) and ({names[self.left]}, {second}) are two tables (fourth normal form)"
        )


def independent(table: Table, found: Found) -> tuple[Independent, ...]:
    """For each column the first way to part what it does not determine, the smaller side first."""
    if table.rows > ROWS_AT_MOST:
        return ()
    closure = Closure([FD(left, right) for left, right in found.dependencies.items()])
    all_ = (1 << len(table.columns)) - 1
    made = []
    for left in range(len(table.columns)):
        rest = list(positions(all_ & ~closure.of(1 << left)))
        if 2 <= len(rest) <= INDEPENDENT_AT_MOST:
            made += next(([one] for one in _parted(table, left, rest)), [])
    return tuple(made)


def _parted(table: Table, left: int, rest: Sequence[int]) -> Iterator[Independent]:
    masks = sorted(range(1, 1 << (len(rest) - 1)), key=lambda mask: (min(mask.bit_count(), len(rest) - mask.bit_count()), mask))
    for mask in masks:
        first = tuple(place for number, place in enumerate(rest) if mask >> number & 1)
        second = tuple(place for place in rest if place not in first)
        groups = _groups(table, left, first, second)
        if groups >= LEAST:
            small, large = sorted((first, second), key=len)
            yield Independent(left, small, large, groups)


def _groups(table: Table, left: int, first: Sequence[int], second: Sequence[int]) -> int:
    """Groups with several values on both sides, 0 where some group lacks a combination."""
    sides: defaultdict[int, tuple[set[tuple[int, ...]], set[tuple[int, ...]], set[tuple[int, ...]]]] = defaultdict(lambda: (set(), set(), set()))
    codes = [column.codes for column in table.columns]
    for row in range(table.rows):
        one, other, both = sides[codes[left][row]]
        a, b = tuple(codes[p][row] for p in first), tuple(codes[p][row] for p in second)
        one.add(a)
        other.add(b)
        both.add(a + b)
    if any(len(one) * len(other) != len(both) for one, other, both in sides.values()):
        return 0
    return sum(len(one) > 1 and len(other) > 1 for one, other, _ in sides.values())
