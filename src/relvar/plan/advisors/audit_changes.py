"""Of which tables every change is kept, and why of these.

Decides: a table is audited when somebody may later have to prove who changed what: where money stands that can still change,
who may do what, personal data under a regime that asks for it, or data about health; and every table that changes where the brief
asks for an audit trail, or for former versions that the engine does not keep itself. One append-only table holds the trail; it
has no references, so that it outlives what it tells of, and copies no personal or secret value, so that an erasure need not
rewrite it. Its term follows from the regimes; it is partitioned by month where it grows large.

Stays silent, by design, about junctions, lists, append-only tables (their rows are the history), live states that change all
day, and tables without such data; the state of what is paid needs no trail where the payments are rows of their own.
Nothing is audited by habit: each entry costs a write, and a trail of everything is read by nobody. An override
"audit_changes:<table>" = "yes" or "no" decides otherwise.

Weighs: entries a day and their bytes against what must be provable.

Sources: HIPAA 45 CFR 164.312(b), 164.316(b)(2) (six years); PCI DSS 4.0 requirement 10 (one year); GDPR Art. 5(2) and 30;
field/operations.md C.2.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from relvar.model.behaviour import Audit, Behaviour, Expire, FollowLifeCycle, Freeze
from relvar.model.changes import Add, Change
from relvar.model.conceptual import Entity
from relvar.model.design import Computed, Decision, Design, Evidence, Manual, ModelFact
from relvar.model.features import Features
from relvar.model.figures import DAYS_A_MONTH, DAYS_A_YEAR, count, in_months, listed, size
from relvar.model.physical import Column, Grant, Partition, Role, Table
from relvar.plan.advisors.grant_roles import FEW, duty_id, role_name
from relvar.plan.advisors.partition_by_time import AHEAD, WORTH_BYTES, kept
from relvar.plan.capacity.bytes import table_bytes
from relvar.plan.change_log import LOG, history, log_table, partitioned
from relvar.plan.permitted import frozen_tables
from relvar.plan.trace import Trace

ADVISOR = "audit_changes"
# Words that name who may do what. A table called so holds permissions, whatever its columns.
PERMISSION_WORDS = {"role", "permission", "privilege", "grant", "membership", "credential", "access", "api_key", "authorization"}
MONTHS_BY_REGIME = {
    "HIPAA": 72,
    "PCI DSS": 12,
    "SOX": 84,
}  # 45 CFR 164.316(b)(2)(i): six years; PCI DSS 10.5.1: twelve months; 18 USC 1520: seven years
MONTHS_ELSE = 36  # the regular limitation period of European civil law is three years (BGB section 195)
CHURN = 50.0  # updates in a row's life; persons, prices and states change a handful of times, positions and availability thousands
QUESTIONS_A_DAY = 10.0  # an auditor and a support desk; an assumption
VERSIONS = "the brief asks for its former versions"
PAGES = {
    "HIPAA": Manual(title="45 CFR 164.312(b) audit controls", address="https://www.ecfr.gov/current/title-45/section-164.312"),
    "PCI DSS": Manual(title="PCI DSS 4.0, requirement 10", address="https://www.pcisecuritystandards.org/document_library/"),
    "GDPR": Manual(title="GDPR Art. 5(2), accountability", address="https://eur-lex.europa.eu/eli/reg/2016/679/oj"),
}


class Audited(NamedTuple):
    """A table, why it is audited, and entries a day."""

    id: str
    table: Table
    why: str
    entries: float
    overridden: bool


def audit_changes(design: Design, store: str, features: Features) -> Iterator[Decision]:
    """One decision for each audited table, before them one for the log."""
    trace = Trace(design, store)
    frozen = frozen_tables(trace)
    audited = [a for id_ in trace.physical.tables if (a := _judge(trace, id_, id_ in frozen)) is not None]
    if not audited or not features.can("triggers"):
        yield _nothing(trace, store, features)
        return
    yield _log(trace, store, features, audited)
    for found in audited:
        yield _audit(trace, store, found)


def _judge(trace: Trace, id_: str, frozen: bool) -> Audited | None:
    table = trace.physical.tables[id_]
    override = trace.design.conceptual.decisions.get(f"{ADVISOR}:{id_}")
    if override is not None and override.choice in ("yes", "no"):
        return Audited(id_, table, override.because or "you decided so", _entries(trace, table), True) if override.choice == "yes" else None
    why = asks_who(trace, id_, table, frozen) or (VERSIONS if _asks_what_was(trace, id_, table, frozen) else "")
    return Audited(id_, table, why, _entries(trace, table), False) if why else None


def asks_who(trace: Trace, id_: str, table: Table, frozen: bool) -> str:
    """Why it must be provable who changed a row, "" for no reason. What never changes is its own history, except who may do what."""
    entity = trace.design.conceptual.entities.get(id_)
    if not table.relation or entity is None or entity.entity_kind == "lookup":
        return ""
    if set(id_.split("_")) & PERMISSION_WORDS or any(c.sensitivity == "secret" for c in table.columns.values()):
        return "it decides who signs in"
    if frozen or entity.entity_kind == "association" or _churns(trace, table):
        return ""
    asked = entity.traced or ("audit" in trace.design.conceptual.traits and table.updates_per_row)
    return _by_columns(trace, id_, table, entity) or ("the brief asks who changed what" if asked else "")


def _asks_what_was(trace: Trace, id_: str, table: Table, frozen: bool) -> bool:
    """Whether the brief asks for former versions that the engine does not keep itself."""
    entity = trace.design.conceptual.entities.get(id_)
    changes = entity is not None and entity.entity_kind not in ("lookup", "association") and table.updates_per_row and not frozen
    asked = "versioned" in trace.design.conceptual.traits and not table.versions_months
    return bool(asked and table.relation and changes and not _churns(trace, table))


def _by_columns(trace: Trace, id_: str, table: Table, entity: Entity) -> str:
    regimes = trace.design.conceptual.regimes
    by = {s: [c.name for c in table.columns.values() if c.sensitivity == s] for s in ("special", "personal")}
    if by["special"]:
        return f"it holds {listed(by['special'])}, which is special" + (", and HIPAA asks who changed it" if "HIPAA" in regimes else "")
    if money := _money(trace, id_, table):
        return money
    if by["personal"] and entity.entity_kind == "party" and regimes:
        return f"a person's {listed(by['personal'])} stand in it, and {listed(regimes)} asks who changed them"
    return ""


def _money(trace: Trace, id_: str, table: Table) -> str:
    """Amounts that somebody may still change, or a state that decides about amounts; what is frozen is its own proof."""
    amounts = {i: c for i, c in table.columns.items() if c.sensitivity == "financial" or c.samples == "money"}
    fixed = trace.kept.get(id_, set())
    changing = [c.name for i, c in amounts.items() if i not in fixed and c.generated is None]
    if changing:
        return f"{listed(changing)} can change, and money is argued about"
    if any(_tells(trace, h.table) for h in trace.referrers.get(id_, ())):
        return ""
    states = [b.column for b in trace.physical.behaviours.values() if isinstance(b, FollowLifeCycle) and b.table == id_]
    return f"{listed(states)} decides about {listed([c.name for c in amounts.values()])}" if amounts and states else ""


def _tells(trace: Trace, id_: str) -> bool:
    """A row of its own that says what was paid: then the state of what it refers to decides about no money any more."""
    entity = trace.design.conceptual.entities.get(id_)
    columns = trace.physical.tables[id_].columns.values()
    return entity is not None and entity.entity_kind == "event" and any(c.samples == "money" or c.sensitivity == "financial" for c in columns)


def _churns(trace: Trace, table: Table) -> bool:
    """A live state rather than a record, which no regime asks about: a trail of it would be noise."""
    return table.updates_per_row > CHURN and not trace.design.conceptual.regimes


def _entries(trace: Trace, table: Table) -> float:
    """An entry for each arrival and each update; rows that stood at the start change through the scale's years."""
    standing = table.rows_at_start * table.updates_per_row / (trace.design.conceptual.scale.years.value * DAYS_A_YEAR)
    return table.rows_per_day * (1 + table.updates_per_row) + standing


