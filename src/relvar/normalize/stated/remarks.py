"""What the theory says of a stated relation beyond what was stated, and where it stopped."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.normalize.first import repeated
from relvar.normalize.stated.ways import Way
from relvar.normalize.stated.wording import braced, join
from relvar.normalize.theory.basis import SIDES_TRIED, not_every_set
from relvar.normalize.theory.decompose import broken_join
from relvar.normalize.theory.dependency import FD, JD, MVD, Universe
from relvar.normalize.theory.forms import Verdict
from relvar.normalize.theory.joins import multivalued

NOT_EVERY_SET = (
    f"4NF: in relations of more than {SIDES_TRIED} attributes left sides that were stated are tried, not every set: "
    "one that follows from several dependencies could split further"
)


def remarks(
    universe: Universe, verdict: Verdict, fds: tuple[FD, ...], mvds: tuple[MVD, ...], joins: tuple[JD, ...], finest: Way | None
) -> Iterator[str]:
    """A sentence each."""
    for stem, members in repeated(universe.names):
        yield f"1NF: {', '.join(members)} hold values of one {stem} by their names: rows of their own"
    yield from _stopped(verdict)
    parts = tuple(part.attributes for part in finest.parts) if finest else (universe.all,)
    if mvds or joins:
        if not_every_set(parts):
            yield NOT_EVERY_SET
        yield from _unproven(universe, parts, fds, [*mvds, *multivalued(joins)], joins)
    elif verdict.form == "BCNF" and not verdict.violations:
        yield _beyond(verdict)
    yield _domain_key(verdict)


def _stopped(verdict: Verdict) -> Iterator[str]:
    if not verdict.keys.complete:
        yield f"stopped at {len(verdict.keys.masks):,} candidate keys: there may be more"
    if not verdict.decided:
        yield f"the form is at least {verdict.form}; a key that was not found could make it higher"


def _beyond(verdict: Verdict) -> str:
    """Date and Fagin, "Simple conditions for guaranteeing higher normal forms in relational databases", ACM TODS 17(3), 1992."""
    simple = [mask for mask in verdict.keys.masks if mask.bit_count() <= 1]
    if len(simple) == len(verdict.keys.masks):
        return "every key is a single attribute, so it is in 5NF whatever else holds (Date and Fagin 1992)"
    if simple:
        return "one key is a single attribute, so it is in 4NF whatever else holds (Date and Fagin 1992)"
    return "4NF and 5NF: in them as far as was stated, for no multivalued or join dependency was"


def _unproven(universe: Universe, parts: tuple[int, ...], fds: tuple[FD, ...], mvds: list[MVD], joins: tuple[JD, ...]) -> Iterator[str]:
    for part in parts:
        broken = broken_join(part, universe.all, fds, mvds, joins)
        if broken is not None and not broken.proven:
            said = join(universe, broken.pieces)
            yield f"a join dependency speaks of the whole relation; that {said} holds in {braced(universe, part, round_=True)} does not follow"


def _domain_key(verdict: Verdict) -> str:
    if verdict.violations:
        return "DKNF: no, for a dependency is stated that keys and domains do not imply"
    return "DKNF: yes, as far as the stated dependencies go; whether it holds with every other rule is undecidable in general (Fagin 1981)"
