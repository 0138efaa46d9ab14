"""The form of a collection's documents as a tree of objects, and the validator that lets two forms in."""

from __future__ import annotations

from typing import Any, NamedTuple

from relvar.engines.mongodb.places import Store
from relvar.model.documents import Collection, Outlier
from relvar.model.expression import Call, Constant
from relvar.model.physical import Column, ForeignKey
from relvar.plan.documents.layout import KEY

MADE = {"now": "$$NOW", "today": {"$dateTrunc": {"date": "$$NOW", "unit": "day"}}}  # what a writer fills in, as an aggregation says it

COPY, SUBSET, FLOWING = "copy ", "subset ", "flowing "  # begin the ids of objects whose fields are copied from others


class Field(NamedTuple):
    """A field: its BSON type, what a document without it is given (None: nothing), and of which field it is the lower case."""

    name: str
    type: str
    required: bool = False
    default: Any = None
    lowered_from: str = ""


class Node(NamedTuple):
    """An object in a document, or the elements of an array, by ids that a rename leaves alone."""

    field: str
    many: bool
    fields: dict[str, Field]
    inside: dict[str, Node]


def tree(store: Store, collection: Collection) -> Node:
    root = _node(store, collection.root, "", False)
    inside = dict(root.inside)
    for subset in collection.subsets:
        inside[f"{SUBSET}{subset.table}"] = Node(subset.field, True, _of(store, subset.table, subset.columns), {})
    for outlier in collection.outliers:
        inside[f"{FLOWING}{outlier.table}"] = _flowing(store, outlier)
    return root._replace(inside=inside)


def _flowing(store: Store, outlier: Outlier) -> Node:
    """Rows that lie here while there is room: as they would be apart, but for the reference."""
    apart = _node(store, outlier.table, outlier.field, True)
    reference = getattr(store.physical.tables[outlier.table].constraints[outlier.reference], "columns", ())
    return apart._replace(fields={id_: field for id_, field in apart.fields.items() if id_ not in reference})


def _node(store: Store, table: str, field: str, many: bool) -> Node:
    layout, columns = store.layout, store.physical.tables[table].columns
    if layout.is_scalar(table):
        return Node(field, many, {}, {})
    fields = {c: _field(store, table, c) for c in layout.own_columns(table) if layout.spot(table, c).field != KEY}
    for derived in layout.collection(table).derived:
        if derived.table == table:
            source = columns[derived.column]
            fields[f"lower {derived.column}"] = Field(derived.field, "string", not source.nullable, None, source.name)
    inside = {}
    for copy in layout.copies(table):
        key = store.physical.tables[table].constraints[copy.reference]
        assert isinstance(key, ForeignKey)
        inside[f"{COPY}{copy.reference}"] = Node(copy.field, False, _of(store, key.table, copy.columns), {})
    for inner in layout.inside(table):
        embedding = layout.collection(table).embedded[inner]
        inside[inner] = _node(store, inner, embedding.field, embedding.many)
    return Node(field, many, fields, inside)


def _of(store: Store, table: str, columns: tuple[str, ...]) -> dict[str, Field]:
    """Fields that are copied: none is required, none has a value of its own."""
    return {c: Field(store.physical.tables[table].columns[c].name, store.types.of(table, c)) for c in columns}


def _field(store: Store, table: str, column_id: str) -> Field:
    column = store.physical.tables[table].columns[column_id]
    name = store.layout.spot(table, column_id).field
    return Field(name, store.types.of(table, column_id), not column.nullable, _default(store, table, column_id, column))


def _default(store: Store, table: str, column_id: str, column: Column) -> Any:
    if isinstance(column.default, Constant) and column.default.value is not None:
        made = store.types.ejson(table, column_id, column.default.value)
        return {"$literal": made} if isinstance(made, str) and made.startswith("$") else made
    return MADE.get(column.default.function) if isinstance(column.default, Call) else None


# --- both forms at once ---


def wide(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """A validator that accepts what either accepts, and keeps what both ask."""
    found: dict[str, Any] = {"$jsonSchema": union(before["$jsonSchema"], after["$jsonSchema"])}
    kept = [rule for rule in _rules(before) if rule in _rules(after)]
    return found | ({"$expr": {"$and": kept}} if kept else {})


def _rules(validator: dict[str, Any]) -> list[Any]:
    return list(validator.get("$expr", {}).get("$and", ()))


def union(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """A schema that accepts what either accepts; objects and arrays are merged, so that a document may have fields of both.

    DocumentDB knows no `anyOf`, so each keyword is loosened by itself: what both say stays, of bounds the looser, of lists the union.
    """
    if one == other:
        return one
    if "properties" in one and "properties" in other:
        return _objects(one, other)
    kinds = [one["bsonType"], other["bsonType"]]
    found: dict[str, Any] = {"bsonType": kinds[0] if kinds[0] == kinds[1] else kinds}
    for keyword, value in other.items():
        if keyword in one and keyword != "bsonType":
            loose = _loosened(keyword, one[keyword], value)
            found |= {} if loose is None else {keyword: loose}
    return found


def _loosened(keyword: str, one: Any, other: Any) -> Any:
    """What both keywords let through, or None where only the absence of the keyword does."""
    if one == other or keyword == "description":
        return other
    if keyword in ("minimum", "minLength", "minItems"):
        return min(one, other)
    if keyword in ("maximum", "maxLength", "maxItems"):
        return max(one, other)
    if keyword == "enum":
        return list(dict.fromkeys((*one, *other)))
    return union(one, other) if keyword == "items" else None


def _objects(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    mine, yours = one["properties"], other["properties"]
    properties = {name: union(mine.get(name, schema), schema) for name, schema in yours.items()}
    required = [name for name in other.get("required", ()) if name in one.get("required", ())]
    made = {**other, "properties": {**{n: s for n, s in mine.items() if n not in yours}, **properties}}
    return {**made, "required": required} if required else {k: v for k, v in made.items() if k != "required"}