def months(design: Design) -> tuple[int, str]:
    """How long the trail is kept, and by which regime ("" = none)."""
    asked = [(MONTHS_BY_REGIME[r], r) for r in design.conceptual.regimes if r in MONTHS_BY_REGIME]
    return max(asked, default=(MONTHS_ELSE, ""))


def _log(trace: Trace, store: str, features: Features, audited: list[Audited]) -> Decision:
    per_day, (term, regime) = sum(a.entries for a in audited), months(trace.design)
    days = min(term * DAYS_A_MONTH, trace.design.conceptual.scale.years.value * DAYS_A_YEAR)
    table = log_table(per_day * days, per_day, _tenant(trace))
    total = table_bytes(table, {LOG: table}, features)
    by_month = features.can("partitions") and total >= WORTH_BYTES
    if by_month:
        table = partitioned(table, Partition(column="changed_at", interval="month", ahead=AHEAD["month"], keep=kept("month", term)))
    terms = f"{in_months(term)} ({regime})" if regime else f"{in_months(term)}, the regular limitation period, since no regime sets another"
    parts = "by month, so that a month leaves by one DROP" if by_month else f"in one piece of {size(total)}, whose old rows leave in batches"
    return Decision(
        advisor=ADVISOR,
        subject=LOG,
        store=store,
        choice=f"{LOG}, kept {terms}, {parts}",
        because=f"{count(per_day)} entries a day from {listed([a.table.name for a in audited])}",
        evidence=(
            _arithmetic(audited, per_day),
            Computed(formula=f"{count(per_day * days)} rows x {total / max(table.rows, 1):.0f} B", value=total, unit="B"),
        ),
        instead_of=(f"a trail of all {len(trace.physical.tables)} tables",),
        changes=tuple(_log_changes(trace, features, table, term)),
    )


