"""What triggers do in a database of tables, as writes and questions of a use case."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from relvar.engines.mongodb.expressions import Inexpressible, value
from relvar.engines.mongodb.places import Store
from relvar.engines.mongodb.script import PARAMETER, Call
from relvar.engines.mongodb.writes import places, write
from relvar.model import behaviour as b
from relvar.model import expression as e
from relvar.model.physical import ForeignKey, Physical
from relvar.model.query import Insert, Select, Update
from relvar.plan.queries import faults
from relvar.plan.queries.need import conjuncts
from relvar.plan.trace import all_of, foreign_keys

Given = dict[str, e.Expression]


def given_by(statement: Insert | Update) -> Given:
    """By column: what a statement says the row has, from what it writes and what it finds the row by."""
    if isinstance(statement, Insert):
        return dict(statement.values)
    items = statement.where.items if isinstance(statement.where, e.And) else (statement.where,)
    found = {i.left.column: i.right for i in items if isinstance(i, e.Compare) and i.op == "=" and isinstance(i.left, e.ColumnRef)}
    return {**found, **statement.sets}


def key_of(store: Store, table: str, reference: tuple[str, ...]) -> ForeignKey:
    found = next((k for k in foreign_keys(store.physical.tables[table]) if set(k.columns) == set(reference)), None)
    if found is None:
        raise Inexpressible(f"no reference of {table} over {', '.join(reference)}")
    return found


def taken(store: Store, rule: b.TakeStock, statement: Insert, unguarded: bool = False) -> Call:
    """The stock less the quantity, where so much is there."""
    key, amount = key_of(store, rule.of, rule.reference), statement.values[rule.quantity]
    stock = e.ColumnRef(column=rule.column)
    found: list[e.Expression] = [
        e.Compare(op="=", left=e.ColumnRef(column=to), right=statement.values[c]) for c, to in zip(key.columns, key.to, strict=True)
    ]
    enough = [] if unguarded else [e.Compare(op=">=", left=stock, right=amount)]
    where = all_of([*found, *enough])
    return write(store, Update(table=rule.table, sets={rule.column: e.Arithmetic(op="-", left=stock, right=amount)}, where=where))


def _owner(store: Store, rule: b.KeepTotal, statement: Insert) -> dict[str, Any]:
    key, scope = key_of(store, rule.of, rule.reference), places(store, rule.of)
    return {store.layout.full(rule.table, to): value(statement.values[c], scope) for c, to in zip(key.columns, key.to, strict=True)}


def recomputed(store: Store, rule: b.KeepTotal, statement: Insert) -> Call:
    """The total, summed by the server from the elements of its own document."""
    layout = store.layout
    if layout.chain(rule.of)[-2:-1] != (rule.table,) or layout.path(rule.table):
        raise Inexpressible("a total over elements that lie deeper")
    total: Any = {"$sum": {"$map": {"input": "$" + layout.path(rule.of)[0], "as": "part", "in": value(rule.term, _Part(store, rule.of))}}}
    return Call(
        layout.collection(rule.table).name, "updateOne", (_owner(store, rule, statement), [{"$set": {layout.full(rule.table, rule.column): total}}])
    )


def total(store: Store, rule: b.KeepTotal, statement: Insert) -> Call:
    """The total and what the new row adds to it. A literal stays one, whatever the caller gives."""
    path = store.layout.full(rule.table, rule.column)
    scope = _Written(store, rule.of, statement)
    grown = {"$add": [f"${path}", value(rule.term, scope)]}
    return Call(store.layout.collection(rule.table).name, "updateOne", (_owner(store, rule, statement), [{"$set": {path: scope.literal(grown)}}]))


class _Part:
    """Scope of a term over the elements of one array."""

    def __init__(self, store: Store, table: str) -> None:
        self.store, self.table = store, table

    def path(self, ref: e.ColumnRef) -> str:
        return f"$$part.{self.store.layout.spot(self.table, ref.column).field}"

    def data(self, ref: e.ColumnRef) -> Any:
        return self.store.physical.tables[self.table].columns[ref.column].data

    def may_be_absent(self, ref: e.ColumnRef) -> bool:
        return False

    def lowered(self, ref: e.ColumnRef) -> str:
        return ""


class _Written(_Part):
    """Scope of a term over a row that is being written: columns are what the statement gives."""

    def __init__(self, store: Store, table: str, statement: Insert) -> None:
        super().__init__(store, table)
        self.statement = statement

    def path(self, ref: e.ColumnRef) -> str:
        given = self.statement.values.get(ref.column)
        if not isinstance(given, e.Parameter):
            raise Inexpressible(f"a total of {ref.column}, which the use case does not give")
        return f"$:{given.name}"

    def literal(self, node: Any) -> Any:
        if isinstance(node, str) and node.startswith("$:"):
            return {"$literal": {PARAMETER: node[2:]}}
        if isinstance(node, list):
            return [self.literal(n) for n in node]
        return {k: self.literal(v) for k, v in node.items()} if isinstance(node, dict) else node


def locks(store: Store, rule: b.ForbidOverlap | b.LimitCount, statement: Insert | Update) -> list[tuple[str, dict[str, Any]]]:
    """The documents that all rows under one rule share, as (collection, query); empty where none is known."""
    reference = rule.per if isinstance(rule, b.ForbidOverlap) else rule.reference
    given, found = given_by(statement), []
    for key in shared_keys(store.physical, rule.table, reference):
        if not store.layout.collection(key.table).revision or not all(c in given for c in key.columns):
            continue
        scope = places(store, rule.table)
        query = {store.layout.full(key.table, to): value(given[c], scope) for c, to in zip(key.columns, key.to, strict=True)}
        found.append((store.layout.collection(key.table).name, query))
    return found[:1]


def shared_keys(physical: Physical, table: str, reference: tuple[str, ...]) -> Iterator[ForeignKey]:
    """References whose row is the same for all rows that a rule compares."""
    return (k for k in foreign_keys(physical.tables[table]) if set(k.columns) <= set(reference) and k.table != table)


def above(physical: Physical, rule: b.ForbidOverlap | b.LimitCount, statement: Insert | Update) -> Select | None:
    """The question of the rule, asked of the shared document's rows alone."""
    given = given_by(statement)
    if isinstance(rule, b.ForbidOverlap):
        found: Select | None = faults.overlapping(physical, rule)
        conditions = {c: c for c in rule.per}
    else:
        found = faults.too_many(physical, rule)
        key = next((k for k in foreign_keys(physical.tables[rule.table]) if set(k.columns) == set(rule.reference) and k.table == rule.parent), None)
        conditions = dict(zip(key.to, key.columns, strict=True)) if key is not None else {}
    if found is None or not conditions:
        return None
    own = [
        e.Compare(op="=", left=e.ColumnRef(column=mine, table=found.alias), right=given[theirs])
        for mine, theirs in conditions.items()
        if theirs in given
    ]
    return msgspec.structs.replace(found, where=all_of([*own, *conjuncts(found.where)]))
