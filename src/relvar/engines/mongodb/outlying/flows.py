"""From which documents the rows of a table flow over, and what an element is beside the document that it would be."""

from __future__ import annotations

from typing import Any, NamedTuple

from relvar.engines.mongodb.places import Store
from relvar.engines.mongodb.schema import VERSION
from relvar.model.documents import Collection, Outlier
from relvar.model.physical import ForeignKey


class Flow(NamedTuple):
    """`owner`: the collection whose documents hold the first rows; `reference`: the field by which a document of its own names its owner."""

    outlier: Outlier
    owner: Collection
    apart: Collection
    reference: str

    @property
    def room(self) -> dict[str, Any]:
        """What a document says in which there is room for one more."""
        return {f"{self.outlier.field}.{self.outlier.keep - 1}": {"$exists": False}}

    @property
    def marked(self) -> dict[str, Any]:
        return {"$set": {self.outlier.marker: True}}

    def element(self, document: dict[str, Any]) -> dict[str, Any]:
        """A document of its own as an element of its owner's."""
        return {name: value for name, value in document.items() if name not in (VERSION, self.reference)}


def flows(store: Store) -> dict[str, Flow]:
    """By the table that flows over."""
    found: dict[str, Flow] = {}
    for owner in store.physical.collections.values():
        for outlier in owner.outliers:
            key = store.physical.tables[outlier.table].constraints[outlier.reference]
            assert isinstance(key, ForeignKey)
            reference = store.layout.full(outlier.table, key.columns[0])
            found[outlier.table] = Flow(outlier, owner, store.layout.collection(outlier.table), reference)
    return found


def put(flow: Flow, holder: dict[str, Any] | None, made: dict[str, Any]) -> bool:
    """Into the owner's document, where there is room; else the document is marked, and the row is one of its own."""
    if holder is None:
        return False
    rows = holder.setdefault(flow.outlier.field, [])
    if len(rows) < flow.outlier.keep:
        rows.append(flow.element(made))
        return True
    holder[flow.outlier.marker] = True
    return False
