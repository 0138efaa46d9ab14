"""Parts of the universal relation: BCNF where no dependency is lost, else 3NF; the key of each; how they are joined again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from relvar.normalize.theory.closure import Closure
from relvar.normalize.theory.decompose import into_boyce_codd
from relvar.normalize.theory.dependency import FD, positions
from relvar.normalize.theory.keys import minimize
from relvar.normalize.theory.synthesize import into_third

Rank = Callable[[int], tuple[int, ...]]


class Part(NamedTuple):
    """`attributes` with the chosen key; `others`: further keys. All bitmasks."""

    attributes: int
    key: int
    others: tuple[int, ...]


class Division(NamedTuple):
    """The parts, the one that holds a row's key first, then each after those by which it is looked up. `form`: BCNF, or 3NF where more is lost."""

    parts: tuple[Part, ...]
    form: str
    dependencies: tuple[FD, ...]


def divide(all_: int, key: int, chosen: Sequence[FD], rank: Rank) -> Division:
    """Take the relation apart. `key` determines everything; `rank` says which of several keys reads best (lowest)."""
    kept, alternatives = _one_way([fd for fd in chosen if fd.left != key], rank)
    fds = [*kept, FD(key, all_ & ~key & ~alternatives)]
    closure = Closure(fds)
    split = into_boyce_codd(all_, fds)
    ways = [("BCNF", split.parts)] if not split.lost else []
    for form, masks in (*ways, ("3NF", into_third(all_, fds))):
        parts = _in_order([_keyed(mask, fds, closure, key, rank) for mask in masks], key)
        if parts:
            return Division(tuple(parts), form, tuple(fds))
    raise AssertionError("synthesis gives parts that are looked up one by the other from the key on")


def _one_way(chosen: Iterable[FD], rank: Rank) -> tuple[list[FD], int]:
    """Determinants that determine each other stand for one thing: the best of them is used everywhere, several columns never.

    With it the single attributes that are alternatives to a better one.
    """
    fds = list(chosen)
    closure = Closure(fds)
    lefts = list(dict.fromkeys(fd.left for fd in fds))
    best: dict[int, int] = {}
    for left in lefts:
        reached = closure.of(left)
        same = [other for other in lefts if other & ~reached == 0 and left & ~closure.of(other) == 0]
        best[left] = min(same, key=lambda other: (other.bit_count(), rank(other)))
    names = {left: name for left, name in best.items() if left.bit_count() == 1 and name != left}
    kept = []
    for left, right in fds:
        name = best[left]
        if left != name:  # an alternative name: it determines the name, and the name the rest
            if left.bit_count() == 1 and right == name:
                kept.append(FD(left, name))
        elif right in names and names[right] != name and _apart(right, left, closure):
            continue  # the name stands for its alternatives, which are looked up by it
        else:
            kept.append(FD(left, right))
    kept += [FD(left, name) for left, name in names.items() if FD(left, name) not in kept]
    kept += [FD(name, left) for left, name in names.items() if FD(name, left) not in kept]
    return list(dict.fromkeys(fd for fd in kept if fd.right & ~fd.left)), sum(names)


def _apart(right: int, left: int, closure: Closure) -> bool:
    """Whether `right` is no name for what `left` names."""
    return bool(left & ~closure.of(right))


def _keyed(mask: int, fds: Sequence[FD], closure: Closure, key: int, rank: Rank) -> Part:
    lefts = dict.fromkeys([key, *(fd.left for fd in fds)])
    keys = [left for left in lefts if left & ~mask == 0 and mask & ~closure.of(left) == 0]
    keys = [one for one in keys if not any(other != one and other & ~one == 0 for other in keys)]
    if not keys:
        keys = [minimize(mask, mask, closure)]
    keys.sort(key=lambda one: (one != key, one.bit_count(), rank(one)))
    return Part(mask, keys[0], tuple(keys[1:]))


def _in_order(parts: Sequence[Part], key: int) -> list[Part]:
    """Each part after those that hold its key; empty where a part cannot be looked up by what comes before it."""
    waiting = sorted(parts, key=lambda part: (key & ~part.attributes != 0, part.key != key))
    found: list[Part] = []
    reached = key
    while waiting:
        ready = next((p for part in waiting if (p := _by_reached(part, reached)) is not None), None)
        if ready is None:
            return []
        waiting = [part for part in waiting if part.attributes != ready.attributes]
        found.append(ready)
        reached |= ready.attributes
    return found


def _by_reached(part: Part, reached: int) -> Part | None:
    """The part under the first of its keys that is known before it."""
    keys = (part.key, *part.others)
    known = next((one for one in keys if one & ~reached == 0), None)
    return None if known is None else Part(part.attributes, known, tuple(one for one in keys if one != known))


def columns_of(mask: int) -> tuple[int, ...]:
    """Places of the attributes, from the left."""
    return tuple(positions(mask))
