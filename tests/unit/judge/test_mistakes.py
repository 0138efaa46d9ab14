"""The table of known mistakes is whole, and each part that is said to be seen is seen; those of documents are run in tests/live/mongodb."""

from __future__ import annotations

import re

import pytest

from relvar.judge.catalogue import catalogue
from relvar.judge.mistakes import Seen, mistakes
from relvar.prove.live import CHECKS
from tests.unit.judge.test_catalogue import DOCUMENTS, faults

NAMED = re.compile(r"\bF (\d+)")
NUMBERS = 66  # of field/operations.md, section F
PARTS = [(mistake.number, part) for mistake in mistakes() for part in mistake.seen]


def test_every_mistake_is_seen_or_says_why_not() -> None:
    assert [mistake.number for mistake in mistakes()] == list(range(1, NUMBERS + 1))
    assert all(mistake.seen for mistake in mistakes())
    checks = {check.__name__ for check in CHECKS}
    assert all(part.why and (not part.claim or part.claim in checks) for mistake in mistakes() for part in mistake.unseen)


def test_the_table_and_the_catalogue_name_one_another() -> None:
    named = {(number, part.rule) for number, part in PARTS}
    for id_, (rule, _) in catalogue().items():
        assert {(int(number), id_) for number in NAMED.findall(rule.source)} <= named, id_


@pytest.mark.parametrize(("number", "part"), PARTS, ids=[f"F{number} {part.rule} {part.what}" for number, part in PARTS])
def test_a_part_is_seen(number: int, part: Seen) -> None:
    rule = catalogue()[part.rule].rule
    assert f"F {number}" in rule.source, "the rule names the mistake"
    if rule.dialect == DOCUMENTS:
        return
    assert faults(part.bad or rule.bad, part.dialect if part.bad else rule.dialect, part.rule)
