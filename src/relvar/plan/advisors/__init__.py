"""The order in which judgement is passed: one file each. An advisor sees the design as those before it left it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from relvar.model.design import Decision, Design
from relvar.model.features import Features
from relvar.plan.advisors.index_patterns import index_patterns
from relvar.plan.advisors.index_references import index_references
from relvar.plan.advisors.realize_patterns import realize_patterns

Advisor = Callable[[Design, str, Features], Iterator[Decision]]

ADVISORS: tuple[Advisor, ...] = (
    # what is asked and done: before partitions and reports, which serve it, and before roles, which must be allowed it
    realize_patterns,
    # what makes it fast: the widest needs first, then what no index begins with yet
    index_patterns,
    index_references,
)
