"""What a collection accepts: `$jsonSchema` for the form of its documents, `$expr` for what one field says of another.

Every field is named, typed and described; fields that nobody designed are refused. A rule that looks at one field becomes a keyword of
the schema (a range, a length, a pattern, a closed list); one that compares fields, or the elements of an array with each other, becomes
an expression. An absent value is an absent field: a rule over it is not broken, as in SQL.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from relvar.engines.mongodb.expressions import Inexpressible, passes, regex
from relvar.engines.mongodb.places import Store
from relvar.model import expression as e
from relvar.model.documents import Collection, Outlier
from relvar.model.expression import Expression
from relvar.model.physical import CheckConstraint, Column, ForeignKey, Table, UniqueConstraint
from relvar.model.semantic import DataType
from relvar.model.walking import columns_in
from relvar.plan.documents.layout import KEY
from relvar.plan.queries.need import conjuncts

VERSION = "schema_version"
REVISION = "revision"


class Rule(NamedTuple):
    """A rule over several fields: the constraint it upholds ("table.id"), in words, and as an expression over the document."""

    of: str
    says: str
    expression: Any


def validator(store: Store, collection: Collection) -> dict[str, Any]:
    """The validator of a collection."""
    found: dict[str, Any] = {"$jsonSchema": schema(store, collection)}
    rules_ = rules(store, collection)
    if rules_:
        found["$expr"] = {"$and": [r.expression for r in rules_]}
    return found


def schema(store: Store, collection: Collection) -> dict[str, Any]:
    made = _element(store, collection.root)
    properties = {VERSION: {"bsonType": "int", "minimum": 1, "description": "the form of this document: readers know this one and the one before"}}
    if not collection.key:
        properties = {KEY: {"bsonType": "objectId"}, **properties}
    if collection.tree is not None:
        properties[collection.tree.field] = {
            "bsonType": "array",
            "items": {"bsonType": store.types.of(collection.root, collection.key)},
            "description": "the keys of all above, the nearest last",
        }
    if collection.revision:
        properties[REVISION] = {"bsonType": "long", "description": "raised first by who relies on what several documents of this one say"}
    for subset in collection.subsets:
        properties[subset.field] = _subset(store, subset.table, subset.columns, subset.keep)
    for outlier in collection.outliers:
        properties |= _outlier(store, outlier)
    return {
        "title": collection.comment or collection.name,
        "bsonType": "object",
        "required": [VERSION, *made["required"]],
        "properties": {**properties, **made["properties"]},
        "additionalProperties": False,
    }


def _element(store: Store, table_id: str) -> dict[str, Any]:
    """The form of a row of the table: a document, or an element of one."""
    layout, table = store.layout, store.physical.tables[table_id]
    folded = _folded(table)
    properties: dict[str, Any] = {}
    required: list[str] = []
    for column_id in layout.own_columns(table_id):
        field = layout.spot(table_id, column_id).field
        column = table.columns[column_id]
        properties[field] = _field(store, table_id, column_id, column) | folded.get(column_id, {})
        if not column.nullable and field != KEY:
            required.append(field)
    for derived in layout.collection(table_id).derived:
        if derived.table == table_id:
            properties[derived.field] = {"bsonType": "string", "description": f"{derived.column} in lower case, to be searched by"}
            if not table.columns[derived.column].nullable:
                required.append(derived.field)
    for copy in layout.copies(table_id):
        properties[copy.field] = _copied(store, table_id, copy.reference, copy.columns)
    for inner in layout.inside(table_id):
        embedding = layout.collection(table_id).embedded[inner]
        properties[embedding.field] = _inside(store, inner)
    made = {"bsonType": "object", "required": required, "properties": properties, "additionalProperties": False}
    return made if required else {k: v for k, v in made.items() if k != "required"} | {"required": []}


def _inside(store: Store, table_id: str) -> dict[str, Any]:
    embedding = store.layout.embedding(table_id)
    assert embedding is not None
    if embedding.scalar:
        table = store.physical.tables[table_id]
        item = _field(store, table_id, embedding.scalar, table.columns[embedding.scalar]) | _folded(table).get(embedding.scalar, {})
        unique = {"uniqueItems": True} if _is_set(table, embedding.scalar) else {}
        return {"bsonType": "array", "maxItems": embedding.most, **unique, "items": {k: v for k, v in item.items() if k != "description"}}
    item = _tidy(_element(store, table_id))
    if not embedding.many:
        return item
    return {"bsonType": "array", "maxItems": embedding.most, "items": item}


def _tidy(element: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in element.items() if k != "required" or v}


def _is_set(table: Table, column: str) -> bool:
    return column in table.primary_key


def _copied(store: Store, table_id: str, reference: str, columns: tuple[str, ...]) -> dict[str, Any]:
    key = store.physical.tables[table_id].constraints[reference]
    target = getattr(key, "table", "")
    owner = store.physical.tables[target]
    properties = {owner.columns[c].name: _field(store, target, c, owner.columns[c]) for c in columns}
    return {"bsonType": "object", "properties": properties, "additionalProperties": False, "description": f"copied from {owner.name}"}


def _subset(store: Store, table_id: str, columns: tuple[str, ...], keep: int) -> dict[str, Any]:
    table = store.physical.tables[table_id]
    properties = {store.layout.spot(table_id, c).field: _field(store, table_id, c, table.columns[c]) for c in columns}
    item = {"bsonType": "object", "properties": properties, "additionalProperties": False}
    return {"bsonType": "array", "maxItems": keep, "items": item, "description": f"the newest of {table.name}; all are there"}


def _outlier(store: Store, outlier: Outlier) -> dict[str, Any]:
    """The first rows, each as the document that it would be without its reference, and the mark that there are more."""
    item = _element(store, outlier.table)
    reference = _referring(store, outlier)
    kept = {k: v for k, v in item["properties"].items() if k != reference}
    needed = [KEY, *(name for name in item["required"] if name != reference)]
    item |= {"properties": kept, "required": needed}
    name = store.physical.tables[outlier.table].name
    array = {"bsonType": "array", "maxItems": outlier.keep, "items": item, "description": f"the first of {name}; more flow over into it"}
    return {outlier.field: array, outlier.marker: {"bsonType": "bool", "description": f"more of them lie in {name}"}}


def _referring(store: Store, outlier: Outlier) -> str:
    key = store.physical.tables[outlier.table].constraints[outlier.reference]
    assert isinstance(key, ForeignKey)
    return store.layout.full(outlier.table, key.columns[0])


def _field(store: Store, table_id: str, column_id: str, column: Column) -> dict[str, Any]:
    made: dict[str, Any] = {"bsonType": store.types.of(table_id, column_id)}
    if column.data.base == "text" and column.data.length:
        made["maxLength"] = column.data.length
    if column.data.base == "time":
        made["pattern"] = r"^[0-2][0-9]:[0-5][0-9](:[0-5][0-9](\.[0-9]+)?)?$"
    if column.values:
        made["enum"] = list(column.values)
    if column.comment:
        made["description"] = column.comment
    return made


# --- rules of one field ---


def _folded(table: Table) -> dict[str, dict[str, Any]]:
    """Keywords by column, of the checks that look at one column."""
    found: dict[str, dict[str, Any]] = {}
    for check in table.constraints.values():
        if isinstance(check, CheckConstraint):
            for column, keywords in fold(table, check.condition) or ():
                found.setdefault(column, {}).update(keywords)
    return found


def fold(table: Table, condition: Expression) -> list[tuple[str, dict[str, Any]]] | None:
    """The check as keywords of its columns; None where it takes an expression."""
    found = []
    for one in conjuncts(condition):
        made = _keyword(table, one)
        if made is None:
            return None
        found.append(made)
    return found


def _keyword(table: Table, one: Expression) -> tuple[str, dict[str, Any]] | None:
    if isinstance(one, e.Compare) and isinstance(one.right, e.Constant):
        return _range(table, one)
    if isinstance(one, e.InList) and isinstance(one.operand, e.ColumnRef):
        values = [c.value for c in one.items]
        is_text = all(isinstance(v, str) for v in values) and table.columns[one.operand.column].data.base == "text"
        return (one.operand.column, {"enum": values}) if is_text else None
    if isinstance(one, e.Matches) and isinstance(one.operand, e.ColumnRef):
        return one.operand.column, {"pattern": regex(one.regex)}
    return None


def _range(table: Table, one: e.Compare) -> tuple[str, dict[str, Any]] | None:
    assert isinstance(one.right, e.Constant)
    number = _number(one.right)
    if isinstance(one.left, e.Call) and one.left.function == "length" and isinstance(one.left.arguments[0], e.ColumnRef):
        keywords = {">": ("minLength", 1), ">=": ("minLength", 0), "<": ("maxLength", -1), "<=": ("maxLength", 0)}
        if one.op in keywords and isinstance(number, int):
            word, shift = keywords[one.op]
            return one.left.arguments[0].column, {word: number + shift}
        return None
    if not isinstance(one.left, e.ColumnRef):
        return None
    column = table.columns[one.left.column]
    if column.data.base == "text" and one.op == "<>" and one.right.value == "":
        return one.left.column, {"minLength": 1}
    if column.data.base not in ("integer", "decimal", "float") or number is None or column.identity:
        return None
    bounds = {">": ("minimum", "exclusiveMinimum"), ">=": ("minimum", ""), "<": ("maximum", "exclusiveMaximum"), "<=": ("maximum", "")}
    if one.op not in bounds:
        return None
    word, exclusive = bounds[one.op]
    return one.left.column, {word: number} | ({exclusive: True} if exclusive else {})


def _number(constant: e.Constant) -> int | float | None:
    if isinstance(constant.value, bool) or constant.value is None:
        return None
    if isinstance(constant.value, int | float):
        return constant.value
    try:
        number = float(constant.value)
    except ValueError:
        return None
    return int(number) if number == int(number) else number


# --- rules over several fields ---


class _Element:
    """Scope of a rule: a document's own fields, or those of an element that a variable names."""

    def __init__(self, store: Store, table: str, variable: str) -> None:
        self.store, self.table, self.variable = store, table, variable

    def path(self, ref: e.ColumnRef) -> str:
        if self.store.layout.is_scalar(self.table):
            return f"$${self.variable}"
        spot = self.store.layout.spot(self.table, ref.column)
        if spot.table == self.table:
            return f"$${self.variable}.{spot.field}" if self.variable else ".".join((*self.store.layout.path(self.table), spot.field))
        return "$" + ".".join((*self.store.layout.path(spot.table), spot.field))

    def data(self, ref: e.ColumnRef) -> DataType | None:
        made = self.store.types.is_made(self.table, ref.column)
        return None if made else self.store.physical.tables[self.table].columns[ref.column].data

    def may_be_absent(self, ref: e.ColumnRef) -> bool:
        single = self.store.layout.embedding(self.table) is not None and not self.variable
        return single or self.store.physical.tables[self.table].columns[ref.column].nullable

    def lowered(self, ref: e.ColumnRef) -> str:
        return ""


