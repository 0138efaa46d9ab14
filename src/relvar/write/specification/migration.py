"""Migration: the rehearsal of this design, step by step with locks and hazards."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines import engine
from relvar.evolve import FIRST_NUMBER, evolutions
from relvar.model.design import Design
from relvar.write.page import CONVENTIONS, table


def migration(design: Design, store: str) -> Iterator[str]:
    place = engine(design.physical[store].engine)
    for number, evolution in enumerate(evolutions(design, store), start=FIRST_NUMBER):
        yield f"**{evolution.name}**: {evolution.because}."
        yield ""
        rows = ((s.number, s.phase, f"`{s.up.path}`", "; ".join(s.hazards)) for s in place.migrate(evolution, number))
        yield from table(("step", "phase", "file", "hazards"), rows)
        yield f"[Locks and code beside]({CONVENTIONS}#migrations)."
        yield ""
