"""SQL in, SQL out, SQL in: nothing of a source's own idioms is lost, in any dialect, whatever its names and texts are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from relvar.exporting import of_tables
from relvar.exporting.source import tables_of
from relvar.exporting.written import plain
from relvar.importing.ddl import read_ddl
from relvar.importing.ddl.dialects import dialects
from relvar.judge import judge
from relvar.model.existing import Existing, Place
from tests.cases.load import design

IDIOMS = Path(__file__).parent / "idioms"
# Rules that the files of idioms are blamed by: what is done on purpose there.
BLAMED = {
    "postgresql": {"reserved-name", "missing-primary-key", "unindexed-reference", "no-default-partition", "no-comment"},
    "mysql": {"reserved-name", "unique-over-nulls", "no-comment"},
    "sqlite": {"reserved-name", "keys-not-enforced", "list-in-a-column", "undecided-delete", "unindexed-reference"},
    "sqlserver": {"reserved-name", "undecided-delete", "unindexed-reference"},
}


def idioms(dialect: str) -> Existing:
    return read_ddl([(f"{dialect}.sql", (IDIOMS / f"{dialect}.sql").read_text())], dialect, dialect)


def told(existing: Existing) -> dict[str, Any]:
    """Everything of a source but where it stands and in which order: an `inline` reference is the same one elsewhere."""
    tables = {id_: _bare(table) for id_, table in plain(existing).tables.items()}
    objects = sorted((o.kind, o.name, o.on, " ".join(o.text.split()), o.values) for o in existing.objects)
    return {"tables": tables, "objects": objects}


def _bare(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_bare(item) for item in value)
    if isinstance(value, dict):
        return {key: _bare(item) for key, item in value.items()}
    if isinstance(value, msgspec.Struct) and not isinstance(value, Place):
        return {field: _bare(getattr(value, field)) for field in value.__struct_fields__ if field not in ("place", "inline")}
    return value


def again(existing: Existing) -> Existing:
    made = of_tables(existing, "ddl")
    assert made.losses == ()
    found = read_ddl([("again.sql", made.text)], existing.source, existing.dialect)
    assert not found.leftovers
    return found


@pytest.mark.parametrize("dialect", dialects())
def test_the_idioms_of_a_dialect_come_back_equal(dialect: str) -> None:
    existing = idioms(dialect)
    assert not existing.leftovers
    assert told(again(existing)) == told(existing)


@pytest.mark.parametrize("case", ["shop"])
def test_the_files_of_a_design_come_back_equal(case: str) -> None:
    for store in dialects():
        existing = tables_of(design(case), store, case)
        assert told(again(existing)) == told(existing), store


@pytest.mark.parametrize("dialect", dialects())
def test_rules_judge_the_idioms(dialect: str) -> None:
    text = (IDIOMS / f"{dialect}.sql").read_text()
    assert {fault.rule for fault in judge(idioms(dialect), {f"{dialect}.sql": text})} == BLAMED.get(dialect, set())
