"""How each use case that writes several rows, or that two may do at once, is made one transaction.

Decides: the statements in order, what guards the invariant when two do it at once, the isolation level with its reason, the
order in which rows are locked, where a version column or an idempotency key is needed (it adds the column and its unique
constraint), and which failures are worth a retry. It writes the question that finds a broken invariant.

Stays silent about use cases whose entity has no table. Leaves out a step that a rule of the database does by itself (stock taken
by the line that sells it, a total kept), for done twice it would be wrong.

Weighs: a guard inside the database before one in the application: a constraint that refuses (last item, same slot, same key), a
condition in the update that finds the row changed (state, lost update), a locked parent row (limit of places). They hold at read
committed, so nothing is retried that has not failed; only a use case that checks first and has no guard needs serializable.
Where the engine lets one write at a time, that is the guard against opposite orders.

Sources: PostgreSQL manual, transaction isolation and explicit locking; Kleppmann, "Designing Data-Intensive Applications",
chapter 7 (lost updates, write skew); Stripe's guide to idempotent requests.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from relvar.model.behaviour import FollowLifeCycle, ForbidOverlap, LimitCount, TakeStock
from relvar.model.changes import Add, Change
from relvar.model.conceptual import StockLevel, UseCase
from relvar.model.design import Computed, Decision, Design, EngineFact, Evidence, Manual, Words
from relvar.model.expression import Constant
from relvar.model.features import Features
from relvar.model.figures import SECONDS_A_DAY, count, listed
from relvar.model.physical import CheckConstraint, Column, Table, UniqueConstraint
from relvar.model.query import Isolation, Select, Transaction
from relvar.model.semantic import DataType
from relvar.model.walking import columns_in
from relvar.plan.choice import Chosen, chosen
from relvar.plan.queries import faults
from relvar.plan.queries.steps import Steps
from relvar.plan.realize.names import shorten
from relvar.plan.trace import Trace, foreign_keys

ADVISOR = "realize_use_cases"
# Three tries with a doubled, jittered pause: of transactions that fail one in a hundred times, one in a million fails thrice.
TRIES, FIRST_PAUSE_MS = 3, 10
KEY_COLUMN, VERSION_COLUMN = "idempotency_key", "version"
KEY_WORDS = ("idempotency", "request", "provider_reference", "external", "reference", "token", "nonce")  # names under which such keys stand already
ISOLATION = Manual(title="PostgreSQL manual, transaction isolation", address="https://www.postgresql.org/docs/current/transaction-iso.html")
IDEMPOTENT = Manual(title="Stripe API, idempotent requests", address="https://docs.stripe.com/api/idempotent_requests")
UUID = DataType(base="uuid")
VERSION = DataType(base="integer", bits=32)


class Guard(NamedTuple):
    """What upholds the invariant (as in Transaction.guard), in words, and the question that finds it broken."""

    element: str
    says: str
    fault: Select | None = None


class Aids(NamedTuple):
    """Columns beside the use case's own: "table.column" or "", the key's columns, and what adds them."""

    version: str
    key: str
    key_columns: tuple[str, ...]
    changes: tuple[Change, ...]
    chosen: Chosen


def realize_use_cases(design: Design, store: str, features: Features) -> Iterator[Decision]:
    """One decision a use case, which adds its transaction."""
    before = Trace(design, store)
    tables = dict(before.physical.tables)
    aids = {id_: _aids(before, tables, id_, use_case) for id_, use_case in design.conceptual.use_cases.items() if _stored(before, use_case)}
    trace = Trace(design.with_(physical={**design.physical, store: msgspec.structs.replace(before.physical, tables=tables)}), store)
    for id_, found in aids.items():
        yield _decision(trace, store, features, id_, design.conceptual.use_cases[id_], found)


def _stored(trace: Trace, use_case: UseCase) -> bool:
    known = trace.physical.tables
    return use_case.entity in known and any(s.entity in known for s in use_case.steps)


def _decision(trace: Trace, store: str, features: Features, id_: str, use_case: UseCase, aids: Aids) -> Decision:
    steps = Steps(trace, use_case, aids.version, (aids.key.partition(".")[0], aids.key_columns))
    statements = steps.statements()
    guard = _guard(trace, use_case, aids, steps)
    others = {race: _guard(trace, msgspec.structs.replace(use_case, races=(race,)), aids, steps) for race in use_case.races}
    isolation, because = _isolation(features, use_case, guard)
    transaction = Transaction(
        name=use_case.name,
        statements=statements,
        invariant=use_case.invariant,
        isolation=isolation,
        isolation_because=because,
        guard=guard.element,
        races=use_case.races,
        invariant_holds=guard.fault,
        lock_order=tuple(steps.locked),
        version_column=aids.version,
        idempotency_key=aids.key,
        guards={race: found.element for race, found in others.items() if found.element != guard.element},
        faults={race: found.fault for race, found in others.items() if found.fault is not None and found.fault != guard.fault},
        retry=_retry(trace, features, use_case, aids, isolation),
        per_day=use_case.per_day.value,
        roles=use_case.roles,
    )
    return Decision(
        advisor=ADVISOR,
        subject=id_,
        store=store,
        choice=f"{len(statements)} {'statement' if len(statements) == 1 else 'statements'}, {isolation}: {_short(guard, aids)}",
        because=aids.chosen.because or _because(trace, use_case, steps),
        evidence=(*_evidence(features, trace.design, use_case, aids), *aids.chosen.evidence),
        instead_of=tuple(_instead(trace, use_case, aids, guard)),
        changes=(*aids.changes, Add(collection="transactions", id=id_, element=transaction)),
        overridden=aids.chosen.overridden,
    )


def _short(guard: Guard, aids: Aids) -> str:
    """A guard in few words: the conventions say why a comparison within the update suffices."""
    return f"{'version' if aids.version else 'state'} compared" if guard.element == "condition" else guard.says


# --- columns that the transaction needs beside its own ---


def _aids(trace: Trace, tables: dict[str, Table], id_: str, use_case: UseCase) -> Aids:
    """What a use case needs added; `tables` grow by it, so that a later use case finds what an earlier one asked for."""
    version, key = "", ""
    key_columns: tuple[str, ...] = ()
    changes: list[Change] = []
    taken = Chosen("")
    if "lost_update" in use_case.races:
        taken = chosen(trace.design, ADVISOR, id_, ("version", "condition"), "version")
        version = _version(tables, use_case, changes) if taken.choice == "version" else ""
    target = next((s.entity for s in use_case.steps if s.action == "insert" and s.entity in trace.physical.tables), "")
    once = bool(target) and bool(_partial_key(tables[target]))  # the rule itself lets it happen once
    if target and (use_case.idempotent or ("same_key" in use_case.races and not once)):
        key, key_columns = _key(tables[target], target, trace.tenant_column(target), changes)
    for change in changes:
        if isinstance(change, Add):
            owner = tables[change.table]
            grown = {**getattr(owner, change.collection), change.id: change.element}
            tables[change.table] = msgspec.structs.replace(owner, **{change.collection: grown})
    return Aids(version, key, key_columns, tuple(changes), taken)


def _version(tables: dict[str, Table], use_case: UseCase, changes: list[Change]) -> str:
    target = next((s.entity for s in use_case.steps if s.action == "update" and s.entity in tables), "")
    if not target:
        return ""
    if VERSION_COLUMN not in tables[target].columns:
        comment = f"Counts the changes of the row; “{use_case.name}” writes only over the version it has read"
        column = Column(name=VERSION_COLUMN, data=VERSION, default=Constant(value=1), comment=comment, samples="position")
        changes.append(Add(collection="columns", id=VERSION_COLUMN, element=column, table=target))
    return f"{target}.{VERSION_COLUMN}"


def _key(table: Table, target: str, tenant: str, changes: list[Change]) -> tuple[str, tuple[str, ...]]:
    """A unique column that callers know before the row exists; added where the table has none."""
    known = _known_key(table, tenant)
    if known:
        return f"{target}.{known[-1]}", known
    columns = (*((tenant,) if tenant else ()), KEY_COLUMN)
    comment = f"Chosen by the caller before the first try; a repeated request finds its {table.name} row instead of making a second"
    name = shorten(f"{table.name}_{KEY_COLUMN}_uq")
    says = f"one request makes one row of {table.name}, however often it is sent"
    changes.append(Add(collection="columns", id=KEY_COLUMN, element=Column(name=KEY_COLUMN, data=UUID, comment=comment), table=target))
    changes.append(Add(collection="constraints", id=name, element=UniqueConstraint(name=name, columns=columns, says=says), table=target))
    return f"{target}.{KEY_COLUMN}", columns


def _partial_key(table: Table) -> str:
    """A unique index that holds among some rows only ("one open loan of a copy"), "" where there is none."""
    return next((id_ for id_, index in table.indexes.items() if index.unique and index.where is not None), "")


def _known_key(table: Table, tenant: str) -> tuple[str, ...]:
    references = {c for key in foreign_keys(table) for c in key.columns}
    for constraint in table.constraints.values():
        if isinstance(constraint, UniqueConstraint):
            own = [c for c in constraint.columns if c != tenant]
            if len(own) == 1 and own[0] not in references and any(word in own[0] for word in KEY_WORDS):
                return constraint.columns
    return ()


# --- guards ---


def _guard(trace: Trace, use_case: UseCase, aids: Aids, steps: Steps) -> Guard:
    """The first that fits, by the kind of race; the rule that the brief names decides between several."""
    behaviour = trace.physical.behaviours.get(use_case.guarded_by)
    if use_case.races == ("opposite_orders",) and steps.locked:
        return Guard("lock", f"the lock on {listed([trace.physical.tables[t].name for t in steps.locked])} in the order of their key")
    tables = {s.entity for s in use_case.steps}
    for race in use_case.races:
        found = _against(trace, race, use_case, aids, steps, tables)
        if found is not None:
            return found
    if isinstance(behaviour, FollowLifeCycle) and steps.guarded_by_condition:
        return Guard("condition", "the condition of the update")
    if behaviour is not None:
        return Guard(use_case.guarded_by, f"the rule {use_case.guarded_by}")
    if steps.guarded_by_condition:
        return Guard("condition", "the condition of the update")
    if steps.locked:
        return Guard("lock", f"the lock on {listed([trace.physical.tables[t].name for t in steps.locked])}")
    return Guard((aids.key and _unique(trace, aids)) or "key", "its keys and references")


def _against(trace: Trace, race: str, use_case: UseCase, aids: Aids, steps: Steps, tables: set[str]) -> Guard | None:
    physical = trace.physical
    if race == "last_item":
        return _last_item(trace, tables, steps)
    if race == "same_slot":
        for id_, b in physical.behaviours.items():
            if isinstance(b, ForbidOverlap) and b.table in tables:
                return Guard(id_, f"the rule that {physical.tables[b.table].name} never overlap", faults.overlapping(physical, b))
    if race == "seat_limit":
        for id_, b in physical.behaviours.items():
            if isinstance(b, LimitCount) and b.table in tables:
                return Guard(id_, f"the limit of {physical.tables[b.table].name}, counted under the lock of its parent", faults.too_many(physical, b))
    if race == "same_key":
        for table_id in (s.entity for s in use_case.steps if s.action == "insert" and s.entity in physical.tables):
            once = _partial_key(physical.tables[table_id])
            if once:
                index = physical.tables[table_id].indexes[once]
                return Guard(f"{table_id}.{once}", f"the unique index {index.name}", faults.twice_among(physical, table_id, index))
    if race == "same_key" and aids.key and not {"same_slot", "last_item", "seat_limit"} & set(use_case.races):
        table_id = aids.key.partition(".")[0]
        return Guard(_unique(trace, aids), f"the unique {aids.key.partition('.')[2]}", faults.twice(physical, table_id, aids.key_columns))
    if race in ("lost_update", "state_change") and steps.guarded_by_condition and "same_key" not in use_case.races:
        return Guard("condition", f"the {'version' if aids.version else 'state'} in the update's condition")
    return None


def _last_item(trace: Trace, tables: set[str], steps: Steps) -> Guard | None:
    """The check that the level is not negative, else the update's own condition."""
    taking = [(b.table, b.column) for b in trace.physical.behaviours.values() if isinstance(b, TakeStock) and (b.of in tables or b.table in tables)]
    rules = (r for r in trace.design.conceptual.rules.values() if isinstance(r, StockLevel))
    for table_id, column in [*taking, *((r.entity, r.attribute) for r in rules if r.entity in tables and r.entity in trace.physical.tables)]:
        fault = faults.below_zero(trace.physical, table_id, column)
        name = trace.physical.tables[table_id].name
        for id_, constraint in trace.physical.tables[table_id].constraints.items():
            if isinstance(constraint, CheckConstraint) and list(columns_in(constraint.condition)) == [column]:
                return Guard(f"{table_id}.{id_}", f"the check that {column} of {name} is never negative", fault)
        if steps.guarded_by_condition:
            return Guard("condition", f"the condition that {column} of {name} suffices", fault)
    return None


