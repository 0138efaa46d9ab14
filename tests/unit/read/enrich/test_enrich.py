"""What enrichment adds, what it leaves alone, and that nothing in the result leads nowhere."""

from __future__ import annotations

import msgspec
import pytest

from relvar.errors import ModelError
from relvar.model import conceptual as c
from relvar.model.brief import Brief, Source
from relvar.model.semantic import SemanticType
from relvar.read import read
from relvar.read.enrich import enrich
from relvar.read.enrich.consistent import consistent
from relvar.read.lexicon import named_type, semantic_type, semantic_types
from tests.unit.read.enrich.test_packs import quantity, scale

WORDS = Source(kind="brief", words="as the brief says")
NAME = named_type("name")


def brief(text: str, depth: str = "standard") -> Brief:
    return Brief(text=text, title="t", project="t", stores=("sqlite",), depth=depth)  # type: ignore[arg-type]


def entity(name: str, kind: c.EntityKind, **attributes: SemanticType) -> c.Entity:
    made = {key: c.Attribute(name=key, meaning=meaning, source=WORDS) for key, meaning in attributes.items()}
    return c.Entity(name=name, plural=f"{name}s", entity_kind=kind, source=WORDS, attributes=made)


def model(*entities: c.Entity, **fields: object) -> c.Conceptual:
    return msgspec.structs.replace(c.Conceptual(scale=scale()), entities={e.name: e for e in entities}, **fields)


SHOP = "E-commerce platform with users, products, orders"


def shop(depth: str = "standard", **fields: object) -> c.Conceptual:
    named = (entity("user", "party"), entity("product", "thing"), entity("order", "event"))
    return enrich(model(*named, **fields), brief(SHOP, depth))


def test_a_shop_is_what_an_architect_would_draw() -> None:
    made = shop()
    assert list(made.entities)[:3] == ["user", "product", "order"]
    assert {"credential", "order_line", "payment", "stock", "address"} <= set(made.entities)
    assert all(made.entities[added].added and made.entities[added].reason for added in ("credential", "order_line", "payment"))
    line = made.entities["order_line"].attributes
    assert all(line[name].frozen for name in ("unit_price", "tax_rate", "product_name")), "as sold"
    assert "password_hash" not in made.entities["user"].attributes
    for history in ("order_user", "order_line_product", "payment_order"):
        assert made.relationships[history].on_delete == "restrict", history
    stock = made.rules["stock_never_negative"]
    assert isinstance(stock, c.StockLevel) and stock.relationship == "order_line_product"
    assert {"last_item", "same_key"} <= set(made.use_cases["place_order"].races)


def test_minimal_adds_nothing_and_full_only_what_is_reached() -> None:
    assert set(shop("minimal").entities) == {"user", "product", "order"}
    assert not shop("minimal").entities["product"].attributes
    assert {"review", "cart_item", "shipment"} <= set(shop("full").entities)
    assert all(e.reason for e in shop("full").entities.values() if e.added)


def test_volumes_follow_what_is_counted_and_show_it() -> None:
    counted = shop(scale=msgspec.structs.replace(scale(user=1_000_000), rates={"order": quantity(50_000)}))
    assert counted.volumes["order"].after_years == 50_000 * 365 * 5
    assert counted.volumes["order_line"].per_day.value == pytest.approx(130_000)
    assert "50,000 orders a day x 2.6 = 130,000 a day" in counted.volumes["order_line"].arithmetic
    assert "50,000 orders a day x 2" in counted.patterns["orders_of_user"].per_day.source.words
    backwards = shop(scale=msgspec.structs.replace(scale(), rates={"order": quantity(50_000)}))
    assert backwards.volumes["user"].initial.value == 1_000_000, "50,000 x 365 / 18.25"
    assert any("standard scale" in question.assumed for question in shop().questions)


def test_european_people_bring_the_gdpr() -> None:
    assert shop(scale=msgspec.structs.replace(scale(), regions=("EU",))).regimes == ("GDPR",)
    assert shop().regimes == ()


