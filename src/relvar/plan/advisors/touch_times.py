"""Which tables keep the instant of their last change.

Decides: a column that is set to now at every update, where something asks for it: a pattern that filters or orders by it, a
copy elsewhere that fetches what changed since (offline clients, synchronisation), or an attribute the model has for it. Where such
an attribute exists the database keeps it, for a default at insertion alone stays as it was.

Stays silent about junctions, lookups and append-only tables, and wherever nobody asks: the instants of a life cycle
(placed, paid, shipped) say more than a last change.

Weighs: eight bytes in a row and one more column written at each update, against a question that could not be answered.

Sources: field/operations.md F 17 (updated_at with a default and no trigger stays stale); issue 2: no audit columns by habit.
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.model.behaviour import Freeze, TouchTime
from relvar.model.changes import Add, Change
from relvar.model.conceptual import AccessPattern
from relvar.model.design import Computed, Decision, Design, Evidence, Manual, ModelFact, Words
from relvar.model.expression import Call
from relvar.model.features import Features
from relvar.model.figures import count, listed
from relvar.model.physical import Column, Table
from relvar.model.semantic import DataType
from relvar.plan.choice import chosen
from relvar.plan.trace import Trace

NAMES = ("updated_at", "modified_at", "last_modified_at", "last_updated_at", "changed_at", "edited_at")
ADDED = "updated_at"
SYNCHRONISED = ("offline", "sync", "synchron", "local first", "replica")
BYTES = 8
STALE = Manual(title="a default without a trigger stays as it was at insertion (executed, field notes F 17)")


def touch_times(design: Design, store: str, features: Features) -> Iterator[Decision]:
    """One decision for each table that keeps the instant, one for those that do not."""
    trace = Trace(design, store)
    closed = {b.table for b in trace.physical.behaviours.values() if isinstance(b, Freeze) and not b.columns}
    without: list[Table] = []
    for id_, table in trace.physical.tables.items():
        kind = _kind(trace, id_)
        column = next((n for n in NAMES if n in table.columns and table.columns[n].data.base == "timestamp"), "")
        wanted = column or (ADDED if _synchronised(design) and kind not in ("association", "lookup") else "")
        choice = chosen(design, "touch_times", id_, ("keep", "none"), "keep" if wanted and id_ not in closed else "none")
        if choice.choice == "keep" and id_ not in closed:
            yield _kept(trace, store, id_, table, column, choice.overridden)
        elif kind in ("thing", "party", "event"):
            without.append(table)
    if without:
        yield _none(design, store, without)


def _kind(trace: Trace, table_id: str) -> str:
    entity = trace.design.conceptual.entities.get(trace.entity_of(table_id))
    return entity.entity_kind if entity else "association"


def _synchronised(design: Design) -> str:
    return next((t for t in design.conceptual.traits if any(word in t.lower() for word in SYNCHRONISED)), "")


def _asking(trace: Trace, table_id: str, column: str) -> AccessPattern | None:
    for pattern in trace.design.conceptual.patterns.values():
        named = [f.attribute for f in pattern.filters if not f.path] + [o.lstrip("-") for o in pattern.order]
        if pattern.entity == table_id and column in named:
            return pattern
    return None


def _kept(trace: Trace, store: str, table_id: str, table: Table, column: str, overridden: bool) -> Decision:
    name = column or ADDED
    changes: list[Change] = []
    if not column:
        added = Column(name=ADDED, data=DataType(base="timestamp"), default=Call(function="now"), samples="past",
                       comment=f"When a row of {table.name} last changed: what copies elsewhere fetch by")  # fmt: skip
        changes.append(Add(collection="columns", id=ADDED, element=added, table=table_id))
    changes.append(Add(collection="behaviours", id=f"{table_id}_touched", element=TouchTime(table=table_id, column=name)))
    pattern = _asking(trace, table_id, name)
    reason = f"“{pattern.name}” asks for it" if pattern else f"copies elsewhere fetch what changed since ({_synchronised(trace.design)})"
    if not pattern and column:
        reason = f"the model has {column}"
    return Decision(
        advisor="touch_times",
        subject=table_id,
        store=store,
        choice=f"{table.name}.{name} by a trigger",
        because=f"{reason}; {table.name} change {table.updates_per_row:g} times in their life",
        evidence=(*_evidence(trace, table_id, name, pattern), _cost(table), STALE),
        changes=tuple(changes),
        overridden=overridden,
    )


def _evidence(trace: Trace, table_id: str, column: str, pattern: AccessPattern | None) -> tuple[Evidence, ...]:
    if pattern is not None:
        return (Words(source=pattern.source),)
    entity = trace.design.conceptual.entities.get(trace.entity_of(table_id))
    if entity and column in entity.attributes:
        return (Words(source=entity.attributes[column].source),)
    return (ModelFact(element="traits", states=listed(list(trace.design.conceptual.traits)) or "none"),)


def _cost(table: Table) -> Computed:
    return Computed(formula=f"{BYTES} bytes × {count(table.rows)} {table.name}", value=round(BYTES * table.rows), unit="bytes")


def _none(design: Design, store: str, without: list[Table]) -> Decision:
    spared = sum(BYTES * t.rows for t in without)
    formula = f"{BYTES} bytes × (" + " + ".join(f"{count(t.rows)} {t.name}" for t in without) + ")"
    instants = [f"{t.name}.{c.name}" for t in without for c in t.columns.values() if c.data.base == "timestamp"]
    said = f"; {listed(instants)} {'tells' if len(instants) == 1 else 'tell'} what happened when" if instants else ""
    return Decision(
        advisor="touch_times",
        subject="*",
        store=store,
        choice=f"no {ADDED} on {listed([t.name for t in without])}",
        because=f"none of {len(design.conceptual.patterns)} patterns asks when one of them last changed, and nothing fetches changes{said}",
        evidence=(
            ModelFact(element="patterns", states=f"{len(design.conceptual.patterns)}, none by the instant of a change"),
            Computed(formula=formula, value=round(spared), unit="bytes spared"),
        ),
        instead_of=(f"{ADDED} on every table by habit",),
    )
