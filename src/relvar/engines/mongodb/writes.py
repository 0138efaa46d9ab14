"""One write of rows as a write of a document: a row of its own is inserted, changed, deleted; an element is pushed, set, pulled."""

from __future__ import annotations

from typing import Any

from relvar.engines.mongodb.expressions import Inexpressible, both, match, value
from relvar.engines.mongodb.places import Alias, Places, Store
from relvar.engines.mongodb.schema import VERSION
from relvar.engines.mongodb.script import MINUS, PARAMETER, Call
from relvar.model import expression as e
from relvar.model.expression import Expression
from relvar.model.query import Delete, Insert, Update
from relvar.plan.documents.layout import KEY
from relvar.plan.queries.need import conjuncts


def write(store: Store, statement: Insert | Update | Delete) -> Call:
    """The statement as one call. Raises Inexpressible."""
    if isinstance(statement, Insert):
        return inserted(store, statement)
    return _updated(store, statement) if isinstance(statement, Update) else _deleted(store, statement)


def places(store: Store, table: str) -> Places:
    found = Places(store)
    found.aliases[""] = Alias(table, "")
    return found


# --- insertion ---


def new_element(store: Store, statement: Insert) -> Any:
    """The inserted row as a document or an element, from parameters and constants; what the model leaves to a default is named."""
    layout, table = store.layout, statement.table
    owner, scope = store.physical.tables[table], places(store, table)
    embedding = layout.embedding(table)
    if embedding is not None and embedding.scalar:
        return value(statement.values[embedding.scalar], scope)
    made: dict[str, Any] = {} if embedding is not None else {VERSION: layout.collection(table).schema_version}
    for column_id in layout.own_columns(table):
        column = owner.columns[column_id]
        given = statement.values.get(column_id, column.default)
        if given is None and column.identity:
            given = e.Parameter(name=column.name, like=f"{table}.{column_id}")
        if given is not None and not _is_null(given):
            made[layout.spot(table, column_id).field] = _plain(store, table, column_id, given, scope)
    for derived in layout.collection(table).derived:
        given = statement.values.get(derived.column)
        if derived.table == table and isinstance(given, e.Parameter):
            made[derived.field] = {PARAMETER: f"{given.name}_lower"}
    return made


def _is_null(given: Expression) -> bool:
    return isinstance(given, e.Constant) and given.value is None


def _plain(store: Store, table: str, column: str, given: Expression, scope: Places) -> Any:
    if isinstance(given, e.Call) and given.function in ("new_uuid", "new_ordered_uuid"):
        return {PARAMETER: store.physical.tables[table].columns[column].name}
    if isinstance(given, e.Arithmetic) and isinstance(given.left, e.Parameter) and isinstance(given.right, e.Constant):
        return {PARAMETER: f"{given.left.name}_next"}
    return value(given, scope, scope.data(e.ColumnRef(column=column)))


def inserted(store: Store, statement: Insert) -> Call:
    layout, table = store.layout, statement.table
    collection = layout.collection(table).name
    made = new_element(store, statement)
    embedding = layout.embedding(table)
    if embedding is None:
        return Call(collection, "insertOne", (made,))
    query = owner_query(store, statement)
    path = ".".join(layout.path(table))
    if embedding.many:
        return Call(collection, "updateOne", (query, {"$push": {path: made}}))
    return Call(collection, "updateOne", ({**query, path: {"$exists": False}}, {"$set": {path: made}}))


def owner_query(store: Store, statement: Insert) -> dict[str, Any]:
    """What finds the document of an inserted element: the owner's key, as the row names it."""
    layout, table = store.layout, statement.table
    key, embedding, scope = layout.reference(table), layout.embedding(table), places(store, table)
    assert embedding is not None
    found: dict[str, Any] = {}
    for column, to in zip(key.columns, key.to, strict=True):
        given = statement.values.get(column)
        if given is not None:
            found[layout.full(embedding.parent, to)] = value(given, scope)
    return found


# --- change ---


def condition(store: Store, table: str, where: Expression, alias: str = "") -> dict[str, Any]:
    """The rows' condition as a query document; `alias`: by which it may name the table. Raises Inexpressible."""
    scope = places(store, table)
    if alias:
        scope.aliases.setdefault(alias, next(iter(scope.aliases.values())))
    parts = []
    for one in conjuncts(where):
        found = match(one, scope)
        if found is None:
            from relvar.engines.mongodb.expressions import holds

            found = {"$expr": holds(one, scope)}
        parts.append(found)
    return both(parts)


