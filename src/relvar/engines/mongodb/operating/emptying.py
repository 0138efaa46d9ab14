"""What of operate/expire.js empties documents of what names a person once their time is over: in place, in what was copied elsewhere, and in the
newest that other documents keep.

What may be absent goes; what may not holds a value that names nobody and stays unique, as on the engines of tables. Copies are emptied before
their source: who is stopped finds the source again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from relvar.engines.erasing import MARK, Erased, erased
from relvar.engines.mongodb.outlying.flows import flows
from relvar.engines.mongodb.places import Store
from relvar.engines.mongodb.script import AGO, Call
from relvar.model.behaviour import Expire
from relvar.model.documents import Collection
from relvar.model.physical import ForeignKey
from relvar.plan.documents.layout import KEY

KEY_CHARACTERS = 24  # of an ObjectId as text
NEUTRAL: dict[str, Any] = {"date": "1900-01-01", "timestamp": "1900-01-01T00:00:00Z", "boolean": False, "json": "{}"}  # as elsewhere
ONE = "$$one"  # the element at hand of a $map


class Emptied(NamedTuple):
    """A field that is emptied: its name where it lies, its table's column, and whether it is the same in lower case."""

    field: str
    table: str
    column: str
    lower: bool = False


def is_reached(store: Store, rule: Expire) -> bool:
    """Whether the rows lie in documents, or in one array of them: deeper ones no single update reaches."""
    return not store.layout.many(rule.table) or _array(store, rule.table) != ""


def calls(store: Store, rule: Expire) -> Iterator[Call]:
    """The calls of one term."""
    older = {"$lt": {AGO: [rule.months, "month"]}}
    collection = store.layout.collection(rule.table)
    yield from _kept_elsewhere(store, rule, older)
    array = _array(store, rule.table)
    if array:
        since = store.layout.spot(rule.table, rule.since).field
        yield _in_array(store, collection.name, array, _own(store, rule), since, older, _element_key(store, rule.table))
        return
    flow = flows(store).get(rule.table)
    if flow is not None:
        since = store.layout.full(rule.table, rule.since)
        yield _in_array(store, flow.owner.name, flow.outlier.field, _own(store, rule), since, older, f"{ONE}.{KEY}")
    fields = _own(store, rule)
    pending = {store.layout.full(rule.table, rule.since): older, **_held(store, fields, "")}
    copies = [one for made in store.physical.collections.values() for one in _copies(store, made, rule)]
    yield Call("", "anonymise", (collection.name, pending, _work(store, fields, "", f"${KEY}"), copies))


def due(store: Store, rule: Expire) -> list[dict[str, Any]]:
    """The pipeline that finds documents of which something is still to be emptied."""
    older = {"$lt": {AGO: [rule.months, "month"]}}
    array, fields = _array(store, rule.table), _own(store, rule)
    if array:
        since = store.layout.spot(rule.table, rule.since).field
        return [{"$match": {array: {"$elemMatch": {since: older, **_held(store, fields, "")}}}}, {"$project": {KEY: 1}}]
    return [{"$match": {store.layout.full(rule.table, rule.since): older, **_held(store, fields, "")}}, {"$project": {KEY: 1}}]


# --- where it lies ---


def _array(store: Store, table: str) -> str:
    """The array directly in documents whose elements the rows are, else ""."""
    embedding, path = store.layout.embedding(table), store.layout.path(table)
    return path[0] if embedding is not None and embedding.many and len(path) == 1 and not embedding.scalar else ""


def _own(store: Store, rule: Expire) -> list[Emptied]:
    """The fields of the rows themselves, with their twins in lower case."""
    layout = store.layout
    before = () if _array(store, rule.table) else layout.path(rule.table)
    found = []
    for column in rule.anonymise:
        spot = layout.spot(rule.table, column)
        if spot.table == rule.table and spot.field != KEY:
            found.append(Emptied(".".join((*before, spot.field)), rule.table, column))
    for derived in layout.collection(rule.table).derived:
        if derived.table == rule.table and derived.column in rule.anonymise:
            found.append(Emptied(".".join((*before, derived.field)), rule.table, derived.column, lower=True))
    return found


def _element_key(store: Store, table: str) -> str:
    """What tells an element apart: the last of its key that it holds itself, else the document's own."""
    held = [store.layout.spot(table, c) for c in store.physical.tables[table].primary_key]
    own = [spot.field for spot in held if spot.table == table]
    return f"{ONE}.{own[-1]}" if own else f"${KEY}"


# --- what is written ---


def _value(store: Store, one: Emptied, key: str) -> Any:
    """Nothing where it may be absent (None); else a value that names no person."""
    column = store.physical.tables[one.table].columns[one.column]
    if column.nullable:
        return None
    if column.data.base != "text":
        return {"$literal": store.types.ejson(one.table, one.column, NEUTRAL.get(column.data.base, 0))}
    made = _erased(store, one)
    return made.constant or {"$concat": [made.before, {"$toString": key}, *([made.after] if made.after else ())]}


