"""What changes how much is kept: documents beyond a lowered bound leave where somebody said that they may; jobs follow by their file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from relvar.engines.base import Evolution, Statement
from relvar.engines.mongodb.migrating.said import call
from relvar.engines.mongodb.operating import emptying
from relvar.engines.mongodb.operating.expiry import beyond, calls, is_by_job
from relvar.engines.mongodb.places import Store
from relvar.engines.mongodb.script import AGO, helped
from relvar.engines.terms import NONE, Kept, Term, terms
from relvar.model.behaviour import Expire

PERMIT = "dropRows();\n"  # for the proof, whose reader of scripts has no environment; people say DROP_ROWS=1
LOCKS = ("documents, one at a time",)
JOBS = "then operate/expire.js and operate/jobs.crontab of the next design"


def kept(evolution: Evolution) -> Kept:
    """The documents that leave; all are asked about before the first does."""
    store = Store.of(evolution.after)
    taken = [t for t in terms(evolution) if t.takes]
    return NONE._replace(destructive=tuple(s for part in (_guard, _leaving) for term in taken for s in part(store, term)))


def follows(evolution: Evolution) -> str:
    """Which files of operation come with it, where a job keeps a bound of either design; "" where the server keeps all."""
    sides = ((Store.of(evolution.before), "old"), (Store.of(evolution.after), "new"))
    rules = ((store, getattr(term, side)) for term in terms(evolution) for store, side in sides)
    return JOBS if any(isinstance(rule, Expire) and is_by_job(store, rule) for store, rule in rules) else ""


def _guard(store: Store, term: Term) -> Iterator[Statement]:
    assert term.new is not None
    says = f"{store.physical.tables[term.table].name} {term.new.term} are there"
    yield call(store.layout.collection(term.table).name, "letGo", _due(store, term.new), says, because=f"Refuses while {says}")


def _due(store: Store, rule: Expire) -> list[dict[str, Any]]:
    """The pipeline that finds what is past its term."""
    if rule.anonymise:
        return emptying.due(store, rule)
    if rule.by_number:
        return beyond(store, rule)
    return [{"$match": {store.layout.full(rule.table, rule.since): {"$lt": {AGO: [rule.months, "month"]}}}}, {"$project": {"_id": 1}}]


def _leaving(store: Store, term: Term) -> Iterator[Statement]:
    assert term.new is not None
    if store.layout.collection(term.table).time_series is not None:
        return  # contract says how long it is kept: a series deletes whole ranges by itself, and before 7.0 nothing else but by its meta field
    for further, one in enumerate(calls(store, term.new)):
        yield Statement(text=helped(one), because="" if further else "In batches: stopped, it is run again", element=term.table)
