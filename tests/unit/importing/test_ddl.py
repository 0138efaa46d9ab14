"""Files as the dump programs and people of each engine write them: every fact and every leftover with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from relvar.importing.ddl import read_ddl
from relvar.importing.source import read_source
from tests.unit.importing.said import said

SOURCES = Path(__file__).parent / "sources"


@pytest.mark.parametrize("dialect", ["postgresql", "mysql", "sqlite", "sqlserver"])
def test_a_dump_is_read_to_the_last_clause(dialect: str) -> None:
    """The dialect is found by its signs; the listing was compared with the source by eye, line by line."""
    path = SOURCES / f"{dialect}.sql"
    found = said(read_source(str(path)))
    assert found == path.with_suffix(".txt").read_text("utf-8")


@pytest.mark.parametrize(("dialect", "told"), [("mysql", 1), ("mariadb", 0), ("postgresql", 0)])
def test_a_reference_that_some_versions_ignore_is_told(dialect: str, told: int) -> None:
    text = "create table bells (id bigint primary key); create table clappers (id bigint primary key, bell_id bigint references bells (id));"
    found = read_ddl([("bells.sql", text)], "bells.sql", dialect)
    assert len(found.tables["clappers"].references) == 1
    assert ["before 9.0" in left.why for left in found.leftovers] == [True] * told
