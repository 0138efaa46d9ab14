"""What happens to the rows that refer when the row they refer to is deleted.

Decides, for every reference: the deletion is refused (restrict), the referring rows go too (cascade), or the reference is emptied
(set null). What the relationship says is the starting point; it is made stricter where rows would vanish that must not: from a
person or organization to money, health or anything append-only nothing cascades, what records what happened goes with nothing but an
owner that leaves by its term, an append-only table is neither thinned nor rewritten by a deletion elsewhere, and one deletion never
takes more rows with it than a batch.

Stays silent about what happens when a key changes: keys here are surrogates or codes that keep their value.

Weighs: rows that one deletion takes with it on average, the kind of the referring entity, the sensitivity of its columns. A user's
"restrict", "cascade" or "clear" in model.yaml overrides, except that a reference that may not be empty cannot be cleared.

Sources: PostgreSQL manual, foreign keys ("Restricting and cascading deletes"); GDPR article 17 (3) (b): history kept by law
outlives the wish to be forgotten; field/operations.md F 21.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from relvar.model.behaviour import Expire, Freeze
from relvar.model.changes import Alter
from relvar.model.design import Computed, Decision, Design, Evidence, Manual, Words
from relvar.model.features import Features
from relvar.model.figures import count
from relvar.model.physical import ForeignKey, ReferenceAction, Table
from relvar.plan.choice import chosen
from relvar.plan.trace import Trace, foreign_keys

# One statement that deletes more rows than this holds its locks for long: retention deletes in batches of it too (field/operations.md, A).
BATCH_ROWS = 10_000
HISTORY = ("financial", "special")
NAMES: dict[ReferenceAction, str] = {"restrict": "restrict", "cascade": "cascade", "set_null": "clear"}
ACTIONS: dict[str, ReferenceAction] = {said: action for action, said in NAMES.items()}
KEYS = Manual(title="PostgreSQL manual, foreign keys", address="https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK")


class Verdict(NamedTuple):
    action: ReferenceAction
    because: str


def act_on_delete(design: Design, store: str, features: Features) -> Iterator[Decision]:
    """One decision a reference."""
    trace = Trace(design, store)
    frozen = {b.table: set(b.columns) for b in trace.physical.behaviours.values() if isinstance(b, Freeze)}
    relationships = {(hop.table, hop.key.name): id_ for id_, hops in trace.hops.items() for hop in hops if id_}
    for table_id, table in trace.physical.tables.items():
        for key in foreign_keys(table):
            yield _decision(trace, store, table_id, key, frozen, relationships.get((table_id, key.name), ""))


def _decision(trace: Trace, store: str, table_id: str, key: ForeignKey, frozen: dict[str, set[str]], relationship: str) -> Decision:
    table, parent = trace.physical.tables[table_id], trace.physical.tables[key.table]
    judged = _judge(trace, table_id, key, frozen)
    offered = ("restrict", "cascade", "clear") if _may_be_empty(table, key) else ("restrict", "cascade")
    subject = f"{table_id}.{key.name}"
    choice = chosen(trace.design, "act_on_delete", subject, offered, NAMES[judged.action])
    action = ACTIONS[choice.choice]
    because = choice.because or judged.because
    after = msgspec.structs.replace(key, on_delete=action, because=because)
    each = table.rows / max(1.0, parent.rows)
    taken = Computed(
        formula=f"{count(table.rows)} {table.name} / {count(max(1.0, parent.rows))} {parent.name}",
        value=round(each, 4),
        unit=f"{table.name} for each of the {parent.name}, on average",
    )
    known = trace.design.conceptual.relationships.get(relationship)
    said: tuple[Evidence, ...] = (Words(source=known.source),) if known else ()
    others = [o for o in offered if o != choice.choice]
    return Decision(
        advisor="act_on_delete",
        subject=subject,
        store=store,
        choice=_said(action, table, parent),
        because=because,
        evidence=(*said, taken, KEYS, *choice.evidence),
        instead_of=tuple(others),
        changes=(Alter(collection="constraints", id=_id_of(table, key), before=key, after=after, table=table_id),) if after != key else (),
        overridden=choice.overridden,
    )


def _said(action: ReferenceAction, table: Table, parent: Table) -> str:
    if action == "cascade":
        return f"{table.name} go with their {parent.name}"
    if action == "set_null":
        return f"{table.name} stay, their reference to {parent.name} is emptied"
    return f"{parent.name} with {table.name} cannot be deleted"


def _id_of(table: Table, key: ForeignKey) -> str:
    return next(id_ for id_, constraint in table.constraints.items() if constraint is key)


def _may_be_empty(table: Table, key: ForeignKey) -> bool:
    return all(table.columns[c].nullable for c in key.columns if c not in table.primary_key) and not set(key.columns) <= set(table.primary_key)


def _judge(trace: Trace, table_id: str, key: ForeignKey, frozen: dict[str, set[str]]) -> Verdict:
    table, parent = trace.physical.tables[table_id], trace.physical.tables[key.table]
    asked = key.on_delete
    append_only = table_id in frozen and not frozen[table_id]
    if append_only and asked != "restrict":
        return Verdict("restrict", f"rows of {table.name} are never changed nor deleted, so one of the {parent.name} they name stays")
    if asked == "cascade":
        return _cascade(trace, table_id, key)
    if asked == "set_null" and set(key.columns) & frozen.get(table_id, set()):
        return Verdict("restrict", f"{table.name} keep which of the {parent.name} they were made for")
    if asked == "set_null":
        return Verdict("set_null", f"{table.name} mean something without their {parent.name}: only the reference is emptied")
    return Verdict("restrict", _kept(trace, table_id, key))


def _cascade(trace: Trace, table_id: str, key: ForeignKey) -> Verdict:
    """Only true parts follow, and not into history, and not by the thousand."""
    table, parent = trace.physical.tables[table_id], trace.physical.tables[key.table]
    entity = trace.design.conceptual.entities.get(trace.entity_of(table_id))
    owner = trace.design.conceptual.entities.get(trace.entity_of(key.table))
    history = [c.name for c in table.columns.values() if c.sensitivity in HISTORY]
    if owner and owner.entity_kind == "party" and entity and (history or entity.immutable):
        what = f"{', '.join(history)} of {table.name}" if history else f"the append-only {table.name}"
        return Verdict("restrict", f"{what} must outlive the wish to delete one of the {parent.name}: the person is emptied, the history stays")
    if entity is not None and entity.supertype and entity.supertype == trace.entity_of(key.table):
        return Verdict("cascade", f"a row of {table.name} is one of the {parent.name}: it goes with it")
    happened = entity is not None and (entity.entity_kind == "event" or (bool(history) and entity.entity_kind not in ("part", "association")))
    if happened and not any(isinstance(b, Expire) and b.table == key.table and not b.anonymise for b in trace.physical.behaviours.values()):
        return Verdict("restrict", f"{table.name} record what happened: they stay, and with them the {parent.name} that they name")
    each = table.rows / max(1.0, parent.rows)
    if each > BATCH_ROWS:
        because = f"{count(each)} {table.name} would go with one of the {parent.name} in one statement; they leave in batches before it"
        return Verdict("restrict", because)
    return Verdict("cascade", f"{table.name} are parts of their {parent.name}: {count(each)} each")


def _kept(trace: Trace, table_id: str, key: ForeignKey) -> str:
    table, parent = trace.physical.tables[table_id], trace.physical.tables[key.table]
    entity = trace.design.conceptual.entities.get(trace.entity_of(table_id))
    owner = trace.design.conceptual.entities.get(trace.entity_of(key.table))
    if owner and owner.entity_kind == "lookup":
        return f"{table.name} would lose what one of the {count(max(1.0, parent.rows))} {parent.name} says about them"
    if entity and entity.entity_kind == "event":
        emptied = f"; {parent.name} are emptied instead" if owner and owner.entity_kind == "party" else ""
        return f"{table.name} are history{emptied}"
    return f"{table.name} still name their {parent.name}"
