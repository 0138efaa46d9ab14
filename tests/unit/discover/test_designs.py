"""The design is the one a person would make: known sheets, with what chance does to them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from relvar import api
from relvar.discover.design.choose import study
from relvar.discover.design.repeating import separator_of
from relvar.discover.files.opening import open_tables
from relvar.discover.kinds import typed
from relvar.discover.table import Encoder, Table, decoded
from tests.unit.discover.sheets import ORDERS, orders, text

Tables = dict[str, Any]


def designed(folder: Path, header: Sequence[str], rows: Sequence[Sequence[str]], **asked: Any) -> dict[str, Any]:
    folder.mkdir(exist_ok=True)
    (folder / "sheet.csv").write_text(text(header, rows), "utf-8")
    outcome = api.normalized_rows([folder / "sheet.csv"], folder / "out", ["sqlite"], prove=False, **asked)
    found: dict[str, Any] = api.rows_json(outcome)["files"][0]
    return found


def keys(found: dict[str, Any]) -> dict[str, list[str]]:
    return {name: table["key"] for name, table in found["tables"].items()}


@pytest.mark.parametrize("rows", [100, 3_000])
@pytest.mark.parametrize("seed", range(3))
def test_orders(tmp_path: Path, rows: int, seed: int) -> None:
    found = designed(tmp_path, ORDERS, orders(rows, seed))
    assert keys(found) == {"sheet": ["order_id"], "customer": ["customer_id"], "zip": ["zip"], "product": ["product_id"]}
    assert found["form"] == "BCNF" and found["put_aside"] == 0


def test_a_price_for_each_product_and_region(tmp_path: Path) -> None:
    """Two columns together determine a third: a grid, whose every cell is seen many times."""
    chosen = random.Random(2)
    prices = {pair: f"{chosen.randint(100, 9_000) / 100:.2f}" for pair in product(range(30), "NSEW")}
    picked = [chosen.choice(list(prices)) for _ in range(2_000)]
    rows = [[f"N{n}", f"P{p}", r, prices[p, r], str(chosen.randint(1, 5))] for n, (p, r) in enumerate(picked)]
    found = designed(tmp_path, ["line_id", "product_id", "region", "price", "quantity"], rows)
    assert keys(found) == {"sheet": ["line_id"], "product_region": ["product_id", "region"]}
    assert found["tables"]["product_region"]["columns"] == ["product_id", "region", "price"]


def test_a_row_named_by_two_columns(tmp_path: Path) -> None:
    chosen = random.Random(4)
    rows = [[f"S{s}", f"Student {s}", f"C{c}", f"Course {c}", str(chosen.randint(1, 6))] for s in range(60) for c in chosen.sample(range(12), 4)]
    found = designed(tmp_path, ["student_id", "student_name", "course_id", "course_title", "grade"], rows)
    assert keys(found) == {"sheet": ["student_id", "course_id"], "student": ["student_id"], "course": ["course_id"]}


def test_columns_that_chance_made_unique_determine_nothing(tmp_path: Path) -> None:
    chosen = random.Random(6)
    rows = [[str(n), f"{chosen.random():.6f}", f"2025-01-{chosen.randint(1, 28):02d}", str(chosen.randint(1, 9))] for n in range(300)]
    found = designed(tmp_path, ["id", "measured", "day", "level"], rows)
    assert keys(found) == {"sheet": ["id"]}
    assert not any(one["meant"] for one in found["dependencies"])


def test_two_people_of_one_name_are_no_dirt(tmp_path: Path) -> None:
    rows = [[f"O{n}", f"C{n % 300}", f"Name {n % 299}", f"c{n % 300}@x.org"] for n in range(6_000)]
    found = designed(tmp_path, ["order_id", "customer_id", "customer_name", "email"], rows)
    assert found["put_aside"] == 0 and keys(found) == {"sheet": ["order_id"], "customer": ["customer_id"]}
    assert found["tables"]["customer"]["unique"] == [["email"]]


def test_a_constant_is_told_and_stays(tmp_path: Path) -> None:
    found = designed(tmp_path, ["id", "currency"], [[str(n), "EUR"] for n in range(80)])
    assert found["constants"] == ["currency"] and found["tables"]["sheet"]["columns"] == ["id", "currency"]


def one_column(cells: Sequence[str]) -> Table:
    encoder = Encoder(["c"])
    encoder.add([[cell] for cell in cells])
    return Table("t", "t.csv", encoder.columns(), range(2, len(cells) + 2))


@pytest.mark.parametrize(
    "cells, base, form, spelled",
    [
        (["1", "-20", "", "300"], "integer", "", ["1", "-20", None, "300"]),
        (["007", "12"], "text", "", ["007", "12"]),
        (["1.5", "20", "-0.25"], "decimal", "", ["1.50", "20.00", "-0.25"]),
        (["1,5", "20,25"], "decimal", "decimal comma", ["1.50", "20.25"]),
        (["1,200.00", "300.50"], "decimal", "thousands with a comma", ["1200.00", "300.50"]),
        (["12.345,67", "5,10"], "decimal", "thousands with a point, decimal comma", ["12345.67", "5.10"]),
        (["250", "1,100"], "integer", "thousands with a comma", ["250", "1100"]),
        (["1,100", "2,300"], "text", "", ["1,100", "2,300"]),  # a thousand and more, or one and a bit
        (["€ 12.50", "€ 3.00"], "decimal", "€", ["12.50", "3.00"]),
        (["$5", "€6"], "text", "", ["$5", "€6"]),
        (["85%", "90%"], "integer", "%", ["85", "90"]),
        (["2025-01-31", "01.02.2025"], "date", "in several forms", ["2025-01-31", "2025-02-01"]),
        (["Ann ", " Bob"], "text", "", ["Ann", "Bob"]),
        (["31.01.2025", "01.02.2025"], "date", "DD.MM.YYYY", ["2025-01-31", "2025-02-01"]),
        (["01/02/2025", "03/04/2025"], "text", "", ["01/02/2025", "03/04/2025"]),
        (["01/31/2025", "03/04/2025"], "date", "MM/DD/YYYY", ["2025-01-31", "2025-03-04"]),
        (["2025-02-30", "2025-02-01"], "text", "", ["2025-02-30", "2025-02-01"]),
        (["ja", "nein", ""], "boolean", "ja/nein", ["true", "false", None]),
        (["0", "1"], "integer", "", ["0", "1"]),
        (['{"b": 1, "a": 2}', "[]"], "json", "", ['{"a": 2, "b": 1}', "[]"]),
        (["99999999999999999999"], "text", "", ["99999999999999999999"]),
        (["1e5", "2e6"], "text", "", ["1e5", "2e6"]),
        (["-0", "5"], "text", "", ["-0", "5"]),
    ],
)
def test_types_are_those_that_lose_nothing(cells: list[str], base: str, form: str, spelled: list[str | None]) -> None:
    found = typed(one_column(cells))
    assert (found.kinds[0].data.base, found.kinds[0].form) == (base, form)
    assert list(decoded(found.table.columns[0])) == spelled


def test_a_few_cells_of_another_type_are_put_aside_and_many_make_text() -> None:
    cells = [str(n) for n in range(500)]
    few = typed(one_column([*cells, "n/a", "unknown"]))
    assert few.kinds[0].data.base == "integer" and [reject.line for reject in few.table.rejects] == [502, 503]
    many = typed(one_column([*cells, *["n/a"] * 50]))
    assert many.kinds[0].data.base == "text" and "--null" in many.notes[0]
    named = typed(one_column([*cells, *["n/a"] * 50]), ["n/a"])
    assert named.kinds[0].data.base == "integer" and not named.table.rejects


def test_what_arithmetic_gives_determines_nothing(tmp_path: Path) -> None:
    lines = [(n, f"P{n % 4}", (n % 4 + 1) * 1.5, n % 6 + 1, (n % 4 + 1) * 1.5 * (n % 6 + 1)) for n in range(1, 200)]
    path = tmp_path / "lines.csv"
    path.write_text("id,product_id,price,quantity,amount\n" + "".join(",".join(map(str, line)) + "\n" for line in lines))
    (table,) = open_tables(path)
    found = study(typed(table))
    assert not any(fd.right == 1 << 4 for fd in found.chosen)
    assert any("amount is price x quantity" in note for note in found.notes)


def test_a_date_some_days_after_another_makes_no_table(tmp_path: Path) -> None:
    start = date(2024, 1, 1)
    days = [start + timedelta(days=n // 3) for n in range(600)]
    rows = [[str(n), f"B{n % 50}", str(day), str(day + timedelta(days=28))] for n, day in enumerate(days)]
    found = designed(tmp_path, ["loan_id", "isbn", "lent_on", "due_on"], rows)
    assert keys(found) == {"sheet": ["loan_id"]}
    assert any("due_on is lent_on + 28 days" in note for note in found["notes"])
    rows[7][3] = str(start + timedelta(days=29))  # one that lies elsewhere, and it is no rule
    assert not any("+ 28 days" in note for note in designed(tmp_path / "other", ["loan_id", "isbn", "lent_on", "due_on"], rows)["notes"])


def test_digits_that_nobody_adds_up_are_texts(tmp_path: Path) -> None:
    header = ["Zip Code", "phone1", "phone_calls", "country"]
    path = tmp_path / "people.csv"
    path.write_text(text(header, [[str(10_000 + n), str(5_550_000 + n), str(n), "USA"] for n in range(60)]), "utf-8")
    made = typed(open_tables(path)[0])
    assert [kind.data.base for kind in made.kinds] == ["text", "text", "integer", "text"]
    assert not made.notes  # a word that stands everywhere keeps its column from nothing


def test_telephone_numbers_are_a_list_and_thousands_are_none() -> None:
    phones = [f"+47 {n}0000{n}; +47 {n}1111{n}" for n in range(10, 60)]
    assert separator_of(one_column(phones).columns[0]) == "; "
    assert separator_of(one_column([f"{n % 3},{n}00" for n in range(1, 9)] * 5).columns[0]) == ""


@pytest.mark.parametrize(
    ("header", "cells", "separator"),
    [
        ("tags", ["red, blue", "red", "green, red"], ", "),
        ("notes", ["red, blue", "red", "green, red"], ""),
        ("status", ["red, blue", "red", "green, red"], ""),
        ("places", ["Ulm, Germany", "Rome, Italy", "Paris, France"], ""),
    ],
)
def test_few_lists_are_told_by_their_header_and_what_they_share(header: str, cells: list[str], separator: str) -> None:
    assert separator_of(one_column(cells * 20).columns[0]._replace(name=header)) == separator


def test_what_stands_beside_everything_is_told(tmp_path: Path) -> None:
    courses = {f"course {n}": ([f"teacher {n}{t}" for t in range(2)], [f"book {n}{b}" for b in range(3)]) for n in range(5)}
    lines = [f"{course},{teacher},{book}" for course, (teachers, books) in courses.items() for teacher in teachers for book in books]
    path = tmp_path / "courses.csv"
    path.write_text("\n".join(["course,teacher,book", *lines]))
    (table,) = open_tables(path)
    assert any("course ↠ teacher | book: in 5 groups" in note for note in study(typed(table)).notes)
    path.write_text("\n".join(["course,teacher,book", *lines[1:]]))
    (table,) = open_tables(path)
    assert not any("↠" in note for note in study(typed(table)).notes)


def test_what_was_turned_is_proven_as_it_was_turned_and_says_so(tmp_path: Path) -> None:
    """The proof is of what was read: a sheet with its rows as they stand in the file says nothing of the kind."""
    header, plain = ["device", "attribute", "value"], [[f"D{n}", str(n)] for n in range(30)]
    rows = [[f"D{n}", name, value] for n in range(30) for name, value in (("colour", "rgb"[n % 3]), ("weight", str(n)))]
    for name, (columns, cells) in {"turned": (header, rows), "plain": (["device", "weight"], plain)}.items():
        (tmp_path / f"{name}.csv").write_text(text(columns, cells), "utf-8")
    outcome = api.normalized_rows([tmp_path / "turned.csv", tmp_path / "plain.csv"], tmp_path / "out", ["sqlite"])
    turned, back, straight = outcome.proofs
    assert (back.rows, back.holds, back.file) == (60, True, "turned.csv, turned back,")
    assert (turned.rows, turned.holds, turned.shaped) == (30, True, "one row for each device")
    assert (straight.rows, straight.holds, straight.shaped) == (30, True, "")
    report = (tmp_path / "out" / "REPORT.md").read_text("utf-8")
    assert "equal the file as it was read (one row for each device)" in report and "equal the file, row for row" in report


def test_a_series_is_named_by_its_time_and_a_trial_by_its_factors(tmp_path: Path) -> None:
    series = [[f"{n % 7}.5", f"2020-{n % 12 + 1:02}-{n // 12 + 1:02}", f"{n * 7 + 3}"] for n in range(60)]
    (table,) = open_tables(_csv(tmp_path, ["ratio", "month", "sold"], series))
    assert study(typed(table)).key == 0b010
    crossed = [[f"{n % 97}.25", v, y, s] for n, (v, y, s) in enumerate(product(["a", "b", "c"], ["1931", "1932"], ["x", "y", "z", "w"]))]
    (table,) = open_tables(_csv(tmp_path, ["amount", "variety", "year", "site"], [[f"{n % 5}.5", *row[1:]] for n, row in enumerate(crossed)]))
    assert study(typed(table)).key == 0b1110


def _csv(folder: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Path:
    (folder / "one.csv").write_text(text(header, rows), "utf-8")
    return folder / "one.csv"
