"""Rows as arrays of numpy: what `plain_rows` does row by row is done for all rows at once.

Grouping is by hashing, not by sorting: each row writes its number into the slot of its key and reads who wrote last; rows whose key is
another than that one's go round again with another hash. Some six passes over the rows that still share a value with another.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from relvar.discover.mining.rows import EVERY_PAIR, PAIRS_AT_MOST, WITNESSES
from relvar.discover.table import Table
from relvar.normalize.theory.dependency import positions

Array = np.ndarray[Any, Any]
SLOT_BITS = 22  # 16 MB of slots: what fits a processor's outer cache or nearly so
MULTIPLIERS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)  # odd, from the golden ratio and xxHash
COMPARED_AT_ONCE = 1 << 16
SORTED_AT_MOST = 200_000  # rows of a column: what is not compared is found by validation
FEW = 64  # values


class Partition(NamedTuple):
    """Rows that share their values with another row, and for each a number that is the same for the same values."""

    rows: Array
    labels: Array


class NumpyRows:
    """See `Rows`."""

    def __init__(self, table: Table) -> None:
        self.count = table.rows
        self.width = len(table.columns)
        self._codes = [np.frombuffer(column.codes, dtype=np.int32) if self.count else np.empty(0, np.int32) for column in table.columns]
        self._values = [len(column.values) for column in table.columns]
        self._matrix = np.stack(self._codes, axis=1) if self._codes else np.empty((self.count, 0), np.int32)
        self._slots = np.empty(1 << SLOT_BITS, np.int32)
        by_values = sorted(range(self.width), key=lambda place: -self._values[place])
        self._order = {place: number for number, place in enumerate(by_values)}
        self._at = by_values
        self._sorted: dict[int, Array] = {}
        self._path: list[tuple[int, Partition]] = []
        self._single: dict[int, Partition] = {}

    def neighbours(self, column: int, distance: int) -> set[int]:
        if column not in self._sorted:
            rows = self._some(column)
            keys = [self._codes[(column + step) % self.width][rows] for step in (-1, 1)]
            self._sorted[column] = rows[np.lexsort((*keys, self._codes[column][rows]))]
        rows = self._sorted[column]
        if len(rows) <= distance:
            return set()
        one, other = rows[:-distance], rows[distance:]
        same = np.flatnonzero(self._codes[column][one] == self._codes[column][other])
        chosen = same[:: max(1, len(same) // PAIRS_AT_MOST)]
        return self._agreeing(one[chosen], other[chosen])

    def every(self) -> set[int]:
        if self.count * (self.count - 1) > 2 * EVERY_PAIR:
            return set()
        numbers = np.arange(self.count, dtype=np.int32)
        return {mask for step in range(1, self.count) for mask in self._agreeing(numbers[:-step], numbers[step:])}

    def _some(self, column: int) -> Array:
        """Rows to sort: of many, every so-many-th value with all its rows, or every so-many-th row where the values are few."""
        rows = self._of_column(column).rows
        share = -(-len(rows) // SORTED_AT_MOST)
        if share <= 1:
            return rows
        return rows[self._codes[column][rows] % share == 0] if self._values[column] > FEW * share else rows[::share]

    def _agreeing(self, one: Array, other: Array) -> set[int]:
        found: set[int] = set()
        for begin in range(0, len(one), COMPARED_AT_ONCE):
            same = self._matrix[one[begin : begin + COMPARED_AT_ONCE]] == self._matrix[other[begin : begin + COMPARED_AT_ONCE]]
            packed = np.packbits(same, axis=1, bitorder="little")
            found.update(int.from_bytes(row, "little") for row in set(map(bytes, packed)))
        return found

    def rank(self, left: int) -> tuple[int, ...]:
        return tuple(sorted(map(self._order.__getitem__, positions(left))))

    def pairs(self, attributes: int) -> int:
        if attributes >> self.width:
            return 0
        counts = np.bincount(self._grouped(self.rank(attributes))[1]).astype(np.int64)
        return int((counts * (counts - 1)).sum()) // 2

    def check(self, left: int, rights: int) -> tuple[int, set[int]]:
        rows, leaders = self._grouped(self.rank(left))
        holds = rights
        found: set[int] = set()
        for right in positions(rights):
            if right == self.width:
                differing = np.flatnonzero(leaders != rows)
            else:
                codes = self._codes[right]
                differing = np.flatnonzero(codes[rows] != codes[leaders])
            if len(differing):
                holds ^= 1 << right
                chosen = differing[:: max(1, len(differing) // WITNESSES)]
                found |= self._agreeing(rows[chosen], leaders[chosen])
        return holds, found

    def _grouped(self, ranked: tuple[int, ...]) -> tuple[Array, Array]:
        """Rows, and for each a row with the same values on the attributes."""
        if not ranked:
            rows = np.arange(self.count, dtype=np.int32)
            return rows, np.zeros_like(rows)
        if len(ranked) == 1:
            place = self._at[ranked[0]]
            rows, labels = self._of_column(place)
            return rows, rows[self._leaders(labels, self._values[place])]
        rows, labels = self._partition(ranked[:-1])
        place = self._at[ranked[-1]]
        return rows, rows[self._leaders(*self._keys(rows, labels, place))]

    def _partition(self, ranked: tuple[int, ...]) -> Partition:
        """Rows that agree on the attributes, of which the beginning is often that of the left side before."""
        shared = 0
        while shared < min(len(self._path), len(ranked)) and self._path[shared][0] == ranked[shared]:
            shared += 1
        del self._path[shared:]
        for number in ranked[shared:]:
            place = self._at[number]
            refined = self._refined(self._path[-1][1], place) if self._path else self._of_column(place)
            self._path.append((number, refined))
        return self._path[-1][1]

    def _of_column(self, place: int) -> Partition:
        if place not in self._single:
            codes = self._codes[place]
            rows = np.flatnonzero(np.bincount(codes, minlength=1)[codes] > 1).astype(np.int32)
            self._single[place] = Partition(rows, codes[rows])
        return self._single[place]

    def _keys(self, rows: Array, labels: Array, place: int) -> tuple[Array, int]:
        values = self._values[place]
        bound = (int(labels.max(initial=0)) + 1) * values
        return labels.astype(np.int64) * values + self._codes[place][rows], bound

    def _refined(self, before: Partition, place: int) -> Partition:
        leaders = self._leaders(*self._keys(before.rows, before.labels, place))
        shared = np.flatnonzero(np.bincount(leaders, minlength=1)[leaders] > 1)
        return Partition(before.rows[shared], leaders[shared])

    def _leaders(self, keys: Array, bound: int, turn: int = 0) -> Array:
        """For each key the place of one that is equal to it, the same one for all that are equal."""
        own = np.arange(len(keys), dtype=np.int32)
        if bound <= len(self._slots):
            self._slots[keys] = own
            return self._slots[keys]
        slots = self._hashed(keys, turn)
        self._slots[slots] = own
        leaders = self._slots[slots]
        others = np.flatnonzero(keys[leaders] != keys)
        if len(others):
            leaders[others] = others[self._leaders(keys[others], bound, turn + 1)]
        return leaders

    def _hashed(self, keys: Array, turn: int) -> Array:
        multiplier = np.uint64(MULTIPLIERS[turn % len(MULTIPLIERS)] + 2 * (turn // len(MULTIPLIERS)))
        return (keys.astype(np.uint64) * multiplier) >> np.uint64(64 - SLOT_BITS)
