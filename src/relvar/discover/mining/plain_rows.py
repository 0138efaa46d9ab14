"""Rows as lists of Python. Position list indices: of a column, the rows that share a value, values that stand once left out
(Huhtala and others, "TANE", The Computer Journal 42(2), 1999).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations, islice
from operator import eq

from relvar.discover.mining.rows import EVERY_PAIR_PLAIN, PAIRS_AT_MOST, WITNESSES
from relvar.discover.table import Table
from relvar.normalize.theory.dependency import positions

Clusters = list[list[int]]


class PlainRows:
    """See `Rows`."""

    def __init__(self, table: Table) -> None:
        self.count = table.rows
        self.width = len(table.columns)
        self._codes = [column.codes for column in table.columns]
        self._rows = list(zip(*self._codes, strict=True))
        self._clusters = [_shared(codes) for codes in self._codes]
        by_values = sorted(range(self.width), key=lambda place: -len(table.columns[place].values))
        self._order = {place: number for number, place in enumerate(by_values)}
        self._at = {number: place for place, number in self._order.items()}
        self._sorted: dict[int, Clusters] = {}
        self._path: list[tuple[int, Clusters]] = []  # the left side looked at last, attribute by attribute

    def neighbours(self, column: int, distance: int) -> set[int]:
        if column not in self._sorted:
            near = [self._codes[(column + step) % self.width] for step in (1, -1)]
            self._sorted[column] = [sorted(c, key=lambda row: (near[0][row], near[1][row])) for c in self._clusters[column]]
        pairs = ((c[i], c[i + distance]) for c in self._sorted[column] for i in range(len(c) - distance))
        total = sum(max(0, len(c) - distance) for c in self._sorted[column])
        return self._agreeing(islice(pairs, 0, None, max(1, total // PAIRS_AT_MOST)))

    def every(self) -> set[int]:
        return self._agreeing(combinations(range(self.count), 2)) if self.count * (self.count - 1) <= 2 * EVERY_PAIR_PLAIN else set()

    def _agreeing(self, pairs: Iterable[tuple[int, int]]) -> set[int]:
        rows = self._rows
        return {_mask(found) for found in {bytes(map(eq, rows[a], rows[b])) for a, b in pairs}}

    def rank(self, left: int) -> tuple[int, ...]:
        return tuple(sorted(map(self._order.__getitem__, positions(left))))

    def pairs(self, attributes: int) -> int:
        if attributes >> self.width:
            return 0
        return sum(len(cluster) * (len(cluster) - 1) for cluster in self._partition(self.rank(attributes))) // 2

    def check(self, left: int, rights: int) -> tuple[int, set[int]]:
        clusters = self._partition(self.rank(left))
        holds, pairs = rights, []
        for right in positions(rights):
            refuting = self._refuting(clusters, right)
            if refuting:
                holds ^= 1 << right
                pairs += refuting
        return holds, self._agreeing(pairs)

    def _refuting(self, clusters: Clusters, right: int) -> list[tuple[int, int]]:
        """Pairs of one cluster that differ on the right, of the first clusters that have any."""
        if right == self.width:
            return [(c[0], c[1]) for c in clusters[:WITNESSES]]
        value, found = self._codes[right].__getitem__, []
        for cluster in clusters:
            if len(set(map(value, cluster))) > 1:
                first = cluster[0]
                found.append((first, next(row for row in cluster if value(row) != value(first))))
                if len(found) == WITNESSES:
                    break
        return found

    def _partition(self, ranked: tuple[int, ...]) -> Clusters:
        """Rows that agree on the attributes, of which the beginning is often that of the left side before."""
        shared = 0
        while shared < min(len(self._path), len(ranked)) and self._path[shared][0] == ranked[shared]:
            shared += 1
        del self._path[shared:]
        for number in ranked[shared:]:
            place = self._at[number]
            refined = _refined(self._path[-1][1], self._codes[place]) if self._path else self._clusters[place]
            self._path.append((number, refined))
        return self._path[-1][1] if ranked else [list(range(self.count))] if self.count > 1 else []


def _shared(codes: Iterable[int]) -> Clusters:
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for row, code in enumerate(codes):
        groups[code].append(row)
    return [group for group in groups.values() if len(group) > 1]


def _refined(clusters: Clusters, codes: Sequence[int]) -> Clusters:
    value = codes.__getitem__
    found: Clusters = []
    for cluster in clusters:
        groups: defaultdict[int, list[int]] = defaultdict(list)
        for row, code in zip(cluster, map(value, cluster), strict=True):
            groups[code].append(row)
        found += [group for group in groups.values() if len(group) > 1]
    return found


def _mask(agreeing: bytes) -> int:
    return sum(1 << place for place, same in enumerate(agreeing) if same)
