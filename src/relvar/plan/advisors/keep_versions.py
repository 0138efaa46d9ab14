"""Of which tables the engine itself keeps every former version, where the brief asks how things were.

Decides, where a brief speaks of versions or a revision history and the engine has system-versioned tables: each table whose rows change
keeps its versions, by the engine, for the term of the audit trail. Nobody has to write them, and a question "as of" needs no other table.

Stays silent where the brief asks for none and where the engine has no such tables: there the audit trail keeps what was before
(`audit_changes`). Says so where a trail is better: it says who changed a row, where that must be provable; versions hold every column,
so that personal and secret values would outlive an erasure; row rules do not hold for the history; and a table that drops its oldest
rows by partition would have to copy them first.

Weighs: one more row for each change, beside the arithmetic of who may see what. An override "keep_versions:<table>" = "yes" or "no"
decides otherwise.

Sources: SQL Server documentation, temporal tables, considerations and limitations; GDPR Art. 17.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from relvar.model.changes import SetTable, options
from relvar.model.design import Computed, Decision, Design, EngineFact, Manual, ModelFact
from relvar.model.features import Features
from relvar.model.figures import count, in_months, listed
from relvar.model.physical import Table
from relvar.plan.advisors.audit_changes import asks_who, months
from relvar.plan.choice import chosen
from relvar.plan.permitted import frozen_tables
from relvar.plan.trace import Trace

ADVISOR, CAPABILITY, TRAIT = "keep_versions", "system_versioned_tables", "versioned"
YES, NO = "yes", "no"
UNFIT = ("personal", "special", "secret")
LIMITS = Manual(
    title="SQL Server: temporal table considerations and limitations",
    address="https://learn.microsoft.com/en-us/sql/relational-databases/tables/temporal-table-considerations-and-limitations",
)


def keep_versions(design: Design, store: str, features: Features) -> Iterator[Decision]:
    """One decision for each table that changes, where versions are asked for."""
    if TRAIT not in design.conceptual.traits or not features.can(CAPABILITY):
        return
    trace = Trace(design, store)
    frozen = frozen_tables(trace)
    for id_, table in trace.physical.tables.items():
        entity = design.conceptual.entities.get(id_)
        if entity is not None and table.relation and id_ not in frozen and table.updates_per_row:
            yield _decision(trace, store, features, id_, table)


def _decision(trace: Trace, store: str, features: Features, id_: str, table: Table) -> Decision:
    against = _against(trace, id_, table)
    choice = chosen(trace.design, ADVISOR, id_, (YES, NO), NO if against else YES)
    term, regime = months(trace.design)
    keeps = choice.choice == YES
    after = msgspec.structs.replace(options(table), versions_months=term)
    changes = Computed(
        formula=f"{count(table.rows_per_day)} {table.name} a day × {table.updates_per_row:g} changes each",
        value=round(table.rows_per_day * table.updates_per_row, 2),
        unit="versions a day",
    )
    asked = ModelFact(element=f"trait {TRAIT}", states=f"{table.name} change {table.updates_per_row:g} times each")
    fact = EngineFact(engine=features.engine, capability=CAPABILITY, can=True, manual=features.capabilities[CAPABILITY].manual)
    term_said = in_months(term) + (f" ({regime})" if regime else "")
    return Decision(
        advisor=ADVISOR,
        subject=id_,
        store=store,
        choice=f"former versions of {table.name} are kept by the engine for {term_said}" if keeps else "the audit trail keeps what was",
        because=choice.because or against or f"the brief asks how {table.name} were; no statement has to write it",
        evidence=(asked, changes, fact, LIMITS, *choice.evidence),
        instead_of=("the audit trail",) if keeps else ("versions kept by the engine",),
        changes=(SetTable(table=id_, before=options(table), after=after),) if keeps else (),
        overridden=choice.overridden,
    )


def _against(trace: Trace, id_: str, table: Table) -> str:
    """What speaks for a trail."""
    if who := asks_who(trace, id_, table, frozen=False):
        return f"it must be provable who changed {table.name} ({who}), and the trail keeps what was as well"
    held = [c.name for c in table.columns.values() if c.sensitivity in UNFIT]
    if held:
        return f"{listed(held)} would outlive an erasure in the history, which holds every column"
    if any(p.table == id_ for p in trace.physical.policies.values()):
        return f"the row rules of {table.name} would not hold for its history"
    if table.partition is not None:
        return f"{table.name} leave by partition, which a table with versions does not allow"
    return ""
