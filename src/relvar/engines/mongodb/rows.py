"""Rows of the model as documents, elements of documents, and back, in extended JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from relvar.engines.mongodb.places import Store
from relvar.engines.mongodb.query import Question
from relvar.engines.mongodb.schema import VERSION
from relvar.model import expression as e
from relvar.model.behaviour import KeepTotal
from relvar.model.documents import Collection
from relvar.model.physical import ForeignKey
from relvar.plan.documents.layout import KEY

Values = Mapping[str, Any]
MISSING: dict[str, Any] = {}


Fetch = Callable[[str, dict[str, Any]], Any]  # table, what finds a row of it -> its document, or None


def element(store: Store, table: str, row: Values, fetch: Fetch | None = None) -> Any:
    """A row as its own document or element; absent values are absent fields. `fetch` finds the rows that parts are copied from."""
    layout = store.layout
    embedding = layout.embedding(table)
    if embedding is not None and embedding.scalar:
        return store.types.ejson(table, embedding.scalar, row.get(embedding.scalar))
    made: dict[str, Any] = {}
    if embedding is None:
        made[VERSION] = layout.collection(table).schema_version
    for column in layout.own_columns(table):
        value = store.types.ejson(table, column, row.get(column))
        if value is not None:
            _put(made, layout.spot(table, column).field, value)
    for derived in layout.collection(table).derived:
        if derived.table == table and row.get(derived.column) is not None:
            made[derived.field] = str(row[derived.column]).lower()
    if fetch is not None:
        _copied(store, table, row, made, fetch)
        _above(store, table, row, made, fetch)
    return made


def _put(document: dict[str, Any], path: str, value: Any) -> None:
    *way, last = path.split(".")
    for part in way:
        document = document.setdefault(part, {})
    document[last] = value


def _copied(store: Store, table: str, row: Values, made: dict[str, Any], fetch: Fetch) -> None:
    """Extended references: what is shown of the rows that this one refers to."""
    for copy in store.layout.copies(table):
        original = _referred(store, table, copy.reference, row, fetch)
        if original is not None:
            target = getattr(store.physical.tables[table].constraints[copy.reference], "table", "")
            fields = {store.physical.tables[target].columns[c].name: original.get(store.layout.spot(target, c).field) for c in copy.columns}
            made[copy.field] = {name: value for name, value in fields.items() if value is not None}


def _above(store: Store, table: str, row: Values, made: dict[str, Any], fetch: Fetch) -> None:
    """Tree: the keys of all above, the nearest last."""
    tree = store.layout.collection(table).tree
    if tree is not None and store.layout.embedding(table) is None:
        parent = _referred(store, table, tree.reference, row, fetch)
        made[tree.field] = [*parent.get(tree.field, []), parent[KEY]] if parent is not None else []


def _referred(store: Store, table: str, reference: str, row: Values, fetch: Fetch) -> Any:
    key = store.physical.tables[table].constraints[reference]
    assert isinstance(key, ForeignKey)
    if any(row.get(c) is None for c in key.columns):
        return None
    found = {store.layout.full(key.table, to): store.types.ejson(table, c, row[c]) for c, to in zip(key.columns, key.to, strict=True)}
    return fetch(key.table, {KEY: found[KEY]} if KEY in found else found)


def amounts(store: Store, table: str, rows: Sequence[Values]) -> list[tuple[KeepTotal, dict[str, Any], Decimal]]:
    """What rows add to the totals that are kept of them: the rule, the query document of the row that has the total, the amount."""
    found: dict[tuple[int, str], tuple[KeepTotal, dict[str, Any], Decimal]] = {}
    rules = [b for b in store.physical.behaviours.values() if isinstance(b, KeepTotal) and b.of == table]
    for place, rule in enumerate(rules):
        for row in rows:
            query = _total_filter(store, rule, row)
            amount = Decimal(str(_number(rule.term, row) or 0))
            _, _, before = found.get((place, repr(query)), (rule, query, Decimal(0)))
            found[place, repr(query)] = (rule, query, before + amount)
    return list(found.values())


def _total_filter(store: Store, rule: KeepTotal, row: Values) -> dict[str, Any]:
    key = next(k for k in store.physical.tables[rule.of].constraints.values() if isinstance(k, ForeignKey) and set(k.columns) == set(rule.reference))
    return {store.layout.full(rule.table, to): store.types.ejson(rule.of, c, row.get(c)) for c, to in zip(key.columns, key.to, strict=True)}


def _number(term: e.Expression, row: Values) -> Any:
    """A term of a total on one row: columns, constants and arithmetic."""
    if isinstance(term, e.ColumnRef):
        return row.get(term.column)
    if isinstance(term, e.Constant):
        return Decimal(str(term.value))
    if isinstance(term, e.Arithmetic):
        left, right = _number(term.left, row), _number(term.right, row)
        if left is None or right is None:
            return None
        left, right = Decimal(str(left)), Decimal(str(right))
        return {"+": left + right, "-": left - right, "*": left * right, "/": left / right if right else None}[term.op]
    if isinstance(term, e.Call) and term.function == "coalesce":
        return next((v for a in term.arguments if (v := _number(a, row)) is not None), None)
    return None


def newest(store: Store, table: str, rows: Sequence[Values]) -> list[tuple[str, dict[str, Any]]]:
    """Subset: what rows change in the documents that keep the newest of them: the collection's name and the update."""
    found: dict[str, tuple[str, dict[str, Any]]] = {}
    for id_, collection in store.physical.collections.items():
        for subset in collection.subsets:
            if subset.table != table:
                continue
            key = store.physical.tables[table].constraints[subset.reference]
            assert isinstance(key, ForeignKey)
            order = store.layout.spot(table, subset.order).field
            for row in rows:
                pairs = zip(key.columns, key.to, strict=True)
                query = {store.layout.full(id_, to): store.types.ejson(table, c, row.get(c)) for c, to in pairs}
                shown = {k: v for k, v in element(store, table, row).items() if k != VERSION}
                fields = {store.layout.spot(table, c).field for c in subset.columns}
                change = {"$each": [], "$sort": {order: -1}, "$slice": subset.keep}
                _, update = found.setdefault(repr((id_, query)), (collection.name, {"q": query, "u": {"$push": {subset.field: change}}}))
                update["u"]["$push"][subset.field]["$each"].append({k: v for k, v in shown.items() if k in fields})
    return list(found.values())


