"""Which normal form a relation is in, and the dependency that keeps it from the next.

Codd 1971 (2NF, 3NF), Codd 1974 (BCNF), Zaniolo 1982 (EKNF: elementary keys), Fagin 1977 (4NF). Deciding BCNF and 3NF of the whole
relation needs only the given dependencies; membership of a part needs their projection (`decompose`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from relvar.model.logical import NormalForm
from relvar.normalize.theory.closure import Closure
from relvar.normalize.theory.cover import minimal
from relvar.normalize.theory.dependency import FD, MVD, single_bits
from relvar.normalize.theory.keys import Keys, candidate_keys


class Verdict(NamedTuple):
    """The highest form that holds, the keys, and per failed form the dependency that violates it."""

    form: NormalForm
    keys: Keys
    violations: dict[str, FD]


def judge(all_: int, fds: Sequence[FD], mvds: Sequence[MVD] = ()) -> Verdict:
    """The normal form of the relation `all_` under its functional and multivalued dependencies."""
    cover = minimal(fds)
    closure = Closure(cover)
    keys = candidate_keys(all_, cover)
    violations = _violations(all_, cover, closure, keys)
    form: NormalForm = "BCNF"
    steps: tuple[tuple[str, NormalForm], ...] = (("2NF", "1NF"), ("3NF", "2NF"), ("BCNF", "3NF"))
    for name, weaker in steps:
        if name in violations:
            return Verdict(weaker, keys, violations)
    if mvds:
        form, violations = _fourth(all_, cover, mvds, violations)
    return Verdict(form, keys, violations)


def _violations(all_: int, cover: Sequence[FD], closure: Closure, keys: Keys) -> dict[str, FD]:
    found: dict[str, FD] = {}
    prime = keys.prime
    for fd in cover:
        if closure.of(fd.left) & all_ == all_:
            continue
        found.setdefault("BCNF", fd)
        if not fd.right & prime:
            found.setdefault("3NF", fd)
    partial = _partial(all_, closure, keys)
    if partial:
        found["2NF"] = partial
        found.setdefault("3NF", partial)
        found.setdefault("BCNF", partial)
    return found


def _partial(all_: int, closure: Closure, keys: Keys) -> FD | None:
    """A part of a key that determines a non-prime attribute. Largest proper parts suffice: closure is monotone."""
    for key in keys.masks:
        for bit in single_bits(key):
            reached = closure.of(key & ~bit) & all_ & ~keys.prime
            if reached:
                return FD(key & ~bit, reached & -reached)
    return None


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


def _fourth(all_: int, fds: Sequence[FD], mvds: Sequence[MVD], violations: dict[str, FD]) -> tuple[NormalForm, dict[str, FD]]:
    from relvar.normalize.theory.basis import violates_fourth

    bad = violates_fourth(all_, fds, mvds)
    if bad is None:
        return "4NF", violations
    return "BCNF", {**violations, "4NF": FD(bad.left, bad.right)}
