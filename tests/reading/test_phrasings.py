"""One thing said in many ways is read as one thing: facts, what happens, and what a fact may be."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from relvar import api
from relvar.model.conceptual import Conceptual, LifeCycle, NoOverlap, OneOf

PHRASINGS = tomllib.loads((Path(__file__).parent / "phrasings.toml").read_text(encoding="utf-8"))


def read(family: str, said: str) -> Conceptual:
    """The model of the text; what is no plain sentence stands on lines of its own."""
    alone = said[0] in "|*-" or not said.endswith((".", ")"))
    middle = f"\n\n{said}\n\n" if alone else said
    text = f"{PHRASINGS[family]['told']} {middle} Shelves have a location."
    return api.read(api.brief_of(text, ["postgresql"], depth="minimal"))


def of_which_one(model: Conceptual, entity: str) -> set[str]:
    forth = {r.first.entity for r in model.relationships.values() if r.second.entity == entity and r.first.maximum == 1}
    return forth | {r.second.entity for r in model.relationships.values() if r.first.entity == entity and r.second.maximum == 1}


@pytest.mark.parametrize("said", PHRASINGS["facts"]["said"])
def test_what_a_thing_has(said: str) -> None:
    model = read("facts", said)
    assert {"name", "weight", "colour"} <= set(model.entities["telescope"].attributes)
    assert not {"name", "weight", "colour"} & set(model.entities["magazine"].attributes)


@pytest.mark.parametrize("said", PHRASINGS["happenings"]["said"])
def test_what_happens(said: str) -> None:
    model = read("happenings", said)
    kept = [name for name, entity in model.entities.items() if {"remarks", "remark"} & set(entity.attributes)]
    assert len(kept) == 1
    assert {"visitor", "telescope"} <= of_which_one(model, kept[0])


@pytest.mark.parametrize("said", PHRASINGS["values"]["said"])
def test_what_a_fact_may_be(said: str) -> None:
    model = read("values", said)
    rules = [rule for rule in model.rules.values() if isinstance(rule, OneOf | LifeCycle) and rule.entity == "telescope"]
    values = {
        value for rule in rules for value in (rule.values if isinstance(rule, OneOf) else [rule.initial, *(s for t in rule.transitions for s in t)])
    }
    assert values == {"small", "medium", "large"}
    assert set(model.entities) == {"shelf", "telescope"}
    assert set(model.entities["telescope"].attributes) == {"name", "size", "weight"}


@pytest.mark.parametrize("said", PHRASINGS["own_rows"]["said"])
def test_whose_rows_are_seen(said: str) -> None:
    model = read("own_rows", said)
    seen = [permission for permission in model.actors["visitor"].permissions if permission.entity == "booking"]
    assert [(permission.scope, "read" in permission.operations) for permission in seen] == [("own", True)]
    assert set(model.entities) == {"booking", "shelf", "visitor"}
    assert not any(restriction.never for restriction in model.restrictions.values())


@pytest.mark.parametrize("said", PHRASINGS["figures"]["said"])
def test_what_is_added_up(said: str) -> None:
    model = read("figures", said)
    (report,) = [pattern for pattern in model.patterns.values() if "sum(fee)" in pattern.measures and "booking_visitor" in pattern.group_by]
    assert report.entity == "booking"
    assert set(model.entities) == {"booking", "shelf", "visitor"}
    assert set(model.entities["booking"].attributes) == {"date", "fee"}


@pytest.mark.parametrize("said", PHRASINGS["apart"]["said"])
def test_what_is_never_there_twice_at_a_time(said: str) -> None:
    model = read("apart", said)
    (rule,) = [rule for rule in model.rules.values() if isinstance(rule, NoOverlap)]
    assert (rule.entity, rule.per) == ("booking", ("booking_room",))
    assert of_which_one(model, "booking") == {"room"} and not of_which_one(model, "room")
    assert not model.tenant and not model.entities["booking"].identifiers


def told(model: Conceptual) -> list[str]:
    """What the text itself says that each entity has, in the form of "has"."""
    values = {(rule.entity, rule.attribute): rule.values for rule in model.rules.values() if isinstance(rule, OneOf)}
    found = []
    for name, entity in sorted(model.entities.items()):
        facts = sorted(
            f"{a}{{{','.join(sorted(values[name, a]))}}}" if (name, a) in values else f"{a}:{fact.meaning.name}"
            for a, fact in entity.attributes.items()
            if fact.source.kind == "brief"
        )
        found.append(f"{name}: {', '.join(facts)}")
    return found


@pytest.mark.parametrize("exact", PHRASINGS["exact"], ids=lambda exact: str(exact["said"])[:60])
def test_what_is_read_and_nothing_else(exact: dict[str, Any]) -> None:
    model = api.read(api.brief_of(str(exact["said"]), ["postgresql"], depth="minimal"))
    expected = [line.split(": ") for line in exact["has"]]
    assert [line.partition(": ")[0] for line in told(model)] == [name for name, _ in expected]
    for line, (_, facts) in zip(told(model), expected, strict=True):
        typed = {fact.partition(":")[0] for fact in facts.split(", ") if ":" not in fact}
        read_so = [fact.partition(":")[0] if fact.partition(":")[0] in typed else fact for fact in re.split(r", (?![^{]*})", line.partition(": ")[2])]
        assert read_so == re.split(r", (?![^{]*})", facts)
