"""A stated relation judged and taken apart in every way, the ways weighed: BCNF (4NF, 5NF) where no dependency is lost, else 3NF."""

from __future__ import annotations

from typing import NamedTuple

from relvar.normalize.stated.notation import Stated, Statement
from relvar.normalize.stated.remarks import remarks
from relvar.normalize.stated.ways import Way, way_of
from relvar.normalize.stated.wording import arrow, said
from relvar.normalize.theory.closure import Closure
from relvar.normalize.theory.cover import canonical
from relvar.normalize.theory.decompose import Decomposition, by_synthesis, into_boyce_codd, into_fifth, third_and_beyond
from relvar.normalize.theory.dependency import FD, JD, MVD, Universe
from relvar.normalize.theory.forms import Verdict, is_elementary_key_form, judge
from relvar.normalize.theory.synthesize import into_third


class Study(NamedTuple):
    """What the theory says of one relation. `chosen` is None where it needs no splitting; `elementary`: EKNF, asked between 3NF and BCNF."""

    stated: Stated
    universe: Universe
    fds: tuple[FD, ...]
    mvds: tuple[MVD, ...]
    joins: tuple[JD, ...]
    verdict: Verdict
    cover: tuple[FD, ...]
    elementary: bool | None
    third: Way | None
    finest: Way | None
    chosen: Way | None
    because: str
    remarks: tuple[str, ...]


def study(stated: Stated) -> Study:
    """Keys, form and decompositions of one relation. Polynomial beside the keys, whose search is bounded."""
    universe = Universe(stated.attributes)
    fds, mvds, joins = _masks(universe, stated.statements)
    verdict = judge(universe.all, fds, mvds, joins)
    elementary = is_elementary_key_form(universe.all, fds) if verdict.form == "3NF" and verdict.keys.complete else None
    third, finest = _ways(stated, universe, fds, mvds, joins, verdict)
    chosen, because = weighed(universe, third, finest)
    return Study(
        stated=stated,
        universe=universe,
        fds=fds,
        mvds=mvds,
        joins=joins,
        verdict=verdict,
        cover=tuple(canonical(fds)),
        elementary=elementary,
        third=third,
        finest=finest,
        chosen=chosen,
        because=because,
        remarks=tuple(remarks(universe, verdict, fds, mvds, joins, finest)),
    )


def _masks(universe: Universe, statements: tuple[Statement, ...]) -> tuple[tuple[FD, ...], tuple[MVD, ...], tuple[JD, ...]]:
    fds = tuple(FD(universe.mask(s.left), universe.mask(s.right)) for s in statements if s.kind == "functional")
    mvds = tuple(MVD(universe.mask(s.left), universe.mask(s.right)) for s in statements if s.kind == "multivalued")
    joins = tuple(tuple(universe.mask(part) for part in s.parts) for s in statements if s.kind == "join")
    binary = tuple(MVD(a & b, a & ~b) for a, b in (join for join in joins if len(join) == 2))
    return fds, (*mvds, *binary), tuple(join for join in joins if len(join) > 2)


def _ways(
    stated: Stated, universe: Universe, fds: tuple[FD, ...], mvds: tuple[MVD, ...], joins: tuple[JD, ...], verdict: Verdict
) -> tuple[Way | None, Way | None]:
    """By synthesis, and as fine as the dependencies go; nothing where nothing is violated."""
    if not verdict.violations:
        return None, None
    beyond = bool(mvds or joins)
    fine = into_fifth(universe.all, fds, mvds, joins) if beyond else into_boyce_codd(universe.all, fds)
    finest = way_of("BCNF decomposition", universe, fine, fds, mvds, stated, joins)
    if beyond:
        finest = finest._replace(name=f"{'5NF' if all(part.form == '5NF' for part in finest.parts) else '4NF'} decomposition")
    return way_of("3NF synthesis", universe, _synthesis(universe, fds, mvds, joins, verdict, fine), fds, mvds, stated, joins), finest


def _synthesis(
    universe: Universe, fds: tuple[FD, ...], mvds: tuple[MVD, ...], joins: tuple[JD, ...], verdict: Verdict, fine: Decomposition
) -> Decomposition:
    """3NF; taken further where that is what will be chosen."""
    bad = next(iter(verdict.violations.values()))
    parts = into_third(universe.all, fds)
    first = (by_synthesis(universe.all, canonical(fds), parts, bad),) if len(parts) > 1 else ()
    if not fine.lost:
        return Decomposition(parts, first, ())
    further = third_and_beyond(universe.all, fds, mvds, joins)
    return further._replace(steps=(*first, *further.steps))


def weighed(universe: Universe, third: Way | None, finest: Way | None) -> tuple[Way | None, str]:
    """The better way with the reason: as fine as can be without losing a dependency."""
    if third is None or finest is None:
        return None, "no dependency is violated: splitting would only add joins"
    if not finest.lost:
        because = f"it loses no {'functional ' if finest.unheld else ''}dependency"
        return finest, because + ("" if finest.repeated else ", and no fact is stored twice")
    lost = "; ".join(arrow(universe, one.fd) for one in finest.lost)
    ruled = "; ".join(said(universe, one.step) for one in third.repeated if one.step.functional)
    kept = "; ".join(said(universe, one.step) for one in third.repeated if not one.step.functional)
    because = f"{finest.name} would spread {lost} over several relations, where no key can uphold it"
    because += f"; 3NF keeps it, and {ruled} is upheld by a trigger instead of a key" if ruled else ""
    return third, because + (f"; {kept} is upheld by nothing but the writes" if kept else "")


def closures(study: Study, masks: tuple[int, ...]) -> list[tuple[int, int]]:
    """Each mask with all that it determines."""
    closure = Closure(study.fds)
    return [(mask, closure.of(mask)) for mask in masks]
