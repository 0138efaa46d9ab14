"""A transaction without what guards it against one kind of race: constraints to take out of the database, and bare statements."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from relvar.model import expression as e
from relvar.model.behaviour import FollowLifeCycle, TakeStock
from relvar.model.physical import Physical, UniqueConstraint
from relvar.model.query import Insert, Select, Statement, Transaction, Update
from relvar.populate.evaluate import columns_of


class Bare(NamedTuple):
    """`without`: elements to take out of the database; `transaction`: the statements as they then run."""

    without: tuple[str, ...]
    transaction: Transaction


def unguarded(physical: Physical, transaction: Transaction, kind: str) -> Bare | None:
    """What is left when everything that guards against this kind is gone; None where nothing can be taken away by itself."""
    if kind == "opposite_orders":
        return _changed((), transaction, tuple(part for s in transaction.statements for part in _one_by_one(s)))
    if kind == "same_key":
        keys = tuple(key_elements(physical, transaction))
        return _changed((*keys, *_cycles(physical, transaction)), transaction, tuple(_no_condition(_no_key(s)) for s in transaction.statements))
    if kind in ("state_change", "lost_update"):
        bare = tuple(_no_lock(_no_condition(s)) for s in transaction.statements)
        return _changed(tuple(_cycles(physical, transaction)), transaction, bare)
    guard = transaction.guards.get(kind, transaction.guard)
    element = (guard,) if "." in guard or guard in physical.behaviours else ()
    bare = tuple(_no_lock(_no_condition(s)) for s in transaction.statements)
    stocks = tuple(i for i, b in physical.behaviours.items() if isinstance(b, TakeStock) and kind == "last_item" and not element)
    return _changed((*element, *stocks), transaction, bare)


def _changed(without: tuple[str, ...], transaction: Transaction, statements: tuple[Statement, ...]) -> Bare | None:
    if not without and statements == transaction.statements:
        return None
    return Bare(without, msgspec.structs.replace(transaction, statements=statements, isolation="read committed"))


def key_columns(physical: Physical, transaction: Transaction) -> dict[str, tuple[str, ...]]:
    """By table: the columns that make two runs the same run."""
    found: dict[str, tuple[str, ...]] = {}
    for statement in transaction.statements:
        if isinstance(statement, Insert) and statement.ignore_duplicates_of:
            found[statement.table] = statement.ignore_duplicates_of
    table, _, column = transaction.idempotency_key.partition(".")
    if column:
        found.setdefault(table, (column,))
    table, _, id_ = transaction.guards.get("same_key", transaction.guard).partition(".")
    if table in physical.tables and id_:
        found.setdefault(table, _columns(physical, table, id_))
    if not found:  # a key of its own refuses the second copy
        found = {s.table: physical.tables[s.table].primary_key for s in transaction.statements[:1] if isinstance(s, Insert)}
    return found


def _columns(physical: Physical, table: str, id_: str) -> tuple[str, ...]:
    owner = physical.tables[table]
    if id_ == "primary_key":
        return owner.primary_key
    constraint, index = owner.constraints.get(id_), owner.indexes.get(id_)
    if isinstance(constraint, UniqueConstraint):
        return constraint.columns
    return columns_of(tuple(p.expression for p in index.parts)) if index is not None and index.unique else ()


def key_elements(physical: Physical, transaction: Transaction) -> list[str]:
    """The unique constraints and indexes over these columns."""
    found: list[str] = []
    for table, columns in key_columns(physical, transaction).items():
        owner = physical.tables[table]
        for id_ in ("primary_key", *owner.constraints, *owner.indexes):
            if columns and set(_columns(physical, table, id_)) == set(columns):
                found.append(f"{table}.{id_}")
    return found


def element_named(physical: Physical, name: str) -> str:
    """The element that a refusal names: a behaviour's id, or "table.id" of a unique constraint or index; "" where there is none."""
    if name in physical.behaviours:
        return name
    for table_id, table in physical.tables.items():
        for id_, element in (*table.constraints.items(), *table.indexes.items()):
            if name and element.name == name and _columns(physical, table_id, id_):
                return f"{table_id}.{id_}"
    return ""


def _cycles(physical: Physical, transaction: Transaction) -> list[str]:
    """Life cycles of states that the transaction sets: they uphold it as well, and go too, or nothing would be seen."""
    updates = [s for s in transaction.statements if isinstance(s, Update)]
    return [
        i
        for i, b in physical.behaviours.items()
        if isinstance(b, FollowLifeCycle) and any(b.table == u.table and b.column in u.sets for u in updates)
    ]


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


def _no_lock(statement: Statement) -> Statement:
    return msgspec.structs.replace(statement, lock=False) if isinstance(statement, Select) and statement.lock else statement


def _no_key(statement: Statement) -> Statement:
    return msgspec.structs.replace(statement, ignore_duplicates_of=()) if isinstance(statement, Insert) else statement


def _no_condition(statement: Statement) -> Statement:
    """An update of the row whatever has become of it."""
    if not isinstance(statement, Update) or not statement.expect_rows:
        return statement
    return msgspec.structs.replace(statement, where=_key_only(statement), expect_rows=0)


def _key_only(update: Update) -> e.Expression:
    """The equalities with what names the row: those whose column the update does not set."""
    items = update.where.items if isinstance(update.where, e.And) else (update.where,)
    kept = tuple(i for i in items if not set(columns_of(i)) & set(update.sets)) or items[:1]
    return kept[0] if len(kept) == 1 else e.And(items=kept)
