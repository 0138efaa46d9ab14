"""Where a brief asks for event sourcing: the store of events, its snapshots, and how far each projection has come.

Decides: one append-only table for the events of all aggregates, in which the version of a stream lets one of two writers win; a table of
snapshots where streams grow long; a table of positions, so that each event is applied once and in order to each projection. The ordinary
tables of the design are written in the transaction that appends the event, so that what was decided is there to be read, and can be made
again from the events; further projections follow through the outbox.

Stays silent where nobody asks for events: a state that is stored as it is costs less, and the audit trail tells who changed it.

Weighs: rows read to load an aggregate with and without snapshots.

Sources: Fowler, "Event Sourcing"; Young, "CQRS Documents" (2010), on snapshots and expected versions; field/physical.md on bytes a row.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from relvar.model.behaviour import Freeze
from relvar.model.brief import Source
from relvar.model.changes import Add, Change
from relvar.model.design import Computed, Decision, Design, Manual, Words
from relvar.model.features import Features
from relvar.model.figures import count, listed
from relvar.model.physical import Physical, Table
from relvar.model.semantic import Sensitivity
from relvar.plan.capacity.load import writes_per_day
from relvar.plan.federation import event_store as store_of
from relvar.plan.federation.served import parts_of

ADVISOR = "store_events"
TRAIT = "event sourcing"
EVERY = 100  # events between snapshots: loading then reads at most so many, a few pages
EVENT_BYTES = 120  # a few named values of one change, as JSON: {"quantity": 2, "product_id": 40211, "unit_price": "19.90"} is 60
FOWLER = Manual(title="Fowler, Event Sourcing", address="https://martinfowler.com/eaaDev/EventSourcing.html")


def store_events(design: Design, store: str, features: Features) -> Iterator[Decision]:
    """One decision for the store and one for snapshots; none where the brief does not ask."""
    physical = design.physical[store]
    if TRAIT not in design.conceptual.traits or store_of.EVENTS in physical.tables:
        return
    streams = {t: physical.tables[t] for t in aggregates(physical)}
    if not streams:
        return
    per_day = sum(_events(physical, t) for t in streams)
    years = design.conceptual.scale.years.value
    longest = max(_length(physical, t) for t in streams)
    snapshots = longest > EVERY
    yield _store(design, store, physical, streams, per_day, years, snapshots, writers(design, features))
    yield _snapshots(store, streams, longest, snapshots)


def aggregates(physical: Physical) -> tuple[str, ...]:
    """What has a stream of its own: tables of the model that are no part of another and change or arrive."""
    parts = {p for found in parts_of(physical).values() for p in found}
    return tuple(i for i, t in physical.tables.items() if t.relation and i not in parts and (t.rows_per_day or t.updates_per_row))


def _events(physical: Physical, root: str) -> float:
    """Events a day: arrivals and changes of the aggregate and its parts."""
    return sum(writes_per_day(physical.tables[t]) for t in (root, *parts_of(physical).get(root, ())))


def _length(physical: Physical, root: str) -> float:
    """Events of one stream in its life."""
    table = physical.tables[root]
    parts = sum(physical.tables[p].rows * (1 + physical.tables[p].updates_per_row) for p in parts_of(physical).get(root, ()))
    return 1 + table.updates_per_row + parts / max(table.rows, 1)


def writers(design: Design, features: Features) -> tuple[str, ...]:
    """Who decides, and so appends: actors that may write anything; nobody named means everybody."""
    if not features.can("roles"):
        return ()
    return tuple(i for i, actor in design.conceptual.actors.items() if any(set(p.operations) - {"read"} for p in actor.permissions))


def _store(
    design: Design,
    store: str,
    physical: Physical,
    streams: dict[str, Table],
    per_day: float,
    years: float,
    snapshots: bool,
    roles: tuple[str, ...],
) -> Decision:
    names = listed([t.name for t in streams.values()], 5)
    rows = per_day * years * 365
    return Decision(
        advisor=ADVISOR,
        subject=store_of.EVENTS,
        store=store,
        choice=f"stored_events holds what happens to {names}; these tables are written with it, and made again from it",
        because=f"the brief asks for event sourcing; {count(per_day)} events a day, {count(rows)} in {years:g} years, none of which ever changes",
        evidence=(
            Words(source=Source(kind="brief", words=TRAIT)),
            Computed(formula=f"arrivals and changes of {names}", value=round(per_day, 2), unit="events a day"),
            FOWLER,
        ),
        instead_of=("the tables alone, with a trail of their changes", "a table of events for each aggregate: no order among them, as many relays"),
        changes=tuple(_changes(physical, streams, rows, per_day, snapshots, roles)),
    )


def _changes(physical: Physical, streams: dict[str, Table], rows: float, per_day: float, snapshots: bool, roles: tuple[str, ...]) -> Iterator[Change]:
    gravest = _gravest(streams)
    made = {store_of.EVENTS: store_of.events(rows, per_day, EVENT_BYTES, gravest)}
    standing = sum(t.rows for t in streams.values())
    made[store_of.POSITIONS] = store_of.positions(standing)
    if snapshots:
        width = round(max(sum(c.average_bytes or 8 for c in t.columns.values()) for t in streams.values()))
        made[store_of.SNAPSHOTS] = store_of.snapshots(standing / EVERY, width, gravest)
    yield from (Add(collection="tables", id=i, element=table) for i, table in made.items())
    yield Add(collection="behaviours", id="stored_events_frozen", element=Freeze(table=store_of.EVENTS))
    asked = store_of.queries(per_day)  # each command loads its aggregate first
    yield from (Add(collection="queries", id=i, element=replace(q, roles=roles)) for i, q in asked.items() if snapshots or i != "snapshot_of_stream")
    complete = Physical(engine=physical.engine, tables={**physical.tables, **made})
    begun, applied, forgotten = store_of.project(per_day)
    done = {"append_event": store_of.append(complete, per_day), "begin_projection": begun, "apply_event": applied, "forget_projection": forgotten}
    if snapshots:
        done["take_snapshot"], done["renew_snapshot"] = store_of.take_snapshot(per_day / EVERY)
    yield from (Add(collection="transactions", id=i, element=replace(t, roles=roles)) for i, t in done.items())


def _gravest(streams: dict[str, Table]) -> Sensitivity:
    held = {c.sensitivity for t in streams.values() for c in t.columns.values()}
    order: tuple[Sensitivity, ...] = ("special", "personal", "financial")
    return next((s for s in order if s in held), "internal")


def _snapshots(store: str, streams: dict[str, Table], longest: float, taken: bool) -> Decision:
    fact = Computed(formula="arrivals, changes and parts of one aggregate", value=round(longest, 1), unit="events a stream")
    return Decision(
        advisor=ADVISOR,
        subject="snapshots",
        store=store,
        choice=f"one every {EVERY} events" if taken else "none: a stream is read whole",
        because=f"the longest stream of {listed([t.name for t in streams.values()], 5)} has {count(longest)} events",
        evidence=(fact,),
        instead_of=("every event since the beginning",) if taken else (f"a snapshot every {EVERY} events",),
    )
