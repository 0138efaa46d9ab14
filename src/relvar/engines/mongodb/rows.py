"""Rows of the model as documents, elements of documents, and back, in extended JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from relvar.engines.mongodb.places import Store
from relvar.engines.mongodb.query import Question
from relvar.engines.mongodb.schema import VERSION
from relvar.model import expression as e
from relvar.model.behaviour import KeepTotal
from relvar.model.physical import ForeignKey
from relvar.plan.documents.layout import KEY

Values = Mapping[str, Any]
MISSING: dict[str, Any] = {}


def element(store: Store, table: str, row: Values) -> Any:
    """A row as its own document or element; absent values are absent fields."""
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
            made[layout.spot(table, column).field] = value
    for derived in layout.collection(table).derived:
        if derived.table == table and row.get(derived.column) is not None:
            made[derived.field] = str(row[derived.column]).lower()
    return made


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
