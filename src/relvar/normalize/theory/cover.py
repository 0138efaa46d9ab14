"""Minimal (canonical) cover: no left attribute and no dependency too many.

Maier, "The Theory of Relational Databases", 1983, chapter 5; O(length squared) through linear closures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from relvar.normalize.theory.closure import Closure
from relvar.normalize.theory.dependency import FD, single_bits


def minimal(fds: Iterable[FD]) -> list[FD]:
    """A cover with single right sides: left-reduced, without redundant members, in the order given."""
    return without_redundant(reduced(fds))


def reduced(fds: Iterable[FD]) -> list[FD]:
    """The dependencies with single right sides and no left attribute too many."""
    singles = _singles(fds)
    closure = Closure(singles)
    lefts = Counter(fd.left for fd in singles)
    return list(dict.fromkeys(FD(_reduce(fd, closure, shared=lefts[fd.left] > 1), fd.right) for fd in singles))


def canonical(fds: Iterable[FD]) -> list[FD]:
    """The minimal cover with equal left sides merged."""
    return merged_left(minimal(fds))


def merged_left(fds: Iterable[FD]) -> list[FD]:
    """One dependency for each left side."""
    merged: dict[int, int] = {}
    for fd in fds:
        merged[fd.left] = merged.get(fd.left, 0) | fd.right
    return [FD(left, right) for left, right in merged.items()]


def equivalent(some: Sequence[FD], others: Sequence[FD]) -> bool:
    """Whether two sets imply each other."""
    first, second = Closure(some), Closure(others)
    return all(first.implies(fd) for fd in others) and all(second.implies(fd) for fd in some)


def _singles(fds: Iterable[FD]) -> list[FD]:
    return list(dict.fromkeys(FD(fd.left, bit) for fd in fds for bit in single_bits(fd.right & ~fd.left)))


def _reduce(fd: FD, closure: Closure, *, shared: bool) -> int:
    """`shared`: other dependencies have the same left side, and ask the same questions."""
    left = fd.left
    for bit in single_bits(fd.left):
        if (closure.whole(left & ~bit) if shared else closure.of(left & ~bit, fd.right)) & fd.right:
            left &= ~bit
    return left


def without_redundant(fds: list[FD]) -> list[FD]:
    """What is left when each dependency that follows from the others is taken away; the first ones are tried first.

    Keys of a wide relation determine all of it: what a left side reaches by those of its dependencies that are known to stay, and by all of
    others, settles most of the rest without a question each.
    """
    closure = Closure(fds)
    told = Counter(bit for fd in fds for bit in single_bits(fd.right))
    alike: dict[int, list[int]] = {}
    for number, fd in enumerate(fds):
        alike.setdefault(fd.left, []).append(number)
    staying, reached, left = set[int](), -1, -1  # of the left side that is looked at; -1: not asked yet
    for number, fd in enumerate(fds):
        if fd.left != left:
            staying, reached, left = set[int](), -1, fd.left  # what was dropped meanwhile may have been a way of its own
        if any(told[bit] == 1 for bit in single_bits(fd.right & ~fd.left)):
            staying.add(number)  # nothing else leads there
            reached = -1
            continue
        if reached == -1 and len(alike[left]) > 1:
            aside = {other for other in alike[left] if other not in staying} - closure.dropped
            closure.dropped |= aside
            reached = closure.of(left)
            closure.dropped -= aside
        closure.dropped.add(number)
        if (reached == -1 or fd.right & ~reached) and not closure.implies(fd):
            closure.dropped.discard(number)
            staying.add(number)
            reached = -1
        else:
            told.subtract(single_bits(fd.right))
    return [fd for number, fd in enumerate(fds) if number not in closure.dropped]