def rules(store: Store, collection: Collection) -> list[Rule]:
    """Rules that no keyword says, of the collection's own rows and of those inside."""
    found = [rule for table in (collection.root, *collection.embedded) for rule in _rules(store, collection, table)]
    for outlier in collection.outliers:
        apart = store.layout.collection(outlier.table)
        for rule in _rules(store, apart, outlier.table, in_array=True):
            found.append(rule._replace(expression=_each(f"${outlier.field}", "row", rule.expression)))
    return found


def _rules(store: Store, collection: Collection, table_id: str, *, in_array: bool = False) -> Iterator[Rule]:
    """The rules of a table's rows; `in_array`: as conditions of an element that `row` names, for an array that the layout does not know of."""
    table = store.physical.tables[table_id]
    many = store.layout.many(table_id) or in_array
    scope = _Element(store, table_id, "row" if many else "")
    for id_, check in table.constraints.items():
        if isinstance(check, CheckConstraint) and fold(table, check.condition) is None:
            try:
                condition = passes(check.condition, scope)
            except Inexpressible:
                continue
            condition = _where_there(store, table_id, check, condition)
            whole = _for_all(store, table_id, condition) if many and not in_array else condition
            yield Rule(f"{table_id}.{id_}", check.says, whole)
    for derived in collection.derived:
        if derived.table == table_id:
            yield _derived(store, table_id, derived.column, derived.field, many=many, in_array=in_array)
    yield from _within_array(store, collection, table_id, table)


