"""No index of a collection has paths into two arrays: the engine would refuse every document that fills both."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from relvar.model.design import Design, Finding
from relvar.model.documents import Collection
from relvar.model.physical import Physical
from relvar.prove.static.claim import Fault, reported, stores

CHECK = "indexes_hold_one_array"


def indexes_hold_one_array(design: Design) -> Iterator[Finding]:
    for store, physical in stores(design):
        if physical.collections:
            count = sum(len(c.indexes) for c in physical.collections.values())
            yield from reported(CHECK, _faults(physical), f"none of {count} indexes has paths into two arrays", store)


def _faults(physical: Physical) -> Iterator[Fault]:
    for id_, collection in physical.collections.items():
        arrays = _arrays(collection)
        for name, index in collection.indexes.items():
            touched = sorted({a for a in arrays for k in index.keys if k.path == a or k.path.startswith(f"{a}.")})
            if len(touched) > 1 and not _nested(touched):
                yield Fault(f"{id_}.{name}", f"{collection.name}.{name} has paths into {' and '.join(touched)}", "two indexes, one an array")


def _arrays(collection: Collection) -> list[str]:
    """Paths of arrays of a collection, an array within an array by both fields."""
    found = []
    for embedding in collection.embedded.values():
        way, parent = [embedding.field], embedding.parent
        while parent in collection.embedded:
            way.insert(0, collection.embedded[parent].field)
            parent = collection.embedded[parent].parent
        if embedding.many:
            found.append(".".join(way))
    return found


def _nested(paths: list[str]) -> bool:
    return all(longer.startswith(f"{shorter}.") for shorter, longer in itertools.pairwise(paths))
