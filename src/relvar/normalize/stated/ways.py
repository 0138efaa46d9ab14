"""One way to take a relation apart, with everything that is to be weighed: parts with keys and forms, the proof that nothing is lost in
joining, the dependencies that are lost, what a write must look at for them, and what is still stored more than once."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from relvar.model.logical import NormalForm
from relvar.normalize.stated.notation import Stated
from relvar.normalize.theory.basis import saturated
from relvar.normalize.theory.chase import Joined, chase, drawn, rejoined
from relvar.normalize.theory.closure import Closure
from relvar.normalize.theory.cover import canonical
from relvar.normalize.theory.decompose import Decomposition, Step, beyond, form_beyond
from relvar.normalize.theory.dependency import FD, JD, MVD, Names, Universe
from relvar.normalize.theory.forms import judge
from relvar.normalize.theory.joins import multivalued
from relvar.normalize.theory.preserve import to_join, unheld
from relvar.normalize.theory.project import project, violation

BELOW = ("1NF", "2NF", "3NF")  # forms below BCNF
CELLS_DRAWN = 400  # symbols of a tableau that a page still shows; larger ones are proven by the order of the joins


class Part(NamedTuple):
    """One relation of the result. `keys` and `form` are empty where its dependencies are too many to project."""

    attributes: int
    keys: tuple[int, ...]
    form: NormalForm | None


class Lost(NamedTuple):
    """A dependency that no part upholds, and the parts a write must join to see whether it still holds."""

    fd: FD
    join: tuple[int, ...]


class Repeated(NamedTuple):
    """A dependency inside a part that its keys do not imply: the step that would end it. `copies`: a fact is stored once too often so many
    times; of a multivalued one `each` rows have the same left side, on average. None where nobody said how many there are.
    """

    part: int
    step: Step
    copies: int | None = None
    each: int | None = None


class Way(NamedTuple):
    name: str
    steps: tuple[Step, ...]
    parts: tuple[Part, ...]
    lost: tuple[Lost, ...]
    unheld: tuple[JD, ...]  # multivalued and join dependencies, as pieces, that no part upholds
    repeated: tuple[Repeated, ...]
    order: tuple[Joined, ...]
    tableau: tuple[str, ...]


def way_of(
    name: str, universe: Universe, made: Decomposition, fds: Sequence[FD], mvds: Sequence[MVD], stated: Stated, joins: Sequence[JD] = ()
) -> Way:
    """The decomposition with what is to be said of it."""
    closure = Closure(fds)
    multiple = [*mvds, *multivalued(joins)]
    further = {part: beyond(part, universe.all, fds, multiple, joins) for part in made.parts}
    parts = tuple(_part(part, universe.all, saturated(universe.all, fds, multiple), multiple, joins) for part in made.parts)
    repeated = tuple(one for part in parts for one in _repeated(part, further[part.attributes], fds, closure, universe, stated))
    return Way(
        name=name,
        steps=made.steps,
        parts=parts,
        lost=tuple(Lost(fd, to_join(fd, made.parts)) for fd in made.lost),
        unheld=() if any(not one.step.functional for one in repeated) else _unheld(universe.all, made.parts, fds, mvds, joins),
        repeated=repeated,
        order=rejoined(universe.all, made.parts, closure),
        tableau=_tableau(universe, made.parts, fds, mvds, joins),
    )


def _unheld(all_: int, parts: Sequence[int], fds: Sequence[FD], mvds: Sequence[MVD], joins: Sequence[JD]) -> tuple[JD, ...]:
    """Where parts can still be split, what stays in them is told instead: it is the same dependency."""
    multiple = [*mvds, *multivalued(joins)]
    return unheld(all_, parts, canonical(saturated(all_, fds, multiple)), mvds, joins) if multiple else ()


def _part(part: int, all_: int, fds: Sequence[FD], mvds: Sequence[MVD], joins: Sequence[JD]) -> Part:
    """Its form by functional dependencies, and beyond BCNF by what could still split it."""
    try:
        verdict = judge(part, fds if part == all_ else project(part, fds))
    except OverflowError:
        return Part(part, (), None)
    if verdict.form in BELOW or not (mvds or joins):
        return Part(part, verdict.keys.masks, verdict.form)
    return Part(part, verdict.keys.masks, form_beyond(part, all_, fds, mvds, joins))


def _repeated(part: Part, further: Step | None, fds: Sequence[FD], closure: Closure, universe: Universe, stated: Stated) -> Iterator[Repeated]:
    bad = violation(part.attributes, fds, closure) if part.form in BELOW else None
    if bad is not None:
        rest = (bad.left | bad.right, part.attributes & ~bad.right)
        yield Repeated(part.attributes, Step(part.attributes, bad.left, bad.right, rest), copies=_copies(universe.of(bad.left), stated))
    if further is not None and part.form is not None and not _determined(further, closure):
        yield Repeated(part.attributes, further, each=None if further.joined else _each(universe.of(further.left), stated))


def _determined(step: Step, closure: Closure) -> bool:
    """Whether a multivalued dependency says no more than a functional one does."""
    reached = closure.of(step.left)
    return step.multivalued and any(part & ~reached == 0 for part in (step.right, step.whole & ~step.right))


def _copies(left: Names, stated: Stated) -> int | None:
    """Rows less the different values on the left."""
    distinct = _distinct(left, stated)
    return max(stated.rows - distinct, 0) if distinct else None


def _each(left: Names, stated: Stated) -> int | None:
    """Rows with the same left side, on average."""
    distinct = _distinct(left, stated)
    return max(stated.rows // distinct, 1) if distinct else None


def _distinct(left: Names, stated: Stated) -> int | None:
    """How many different left sides there are at most, where the file says how many values and rows; one where the left side is empty."""
    known = [stated.values[name] for name in left if name in stated.values]
    return math.prod(known) if stated.rows and len(known) == len(left) else None


def _tableau(universe: Universe, parts: Sequence[int], fds: Sequence[FD], mvds: Sequence[MVD], joins: Sequence[JD]) -> tuple[str, ...]:
    if len(parts) < 2 or len(parts) * len(universe.names) > CELLS_DRAWN:
        return ()
    try:
        return drawn(universe, universe.all, parts, chase(universe.all, parts, fds, mvds, joins))
    except OverflowError:
        return ()
