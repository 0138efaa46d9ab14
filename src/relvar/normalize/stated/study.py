"""A stated relation judged and taken apart in every way, the ways weighed: BCNF (4NF, 5NF) where no dependency is lost, else 3NF."""

from __future__ import annotations

from typing import NamedTuple

from relvar.normalize.first import repeated
from relvar.normalize.stated.notation import Stated, Statement
from relvar.normalize.stated.ways import Way, way_of
from relvar.normalize.theory.basis import SIDES_TRIED
from relvar.normalize.theory.closure import Closure
from relvar.normalize.theory.cover import canonical
from relvar.normalize.theory.decompose import Decomposition, Step, into_boyce_codd, into_fifth
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
        remarks=tuple(remarks(universe, verdict, mvds, joins, finest)),
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
    bad = next(iter(verdict.violations.values()))
    parts = into_third(universe.all, fds)
    steps = (Step(universe.all, bad.left, bad.right, parts),) if len(parts) > 1 else ()
    synthesis = Decomposition(parts, steps, ())
    name = "5NF decomposition" if "5NF" in verdict.violations else "4NF decomposition" if beyond else "BCNF decomposition"
    return (
        way_of("3NF synthesis", universe, synthesis, fds, mvds, stated),
        way_of(name, universe, fine, fds, mvds, stated, joins),
    )


def weighed(universe: Universe, third: Way | None, finest: Way | None) -> tuple[Way | None, str]:
    """The better way with the reason: as fine as can be without losing a dependency."""
    if third is None or finest is None:
        return None, "no dependency is violated: splitting would only add joins"
    if not finest.lost:
        return finest, f"{finest.name} loses no dependency, and no fact is stored twice"
    lost = "; ".join(arrow(universe, one.fd) for one in finest.lost)
    kept = "; ".join(arrow(universe, one.fd) for one in third.repeated)
    because = f"{finest.name} would spread {lost} over several relations, where no key can uphold it"
    return third, because + (f"; 3NF keeps it, and {kept} is upheld by a trigger instead of a key" if kept else "")


def remarks(universe: Universe, verdict: Verdict, mvds: tuple[MVD, ...], joins: tuple[JD, ...], finest: Way | None) -> list[str]:
    """What the theory says beyond what was stated, and where it stopped."""
    found = [f"1NF: {', '.join(members)} hold values of one {stem} by their names: rows of their own" for stem, members in repeated(universe.names)]
    if not verdict.keys.complete:
        found.append(f"stopped at {len(verdict.keys.masks):,} candidate keys: there may be more")
    if not verdict.decided:
        found.append(f"the form is at least {verdict.form}; a key that was not found could make it higher")
    if verdict.form == "BCNF" and not verdict.violations and not mvds:
        simple = [mask for mask in verdict.keys.masks if mask.bit_count() <= 1]
        if len(simple) == len(verdict.keys.masks):
            found.append("every key is a single attribute, so it is in 5NF whatever else holds (Date and Fagin 1992)")
        elif simple:
            found.append("one key is a single attribute, so it is in 4NF whatever else holds (Date and Fagin 1992)")
        else:
            found.append("4NF and 5NF: in them as far as was stated, for no multivalued or join dependency was")
    widest = max((part.attributes.bit_count() for part in finest.parts), default=0) if finest else universe.all.bit_count()
    if mvds and widest > SIDES_TRIED:
        found.append(
            f"4NF: in relations of more than {SIDES_TRIED} attributes left sides that were stated are tried, not every set: "
            "one that follows from several dependencies could split further"
        )
    if joins and "5NF" not in verdict.violations and verdict.violations:
        found.append("the join dependency speaks of the whole relation: once that is split, it says nothing of the parts")
    found.append(_domain_key(verdict))
    return found


def _domain_key(verdict: Verdict) -> str:
    if verdict.violations:
        return "DKNF: no, for a dependency is stated that keys and domains do not imply"
    return "DKNF: yes, as far as the stated dependencies go; whether it holds with every other rule is undecidable in general (Fagin 1981)"


def arrow(universe: Universe, fd: FD) -> str:
    """A dependency by its names."""
    return f"{', '.join(universe.of(fd.left)) or '∅'} → {', '.join(universe.of(fd.right & ~fd.left))}"


def closures(study: Study, masks: tuple[int, ...]) -> list[tuple[int, int]]:
    """Each mask with all that it determines."""
    closure = Closure(study.fds)
    return [(mask, closure.of(mask)) for mask in masks]
