"""A transaction without its guard: the constraint to take out of the database, or the statements without lock, condition or key."""

from __future__ import annotations

import msgspec

from relvar.model import expression as e
from relvar.model.physical import Physical
from relvar.model.query import Insert, Select, Statement, Transaction, Update


def unguarded(physical: Physical, transaction: Transaction) -> tuple[str, Transaction] | None:
    """(element to take out or "", the transaction as it then runs); None where the guard cannot be taken away by itself."""
    guard = transaction.guard
    if "." in guard or guard in physical.behaviours:
        return guard, transaction
    changed = tuple(_bare(statement, guard, transaction) for statement in transaction.statements)
    if changed == transaction.statements:
        return None
    return "", msgspec.structs.replace(transaction, statements=changed, isolation="read committed")


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
