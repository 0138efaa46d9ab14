"""All candidate keys, one after the other.

Lucchesi and Osborn, "Candidate keys for relations", Journal of Computer and System Sciences 17, 1978: polynomial per key found.
There can be 2^(n/2) keys or more, so the search is bounded and says so when it stopped.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from relvar.normalize.theory.closure import Closure
from relvar.normalize.theory.dependency import FD, single_bits

KEY_BOUND = 4096  # 24 attributes that determine each other in pairs have so many
LOOKS_BOUND = 20_000_000  # looks at a dependency or a known key: some seconds, whatever the machine; counted, so the answer never varies


class Keys(NamedTuple):
    """Candidate keys as bitmasks, sorted by size and then by the attributes' order; `complete` is False when a bound stopped the search."""

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
    always, never = _sides(all_, effective)
    if closure.of(always) & all_ == all_:
        return Keys((always,), complete=True)
    found = [minimize(all_ & ~never, all_, closure, always)]
    known, seen, looks = set(found), set[int](), 0
    for key in found:
        for left, right in effective:
            candidate = (left | (key & ~right)) & all_
            if not key & right or candidate in seen:
                continue
            seen.add(candidate)
            if candidate in known:
                continue
            looks += len(found)
            if not any(other & ~candidate == 0 for other in found):
                looks += (candidate & ~always).bit_count() * len(fds)
                found.append(minimize(candidate, all_, closure, always))
                known.add(found[-1])
            if len(found) > bound or looks > LOOKS_BOUND:
                return Keys(_sorted(found[:bound]), complete=False)
    return Keys(_sorted(found), complete=True)


def _sides(all_: int, fds: Sequence[FD]) -> tuple[int, int]:
    """Attributes that nothing determines are in every key; those that are determined and determine nothing are in none."""
    lefts, rights = 0, 0
    for left, right in fds:
        lefts |= left
        rights |= right & ~left
    return all_ & ~rights, all_ & rights & ~lefts


def never_prime(all_: int, fds: Sequence[FD]) -> int:
    """Attributes that are surely in no key, however many keys there are. `fds`: a minimal cover."""
    return _sides(all_, fds)[1]


def minimize(superkey: int, all_: int, closure: Closure, kept: int = 0) -> int:
    """A candidate key inside `superkey`; later attributes are dropped first, so earlier ones stay. `kept`: known to be in every key."""
    key = superkey
    for bit in reversed(list(single_bits(superkey & ~kept))):
        if closure.of(key & ~bit) & all_ == all_:
            key &= ~bit
    return key


def _sorted(masks: list[int]) -> tuple[int, ...]:
    return tuple(sorted(masks, key=lambda mask: (mask.bit_count(), tuple(single_bits(mask)))))