def _unique(trace: Trace, aids: Aids) -> str:
    table_id = aids.key.partition(".")[0]
    for id_, constraint in trace.physical.tables[table_id].constraints.items():
        if isinstance(constraint, UniqueConstraint) and constraint.columns == aids.key_columns:
            return f"{table_id}.{id_}"
    return "key"


# --- isolation, retries, words ---


def _isolation(features: Features, use_case: UseCase, guard: Guard) -> tuple[Isolation, str]:
    if not features.can("concurrent_writers"):
        return "serializable", f"one writer at a time: {use_case.name} begins as a writer and nobody comes between its steps"
    checks = any(s.action == "check" for s in use_case.steps)
    if checks and guard.element == "key":
        return "serializable", f"{use_case.name} reads before it writes and no constraint sees what it has read"
    return "read committed", f"this level is enough for {guard.says}: the second of two waits for the first and meets what it wrote"


def _retry(trace: Trace, features: Features, use_case: UseCase, aids: Aids, isolation: str) -> str:
    pauses = ", ".join(str(FIRST_PAUSE_MS * 2**n) for n in range(TRIES))
    when = "a busy database" if not features.can("concurrent_writers") else "a deadlock"
    if isolation == "serializable" and features.can("concurrent_writers"):
        when += " or a serialization failure"
    safe = f"; safe because {aids.key.partition('.')[2]} lets it happen once" if aids.key else "; a try that failed has left nothing"
    never = "; zero rows changed means somebody was first: read again and ask the user" if "lost_update" in use_case.races else ""
    tries = f"at most {TRIES} times, pausing {pauses} ms give or take half"
    return f"after {when} the whole transaction, {tries}{safe}; a refused constraint is an answer{never}"


