"""Decomposition into BCNF, 4NF and 5NF: a violated dependency splits the relation, until none is left. Always lossless.

Codd 1974; Fagin, "Multivalued dependencies and a new normal form for relational databases", ACM TODS 2(3), 1977. Each split X -> Y
keeps X in both parts, which is why the join gives back exactly what was there (Heath 1971). What dependencies are lost is told.
Polynomial in all but made-up cases, and there by Tsou and Fischer, "Decomposition of a relation scheme into Boyce-Codd normal form",
ACM SIGACT News 14(3), 1982, which may split more than is needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from relvar.model.logical import NormalForm
from relvar.normalize.theory.basis import SIDES_TRIED, basis, closure_with_multivalued, saturated
from relvar.normalize.theory.chase import chase, rejoined
from relvar.normalize.theory.closure import Closure
from relvar.normalize.theory.cover import canonical, merged_left, reduced, without_redundant
from relvar.normalize.theory.dependency import FD, JD, MVD, single_bits
from relvar.normalize.theory.joins import follows_from_keys, multivalued
from relvar.normalize.theory.keys import candidate_keys
from relvar.normalize.theory.preserve import lost_by
from relvar.normalize.theory.project import pair_split, project, violation
from relvar.normalize.theory.synthesize import into_third, with_key

PROOFS_KEPT = 1024  # proofs of parts that are asked for again: by the step, the form and the remarks
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

    @property
    def functional(self) -> bool:
        """Whether it was split on a functional dependency."""
        return not self.multivalued and not self.joined


class Decomposition(NamedTuple):
    """The parts, the steps that led to them, and the given dependencies that lie in no part nor follow from those that do."""

    parts: tuple[int, ...]
    steps: tuple[Step, ...]
    lost: tuple[FD, ...]


def into_boyce_codd(all_: int, fds: Sequence[FD]) -> Decomposition:
    """Parts in BCNF: split from what synthesis gives, and where that loses a dependency from the whole too, in two orders, and from parts that
    are chosen to be in BCNF. What loses fewer dependencies is taken, then what has fewer parts.
    """
    cover = canonical(fds)
    closure = Closure(cover)
    first = _violation(all_, cover, closure)
    if first is None:
        return Decomposition((all_,), (), ())
    ways: list[Decomposition] = []
    for begin in _beginnings(all_, cover, closure):
        steps = [by_synthesis(all_, cover, begin, first)] if begin != (all_,) else []
        ways.append(_split(all_, begin, steps, cover, ()))
        if not ways[-1].lost:
            break
    if len(ways) > 1:  # what determines least is cut off first: less is torn by what is cut off later
        ways.append(_split(all_, (all_,), [], sorted(cover, key=lambda fd: (closure.of(fd.left) & all_).bit_count()), ()))
    return min(ways, key=lambda way: (len(way.lost), len(way.parts)))


def by_synthesis(all_: int, cover: Sequence[FD], parts: tuple[int, ...], otherwise: FD) -> Step:
    """The step from the whole to the parts of a synthesis, shown with a dependency that made one of them: its left side is no key of the
    whole, but one of a part. `otherwise`: what to show where there is none.
    """
    closure = Closure(cover)
    for left, right in cover:
        reached = closure.of(left)
        part = next((part for part in parts if (left | right) & ~part == 0 and part & ~reached == 0), None)
        if part is not None and all_ & ~reached:
            return Step(all_, left, part & ~left, parts)
    return Step(all_, otherwise.left, otherwise.right, parts)


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


def into_fifth(all_: int, fds: Sequence[FD], mvds: Sequence[MVD], joins: Sequence[JD]) -> Decomposition:
    """Parts in 4NF, and in 5NF as far as `broken_join` tells: split from the whole, and where that loses a functional dependency also from the
    parts that keep most of them in BCNF. What loses fewer is taken, then what has fewer parts.
    """
    cover, multiple = canonical(fds), [*mvds, *multivalued(joins)]
    whole = _split(all_, (all_,), [], cover, multiple, joins)
    if not whole.lost:
        return whole
    begun = into_boyce_codd(all_, saturated(all_, fds, multiple))
    way = _split(all_, begun.parts, list(begun.steps), cover, multiple, joins)
    return min(whole, way, key=lambda one: (len(one.lost), len(one.parts)))


class BrokenJoin(NamedTuple):
    """What a join dependency of the whole relation would split a part into. `proven`: the chase shows that it holds there."""

    pieces: tuple[int, ...]
    proven: bool


def broken_join(part: int, all_: int, fds: Sequence[FD], mvds: Sequence[MVD], joins: Sequence[JD]) -> BrokenJoin | None:
    """A join dependency that the keys of the part do not imply; one that the chase proves of it before one that only may hold.

    A join dependency speaks of the whole relation; of a part its projection holds where the chase proves it (what is left out of the part is
    determined by what is in it, say). Bounded as `chase` and `project` are: beyond the bounds it only may hold.
    """
    found: BrokenJoin | None = None
    for join in joins:
        pieces = tuple(_without_contained([piece & part for piece in join]))
        if part in pieces or _from_keys(pieces, part, fds):
            continue
        if part == all_ or _proven(pieces, part, all_, tuple(fds), tuple(mvds), tuple(joins)):
            return BrokenJoin(pieces, proven=True)
        found = found or BrokenJoin(pieces, proven=False)
    return found


def _from_keys(pieces: Sequence[int], part: int, fds: Sequence[FD]) -> bool:
    try:
        return follows_from_keys(pieces, part, candidate_keys(part, project(part, fds)).masks)
    except OverflowError:
        return False


@lru_cache(maxsize=PROOFS_KEPT)
def _proven(pieces: JD, part: int, all_: int, fds: tuple[FD, ...], mvds: tuple[MVD, ...], joins: tuple[JD, ...]) -> bool:
    try:
        return chase(all_, pieces, canonical(fds), mvds, joins, part).lossless
    except OverflowError:
        return False


def third_and_beyond(all_: int, fds: Sequence[FD], mvds: Sequence[MVD], joins: Sequence[JD]) -> Decomposition:
    """What synthesis gives, its parts split on multivalued and join dependencies wherever that loses no functional one.

    For a relation whose `into_fifth` loses one: every functional dependency stays, and less is repeated than in 3NF alone.
    """
    multiple = [*mvds, *multivalued(joins)]
    cover = canonical(saturated(all_, fds, multiple))
    waiting, kept, steps = list(into_third(all_, cover)), list[int](), list[Step]()
    while waiting:
        part = waiting.pop(0)
        step = beyond(part, all_, fds, multiple, joins)
        if step is None or lost_by([*kept, *waiting, *step.parts], cover):
            kept.append(part)
        else:
            steps.append(step)
            waiting += step.parts
    return Decomposition(tuple(_without_contained(kept)), tuple(steps), ())


def _split(all_: int, begin: Sequence[int], steps: list[Step], fds: Sequence[FD], mvds: Sequence[MVD], joins: Sequence[JD] = ()) -> Decomposition:
    known = saturated(all_, fds, mvds)
    closure = Closure(known)
    waiting, parts = list(begin[::-1]), []
    while waiting:
        part = waiting.pop()
        step = _boyce_codd_step(part, known, closure) or beyond(part, all_, fds, mvds, joins)
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


def beyond(part: int, all_: int, fds: Sequence[FD], mvds: Sequence[MVD], joins: Sequence[JD]) -> Step | None:
    """The step that takes a part in BCNF towards 4NF and 5NF; None where it is there. Dependencies are those of the whole.

    Join dependencies first: they speak of the whole, and may no more be proven of what a multivalued one that they imply leaves of it.
    """
    return _fifth_step(part, all_, saturated(all_, fds, mvds), mvds, joins) or _fourth_step(part, all_, fds, mvds)


def form_beyond(part: int, all_: int, fds: Sequence[FD], mvds: Sequence[MVD], joins: Sequence[JD]) -> NormalForm:
    """The form of a part that is in BCNF, where multivalued or join dependencies of the whole are stated."""
    if _fourth_step(part, all_, fds, mvds) is not None:
        return "BCNF"
    return "4NF" if not joins or broken_join(part, all_, fds, mvds, joins) is not None else "5NF"


def _fourth_step(part: int, all_: int, fds: Sequence[FD], mvds: Sequence[MVD]) -> Step | None:
    """Multivalued dependencies of the whole hold in a part for what of their blocks lies there (projection of the basis)."""
    if not mvds:
        return None
    for left, right in (*_stated(part, mvds), *_implied(part, all_, fds, mvds)):
        if part & ~closure_with_multivalued(left, all_, fds, mvds):
            return Step(part, left, right, (left | right, part & ~right), multivalued=True)
    return None


def _fifth_step(part: int, all_: int, fds: Sequence[FD], mvds: Sequence[MVD], joins: Sequence[JD]) -> Step | None:
    broken = broken_join(part, all_, fds, mvds, joins)
    return Step(part, 0, part, broken.pieces, joined=True) if broken is not None and broken.proven else None


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