def test_the_text_wins_over_the_pack() -> None:
    status = c.OneOf(entity="order", attribute="status", values=("new", "sent", "cancelled"), source=WORDS)
    order = entity("order", "event", order_date=named_type("date"), status=named_type("status"))
    many = c.Relationship(
        verb="contain", first=c.End(entity="order"), second=c.End(entity="product"), source=WORDS
    )  # "orders contain products": realized by the order line
    found = c.AccessPattern(
        name="orders of a product", entity="order", source=WORDS, filters=(c.Filter(op="=", path=("order_product",)),), per_day=quantity(5)
    )
    made = enrich(
        model(
            entity("customer", "party"),
            entity("product", "thing"),
            order,
            rules={"order_status": status},
            relationships={"order_product": many},
            patterns={"orders_of_product": found},
        ),
        brief("Online shop: customers place orders; orders contain products"),
    )
    life = made.rules["order_status"]
    assert isinstance(life, c.LifeCycle) and life.final == ("sent", "cancelled") and life.initial == "new"
    assert "order_life" not in made.rules and made.use_cases["cancel_order"].guarded_by == "order_status"
    assert "placed_at" not in made.entities["order"].attributes, "order_date is the pack's placed_at"
    assert made.patterns["orders_of_user"].order == ("-order_date",)
    assert "user" not in made.entities and "order_customer" in made.relationships
    assert "order_product" not in made.relationships
    assert made.patterns["orders_of_product"].filters[0].path == ("order_line_order", "order_line_product")


def test_an_unknown_domain_still_yields_patterns_roles_and_a_race() -> None:
    made = read(brief("Boat rental with boats, customers, rentals"))
    assert made.domain == ""
    assert isinstance(made.rules["rental_one_at_a_time"], c.NoOverlap)
    assert made.use_cases["record_rental"].races == ("same_slot",)
    assert {"rental_of_customer", "rental_of_boat", "rental_to_do", "rental_by_month"} <= set(made.patterns)
    assert {"staff", "reporting"} <= set(made.actors)
    assert any("two rentals at the same time" in question.text for question in made.questions)


def test_the_same_brief_gives_the_same_bytes() -> None:
    assert msgspec.json.encode(read(brief(SHOP, "full"))) == msgspec.json.encode(read(brief(SHOP, "full")))


def test_a_dangling_id_is_named() -> None:
    made = shop()
    broken = {
        "pattern": {"patterns": {"p": msgspec.structs.replace(made.patterns["orders_of_user"], order=("-gone",))}},
        "rule": {"rules": {**made.rules, "x": c.OneOf(entity="order", attribute="gone", values=("a",), source=WORDS)}},
        "path": {"patterns": {"p": msgspec.structs.replace(made.patterns["orders_of_user"], filters=(c.Filter(op="=", path=("gone",)),))}},
        "role": {"patterns": {"p": msgspec.structs.replace(made.patterns["orders_of_user"], roles=("gone",))}},
        "guard": {"use_cases": {"u": msgspec.structs.replace(made.use_cases["place_order"], guarded_by="gone")}},
        "tenant": {"tenant": "gone"},
    }
    for what, fields in broken.items():
        with pytest.raises(ModelError, match="gone"):
            consistent(msgspec.structs.replace(made, **fields))
            pytest.fail(what)


def test_semantic_types_by_name() -> None:
    chosen = {
        "contact_email": "email",
        "weight_in_kilograms": "weight",
        "date_borrowed": "date",
        "placed_at": "instant",
        "is_active": "boolean",
        "number_of_pages": "count",
        "password": "password_hash",
        "hammer_price": "money",
        "anything_else": "short_text",
    }
    assert {name: semantic_type(name).name for name in chosen} == chosen
    assert semantic_type("weight", "weight in grams").description == "in grams"
    assert semantic_type("state", "city, state, zip").name == "region_name"
    for known in semantic_types().values():
        assert (known.check is None) == (known.bad is None), f"{known.name}: a check can be proved"
        assert known.data.base != "float" or known.sensitivity != "financial"
