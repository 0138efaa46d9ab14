"""Dependency basis: which multivalued dependencies follow from functional and multivalued ones together.

Beeri, "On the membership problem for functional and multivalued dependencies in relational databases", ACM TODS 5(3), 1980:
polynomial, by refining a partition; a functional dependency X -> A counts as X ->> A for every A.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from relvar.normalize.theory.closure import Closure
from relvar.normalize.theory.dependency import FD, MVD, single_bits


def basis(left: int, all_: int, fds: Sequence[FD], mvds: Sequence[MVD]) -> tuple[int, ...]:
    """The blocks outside `left`: `left` ->> Y holds exactly for unions Y of blocks (and parts of `left`). O(|M| |R|^3)."""
    rules = _as_multivalued(fds, mvds)
    blocks = [all_ & ~left] if all_ & ~left else []
    changed = True
    while changed:
        changed = False
        for rule in rules:
            for number, block in enumerate(blocks):
                inside = block & rule.right
                if rule.left & block == 0 and inside and inside != block:
                    blocks[number : number + 1] = [inside, block & ~inside]
                    changed = True
                    break
    return tuple(sorted(blocks, key=lambda block: block & -block))


def closure_with_multivalued(left: int, all_: int, fds: Sequence[FD], mvds: Sequence[MVD]) -> int:
    """What `left` determines functionally when multivalued dependencies hold too (coalescence): A is determined exactly when
    {A} is a block of the basis and A stands in some right side that is not in its own left side (Beeri 1980, theorem 5).
    """
    right_sides = 0
    for fd in fds:
        right_sides |= fd.right & ~fd.left
    found = left
    for block in basis(left, all_, fds, mvds):
        if block.bit_count() == 1 and block & right_sides:
            found |= block
    return found


SIDES_TRIED = 8  # attributes up to which all left sides are tried for what both kinds of dependencies imply together


def not_every_set(parts: Iterable[int]) -> bool:
    """Whether some part has more attributes than all left sides are tried of."""
    return any(part.bit_count() > SIDES_TRIED for part in parts)


def saturated(all_: int, fds: Sequence[FD], mvds: Sequence[MVD]) -> list[FD]:
    """The functional dependencies with those that they imply only together with the multivalued ones (A ->> B and C -> B give A -> B).

    All of them for relations of up to `SIDES_TRIED` attributes, else those from left sides that somebody stated.
    """
    if not mvds or not fds:
        return list(fds)
    narrow = all_.bit_count() <= SIDES_TRIED
    lefts = range(all_ + 1) if narrow else dict.fromkeys([*(m.left for m in mvds), *(fd.left for fd in fds)])
    found, closure = list(fds), Closure(fds)
    for left in lefts:
        fresh = closure_with_multivalued(left, all_, fds, mvds) & ~closure.of(left) if left & ~all_ == 0 else 0
        if fresh:
            found.append(FD(left, fresh))
            closure = Closure(found)
    return found


def implies_multivalued(left: int, right: int, all_: int, fds: Sequence[FD], mvds: Sequence[MVD]) -> bool:
    """Whether left ->> right follows."""
    wanted = right & ~left
    return all(block & wanted in (0, block) for block in basis(left, all_, fds, mvds))


def violates_fourth(all_: int, fds: Sequence[FD], mvds: Sequence[MVD]) -> MVD | None:
    """A non-trivial multivalued dependency whose left side is no key: from the given ones, with the smallest block split off."""
    for left in dict.fromkeys([*(m.left for m in mvds), *(fd.left for fd in fds)]):
        start = left & all_
        if start != left or closure_with_multivalued(start, all_, fds, mvds) & all_ == all_:
            continue
        blocks = basis(start, all_, fds, mvds)
        if len(blocks) > 1:
            return MVD(start, _chosen(start, blocks, mvds))
    return None


def _chosen(left: int, blocks: Sequence[int], mvds: Sequence[MVD]) -> int:
    """The right side people stated where it is non-trivial, else the first block."""
    everything = 0
    for block in blocks:
        everything |= block
    for mvd in mvds:
        right = mvd.right & everything
        if mvd.left == left and right and right != everything and all(b & right in (0, b) for b in blocks):
            return right
    return blocks[0]


def _as_multivalued(fds: Sequence[FD], mvds: Sequence[MVD]) -> list[MVD]:
    singles = [MVD(fd.left, bit) for fd in fds for bit in single_bits(fd.right & ~fd.left)]
    return [*mvds, *singles]