def owner_filter(store: Store, table: str, row: Values) -> dict[str, Any]:
    """The query document that finds the element in which an embedded row lies: by the owner's key, as the row names it."""
    layout = store.layout
    key = layout.reference(table)
    embedding = layout.embedding(table)
    assert embedding is not None
    found: dict[str, Any] = {}
    for column, to in zip(key.columns, key.to, strict=True):
        spot = layout.spot(embedding.parent, to)
        found[".".join((*layout.path(spot.table), spot.field))] = store.types.ejson(table, column, row.get(column))
    return {KEY: found[KEY]} if KEY in found else found


def values_of(store: Store, question: Question, outputs: Sequence[Any], documents: Iterable[Any]) -> list[tuple[Any, ...]]:
    """The documents of an answer as rows of the model's own values; an array that was kept whole gives a row for each element."""
    rows: list[tuple[Any, ...]] = []
    for document in documents:
        for one in _expanded(document, question.arrays):
            rows.append(tuple(_value(store, output, _at(one, path)) for output, (_, path) in zip(outputs, question.outputs, strict=True)))
    return rows


def _expanded(document: Any, arrays: Sequence[str]) -> list[Any]:
    found = [document]
    for path in arrays:
        *way, last = path.split(".")
        grown = []
        for one in found:
            holder = _at(one, ".".join(way)) if way else one
            elements = (holder or {}).get(last) or [MISSING]
            grown += [_replaced(one, [*way, last], item) for item in elements]
        found = grown
    return found


def _replaced(document: Any, way: Sequence[str], value: Any) -> Any:
    if not way:
        return value
    return {**document, way[0]: _replaced(document.get(way[0], {}), way[1:], value)}


def _at(document: Any, path: str) -> Any:
    for part in path.split(".") if path else ():
        if not isinstance(document, dict):
            return None
        document = document.get(part)
    return document if document != MISSING else None


def _value(store: Store, output: Any, value: Any) -> Any:
    expression = output.expression
    like = getattr(output, "like", None)
    if isinstance(expression, e.ColumnRef) and like is not None:
        return store.types.back(like, expression.column, value)
    return plain(value)


def plain(value: Any) -> Any:
    """Extended JSON of a computed value as Python's own."""
    from relvar.engines.mongodb.types import back
    from relvar.model.semantic import DataType

    return back(value, DataType(base="timestamp")) if isinstance(value, dict) else value


def unordered(collection: Collection, document: dict[str, Any]) -> dict[str, Any]:
    """A document as the rows that it holds: elements are rows, which have no order, and an `_id` that a driver made says nothing of them."""
    ordered = {s.field for s in collection.subsets} | ({collection.tree.field} if collection.tree is not None else set())
    kept = document.items() if collection.key else ((k, v) for k, v in document.items() if k != KEY)
    return {k: v if k in ordered else _as_set(v) for k, v in kept}


def _as_set(value: Any) -> Any:
    if isinstance(value, list):
        return sorted(map(_as_set, value), key=lambda one: json.dumps(one, sort_keys=True))
    return {k: _as_set(v) for k, v in value.items()} if isinstance(value, dict) else value
