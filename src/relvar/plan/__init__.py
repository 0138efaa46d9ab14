"""Logical to physical, store by store: the plain tables, then every advisor's judgement in order, each applied before the next looks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import msgspec

from relvar.model.changes import apply
from relvar.model.design import Decision, Design
from relvar.model.features import Features
from relvar.plan.advisors import advisors
from relvar.plan.federation import federation
from relvar.plan.realize import realize
from relvar.plan.topology import topology

EngineAdvice = Callable[[Design, str], Iterator[Decision]]


def plan(design: Design, features: Mapping[str, Features], advise: Mapping[str, EngineAdvice] | None = None) -> Design:
    """Fills `physical`, `topology` and `decisions` for each store of the brief (a store is named after its engine).

    Planning starts from the logical model each time, so planning a planned design gives the same design: decisions of
    normalization (those of no store) stay, those of earlier planning are made anew.
    """
    settled = tuple(decision for decision in design.decisions if not decision.store)
    planned = design.with_(physical={}, topology={}, decisions=settled)
    reserved = sorted({word for facts in features.values() for word in facts.reserved})
    for store in design.brief.stores:
        planned = _store(planned, store, features[store], reserved, (advise or {}).get(store))
    return planned.with_(federation=federation(planned))


def _store(design: Design, store: str, features: Features, reserved: Iterable[str], advise: EngineAdvice | None) -> Design:
    design = design.with_(physical={**design.physical, store: realize(design, features, reserved)})
    for advisor in advisors(features):
        design = decided(design, store, advisor(design, store, features))
    design = design.with_(topology={**design.topology, store: topology(design, store, features)})
    return decided(design, store, advise(design, store)) if advise is not None else design  # the engine's advice reads the capacity


def decided(design: Design, store: str, decisions: Iterable[Decision]) -> Design:
    """The design with these decisions taken, their changes made in one batch."""
    made = tuple(msgspec.structs.replace(decision, store=store) for decision in decisions)
    if not made:
        return design
    changes = [change for decision in made for change in decision.changes]
    physical = apply(design.physical[store], changes)
    return design.with_(physical={**design.physical, store: physical}, decisions=design.decisions + made)
