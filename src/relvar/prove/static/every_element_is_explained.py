"""No table, column or index without a reason: each comes from the conceptual model, or serves a question or constraint, or a decision made it."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.model.changes import Add
from relvar.model.design import Design, Finding
from relvar.model.physical import Physical
from relvar.prove.static.claim import Fault, reported, stores

CHECK = "every_element_is_explained"


def every_element_is_explained(design: Design) -> Iterator[Finding]:
    for store, physical in stores(design):
        count = sum(1 + len(t.columns) + len(t.indexes) for t in physical.tables.values())
        faults = _faults(design, store, physical)
        yield from reported(CHECK, faults, f"{count} tables, columns and indexes each follow from the model, a question or a decision", store)


def _faults(design: Design, store: str, physical: Physical) -> Iterator[Fault]:
    added = {(c.table, c.id) for d in design.decisions if d.store in ("", store) for c in d.changes if isinstance(c, Add)}
    behaved = {getattr(b, field, "") for b in physical.behaviours.values() for field in ("log", "counter")}
    for id_, table in physical.tables.items():
        if not table.relation and ("", id_) not in added and id_ not in behaved:
            yield Fault(id_, f"{table.name}: no relation, decision or behaviour asks for this table")
        for name, index in table.indexes.items():
            if not index.serves and not index.because and (id_, name) not in added:
                yield Fault(f"{id_}.{name}", f"{table.name}.{index.name} serves nothing", "leave it out")
        if not table.comment.strip():
            yield Fault(id_, f"{table.name} has no comment", doubt=True)
