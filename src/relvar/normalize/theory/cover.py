"""Minimal (canonical) cover: no left attribute and no dependency too many.

Maier, "The Theory of Relational Databases", 1983, chapter 5; O(length squared) through linear closures.
"""

from __future__ import annotations

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
    return list(dict.fromkeys(FD(_reduce(fd, closure), fd.right) for fd in singles))


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


def _reduce(fd: FD, closure: Closure) -> int:
    left = fd.left
    for bit in single_bits(fd.left):
        if closure.of(left & ~bit, fd.right) & fd.right:
            left &= ~bit
    return left


def without_redundant(fds: list[FD]) -> list[FD]:
    """What is left when each dependency that follows from the others is taken away; the first ones are tried first."""
    closure = Closure(fds)
    for number, fd in enumerate(fds):
        closure.dropped.add(number)
        if not closure.implies(fd):
            closure.dropped.discard(number)
    return [fd for number, fd in enumerate(fds) if number not in closure.dropped]
