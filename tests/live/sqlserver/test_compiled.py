"""What only compiles must still be able to fail: each fault seeded into the files of a sound design is refused, and by the right check."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
import pytest

from relvar import api
from relvar.model.design import Artefact, Design, Finding
from relvar.prove import prove_store
from tests.cases.load import HERE

SCHEMA, INDEXES, RULES, QUERIES = "deploy/03_schema.sql", "deploy/04_indexes.sql", "deploy/05_rules.sql", "queries/"
EXPAND, BACK = "migrations/0002_rehearsal_1_expand.up.sql", "migrations/0002_rehearsal_1_expand.down.sql"


def made() -> tuple[Design, tuple[Artefact, ...]]:
    design = api.design(api.brief_of((HERE / "harbour_pilots/brief.md").read_text("utf-8"), ["sqlserver"]))
    return design, api.artefacts(design)


DESIGN, FILES = made()


def proven(files: Sequence[Artefact]) -> list[Finding]:
    return list(prove_store(DESIGN, tuple(files), "sqlserver", progress=lambda step: None))


def seeded(path: str, old: str, new: str) -> list[Artefact]:
    """The files with one place of one of them changed."""
    hit = next(f for f in FILES if f.path.startswith(f"sqlserver/{path}") and old in f.text)
    return [msgspec.structs.replace(f, text=f.text.replace(old, new, 1)) if f is hit else f for f in FILES]


def test_a_sound_design_compiles_and_what_was_not_run_says_so(needs: Callable[[str], None]) -> None:
    needs("sqlserver")
    found = proven(FILES)
    assert not [f.message for f in found if f.verdict == "refuted"]
    assert {f.check for f in found if f.verdict == "holds"} == {"files_compile", "compiled_facts_equal", "questions_compile", "migrations_compile"}
    assert all("executed" in f.message for f in found if f.verdict == "holds")
    unrun = {f.check: f.message for f in found if f.verdict == "not run"}
    assert {"races_keep_invariants", "patterns_use_indexes", "grants_hold", "applies"} <= unrun.keys()
    assert all("not executed" in message for message in unrun.values())


FAULTS = {
    "a column that is not there": (INDEXES, "on app.movements (planned_start", "on app.movements (planned_begin", "files_compile"),
    "a type that is not there": (SCHEMA, "bigint  ", "bigserial", "files_compile"),
    "a name given twice": (SCHEMA, "create table app.movements (", "create table app.harbour_pilots (", "files_compile"),
    "a reference to no table": (SCHEMA, "references app.movements (", "references app.boats (", "files_compile"),
    "a reference of another type": (
        SCHEMA,
        "harbour_pilot_id  bigint             not null",
        "harbour_pilot_id  int                not null",
        "files_compile",
    ),
    "a parenthesis left open": (SCHEMA, "clustered (movement_id)", "clustered (movement_id", "files_compile"),
    "a rule that names no column": (RULES, "i.status <> d.status", "i.state <> d.status", "files_compile"),
    "an index that is missing": (INDEXES, "create nonclustered index", "-- create nonclustered index", "files_compile"),
    "an order that is turned": (INDEXES, "(harbour_pilot_id, starts_at)", "(starts_at, harbour_pilot_id)", "compiled_facts_equal"),
    "a length that was not designed": (SCHEMA, "nvarchar(200)", "nvarchar(100)", "compiled_facts_equal"),
    "a column that may be empty": (
        SCHEMA,
        "starts_at         datetimeoffset(6)  not null",
        "starts_at         datetimeoffset(6)  null",
        "compiled_facts_equal",
    ),
    "a question of no column": (QUERIES, "status", "stands", "questions_compile"),
    "a variable that nobody gives": (QUERIES, "declare @", "declare @other_", "questions_compile"),
    "a migration with a word misspelt": (EXPAND, "alter table", "alter tabel", "migrations_compile"),
    "a migration that drops what is not there": (BACK, "drop column ", "drop column no_", "migrations_compile"),
    "a migration that adds what is there": (EXPAND, "add origin ", "add status ", "migrations_compile"),
    "a way back that leaves something": (BACK, "drop constraint", "check constraint", "migrations_compile"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_refused(fault: str, needs: Callable[[str], None]) -> None:
    needs("sqlserver")
    path, old, new, check = FAULTS[fault]
    refuted = [f for f in proven(seeded(path, old, new)) if f.verdict == "refuted"]
    assert check in {f.check for f in refuted}, [f"{f.check}: {f.subject}: {f.message}" for f in refuted]
