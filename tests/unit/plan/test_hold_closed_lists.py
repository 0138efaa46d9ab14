"""Closed lists: a check everywhere, what the next value costs said by each engine's own facts, and what was passed over for it."""

from __future__ import annotations

import pytest

from relvar import api
from relvar.engines import NAMES, engine
from relvar.model.design import Decision, EngineFact

BRIEF = "Parcels have a label, a weight and a size (small, medium, large). {}"
SCALE = "40 million parcels"


def decided(name: str, text: str = BRIEF) -> list[Decision]:
    return [d for d in api.design(api.brief_of(text, [name]), SCALE).decisions if d.advisor == "hold_closed_lists"]


@pytest.mark.parametrize("name", NAMES)
def test_the_next_value_costs_what_the_engine_does_for_it(name: str) -> None:
    (made,) = decided(name)
    features = engine(name).features()
    fact = next(e for e in made.evidence if isinstance(e, EngineFact))
    assert fact.can == features.can("checks_added_beside_writers")
    assert features.capabilities[fact.capability].instead in made.because
    assert ("beside the writers of" in made.because) == ("check_seconds_per_million_rows" in features.limits)
    assert any("enumerated type" in i for i in made.instead_of) == features.can("enumerated_types")
    assert any(i.startswith("a domain") for i in made.instead_of) == features.can("domains")


def test_no_list_no_decision() -> None:
    assert decided("sqlite", "Parcels have a label and a weight.") == []
