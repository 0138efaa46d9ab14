"""What is free of form is one attribute, and what is looked for within it is a filter on a member with the type that its name tells."""

from __future__ import annotations

import pytest

from relvar import api
from relvar.model.conceptual import Conceptual

Filters = set[tuple[str, str, str]]


def read(text: str) -> Conceptual:
    return api.read(api.brief_of(text, ["postgresql"], depth="minimal"))


def documents(model: Conceptual) -> dict[str, dict[str, str]]:
    """ "entity.attribute" of each document -> base type by member."""
    found = ((id_, name, a) for id_, entity in model.entities.items() for name, a in entity.attributes.items())
    return {f"{id_}.{name}": {k: m.meaning.data.base for k, m in a.members.items()} for id_, name, a in found if a.meaning.data.base == "json"}


def asked(model: Conceptual) -> list[set[tuple[str, str, str]]]:
    return [{(f.op, f.attribute, f.member) for f in p.filters} for p in model.patterns.values() if p.source.kind == "brief"]


@pytest.mark.parametrize(
    ("text", "document", "members", "filters"),
    [
        ("Products have a name and free-form specifications (JSON). Customers filter products by the brand and the weight in the specifications.",
         "product.specifications", {"brand": "text", "weight": "decimal"}, {("=", "specifications", "brand"), ("=", "specifications", "weight")}),
        ("Events have a type and a time and carry a payload in JSON. Support searches events by the payload's order id.",
         "event.payload", {"order_id": "text"}, {("=", "payload", "order_id")}),
        ("Devices store their settings as JSON. Engineers find devices whose settings contain a firmware version. Devices have a serial number.",
         "device.settings", {"firmware_version": "text"}, {("=", "settings", "firmware_version")}),
        ("An order has a number, a date and metadata, stored as JSON. Staff search orders by the delivery date inside the metadata.",
         "order.metadata", {"delivery_date": "date"}, {("range", "metadata", "delivery_date")}),
        ("Invoices have a number. The invoice's extra data is JSON. Accountants find invoices whose extra data contains a project code.",
         "invoice.extra_data", {"project_code": "text"}, {("=", "extra_data", "project_code")}),
        ("Services have a name. The configuration of a service is kept as JSON. Operators find services with a given region in their configuration.",
         "service.configuration", {"region": "text"}, {("=", "configuration", "region")}),
        ("An exhibit has a title, and properties that differ by kind, held as JSON. Staff search exhibits by the load (a number) in the properties.",
         "exhibit.properties", {"load": "decimal"}, {("=", "properties", "load")}),
        ("Assets have a name and metadata, stored as JSON. Staff search assets by one of the labels in the metadata.",
         "asset.metadata", {"labels": "text"}, {("=", "metadata", "labels")}),
        ("Each listing has a title and a JSON document of attributes. Visitors filter listings by title and by colour in the attributes.",
         "listing.attributes", {"colour": "text"}, {("prefix", "title", ""), ("=", "attributes", "colour")}),
    ],
)  # fmt: skip
def test_a_member_is_asked_for(text: str, document: str, members: dict[str, str], filters: Filters) -> None:
    model = read(text)
    assert documents(model) == {document: members}
    assert filters in asked(model)
    assert not {document.partition(".")[2], *members} & set(model.entities)


@pytest.mark.parametrize(("words", "many"), [("any of the tags", True), ("any tag", True), ("one of the tags", True), ("the tag", False)])
def test_any_of_several_is_a_list(words: str, many: bool) -> None:
    model = read(f"Products have a name and free-form specifications (JSON). Customers filter products by {words} in the specifications.")
    (member,) = model.entities["product"].attributes["specifications"].members.values()
    assert member.multivalued == many


def test_a_list_goes_on_behind_the_document() -> None:
    model = read(
        "Machines have a serial number. Machines report events; an event has a kind, an instant and a JSON payload. "
        "Technicians filter events by the error code in the payload and by the kind."
    )
    assert {("=", "payload", "error_code"), ("=", "kind", "")} in asked(model)


@pytest.mark.parametrize("words", ["any setting", "any value of the settings", "any attribute in the settings"])
def test_any_member_is_whichever_the_caller_names(words: str) -> None:
    model = read(f"Devices have a name. Devices store their settings as JSON. Engineers find devices by {words}.")
    assert {("holds", "settings", "")} in asked(model)
    assert documents(model) == {"device.settings": {}}


def test_a_type_that_no_name_tells_is_asked_for() -> None:
    start = "Devices have a name. Devices store their settings as JSON. Engineers find devices by the "
    assert [q for q in read(f"{start}quirk in the settings.").questions if "quirk in the settings" in q.text]
    for known in ("battery voltage", "quirk (a number)", "quirk (text)"):
        assert not [q for q in read(f"{start}{known} in the settings.").questions if "in the settings" in q.text], known


@pytest.mark.parametrize(
    "text",
    [
        "Reports are exported as JSON. Users have a name and free-form notes. Managers search users by name.",
        "Users download invoices as JSON. Invoices have a number and a date.",
        "The JSON API lists products. Products have a name.",
    ],
)
def test_a_format_of_files_and_free_text_are_no_documents(text: str) -> None:
    assert documents(read(text)) == {}
