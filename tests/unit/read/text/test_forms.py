"""Sheets, field tables, screens, endpoints, examples and mails: types, keys, references, frequencies, and what is left alone."""

from __future__ import annotations

import pytest

from relvar import api
from relvar.model.conceptual import Conceptual
from relvar.read.text.forms import read_forms


def read(text: str) -> Conceptual:
    return api.read(api.brief_of(text, ["sqlite"], depth="minimal"))


def types(model: Conceptual, entity: str) -> dict[str, str]:
    return {name: attribute.meaning.data.base for name, attribute in model.entities[entity].attributes.items()}


def test_the_rows_beneath_a_header_give_types_values_and_gaps() -> None:
    model = read(
        "Sheet: Kilns\nKiln No;Built;Lining;Last fired;Volume l;In use\n"
        "K1;1998;brick;2024-03-01;120.5;yes\nK2;2004;fibre;;80.0;no\nK3;2011;brick;2024-05-02;95.5;yes\nK4;2012;fibre;2024-05-03;60.0;yes\n"
    )
    assert types(model, "kiln") == {
        "kiln_no": "text", "built": "integer", "lining": "text", "last_fired": "date", "volume_l": "decimal", "in_use": "boolean"
    }  # fmt: skip
    assert not model.entities["kiln"].attributes["last_fired"].required
    assert any(getattr(rule, "values", ()) == ("brick", "fibre") for rule in model.rules.values())
    assert any(i.members == ("kiln_no",) and i.primary for i in model.entities["kiln"].identifiers)


def test_rows_that_repeat_a_number_are_its_lines() -> None:
    text = "Order No;Order Date;Item;Qty\n1;2024-01-02;rope;2\n1;2024-01-02;hook;5\n2;2024-01-03;rope;1\n"
    for brief in (text, text.splitlines()[0]):  # the header alone says so too: an item with its quantity
        model = read(f"Our orders are kept in this export:\n\n{brief}")
        assert set(model.entities["order"].attributes) == {"order_no", "order_date"}
        assert {"item", "qty"} <= set(model.entities["order_line"].attributes)


@pytest.mark.parametrize(
    "prose",
    [
        "A shop sells apples, pears, plums. A customer has a name, an email, a phone.",
        "We need:\n- members\n- books; each book has a title; an author; a year",
        "Opening hours: Monday, Tuesday, Friday. A guide leads tours; tours have a date; guests join tours.",
        "Book: title, author, year\nMember: name, email",
    ],
)
def test_lists_in_prose_are_no_sheets(prose: str) -> None:
    found, plain = read_forms(prose)
    assert not found.things
    assert plain == prose


def test_endpoints_say_parents_filters_and_how_often() -> None:
    model = read(
        "GET /v1/orders/{id}/lines?status=&page= 500 calls per hour\nPOST /login\nGET /orders?customer_id=\n"
        "An order has a date and a customer. A customer has a name and an email."
    )
    by_name = {pattern.name: pattern for pattern in model.patterns.values()}
    lines = by_name["order lines by order and status"]
    assert lines.per_day.value == 12_000
    assert [f.attribute or f.path for f in lines.filters] == [("order_line_order",), "status"]
    assert by_name["orders by customer id"].filters[0].path == ("order_customer",)
    assert "login" not in model.entities


def test_an_example_in_json_gives_types_and_parts() -> None:
    model = read(
        'A parcel looks like this:\n```json\n{"data": [{"parcelNo": "P-1", "weightKg": 2.5, "sentAt": "2024-01-02T10:00:00Z", "fragile": true, '
        '"note": null, "address": {"street": "Hill 1", "city": "York"}, "scans": [{"place": "York", "at": "2024-01-02T11:00:00Z"}]}]}\n```\n'
    )
    assert {"parcel_no": "text", "weight_kg": "decimal", "sent_at": "timestamp", "fragile": "boolean", "address_city": "text"}.items() <= types(
        model, "parcel"
    ).items()
    assert not model.entities["parcel"].attributes["note"].required
    assert "scan" in model.entities
    assert "parcel" in model.relationships["scan_parcel"].first.entity


def test_what_frames_a_mail_or_talk_is_no_data() -> None:
    model = read(
        "From: Ann\nTo: Bo\nSubject: archive\n\nDear Bo,\n\nMaria: we keep maps. Each map has a title and a scale.\nTom: yes, and my folders!\n"
        "Maria: we put a map into one folder. A folder has a label.\n\nBest wishes,\nAnn\nMap Archive Ltd\n\n> do you keep invoices?\n"
    )
    assert set(model.entities) == {"map", "folder"}


def test_every_line_of_a_form_is_explained() -> None:
    text = "We keep kites.\n\nSheet: Kites\nKite No;Colour;Span\n1;red;2.5\n\nEach kite has a pilot."
    brief = api.brief_of(text, ["sqlite"], depth="minimal")
    model = api.read(brief)
    told = {one.words: {f.became for f in one.facts} for one in api.explained(brief, model)}
    assert [a.source.words for a in model.entities["kite"].attributes.values()][:3] == ["Kite No", "Colour", "Span"]
    assert {"kite.colour", "kite.span"} <= told["Kite No;Colour;Span"]
    assert "kite" in told["Sheet: Kites"]


@pytest.mark.parametrize(
    ("text", "both", "assumed"),
    [
        ("Each department has only one manager. Each department has several managers.", ("only one manager", "several managers"), "one"),
        ("A kite has a colour (red, blue) and a size. A kite has a colour (green, black).", ("(red, blue)", "(green, black)"), "red, blue"),
        ("A review has a rating. The rating is between 1 and 5. The rating must be between 1 and 10.", ("1 and 5", "1 and 10"), "1 and 5"),
        ("A bin has a weight. The weight must be at most 20. The weight must be at most 30.", ("most 20", "most 30"), "at most 20"),
        ("A book has an ISBN and a shelf number. A book is identified by its ISBN. Each book is uniquely identified by its shelf number.",
         ("its ISBN", "its shelf number"), "isbn is its key"),
    ],
)  # fmt: skip
def test_what_is_said_twice_and_differently_is_asked(text: str, both: tuple[str, str], assumed: str) -> None:
    question = next(q for q in read(text).questions if "The text says both" in q.text)
    assert all(words in question.text for words in both)
    assert assumed in question.assumed


def test_a_lower_and_an_upper_bound_hold_together() -> None:
    model = read("A bin has a weight. The weight must be at least 1. The weight must be at most 20.")
    assert {r.says for r in model.rules.values() if hasattr(r, "says")} >= {"The weight must be at least 1", "The weight must be at most 20"}
    assert not any("says both" in q.text for q in model.questions)
