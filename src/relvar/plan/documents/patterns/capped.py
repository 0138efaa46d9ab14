"""Capped: what keeps only its newest gives up its oldest by itself, by their number or by the room that they take.

It is taken where the brief says how many of all, or how much, is kept; and for a trail of which only the newest is ever looked at and that
nobody promised to keep, where the name says that it is one, for what a capped collection drops nobody is told of. It counts over all
documents and knows no owner, lets none grow, and is written in no transaction: where one of these is asked for, a job deletes instead.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from relvar.model.behaviour import Audit, Expire, Freeze
from relvar.model.changes import Change, Drop
from relvar.model.design import Computed, Evidence, Manual
from relvar.model.documents import Capped
from relvar.model.figures import count, listed, size
from relvar.model.query import Select
from relvar.plan.documents.patterns.found import Found, Sight
from relvar.plan.documents.sizes import row_bytes
from relvar.plan.trace import foreign_keys

TRAILS = {"log", "trace", "heartbeat", "ping", "tick", "debug", "metric"}
DAYS = 30  # of arrivals that fit: a month of looking back
LEAST = 16 * 1024 * 1024
SLACK = 2  # times the room of so many of middle size: the size must not be reached before the number is
MANUAL = Manual(title="MongoDB manual: capped collections", address="https://www.mongodb.com/docs/manual/core/capped-collections/")


def capped(sight: Sight) -> Found | None:
    term = next((b for b in sight.physical.behaviours.values() if isinstance(b, Expire) and b.table == sight.id and not b.anonymise), None)
    if any(_against(sight)):
        return None
    if term is not None:
        return _of_term(sight, term) if term.by_number and not term.per else None
    table = sight.physical.tables[sight.id]
    entity = sight.design.conceptual.entities.get(table.relation)
    if entity is None or not entity.immutable or not set(sight.id.split("_")) & TRAILS or not _is_newest_only(sight):
        return None
    each = row_bytes(sight.physical, sight.id)
    room = max(LEAST, round(table.rows_per_day * DAYS * each))
    formula = f"{count(table.rows_per_day)} a day × {DAYS} days × {each:.0f} B"
    because = f"only the newest {table.name} are asked for"
    return _found(sight, Capped(bytes=room), because, Computed(formula=formula, value=room, unit="bytes"), "a TTL index, and its deletions")


def _of_term(sight: Sight, term: Expire) -> Found:
    table = sight.physical.tables[sight.id]
    each = row_bytes(sight.physical, sight.id)
    jobs = tuple(
        Drop(collection="jobs", id=name, element=job)
        for name, job in sight.physical.jobs.items()
        if job.task == "expire" and sight.physical.behaviours.get(job.on) == term
    )
    if term.bytes:
        fact = Computed(formula=f"{size(term.bytes)} / {each:.0f} B", value=term.newest, unit=f"{table.name} of middle size")
        return _found(sight, Capped(bytes=term.bytes), f"so much of {table.name} is kept", fact, "a job that deletes the oldest", jobs)
    room = round(term.newest * each * SLACK)
    fact = Computed(formula=f"{count(term.newest)} × {each:.0f} B × {SLACK}, for some are longer", value=room, unit="bytes at most")
    made = Capped(bytes=room, documents=term.newest)
    return _found(sight, made, f"so many of {table.name} are kept, of all together", fact, "a job that deletes the oldest", jobs)


def _found(sight: Sight, made: Capped, because: str, fact: Evidence, instead: str, also: tuple[Change, ...] = ()) -> Found:
    most = f"{count(made.documents)} documents, " if made.documents else ""
    return Found(
        after=msgspec.structs.replace(sight.collection, capped=made),
        choice=f"capped: {most}{size(made.bytes)}",
        because=because,
        evidence=(fact, MANUAL),
        instead_of=(instead,),
        also=also,
    )


def _against(sight: Sight) -> Iterator[str]:
    tables, name = sight.physical.tables, sight.physical.tables[sight.id].name
    referring = [t.name for t in tables.values() for k in foreign_keys(t) if k.table == sight.id]
    if referring:
        yield f"{listed(referring)} refer to {name}"
    if any(isinstance(b, Audit) and sight.id in (b.table, b.log) for b in sight.physical.behaviours.values()):
        yield f"changes of {name} are proven"
    frozen = any(isinstance(b, Freeze) and b.table == sight.id and not b.columns for b in sight.physical.behaviours.values())
    if (tables[sight.id].updates_per_row and not frozen) or sight.collection.embedded:
        yield f"{name} change, and may not grow"
    together = [t.name for t in sight.physical.transactions.values() if _writes_with_others(sight, {s.table for s in t.statements})]
    if together:
        yield f"“{together[0]}” writes {name} in a transaction"


def _writes_with_others(sight: Sight, written: set[str]) -> bool:
    return sight.id in written and any(sight.layout.home.get(table, table) != sight.id for table in written)


def _is_newest_only(sight: Sight) -> bool:
    asked = [q.statement for q in sight.physical.queries.values() if q.statement.table == sight.id]
    return bool(asked) and all(isinstance(s, Select) and s.limit and s.order_by and s.order_by[0].descending for s in asked)
