"""Closure of a set of attributes: linear in the length of the dependencies.

Beeri and Bernstein, "Computational problems related to the design of normal form relational schemas", ACM TODS 4(1), 1979:
a counter per dependency of the left attributes not yet reached; an attribute is looked at once.
"""

from __future__ import annotations

from collections.abc import Sequence

from relvar.normalize.theory.dependency import FD, positions

SMALL = 64  # up to so many dependencies, sweeps over whole bitmasks beat counters in Python (measured: equal near 80)


class Closure:
    """Closures under one fixed set of dependencies; building costs O(total length), each question as much at most.

    `dropped`: places of dependencies that are left out for now.
    """

    def __init__(self, fds: Sequence[FD]) -> None:
        self.fds = tuple(fds)
        self.dropped: set[int] = set()
        self._waiting: dict[int, list[int]] = {}
        self._sizes = [fd.left.bit_count() for fd in self.fds]
        self._constants = [number for number, fd in enumerate(self.fds) if not fd.left]
        for number, fd in enumerate(self.fds):
            for place in positions(fd.left):
                self._waiting.setdefault(place, []).append(number)

    def of(self, start: int, goal: int = -1) -> int:
        """All attributes that `start` determines, itself included; with a `goal` the search may end once that is reached.

        O(total length of the dependencies).
        """
        return self._sweep(start, goal) if len(self.fds) <= SMALL else self._count(start, goal)

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

    def _count(self, start: int, goal: int) -> int:
        left_over = self._sizes.copy()
        reached = start | self._constant()
        fresh = reached
        while fresh and goal & ~reached:
            gained = 0
            for place in positions(fresh):
                for number in self._waiting.get(place, ()):
                    left_over[number] -= 1
                    if not left_over[number] and number not in self.dropped:
                        gained |= self.fds[number].right
            fresh = gained & ~reached
            reached |= fresh
        return reached

    def implies(self, fd: FD) -> bool:
        """Whether the dependency follows from the set."""
        return fd.right & ~self.of(fd.left, fd.right) == 0
