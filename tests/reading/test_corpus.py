"""The corpus of briefs is read at least as well as it was: no kind of fact falls below its kept score."""

from __future__ import annotations

import json

from tests.reading.facts import KINDS, cases
from tests.reading.score import KEPT, scores

STYLES = 8  # ways of writing a brief: one-liner, list, stories, notes, mail, interface, table, header row
ROUNDING = 0.05  # kept scores have one decimal


def test_no_kind_of_fact_is_read_worse() -> None:
    kept, found = json.loads(KEPT.read_text()), scores()
    worse = {kind: f"{found[kind].f1:.1f}, was {kept[kind]}" for kind in KINDS if found[kind].f1 < kept[kind] - ROUNDING}
    assert worse == {}


def test_the_corpus_is_broad() -> None:
    found = cases()
    assert len(found) >= 60
    assert len({case.style for case in found}) >= STYLES
    assert all(case.expected["entities"] for case in found)
