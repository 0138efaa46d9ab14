"""The fullest document that the design reckons with, with every array at the bound of its validator, stays below the engine's limit."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines import engine
from relvar.model.design import Design, Finding
from relvar.model.figures import size
from relvar.model.physical import Physical
from relvar.prove.static.claim import Fault, reported, stores

CHECK = "documents_stay_small"


def documents_stay_small(design: Design) -> Iterator[Finding]:
    for store, physical in stores(design):
        if physical.collections:
            limit = engine(physical.engine).features().limit("document_bytes")
            largest = max(physical.collections.values(), key=lambda c: c.largest_bytes)
            good = f"the fullest document is one of {largest.name}, {size(largest.largest_bytes)} of {size(limit)}"
            yield from reported(CHECK, _faults(physical, limit), good, store)


def _faults(physical: Physical, limit: float) -> Iterator[Fault]:
    for id_, collection in physical.collections.items():
        if collection.largest_bytes > limit:
            message = f"a document of {collection.name} may reach {size(collection.largest_bytes)}, the engine refuses more than {size(limit)}"
            yield Fault(id_, message, "refer to the rows instead, or keep the newest only")
