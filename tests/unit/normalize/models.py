"""Hand-written conceptual models that several tests share: a shop, and a project service with tenants."""

from __future__ import annotations

from typing import Any

import msgspec

from relvar.model.brief import Brief, Quantity, Scale, Source
from relvar.model.conceptual import (
    AtMost,
    Attribute,
    Check,
    Conceptual,
    Determines,
    End,
    Entity,
    Identifier,
    LifeCycle,
    Relationship,
    Retention,
    StockLevel,
    Total,
    Volume,
)
from relvar.model.design import Design
from relvar.model.expression import Arithmetic, Call, ColumnRef, Compare, Constant
from relvar.model.semantic import DataType, SemanticType

SAID = Source(kind="brief", words="said so")


def quantity(value: float, unit: str = "") -> Quantity:
    return Quantity(value=value, unit=unit, source=SAID)


SCALE = Scale(
    years=quantity(5),
    growth_per_year=quantity(0.2),
    peak_factor=quantity(3),
    read_share=quantity(0.9),
    latency_p95_ms=quantity(50),
    rpo_minutes=quantity(5),
    rto_minutes=quantity(60),
)

VALUE = ColumnRef(column="value")
TEXT = SemanticType(name="title", data=DataType(base="text", length=200), samples="title", average_bytes=30)
EMAIL = SemanticType(
    name="email",
    data=DataType(base="text", length=254),
    check=Compare(op=">", left=Call(function="length", arguments=(VALUE,)), right=Constant(value=3)),
    bad="x",
    samples="email",
    sensitivity="personal",
    mask="domain",
    average_bytes=24,
)
CODE = SemanticType(name="code", data=DataType(base="text", length=3), samples="code", average_bytes=3)
MONEY = SemanticType(
    name="money",
    data=DataType(base="decimal", precision=19, scale=4),
    check=Compare(op=">=", left=VALUE, right=Constant(value=0)),
    bad=-1,
    samples="money",
)
COUNT = SemanticType(name="count", data=DataType(base="integer", bits=32), samples="count")
INSTANT = SemanticType(name="instant", data=DataType(base="timestamp"), samples="past")
STATE = SemanticType(name="state", data=DataType(base="text", length=20), samples="state", average_bytes=8)


def attribute(name: str, meaning: SemanticType = TEXT, **more: Any) -> Attribute:
    return Attribute(name=name, meaning=meaning, source=SAID, **more)


def entity(name: str, kind: str, *attributes: Attribute, **more: Any) -> Entity:
    by_id = {one.name: one for one in attributes}
    return Entity(name=name, plural=f"{name}s", entity_kind=kind, source=SAID, attributes=by_id, **more)  # type: ignore[arg-type]


def one_to_many(one: str, many: str, verb: str = "has", required: bool = True, role: str = "", **more: Any) -> Relationship:
    first = End(entity=one, role=role, minimum=1 if required else 0, maximum=1)
    return Relationship(verb=verb, first=first, second=End(entity=many), source=SAID, **more)


def many_to_many(first: str, second: str, verb: str = "has", **more: Any) -> Relationship:
    return Relationship(verb=verb, first=End(entity=first), second=End(entity=second), source=SAID, **more)


def identifier(*members: str, **more: Any) -> Identifier:
    return Identifier(members=members, source=SAID, **more)


def volume(initial: float, per_day: float, after: float, **more: Any) -> Volume:
    return Volume(initial=quantity(initial), per_day=quantity(per_day), after_years=after, arithmetic="said", **more)


def design(model: Conceptual) -> Design:
    return Design(brief=Brief(text="a shop", title="Shop", project="shop", stores=("postgresql",)), conceptual=model)


