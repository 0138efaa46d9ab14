"""Texts told from a grammar of constructions are read: no family of constructions may fall below what it reached."""

from __future__ import annotations

import pytest

from tests.reading.told.read import understood
from tests.reading.told.texts import told

TEXTS = 60
# in percent, five points below what 300 other texts reached when they were measured (bench/README.md), for these are fewer
LEAST = {
    "facts": 92,
    "happening": 86,
    "identifier": 94,
    "itself": 85,
    "many_to_many": 92,
    "one_to_many": 89,
    "promise": 92,
    "roles": 80,
    "values": 91,
}
FIRST = 5000  # seeds that nobody looked at


@pytest.fixture(scope="module")
def read() -> dict[str, list[bool]]:
    families: dict[str, list[bool]] = {}
    for construction, seen in understood(TEXTS, FIRST).items():
        families.setdefault(construction.split(".")[0], []).extend(right for _, right in seen)
    return families


@pytest.mark.parametrize("family", LEAST)
def test_what_is_told_is_read(read: dict[str, list[bool]], family: str) -> None:
    assert 100 * sum(read[family]) / len(read[family]) >= LEAST[family]


def test_the_same_seed_tells_the_same() -> None:
    assert told(7).text == told(7).text != told(8).text
