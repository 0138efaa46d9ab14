"""Fields that documents have of others, filled anew: beside a reference (extended reference), or the newest few of many (subset)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from relvar.engines.base import Statement
from relvar.engines.mongodb.migrating.said import call
from relvar.engines.mongodb.places import Store
from relvar.errors import UnsupportedError
from relvar.model.documents import Collection, Copy, Subset
from relvar.model.physical import ForeignKey
from relvar.plan.documents.layout import KEY


def given(there: Store, here: Store, id_: str) -> Iterator[Statement]:
    """For each copy that the documents have `here` and have not `there`."""
    old, new = there.physical.collections[id_], here.physical.collections[id_]
    known = {(c.table, c.reference): c.columns for c in old.copies}
    for copy in new.copies:
        if known.get((copy.table, copy.reference)) != copy.columns and here.layout.embedding(copy.table) is None:
            yield _referred(here, new, copy)
    for subset in new.subsets:
        if subset not in old.subsets:
            yield _newest(here, new, subset)
            yield call(new.name, "inBatches", {subset.field: []}, [{"$unset": [subset.field]}], because="Who has none has no field")


def _referred(store: Store, collection: Collection, copy: Copy) -> Statement:
    key = _key(store, copy.table, copy.reference)
    local, foreign = _named(store, copy.table, key)
    owner = store.physical.tables[key.table]
    fields = {owner.columns[c].name: f"${store.layout.full(key.table, c)}" for c in copy.columns}
    looked = _lookup(store, key.table, local, foreign, [{"$replaceWith": fields}], copy.field)
    because = f"{copy.field} follows {owner.name}"
    return _merged(collection, {local: {"$exists": True}}, looked, {"$first": f"${copy.field}"}, copy.field, because)


def _newest(store: Store, collection: Collection, subset: Subset) -> Statement:
    local, foreign = _named(store, subset.table, _key(store, subset.table, subset.reference))
    order = {store.layout.full(subset.table, subset.order): -1}
    fields = {store.layout.spot(subset.table, c).field: f"${store.layout.full(subset.table, c)}" for c in subset.columns}
    stages = [{"$sort": order}, {"$limit": subset.keep}, {"$replaceWith": fields}]
    looked = _lookup(store, subset.table, foreign, local, stages, subset.field)
    because = f"The newest {subset.keep} of {store.physical.tables[subset.table].name}"
    return _merged(collection, {}, looked, f"${subset.field}", subset.field, because)


def _lookup(store: Store, table: str, local: str, foreign: str, stages: list[Any], field: str) -> dict[str, Any]:
    name = store.layout.collection(table).name
    return {"$lookup": {"from": name, "localField": local, "foreignField": foreign, "pipeline": stages, "as": field}}


def _merged(collection: Collection, filter_: dict[str, Any], looked: dict[str, Any], value: Any, field: str, because: str) -> Statement:
    merge = {"into": collection.name, "on": KEY, "whenMatched": "merge", "whenNotMatched": "discard"}
    return call(collection.name, "inBatches", filter_, [looked, {"$project": {field: value}}, {"$merge": merge}], True, because=because)


def _key(store: Store, table: str, reference: str) -> ForeignKey:
    key = store.physical.tables[table].constraints[reference]
    assert isinstance(key, ForeignKey)
    return key


def _named(store: Store, table: str, key: ForeignKey) -> tuple[str, str]:
    """The field that refers, and what it names: `_id`. Raises UnsupportedError where the key is of several fields."""
    pairs = {store.layout.full(key.table, to): store.layout.full(table, c) for c, to in zip(key.columns, key.to, strict=True)}
    if KEY not in pairs:
        raise UnsupportedError(what=f"{key.name}: a copy by a key of several fields", remedy="fill it by hand, with $lookup and $merge")
    return pairs[KEY], KEY