def shop(**more: Any) -> Conceptual:
    line_total = Arithmetic(op="*", left=ColumnRef(column="quantity"), right=ColumnRef(column="unit_price"))
    entities = {
        "user": entity("user", "party", attribute("email", EMAIL), attribute("full_name"), identifiers=(identifier("email", ignore_case=True),)),
        "category": entity("category", "lookup", attribute("code", CODE), attribute("title"), identifiers=(identifier("code", primary=True),)),
        "product": entity(
            "product",
            "thing",
            attribute("sku"),
            attribute("price", MONEY),
            attribute("stock", COUNT),
            attribute("image", multivalued=True),
            identifiers=(identifier("sku", primary=True),),
        ),
        "order": entity(
            "order",
            "event",
            attribute("placed_at", INSTANT, frozen=True),
            attribute("status", STATE),
            attribute("total", MONEY),
            public=True,
        ),
        "order_line": entity(
            "order_line",
            "part",
            attribute("quantity", COUNT),
            attribute("unit_price", MONEY, frozen=True),
            attribute("line_total", MONEY, derived=line_total),
        ),
    }
    relationships = {
        "user_order": one_to_many("user", "order", "places"),
        "order_order_line": one_to_many("order", "order_line", identifying=True, on_delete="cascade"),
        "product_order_line": one_to_many("product", "order_line", "is sold in"),
        "category_parent": one_to_many("category", "category", "contains", required=False, on_delete="clear"),
        "product_category": many_to_many("product", "category", "belongs to", on_delete="cascade"),
    }
    moves = (("draft", "paid"), ("paid", "shipped"))
    rules: dict[str, Any] = {
        "order_status": LifeCycle(entity="order", attribute="status", initial="draft", transitions=moves, final=("shipped",), source=SAID),
        "order_total": Total(
            entity="order", attribute="total", of="order_line", relationship="order_order_line", term=ColumnRef(column="line_total"), source=SAID
        ),
        "stock": StockLevel(
            entity="product", attribute="stock", of="order_line", quantity="quantity", relationship="product_order_line", source=SAID
        ),
        "quantity": Check(
            entity="order_line",
            condition=Compare(op=">", left=ColumnRef(column="quantity"), right=Constant(value=0)),
            says="a line sells at least one",
            source=SAID,
            bad={"quantity": 0},
        ),
        "few": AtMost(entity="order", relationship="user_order", limit=100, live=("draft",), source=SAID),
        "keep": Retention(entity="order", since="placed_at", months=120, then="delete", source=SAID),
    }
    volumes = {
        "user": volume(1e6, 100, 1.2e6),
        "product": volume(1e4, 1, 1.1e4),
        "category": volume(100, 0, 100),
        "order": volume(0, 5e4, 9e7, updates_per_row=3.0),
        "order_line": volume(0, 1.5e5, 2.7e8),
    }
    return Conceptual(entities=entities, relationships=relationships, rules={**rules, **more}, volumes=volumes, scale=SCALE)


def projects() -> Conceptual:
    """Organizations are tenants; projects hold tasks; tasks have tags and a parent; people join organizations; countries are shared."""
    entities = {
        "organization": entity("organization", "party", attribute("title")),
        "country": entity("country", "lookup", attribute("code", CODE), identifiers=(identifier("code", primary=True),)),
        "person": entity("person", "party", attribute("email", EMAIL), identifiers=(identifier("email"),)),
        "membership": entity("membership", "association", attribute("since", INSTANT)),
        "project": entity("project", "thing", attribute("title"), identifiers=(identifier("title"),)),
        "task": entity("task", "thing", attribute("title")),
        "tag": entity("tag", "thing", attribute("title")),
    }
    relationships = {
        "organization_country": one_to_many("country", "organization", required=True),
        "organization_membership": one_to_many("organization", "membership"),
        "person_membership": one_to_many("person", "membership"),
        "organization_project": one_to_many("organization", "project"),
        "project_task": one_to_many("project", "task", on_delete="cascade"),
        "task_parent": one_to_many("task", "task", required=False, role="parent_task", on_delete="clear"),
        "task_assignee": one_to_many("person", "task", required=False, role="assignee", on_delete="clear"),
        "organization_tag": one_to_many("organization", "tag"),
        "task_tag": many_to_many("task", "tag", on_delete="cascade"),
    }
    return Conceptual(entities=entities, relationships=relationships, tenant="organization", scale=SCALE)


def with_address(*rules: Determines) -> Design:
    model = shop(**{f"stated_{number}": rule for number, rule in enumerate(rules)})
    user: Entity = model.entities["user"]
    facts = {name: attribute(name, required=False) for name in ("street", "postal_code", "city")}
    user = msgspec.structs.replace(user, attributes={**user.attributes, **facts})
    return design(msgspec.structs.replace(model, entities={**model.entities, "user": user}))


POSTAL = Determines(entity="user", left=("postal_code",), right=("city",), source=SAID)
STREET = Determines(entity="user", left=("street", "city"), right=("postal_code",), source=SAID)
POSTAL_RULES = (POSTAL, STREET)
