"""operate/expire.js: all but the newest are deleted, where no capped collection keeps so many of each owner by itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from relvar.engines.base import Script, Statement
from relvar.engines.mongodb.places import Store
from relvar.engines.mongodb.script import Call, helped
from relvar.model.behaviour import Expire
from relvar.model.physical import Physical

PATH = "operate/expire.js"
HEAD = (
    "What is no longer among the newest is deleted, batch by batch. As the account of jobs, as often as operate/jobs.crontab says: "
    'mongosh --quiet "$MONGODB_URI" --file operate/expire.js'
)
PLACE = "place"  # of a document among those of its owner, the newest first


def script(physical: Physical) -> Script | None:
    """The file; None where every collection keeps its newest by itself, or nothing leaves by its number."""
    store = Store.of(physical)
    statements = tuple(
        Statement(text=helped(Call("", "deleteFound", (store.layout.collection(rule.table).name, beyond(store, rule)))), because=because, element=key)
        for key, rule, because in due(store)
    )
    return Script(path=PATH, head=HEAD, statements=statements, transactional=False) if statements else None


def due(store: Store) -> Iterator[tuple[str, Expire, str]]:
    """The terms that a job keeps: id, term and what it does."""
    for key, rule in store.physical.behaviours.items():
        collection = store.physical.collections.get(rule.table)
        if isinstance(rule, Expire) and rule.by_number and not rule.anonymise and collection is not None and collection.capped is None:
            yield key, rule, f"{collection.name} {rule.term}, by {store.layout.full(rule.table, rule.since)}"


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