def _because(trace: Trace, use_case: UseCase, steps: Steps) -> str:
    said = [use_case.invariant]
    if steps.kept:
        said.append(f"{listed(list(dict.fromkeys(steps.kept)))} is upheld as rows are inserted")
    if len(steps.locked) or "opposite_orders" in use_case.races:
        names = [trace.physical.tables[t].name for t in steps.locked]
        said.append(f"{listed(names)} locked in key order")
    return "; ".join(said)


def _evidence(features: Features, design: Design, use_case: UseCase, aids: Aids) -> tuple[Evidence, ...]:
    per_day = use_case.per_day.value
    peak = per_day / SECONDS_A_DAY * design.conceptual.scale.peak_factor.value
    formula = f"{count(per_day)} a day / {SECONDS_A_DAY:,} s × {design.conceptual.scale.peak_factor.value:g} at peak"
    rate = Computed(formula=formula, value=round(peak, 6), unit="a second")
    evidence: list[Evidence] = [Words(source=use_case.source), rate, ISOLATION]
    if aids.key:
        evidence.append(IDEMPOTENT)
    if not features.can("concurrent_writers"):
        fact = features.capabilities["concurrent_writers"]
        evidence.append(EngineFact(engine=features.engine, capability="concurrent_writers", can=False, manual=fact.manual))
    return tuple(evidence)


def _instead(trace: Trace, use_case: UseCase, aids: Aids, guard: Guard) -> Iterator[str]:
    if "last_item" in use_case.races:
        yield f"reading what is left, then writing: two who read the same number both {use_case.name}"
    if "same_slot" in use_case.races:
        yield f"asking whether the time is free before {use_case.name}: both are told yes"
    if aids.version:
        yield f"a lock on {trace.physical.tables[aids.version.partition('.')[0]].name} during each edit"
    if aids.key:
        yield f"a second try makes two {trace.physical.tables[aids.key.partition('.')[0]].name}"
    if not use_case.races:
        yield f"each statement of “{use_case.name}” by itself: a failure between them leaves half"
