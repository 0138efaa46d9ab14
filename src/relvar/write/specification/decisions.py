"""Decisions: all of them, numbered, each with its evidence."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.model.design import Design
from relvar.write.page import evidence, table


def decisions(design: Design, store: str) -> Iterator[str]:
    made = [d for d in design.decisions if d.store in ("", store)]
    rows = (
        (
            f"D{n}",
            d.advisor.replace("_", " "),
            f"`{d.subject}`",
            d.choice,
            d.because,
            "; ".join(evidence(e) for e in d.evidence),
            "; ".join(d.instead_of),
        )
        for n, d in enumerate(made, start=1)
    )
    yield from table(("#", "question", "subject", "choice", "because", "evidence", "instead of"), rows)
    doubts = [
        (f.check.replace("_", " "), f"`{f.subject}`", f.message, f.remedy)
        for f in design.findings
        if f.verdict in ("doubt", "refuted") and f.store in ("", store)
    ]
    if doubts:
        yield "### Doubts of the static checks"
        yield ""
        yield from table(("check", "subject", "finding", "remedy"), doubts)
