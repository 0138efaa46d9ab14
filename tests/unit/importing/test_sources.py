"""Sources as users name them: encodings, folders, what is none; and the command that reads them."""

from __future__ import annotations

from pathlib import Path

import pytest

from relvar.cli import main
from relvar.errors import SourceError
from relvar.importing.source import read_source


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.sql"
    path.write_bytes("create table straße (a int);\r\n".encode(encoding))
    assert list(read_source(str(path)).tables) == ["straße"]


def test_a_folder_is_read_in_the_order_of_its_names(tmp_path: Path) -> None:
    (tmp_path / "2_add.sql").write_text("alter table a add column c int;\nalter table a add d")
    (tmp_path / "1_make.sql").write_text("create table a (b int);")
    found = read_source(str(tmp_path))
    assert list(found.tables["a"].columns) == ["b", "c", "d"]
    assert str(found.tables["a"].columns["c"].place) == f"{tmp_path / '2_add.sql'}:1"


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"PGDMP\0\1", "is no text"), (b"create table a (b text default 'x", "cut into words"), (None, "no such file")],
)
def test_what_is_no_source_is_said(tmp_path: Path, content: bytes | None, said: str) -> None:
    path = tmp_path / "a.sql"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SourceError, match=said) as raised:
        read_source(str(path))
    assert raised.value.remedy


def test_the_command_lists_what_it_leaves_and_writes_a_model(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, out = tmp_path / "old.sql", tmp_path / "new"
    path.write_text("create table orders (id int primary key, note wibble);\n\ncreate tabel x;\n")
    assert main(["import", str(path), "-d", "sqlite", "--out", str(out)]) == 0
    printed = capsys.readouterr().out
    assert f"{path}:1: orders.note wibble" in printed and f"{path}:3: create tabel x" in printed
    assert (out / "imported.md").read_text().count(f"{path}:") == 3
    assert main(["design", str(out / "model.yaml"), "--no-prove"]) == 0
    assert "create table orders" in (out / "sqlite/deploy/02_schema.sql").read_text()
    assert main(["import", str(path), "--dialect", "oracle"]) == 2
