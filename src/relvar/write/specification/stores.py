"""Stores beside the record: which kinds were weighed, which were taken and why, and what each is promised."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines import engine
from relvar.model.design import Design
from relvar.write.page import evidence, table

ADVISOR = "publish_changes"


def beside(design: Design, store: str) -> Iterator[str]:
    """Every kind of store that was weighed, with its numbers; then the contracts of those that were taken."""
    record = engine(design.physical[store].engine).title
    made = [d for d in design.decisions if d.advisor == ADVISOR and d.store == store]
    rows = ((d.subject, d.choice, d.because, "; ".join(evidence(e) for e in d.evidence)) for d in made)
    yield from table(
        ("kind", "choice", "because", "arithmetic"), rows, empty=f"{record} alone: nothing in this design asks for another kind of store."
    )
    if design.federation is None:
        return
    for name, contract in design.federation.contracts.items():
        yield f"### {name.capitalize()}: {contract.technology}"
        yield ""
        entries = (
            (f"`{e.key}`", ", ".join(v.partition(".")[2] for v in e.values), ", ".join(e.serves).replace("_", " ") or "whoever listens")
            for e in contract.entries.values()
        )
        yield from table(("key", "keeps", "answers"), entries)
        yield f"{contract.arithmetic}. Checked against the design; not run."
        yield ""


def weighs(design: Design) -> bool:
    """Whether further kinds of store were weighed at all."""
    return any(d.advisor == ADVISOR for d in design.decisions)
