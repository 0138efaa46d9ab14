"""Elements that one store of a design has and another has not, and which of these nothing accounts for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from relvar.engines import engine
from relvar.model.design import Design
from relvar.model.physical import Physical

# collections of a store, and the capability without which an engine has none of their elements
COLLECTIONS = {
    "behaviours": "",
    "queries": "",
    "transactions": "",
    "integrity": "",
    "views": "",
    "roles": "roles",
    "grants": "roles",
    "policies": "row_rules",
}
JOBS = {"ensure_partitions": "partitions", "refresh_view": "materialized_views"}  # work that only an engine with the capability has
IN_TABLES = ("columns", "constraints")


class Missing(NamedTuple):
    store: str
    element: str  # "behaviours: order_total", "orders.constraints: orders_number_uq"
    held_by: str  # a store that has it


def missing(design: Design) -> Iterator[Missing]:
    """What a store lacks though another has it, with no capability and no decision of that store that says so."""
    for store, physical in design.physical.items():
        spoken = _spoken_of(design, store)
        for other, richer in design.physical.items():
            if other != store:
                yield from (Missing(store, f"{kind}: {id_}", other) for kind, id_, owner in _lacking(physical, richer) if not spoken & {id_, owner})


def _lacking(physical: Physical, richer: Physical) -> Iterator[tuple[str, str, str]]:
    """Collection, id and owner (the table, or the id again) of what `richer` has and `physical` has not, though its engine could."""
    features = engine(physical.engine).features()
    for name, capability in COLLECTIONS.items():
        if not capability or features.can(capability):
            yield from ((name, id_, id_) for id_ in getattr(richer, name) if id_ not in getattr(physical, name))
    for id_, job in richer.jobs.items():
        has_work = not features.can("keeps_statistics_fresh") if job.task == "analyze" else job.task not in JOBS or features.can(JOBS[job.task])
        if id_ not in physical.jobs and has_work:
            yield "jobs", id_, id_
    for table, there in richer.tables.items():
        if (here := physical.tables.get(table)) is None:
            yield "tables", table, table
            continue
        for name in IN_TABLES:
            yield from ((f"{table}.{name}", id_, table) for id_ in getattr(there, name) if id_ not in getattr(here, name))


def _spoken_of(design: Design, store: str) -> set[str]:
    """Ids that a decision of the store is about, or changes."""
    made = [decision for decision in design.decisions if decision.store == store]
    changed = {getattr(change, "id", "") for decision in made for change in decision.changes}
    return changed | {part for decision in made for part in (decision.subject, *decision.subject.split("."))}
