"""Which dependencies the parts of a decomposition still uphold, and what a write must look at for those that they do not.

Beeri and Honeyman, "Preserving functional dependencies", SIAM Journal on Computing 10(3), 1981: no projection is computed.
"""

from __future__ import annotations

from collections.abc import Sequence

from relvar.normalize.theory.closure import Closure
from relvar.normalize.theory.dependency import FD


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
