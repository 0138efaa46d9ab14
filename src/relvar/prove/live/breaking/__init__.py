"""Rows made to break one rule each, by kind of rule. `TRIALS` gives the order."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from relvar.model.design import Finding
from relvar.model.features import Features
from relvar.prove.live.breaking.actions import actions
from relvar.prove.live.breaking.checks import checks
from relvar.prove.live.breaking.dependencies import dependencies
from relvar.prove.live.breaking.keys import keys
from relvar.prove.live.breaking.kinds import kinds
from relvar.prove.live.breaking.limits import limits
from relvar.prove.live.breaking.not_nulls import not_nulls
from relvar.prove.live.breaking.overlaps import overlaps
from relvar.prove.live.breaking.references import references
from relvar.prove.live.breaking.states import states
from relvar.prove.live.breaking.totals import totals
from relvar.prove.live.breaking.trial import Trial
from relvar.prove.live.breaking.upkeep import upkeep

TRIALS: tuple[Callable[[Trial], Iterator[Finding]], ...] = (
    not_nulls,
    checks,
    keys,
    references,
    kinds,
    actions,
    overlaps,
    dependencies,
    states,
    limits,
    totals,
    upkeep,
)

OF_DOCUMENTS: tuple[Callable[[Trial], Iterator[Finding]], ...] = (not_nulls, checks, keys, kinds)  # what a server of documents upholds by itself


def trials(features: Features) -> tuple[Callable[[Trial], Iterator[Finding]], ...]:
    """The kinds of rule that an engine of this shape upholds."""
    return TRIALS if features.shape == "tables" else OF_DOCUMENTS
