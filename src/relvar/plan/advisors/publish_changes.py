"""Which further kinds of store stand beside the record, and how they learn of changes.

Decides, where several kinds of store are allowed (`-d multi`) or the brief names services, events or projections of their own: for
each kind that has anything to do (search, cache, documents, time series, a log of events) whether this design's numbers justify it,
with the arithmetic, and until which load not. Those taken follow the record through a transactional outbox: each change is told in
the transaction that makes it, handed on by a relay, in the order of each row's changes, at least once.

Stays silent where one database was asked for and the brief speaks of no others.

Weighs: what the record alone would miss of its promises against one more service to run, watch and keep right.

Sources: Kleppmann, Designing Data-Intensive Applications, ch. 11 and 12 (one system of record, derived data); the transactional
outbox pattern; bench/ranked_search.py.
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.model.behaviour import Expire, Publish
from relvar.model.changes import Add, Change
from relvar.model.design import Computed, Decision, Design
from relvar.model.features import Features
from relvar.model.figures import DAYS_A_MONTH, count, listed
from relvar.model.physical import Grant, Physical, Role
from relvar.model.semantic import Sensitivity
from relvar.plan.advisors.grant_roles import FEW, role_name
from relvar.plan.capacity.load import writes_per_day
from relvar.plan.federation.contracts import KINDS, told
from relvar.plan.federation.outbox import OUTBOX, is_drained, outbox_table, relay, replay
from relvar.plan.federation.weighing import Weighed, weighed

ADVISOR = "publish_changes"
ASKING = ("polyglot storage", "microservices", "event sourcing", "cqrs")  # traits of a brief that speak of more than one store
KEPT_MONTHS = 1  # what was handed on stays so long, so that it can be told again
RELAY = "relay"
GRAVITY: tuple[Sensitivity, ...] = ("personal", "financial", "internal", "public")  # what a payload holds, the gravest first


def publish_changes(design: Design, store: str, features: Features) -> Iterator[Decision]:
    """One decision for each kind of store that was weighed, and one for the outbox where any was taken."""
    first = store == design.brief.stores[0]
    if not first or not (design.brief.polyglot or set(ASKING) & set(design.conceptual.traits)):
        return
    found = weighed(design, store, features)
    yield from (_verdict(store, one) for one in found)
    taken = [one for one in found if one.taken]
    if taken and features.can("triggers") and OUTBOX not in design.physical[store].tables:
        yield _outbox(design, store, features, taken)


def _verdict(store: str, one: Weighed) -> Decision:
    instead = "the record alone" if one.taken else one.technology
    return Decision(
        advisor=ADVISOR, subject=one.role, store=store, choice=one.choice, because=one.because, evidence=one.evidence, instead_of=(instead,)
    )


def _outbox(design: Design, store: str, features: Features, taken: list[Weighed]) -> Decision:
    physical = design.physical[store]
    followed: dict[str, list[str]] = {}
    for one in taken:
        for table in one.tables:
            followed.setdefault(table, []).append(one.role)
    rules = {t: _rule(physical, t, tuple(dict.fromkeys(roles))) for t, roles in followed.items()}
    per_day = sum(writes_per_day(physical.tables[t]) for t in rules)
    names = [physical.tables[t].name for t in rules]
    return Decision(
        advisor=ADVISOR,
        subject=OUTBOX,
        store=store,
        choice=f"{OUTBOX}: every change of {listed(names, 5)}, told in its own transaction",
        because=f"{listed([one.role for one in taken])} follow; a write to two stores would be lost to one of them when anything fails between",
        evidence=(Computed(formula=f"changes of {listed(names, 5)}", value=round(per_day, 2), unit="changes a day"),),
        instead_of=("writing to both stores from the application", "reading the engine's log, which asks for a further service and its rights"),
        changes=tuple(_changes(design, features, physical, rules, per_day)),
    )


def _rule(physical: Physical, table_id: str, roles: tuple[str, ...]) -> Publish:
    kinds = tuple(role for role in roles if role in KINDS)
    return Publish(table=table_id, outbox=OUTBOX, key=physical.tables[table_id].primary_key, columns=told(physical, table_id, kinds), to=kinds)


def _changes(design: Design, features: Features, physical: Physical, rules: dict[str, Publish], per_day: float) -> Iterator[Change]:
    told_columns = [physical.tables[t].columns[c] for t, rule in rules.items() for c in rule.columns]
    width = round(sum(c.average_bytes or 8 for c in told_columns) / len(rules))
    held = {c.sensitivity for c in told_columns}
    gravest: Sensitivity = next((s for s in GRAVITY if s in held), "internal")
    roles = (RELAY,) if features.can("roles") else ()
    yield Add(collection="tables", id=OUTBOX, element=outbox_table(per_day * DAYS_A_MONTH, per_day, width, gravest))
    yield from (Add(collection="behaviours", id=f"{t}_told", element=rule) for t, rule in rules.items())
    yield Add(collection="behaviours", id=f"{OUTBOX}_expires", element=Expire(table=OUTBOX, since="published_at", months=KEPT_MONTHS))
    yield Add(collection="transactions", id="relay_changes", element=relay(per_day, roles))
    yield Add(collection="transactions", id="replay_changes", element=replay(roles))
    yield Add(collection="integrity", id="outbox_is_drained", element=is_drained())
    if roles:
        name = role_name(design, RELAY, features)
        comment = f"hands on what stands in {OUTBOX}: {count(per_day)} changes a day; reads what is told, to build a store anew"
        yield Add(collection="roles", id=RELAY, element=Role(name=name, comment=comment, login=True, connection_limit=FEW, duty="jobs"))
        yield Add(collection="grants", id=f"{RELAY}.{OUTBOX}", element=Grant(role=RELAY, on=OUTBOX, operations=("select",)))
        handed_on = Grant(role=RELAY, on=OUTBOX, operations=("update",), columns=("published_at",))
        yield Add(collection="grants", id=f"{RELAY}.{OUTBOX}.update", element=handed_on)
        for t, rule in rules.items():
            yield Add(collection="grants", id=f"{RELAY}.{t}.select", element=Grant(role=RELAY, on=t, operations=("select",), columns=rule.columns))
