"""Decomposition into BCNF and 4NF: a violated dependency splits the relation in two, until none is left. Always lossless.

Codd 1974; Fagin, "Multivalued dependencies and a new normal form for relational databases", ACM TODS 2(3), 1977. Each split X -> Y
keeps X in both parts, which is why the join gives back exactly what was there (Heath 1971). What dependencies are lost is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from relvar.normalize.theory.basis import basis, closure_with_multivalued
from relvar.normalize.theory.chase import preserved
from relvar.normalize.theory.cover import canonical
from relvar.normalize.theory.dependency import FD, MVD
from relvar.normalize.theory.project import violation
from relvar.normalize.theory.synthesize import into_third


class Step(NamedTuple):
    """`whole` was split on left -> right; `multivalued` where it is left ->> right. Two parts, or all at once by synthesis."""

    whole: int
    left: int
    right: int
    parts: tuple[int, ...]
    multivalued: bool = False


class Decomposition(NamedTuple):
    """The parts, the steps that led to them, and the given dependencies that lie in no part nor follow from those that do."""

    parts: tuple[int, ...]
    steps: tuple[Step, ...]
    lost: tuple[FD, ...]


def into_boyce_codd(all_: int, fds: Sequence[FD]) -> Decomposition:
    """Parts in BCNF. Synthesis first: where its parts are in BCNF already nothing is lost; else split by split."""
    cover = canonical(fds)
    return _synthesized(all_, cover) or _split(all_, cover, ())


def _synthesized(all_: int, fds: Sequence[FD]) -> Decomposition | None:
    parts = into_third(all_, fds)
    bad = violation(all_, fds)
    if bad is None or any(violation(part, fds) for part in parts):
        return None
    return Decomposition(parts, (Step(all_, bad.left, bad.right, parts),), ())


def into_fourth(all_: int, fds: Sequence[FD], mvds: Sequence[MVD]) -> Decomposition:
    """Parts in 4NF under functional and multivalued dependencies."""
    return _split(all_, canonical(fds), mvds)


def _split(all_: int, fds: Sequence[FD], mvds: Sequence[MVD]) -> Decomposition:
    waiting, parts, steps = [all_], [], []
    while waiting:
        part = waiting.pop()
        step = _boyce_codd_step(part, fds) or _fourth_step(part, all_, fds, mvds)
        if step is None:
            parts.append(part)
        else:
            steps.append(step)
            waiting += step.parts[::-1]
    kept = _without_contained(parts)
    lost = tuple(fd for fd in fds if not preserved(fd, kept, fds))
    return Decomposition(tuple(kept), tuple(steps), lost)


def _boyce_codd_step(part: int, fds: Sequence[FD]) -> Step | None:
    bad = violation(part, fds)
    if bad is None:
        return None
    return Step(part, bad.left, bad.right, (bad.left | bad.right, part & ~bad.right))


def _fourth_step(part: int, all_: int, fds: Sequence[FD], mvds: Sequence[MVD]) -> Step | None:
    """Multivalued dependencies of the whole hold in a part for what of their blocks lies there (projection of the basis)."""
    if not mvds:
        return None
    for left, right in (*_stated(part, mvds), *_implied(part, all_, fds, mvds)):
        if part & ~closure_with_multivalued(left, all_, fds, mvds):
            return Step(part, left, right, (left | right, part & ~right), multivalued=True)
    return None


def _stated(part: int, mvds: Sequence[MVD]) -> Iterator[MVD]:
    """What people said, as far as it splits the part: read first, for it reads best and keeps what was said in one part."""
    for mvd in mvds:
        right = mvd.right & part & ~mvd.left
        if mvd.left & ~part == 0 and right and part & ~(mvd.left | right):
            yield MVD(mvd.left, right)


def _implied(part: int, all_: int, fds: Sequence[FD], mvds: Sequence[MVD]) -> Iterator[MVD]:
    """What follows from it: a block of the basis of some left side."""
    for left in dict.fromkeys([*(m.left for m in mvds), *(fd.left for fd in fds)]):
        blocks = [block & part for block in basis(left, all_, fds, mvds) if block & part]
        if left & ~part == 0 and len(blocks) > 1:
            yield MVD(left, blocks[0])


def _without_contained(parts: Sequence[int]) -> list[int]:
    kept: list[int] = []
    for number, part in enumerate(parts):
        others = [other for place, other in enumerate(parts) if place != number]
        if not any(part & ~other == 0 and (part != other or other in kept) for other in others):
            kept.append(part)
    return kept
