"""From pairs of rows to dependencies: the minimal left sides that no pair refutes.

A pair of rows that agree on the set S refutes X -> A for every X within S and every A outside it: X must hold an attribute outside S. The left
sides of A are so the minimal sets that meet, for every such S, what lies outside it: the minimal transversals of a hypergraph (Mannila and Räihä,
"Algorithms for inferring functional dependencies from relations", Data & Knowledge Engineering 12(1), 1994). They are enumerated attribute by
attribute, each attribute kept only as long as some edge is met by it alone, so that nothing is compared with what was found before (MMCS:
Murakami and Uno, "Efficient algorithms for dualizing large-scale hypergraphs", Discrete Applied Mathematics 170, 2014). Sets of edges are
whole numbers of many bits.
"""

from __future__ import annotations

from collections.abc import Iterable

from relvar.normalize.theory.dependency import positions

# Choices tried for all right sides together, some 5 s (measured): left sides of more attributes are given up then, and it is said, as HyFD's
# memory guardian does.
STEPS_AT_MOST = 500_000


class Cover:
    """For each right side the minimal left sides not refuted yet. Right side `width` stands for the row itself: its left sides are keys.

    `longest`: left sides of more attributes are not looked for.
    """

    def __init__(self, width: int, longest: int) -> None:
        self.width = width
        self.longest = longest
        self._refuted: set[int] = set()
        self._edges = [Edges(((1 << width) - 1) & ~(1 << right), width) for right in range(width + 1)]

    def refute(self, agreeing: Iterable[int]) -> int:
        """Take in sets on which two rows agree; how many of them were new. The largest come first: they leave the smallest edges."""
        fresh = set(agreeing) - self._refuted
        self._refuted |= fresh
        for found in sorted(fresh, key=int.bit_count, reverse=True):
            for right, edges in enumerate(self._edges):
                if not found >> right & 1:
                    edges.add(edges.all & ~found)
        return len(fresh)

    def by_left(self, size: int) -> dict[int, int]:
        """Left sides of that many attributes, each with all its right sides as a bitmask; none, and `longest` shorter, where they are too many."""
        return {side: rights for side, rights in self._up_to(size).items() if side.bit_count() == size}

    def from_here(self, size: int) -> dict[int, int]:
        """All left sides, or those up to `longest`, looked for in turn from so many attributes on."""
        found = self._up_to(size)
        while size < self.longest and any(edges.cut for edges in self._edges):
            size += 1
            found = self._up_to(size) or found
        return found

    def _up_to(self, size: int) -> dict[int, int]:
        found: dict[int, int] = {}
        steps = STEPS_AT_MOST
        for right, edges in enumerate(self._edges):
            sides, steps = edges.met_by(size, steps)
            if steps < 0:
                self.longest = size - 1
                return {}
            for side in sides:
                found[side] = found.get(side, 0) | 1 << right
        return found

    def goes_on(self, size: int) -> bool:
        """Whether there may be left sides of that many attributes or more."""
        return size <= self.longest and any(edges.has(size) for edges in self._edges)


class Edges:
    """A hypergraph over attributes, of which only edges that hold no other count; and the minimal sets that meet all its edges."""

    def __init__(self, all_: int, width: int) -> None:
        self.all = all_
        self._width = width
        self._edges: list[int] = []
        self._holding = [0] * width  # for each attribute the edges that hold it, as bits
        self._met: list[int] = []
        self._size = -1  # up to which the sets that meet are known
        self.cut = True  # whether longer ones may be
        self._steps = STEPS_AT_MOST

    def add(self, edge: int) -> None:
        if self._holds_another(edge):
            return
        self._insert(edge)
        self._size, self.cut = -1, True

    def _holds_another(self, edge: int) -> bool:
        elsewhere = 0
        for place in positions(self.all & ~edge):
            elsewhere |= self._holding[place]
        return elsewhere.bit_count() < len(self._edges)

    def _insert(self, edge: int) -> None:
        bit = 1 << len(self._edges)
        self._edges.append(edge)
        for place in positions(edge):
            self._holding[place] |= bit

    def _reduce(self) -> None:
        """Edges that hold no other alone, the smallest first; they came so if they came at once."""
        edges = sorted(self._edges, key=int.bit_count)
        if edges == self._edges:
            return
        self._edges, self._holding = [], [0] * self._width
        for edge in edges:
            if not self._holds_another(edge):
                self._insert(edge)

    def has(self, size: int) -> bool:
        """Whether sets of that many attributes or more may meet all edges where smaller ones do not."""
        return self.cut or any(side.bit_count() >= size for side in self._met)

    def met_by(self, size: int, steps: int) -> tuple[list[int], int]:
        """The minimal sets of at most so many attributes that meet every edge, and the steps left; below 0: there were too few."""
        if self.cut and self._size < size:
            self._reduce()
            self._met, self.cut, self._steps = [], False, steps
            self._enumerate(0, {}, (1 << len(self._edges)) - 1, self.all, size)
            self._size, steps = size, self._steps
        return self._met, steps

    def _enumerate(self, chosen: int, alone: dict[int, int], unmet: int, candidates: int, room: int) -> None:
        """`alone`: for each chosen attribute the edges that it alone meets; `candidates`: what may be chosen still."""
        if not unmet:
            self._met.append(chosen)
            return
        self._steps -= 1
        if not room or self._steps < 0:
            self.cut = True
            return
        branching = self._edges[(unmet & -unmet).bit_length() - 1] & candidates
        candidates &= ~branching
        for place in positions(branching):
            others = ~self._holding[place]
            rest = {other: left for other, edges in alone.items() if (left := edges & others)}
            if len(rest) < len(alone):
                continue  # another one would meet no edge alone any more, nor in any larger set
            rest[place] = unmet & ~others
            self._enumerate(chosen | 1 << place, rest, unmet & others, candidates, room - 1)
            candidates |= 1 << place
