"""Where a design has several databases: what one has and another has not is accounted for, by a fact of the engine or by a decision."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.compare.missing import missing
from relvar.model.design import Design, Finding
from relvar.prove.static.claim import Fault, reported

CHECK = "nothing_is_lost_in_silence"


def nothing_is_lost_in_silence(design: Design) -> Iterator[Finding]:
    if len(design.physical) < 2:
        return
    absent = list(missing(design))
    for store in design.physical:
        faults = [Fault(it.element, f"{it.held_by} has it and {it.store} has not, and no decision says why") for it in absent if it.store == store]
        yield from reported(CHECK, faults, "what other databases of the design have is here too, or a decision says why not", store)