def _arithmetic(audited: list[Audited], per_day: float) -> Evidence:
    terms = [f"{a.table.name} {count(a.entries)}" for a in sorted(audited, key=lambda a: -a.entries)[:5]]
    return Computed(formula=" + ".join(terms), value=per_day, unit="entries a day")


def _tenant(trace: Trace) -> tuple[str, Column] | None:
    """The tenant's column, so that a trail can be given to the tenant it is about."""
    tenant = trace.design.conceptual.tenant
    if tenant not in trace.physical.tables:
        return None
    key = trace.tenant_column(tenant)
    column = trace.physical.tables[tenant].columns[key]
    plain = msgspec.structs.replace(column, identity=False, default=None, nullable=True, comment=f"Whose row it was: the {tenant}", of="")
    return key, plain


def _log_changes(trace: Trace, features: Features, table: Table, term: int) -> Iterator[Change]:
    actors = set(trace.design.conceptual.actors)
    auditor, definer = duty_id("auditor", actors), duty_id("definer", actors)
    yield Add(collection="tables", id=LOG, element=table)
    yield Add(collection="behaviours", id=f"{LOG}_frozen", element=Freeze(table=LOG))
    yield Add(collection="behaviours", id=f"{LOG}_expires", element=Expire(table=LOG, since="changed_at", months=term))
    roles: tuple[str, ...] = ()
    if features.can("roles"):
        role = Role(
            name=role_name(trace.design, auditor, features),
            comment=f"reads {LOG}, writes nothing",
            login=True,
            read_only=True,
            connection_limit=FEW,
            duty="auditor",
        )
        roles = (auditor,)
        yield Add(collection="roles", id=auditor, element=role)
        yield Add(collection="grants", id=f"{auditor}.{LOG}", element=Grant(role=auditor, on=LOG, operations=("select",)))
        yield Add(collection="grants", id=f"{definer}.{LOG}", element=Grant(role=definer, on=LOG, operations=("select", "insert", "delete")))
    yield Add(collection="queries", id=f"{LOG}_history", element=history(QUESTIONS_A_DAY, roles))


def _audit(trace: Trace, store: str, found: Audited) -> Decision:
    secret = tuple(i for i, c in found.table.columns.items() if c.sensitivity in ("personal", "special", "secret"))
    behaviour: Behaviour = Audit(table=found.id, log=LOG, key=found.table.primary_key, secret=secret)
    regimes = [PAGES[r] for r in trace.design.conceptual.regimes if r in PAGES]
    kept_out = f"; {listed([found.table.columns[c].name for c in secret])} by name only" if secret else ""
    fact = ModelFact(element=f"table {found.table.name}", states=f"{found.why}; {count(found.entries)} changes a day")
    return Decision(
        advisor=ADVISOR,
        subject=found.id,
        store=store,
        choice=f"{found.table.name}: every change{kept_out}",
        because=f"{found.table.name}: {found.why}",
        evidence=(fact, *regimes),
        instead_of=("no trail",),
        changes=(Add(collection="behaviours", id=f"{found.id}_audit", element=behaviour),),
        overridden=found.overridden,
    )


def _nothing(trace: Trace, store: str, features: Features) -> Decision:
    names = [t.name for t in trace.physical.tables.values() if t.relation]
    states = (
        "no permission, changing money, health or regulated personal data"
        if features.can("triggers")
        else f"{features.title} runs no code on a change"
    )
    return Decision(
        advisor=ADVISOR,
        subject="*",
        store=store,
        choice="no audit trail",
        because=f"in {listed(names)} nobody will have to prove who changed what; a trail would double the writes",
        evidence=(ModelFact(element=f"{len(names)} tables", states=states),),
        instead_of=("a trail of every table",),
    )
