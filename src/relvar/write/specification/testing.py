"""Testing: integrity questions, what the proof breaks on purpose, the load to test with."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.model.design import Design
from relvar.model.figures import count
from relvar.write.page import table

LOADS = (("peak", 1), ("stress", 2))  # of the load stated


def testing(design: Design, store: str) -> Iterator[str]:
    physical = design.physical[store]
    yield from table(("integrity check", "says"), ((f"`{c.name}`", c.says) for c in physical.integrity.values()))
    guarded = ((t.name, ", ".join(r.replace("_", " ") for r in t.races), t.invariant) for t in physical.transactions.values() if t.races)
    yield from table(("raced by two sessions", "as", "must hold"), guarded)
    constraints = sum(len(t.constraints) + 1 for t in physical.tables.values())
    required = sum(not c.nullable for t in physical.tables.values() for c in t.columns.values())
    load = design.topology[store].capacity if store in design.topology else None
    rows = [("constraints broken", constraints), ("required columns emptied", required), ("questions explained", len(physical.queries))]
    loads = [(n, f"{count(t * load.reads_per_second)} reads/s, {count(t * load.writes_per_second)} writes/s") for n, t in LOADS] if load else []
    yield from table(("proof and load test", ""), [*rows, *loads])
