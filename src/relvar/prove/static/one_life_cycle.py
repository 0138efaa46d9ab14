"""A thing has one life cycle: not a state beside flags or times of deletion that say the same, where two truths could disagree."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.model.behaviour import FollowLifeCycle
from relvar.model.design import Design, Finding
from relvar.model.physical import Physical
from relvar.prove.static.claim import Fault, reported, stores

CHECK = "one_life_cycle"
STATES = ("status", "state")
FLAGS = ("is_active", "active", "is_deleted", "deleted", "is_enabled", "enabled", "is_archived", "deleted_at", "is_cancelled", "is_completed")


def one_life_cycle(design: Design) -> Iterator[Finding]:
    for store, physical in stores(design):
        yield from reported(CHECK, _faults(physical), "no table tells its life cycle twice", store)


def _faults(physical: Physical) -> Iterator[Fault]:
    for id_, table in physical.tables.items():
        cycles = {b.column for b in physical.behaviours.values() if isinstance(b, FollowLifeCycle) and b.table == id_}
        states = sorted(cycles | {c for c in table.columns if c in STATES})
        flags = [c for c in table.columns if c in FLAGS and c not in states]
        if (states and flags) or len(flags) > 1:
            told = ", ".join([*states, *flags])
            yield Fault(id_, f"{table.name} tells its life cycle more than once: {told}", "keep the state, derive the rest")
