"""Closure of a set of attributes: linear in the length of the dependencies.

Beeri and Bernstein, "Computational problems related to the design of normal form relational schemas", ACM TODS 4(1), 1979: a
dependency is looked at only when an attribute of its left side is reached. Here it waits at one such attribute at a time, as clauses do
in solvers of satisfiability (Moskewicz et al., "Chaff", 2001): nothing has to be set back between two questions.
"""

from __future__ import annotations

from collections.abc import Sequence

from relvar.normalize.theory.dependency import FD

SMALL = 64  # up to so many dependencies, sweeps over whole bitmasks beat waiting lists in Python (measured: equal near 60)


class Closure:
    """Closures under one fixed set of dependencies; building costs O(total length), each question as much at most.

    `dropped`: places of dependencies that are left out for now.
    """

    def __init__(self, fds: Sequence[FD]) -> None:
        self.fds = tuple(fds)
        self.dropped: set[int] = set()
        self._constants = [number for number, fd in enumerate(self.fds) if not fd.left]
        self._whole: dict[int, int] = {}
        self._waiting: dict[int, list[int]] = {}
        for number, fd in enumerate(self.fds):
            if fd.left:
                self._waiting.setdefault(fd.left & -fd.left, []).append(number)

    def of(self, start: int, goal: int = -1) -> int:
        """All attributes that `start` determines, itself included; with a `goal` the search may end once that is reached.

        O(total length of the dependencies).
        """
        return self._sweep(start, goal) if len(self.fds) <= SMALL else self._wait(start, goal)

    def whole(self, start: int) -> int:
        """The same, kept: for a left side that many dependencies share, as the key of a wide relation is. Nothing may be dropped then."""
        if start not in self._whole:
            self._whole[start] = self.of(start)
        return self._whole[start]

    def _constant(self) -> int:
        """What holds with nothing given."""
        found = 0
        for number in self._constants:
            if number not in self.dropped:
                found |= self.fds[number].right
        return found

    def _sweep(self, start: int, goal: int) -> int:
        fds = [fd for number, fd in enumerate(self.fds) if number not in self.dropped] if self.dropped else self.fds
        reached, before = start, -1
        while reached != before and goal & ~reached:
            before = reached
            for left, right in fds:
                if left & ~reached == 0:
                    reached |= right
        return reached

    def _wait(self, start: int, goal: int) -> int:
        """Each dependency waits at one attribute of its left side; reached there, it moves on to one that is still missing, or fires."""
        fds, dropped, waiting = self.fds, self.dropped, self._waiting
        reached = start | self._constant()
        fresh = reached
        while fresh and goal & ~reached:
            bit = fresh & -fresh
            fresh ^= bit
            here = waiting.get(bit)
            if not here:
                continue
            staying = []
            for number in here:
                left, right = fds[number]
                missing = left & ~reached
                if missing:
                    waiting.setdefault(missing & -missing, []).append(number)
                    continue
                staying.append(number)
                if number not in dropped:
                    gained = right & ~reached
                    reached |= gained
                    fresh |= gained
            waiting[bit] = staying
        return reached

    def implies(self, fd: FD) -> bool:
        """Whether the dependency follows from the set."""
        return fd.right & ~self.of(fd.left, fd.right) == 0


def embedded(part: int, fds: Sequence[FD]) -> list[FD]:
    """What of the dependencies lies wholly inside a part: left sides there, right sides as far as they do."""
    return [FD(left, right & part) for left, right in fds if left & ~part == 0 and right & part & ~left]
