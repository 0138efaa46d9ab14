"""What the design asks for that one of its engines cannot do: where it is asked, who does it, and what is done instead.

The yardstick is the design itself: what any of its stores, planned by the same rules, was given. A store alone is compared with nothing,
and what it cannot do stands among its decisions.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from relvar.compare.uses import USES
from relvar.engines import engine
from relvar.model.design import Design
from relvar.model.features import Features


class Loss(NamedTuple):
    """One capability that not all stores have. `asked`: names of the elements that need it; `instead`: by store, "" where it is native."""

    capability: str
    asked: tuple[str, ...]
    instead: dict[str, str]


def losses(design: Design) -> tuple[Loss, ...]:
    """Every capability that the design uses and that at least one of its stores has not; empty with fewer than two stores."""
    if len(design.physical) < 2:
        return ()
    facts = {store: engine(physical.engine).features() for store, physical in design.physical.items()}
    return tuple(_losses(design, facts))


def _losses(design: Design, facts: dict[str, Features]) -> Iterator[Loss]:
    for capability, uses in USES.items():
        instead = {store: _instead(features, capability) for store, features in facts.items()}
        if not any(instead.values()):
            continue
        asked = dict.fromkeys(name for store, it in design.physical.items() for name in uses(it, design.topology[store]))
        if asked:
            yield Loss(capability, tuple(asked), instead)


def _instead(features: Features, capability: str) -> str:
    fact = features.capabilities[capability]
    return "" if fact.can else fact.instead or "not at all"
