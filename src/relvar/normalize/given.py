"""What holds of one relation as the algorithms take it: its dependencies as bitmasks over the facts that they speak of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from relvar.model.brief import Source
from relvar.model.logical import Dependency, NormalForm
from relvar.normalize.relations import Draft
from relvar.normalize.theory.basis import saturated
from relvar.normalize.theory.decompose import Step
from relvar.normalize.theory.dependency import FD, JD, MVD, Universe
from relvar.normalize.theory.forms import Verdict, judge
from relvar.normalize.theory.joins import multivalued

MADE_UP = ("surrogate", "bookkeeping")  # purposes of attributes that the design made up to tell rows apart


class Given(NamedTuple):
    """`found` by names; `joins` of more than two parts, for those of two are multivalued. `left_out`: made-up attributes of which no
    multivalued and no join dependency speaks: a number in every row would make each row a fact of its own.
    """

    universe: Universe
    found: tuple[Dependency, ...]
    fds: tuple[FD, ...]
    mvds: tuple[MVD, ...]
    joins: tuple[JD, ...]
    left_out: tuple[str, ...]

    @property
    def beyond(self) -> NormalForm | None:
        """The form beyond BCNF that was stated to be wanted, by the dependencies that it is defined by."""
        return "5NF" if self.joins else "4NF" if self.mvds else None

    def judged(self) -> Verdict:
        """The normal form."""
        return judge(self.universe.all, self.fds, self.mvds, self.joins)

    def implied(self) -> tuple[MVD, ...]:
        """Multivalued dependencies, those that the join dependencies imply among them."""
        return (*self.mvds, *multivalued(self.joins))

    def functional(self) -> list[FD]:
        """Functional dependencies, those that follow only together with the others among them."""
        return saturated(self.universe.all, self.fds, self.implied())

    def said_of(self, left: int) -> Source:
        """Who said what a set of attributes determines; else the first source of all."""
        names = set(self.universe.of(left))
        return next((d.source for d in self.found if not d.parts and set(d.left) == names), self.found[0].source)

    def source(self, step: Step) -> Source:
        """Who said the dependency of a step; of one that follows from a join dependency, who said that."""
        if step.joined:
            return next(d.source for d in self.found if d.parts)
        names = set(self.universe.of(step.left))
        alike = [d for d in self.found if not d.parts and set(d.left) == names and d.multivalued == step.multivalued]
        further = [d for d in self.found if not d.functional] if step.multivalued else []
        return next((d.source for d in (*alike, *further)), self.said_of(step.left))

    def dependency(self, step: Step) -> Dependency:
        """The dependency of a step, by names."""
        if step.joined:
            return Dependency(left=(), right=(), parts=tuple(self.universe.of(part) for part in step.parts), source=self.source(step))
        left, right = self.universe.of(step.left), self.universe.of(step.right & ~step.left)
        return Dependency(left=left, right=right, source=self.source(step), multivalued=step.multivalued)


def given(draft: Draft, facts: Sequence[str], found: tuple[Dependency, ...]) -> Given:
    """The dependencies over `facts`, the stored attributes of the draft."""
    further = any(not d.functional for d in found)
    made_up = {name for name in facts if draft.attributes[name].purpose in MADE_UP} if further else set[str]()
    universe = Universe(name for name in facts if name not in made_up)
    functional = [d for d in found if d.functional and not made_up & set(d.left)]
    binary = [d.parts for d in found if len(d.parts) == 2]
    return Given(
        universe=universe,
        found=found,
        fds=tuple(universe.fds((d.left, [name for name in d.right if name not in made_up]) for d in functional)),
        mvds=(
            *(MVD(universe.mask(d.left), universe.mask(d.right)) for d in found if d.multivalued),
            *multivalued((universe.mask(one), universe.mask(other)) for one, other in binary),
        ),
        joins=tuple(tuple(universe.mask(part) for part in d.parts) for d in found if len(d.parts) > 2),
        left_out=tuple(name for name in facts if name in made_up),
    )
