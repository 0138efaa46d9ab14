"""Which normal form a relation is in, and the dependency that keeps it from the next.

Codd 1971 (2NF, 3NF), Codd 1974 (BCNF), Zaniolo 1982 (EKNF: elementary keys), Fagin 1977 (4NF), Fagin 1979 (PJNF, also called 5NF).
Deciding BCNF, 4NF and PJNF of the whole relation needs only the given dependencies; membership of a part needs their projection
(`project`). 2NF and 3NF need all keys (NP-complete, Jou and Fischer 1982): where the search for them stopped, the verdict says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from relvar.model.logical import NormalForm
from relvar.normalize.theory.basis import saturated, violates_fourth
from relvar.normalize.theory.closure import Closure
from relvar.normalize.theory.cover import minimal
from relvar.normalize.theory.dependency import FD, JD, MVD, single_bits
from relvar.normalize.theory.joins import follows_from_keys, multivalued
from relvar.normalize.theory.keys import Keys, candidate_keys, never_prime


class Verdict(NamedTuple):
    """The highest form that holds, the keys, and per failed form the dependency that violates it.

    `decided` is False where the form may be higher: not all keys are known, and with others it could be.
    """

    form: NormalForm
    keys: Keys
    violations: dict[str, FD]
    decided: bool = True


def judge(all_: int, fds: Sequence[FD], mvds: Sequence[MVD] = (), joins: Sequence[JD] = ()) -> Verdict:
    """The normal form of the relation `all_` under its functional, multivalued and join dependencies."""
    multiple = [*mvds, *multivalued(joins)]
    cover = minimal(saturated(all_, fds, multiple))
    closure = Closure(cover)
    keys = candidate_keys(all_, cover)
    violations, decided = _violations(all_, cover, closure, keys)
    steps: tuple[tuple[str, NormalForm], ...] = (("2NF", "1NF"), ("3NF", "2NF"), ("BCNF", "3NF"))
    for name, weaker in steps:
        if name in violations:
            return Verdict(weaker, keys, violations, decided)
    if mvds or joins:
        form, violations = _beyond(all_, cover, multiple, joins, keys)
        return Verdict(form, keys, violations)
    return Verdict("BCNF", keys, violations)


def _violations(all_: int, cover: Sequence[FD], closure: Closure, keys: Keys) -> tuple[dict[str, FD], bool]:
    found: dict[str, FD] = {}
    outside = never_prime(all_, cover)
    prime = keys.prime if keys.complete else all_ & ~outside
    decided = True
    for fd in cover:
        if closure.whole(fd.left) & all_ == all_:
            continue
        found.setdefault("BCNF", fd)
        if not fd.right & prime:
            found.setdefault("3NF", fd)
        decided = decided and bool(fd.right & (keys.prime | outside))
    partial = _partial(all_, closure, keys, prime)
    if partial:
        found["2NF"] = partial
        found.setdefault("3NF", partial)
        found.setdefault("BCNF", partial)
    settled = keys.complete or not found or "2NF" in found or (decided and "3NF" not in found)
    return found, settled


def _partial(all_: int, closure: Closure, keys: Keys, prime: int) -> FD | None:
    """A part of a key that determines a non-prime attribute. Largest proper parts suffice: closure is monotone."""
    if not all_ & ~prime:
        return None
    looked = set[int]()
    for key in keys.masks:
        for bit in single_bits(key):
            part = key & ~bit
            if part in looked:
                continue
            looked.add(part)
            reached = closure.of(part) & all_ & ~prime
            if reached:
                return FD(_smallest(part, reached & -reached, closure), reached & -reached)
    return None


def _smallest(left: int, bit: int, closure: Closure) -> int:
    for one in single_bits(left):
        if closure.of(left & ~one, bit) & bit:
            left &= ~one
    return left


def is_elementary_key_form(all_: int, fds: Sequence[FD]) -> bool:
    """EKNF: every elementary dependency starts from a key or ends in an attribute of an elementary key."""
    cover = minimal(fds)
    closure = Closure(cover)
    elementary_prime = 0
    for key in candidate_keys(all_, cover).masks:
        if any(_is_elementary(key, bit, closure) for bit in single_bits(all_ & ~key)):
            elementary_prime |= key
    return all(closure.of(fd.left) & all_ == all_ or fd.right & elementary_prime for fd in cover)


def _is_elementary(left: int, bit: int, closure: Closure) -> bool:
    return not any(closure.of(left & ~drop) & bit for drop in single_bits(left))


def _beyond(all_: int, fds: Sequence[FD], mvds: Sequence[MVD], joins: Sequence[JD], keys: Keys) -> tuple[NormalForm, dict[str, FD]]:
    """4NF, and PJNF where join dependencies are given (their own multivalued ones are among `mvds`); a broken one is shown as its first
    component and the rest.
    """
    bad = violates_fourth(all_, fds, mvds)
    if bad is not None:
        return "BCNF", {"4NF": FD(bad.left, bad.right)}
    broken = next((join for join in joins if not follows_from_keys(join, all_, keys.masks)), None)
    if broken is not None:
        return "4NF", {"5NF": FD(broken[0], all_ & ~broken[0])}
    return ("5NF" if joins else "4NF"), {}
