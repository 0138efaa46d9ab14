"""Projection of dependencies onto part of a relation, and the test whether a part is in Boyce-Codd normal form.

Exact projection is exponential in the worst case (Fischer, Jou and Tsou 1983). Small parts are tried out; of larger ones the attributes
outside are resolved away one by one (Gottlob, "Computing covers for embedded functional dependencies", PODS 1987), which is polynomial in
all but made-up cases. Both are bounded, and say so when they stopped.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from relvar.normalize.theory.closure import Closure
from relvar.normalize.theory.cover import canonical
from relvar.normalize.theory.dependency import FD, single_bits

SIDES_TRIED = 10  # attributes of a part that may stand left, up to which all 2^n left sides are tried
RESOLVENTS_BOUND = 1024  # dependencies that resolving may add before it gives up


def project(part: int, fds: Sequence[FD]) -> list[FD]:
    """A cover of the dependencies that hold inside `part`. Raises OverflowError where it would be too large to compute."""
    if _standing_left(part, fds).bit_count() <= SIDES_TRIED:
        return _tried(part, Closure(fds), _left_sides(part, fds))
    return canonical(_resolved(part, fds))


def _tried(part: int, closure: Closure, lefts: Iterator[int]) -> list[FD]:
    found: list[FD] = []
    for left in lefts:
        reached = closure.of(left) & part & ~left
        known = Closure(found).of(left) if found else left
        if reached & ~known:
            found.append(FD(left, reached & ~known))
    return found


def _standing_left(part: int, fds: Sequence[FD]) -> int:
    possible = 0
    for fd in fds:
        possible |= fd.left
    return possible & part


def _left_sides(part: int, fds: Sequence[FD]) -> Iterator[int]:
    """Subsets of the attributes that may stand left, smallest first."""
    bits = list(single_bits(_standing_left(part, fds)))
    for size in range(len(bits) + 1):
        yield from map(sum, combinations(bits, size))


def _resolved(part: int, fds: Sequence[FD]) -> list[FD]:
    """Reduction by resolution: X -> C and CY -> Z become XY -> Z for every attribute C outside, the cheapest first."""
    pool = _Pool()
    outside = 0
    for fd in fds:
        outside |= (fd.left | fd.right) & ~part
        for bit in single_bits(fd.right & ~fd.left):
            pool.add(FD(fd.left, bit))
    waiting = set(single_bits(outside))
    while waiting:
        bit = min(waiting, key=lambda b: (pool.cost(b), b))
        waiting.discard(bit)
        pool.resolve(bit)
        if len(pool.known) > RESOLVENTS_BOUND + len(fds):
            raise OverflowError(f"projection stopped at {RESOLVENTS_BOUND} new dependencies")
    return sorted(pool.known)


class _Pool:
    """Dependencies with single right sides, found by what stands on either side."""

    def __init__(self) -> None:
        self.known: set[FD] = set()
        self._into: dict[int, set[FD]] = defaultdict(set)
        self._using: dict[int, set[FD]] = defaultdict(set)

    def add(self, fd: FD) -> None:
        if fd.right & fd.left or fd in self.known:
            return
        self.known.add(fd)
        self._into[fd.right].add(fd)
        for bit in single_bits(fd.left):
            self._using[bit].add(fd)

    def cost(self, bit: int) -> int:
        """How many dependencies its resolution makes."""
        return len(self._into[bit]) * len(self._using[bit])

    def resolve(self, bit: int) -> None:
        into, using = list(self._into[bit]), list(self._using[bit])
        for fd in (*into, *using):
            self._drop(fd)
        for one in into:
            for other in using:
                self.add(FD(one.left | (other.left & ~bit), other.right))

    def _drop(self, fd: FD) -> None:
        self.known.discard(fd)
        self._into[fd.right].discard(fd)
        for bit in single_bits(fd.left):
            self._using[bit].discard(fd)


def violation(part: int, fds: Sequence[FD], closure: Closure | None = None) -> FD | None:
    """A dependency inside `part` whose left side is no key of it, or None: the part is in BCNF. The right side is all it reaches.

    Left sides of given dependencies first (they read best). Without one among them, pairs decide most parts: where no two attributes A, B
    have rest -> A, the part is in BCNF (Tsou and Fischer 1982). Raises OverflowError where neither they nor projection decide.
    """
    closure = closure or Closure(fds)
    lefts = dict.fromkeys(fd.left for fd in fds if fd.left & ~part == 0)
    bad = next(_violating(part, closure, lefts), None)
    sides = _standing_left(part, fds).bit_count()
    if bad is not None or part.bit_count() <= 2 or not sides:
        return bad
    if sides <= SIDES_TRIED and 1 << sides <= part.bit_count() ** 2:
        return next(_violating(part, closure, _left_sides(part, fds)), None)
    found, sure = _by_pairs(part, closure)
    if found is not None or sure:
        return found
    if sides <= SIDES_TRIED:
        return next(_violating(part, closure, _left_sides(part, fds)), None)
    return next(_violating(part, closure, (fd.left for fd in _resolved(part, fds))), None)


def _violating(part: int, closure: Closure, lefts: Iterator[int] | dict[int, None]) -> Iterator[FD]:
    for left in lefts:
        reached = closure.of(left) & part
        if reached != part and reached & ~left:
            yield FD(left, reached & ~left)


def _by_pairs(part: int, closure: Closure) -> tuple[FD | None, bool]:
    """A violation that the rest of some pair shows, made small; else whether there is surely none. O(n^2) closures."""
    sure = True
    bits = list(single_bits(part))
    for number, one in enumerate(bits):
        for other in bits[number + 1 :]:
            rest = part & ~one & ~other
            reached = closure.of(rest) & part
            if reached not in (rest, part):
                return _smaller(part, rest, reached & ~rest, closure), False
            sure = sure and reached == rest
    return None, sure


def _smaller(part: int, left: int, wanted: int, closure: Closure) -> FD:
    """The violation with a left side from which nothing can be left out."""
    for bit in single_bits(left):
        if closure.of(left & ~bit, wanted) & wanted:
            left &= ~bit
    return FD(left, closure.of(left) & part & ~left)


def pair_split(part: int, closure: Closure) -> tuple[int, FD] | None:
    """Tsou and Fischer 1982: a part in BCNF and the dependency that cuts it off, in O(n^3) closures; it may cut more than is needed."""
    whole, cut = part, None
    while True:
        pair = _pair(whole, closure)
        if pair is None:
            return cut
        one, other = pair
        whole &= ~other
        cut = (whole, FD(whole & ~one, one))


def _pair(part: int, closure: Closure) -> tuple[int, int] | None:
    bits = list(single_bits(part))
    for one in bits:
        for other in bits:
            if one != other and closure.of(part & ~one & ~other, one) & one:
                return one, other
    return None
