"""The shared hand-written models with questions and use cases, planned by some advisors only."""

from __future__ import annotations

from typing import Any

import msgspec

from relvar.engines.facts import facts
from relvar.model.conceptual import AccessPattern, Conceptual, Filter, Step, UseCase
from relvar.model.design import Decision, Design
from relvar.model.physical import Physical
from relvar.normalize import normalize
from relvar.plan import decided
from relvar.plan.advisors import Advisor
from relvar.plan.realize import realize
from tests.unit.normalize.models import SAID, design, quantity


def pattern(name: str, entity: str, *filters: Filter, per_day: float = 1000, **more: Any) -> AccessPattern:
    return AccessPattern(name=name, entity=entity, filters=filters, source=SAID, per_day=quantity(per_day), **more)


def use_case(name: str, entity: str, *steps: Step, per_day: float = 1000, **more: Any) -> UseCase:
    return UseCase(name=name, entity=entity, steps=steps, source=SAID, per_day=quantity(per_day), invariant=f"{name} holds", **more)


def planned(model: Conceptual, *advisors: Advisor, engine: str = "postgresql", **more: Any) -> tuple[Physical, tuple[Decision, ...]]:
    """The store's design after these advisors, and their decisions. `more`: fields of the model that are replaced."""
    known = facts(engine)
    start: Design = normalize(design(msgspec.structs.replace(model, **more)))
    done = start.with_(physical={engine: realize(start, known)})
    for advisor in advisors:
        done = decided(done, engine, advisor(done, engine, known))
    return done.physical[engine], tuple(d for d in done.decisions if d.store)
