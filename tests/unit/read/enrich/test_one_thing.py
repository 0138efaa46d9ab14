"""Two words for one thing of the domain are one entity; told apart, or answered so, they stay two."""

from __future__ import annotations

from relvar import api

SHOP = "E-commerce platform with users, products, orders. Customers search products by name. Customers place orders."
APART = "An online shop. Customers have an email and place orders. Users have a login and a password."


def test_customers_of_whom_nothing_is_told_are_the_users() -> None:
    model = api.read(api.brief_of(SHOP, ["sqlite"]))
    assert "customer" not in model.entities and "customer" in model.actors
    assert {r.first.entity for i, r in model.relationships.items() if r.second.entity == "order"} == {"user"}


def test_what_is_described_stays() -> None:
    assert {"customer", "user"} <= api.read(api.brief_of(APART, ["sqlite"])).entities.keys()


def test_an_answer_keeps_them_apart() -> None:
    brief = api.brief_of(SHOP, ["sqlite"])
    asked = next(q for q in api.read(brief).questions if q.text == "Are customers kept apart from users?")
    assert {"customer", "user"} <= api.read(api.answered(brief, asked, "yes")).entities.keys()


def test_the_text_alone_is_read_as_it_stands() -> None:
    assert {"customer", "user"} <= api.read(api.brief_of(SHOP, ["sqlite"], depth="minimal")).entities.keys()
