"""Which documents are the meeting place of use cases that must not pass each other by.

Decides: where a rule spans several documents (no overlap, at most so many) the document that they all refer to carries a number,
`revision`; a use case raises it before it writes and asks whether the rule is kept. Two transactions that change one document conflict,
so the second of two fails and is repeated on what the first has left. The same where a use case holds a document that it does not change.

Stays silent where one document holds all that a rule compares: it changes as a whole or not at all.

Weighs: one write more for each such use case, and that all of one meeting place wait in turn, against a rule that nothing upholds: a
snapshot alone lets two transactions each write a document that the other has not seen (write skew).

Sources: MongoDB manual, transactions (write conflicts); MongoDB, "How To SELECT ... FOR UPDATE Inside MongoDB Transactions"; Kleppmann,
"Designing Data-Intensive Applications", chapter 7 (materializing conflicts).
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from relvar.model.behaviour import ForbidOverlap, LimitCount
from relvar.model.changes import Alter
from relvar.model.design import Computed, Decision, Design, Manual
from relvar.model.features import Features
from relvar.model.figures import count, listed
from relvar.model.physical import Physical
from relvar.model.query import Delete, Insert, Select, Update
from relvar.plan.documents.layout import Layout
from relvar.plan.trace import foreign_keys

ADVISOR = "share_documents"
CONFLICTS = Manual(
    title="MongoDB manual: transactions and write conflicts",
    address="https://www.mongodb.com/docs/manual/core/transactions-production-consideration/#in-progress-transactions-and-write-conflicts",
)


def share_documents(design: Design, store: str, features: Features) -> Iterator[Decision]:
    """One decision for each collection whose documents are met at."""
    physical = design.physical[store]
    layout = Layout(physical)
    found: dict[str, dict[str, None]] = {}
    for table, why in (*_of_rules(physical), *_held(physical, layout)):
        if layout.embedding(table) is None and layout.collection(table).time_series is None:
            found.setdefault(layout.home[table], {})[why] = None
    for id_, reasons in found.items():
        collection = physical.collections[id_]
        daily = sum(
            t.per_day for t in physical.transactions.values() if any(s.table in physical.tables for s in t.statements if _writes(s, physical, id_))
        )
        yield Decision(
            advisor=ADVISOR,
            subject=id_,
            store=store,
            choice=f"{collection.name}.revision is raised first",
            because=f"{listed(list(reasons))}: of two transactions the second conflicts and is repeated",
            evidence=(Computed(formula=f"{count(daily)} use cases a day × 1 write", value=round(daily), unit="writes a day"), CONFLICTS),
            instead_of=("a snapshot alone, in which each of two misses what the other writes",),
            changes=(Alter(collection="collections", id=id_, before=collection, after=msgspec.structs.replace(collection, revision=True)),),
        )


def _of_rules(physical: Physical) -> Iterator[tuple[str, str]]:
    """(table met at, why) of rules that compare documents."""
    for rule in physical.behaviours.values():
        if isinstance(rule, LimitCount):
            yield rule.parent, f"{physical.tables[rule.table].name} are counted"
        elif isinstance(rule, ForbidOverlap):
            shared = next(
                (k.table for k in foreign_keys(physical.tables[rule.table]) if set(k.columns) <= set(rule.per) and k.table != rule.table), ""
            )
            if shared:
                yield shared, f"{physical.tables[rule.table].name} must not overlap"


def _held(physical: Physical, layout: Layout) -> Iterator[tuple[str, str]]:
    """Documents that a use case holds and does not change."""
    for transaction in physical.transactions.values():
        changed = {layout.home[s.table] for s in transaction.statements if isinstance(s, Update | Delete)}
        for statement in transaction.statements:
            if (
                isinstance(statement, Select)
                and statement.lock
                and layout.home[statement.table] not in changed
                and not _is_taken(physical, statement.table)
            ):
                yield statement.table, f"{transaction.name} relies on it"


def _is_taken(physical: Physical, table: str) -> bool:
    """Whether a rule changes the table with every row that a use case would hold it for."""
    return any(hasattr(rule, "of") and rule.table == table for rule in physical.behaviours.values())


def _writes(statement: object, physical: Physical, collection: str) -> bool:
    """Whether a statement writes what refers to the collection's documents, or holds them."""
    if isinstance(statement, Select):
        return statement.lock and statement.table == physical.collections[collection].root
    if not isinstance(statement, Insert | Update):
        return False
    return any(k.table == physical.collections[collection].root for k in foreign_keys(physical.tables[statement.table]))
