"""Between two designs: the evolutions that are generated beside a design, to show that it can change under load."""

from __future__ import annotations

from relvar.engines.base import Evolution
from relvar.evolve.outgrown import outgrown
from relvar.evolve.rehearsal import rehearsal
from relvar.model.design import Design

FIRST_NUMBER = 2  # 0001 creates


def evolutions(design: Design, store: str) -> tuple[Evolution, ...]:
    """The evolutions of one store, in order: the rehearsal, and where rows lie in others' documents one that moves them out."""
    return tuple(made for make in (rehearsal, outgrown) if (made := make(design, store)) is not None)
