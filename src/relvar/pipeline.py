"""The product on one page: a brief goes through the stages, each a function from a Design to a Design."""

from __future__ import annotations

from collections.abc import Callable

from relvar.engines import engine
from relvar.engines.hosting.settled import facts_of
from relvar.model.brief import Brief
from relvar.model.conceptual import Conceptual
from relvar.model.design import Design
from relvar.model.store import dump, load
from relvar.normalize import normalize
from relvar.plan import plan

Progress = Callable[[str], None]


def _plan(design: Design) -> Design:
    places = {name: engine(name) for name in design.brief.stores}
    features = facts_of(design.brief, design.conceptual, {name: place.features() for name, place in places.items()})
    advise = {name: place.advise for name, place in places.items()}
    return plan(design, features, advise)


def _check(design: Design) -> Design:
    from relvar.prove.static import check

    return design.with_(findings=check(design))


STAGES: tuple[tuple[str, Callable[[Design], Design]], ...] = (
    ("normalize", normalize),
    ("plan", _plan),
    ("check", _check),
)


def run(brief: Brief, conceptual: Conceptual, progress: Progress = lambda stage: None) -> Design:
    """Everything to the right of reading: the same model gives the same design, to the byte."""
    design = Design(brief=brief, conceptual=conceptual)
    for name, stage in STAGES:
        progress(name)
        design = stage(design)
    return load(dump(design))  # as it reads back: a design has one form, whatever way it came
