"""Elements that one store of a design has and another has not, and which of these nothing accounts for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from relvar.engines import engine
from relvar.model.changes import Add
from relvar.model.design import Design, EngineFact
from relvar.model.features import Features
from relvar.model.physical import Job, Physical

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
IN_TABLES = ("columns", "constraints")


class Missing(NamedTuple):
    store: str
    element: str  # "behaviours: order_total", "orders.constraints: orders_number_uq"
    held_by: str  # a store that has it


def missing(design: Design) -> Iterator[Missing]:
    """What a store lacks though another has it, with no capability and no decision of that store that says so."""
    for store, physical in design.physical.items():
        spoken, unable = _spoken_of(design, store), _unable(design, store)
        for other, richer in design.physical.items():
            if other == store:
                continue
            makers = _makers(design, other)
            for kind, id_, owner in _lacking(physical, richer):
                if not spoken & {id_, owner} and makers.get(id_, "") not in unable:
                    yield Missing(store, f"{kind}: {id_}", other)


def _makers(design: Design, store: str) -> dict[str, str]:
    """The advisor that added each element."""
    return {c.id: d.advisor for d in design.decisions if d.store == store for c in d.changes if isinstance(c, Add)}


def _unable(design: Design, store: str) -> set[str]:
    """Advisors that say of the store what its engine cannot do: what they add elsewhere is accounted for."""
    made = (d for d in design.decisions if d.store == store)
    return {d.advisor for d in made for e in d.evidence if isinstance(e, EngineFact) and not e.can}


def _lacking(physical: Physical, richer: Physical) -> Iterator[tuple[str, str, str]]:
    """Collection, id and owner (the table, or the id again) of what `richer` has and `physical` has not, though its engine could."""
    features = engine(physical.engine).features()
    for name, capability in COLLECTIONS.items():
        if not capability or features.can(capability):
            yield from ((name, id_, id_) for id_ in getattr(richer, name) if id_ not in getattr(physical, name))
    for id_, job in richer.jobs.items():
        if id_ not in physical.jobs and _has_work(physical, features, job):
            yield "jobs", id_, id_
    for table, there in richer.tables.items():
        if (here := physical.tables.get(table)) is None:
            yield "tables", table, table
            continue
        if there.partition is not None and here.partition is None and features.can("partitions"):
            yield f"{table}.partition", table, table
        for name in IN_TABLES:
            yield from ((f"{table}.{name}", id_, table) for id_ in getattr(there, name) if id_ not in getattr(here, name))


def _has_work(physical: Physical, features: Features, job: Job) -> bool:
    """Whether the job would find anything to do here."""
    if job.task == "analyze":
        return not features.can("keeps_statistics_fresh")
    if job.task == "ensure_partitions":
        return any(table.partition is not None for table in physical.tables.values())
    return job.task != "refresh_view" or any(view.materialized for view in physical.views.values())


def _spoken_of(design: Design, store: str) -> set[str]:
    """Ids that a decision of the store is about, or changes."""
    made = [decision for decision in design.decisions if decision.store == store]
    changed = {getattr(change, "id", "") for decision in made for change in decision.changes}
    return changed | {part for decision in made for part in (decision.subject, *decision.subject.split("."))}
