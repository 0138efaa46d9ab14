"""What a reader sees of a collection: a projection that names each field it shows, so that a field made later is not shown by default.

A copy of a column, its lower-case twin and its newest rows elsewhere show no more than the column itself does. Masks: MongoDB manual,
string expression operators; an absent field stays absent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from relvar.engines.mongodb.places import Store
from relvar.engines.mongodb.schema import VERSION
from relvar.model.documents import Collection, Outlier
from relvar.plan.documents.layout import KEY

Shows = Callable[[str, str], str | None]  # table, column -> its mask, "" as it is, None not at all
HIDE = "hide"
SHOWN_OF_LAST = 4


class Projection:
    """`fields`: the stage's value. `whole`: nothing is kept back, so no view is needed."""

    def __init__(self, store: Store, collection: Collection, shows: Shows) -> None:
        self.store, self.collection, self.shows = store, collection, shows
        self.whole = True
        own = self._element(collection.root, "$", 0)
        if not collection.key and own:
            own = {KEY: 1, **own}
        elif own and KEY not in own:
            own = {KEY: 0, **own}  # who sees only what lies inside: a projection shows the key unless it says otherwise
        self.fields = {**own, **self._made()} if own else {}

    def _made(self) -> dict[str, Any]:
        """What the store adds to a document of its own: its form, the keys above it, the newest of what refers to it."""
        made: dict[str, Any] = {VERSION: 1}
        if self.collection.tree is not None and self._plain(self.collection.root, self._referring(self.collection.tree.reference)):
            made[self.collection.tree.field] = 1
        for subset in self.collection.subsets:
            shown = {self.store.layout.spot(subset.table, c).field: self.shows(subset.table, c) for c in subset.columns}
            fields = {f: _expression(f"$$it.{f}", mask) for f, mask in shown.items() if mask is not None and mask != HIDE}
            if fields:
                made[subset.field] = 1 if self._plain(subset.table, subset.columns) else _each(f"${subset.field}", "it", fields)
        for outlier in self.collection.outliers:
            made |= self._flowing(outlier)
        return made

    def _flowing(self, outlier: Outlier) -> dict[str, Any]:
        """The rows that lie here as those that flowed over are seen, and the mark where any of them is."""
        layout, table = self.store.layout, self.store.physical.tables[outlier.table]
        reference = getattr(table.constraints[outlier.reference], "columns", ())
        columns = [c for c in table.columns if c not in reference]
        shown = {layout.spot(outlier.table, c).field: self.shows(outlier.table, c) for c in columns}
        fields = {f: _expression(f"$$it.{f}", mask) for f, mask in shown.items() if mask is not None and mask != HIDE}
        if not fields:
            self.whole = False
            return {}
        return {outlier.field: 1 if self._plain(outlier.table, columns) else _each(f"${outlier.field}", "it", fields), outlier.marker: 1}

    def _referring(self, reference: str) -> tuple[str, ...]:
        found = self.store.physical.tables[self.collection.root].constraints[reference]
        return tuple(getattr(found, "columns", ()))

    def _plain(self, table: str, columns: Iterable[str]) -> bool:
        plain = all(self.shows(table, c) == "" for c in columns)
        self.whole &= plain
        return plain

    def _element(self, table: str, base: str, depth: int) -> dict[str, Any]:
        """The fields of a row of the table. `base`: what stands before a field's name in an expression."""
        layout, found = self.store.layout, {}
        for column in layout.own_columns(table):
            mask = self.shows(table, column)
            self._plain(table, (column,))
            if mask is not None and mask != HIDE:
                field = layout.spot(table, column).field
                found[field] = 1 if not mask and not depth else _expression(f"{base}{field}", mask)
        for derived in self.collection.derived:
            if derived.table == table and self.shows(table, derived.column) == "":
                found[derived.field] = 1 if not depth else f"{base}{derived.field}"
        for copy in layout.copies(table) if found else ():
            target = str(getattr(self.store.physical.tables[table].constraints[copy.reference], "table", ""))
            if self._plain(target, copy.columns):
                found[copy.field] = 1 if not depth else f"{base}{copy.field}"
        for inner in layout.inside(table):
            value = self._inside(inner, base, depth)
            if value is not None:
                found[self.collection.embedded[inner].field] = value
        return found

    def _inside(self, table: str, base: str, depth: int) -> Any:
        """What is shown of the rows of an embedded table; None for nothing."""
        embedding, path = self.collection.embedded[table], f"{base}{self.collection.embedded[table].field}"
        as_it_is = path if depth else 1
        if embedding.scalar:
            return as_it_is if self._plain(table, (embedding.scalar,)) else None
        before, self.whole = self.whole, True
        fields = self._element(table, f"$$row{depth}." if embedding.many else f"{path}.", depth + 1)
        plain, self.whole = self.whole, before and self.whole
        if plain or not fields:
            return as_it_is if fields else None
        if embedding.many:
            return _each(path, f"row{depth}", fields)
        return _if_there(path, fields)


def _each(path: str, name: str, fields: dict[str, Any]) -> dict[str, Any]:
    return {"$cond": [{"$isArray": path}, {"$map": {"input": path, "as": name, "in": fields}}, "$$REMOVE"]}


def _if_there(path: str, shown: Any) -> dict[str, Any]:
    return {"$cond": [{"$eq": [{"$type": path}, "missing"]}, "$$REMOVE", shown]}


def _expression(path: str, mask: str) -> Any:
    """The value at a path under its mask. A mask that is not known shows nothing of the value."""
    text = {"$toString": path}
    shown: dict[str, Any] = {
        "last4": {"$concat": ["****", {"$substrCP": [text, {"$max": [0, {"$subtract": [{"$strLenCP": text}, SHOWN_OF_LAST]}]}, SHOWN_OF_LAST]}]},
        "domain": {"$concat": ["***@", {"$arrayElemAt": [{"$split": [text, "@"]}, -1]}]},
        "initial": {"$concat": [{"$substrCP": [text, 0, 1]}, "."]},
        "year": {"$dateFromParts": {"year": {"$year": path}}},
    }
    return path if not mask else _if_there(path, shown[mask]) if mask in shown else "$$REMOVE"
