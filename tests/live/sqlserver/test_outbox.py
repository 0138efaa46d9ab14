"""The outbox of SQL Server: each change is told by a trigger that compiles; one that is left out or tells of no column is refused."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from relvar import api
from relvar.model.design import Artefact
from relvar.prove import prove_store

# A key of people's own (it may change, and be told as gone), an instant that a trigger of ours sets, and a status.
BRIEF = """Cloakrooms have a name. Tickets have a number, which is unique, a label, a price and a status (open, closed).
Each ticket belongs to one cloakroom. Microservices hear of what happens."""
DESIGN = api.design(api.brief_of(BRIEF, ["sqlserver"]))
FILES = api.artefacts(DESIGN)
RULES = "sqlserver/deploy/05_rules.sql"
FAULTS = {
    "nobody tells": ("create trigger app.ticket_told_update_tr", "-- create trigger app.ticket_told_update_tr"),
    "a column that is not there": ("  label,", "  labels as label,"),
    "no such outbox": ("insert into app.outbox", "insert into app.outgoing"),
}


def _refuted(files: tuple[Artefact, ...]) -> set[str]:
    return {f.check for f in prove_store(DESIGN, files, "sqlserver", progress=lambda step: None) if f.verdict == "refuted"}


def test_every_change_is_told(needs: Callable[[str], None]) -> None:
    needs("sqlserver")
    rules = next(f.text for f in FILES if f.path == RULES)
    told = [f"app.{table}_told_{event}_tr" for table in ("cloakroom", "ticket") for event in ("insert", "update", "delete")]
    assert [name for name in told if f"create trigger {name}" not in rules] == []
    assert _refuted(FILES) == set()
    relay = next(f.text for f in FILES if f.path.endswith("transaction_relay_changes.sql") and f.path.startswith("sqlserver/"))
    assert "readpast" in relay and "holdlock" not in relay  # the server takes not both


@pytest.mark.parametrize("fault", FAULTS)
def test_an_outbox_that_misses_something_is_refused(fault: str, needs: Callable[[str], None]) -> None:
    needs("sqlserver")
    old, new = FAULTS[fault]
    wrong = tuple(msgspec.structs.replace(f, text=f.text.replace(old, new)) if f.path == RULES and old in f.text else f for f in FILES)
    assert wrong != FILES
    assert "files_compile" in _refuted(wrong)
