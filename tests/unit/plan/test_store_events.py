"""Event sourcing where the brief asks for it, and only there: a stream's version is written once, snapshots where streams grow long."""

from __future__ import annotations

from functools import cache

from msgspec.structs import replace

from relvar import api
from relvar.engines import engine
from relvar.model.behaviour import Freeze, Publish
from relvar.model.changes import Add
from relvar.model.design import Design
from relvar.plan.advisors.store_events import store_events
from relvar.plan.federation.event_store import EVENTS, POSITIONS, SNAPSHOTS

ACCOUNTS = "Accounts with event sourcing: customers open accounts; each account has a number and a balance."


@cache
def _design(text: str, scale: str = "") -> Design:
    return api.design(api.brief_of(text, ["sqlite"]), scale)


def test_nothing_is_sourced_where_nobody_asks() -> None:
    assert EVENTS not in _design(ACCOUNTS.replace(" with event sourcing", "")).physical["sqlite"].tables


def test_events_are_appended_once_a_version_and_never_changed() -> None:
    physical = _design(ACCOUNTS).physical["sqlite"]
    assert "event_sourcing" not in physical.tables  # a wish of architecture is no thing
    assert {EVENTS, POSITIONS} <= physical.tables.keys()
    assert any(isinstance(b, Freeze) and b.table == EVENTS and not b.columns for b in physical.behaviours.values())
    append = physical.transactions["append_event"]
    assert append.races == ("same_key",) and append.guard.startswith(f"{EVENTS}.")
    assert [b.to for b in physical.behaviours.values() if isinstance(b, Publish) and b.table == EVENTS] == [("projection",)]


def test_snapshots_follow_from_the_length_of_a_stream() -> None:
    short = next(d for d in _design(ACCOUNTS).decisions if d.subject == "snapshots")
    assert short.choice.startswith("none") and SNAPSHOTS not in _design(ACCOUNTS).physical["sqlite"].tables
    plain = _design(ACCOUNTS.replace(" with event sourcing", ""))
    physical = plain.physical["sqlite"]
    busy = {**physical.tables, "account": replace(physical.tables["account"], updates_per_row=500.0)}
    asked = plain.with_(conceptual=replace(plain.conceptual, traits=("event sourcing",)), physical={"sqlite": replace(physical, tables=busy)})
    made = {c.id for d in store_events(asked, "sqlite", engine("sqlite").features()) for c in d.changes if isinstance(c, Add)}
    assert {SNAPSHOTS, "snapshot_of_stream", "take_snapshot", "renew_snapshot"} <= made
