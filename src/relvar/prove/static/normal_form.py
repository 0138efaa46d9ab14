"""Every relation is in Boyce-Codd normal form, or a decision says why not.

A weaker form is only accepted with a decision whose subject is the relation: an exception that nobody decided is a fault.
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.model.design import Design, Finding
from relvar.prove.static.claim import Fault, reported

STRONG = ("BCNF", "4NF", "5NF")


def normal_form(design: Design) -> Iterator[Finding]:
    relations = design.logical.relations
    decided = {d.subject.partition(".")[0] for d in design.decisions}
    weak = [
        Fault(i, f"{r.name} is in {r.normal_form} only, and no decision says why", "split it, or decide the exception")
        for i, r in relations.items()
        if r.normal_form not in STRONG and i not in decided and r.name not in decided
    ]
    unproven = [Fault(i, f"the form of {r.name} is stated without a proof") for i, r in relations.items() if not r.proof]
    yield from reported("normal_form", [*weak, *unproven], f"{len(relations)} relations are in BCNF or better, or a decision explains the exception")
