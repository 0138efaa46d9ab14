"""From pairs of rows to dependencies: the minimal left sides that no pair refutes.

A pair of rows that agree on the set S refutes X -> A for every X within S and every A outside it. For each A the left sides that are
left are the minimal sets that leave every such S, held as bitmasks and refined pair by pair (Flach and Savnik, "Database dependency
discovery: a machine learning approach", AI Communications 12(3), 1999: FDEP; the induction phase of HyFD).
"""

from __future__ import annotations

from collections.abc import Iterable

SIDES_AT_MOST = 400_000  # left sides held at once; above that the longest are given up, and it is said (HyFD's memory guardian)


class Cover:
    """For each right side the minimal left sides not refuted yet. Right side `width` stands for the row itself: its left sides are keys.

    `longest`: left sides of more attributes are not looked for.
    """

    def __init__(self, width: int, longest: int) -> None:
        self.width = width
        self.longest = longest
        self.all = (1 << width) - 1
        self.left: list[list[int]] = [[0] for _ in range(width + 1)]
        self._refuted: set[int] = set()

    def refute(self, agreeing: Iterable[int]) -> int:
        """Take in sets on which two rows agree; how many of them were new. The largest come first: they refute most."""
        fresh = set(agreeing) - self._refuted
        self._refuted |= fresh
        for found in sorted(fresh, key=int.bit_count, reverse=True):
            for right in range(self.width + 1):
                if not found >> right & 1:
                    self._specialize(right, found)
        self._guard()
        return len(fresh)

    def _specialize(self, right: int, agreeing: int) -> None:
        """Left sides within the agreeing set are refuted; each grows by one attribute outside it, where no smaller one stands there."""
        outside = ~agreeing
        sides = self.left[right]
        refuted = [side for side in sides if not side & outside]
        if not refuted:
            return
        rest = [side for side in sides if side & outside]
        growing = [side for side in refuted if side.bit_count() < self.longest]
        free = self.all & outside & ~(1 << right)
        added: list[int] = []
        while free and growing:
            bit = free & -free
            free ^= bit
            having = [side for side in rest if side & bit]
            for side in growing:
                grown = side | bit
                if not any(other & ~grown == 0 for other in having):
                    added.append(grown)
        self.left[right] = rest + added

    def _guard(self) -> None:
        while sum(map(len, self.left)) > SIDES_AT_MOST and self.longest > 1:
            self.longest -= 1
            self.left = [[side for side in sides if side.bit_count() <= self.longest] for sides in self.left]

    def by_left(self, size: int) -> dict[int, int]:
        """Left sides of that many attributes, each with all its right sides as a bitmask."""
        found: dict[int, int] = {}
        for right, sides in enumerate(self.left):
            for side in sides:
                if side.bit_count() == size:
                    found[side] = found.get(side, 0) | 1 << right
        return found

    @property
    def largest(self) -> int:
        return max((side.bit_count() for sides in self.left for side in sides), default=0)
