"""A dirty spreadsheet becomes a database on a real engine: designed, loaded, joined again, and nothing of it is lost."""

from __future__ import annotations

import csv
import json
import random
import shutil
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from relvar.cli import main
from tests.unit.discover.sheets import ORDERS, PEOPLE, dirty, orders, people, text

STORES = ["sqlite", "postgresql"]


@pytest.mark.parametrize("store", STORES)
def test_a_dirty_spreadsheet_end_to_end(store: str, needs: Callable[[str], None], tmp_path: Path) -> None:
    needs(store)
    rows, reasons = dirty(2_000)
    (tmp_path / "orders.csv").write_text(text(ORDERS, rows, ";"), "cp1252")
    assert main(["normalize", str(tmp_path / "orders.csv"), "-d", store, "--out", str(tmp_path / "out")]) == 0
    report = json.loads((tmp_path / "out/report.json").read_text("utf-8"))
    assert [proof["holds"] for proof in report["proofs"]] == [True]
    with (tmp_path / "out/rejects/orders.csv").open(encoding="utf-8", newline="") as file:
        aside = list(csv.reader(file))[1:]
    assert len(aside) == len(reasons) and report["proofs"][0]["rows"] == len(rows) - len(reasons)
    for number, piece in reasons.items():
        found = [row for row in aside if piece in row[1]]
        assert [row[2:] for row in found] == [rows[number]], f"{piece}: put aside as it stood"
    tables = report["files"][0]["tables"]
    assert {name: table["key"] for name, table in tables.items()} == {
        "orders": ["order_id"],
        "customer": ["customer_id"],
        "zip": ["zip"],
        "product": ["product_id"],
    }
    assert set(tables["orders"]["references"]) == {"customer", "product"} and set(tables["customer"]["references"]) == {"zip"}


@pytest.mark.parametrize("store", STORES)
def test_rows_that_repeat_and_have_no_name(store: str, needs: Callable[[str], None], tmp_path: Path) -> None:
    needs(store)
    rows = [[row[1], row[5], row[6], row[10]] for row in orders(300)] * 2
    rows[7] = ["", "", "", ""]
    rows[9] = ["2025-01-01", "", "", "3"]
    (tmp_path / "log.csv").write_text(text(["day", "zip", "city", "count"], rows), "utf-8")
    assert main(["normalize", str(tmp_path / "log.csv"), "-d", store, "--out", str(tmp_path / "out")]) == 0
    report = json.loads((tmp_path / "out/report.json").read_text("utf-8"))
    assert report["proofs"][0]["holds"] and report["proofs"][0]["rows"] == len(rows) - 1  # an empty row is put aside
    assert report["files"][0]["tables"]["log"]["key"] == ["row_number"] and "zip" in report["files"][0]["tables"]


@pytest.mark.parametrize("store", STORES)
def test_first_normal_form_out_of_real_life(store: str, needs: Callable[[str], None], tmp_path: Path) -> None:
    """Lists in cells, numbered columns, addresses and full names in one cell, JSON: taken apart, and put together again to the letter."""
    needs(store)
    (tmp_path / "sold.csv").write_text(text(PEOPLE, people(600)), "utf-8")
    assert main(["normalize", str(tmp_path / "sold.csv"), "-d", store, "--out", str(tmp_path / "out")]) == 0
    report = json.loads((tmp_path / "out/report.json").read_text("utf-8"))
    assert report["proofs"][0]["holds"] and report["proofs"][0]["rows"] == 600
    file = report["files"][0]
    assert {name: table["columns"] for name, table in file["tables"].items()} == {
        "sold": ["order_id", "person_id", "settings_gift", "settings_note"],
        "person": ["person_id", "given_name", "family_name", "street", "postal_code"],
        "postal_code": ["postal_code", "city"],
        "person_tags": ["person_id", "position", "tags"],
        "person_phone": ["person_id", "number", "phone"],
        "sold_item": ["order_id", "number", "item", "price"],
    }
    assert any("settings holds objects and becomes settings_gift, settings_note" in note for note in file["notes"])