def _updated(store: Store, statement: Update) -> Call:
    layout, table = store.layout, statement.table
    if layout.many(table):
        return _updated_in_array(store, statement)
    scope = places(store, table)
    query = condition(store, table, statement.where)
    sets = {layout.full(table, c): _set(store, table, c, given, scope) for c, given in statement.sets.items()}
    sets |= _derived(store, statement)
    own = layout.collection(table).name
    increments = {p: by for c, given in statement.sets.items() if (by := _increment(c, given)) for p in (layout.full(table, c),)}
    if set(increments) == set(sets):
        return Call(own, "updateOne", (query, {"$inc": increments}))
    if any(isinstance(v, dict) and not PARAMETER_LIKE & v.keys() for v in sets.values()):
        plain = {p: v for p, v in sets.items() if p not in increments}
        if not any(isinstance(v, dict) and not PARAMETER_LIKE & v.keys() for v in plain.values()):
            return Call(own, "updateOne", (query, {"$set": plain, "$inc": increments}))
        return Call(own, "updateOne", (query, [{"$set": sets}]))
    return Call(own, "updateOne", (query, {"$set": sets}))


PARAMETER_LIKE = {PARAMETER, "$now", "$today", "$ago", "$oid", "$numberLong", "$numberDecimal", "$numberDouble", "$uuid", "$date"}


def _set(store: Store, table: str, column: str, given: Expression, scope: Places) -> Any:
    return value(given, scope, scope.data(e.ColumnRef(column=column)))


def _derived(store: Store, statement: Update) -> dict[str, Any]:
    found = {}
    for derived in store.layout.collection(statement.table).derived:
        given = statement.sets.get(derived.column)
        if derived.table == statement.table and isinstance(given, e.Parameter):
            found[".".join((*store.layout.path(statement.table), derived.field))] = {PARAMETER: f"{given.name}_lower"}
    return found


def _increment(column: str, given: Expression) -> Any:
    """How much a column grows by, where it is by a constant or by what the caller gives."""
    if not isinstance(given, e.Arithmetic) or given.op not in "+-" or given.left != e.ColumnRef(column=column):
        return None
    if isinstance(given.right, e.Constant) and isinstance(given.right.value, int | float):
        return given.right.value if given.op == "+" else -given.right.value
    if isinstance(given.right, e.Parameter):
        return {PARAMETER if given.op == "+" else MINUS: given.right.name}
    return None


def _updated_in_array(store: Store, statement: Update) -> Call:
    """An element is found by its condition and set in its place."""
    layout, table = store.layout, statement.table
    path = ".".join(layout.path(table))
    if len(layout.path(table)) != 1:
        raise Inexpressible("a change of an element within an element")
    query = condition(store, table, statement.where)
    element = {p.removeprefix(f"{path}."): v for p, v in query.items() if p.startswith(f"{path}.")}
    outer = {p: v for p, v in query.items() if not p.startswith(f"{path}.")}
    found = {**outer, path: {"$elemMatch": element}} if element else outer
    scope = places(store, table)
    change: dict[str, dict[str, Any]] = {}
    for column, given in statement.sets.items():
        place = f"{path}.$.{layout.spot(table, column).field}"
        by = _increment(column, given)
        if by is not None:
            change.setdefault("$inc", {})[place] = by
            continue
        made = _set(store, table, column, given, scope)
        if isinstance(made, dict) and not PARAMETER_LIKE & made.keys():
            raise Inexpressible("a computed change of an element")
        change.setdefault("$set", {})[place] = made
    return Call(layout.collection(table).name, "updateOne", (found, change))


def _deleted(store: Store, statement: Delete) -> Call:
    layout, table = store.layout, statement.table
    query = condition(store, table, statement.where)
    own = layout.collection(table).name
    embedding = layout.embedding(table)
    if embedding is None:
        return Call(own, "deleteOne" if KEY in query else "deleteMany", (query,))
    path = ".".join(layout.path(table))
    if not embedding.many:
        return Call(own, "updateOne", (query, {"$unset": {path: ""}}))
    if embedding.scalar:
        outer = {p: v for p, v in query.items() if p != path}
        return Call(own, "updateOne", (outer, {"$pull": {path: query.get(path)}}))
    element = {p.removeprefix(f"{path}."): v for p, v in query.items() if p.startswith(f"{path}.")}
    outer = {p: v for p, v in query.items() if not p.startswith(f"{path}.")}
    return Call(own, "updateOne", (outer, {"$pull": {path: element}}))
