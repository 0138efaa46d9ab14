"""One way to take a relation apart, with everything that is to be weighed: parts with keys and forms, the proof that nothing is lost in
joining, the dependencies that are lost, what a write must look at for them, and what is still stored more than once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from relvar.model.logical import NormalForm
from relvar.normalize.stated.notation import Stated
from relvar.normalize.theory.basis import violates_fourth
from relvar.normalize.theory.chase import Joined, chase, drawn, rejoined
from relvar.normalize.theory.closure import Closure
from relvar.normalize.theory.decompose import Decomposition, Step
from relvar.normalize.theory.dependency import FD, JD, MVD, Names, Universe
from relvar.normalize.theory.forms import judge
from relvar.normalize.theory.preserve import to_join
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
    """A dependency inside a part whose left side is no key there. `copies`: stored once too often so many times, None where not known.

    `multivalued`: every value on the right is stored again with every combination of the rest.
    """

    part: int
    fd: FD
    copies: int | None
    multivalued: bool = False


class Way(NamedTuple):
    name: str
    steps: tuple[Step, ...]
    parts: tuple[Part, ...]
    lost: tuple[Lost, ...]
    repeated: tuple[Repeated, ...]
    order: tuple[Joined, ...]
    tableau: tuple[str, ...]


def way_of(
    name: str, universe: Universe, made: Decomposition, fds: Sequence[FD], mvds: Sequence[MVD], stated: Stated, joins: Sequence[JD] = ()
) -> Way:
    """The decomposition with what is to be said of it."""
    closure = Closure(fds)
    parts = tuple(_part(part, fds, mvds if part == universe.all else (), whole=part == universe.all) for part in made.parts)
    order = () if mvds or joins else rejoined(universe.all, made.parts, closure)
    return Way(
        name=name,
        steps=made.steps,
        parts=parts,
        lost=tuple(Lost(fd, to_join(fd, made.parts)) for fd in made.lost),
        repeated=tuple(one for part in parts for one in _repeated(part, fds, mvds, closure, universe, stated)),
        order=order,
        tableau=_tableau(universe, made.parts, fds, mvds, joins),
    )


def _part(part: int, fds: Sequence[FD], mvds: Sequence[MVD], *, whole: bool) -> Part:
    try:
        verdict = judge(part, fds if whole else project(part, fds), mvds)
    except OverflowError:
        return Part(part, (), None)
    return Part(part, verdict.keys.masks, verdict.form)


def _repeated(part: Part, fds: Sequence[FD], mvds: Sequence[MVD], closure: Closure, universe: Universe, stated: Stated) -> Iterator[Repeated]:
    if part.form is None:
        return
    bad = violation(part.attributes, fds, closure) if part.form in BELOW else None
    if bad is not None:
        yield Repeated(part.attributes, bad, _copies(universe.of(bad.left), stated))
    elif mvds and part.attributes == universe.all:
        split = violates_fourth(universe.all, fds, mvds)
        if split is not None:
            yield Repeated(part.attributes, FD(split.left, split.right), None, multivalued=True)


def _copies(left: Names, stated: Stated) -> int | None:
    """Rows less the different values on the left, where the file says how many there are."""
    known = [stated.values[name] for name in left if name in stated.values]
    distinct = 1
    for count in known:
        distinct *= count
    return max(stated.rows - distinct, 0) if stated.rows and len(known) == len(left) else None


def _tableau(universe: Universe, parts: Sequence[int], fds: Sequence[FD], mvds: Sequence[MVD], joins: Sequence[JD]) -> tuple[str, ...]:
    if len(parts) < 2 or len(parts) * len(universe.names) > CELLS_DRAWN:
        return ()
    try:
        return drawn(universe, universe.all, parts, chase(universe.all, parts, fds, mvds, joins))
    except OverflowError:
        return ()
