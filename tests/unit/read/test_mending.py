"""Typing errors are mended where one word is clearly meant; names, real words and what comes again stay; sources quote the brief."""

from __future__ import annotations

import pytest

from relvar import api
from relvar.read.mending import mend
from tests.growth import LINEAR, growth


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Each custmer has a name. A customer pays.", "Each customer has a name. A customer pays."),
        ("A crossing has a date; the crosing is paid", "A crossing has a date; the crossing is paid"),
        ("The wieght and the lenght are recorded", "The weight and the length are recorded"),
        ("Every adress has a titel and an amuont", "Every address has a title and an amount"),
        ("Produts have a name; a produt has a quantitty", "Products have a name; a product has a quantity"),
    ],
)
def test_one_letter_is_mended(text: str, read: str) -> None:
    assert mend(text).text == read


@pytest.mark.parametrize(
    "text",
    [
        "A Custmer portal for Orderly and Produkt",  # names
        "Each grisaille has a glazier, each bewit a falconer",  # real words of a domain, whether a dictionary has them or not
        "A frobnic has a name. Each frobnic has a price. The frobnic is sold.",  # coined
        "The tokenizer, the migrator and the sharding have timeslots and weighings",  # made of known words
        "`custmer` and 'prodct' and custmer_id and /custmers/1 and a@custmer.org",  # quoted, code, addresses
        "A colour, a color, a licence, a license, an organisation and an organization",
        "```\ncustmer;prodct\n```\nA customer has a name",
    ],
)
def test_what_may_be_meant_is_left_alone(text: str) -> None:
    assert mend(text).text == text


def test_sources_quote_the_brief_and_a_question_asks() -> None:
    text = "Each custmer has a nmae, a phone numbr and an adress.\nA customer places orders; an order has a delivry date and a totl."
    brief = api.brief_of(text, ["sqlite"], depth="minimal")
    model = api.read(brief)
    assert set(model.entities) == {"customer", "order"}
    sources = [
        attribute.source for entity in model.entities.values() for attribute in entity.attributes.values() if attribute.source.start is not None
    ]
    assert "a delivry date" in {s.words for s in sources}
    assert all(text[s.start :].startswith(s.words) for s in sources)
    asked = next(q for q in model.questions if "typing errors" in q.text)
    assert "“custmer” as “customer”" in asked.text
    mended = [fact for told in api.explained(brief, model) for fact in told.facts if fact.kind == "typing error"]
    assert ("custmer", "read as “customer”") in {(f.words, f.became) for f in mended}


def test_mending_takes_time_with_the_text() -> None:
    words = ["custmer", "wieght", "harbour", "xqzzy", "amuont", "each", "has", "a"]

    def mended(count: int) -> object:
        return mend(" ".join(f"{words[i % 8]} {'abcdefgh'[i % 8]}{i % 1999:04}x"[:14] for i in range(count)))

    assert growth(mended, 10_000) < LINEAR