def _where_there(store: Store, table_id: str, check: CheckConstraint, condition: Any) -> Any:
    """What an element that may be missing demands of the document around it: only where it is there ("car" only of the type car)."""
    embedding = store.layout.embedding(table_id)
    around = any(store.layout.spot(table_id, c).table != table_id for c in columns_in(check.condition))
    if embedding is None or embedding.many or not around:
        return condition
    return {"$or": [{"$eq": [{"$type": "$" + ".".join(store.layout.path(table_id))}, "missing"]}, condition]}


def _derived(store: Store, table_id: str, column: str, field: str, *, many: bool, in_array: bool) -> Rule:
    own = store.layout.spot(table_id, column).field
    base = "$$row" if many else "$" + ".".join(store.layout.path(table_id)) if store.layout.path(table_id) else "$"
    before = f"{base}." if base != "$" else base
    condition = {"$or": [{"$lte": [before + own, None]}, {"$eq": [before + field, {"$toLower": before + own}]}]}
    whole = _for_all(store, table_id, condition) if many and not in_array else condition
    return Rule(f"{table_id}.{column}", f"{field} is {own} in lower case", whole)


def _for_all(store: Store, table_id: str, condition: Any) -> Any:
    """The condition of every element; arrays within arrays are walked one in the other."""
    layout = store.layout
    chain = [t for t in layout.chain(table_id) if (embedding := layout.embedding(t)) is not None and embedding.many]
    found = condition
    for place, table in enumerate(reversed(chain)):
        is_outermost = place == len(chain) - 1
        array = "$" + ".".join(layout.path(table)) if is_outermost else f"$$outer.{layout.path(table)[-1]}"
        name = "row" if place == 0 else "outer"
        found = _each(array, name, found)
    return found


