"""Values that put two callers at odds, by the kind of race: both want the last item, the same slot, the same key, the same row."""

from __future__ import annotations

from typing import Any

from relvar.engines.base import Database
from relvar.model import expression as e
from relvar.model.physical import Physical
from relvar.model.query import Insert, Transaction
from relvar.populate import Population, asked
from relvar.prove.live.racing.contest import Contest

ONE_WINS = ("last_item", "same_slot", "same_key", "seat_limit", "state_change")  # of these at most one caller may succeed


def contests(physical: Physical, population: Population, database: Database, transaction: Transaction, kind: str) -> Contest:
    """The contest of one transaction. Raises LookupError where the sample rows give no values for it."""
    if not transaction.statements:
        raise LookupError("the transaction has no statement")
    given = asked(population, *transaction.statements)
    first = {**given.values, **_fresh(physical, population, transaction)}
    second = {**first, **_apart(physical, population, transaction, kind, first)}
    may = 1 if kind in ONE_WINS else 2
    return Contest(transaction, (first, second), given.context, may, transaction.invariant_holds)


def _fresh(physical: Physical, population: Population, transaction: Transaction) -> dict[str, Any]:
    """Parameters that inserts write: values of rows that would be legal now, for what stands already would be refused as a repetition."""
    found: dict[str, Any] = {}
    for statement in transaction.statements:
        if isinstance(statement, Insert) and statement.table in population.tables:
            row = population.fresh(statement.table) or {}
            for column, value in statement.values.items():
                if isinstance(value, e.Parameter) and column in row and column not in population.tables[statement.table].references.columns:
                    found.setdefault(value.name, row[column])
    return found


def _apart(physical: Physical, population: Population, transaction: Transaction, kind: str, first: dict[str, Any]) -> dict[str, Any]:
    """What the second caller has of its own: everything that would make the two collide on another rule than the raced one."""
    if kind == "same_key":
        return {}
    own = _fresh(physical, population, transaction)
    keys = {c for t in population.tables.values() for g in t.distinct for c in g.columns}
    likes = {v.name: c for s in transaction.statements if isinstance(s, Insert) for c, v in s.values.items() if isinstance(v, e.Parameter)}
    return {name: value for name, value in own.items() if likes.get(name) in keys}
