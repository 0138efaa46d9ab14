"""Files of rows as what exists: keys, references and dependencies by their values, what the rules find in them, and the model they make."""

from __future__ import annotations

from pathlib import Path

import pytest

from relvar import api
from relvar.cli import main
from relvar.errors import RelvarError

TOWNS = {"10115": "Berlin", "75001": "Paris", "00100": "Rome"}


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    """Customers and their orders as a shop's program wrote them out."""
    zips = list(TOWNS)
    people = [(number, f"Name{number}", zips[number * 7 % 3]) for number in range(1, 41)]
    rows = ["customer_id,name,zip,city,born", *(f"{n},{name},{z},{TOWNS[z]},{n % 28 + 1:02d}/12/1970" for n, name, z in people)]
    (tmp_path / "customers.csv").write_text("\n".join(rows) + "\n")
    orders = ["order_id;placed_at;customer_id;customer_name;sku;title;quantity;amount"]
    for number in range(1, 201):
        who, what, amount = people[number * 13 % 40], number * 29 % 23, number % 37 * 1.1
        orders.append(f"{number};2025-01-02 10:{number % 60:02d}:00;{who[0]};{who[1]};P{what:03d};Thing {what};{number * 11 % 7};{amount}")
    (tmp_path / "orders.tsv").write_text("\n".join(orders).replace(";", "\t") + "\n")
    return tmp_path


def test_rows_show_keys_references_and_what_is_repeated(exports: Path) -> None:
    found = api.imported(str(exports))
    orders = found.tables["orders"]
    assert orders.primary is not None and orders.primary.columns == ("order_id",)
    assert [(r.columns, r.table, r.to) for r in orders.references] == [(("customer_id",), "customers", ("customer_id",))]
    assert {c.name: c.type for c in orders.columns.values()} == {
        "order_id": "integer", "placed_at": "timestamp", "customer_id": "integer", "customer_name": "text", "sku": "text", "title": "text",
        "quantity": "integer", "amount": "double precision",
    }  # fmt: skip
    assert {(d.left, d.right) for d in orders.dependencies} == {(("customer_id",), ("customer_name",)), (("sku",), ("title",))}
    assert next(d.copies for d in orders.dependencies if d.left == ("customer_id",)) == {"customer_name": "name"}
    faults = {(fault.rule, fault.element) for fault in api.judged(found)}
    assert faults >= {
        ("repeated-fact", "orders.customer_id"), ("repeated-fact", "orders.sku"), ("repeated-fact", "customers.zip"),
        ("money-as-float", "orders.amount"), ("local-timestamp", "orders.placed_at"), ("local-spelling", "customers.born"),
    }  # fmt: skip
    assert not [rule for rule, _ in faults if rule in ("unindexed-reference", "undecided-delete")], "nobody declared the tables"


def test_a_design_of_them_says_each_fact_once(exports: Path, tmp_path: Path) -> None:
    sources = [str(exports / "orders.tsv"), str(exports / "customers.csv")]
    lifted = api.lifted(api.imported(sources), ["postgresql"])
    tables = api.design_of(lifted.brief, lifted.model).physical["postgresql"].tables
    columns = {table.name: {column.name for column in table.columns.values()} for table in tables.values()}
    assert columns["orders"] == {"order_id", "customer_id", "placed_at", "sku", "quantity", "amount"}
    assert columns["customers"] == {"customer_id", "name", "zip", "born"}
    assert {"sku", "title"} in columns.values() and {"zip", "city"} in columns.values()
    assert main(["import", *sources, "--out", str(tmp_path / "out")]) == 0


def test_what_is_asked_of_rows_and_cannot_be(exports: Path, tmp_path: Path) -> None:
    schema = tmp_path / "a.sql"
    schema.write_text("create table a (id int primary key);")
    with pytest.raises(RelvarError, match="rows have no tables to mend"):
        api.write_fixes(api.imported(str(exports / "customers.csv")), (), tmp_path / "fix")
    with pytest.raises(RelvarError, match="only files of rows are read together"):
        api.imported([str(schema), str(exports / "customers.csv")])
    assert list(api.imported(str(exports)).tables) == ["a"], "a schema beside the rows is what the folder holds"
    assert set(api.imported(str(exports), language="rows").tables) == {"customers", "orders"}
