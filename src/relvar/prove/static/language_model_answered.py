"""The language model that was asked to read the brief answered, and something of its answer could be used.

Asked only where the brief was read with one. Where it failed (no answer in time, a refusal, an answer that is no data, a rate
limit) the rules' reading stands alone, and this says why.
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.model.design import Design, Finding

CHECK = "language_model_answered"


def language_model_answered(design: Design) -> Iterator[Finding]:
    found = design.brief.extraction
    if found is None:
        return
    if found.failed:
        message = f"{found.by} gave nothing that could be used: {found.failed}. The brief is read by the rules alone"
        yield Finding(check=CHECK, subject=found.by, verdict="not run", message=message, remedy="run `relvar design` with --reader llm again")
        return
    left = f"; {len(found.rejected)} statements were not taken" if found.rejected else ""
    yield Finding(check=CHECK, subject=found.by, verdict="holds", message=f"{found.by} found {found.count()} facts{left}")
