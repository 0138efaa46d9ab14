"""Which dependencies the parts of a decomposition still uphold, and what a write must look at for those that they do not.

Beeri and Honeyman, "Preserving functional dependencies", SIAM Journal on Computing 10(3), 1981: no projection is computed.
"""

from __future__ import annotations

from collections.abc import Sequence

from relvar.normalize.theory.chase import chase
from relvar.normalize.theory.closure import Closure
from relvar.normalize.theory.dependency import FD, JD, MVD


def preserved(fd: FD, parts: Sequence[int], fds: Sequence[FD]) -> bool:
    """Whether the dependency follows from those inside the parts, without computing them: O(parts times |F|) closures."""
    return _reaches(fd, parts, Closure(fds))


def lost_by(parts: Sequence[int], fds: Sequence[FD]) -> tuple[FD, ...]:
    """The given dependencies that the parts do not uphold together. Those that lie in a part, or follow from such, are seen at once."""
    closure = Closure(fds)
    inside = Closure([fd for fd in fds if any((fd.left | fd.right) & ~part == 0 for part in parts)])
    return tuple(fd for fd in fds if not inside.implies(fd) and not _reaches(fd, parts, closure))


def _reaches(fd: FD, parts: Sequence[int], closure: Closure) -> bool:
    reached, before = fd.left, -1
    looked: dict[int, int] = {}
    while reached != before and fd.right & ~reached:
        before = reached
        for part in parts:
            common = reached & part
            if common != part and looked.get(part) != common:
                looked[part] = common
                reached |= closure.of(common) & part
    return fd.right & ~reached == 0


def unheld(all_: int, parts: Sequence[int], fds: Sequence[FD], mvds: Sequence[MVD], joins: Sequence[JD]) -> tuple[JD, ...]:
    """Given multivalued and join dependencies, as pieces, that the parts do not uphold: rows could be written to them whose join breaks one.

    What is written to parts is a relation that is their join and satisfies the functional dependencies inside them; whether that implies
    the dependency is asked of the chase (Maier, Mendelzon and Sagiv 1979). Where its bound stops it, the dependency counts as not upheld.
    """
    lost = set(lost_by(parts, fds))
    inside = [fd for fd in fds if fd not in lost]
    pieces = [*((m.left | m.right, all_ & ~m.right | m.left) for m in mvds), *joins]
    distinct = {frozenset(one): one for one in reversed(pieces)}  # X ->> Y and X ->> rest are one
    return tuple(one for one in pieces if distinct[frozenset(one)] == one and not _follows(all_, one, inside, tuple(parts)))


def _follows(all_: int, pieces: JD, fds: Sequence[FD], parts: JD) -> bool:
    try:
        return chase(all_, pieces, fds, (), (parts,)).lossless
    except OverflowError:
        return False


def to_join(fd: FD, parts: Sequence[int]) -> tuple[int, ...]:
    """Parts whose join shows whether a lost dependency holds: few parts that hold all its attributes and hang together. Greedy."""
    wanted = fd.left | fd.right
    chosen: list[int] = []
    held = 0
    while wanted & ~held:
        near = [part for part in parts if part not in chosen and (not held or part & held)] or [p for p in parts if p not in chosen]
        chosen.append(max(near, key=lambda part: ((part & wanted & ~held).bit_count(), -part.bit_count())))
        held |= chosen[-1]
    return tuple(chosen)
