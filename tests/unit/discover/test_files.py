"""Files as they come: whatever is in them is read, put aside with its line and reason, or refused in words."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pyarrow
import pyarrow.parquet
import pytest

from relvar import api
from relvar.discover.files.opening import Asked, open_tables
from relvar.discover.mining.hyfd import minimal_dependencies
from relvar.discover.table import Table, decoded, kept
from relvar.errors import FileError, UnsupportedError


def written(folder: Path, content: bytes | str, name: str = "sheet.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read(folder: Path, content: bytes | str, **asked: object) -> Table:
    return open_tables(written(folder, content), Asked(**asked))[0]  # type: ignore[arg-type]


def rows(found: Table) -> list[tuple[str | None, ...]]:
    return [found.row(number) for number in range(found.rows)]


def test_columns_without_name_and_cell_are_left_out_and_said(tmp_path: Path) -> None:
    found = read(tmp_path, "id,,city,,note\n1,,x,,\n2,,y,,\n3,,z\n" + "4,,x,,\n" * 50)
    assert found.names == ("id", "city", "note")  # a name is a promise of cells to come
    assert rows(found)[:2] == [("1", "x", None), ("2", "y", None)]
    assert found.notes == ("column 2 has no name and no cell, and is left out", "column 4 has no name and no cell, and is left out")
    assert [reject.cells for reject in found.rejects] == [("3", "", "z")]  # of another width: as it stood
    assert read(tmp_path, "id,,city\n1,,x\n2,a,y\n").names == ("id", "column_2", "city")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_and_quotes(tmp_path: Path, delimiter: str) -> None:
    text = (
        f'name{delimiter}note{delimiter}n\r\n"Ann{delimiter} B."{delimiter}"two\r\nlines, ""quoted"""{delimiter}1\r\nBob{delimiter}{delimiter}2\r\n'
    )
    found = read(tmp_path, text)
    assert found.names == ("name", "note", "n")
    assert rows(found) == [(f"Ann{delimiter} B.", 'two\r\nlines, "quoted"', "1"), ("Bob", None, "2")]
    assert list(found.lines) == [3, 4]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    found = read(tmp_path, "name,city\nZoë,Köln\n".encode(encoding))
    assert rows(found) == [("Zoë", "Köln")]
    assert bool(found.notes) == (encoding == "cp1252"), "what is assumed is said"


def test_an_encoding_that_is_not_it_is_named_with_the_byte(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="is not utf-8: byte 11"):
        read(tmp_path, "name,city\nZoë,Köln\n".encode("cp1252")[:11] + b"\xff\xfe", encoding="utf-8")
    with pytest.raises(FileError, match="neither UTF-8"):
        read(tmp_path, b"a,b\n\x81\x8d,1\n")
    with pytest.raises(FileError, match="zero byte"):
        read(tmp_path, b"PK\x03\x04\x00\x00,a\n")


def test_ragged_rows_are_put_aside(tmp_path: Path) -> None:
    found = read(tmp_path, "a,b,c\n1,2,3\n1,2\n4,5,6\n7,8,9,10\n\n2,2,2\n")
    assert [(reject.line, reject.reason) for reject in found.rejects] == [
        (3, "2 cells where the header has 3"),
        (5, "4 cells where the header has 3"),
    ]
    assert found.rows == 3
    with pytest.raises(FileError, match="another number of cells"):
        read(tmp_path, "a,b,c\n1,2\n1,2\n1,2\n1,2,3\n", delimiter=",")


def test_headers_that_repeat_or_lack(tmp_path: Path) -> None:
    assert read(tmp_path, "a,a,,a_2\nx,y,z,w\n").names == ("a", "a_2", "column_3", "a_2_2")
    found = read(tmp_path, "5.1,3.5,setosa\n4.9,3.0,setosa\n")
    assert found.names == ("column_1", "column_2", "column_3") and found.rows == 2


