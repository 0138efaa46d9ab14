"""Synthesis of 3NF: one relation for each left side of the minimal cover, equivalent left sides together, and one with a key.

Bernstein, "Synthesizing third normal form relations from functional dependencies", ACM TODS 1(4), 1976; the relation that holds a key
makes it lossless (Biskup, Dayal and Bernstein 1979). Preserving by construction.
"""

from __future__ import annotations

from collections.abc import Sequence

from relvar.normalize.theory.closure import Closure
from relvar.normalize.theory.cover import canonical, minimal
from relvar.normalize.theory.dependency import FD
from relvar.normalize.theory.keys import minimize


def into_third(all_: int, fds: Sequence[FD]) -> tuple[int, ...]:
    """Parts in 3NF: lossless and preserving. Quadratic in the dependencies."""
    cover = _merged_equivalents(fds)
    closure = Closure(fds)
    parts = list(dict.fromkeys(fd.left | fd.right for fd in cover))
    if not any(closure.of(part) & all_ == all_ for part in parts):
        parts.append(minimize(all_, all_, closure))
    return tuple(part for part in parts if not any(part != other and part & ~other == 0 for other in parts))


def _merged_equivalents(fds: Sequence[FD]) -> list[FD]:
    """Left sides that determine each other belong to one relation; what then follows from the rest is dropped first."""
    groups: dict[int, list[FD]] = {}
    closure = Closure(list(fds))
    for fd in canonical(fds):
        groups.setdefault(closure.of(fd.left), []).append(fd)
    bonds = [FD(group[0].left, other.left & ~group[0].left) for group in groups.values() for other in group[1:]]
    back = [FD(other.left, group[0].left & ~other.left) for group in groups.values() for other in group[1:]]
    equal = [*bonds, *back]
    rest = [FD(fd.left, fd.right) for fd in minimal(fds)]
    kept: list[FD] = list(rest)
    for fd in rest:
        others = [other for other in kept if other != fd]
        if Closure([*others, *equal]).implies(fd):
            kept = others
    return _joined(groups, kept)


def _joined(groups: dict[int, list[FD]], kept: Sequence[FD]) -> list[FD]:
    joined = []
    for group in groups.values():
        lefts = {fd.left for fd in group}
        left = right = 0
        for fd in group:
            left, right = left or fd.left, right | (fd.left if len(group) > 1 else 0)
        for fd in kept:
            if fd.left in lefts:
                right |= fd.right
        if right & ~left:
            joined.append(FD(left, right & ~left))
    return joined
