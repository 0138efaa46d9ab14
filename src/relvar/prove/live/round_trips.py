"""What the engine reports of itself equals the design, fact by fact: types, defaults, checks, keys, indexes, grants, triggers, comments.

Expressions are compared in the engine's own normal form. A fact that only one side has, or that differs, is a refutation that names it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from relvar.model.design import Finding
from relvar.prove.live.context import Context

SHOWN = 160  # characters of a fact in a message


def round_trips(context: Context) -> Iterator[Finding]:
    start = time.perf_counter()
    reported = context.deployed().inspect()
    expected = context.engine.expected(context.design, context.store, context.server.version)
    wrong = 0
    for fact in sorted(expected.keys() | reported.keys()):
        if expected.get(fact) != reported.get(fact):
            wrong += 1
            message = f"designed {_shown(expected.get(fact))}, the engine has {_shown(reported.get(fact))}"
            yield context.finding("round_trips", fact, "refuted", message, since=start)
    if not wrong:
        yield context.finding("round_trips", "*", "holds", f"{len(expected)} facts of the engine equal the design; none is left out", since=start)


def _shown(fact: str | None) -> str:
    if fact is None:
        return "nothing"
    return repr(fact if len(fact) <= SHOWN else fact[: SHOWN - 1] + "…")
