"""One thing said in many ways is read as one thing: facts, what happens, what a fact may be, and what is demanded of them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from relvar import api
from relvar.model.conceptual import Conceptual, LifeCycle, OneOf
from tests.reading.told.demands import DEMANDS
from tests.reading.told.texts import Sentence

PHRASINGS = tomllib.loads((Path(__file__).parent / "phrasings.toml").read_text(encoding="utf-8"))


def read(family: str, said: str) -> Conceptual:
    """The model of the text; what is no plain sentence stands on lines of its own."""
    alone = said and (said[0] in "|*-" or not said.endswith((".", ")", "!")))
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


DEMANDED = [(kind, said) for kind, told in PHRASINGS["demands"].items() if kind not in ("told", "nothing") for said in told["said"]]


@pytest.mark.parametrize(("kind", "said"), DEMANDED)
def test_what_is_demanded(kind: str, said: str) -> None:
    """And nothing but that: no thing comes from such a sentence."""
    told = PHRASINGS["demands"][kind]
    model = read("demands", said)
    sentence = Sentence(told["construction"], ("fog horn", "harbour"), tuple(told["facts"]), numbers=tuple(told["numbers"]))
    assert DEMANDS[told["construction"].split(".")[0]](model, sentence)
    assert set(model.entities) == {"harbour", "fog_horn", "shelf"}


@pytest.mark.parametrize("said", PHRASINGS["demands"]["nothing"]["said"])
def test_what_demands_nothing(said: str) -> None:
    """What is done with some rows, what is shown and what may be is no rule of all."""
    model, plain = read("demands", said), read("demands", "")
    assert model.rules == plain.rules
    assert model.entities["fog_horn"].identifiers == plain.entities["fog_horn"].identifiers
    required = {name for name, fact in model.entities["fog_horn"].attributes.items() if fact.required}
    assert required == {name for name, fact in plain.entities["fog_horn"].attributes.items() if fact.required}
