"""All candidate keys, one after the other.

Lucchesi and Osborn, "Candidate keys for relations", Journal of Computer and System Sciences 17, 1978: polynomial per key found.
There can be 2^(n/2) keys or more, so the search is bounded and says so when it stopped.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from relvar.normalize.theory.closure import Closure
from relvar.normalize.theory.dependency import FD, single_bits

KEY_BOUND = 4096  # 24 attributes that determine each other in pairs have so many: 8 s (shared/field/physical.md B2)


class Keys(NamedTuple):
    """Candidate keys as bitmasks, sorted by size and then by the attributes' order; `complete` is False when the bound stopped the search."""

    masks: tuple[int, ...]
    complete: bool

    @property
    def prime(self) -> int:
        """Attributes that are part of some key (of those found)."""
        found = 0
        for mask in self.masks:
            found |= mask
        return found


def candidate_keys(all_: int, fds: Sequence[FD], bound: int = KEY_BOUND) -> Keys:
    """Every candidate key of the relation `all_`: O(|F| |K| |R| (|K| + |R|)) for K keys. Stops after `bound` keys."""
    closure = Closure(fds)
    effective = [fd for fd in fds if fd.right & ~fd.left]
    found = [minimize(all_, all_, closure)]
    seen: set[int] = set()
    for key in found:
        for left, right in effective:
            candidate = left | (key & ~right)
            if not key & right or candidate in seen:
                continue
            seen.add(candidate)
            if not any(other & ~candidate == 0 for other in found):
                found.append(minimize(candidate, all_, closure))
        if len(found) >= bound:
            return Keys(_sorted(found[:bound]), complete=False)
    return Keys(_sorted(found), complete=True)


def minimize(superkey: int, all_: int, closure: Closure) -> int:
    """A candidate key inside `superkey`; later attributes are dropped first, so earlier ones stay."""
    key = superkey
    for bit in reversed(list(single_bits(superkey))):
        if closure.of(key & ~bit) & all_ == all_:
            key &= ~bit
    return key


def _sorted(masks: list[int]) -> tuple[int, ...]:
    return tuple(sorted(masks, key=lambda mask: (mask.bit_count(), tuple(single_bits(mask)))))
