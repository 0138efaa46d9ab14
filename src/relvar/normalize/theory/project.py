"""Projection of dependencies onto part of a relation, exact for small parts, by keys of the part otherwise.

Exact projection is exponential in the part's attributes (Fischer, Jou and Tsou 1983), so only left sides that can matter are tried:
those made of attributes that stand in some left side; the search is bounded and says when it stopped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from relvar.normalize.theory.closure import Closure
from relvar.normalize.theory.dependency import FD, single_bits

LEFT_BOUND = 1 << 16  # left sides tried for one part: 16 attributes that may stand left


def project(part: int, fds: Sequence[FD]) -> list[FD]:
    """A cover of the dependencies that hold inside `part`: minimal left sides, each with all it reaches there."""
    closure = Closure(fds)
    found: list[FD] = []
    for left in _left_sides(part, fds):
        reached = closure.of(left) & part & ~left
        known = Closure(found).of(left) if found else left
        if reached & ~known:
            found.append(FD(left, reached & ~known))
    return found


def _left_sides(part: int, fds: Sequence[FD]) -> Iterator[int]:
    """Subsets of the attributes that may stand left, smallest first, until the bound."""
    possible = 0
    for fd in fds:
        possible |= fd.left
    bits = list(single_bits(possible & part))
    tried = 0
    for size in range(len(bits) + 1):
        for chosen in combinations(bits, size):
            tried += 1
            if tried > LEFT_BOUND:
                return
            yield sum(chosen)


def violation(part: int, fds: Sequence[FD]) -> FD | None:
    """A dependency inside `part` whose left side is no key of it, or None: the part is in BCNF. The right side is all it reaches."""
    closure = Closure(fds)
    for left in _violating_candidates(part, fds):
        reached = closure.of(left) & part
        if reached != part and reached & ~left:
            return FD(left, reached & ~left)
    return None


def _violating_candidates(part: int, fds: Sequence[FD]) -> Iterator[int]:
    """Left sides of given dependencies first (they read best), then every other."""
    yield from (fd.left for fd in fds if fd.left & ~part == 0)
    yield from _left_sides(part, fds)
