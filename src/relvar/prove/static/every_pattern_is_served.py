"""Every access pattern became a query, and every query names the key, index or view that answers it, or why none is asked for."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.model.design import Design, Finding
from relvar.model.physical import Physical
from relvar.prove.static.claim import Fault, reported, stores

CHECK = "every_pattern_is_served"


def every_pattern_is_served(design: Design) -> Iterator[Finding]:
    for store, physical in stores(design):
        good = f"{len(physical.queries)} questions are served by a key, an index or a view, or are exempt for a reason"
        yield from reported(CHECK, _faults(design, physical), good, store)


def _faults(design: Design, physical: Physical) -> Iterator[Fault]:
    for id_, pattern in design.conceptual.patterns.items():
        if id_ not in physical.queries:
            yield Fault(id_, f"the question {pattern.name!r} became no query")
    for id_, query in physical.queries.items():
        if not (query.served_by or query.view or query.exempt):
            yield Fault(id_, f"{query.name}: nothing serves it", "add an index or a view, or say why none is needed")
        for element in query.served_by:
            if not exists(physical, element):
                yield Fault(id_, f"{query.name}: said to be served by {element}, which does not exist")
        if query.view and query.view not in physical.views:
            yield Fault(id_, f"{query.name}: said to be answered by the view {query.view}, which does not exist")


def exists(physical: Physical, element: str) -> bool:
    """Whether "table.element" names a key, constraint or index of the store."""
    table, _, id_ = element.partition(".")
    owner = physical.tables.get(table)
    return owner is not None and (id_ == "primary_key" or id_ in owner.indexes or id_ in owner.constraints)