def _each(array: str, name: str, condition: Any) -> dict[str, Any]:
    return {"$allElementsTrue": [{"$map": {"input": {"$ifNull": [array, []]}, "as": name, "in": condition}}]}


def _within_array(store: Store, collection: Collection, table_id: str, table: Table) -> Iterator[Rule]:
    """Keys that tell apart the elements of one array: no index sees two of one document."""
    embedding = store.layout.embedding(table_id)
    if embedding is None or not embedding.many or embedding.scalar or store.layout.many(embedding.parent):
        return
    keys = [("primary_key", table.primary_key)] + [(i, c.columns) for i, c in table.constraints.items() if isinstance(c, UniqueConstraint)]
    array = "$" + ".".join(store.layout.path(table_id))
    for id_, columns in keys:
        own = [c for c in columns if store.layout.spot(table_id, c).table == table_id]
        if not own or any(table.columns[c].nullable for c in own):
            continue
        names = [store.layout.spot(table_id, c).field for c in own]
        picked: Any = f"{array}.{names[0]}" if len(names) == 1 else {"$map": {"input": array, "as": "row", "in": {n: f"$$row.{n}" for n in names}}}
        given: Any = {"$ifNull": [picked, []]}
        whole = {"$eq": [{"$size": {"$setUnion": [given, []]}}, {"$size": given}]}
        yield Rule(f"{table_id}.{id_}", f"no two of {embedding.field} have the same {', '.join(names)}", whole)
