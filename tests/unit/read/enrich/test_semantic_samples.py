"""Every semantic type: its samples pass its check, and its bad value is refused, with regular expressions and without."""

from __future__ import annotations

from datetime import UTC, date, datetime
from random import Random

import pytest

from relvar.model.expression import Expression, Matches
from relvar.model.physical import Column
from relvar.model.semantic import SemanticType
from relvar.populate.evaluate import World, holds
from relvar.populate.samples import maker
from relvar.read.lexicon import semantic_types

WORLD = World(datetime(2025, 1, 1, tzinfo=UTC))
CLOSED = "choice"  # values come from the rule or the check itself, not from a maker
CHECKED = [t for t in semantic_types().values() if t.check is not None]


def forms(meaning: SemanticType) -> list[Expression]:
    assert meaning.check is not None
    simpler = meaning.check.simpler if isinstance(meaning.check, Matches) else None
    return [meaning.check] + ([simpler] if simpler is not None else [])


@pytest.mark.parametrize("meaning", CHECKED, ids=lambda t: t.name)
def test_bad_is_refused_everywhere(meaning: SemanticType) -> None:
    bad = date.fromisoformat(str(meaning.bad)) if meaning.data.base == "date" else meaning.bad
    for form in forms(meaning):
        assert not holds(form, {"value": bad}, WORLD), form


@pytest.mark.parametrize("meaning", [t for t in CHECKED if t.samples != CLOSED and t.data.base != "date"], ids=lambda t: t.name)
def test_samples_pass(meaning: SemanticType) -> None:
    column = Column(name="value", data=meaning.data, samples=meaning.samples)
    make, random = maker("value", column), Random(1)
    for n in range(1, 200):
        value = make(random, n)
        for form in forms(meaning):
            assert holds(form, {"value": value}, WORLD), (value, form)