def _erased(store: Store, one: Emptied) -> Erased:
    """In lower case where its field is."""
    made = erased(store.physical.tables[one.table], one.column, KEY_CHARACTERS)
    return made._replace(before=made.before.lower()) if one.lower else made


def _held(store: Store, fields: Sequence[Emptied], before: str) -> dict[str, Any]:
    """The condition that one of them still holds something; none where that cannot be told."""
    marks: list[dict[str, Any]] = []
    for one in fields:
        column, path = store.physical.tables[one.table].columns[one.column], f"{before}{one.field}"
        if column.nullable:
            marks.append({path: {"$exists": True}})
        elif column.data.base == "text":
            made = _erased(store, one).constant
            marks.append({path: {"$ne": made}} if made else {path: {"$not": {"$regex": f"^{MARK}"}}})
    return {"$or": marks} if marks else {}


def _work(store: Store, fields: Sequence[Emptied], before: str, key: str) -> list[dict[str, Any]]:
    """The update of documents whose fields these are."""
    values = {f"{before}{one.field}": _value(store, one, key) for one in fields}
    sets, gone = {path: value for path, value in values.items() if value is not None}, [path for path, value in values.items() if value is None]
    return [*([{"$set": sets}] if sets else ()), *([{"$unset": gone}] if gone else ())]


def _in_array(store: Store, name: str, array: str, fields: Sequence[Emptied], since: str, older: dict[str, Any], key: str) -> Call:
    """Elements whose time is over, in documents that hold one."""
    values = {one.field: _value(store, one, key) for one in fields}
    gone = [field for field, value in values.items() if value is None]
    kept: Any = {"$filter": {"input": {"$objectToArray": ONE}, "as": "field", "cond": {"$not": [{"$in": ["$$field.k", gone]}]}}}
    made = {"$mergeObjects": [{"$arrayToObject": kept} if gone else ONE, {f: v for f, v in values.items() if v is not None}]}
    over = {"$and": [{"$gt": [f"{ONE}.{since}", None]}, {"$lt": [f"{ONE}.{since}", older["$lt"]]}]}
    mapped = {"$map": {"input": f"${array}", "as": "one", "in": {"$cond": [over, made, ONE]}}}
    pending = {array: {"$elemMatch": {since: older, **_held(store, fields, "")}}}
    return Call("", "inBatches", (name, pending, [{"$set": {array: mapped}}]))


def _copies(store: Store, collection: Collection, rule: Expire) -> Iterator[dict[str, Any]]:
    """What other documents show of the rows beside their reference, which none of them must have: `at` says where the reference lies, `gone`
    what goes, within the elements of an array by `$[one]`, whose `own` reference names the row.
    """
    for copy in collection.copies:
        key = store.physical.tables[copy.table].constraints[copy.reference]
        assert isinstance(key, ForeignKey)
        local = next((c for c, to in zip(key.columns, key.to, strict=True) if store.layout.full(key.table, to) == KEY), "")
        shown = [store.physical.tables[key.table].columns[c].name for c in copy.columns if c in rule.anonymise]
        if key.table == rule.table and shown and local:
            told, own = _elements(store, copy.table)
            gone = [".".join((*told, copy.field, name)) for name in shown]
            field = ".".join((*own, store.layout.spot(copy.table, local).field)) if "$[one]" in told else ""
            yield {"name": collection.name, "at": store.layout.full(copy.table, local), "gone": gone, "own": field}


def _elements(store: Store, table: str) -> tuple[list[str], list[str]]:
    """The path of a table's rows with `$[]` for every array on the way and `$[one]` for the last; and what of it lies within an element."""
    told: list[str] = []
    own: list[str] = []
    for inner in store.layout.chain(table)[1:]:
        embedding = store.layout.embedding(inner)
        assert embedding is not None
        if embedding.many:
            told, own = ["$[]" if part == "$[one]" else part for part in told] + [embedding.field, "$[one]"], []
        else:
            told, own = [*told, embedding.field], [*own, embedding.field]
    return told, own


def _kept_elsewhere(store: Store, rule: Expire, older: dict[str, Any]) -> Iterator[Call]:
    """Where documents keep the newest of them too, and say how old each is."""
    table = store.physical.tables[rule.table]
    for collection in store.physical.collections.values():
        for subset in collection.subsets:
            shown = [Emptied(store.layout.spot(rule.table, c).field, rule.table, c) for c in subset.columns if c in rule.anonymise]
            if subset.table == rule.table and shown and rule.since in (subset.order, *subset.columns):
                keys = [c for c in table.primary_key if c in subset.columns]
                key = f"{ONE}.{store.layout.spot(rule.table, keys[-1]).field}" if keys else f"${KEY}"
                since = store.layout.spot(rule.table, rule.since).field
                yield _in_array(store, collection.name, subset.field, shown, since, older, key)