@pytest.mark.parametrize("content", [b"", b"\n\n  \n", b"a,b,c\n"])
def test_files_without_rows(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(FileError, match=r"empty|holds no row|no row"):
        read(tmp_path, content)


def test_too_many_columns_are_refused_and_many_are_searched_as_far_as_is_said(tmp_path: Path) -> None:
    wide = ",".join(f"c{n}" for n in range(5_000))
    with pytest.raises(FileError, match="5,000 columns, at most 1,000"):
        read(tmp_path, f"{wide}\n{wide}\n")
    head, row = ",".join(f"c{n}" for n in range(300)), ",".join(str(n) for n in range(300))
    assert minimal_dependencies(read(tmp_path, f"{head}\n{row}\n{row}\n", header=True)).longest == 1


def test_columns_of_nothing(tmp_path: Path) -> None:
    found = read(tmp_path, "a,b,c\n,1,\n,2,\n")
    assert [column.values for column in found.columns] == [[None], ["1", "2"], [None]]
    assert minimal_dependencies(found).dependencies == {0: 0b101}


def test_a_large_file_is_sampled_and_it_is_said(tmp_path: Path) -> None:
    found = read(tmp_path, "a,b\n" + "".join(f"{n},x\n" for n in range(1_000)), sample_above=2_000)
    assert found.sampled == 3 and found.rows == 334
    assert list(decoded(found.columns[0]))[:3] == ["0", "3", "6"]


def test_kept_rows_lose_no_value(tmp_path: Path) -> None:
    found = kept(read(tmp_path, "a,b\n1,x\n2,\n3,x\n"), [0, 2])
    assert rows(found) == [("1", "x"), ("3", "x")] and list(found.lines) == [2, 4] and found.columns[1].values == ["x"]


def test_unknown_kinds(tmp_path: Path) -> None:
    with pytest.raises(UnsupportedError, match="not read"):
        open_tables(written(tmp_path, "x", "a.doc"))
    with pytest.raises(FileError, match="no such file"):
        open_tables(tmp_path / "none.csv")


VALUES: list[list[object]] = [[1, "Zoë", 2.5, True, date(2025, 1, 31), None], [20, "x;y", -0.25, False, date(2024, 2, 29), "z"]]
NAMES = ["id", "name", "amount", "paid", "day", "rest"]
TEXTS = [("1", "Zoë", "2.5", "true", "2025-01-31", None), ("20", "x;y", "-0.25", "false", "2024-02-29", "z")]


def as_workbook(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in [NAMES, *VALUES]:
        sheet.append(row)
    sheet.append([])
    book.create_sheet("empty")
    book.save(path)


def as_parquet(path: Path) -> None:
    columns = dict(zip(NAMES, map(list, zip(*VALUES, strict=True)), strict=True))
    pyarrow.parquet.write_table(pyarrow.table(columns), path)


def as_json_lines(path: Path) -> None:
    rows = [{name: str(v) if isinstance(v, date) else v for name, v in zip(NAMES, row, strict=True) if v is not None} for row in VALUES]
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n\n")


def as_json(path: Path) -> None:
    path.write_text(json.dumps([{n: str(v) if isinstance(v, date) else v for n, v in zip(NAMES, row, strict=True)} for row in VALUES]))


def as_database(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("create table sheet (id integer, name text, amount real, paid text, day text, rest text)")
    connection.execute("create table empty (a)")
    connection.executemany("insert into sheet values (?, ?, ?, ?, ?, ?)", [(a, b, c, str(d).lower(), str(e), f) for a, b, c, d, e, f in VALUES])
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    "kind, write",
    [("xlsx", as_workbook), ("parquet", as_parquet), ("jsonl", as_json_lines), ("json", as_json), ("db", as_database)],
)
def test_formats_with_types_give_what_a_text_would(tmp_path: Path, kind: str, write: Callable[[Path], None]) -> None:
    path = tmp_path / f"sheet.{kind}"
    write(path)
    (found,) = open_tables(path)
    assert found.name == "sheet" and found.names == tuple(NAMES) and rows(found) == TEXTS
    with pytest.raises(FileError):
        open_tables(written(tmp_path, "a,b\n1,2\n", f"false.{kind}"))


def test_json_lines_with_names_that_come_late_and_lines_that_are_none(tmp_path: Path) -> None:
    lines = ['{"a": 1.50}', '{"b": {"x": [1, 2.5]}, "a": 2}', "[1]", "{", '{"b": ""}', '{"a": 3}']
    (found,) = open_tables(written(tmp_path, "\n".join(lines), "rows.jsonl"))
    assert found.names == ("a", "b_x") and rows(found) == [("1.50", None), ("2", "1; 2.5"), (None, None), ("3", None)]
    assert [reject.line for reject in found.rejects] == [3, 4] and list(found.lines) == [1, 2, 5, 6]


def test_merged_cells_are_read_as_they_show_and_formulas_without_a_value_are_told(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    sheet = book.active
    sheet.append(["region", "day", "count", "total"])
    for n, region in enumerate(["North", None, "South", None], start=2):
        sheet.append([region, date(2026, 1, n), n, f"=C{n}*2"])
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("A4:A5")
    book.save(tmp_path / "book.xlsx")
    (found,) = open_tables(tmp_path / "book.xlsx")
    assert [row[:3] for row in rows(found)] == [
        ("North", "2026-01-02", "2"),
        ("North", "2026-01-03", "3"),
        ("South", "2026-01-04", "4"),
        ("South", "2026-01-05", "5"),
    ]
    assert any("2 cells are merged" in note for note in found.notes) and any("4 formulas" in note and "D2" in note for note in found.notes)


def test_a_map_in_parquet_is_a_list_of_keys_and_values(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    sizes = pyarrow.array([[("width", 3), ("depth", 2)], [("width", 4)], None], type=pyarrow.map_(pyarrow.string(), pyarrow.int64()))
    parquet.write_table(pyarrow.table({"id": [1, 2, 3], "sizes": sizes}), tmp_path / "boxes.parquet")
    api.normalized_rows([tmp_path / "boxes.parquet"], tmp_path / "out", ["sqlite"])
    assert (tmp_path / "out/sqlite/data/boxes_sizes.csv").read_text() == "1,1,width,3\n1,2,depth,2\n2,1,width,4\n"


def test_a_list_in_an_answer_keeps_its_name_beside_a_file_of_the_same(tmp_path: Path) -> None:
    found = open_tables(written(tmp_path, '{"total": 2, "orders": [{"id": 1}, {"id": 2}]}', "orders.json"))
    assert {table.name: len(rows(table)) for table in found} == {"orders_document": 1, "orders": 2}


TITLED = [["Order overview"], ["exported 12.01.2026"], [], ["no", "item", "qty", "price"], *([n, f"item {n % 3}", n % 5 + 1, 2.5] for n in range(9))]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_titles_above_and_totals_below_are_no_rows(tmp_path: Path, kind: str) -> None:
    lines = [*TITLED, [], ["Total", None, None, 99]]
    path = tmp_path / f"sheet.{kind}"
    if kind == "csv":
        path.write_text("\n".join(",".join("" if c is None else str(c) for c in line) + ",,,"[: 3 - max(0, len(line) - 1)] for line in lines))
    else:
        book = openpyxl.Workbook()
        for line in lines:
            book.active.append(line)  # type: ignore[union-attr]
        book.create_sheet("Notes").append(["do not edit"])
        book.save(path)
    (found,) = open_tables(path, Asked())
    assert found.names == ("no", "item", "qty", "price")
    assert found.rows == 9
    assert [r.reason for r in found.rejects if any(r.cells)] == ["stands above the header"] * 2 + ["a total of the rows above"]
    assert kind == "csv" or any("Notes" in note for note in found.notes)


def test_a_narrow_sheet_keeps_its_first_row(tmp_path: Path) -> None:
    assert read(tmp_path, "name,city\nAnn,\nBob,Oslo\n").names == ("name", "city")
