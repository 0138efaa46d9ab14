"""A transaction without its guard: the constraint to take out of the database, or the statements without lock, condition or key."""

from __future__ import annotations

import msgspec

from relvar.model import expression as e
from relvar.model.behaviour import FollowLifeCycle
from relvar.model.physical import Physical
from relvar.model.query import Insert, Select, Statement, Transaction, Update


def unguarded(physical: Physical, transaction: Transaction, kind: str) -> tuple[str, Transaction] | None:
    """(element to take out or "", the transaction as it then runs); None where the guard cannot be taken away by itself."""
    guard = transaction.guard
    if kind == "opposite_orders":
        apart = tuple(part for statement in transaction.statements for part in _one_by_one(statement))
        return ("", msgspec.structs.replace(transaction, statements=apart)) if apart != transaction.statements else None
    if "." in guard or guard in physical.behaviours:
        bare = tuple(_bare(statement, "key", transaction) for statement in transaction.statements)
        return guard, msgspec.structs.replace(transaction, statements=bare)
    changed = tuple(_bare(statement, guard, transaction) for statement in transaction.statements)
    if changed == transaction.statements:
        return None
    return _second_guard(physical, transaction), msgspec.structs.replace(transaction, statements=changed, isolation="read committed")


def _second_guard(physical: Physical, transaction: Transaction) -> str:
    """The life cycle of a state that the transaction sets upholds it as well: it goes too, or nothing would be seen."""
    updates = [s for s in transaction.statements if isinstance(s, Update)]
    cycles = (
        i
        for i, b in physical.behaviours.items()
        if isinstance(b, FollowLifeCycle) and any(b.table == u.table and b.column in u.sets for u in updates)
    )
    return next(cycles, "") if transaction.guard == "condition" else ""


def _one_by_one(statement: Statement) -> tuple[Statement, ...]:
    """A lock of several rows at once, in key order, becomes locks one by one in the caller's order."""
    if not (isinstance(statement, Select) and statement.lock and statement.where is not None):
        return (statement,)
    items = statement.where.items if isinstance(statement.where, e.And) else (statement.where,)
    either = next((i for i in items if isinstance(i, e.Or)), None)
    if either is None:
        return (statement,)
    rest = tuple(i for i in items if i is not either)
    return tuple(msgspec.structs.replace(statement, where=e.And(items=(*rest, one)), order_by=()) for one in either.items)


def _bare(statement: Statement, guard: str, transaction: Transaction) -> Statement:
    if guard == "lock" and isinstance(statement, Select) and statement.lock:
        return msgspec.structs.replace(statement, lock=False)
    if guard == "condition" and isinstance(statement, Update):
        return msgspec.structs.replace(statement, where=_key_only(statement.where), expect_rows=0)
    if guard == "key" and isinstance(statement, Insert):
        return msgspec.structs.replace(statement, ignore_duplicates_of=())
    return statement


def _key_only(where: e.Expression) -> e.Expression:
    """The first equality with a parameter: the row, without what it must still be."""
    items = where.items if isinstance(where, e.And) else (where,)
    plain = [i for i in items if isinstance(i, e.Compare) and i.op == "=" and isinstance(i.right, e.Parameter | e.Context)]
    names = [i for i in plain if isinstance(i.left, e.ColumnRef) and not i.left.column.endswith(("version", "status", "state"))]
    kept = tuple(names or plain or items[:1])
    return kept[0] if len(kept) == 1 else e.And(items=kept)
