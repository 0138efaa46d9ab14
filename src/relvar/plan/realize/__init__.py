"""The logical model as tables and behaviours of one store, before any judgement."""

from __future__ import annotations

from collections.abc import Iterable

from relvar.model.design import Design
from relvar.model.features import Features
from relvar.model.hosting import SELF
from relvar.model.physical import Physical
from relvar.plan.realize.kept import kept, upheld
from relvar.plan.realize.rules import behaviours
from relvar.plan.realize.tables import Tables


def realize(design: Design, features: Features, reserved: Iterable[str] = ()) -> Physical:
    """Tables, keys, references, checks and behaviours. `reserved`: words of other engines of the design, so that names agree in all."""
    words = sorted({*features.reserved, *reserved})
    tables = Tables(design, features, words).all()
    host = features.hosting.host if features.hosting else SELF
    rules = behaviours(design, tables) | upheld(design)
    return Physical(engine=features.engine, host=host, tables=tables, behaviours=rules, integrity=kept(design))
