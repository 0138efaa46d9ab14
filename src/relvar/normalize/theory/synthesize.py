"""Synthesis of 3NF: one relation for each left side of the minimal cover, equivalent left sides together, and one with a key.

Bernstein, "Synthesizing third normal form relations from functional dependencies", ACM TODS 1(4), 1976; the relation that holds a key
makes it lossless (Biskup, Dayal and Bernstein 1979). Preserving by construction.
"""

from __future__ import annotations

from collections.abc import Sequence

from relvar.normalize.theory.closure import Closure
from relvar.normalize.theory.cover import merged_left, minimal
from relvar.normalize.theory.dependency import FD
from relvar.normalize.theory.keys import minimize


def into_third(all_: int, fds: Sequence[FD]) -> tuple[int, ...]:
    """Parts in 3NF: lossless and preserving. Quadratic in the dependencies."""
    return with_key(all_, [fd.left | fd.right for fd in _merged_equivalents(fds)], Closure(fds))


def with_key(all_: int, parts: Sequence[int], closure: Closure) -> tuple[int, ...]:
    """The parts, with one that holds a key where none does, without those that lie in others."""
    distinct = list(dict.fromkeys(parts))
    if not any(closure.of(part) & all_ == all_ for part in distinct):
        distinct.append(minimize(all_, all_, closure))
    return tuple(part for part in distinct if not any(part != other and part & ~other == 0 for other in distinct))


def _merged_equivalents(fds: Sequence[FD]) -> list[FD]:
    """Left sides that determine each other belong to one relation; what then follows from the rest is dropped first."""
    cover = minimal(fds)
    groups: dict[int, list[FD]] = {}
    closure = Closure(cover)
    for fd in merged_left(cover):
        groups.setdefault(closure.of(fd.left), []).append(fd)
    pairs = [(group[0].left, other.left) for group in groups.values() for other in group[1:]]
    bonds = [FD(one, other & ~one) for one, other in pairs] + [FD(other, one & ~other) for one, other in pairs]
    return _joined(groups, _needed(cover, bonds) if bonds else cover)


def _needed(cover: Sequence[FD], bonds: Sequence[FD]) -> list[FD]:
    """The cover without what follows from the rest and the bonds."""
    closure = Closure([*cover, *bonds])
    for number, fd in enumerate(cover):
        closure.dropped.add(number)
        if not closure.implies(fd):
            closure.dropped.discard(number)
    return [fd for number, fd in enumerate(cover) if number not in closure.dropped]


def _joined(groups: dict[int, list[FD]], kept: Sequence[FD]) -> list[FD]:
    """One dependency a group: the first left side determines the others and whatever each of them does."""
    rights = {fd.left: fd.right for fd in merged_left(kept)}
    joined = []
    for group in groups.values():
        left, right = group[0].left, 0
        for fd in group:
            right |= fd.left | rights.get(fd.left, 0)
        if right & ~left:
            joined.append(FD(left, right & ~left))
    return joined
