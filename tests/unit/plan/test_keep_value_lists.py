"""A list of plain values is told with what it takes as rows and as a list; what has something of its own is none."""

from __future__ import annotations

import pytest

from relvar import api
from relvar.model.design import Computed, Decision, Design

BRIEF = "A lamp has a name and several keywords. Users search lamps by keyword. There are 1 million lamps."


def decided(design: Design) -> list[Decision]:
    return [d for d in design.decisions if d.advisor == "keep_value_lists"]


def figures(decision: Decision) -> dict[str, float]:
    return {e.unit: e.value for e in decision.evidence if isinstance(e, Computed)}


@pytest.mark.parametrize("store", ["postgresql", "mysql"])
def test_an_engine_with_an_index_of_members_says_what_is_saved(store: str) -> None:
    (decision,) = decided(api.design(api.brief_of(BRIEF, [store])))
    said = figures(decision)
    assert said["bytes as lists"] < said["bytes as rows"]
    assert decision.instead_of == ("lists inside lamps",) and "two rows" in decision.because


@pytest.mark.parametrize("store", ["sqlite", "mariadb", "sqlserver"])
def test_an_engine_without_one_says_that_each_question_reads_all(store: str) -> None:
    (decision,) = decided(api.design(api.brief_of(BRIEF, [store])))
    assert list(figures(decision)) == ["bytes as rows"] and "would read all lamps" in decision.because


def test_what_is_referred_to_or_has_more_to_it_is_no_list() -> None:
    for text in ("A lamp has a name and bulbs. A bulb has a number and a colour.", "A lamp has a name. A user likes many lamps."):
        assert decided(api.design(api.brief_of(text, ["postgresql"]))) == []
