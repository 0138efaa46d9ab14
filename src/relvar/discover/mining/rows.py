"""What the search asks of the rows; one way to answer with plain Python, one with numpy where it is installed."""

from __future__ import annotations

import importlib.util
from typing import Protocol

from relvar.discover.table import Table

PAIRS_AT_MOST = 20_000  # pairs of neighbours compared for one column and distance; validation finds what they miss
EVERY_PAIR = 5_000_000  # pairs of all rows that are compared where that costs less than to check what holds: some 2 s (measured)
EVERY_PAIR_PLAIN = 1_000_000  # without numpy
WITNESSES = 48  # pairs kept of those that refute one dependency


class Rows(Protocol):
    """Encoded rows. Sets of attributes are bitmasks; bit `width` stands for the row itself, on which no two rows agree."""

    count: int
    width: int

    def neighbours(self, column: int, distance: int) -> set[int]:
        """The sets on which rows agree that have the same value in the column and stand near each other when sorted."""

    def every(self) -> set[int]:
        """The sets on which any two rows agree; none where the pairs are too many."""

    def check(self, left: int, rights: int) -> tuple[int, set[int]]:
        """Which of the right sides the left side determines, and sets on which rows agree that refute the others.

        Left sides that are asked one after the other cost least where they begin alike in the order of `rank`.
        """

    def pairs(self, attributes: int) -> int:
        """How many pairs of rows agree on the attributes."""

    def rank(self, left: int) -> tuple[int, ...]:
        """The attributes of a left side in the order in which they are looked at: those with most values first."""


def rows_of(table: Table, *, plain: bool = False) -> Rows:
    """The rows of a table, with numpy where it is installed unless `plain`."""
    if not plain and has_numpy():
        from relvar.discover.mining.numpy_rows import NumpyRows

        return NumpyRows(table)
    from relvar.discover.mining.plain_rows import PlainRows

    return PlainRows(table)


def has_numpy() -> bool:
    """Whether the extra is installed."""
    return importlib.util.find_spec("numpy") is not None
