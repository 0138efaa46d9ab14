"""operate/expire.js: what leaves by a job. All but the newest, where no capped collection keeps so many of each owner by itself; and what is
older than its term, where no TTL index may take it away: it asks nobody, and other documents refer to what leaves. What stays without what
names a person is emptied (`emptying`).

What refers to a document leaves before it, or gives up the reference, as the design says of each reference (`on_delete`); what a document
refers to that must stay keeps it. Elements of arrays whose own time is over leave their arrays.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from relvar.engines.base import Script, Statement
from relvar.engines.mongodb.operating import emptying
from relvar.engines.mongodb.places import Store
from relvar.engines.mongodb.script import AGO, Call, helped
from relvar.model.behaviour import Expire
from relvar.model.documents import Collection
from relvar.model.physical import ForeignKey, Physical
from relvar.plan.documents.layout import KEY
from relvar.plan.trace import foreign_keys

PATH = "operate/expire.js"
HEAD = (
    "What is no longer among the newest is deleted, and what is older than its term, batch by batch, with what goes along; or it is emptied of "
    "what names a person. As the account of "
    'jobs, as often as operate/jobs.crontab says: mongosh --quiet "$MONGODB_URI" --file operate/expire.js'
)
PLACE = "place"  # of a document among those of its owner, the newest first
DEPTH = 8  # levels of what leaves with its owner; deeper than any design seen (plan/advisors/expire_rows.py)


def script(physical: Physical) -> Script | None:
    """The file; None where every collection keeps its newest and its term by itself, or nothing leaves."""
    store = Store.of(physical)
    statements = tuple(
        Statement(text=helped(call), because="" if further else because, element=key)
        for key, rule, because in due(store)
        for further, call in enumerate(calls(store, rule))
    )
    return Script(path=PATH, head=HEAD, statements=statements, transactional=False) if statements else None


def calls(store: Store, rule: Expire) -> Iterator[Call]:
    """What keeps the term: where documents keep the newest of them too, they leave there first."""
    name = store.layout.collection(rule.table).name
    if rule.anonymise:
        yield from emptying.calls(store, rule)
        return
    if rule.by_number:
        yield Call("", "deleteFound", (name, beyond(store, rule)))
        return
    older, since = {"$lt": {AGO: [rule.months, "month"]}}, store.layout.full(rule.table, rule.since)
    path = ".".join(store.layout.path(rule.table))
    if path:
        yield _pulled(name, path, since.removeprefix(f"{path}."), older)
        return
    for collection in store.physical.collections.values():
        for subset in collection.subsets:
            if subset.table == rule.table and rule.since in (subset.order, *subset.columns):
                yield _pulled(collection.name, subset.field, since, older)
    yield Call("", "expire", (name, {since: older}, along(store, rule.table)))


def _pulled(name: str, array: str, field: str, older: dict[str, Any]) -> Call:
    return Call("", "inBatches", (name, {f"{array}.{field}": older}, {"$pull": {array: {field: older}}}))


def writes(store: Store, rule: Expire) -> Iterator[tuple[str, str]]:
    """The collections that the job of a term writes, each with the action that it needs."""
    for call in calls(store, rule):
        yield call.arguments[0], "remove" if call.method in ("deleteFound", "expire") else "update"
        if call.method == "expire":
            yield from _writes(call.arguments[2])
        if call.method == "anonymise":
            yield from ((one["name"], "update") for one in call.arguments[3])


def _writes(along: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for one in along:
        if one["then"] != "keep":
            yield one["name"], "remove" if one["then"] == "delete" else "update"
            yield from _writes(one.get("along", []))


def due(store: Store) -> Iterator[tuple[str, Expire, str]]:
    """The terms that a job keeps: id, term and what it does."""
    for key, rule in store.physical.behaviours.items():
        if isinstance(rule, Expire) and is_by_job(store, rule):
            what = "emptied of what names a person " if rule.anonymise else ""
            yield key, rule, f"{store.layout.collection(rule.table).name} {what}{rule.term}, by {store.layout.full(rule.table, rule.since)}"


def is_by_job(store: Store, rule: Expire) -> bool:
    """Whether no collection keeps the term by itself: by being capped, by a TTL index, or as a time series that expires."""
    collection = store.physical.collections.get(rule.table)
    if rule.anonymise:
        return emptying.is_reached(store, rule)
    if rule.by_number:
        return collection is not None and collection.capped is None
    if collection is None:
        return store.layout.embedding(rule.table) is not None and len(store.layout.path(rule.table)) == 1 and store.layout.many(rule.table)
    return not _expires_itself(collection)


def _expires_itself(collection: Collection) -> bool:
    series = collection.time_series
    return bool(series is not None and series.expire_seconds) or any(i.expire_seconds for i in collection.indexes.values())


def beyond(store: Store, rule: Expire) -> list[dict[str, Any]]:
    """The pipeline that finds the keys of what leaves."""
    order = {store.layout.full(rule.table, rule.since): -1, "_id": -1}
    shown = {"$project": {"_id": 1}}
    if not rule.per:
        return [{"$sort": order}, {"$skip": rule.newest}, shown]
    fields = [store.layout.full(rule.table, c) for c in rule.per]
    owner: Any = f"${fields[0]}" if len(fields) == 1 else {name.replace(".", "_"): f"${name}" for name in fields}
    # $documentNumber takes an order by one field only (manual, "$setWindowFields")
    window = {"partitionBy": owner, "sortBy": {next(iter(order)): -1}, "output": {PLACE: {"$documentNumber": {}}}}
    return [{"$setWindowFields": window}, {"$match": {PLACE: {"$gt": rule.newest}}}, shown]


# --- what refers to what leaves ---


def along(store: Store, table: str, depth: int = DEPTH) -> list[dict[str, Any]]:
    """What becomes of the documents that refer to those of a table: `then` is "keep" (what they refer to stays), "delete" (with what refers to
    them in turn), "empty" (of the reference), or for elements of an array "pull"; those that keep come first.
    """
    found = [
        _referring(store, other, key, depth)
        for other, owner in store.physical.tables.items()
        for key in foreign_keys(owner)
        if key.table == table and table not in store.layout.chain(other)[:-1] and _named(store, other, key)
    ]
    return sorted(found, key=lambda one: str(one["then"]) != "keep")


def _named(store: Store, table: str, key: ForeignKey) -> str:
    """The field that holds the key of the document that is referred to; "" where the reference is by something else."""
    return next((store.layout.full(table, c) for c, to in zip(key.columns, key.to, strict=True) if store.layout.full(key.table, to) == KEY), "")


def _referring(store: Store, table: str, key: ForeignKey, depth: int) -> dict[str, Any]:
    field, path = _named(store, table, key), ".".join(store.layout.path(table))
    one: dict[str, Any] = {"name": store.layout.collection(table).name, "field": field}
    if key.on_delete in ("set_null", "set_null_columns"):
        return {**one, "then": "empty"} if not path else {**one, "then": "keep"}
    if key.on_delete != "cascade" or key.table == table or not depth:
        return {**one, "then": "keep"}
    if not path:
        return {**one, "then": "delete", "along": along(store, table, depth - 1)}
    return {**one, "then": "pull", "array": path, "field": "" if store.layout.is_scalar(table) else field.removeprefix(f"{path}.")}
