"""A live database of documents is read as what it holds: collections, what lies inside their documents, validators, indexes, references."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from relvar import api
from relvar.cli import main
from relvar.model.existing import Existing

NAME = "relvar_existing"
SCHEMA = {
    "bsonType": "object",
    "required": ["status", "total"],
    "properties": {"status": {"enum": ["new", "paid"]}, "total": {"bsonType": "double"}},
}


@pytest.fixture(scope="module")
def url(documents: Any) -> Iterator[str]:
    """A shop's documents, on a DocumentDB of ours."""
    client = documents.client
    database = client[NAME]
    client.drop_database(NAME)
    people = database["customers"]
    people.insert_many([{"_id": n, "name": f"N{n}", "address": {"city": "Rome", "zip": "00100"}, "tags": ["a"]} for n in range(1, 4)])
    people.update_one({"_id": 2}, {"$unset": {"address.zip": 1}})
    people.create_index([("name", 1)], unique=True, name="by_name")
    database.create_collection("orders", validator={"$jsonSchema": SCHEMA})
    lines = [{"sku": "x", "quantity": 2, "price": 1.5}, {"sku": "y", "quantity": 1}]
    database["orders"].insert_many(
        [
            {"customer_id": n % 3 + 1, "status": "new", "total": n * 1.1, "placed_at": datetime(2026, 1, n, tzinfo=UTC), "lines": lines, "note": odd}
            for n, odd in ((1, "a"), (2, 5), (3, None))
        ]
    )
    database["orders"].create_index([("customer_id", 1), ("placed_at", -1)], name="latest")
    database["orders"].create_index([("placed_at", 1)], expireAfterSeconds=3600, name="gone")
    host, port = client.address
    yield f"mongodb://{host}:{port}/{NAME}?directConnection=true"
    client.drop_database(NAME)


@pytest.fixture(scope="module")
def found(url: str) -> Existing:
    return api.imported(url)


def test_documents_are_tables_with_what_lies_inside_them(found: Existing) -> None:
    assert set(found.tables) == {"customers", "orders", "orders_lines"}
    customers, orders, lines = (found.tables[name] for name in ("customers", "orders", "orders_lines"))
    assert {c.name: (c.type, c.nullable) for c in customers.columns.values()} == {
        "_id": ("integer", False), "name": ("text", False), "address_city": ("text", False), "address_zip": ("text", True), "tags": ("text[]", False),
    }  # fmt: skip
    assert orders.primary is not None and orders.primary.columns == ("_id",) and orders.columns["total"].type == "double precision"
    assert [(r.columns, r.table) for r in orders.references] == [(("customer_id",), "customers")]
    assert [c.condition for c in orders.checks] == ["status in ('new', 'paid')"]
    assert [(i.name, [(p.column, p.descending) for p in i.parts]) for i in orders.indexes] == [
        ("latest", [("customer_id", False), ("placed_at", True)]), ("gone", [("placed_at", False)]),
    ]  # fmt: skip
    assert [k.columns for k in customers.uniques] == [("name",)]
    assert lines.primary is not None and lines.primary.columns == ("orders_id", "position") and lines.columns["price"].nullable
    assert [(r.columns, r.table, r.on_delete) for r in lines.references] == [(("orders_id",), "orders", "cascade")]


def test_what_no_table_holds_is_listed_and_the_rules_see_the_rest(found: Existing) -> None:
    left = {str(one.text): one.why for one in found.leftovers}
    assert "int" in left["orders.note"] and "str" in left["orders.note"]
    assert any("gone" in text and "3600" in why for text, why in left.items())
    assert ("money-as-float", "orders.total") in {(fault.rule, fault.element) for fault in api.judged(found)}


def test_a_design_for_documents_goes_on_from_it(url: str, found: Existing) -> None:
    lifted = api.lifted(found)
    assert lifted.brief.stores == ("mongodb",)
    made = api.design_of(lifted.brief, lifted.model).physical["mongodb"]
    assert {"customers", "orders"} <= {table.name for table in made.tables.values()}
    assert main(["import", url]) == 0


def test_no_password_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    for address in ("mongodb://app:s3cret@127.0.0.1:1/x?serverSelectionTimeoutMS=300", "mongodb://app:s3cret@127.0.0.1:1"):
        assert main(["check", address]) == 2
        printed = capsys.readouterr()
        assert "s3cret" not in printed.out + printed.err and "relvar: " in printed.err