@pytest.mark.parametrize("store", STORES)
def test_documents_and_key_value_tables_are_taken_apart(store: str, needs: Callable[[str], None], tmp_path: Path) -> None:
    needs(store)
    users = [{"id": n, "name": f"user {n}", "country": "NO" if n % 2 else "DE"} for n in range(20)]
    events = [{"id": n, "user": users[n * 7 % 20], "tags": [f"tag {t}" for t in range(n // 7 % 4)], "ms": n * n} for n in range(300)]
    (tmp_path / "events.jsonl").write_text("".join(json.dumps(event) + "\n" for event in events), "utf-8")
    specs = [
        (n, name, value)
        for n in range(100)
        for name, value in (("colour", "red" if n % 3 else "blue"), ("weight", f"{n}.5"))
        if n % 5 or name == "colour"
    ]
    (tmp_path / "specs.csv").write_text(text(["product_id", "attribute", "value"], [list(map(str, row)) for row in specs]), "utf-8")
    assert main(["normalize", str(tmp_path / "events.jsonl"), str(tmp_path / "specs.csv"), "-d", store, "--out", str(tmp_path / "out")]) == 0
    report = json.loads((tmp_path / "out/report.json").read_text("utf-8"))
    assert [proof["rows"] for proof in report["proofs"] if proof["holds"]] == [300, 100, len(specs)]
    tables = {name: table["columns"] for file in report["files"] for name, table in file["tables"].items()}
    assert tables == {
        "events": ["id", "user_id", "ms"],
        "user": ["user_id", "user_name", "user_country"],
        "events_tags": ["id", "position", "tags"],
        "specs": ["product_id", "colour", "weight"],
    }


def shop(count: int) -> list[dict[str, Any]]:
    """Orders of an API: two lists beside one another, lists within lists, lists of lists, elements with an id of their own."""
    chosen, made = random.Random(5), list[dict[str, Any]]()
    products = [{"sku": f"P{n}", "title": f"Product {n % 13}", "price": n + 0.5} for n in range(20)]
    for number in range(1, count + 1):
        lines: list[dict[str, Any]] = [{**chosen.choice(products), "quantity": chosen.randint(1, 9)} for _ in range(chosen.randint(0, 4))]
        for line in lines[:1]:
            line["discounts"] = [{"reason": chosen.choice(["late", "loyal"]), "percent": n} for n in range(1, chosen.randint(2, 4))]
        payments = [{"id": number * 10 + n, "method": chosen.choice(["card", "cash"])} for n in range(chosen.randint(0, 3))]
        made.append({"id": number, "note": None, "lines": lines, "payments": payments, "route": [[1, 2], [number]]})
    return made


@pytest.mark.parametrize("store", STORES)
def test_lists_of_objects_are_tables_of_their_own(store: str, needs: Callable[[str], None], tmp_path: Path) -> None:
    """Several lists in one record are not multiplied, and what a product is is said once."""
    needs(store)
    orders_ = shop(300)
    (tmp_path / "answer.json").write_text(json.dumps({"page": {"number": 1, "size": 300}, "data": {"orders": orders_}}), "utf-8")
    assert main(["normalize", str(tmp_path / "answer.json"), "-d", store, "--out", str(tmp_path / "out")]) == 0
    report = json.loads((tmp_path / "out/report.json").read_text("utf-8"))
    assert all(proof["holds"] for proof in report["proofs"])
    lines = [line for order in orders_ for line in order["lines"]]
    counts = {proof["file"].removeprefix("answer.json").removeprefix(": "): proof["rows"] for proof in report["proofs"]}
    assert counts == {
        "": 1,
        "data: orders": 300,
        "data: orders: lines": len(lines),
        "data: orders: lines: discounts": sum(len(line.get("discounts", ())) for line in lines),
        "data: orders: payments": sum(len(order["payments"]) for order in orders_),
        "data: orders: route": 600,
    }
    tables = {name: table for file in report["files"] for name, table in file["tables"].items()}
    assert {name: (table["key"], table["references"]) for name, table in tables.items()} == {
        "answer": (["row_number"], {}),
        "orders": (["id"], {}),
        "sku": (["sku"], {}),
        "orders_lines": (["order_id", "position"], {"sku": ["sku"], "orders": ["order_id"]}),
        "orders_lines_discounts": (["order_id", "orders_line_position", "position"], {"orders_lines": ["order_id", "orders_line_position"]}),
        "orders_payments": (["id"], {"orders": ["order_id"]}),
        "orders_route": (["order_id", "position"], {"orders": ["order_id"]}),
        "orders_route_route": (["order_id", "position", "position_2"], {"orders_route": ["order_id", "position"]}),
    }


def test_documents_are_rebuilt_out_of_the_views(tmp_path: Path) -> None:
    """Seen from outside: lists put together again by their keys and positions are the document."""
    wanted = shop(60)
    (tmp_path / "orders.json").write_text(json.dumps(wanted), "utf-8")
    assert main(["normalize", str(tmp_path / "orders.json"), "--out", str(tmp_path / "out")]) == 0
    connection = sqlite3.connect(tmp_path / "out/sqlite/rows.db")
    connection.row_factory = sqlite3.Row

    def elements(list_: str, *key: int) -> list[dict[str, Any]]:
        columns = ["order_id", "orders_line_position"][: len(key)]
        query = f"select * from {list_}_rows where {' and '.join(f'{c} = ?' for c in columns)} order by position"
        return [{k: v for k, v in dict(row).items() if k not in columns} for row in connection.execute(query, key)]

    found = [{"id": row["id"], "note": row["note"]} for row in connection.execute("select * from orders_rows order by id")]
    for order in found:
        order["lines"] = elements("orders_lines", order["id"])
        for line in order["lines"]:
            line["price"] /= 10  # stored in units of its last place
            rebates = [{k: d[k] for k in ("reason", "percent")} for d in elements("orders_lines_discounts", order["id"], line.pop("position"))]
            line.update({"discounts": rebates} if rebates else {})
        order["payments"] = [{k: p[k] for k in ("id", "method")} for p in elements("orders_payments", order["id"])]
        order["route"] = [json.loads(f"[{str(stop['route']).replace(';', ',')}]") for stop in elements("orders_route", order["id"])]
    assert found == wanted
    connection.close()


def test_a_key_value_table_is_turned_back(tmp_path: Path) -> None:
    """Seen from outside: the view gives the text of the file, in its order of columns, and in its spelling where a type has but one."""
    rows = [[v, str(n), a] for n in range(-40, 40) for a, v in (("It's", f"{n}.25"), ("made on", "2024-02-29"), ("in use", str(n < 0).lower()))]
    rows = [row for place, row in enumerate(rows) if place % 7]
    (tmp_path / "specs.csv").write_text(text(["value", "thing", "property"], rows), "utf-8")
    assert main(["normalize", str(tmp_path / "specs.csv"), "--out", str(tmp_path / "out")]) == 0
    connection = sqlite3.connect(tmp_path / "out/sqlite/rows.db")
    cursor = connection.execute("select * from specs_pairs")
    assert [column[0] for column in cursor.description] == ["value", "thing", "property"]
    assert Counter(cursor) == Counter((value, int(thing), name) for value, thing, name in rows)
    connection.close()


def test_what_the_database_file_gives_back_is_the_file(tmp_path: Path) -> None:
    """Seen from outside: the view of the database against the text of the file, cell by cell, without what relvar says of it."""
    rows = orders(500)
    (tmp_path / "orders.csv").write_text(text(ORDERS, rows), "utf-8")
    assert main(["normalize", str(tmp_path / "orders.csv"), "--out", str(tmp_path / "out")]) == 0
    connection = sqlite3.connect(tmp_path / "out/sqlite/rows.db")
    found = connection.execute("select * from orders_rows").fetchall()
    price, quantity = ORDERS.index("unit_price"), ORDERS.index("quantity")
    wanted = [tuple(cell or None for cell in row) for row in rows]
    seen = [
        tuple(f"{c / 100:.2f}" if n == price else str(c) if n == quantity or ORDERS[n] == "zip" else c for n, c in enumerate(row)) for row in found
    ]
    assert Counter(seen) == Counter(wanted)
    assert connection.execute("select count(*) from customer").fetchone()[0] == len({row[2] for row in rows})
    assert not connection.execute("pragma foreign_key_check").fetchall()
    connection.close()


def test_the_loader_runs_by_hand_on_sqlite(tmp_path: Path) -> None:
    shell = shutil.which("sqlite3")
    if shell is None:
        pytest.skip("NO sqlite3 SHELL HERE")
    (tmp_path / "orders.csv").write_text(text(ORDERS, orders(400)), "utf-8")
    assert main(["normalize", str(tmp_path / "orders.csv"), "--out", str(tmp_path / "out")]) == 0
    folder = tmp_path / "out/sqlite"
    done = subprocess.run([shell, "-bail", "mine.db", ".read load.sql"], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and not done.stderr, done.stderr
    both = [sqlite3.connect(folder / name) for name in ("mine.db", "rows.db")]
    mine, ours = (Counter(connection.execute("select * from orders_rows")) for connection in both)
    assert mine == ours and mine.total() == 400
    for connection in both:
        connection.close()


def test_the_loader_runs_by_hand_on_postgresql(needs: Callable[[str], None], tmp_path: Path) -> None:
    needs("postgresql")
    from relvar.engines.postgresql.cluster import Cluster, tool

    (tmp_path / "orders.csv").write_text(text(ORDERS, orders(400)), "utf-8")
    assert main(["normalize", str(tmp_path / "orders.csv"), "-d", "postgresql", "--out", str(tmp_path / "out"), "--no-load"]) == 0
    assert "Not loaded" in (tmp_path / "out/REPORT.md").read_text("utf-8")
    assert main(["normalize", str(tmp_path / "orders.csv"), "-d", "postgresql", "--out", str(tmp_path / "out")]) == 0
    cluster = Cluster()
    try:
        command = [tool("psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", cluster.conninfo(), "-f", "load.sql"]
        done = subprocess.run(command, cwd=tmp_path / "out/postgresql", capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        into = ["--into", f"postgresql://postgres@/postgres?host={cluster.folder}&port=5432", "-d", "postgresql", "--out", str(tmp_path / "into")]
        assert main(["normalize", str(tmp_path / "orders.csv"), *into]) == 2, "tables that are there are not replaced"
        assert main(["normalize", str(tmp_path / "orders.csv"), *into, "-d", "sqlite"]) == 2
        (tmp_path / "days.csv").write_text("day,high\n2025-01-01,3\n2025-01-02,4\n")
        assert main(["normalize", str(tmp_path / "days.csv"), *into]) == 0
        counted = [tool("psql"), "-X", "-At", "-d", cluster.conninfo(), "-c", "select count(*) from app.days_rows"]
        assert subprocess.run(counted, capture_output=True, text=True, check=True).stdout.strip() == "2"
        asked = [tool("psql"), "-X", "-At", "-d", cluster.conninfo(), "-c", "select count(*), count(distinct order_id) from app.orders_rows"]
        assert subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip() == "400|400"
    finally:
        cluster.close()


def test_two_files_refer_to_each_other(tmp_path: Path) -> None:
    rows = orders(600)
    customers = {row[2]: [row[2], row[3], row[5]] for row in rows}
    (tmp_path / "customers.csv").write_text(text(["customer_id", "name", "zip"], list(customers.values())), "utf-8")
    short = [[row[0], row[1], row[2], row[10]] for row in rows]
    short[5][2] = "C9999"
    (tmp_path / "orders.csv").write_text(text(["order_id", "day", "customer_id", "quantity"], short), "utf-8")
    files = [str(tmp_path / "orders.csv"), str(tmp_path / "customers.csv")]
    assert main(["normalize", *files, "--out", str(tmp_path / "out")]) == 0
    report = json.loads((tmp_path / "out/report.json").read_text("utf-8"))
    assert report["references"] == [{"from": "orders.csv: customer_id", "to": "customers.csv: customer_id"}]
    assert report["files"][0]["put_aside"] == 1 and report["files"][0]["tables"]["orders"]["references"] == {"customers": ["customer_id"]}
    assert all(proof["holds"] for proof in report["proofs"])


def test_a_folder_that_is_not_ours_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "orders.csv").write_text(text(ORDERS, orders(100)), "utf-8")
    (tmp_path / "out").mkdir()
    (tmp_path / "out/mine.txt").write_text("mine")
    assert main(["normalize", str(tmp_path / "orders.csv"), "--out", str(tmp_path / "out")]) == 2
    assert "mine.txt" in capsys.readouterr().err and (tmp_path / "out/mine.txt").read_text() == "mine"


NAMES = [
    "id",
    "code",
    "name",
    "tags",
    "phone1",
    "phone2",
    "full_name",
    "address",
    "value",
    "key",
    "zip",
    "Order ID",
    "order",
    "select",
    "",
    "9x",
    "ä",
]
CELLS = [
    "",
    "a",
    "b;c",
    "b; c",
    "x, y",
    "1",
    "2.50",
    "2.5",
    "07",
    "2025-01-01",
    '{"a": 1}',
    "true",
    "O'Neil",
    'q"x',
    "line\nbreak",
    "\\N",
    "\\.",
    "NULL",
]


@pytest.mark.parametrize("seed", range(0, 400, 10))
def test_whatever_stands_in_a_file_comes_back(seed: int, tmp_path: Path) -> None:
    chosen = random.Random(seed)
    width = chosen.randint(1, 7)
    names = [chosen.choice(NAMES) + chosen.choice(["", "", "_id"]) for _ in range(width)]
    pools = [[chosen.choice(CELLS) for _ in range(chosen.randint(1, 8))] if chosen.random() < 0.6 else list("123456789") for _ in range(width)]
    rows = [[chosen.choice(pool) for pool in pools] for _ in range(chosen.randint(2, 60))]
    rows[0][0] = rows[0][0] or "x"  # a file of blank lines holds no row
    (tmp_path / "sheet.csv").write_text(text(names, rows), "utf-8")
    assert main(["normalize", str(tmp_path / "sheet.csv"), "--header", "--out", str(tmp_path / "out")]) == 0
    report = json.loads((tmp_path / "out/report.json").read_text("utf-8"))
    assert report["proofs"][0]["holds"]


def test_a_key_of_all_columns(tmp_path: Path) -> None:
    rows = [[str(a), str(b)] for a in range(9) for b in range(7)]
    (tmp_path / "pairs.csv").write_text(text(["left_id", "right_id"], rows), "utf-8")
    assert main(["normalize", str(tmp_path / "pairs.csv"), "--out", str(tmp_path / "out")]) == 0
