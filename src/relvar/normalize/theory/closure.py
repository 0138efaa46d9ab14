"""Closure of a set of attributes: linear in the length of the dependencies.

Beeri and Bernstein, "Computational problems related to the design of normal form relational schemas", ACM TODS 4(1), 1979:
a counter per dependency of the left attributes not yet reached; an attribute is looked at once.
"""

from __future__ import annotations

from collections.abc import Sequence

from relvar.normalize.theory.dependency import FD, positions

SMALL = 64  # up to so many dependencies, sweeps over whole bitmasks beat counters in Python (measured: equal near 80)


class Closure:
    """Closures under one fixed set of dependencies; building costs O(total length), each question as much at most."""

    def __init__(self, fds: Sequence[FD]) -> None:
        self.fds = tuple(fds)
        self._waiting: dict[int, list[int]] = {}
        self._sizes = [fd.left.bit_count() for fd in self.fds]
        self._constant = 0
        for number, fd in enumerate(self.fds):
            if not fd.left:
                self._constant |= fd.right
            for place in positions(fd.left):
                self._waiting.setdefault(place, []).append(number)

    def of(self, start: int) -> int:
        """All attributes that `start` determines, itself included. O(total length of the dependencies)."""
        return self._sweep(start) if len(self.fds) <= SMALL else self._count(start)

    def _sweep(self, start: int) -> int:
        reached, before = start | self._constant, -1
        while reached != before:
            before = reached
            for left, right in self.fds:
                if left & ~reached == 0:
                    reached |= right
        return reached

    def _count(self, start: int) -> int:
        left_over = self._sizes.copy()
        reached = start | self._constant
        fresh = reached
        while fresh:
            gained = 0
            for place in positions(fresh):
                for number in self._waiting.get(place, ()):
                    left_over[number] -= 1
                    if not left_over[number]:
                        gained |= self.fds[number].right
            fresh = gained & ~reached
            reached |= fresh
        return reached

    def implies(self, fd: FD) -> bool:
        """Whether the dependency follows from the set."""
        return fd.right & ~self.of(fd.left) == 0
