"""One schema of the campaign: everything that the theory says of it, against the oracle. Returns what differs."""

from __future__ import annotations

from relvar.normalize.theory.basis import closure_with_multivalued, implies_multivalued, saturated
from relvar.normalize.theory.chase import chase, rejoined
from relvar.normalize.theory.closure import Closure
from relvar.normalize.theory.cover import minimal
from relvar.normalize.theory.decompose import into_boyce_codd, into_fifth
from relvar.normalize.theory.dependency import FD, MVD
from relvar.normalize.theory.forms import judge
from relvar.normalize.theory.project import _resolved, pair_split, project, violation
from relvar.normalize.theory.synthesize import into_third
from tests.unit.normalize import oracle


def differences(width: int, pairs: oracle.Dependencies) -> list[str]:
    """Names of the claims that do not hold; empty when all agree."""
    whole, fds = (1 << width) - 1, [FD(*pair) for pair in pairs]
    closures = oracle.table(width, pairs)
    closure = Closure(fds)
    wrong = [] if all(closure.of(start) == closures[start] == closure._wait(start, -1) for start in range(whole + 1)) else ["closure"]
    verdict = judge(whole, fds)
    if set(verdict.keys.masks) != oracle.keys(whole, closures):
        wrong.append("keys")
    if verdict.form != oracle.form(whole, closures):
        wrong.append("form")
    return [*wrong, *_cover(width, fds, closures), *_boyce_codd(width, fds, closures), *_third(width, fds, closures)]


def _cover(width: int, fds: list[FD], closures: list[int]) -> list[str]:
    cover = minimal(fds)
    if oracle.table(width, [tuple(fd) for fd in cover]) != closures:
        return ["cover: not equivalent"]
    for fd in cover:
        rest = Closure([other for other in cover if other != fd])
        if rest.implies(fd):
            return ["cover: a dependency too many"]
        for at in range(width):
            if fd.left >> at & 1 and closures[fd.left & ~(1 << at)] & fd.right:
                return ["cover: an attribute too many"]
    return []


def _boyce_codd(width: int, fds: list[FD], closures: list[int]) -> list[str]:
    whole = (1 << width) - 1
    way = into_boyce_codd(whole, fds)
    wrong = [f"BCNF: a part in {oracle.form(part, closures)}" for part in way.parts if oracle.form(part, closures) != "BCNF"]
    wrong += _lossless("BCNF", width, way.parts, fds)
    if bool(way.lost) == all(oracle.upheld(fd, way.parts, closures) for fd in fds):
        wrong.append("BCNF: what is lost")
    for part in (*way.parts, whole, whole & 0b10110111):
        if (violation(part, fds) is None) != (oracle.form(part, closures) == "BCNF"):
            wrong.append("BCNF: a part's membership")
        if pair_split(part, Closure(fds)) is None and oracle.form(part, closures) != "BCNF":
            wrong.append("BCNF: pairs")
    part = whole & 0b11011101
    for projected in (Closure(project(part, fds)), Closure(_resolved(part, fds))):
        if any(projected.of(left) != closures[left] & part for left in oracle.subsets(part)):
            wrong.append("projection")
    return wrong


def _third(width: int, fds: list[FD], closures: list[int]) -> list[str]:
    parts = into_third((1 << width) - 1, fds)
    wrong = _lossless("3NF", width, parts, fds)
    wrong += [f"3NF: a part in {oracle.form(part, closures)}" for part in parts if oracle.form(part, closures) not in ("3NF", "BCNF")]
    if not all(oracle.upheld(fd, parts, closures) for fd in fds):
        wrong.append("3NF: a dependency lost")
    return wrong


def _lossless(name: str, width: int, parts: tuple[int, ...], fds: list[FD]) -> list[str]:
    """By the oracle's chase, by ours, and the order of joining where one is given proves no more than that."""
    whole = (1 << width) - 1
    expected = oracle.rejoins(width, parts, [tuple(fd) for fd in fds])
    wrong = [] if expected else [f"{name}: rows are invented"]
    if chase(whole, parts, fds).lossless != expected:
        wrong.append(f"{name}: the chase")
    if rejoined(whole, parts, Closure(fds)) and not expected:
        wrong.append(f"{name}: the order of joining")
    return wrong


def mixed_differences(width: int, pairs: oracle.Dependencies, multivalued: oracle.Dependencies) -> list[str]:
    """The same for functional and multivalued dependencies together."""
    whole, fds, mvds = (1 << width) - 1, [FD(*pair) for pair in pairs], [MVD(*pair) for pair in multivalued]
    closure, wrong = Closure(saturated(whole, fds, mvds)), []
    for left in range(whole + 1):
        agreed, rows = oracle.two_rows(left, whole, pairs, multivalued)
        if not agreed == closure.of(left) == closure_with_multivalued(left, whole, fds, mvds):
            wrong.append("closure with both")
        if any(implies_multivalued(left, right, whole, fds, mvds) != (whole & ~left & ~right & ~agreed in rows) for right in range(whole + 1)):
            wrong.append("implied multivalued")
    verdict = judge(whole, fds, mvds)
    if (verdict.form == "4NF") == oracle.below_fourth(whole, whole, pairs, multivalued):
        wrong.append("4NF: membership")
    way = into_fifth(whole, fds, mvds, ())
    if any(oracle.below_fourth(part, whole, pairs, multivalued) for part in way.parts):
        wrong.append("4NF: a part below it")
    if not chase(whole, way.parts, fds, mvds).lossless:
        wrong.append("4NF: rows are invented")
    return wrong
