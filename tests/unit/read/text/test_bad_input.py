"""Any text gives a model or a BriefError; the error says what to write instead."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relvar.errors import BriefError
from relvar.model.brief import Brief
from relvar.read.check import check_brief
from relvar.read.text import read_text
from tests.growth import LINEAR, growth

ID = re.compile(r"[a-z][a-z0-9_]{0,62}")
WORDS = st.sampled_from(
    [
        "each",
        "order",
        "has",
        "a",
        "name,",
        "with",
        "(",
        ")",
        ":",
        ";",
        "-",
        "of",
        "users",
        "products",
        "5",
        "at",
        "most",
        "is",
        "unique",
        "'x'",
        "“ü”",
        "\n",
        "#",
        ";",
        "🐟",
        "وزن",
        "books",
        "by",
        "moves",
        "from",
        "to",
    ]
)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  \n ",
        b"\x00\x01\x02",
        b"%PDF-1.7\xff\xfe",
        "x " * 1_100_000,
        "Der Kunde hat eine Bestellung und jede Bestellung ist bezahlt",
        "Каждый клиент имеет заказ",
        "think fast",
    ],
)
def test_what_is_no_brief_is_refused_with_a_remedy(text: str | bytes) -> None:
    with pytest.raises(BriefError) as refused:
        check_brief(text)
    assert refused.value.remedy


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=40).map(" ".join)))
def test_any_text_is_a_model_or_refused(text: str) -> None:
    try:
        checked = check_brief(text)
    except BriefError:
        return
    model = read_text(Brief(text=checked, title="t", project="p", stores=("sqlite",)), "")
    for name, entity in model.entities.items():
        assert ID.fullmatch(name)
        assert all(ID.fullmatch(a) for a in entity.attributes)
    for relationship in model.relationships.values():
        assert {relationship.first.entity, relationship.second.entity} <= set(model.entities)
    for pattern in model.patterns.values():
        assert pattern.entity in model.entities
        assert all(p in model.relationships for f in pattern.filters for p in f.path)


def test_reading_time_grows_with_the_text() -> None:
    sentence = "Each order has an order number, a date and a status. Customers place orders. "
    assert growth(lambda n: read_text(Brief(text=sentence * n, title="t", project="p", stores=("sqlite",)), ""), 120) < LINEAR


def test_a_sentence_without_an_end_takes_no_longer_than_many() -> None:
    words = "each telescope has a name and a weight and visitors borrow telescopes with a date "
    assert growth(lambda n: read_text(Brief(text=words * n, title="t", project="p", stores=("sqlite",)), ""), 120) < LINEAR


@pytest.mark.parametrize("text", ["A telescope has a name " + "(" * 5_000 + "x" + ")" * 5_000, "telescope (name, weight " * 3_000])
def test_brackets_within_brackets_are_read_however_deep(text: str) -> None:
    model = read_text(Brief(text=text, title="t", project="p", stores=("sqlite",)), "")
    assert any("telescope" in name for name in model.entities)
