"""Decomposition into BCNF and 4NF: a violated dependency splits the relation in two, until none is left. Always lossless.

Codd 1974; Fagin, "Multivalued dependencies and a new normal form for relational databases", ACM TODS 2(3), 1977. Each split X -> Y
keeps X in both parts, which is why the join gives back exactly what was there (Heath 1971). What dependencies are lost is told.
Polynomial in all but made-up cases, and there by Tsou and Fischer, "Decomposition of a relation scheme into Boyce-Codd normal form",
ACM SIGACT News 14(3), 1982, which may split more than is needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from relvar.normalize.theory.basis import SIDES_TRIED, basis, closure_with_multivalued, saturated
from relvar.normalize.theory.chase import rejoined
from relvar.normalize.theory.closure import Closure
from relvar.normalize.theory.cover import canonical, merged_left, reduced, without_redundant
from relvar.normalize.theory.dependency import FD, JD, MVD, single_bits
from relvar.normalize.theory.forms import judge
from relvar.normalize.theory.joins import follows_from_keys
from relvar.normalize.theory.preserve import lost_by
from relvar.normalize.theory.project import pair_split, violation
from relvar.normalize.theory.synthesize import into_third, with_key

TRIED_AGAIN = 100  # dependencies up to which several ways are tried, and parts that the others give back are looked for


class Step(NamedTuple):
    """`whole` was split on left -> right; `multivalued` where it is left ->> right, `joined` where it is the join dependency of `parts`.

    Two parts, or all at once by synthesis or a join dependency.
    """

    whole: int
    left: int
    right: int
    parts: tuple[int, ...]
    multivalued: bool = False
    joined: bool = False


class Decomposition(NamedTuple):
    """The parts, the steps that led to them, and the given dependencies that lie in no part nor follow from those that do."""

    parts: tuple[int, ...]
    steps: tuple[Step, ...]
    lost: tuple[FD, ...]


def into_boyce_codd(all_: int, fds: Sequence[FD]) -> Decomposition:
    """Parts in BCNF: split from what synthesis gives, and where that loses a dependency from the whole too, and from parts that are chosen to
    be in BCNF. What loses fewer dependencies is taken, then what has fewer parts.
    """
    cover = canonical(fds)
    closure = Closure(cover)
    first = _violation(all_, cover, closure)
    if first is None:
        return Decomposition((all_,), (), ())
    ways: list[Decomposition] = []
    for begin in _beginnings(all_, cover, closure):
        steps = [Step(all_, first.left, first.right, begin)] if begin != (all_,) else []
        ways.append(_split(all_, begin, steps, cover, ()))
        if not ways[-1].lost:
            break
    return min(ways, key=lambda way: (len(way.lost), len(way.parts)))


def _beginnings(all_: int, cover: Sequence[FD], closure: Closure) -> Iterator[tuple[int, ...]]:
    yield into_third(all_, cover)
    if len(cover) <= TRIED_AGAIN:
        yield (all_,)
        yield with_key(all_, list(_chosen(all_, cover, closure)), closure)


def _chosen(all_: int, cover: Sequence[FD], closure: Closure) -> Iterator[int]:
    """A part for each dependency of a cover that does without those that would not be in BCNF, where it can; one for all of a left side
    where that is in BCNF. It finds HT -> R, HR -> C, C -> T, which share a relation in synthesis though three are in BCNF.
    """
    wider = reduced(FD(fd.left, closure.of(fd.left) & all_ & ~fd.left) for fd in cover)
    bad = {fd for fd in wider if _violation(fd.left | fd.right, cover, closure) is not None}
    kept = without_redundant(sorted(wider, key=lambda fd: (fd not in bad, closure.of(fd.left).bit_count())))
    for left, right in merged_left(kept):
        if _violation(left | right, cover, closure) is None:
            yield left | right
        else:
            yield from (left | bit for bit in single_bits(right))


def into_fourth(all_: int, fds: Sequence[FD], mvds: Sequence[MVD]) -> Decomposition:
    """Parts in 4NF under functional and multivalued dependencies."""
    return _split(all_, (all_,), [], canonical(fds), mvds)


def into_fifth(all_: int, fds: Sequence[FD], mvds: Sequence[MVD], joins: Sequence[JD]) -> Decomposition:
    """Parts in 5NF: a relation in 4NF whose keys do not imply a given join dependency is split into that one's parts at once.

    Join dependencies speak of the whole relation: once another dependency has split it, they say nothing of the parts.
    """
    verdict = judge(all_, fds, mvds, joins)
    if "5NF" not in verdict.violations:
        return into_fourth(all_, fds, mvds)
    cover, keys = canonical(fds), verdict.keys.masks
    broken = next(join for join in joins if not follows_from_keys(join, all_, keys))
    return _split(all_, broken, [Step(all_, 0, all_, broken, joined=True)], cover, ())


def _split(all_: int, begin: Sequence[int], steps: list[Step], fds: Sequence[FD], mvds: Sequence[MVD]) -> Decomposition:
    known = saturated(all_, fds, mvds)
    closure = Closure(known)
    waiting, parts = list(begin[::-1]), []
    while waiting:
        part = waiting.pop()
        step = _boyce_codd_step(part, known, closure) or _fourth_step(part, all_, fds, mvds)
        if step is None:
            parts.append(part)
        else:
            steps.append(step)
            waiting += step.parts[::-1]
    kept = _needed(all_, _without_contained(parts), fds, mvds)
    return Decomposition(tuple(kept), tuple(steps), lost_by(kept, canonical(known) if mvds else fds))


def _boyce_codd_step(part: int, fds: Sequence[FD], closure: Closure) -> Step | None:
    bad = _violation(part, fds, closure)
    if bad is None:
        return None
    return Step(part, bad.left, bad.right, (bad.left | bad.right, part & ~bad.right))


def _violation(part: int, fds: Sequence[FD], closure: Closure) -> FD | None:
    try:
        return violation(part, fds, closure)
    except OverflowError:
        cut = pair_split(part, closure)
        return cut[1] if cut is not None else None


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
    """What follows from it: a block of the basis of some left side inside the part."""
    for left in _left_sides(part, fds, mvds):
        blocks = [block & part for block in basis(left, all_, fds, mvds) if block & part]
        if len(blocks) > 1:
            yield MVD(left, blocks[0])


def _left_sides(part: int, fds: Sequence[FD], mvds: Sequence[MVD]) -> Iterator[int]:
    """Stated left sides, and what of them lies in the part (the rest may follow from it); of a narrow part every set of attributes."""
    stated = [*(m.left for m in mvds), *(fd.left for fd in fds)]
    yield from dict.fromkeys([left for left in stated if left & ~part == 0] + [left & part for left in stated])
    bits = list(single_bits(part)) if part.bit_count() <= SIDES_TRIED else []
    for size in range(len(bits)):
        yield from map(sum, combinations(bits, size))


def _without_contained(parts: Sequence[int]) -> list[int]:
    distinct = list(dict.fromkeys(parts))
    return [part for part in distinct if not any(part != other and part & ~other == 0 for other in distinct)]


def _needed(all_: int, parts: list[int], fds: Sequence[FD], mvds: Sequence[MVD]) -> list[int]:
    """Parts without those that the others give back: each attribute, the losslessness and the dependencies stay without them."""
    if mvds or len(parts) < 3 or len(fds) > TRIED_AGAIN:
        return parts
    closure, kept, lost = Closure(fds), parts, lost_by(parts, fds)
    for part in parts[::-1]:
        rest = [other for other in kept if other != part]
        if rejoined(all_, rest, closure) and lost_by(rest, fds) == lost:
            kept = rest
    return kept
