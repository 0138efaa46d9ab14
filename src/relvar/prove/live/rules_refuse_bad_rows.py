"""Every rule refuses a row made to break it, by that very rule, and accepts the same row with only the fault mended.

Required columns, checks, keys, references and their actions, overlaps, life cycles, what is frozen, limits, totals, stock, and what the
database does by itself. Each attempt is a transaction that is taken back. A rule for which no such row was found is "not run".
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from relvar.model.design import Finding
from relvar.prove.live.breaking import trials
from relvar.prove.live.breaking.kinds import spare
from relvar.prove.live.breaking.trial import CHECK, Trial
from relvar.prove.live.context import Context


def rules_refuse_bad_rows(context: Context) -> Iterator[Finding]:
    database, population = context.loaded()
    trial = Trial(context, database, population)
    try:
        for name in trial.unchecked():
            yield trial.untried(name, "a collection of a time series has neither validator nor key: what is wrong in it, its writer must refuse")
        spare(trial)
        for kind in trials(context.features):
            start = time.perf_counter()
            try:
                yield from kind(trial)
            except Exception as error:  # one kind's fault is shown, and the other kinds are still tried
                message = f"trying {kind.__name__.replace('_', ' ')} failed: {type(error).__name__}: {error}"
                yield context.finding(CHECK, kind.__name__, "not run", message, since=start)
    finally:
        trial.close()
