"""Planned designs for the advisors' tests: a hand-written model goes through normalization and the plan, on engines that can and cannot."""

from __future__ import annotations

from typing import Any

import msgspec

from relvar.engines.facts import facts
from relvar.model.behaviour import Behaviour
from relvar.model.conceptual import Actor, Conceptual, Override, Permission
from relvar.model.design import Decision, Design
from relvar.model.features import Capability, Features
from relvar.model.physical import Physical
from relvar.normalize import normalize
from relvar.plan import plan
from tests.unit.normalize.models import SAID, design

ABLE = facts("postgresql")
UNABLE = facts("sqlite")


def without(features: Features, *capabilities: str) -> Features:
    """The engine, if it could not do this."""
    lost = {c: Capability(can=False, manual="a manual") for c in capabilities}
    return msgspec.structs.replace(features, capabilities={**features.capabilities, **lost})


def planned(model: Conceptual, features: Features = ABLE) -> Design:
    """The whole plan of a model on one engine; the store is called postgresql whatever can or cannot be done."""
    return plan(normalize(design(model)), {"postgresql": features})


def physical(made: Design) -> Physical:
    return made.physical["postgresql"]


def decisions(made: Design, advisor: str, subject: str = "") -> list[Decision]:
    return [d for d in made.decisions if d.advisor == advisor and (not subject or d.subject == subject)]


def behaviours(made: Design, kind: type[Any]) -> dict[str, Behaviour]:
    return {i: b for i, b in physical(made).behaviours.items() if isinstance(b, kind)}


def actor(*permissions: Permission) -> Actor:
    return Actor(name="an actor", description="somebody", source=SAID, permissions=permissions)


def with_(model: Conceptual, **fields: Any) -> Conceptual:
    return msgspec.structs.replace(model, **fields)


def overridden(model: Conceptual, decision: str, choice: str) -> Conceptual:
    return with_(model, decisions={**model.decisions, decision: Override(choice=choice, because="we say so")})
