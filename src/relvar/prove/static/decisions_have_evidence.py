"""Every decision has a reason and typed evidence: words of the brief, arithmetic, a fact of the model or engine, a page of a manual."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.model.design import Computed, Decision, Design, Finding, Manual, Words
from relvar.prove.static.claim import Fault, reported

CHECK = "decisions_have_evidence"


def decisions_have_evidence(design: Design) -> Iterator[Finding]:
    faults = [fault for decision in design.decisions for fault in _faults(decision)]
    yield from reported(CHECK, faults, f"{len(design.decisions)} decisions each rest on typed evidence")


def _faults(decision: Decision) -> Iterator[Fault]:
    subject = f"{decision.advisor}:{decision.subject}"
    if not decision.because.strip():
        yield Fault(subject, f"{decision.choice}: no reason is given")
    if not decision.evidence and not decision.overridden:
        yield Fault(subject, f"{decision.choice}: no evidence")
    for one in decision.evidence:
        empty = (
            (isinstance(one, Words) and not one.source.words.strip())
            or (isinstance(one, Computed) and not one.formula.strip())
            or (isinstance(one, Manual) and not one.title.strip())
        )
        if empty:
            yield Fault(subject, f"{decision.choice}: evidence of kind {type(one).__name__} says nothing")
