"""Dependencies that a text states become rules of what has the facts, with their words; and their words make no things."""

from __future__ import annotations

import pytest

from relvar import api
from relvar.model.conceptual import Determines

HEAD = "A delivery service has customers. Each customer has a name, a street, a postal code and a city. "


@pytest.mark.parametrize(
    ("said", "left", "right"),
    [
        ("A postal code determines its city.", ("postal_code",), ("city",)),
        ("The city depends only on the postal code.", ("postal_code",), ("city",)),
        ("Street and city together determine the postal code.", ("street", "city"), ("postal_code",)),
        ("The city is determined by the postal code of the customer.", ("postal_code",), ("city",)),
    ],
)
def test_a_stated_dependency_is_a_rule(said: str, left: tuple[str, ...], right: tuple[str, ...]) -> None:
    model = api.read(api.brief_of(HEAD + said + " Each customer has many parcels.", ["sqlite"], depth="minimal"))
    found = [rule for rule in model.rules.values() if isinstance(rule, Determines)]
    assert [(rule.entity, rule.left, rule.right) for rule in found] == [("customer", left, right)]
    assert found[0].source.kind == "brief" and found[0].source.words == said.rstrip(".")
    assert not {"postal_code", "city", "street"} & model.entities.keys()


def test_it_splits_the_relation_and_the_specification_says_why() -> None:
    made = api.design(api.brief_of(HEAD + "A postal code determines its city. Each customer has many parcels.", ["sqlite"], depth="minimal"))
    assert "city" not in made.logical.relations["customer"].attributes
    text = next(a.text for a in api.artefacts(made) if a.path == "SPEC.md")
    assert "**customer** was split on postal_code → city (brief: “A postal code determines its city”)" in text


def test_a_thing_that_determines_is_still_a_thing() -> None:
    text = "A club has members. A plan determines the price of a membership. Members have plans."
    model = api.read(api.brief_of(text, ["sqlite"], depth="minimal"))
    assert "plan" in model.entities and not any(isinstance(rule, Determines) for rule in model.rules.values())
