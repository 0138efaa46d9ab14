"""Assumptions and open questions, the heaviest first, and what of the brief became nothing."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.model.design import Design
from relvar.write.page import ASSUMABLE, CONVENTIONS, quantity, source, table


def open_questions(design: Design, store: str) -> Iterator[str]:
    model = design.conceptual
    asked = sorted(model.questions, key=lambda q: -q.weight)
    rows = ((f"Q{n}", q.text, q.assumed, q.changes, source(q.source) if q.source.kind != "rule" else "") for n, q in enumerate(asked, start=1))
    yield from table(("#", "question", "assumed", "would change", "from"), rows, "No question is open.")
    added = ((e.name, e.reason or source(e.source), source(e.source)) for e in model.entities.values() if e.added)
    yield from table(("added beyond the brief", "because", "from"), added)
    scale = model.scale
    numbers = ((n, getattr(scale, n)) for n in ASSUMABLE)
    assumed = [(n.replace("_", " "), quantity(q)) for n, q in numbers if q.source.kind == "rule"]
    yield from table(("assumed number", "value"), assumed)
    if assumed:
        yield f"[Why these]({CONVENTIONS}#assumed-numbers)."
        yield ""
    found = design.brief.extraction
    if found is not None and found.rejected:
        yield f"Said by {found.by} and not taken: " + "; ".join(found.rejected) + "."
        yield ""
    if model.ignored:
        yield "Read and not used: " + "; ".join(f"“{phrase}”" for phrase in model.ignored) + "."
        yield ""
