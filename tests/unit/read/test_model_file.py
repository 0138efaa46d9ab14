"""model.yaml: reads back as the same model, allows short forms, names what is wrong."""

from __future__ import annotations

import json

import msgspec
import pytest

from relvar.errors import ModelError
from relvar.model.brief import Brief, Quantity, Scale, Source
from relvar.model.conceptual import Attribute, Check, Conceptual, End, Entity, Identifier, Override, Relationship
from relvar.model.expression import ColumnRef, Compare, Constant
from relvar.read import formula
from relvar.read.lexicon import semantic_type
from relvar.read.merge import merge
from relvar.read.model_file import dump, load, schema

SAID = Source(kind="brief", words="orders: “many” of them", start=12)
ONE = Quantity(value=1, unit="x", source=Source(kind="rule", words="assumed: nothing was said"))
SCALE = Scale(years=ONE, growth_per_year=ONE, peak_factor=ONE, read_share=ONE, latency_p95_ms=ONE, rpo_minutes=ONE, rto_minutes=ONE)
BRIEF = Brief(text="Users place orders.\nMany of them.", title="Shop", project="shop", stores=("sqlite",))


def attribute(name: str) -> Attribute:
    return Attribute(name=name, meaning=semantic_type(name), source=SAID)


def model() -> Conceptual:
    user = Entity(
        name="user", plural="users", entity_kind="party", source=SAID, attributes={"email": attribute("email"), "name": attribute("full_name")}
    )
    keyed = msgspec.structs.replace(user, identifiers=(Identifier(members=("email",), source=SAID, ignore_case=True),))
    order = Entity(
        name="order", plural="orders", entity_kind="event", source=SAID, attributes={"total": attribute("total"), "placed_at": attribute("placed_at")}
    )
    places = Relationship(verb="places", first=End(entity="user", minimum=1, maximum=1), second=End(entity="order"), source=SAID)
    positive = Check(entity="order", condition=formula.parse("total >= 0"), says="never negative", source=SAID, bad={"total": -1})
    return Conceptual(entities={"user": keyed, "order": order}, relationships={"user_order": places}, rules={"order_total": positive}, scale=SCALE)


def test_it_reads_back() -> None:
    text = dump(BRIEF, model())
    found = load(text)
    assert (found.brief, found.model) == (BRIEF, model())
    assert "condition: total >= 0" in text and "meaning: email" in text


def test_a_person_may_write_short_forms() -> None:
    text = dump(BRIEF, model()).replace("condition: total >= 0", "condition: total > 1").replace("name: order\n", "name: purchase\n")
    found = load(text).model
    assert found.entities["order"].name == "purchase"
    rule = found.rules["order_total"]
    assert isinstance(rule, Check)
    assert rule.condition == Compare(op=">", left=ColumnRef(column="total"), right=Constant(value=1))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("meaning: email", "meaning: e-mial"),
        ("entity_kind: party", "entity_kind: partei"),
        ("condition: total >= 0", "condition: total >="),
        ("entities:", "entites:"),
        ("model:", "model: ["),
    ],
)
def test_what_is_wrong_is_named(old: str, new: str) -> None:
    with pytest.raises(ModelError, match=r"model\.yaml|condition"):
        load(dump(BRIEF, model()).replace(old, new))


def test_the_schema_is_one() -> None:
    assert json.loads(json.dumps(schema()))["$defs"]["Source"]["anyOf"][0] == {"type": "string"}


def with_name(source: Conceptual, entity: str, name: str) -> Conceptual:
    renamed = msgspec.structs.replace(source.entities[entity], name=name)
    return msgspec.structs.replace(source, entities={**source.entities, entity: renamed})


def test_merging_keeps_edits_and_takes_news() -> None:
    old, edited, new = model(), with_name(model(), "order", "purchase"), with_name(model(), "user", "customer")
    merged = merge(old, edited, new)
    assert merged.entities["order"].name == "purchase"
    assert merged.entities["user"].name == "customer"
    assert merged.questions == ()


def test_a_conflict_keeps_the_edit_and_asks() -> None:
    merged = merge(model(), with_name(model(), "order", "purchase"), with_name(model(), "order", "sale"))
    assert merged.entities["order"].name == "purchase"
    assert "order" in merged.questions[0].text


def test_what_was_deleted_stays_deleted_and_what_was_decided_stays_decided() -> None:
    old = model()
    edited = msgspec.structs.replace(old, rules={}, decisions={"choose_keys:order": Override(choice="bigint")})
    merged = merge(old, edited, with_name(old, "user", "customer"))
    assert merged.rules == {} and merged.decisions == edited.decisions


def test_merging_three_equal_models_changes_nothing() -> None:
    assert merge(model(), model(), model()) == model()
