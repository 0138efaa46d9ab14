"""A base backup, the archived log and the recovery script bring back what stood just before every table was emptied, and the server takes
every setting of the operate folder.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from relvar.engines.base import Archiving
from relvar.engines.hosting import at
from relvar.model.design import Finding
from relvar.prove.live.backup_restores import differences
from relvar.prove.live.context import SMALL, Context, Skip

Checksums = dict[str, tuple[int, str]]
CHECK = "recovers_to_an_instant"
APART_SECONDS = 0.01  # between the instant and the accident, so that the clock tells them apart


def recovers_to_an_instant(context: Context) -> Iterator[Finding]:
    if (hosting := at(context.physical)) is not None:
        raise Skip(f"{hosting.title} keeps the log and recovers from it: nothing of it can be run here")
    with context.server.archiving(context.design, context.store) as archiving:
        yield _settings(context, archiving)
        start = time.perf_counter()
        context.deploy_at_once(archiving.database)
        archiving.base_backup()
        context.filled(archiving.database, SMALL)  # after the copy: these rows are in the log only
        before, instant = archiving.database.checksums(), archiving.instant()
        time.sleep(APART_SECONDS)
        archiving.lose_rows()
        lost = archiving.database.checksums()
        with archiving.recovered(instant) as recovered:
            yield _rows(context, before, lost, recovered.checksums(), start)


def _settings(context: Context, archiving: Archiving) -> Finding:
    start = time.perf_counter()
    said = archiving.refused_settings()
    return context.finding(CHECK, "settings", "refuted" if said else "holds", said or "the server takes every setting that is written", since=start)


def _rows(context: Context, before: Checksums, lost: Checksums, after: Checksums, start: float) -> Finding:
    rows = sum(count for count, _ in before.values())
    if not rows or lost == before:
        return context.finding(CHECK, "rows", "not run", "nothing was lost that could be recovered")
    wrong = differences(before, after)
    message = "; ".join(wrong) or f"{rows:,} rows written after the base backup stand again with equal checksums, {len(before)} tables"
    return context.finding(CHECK, "rows", "refuted" if wrong else "holds", message, since=start)
