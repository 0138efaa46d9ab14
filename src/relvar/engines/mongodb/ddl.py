"""Collections and indexes as calls of the shell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from relvar.engines.base import Statement
from relvar.engines.mongodb.expressions import both, match
from relvar.engines.mongodb.places import Alias, Places, Store
from relvar.engines.mongodb.schema import validator
from relvar.engines.mongodb.script import Call, written
from relvar.model.behaviour import Audit
from relvar.model.documents import Collection, DocumentIndex
from relvar.model.expression import Expression
from relvar.model.physical import Physical
from relvar.plan.queries.need import conjuncts

KINDS: dict[str, Any] = {"ascending": 1, "descending": -1, "text": "text", "hashed": "hashed"}


class Ddl:
    def __init__(self, physical: Physical) -> None:
        self.physical = physical
        self.store = Store.of(physical)

    def collections(self) -> Iterator[Statement]:
        for id_, collection in self.physical.collections.items():
            yield Statement(text=written(self.create(collection)), because=_inside(self.store, collection), element=id_)

    def create(self, collection: Collection) -> Call:
        return Call("", "createCollection", (collection.name, self.options(collection)))

    def options(self, collection: Collection) -> dict[str, Any]:
        if collection.time_series is not None:
            return _time_series(self.store, collection)
        found: dict[str, Any] = {"validator": validator(self.store, collection), "validationLevel": "strict", "validationAction": "error"}
        if collection.capped is not None:
            most = {"max": collection.capped.documents} if collection.capped.documents else {}
            found = {"capped": True, "size": collection.capped.bytes, **most, **found}
        if self.is_logged(collection):
            found["changeStreamPreAndPostImages"] = {"enabled": True}
        return found

    def unsized(self, collection: Collection) -> dict[str, Any]:
        """The options without the size of a capped one, which changes where it stands."""
        return self.options(replace(collection, capped=None))

    def is_logged(self, collection: Collection) -> bool:
        """Whether a log of its changes says what was before: a change stream knows that only where the server keeps it (6.0 on)."""
        logged = {rule.table for rule in self.physical.behaviours.values() if isinstance(rule, Audit)}
        return any(self.physical.collections[home].root == collection.root for t, home in self.store.layout.home.items() if t in logged)

    def indexes(self) -> Iterator[Statement]:
        for id_ in self.physical.collections:
            yield from self.indexes_of(id_)

    def indexes_of(self, id_: str) -> Iterator[Statement]:
        collection = self.physical.collections[id_]
        for key, index in collection.indexes.items():
            yield Statement(text=written(self.index(collection, index)), because=_because(self.physical, index), element=f"{id_}.{key}")

    def index(self, collection: Collection, index: DocumentIndex) -> Call:
        return Call(collection.name, "createIndex", (keys(index), self.index_options(index)))

    def index_options(self, index: DocumentIndex) -> dict[str, Any]:
        found: dict[str, Any] = {"name": index.name}
        if index.unique:
            found["unique"] = True
        if index.expire_seconds:
            found["expireAfterSeconds"] = index.expire_seconds
        if index.where is not None:
            found["partialFilterExpression"] = self.partial(index.table, index.where, self._array(index))
        if any(k.kind == "text" for k in index.keys):
            found["default_language"] = "english"
        return found

    def _array(self, index: DocumentIndex) -> str:
        """The array whose elements an index is on, where they are rows that flow over; else "": the layout knows their path."""
        found = (o for c in self.physical.collections.values() for o in c.outliers if o.table == index.table and index.name in c.indexes)
        return next((o.field for o in found), "")

    def partial(self, table: str, where: Expression, base: str = "") -> dict[str, Any]:
        places = Places(self.store)
        places.aliases[""] = Alias(table, base)
        parts = [match(c, places) for c in conjuncts(where)]
        return both([p for p in parts if p is not None])


def keys(index: DocumentIndex) -> dict[str, Any]:
    return {k.path: KINDS[k.kind] for k in index.keys}


def _time_series(store: Store, collection: Collection) -> dict[str, Any]:
    series = collection.time_series
    assert series is not None
    time = store.layout.spot(collection.root, series.time).field
    found: dict[str, Any] = {"timeseries": {"timeField": time, "metaField": "meta", "granularity": series.granularity}}
    if series.expire_seconds:
        found["expireAfterSeconds"] = series.expire_seconds
    return found


def _inside(store: Store, collection: Collection) -> str:
    said = [collection.comment.rstrip(".")]
    for table, embedding in collection.embedded.items():
        many = f"{embedding.average:g} on average, at most {embedding.most}" if embedding.many else "one"
        said.append(f"{'.'.join(store.layout.path(table))}: {store.physical.tables[table].name}, {many}")
    return ". ".join(said)


def _because(physical: Physical, index: DocumentIndex) -> str:
    asked = [f"{physical.queries[s].name} ({physical.queries[s].per_day:,.0f} a day)" for s in index.serves if s in physical.queries]
    return "; ".join(asked) or index.because
