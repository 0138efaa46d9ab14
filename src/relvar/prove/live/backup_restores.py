"""The design's own backup script makes a backup that its restore script turns into an equal database: facts, row counts and checksums."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from relvar.engines.base import Database
from relvar.model.design import Finding
from relvar.prove.live.context import Context

CHECK = "backup_restores"


def backup_restores(context: Context) -> Iterator[Finding]:
    with context.another() as (database, _), tempfile.TemporaryDirectory(prefix="relvar-") as folder:
        yield _as_written(context)
        Path(folder).chmod(0o777)  # an embedded server may run as another account
        start = time.perf_counter()
        before, facts = database.checksums(), database.inspect()
        made = database.backup(Path(folder) / "backup")
        restored = database.restore(made)
        try:
            yield from _equal(context, before, facts, restored, start)
        finally:
            restored.close()


def _as_written(context: Context) -> Finding:
    """The scripts that run here are those of the folder, to the byte."""
    start = time.perf_counter()
    scripts = [a for a in context.engine.operate(context.design, context.store) if a.path.endswith(".sh")]
    other = [a.path for a in scripts if context.files.get(a.path) != a.text]
    message = f"{', '.join(other)}: not as designed, so what it would do is not proven" if other else f"{len(scripts)} scripts are as designed"
    return context.finding(CHECK, "scripts", "refuted" if other else "holds", message, since=start)


def _equal(context: Context, before: dict[str, tuple[int, str]], facts: dict[str, str], restored: Database, start: float) -> Iterator[Finding]:
    after, again = restored.checksums(), restored.inspect()
    wrong = differences(before, after)
    rows = sum(count for count, _ in before.values())
    if wrong:
        yield context.finding(CHECK, "rows", "refuted", "; ".join(wrong), since=start)
    elif not rows:
        yield context.finding(CHECK, "rows", "not run", "the database held no row to lose")
    else:
        yield context.finding(CHECK, "rows", "holds", f"{rows:,} rows of {len(before)} tables came back with equal checksums", since=start)
    changed = sorted(f for f in facts.keys() | again.keys() if facts.get(f) != again.get(f))
    message = f"differs: {', '.join(changed[:5])}" if changed else f"{len(facts)} facts of the schema equal"
    yield context.finding(CHECK, "schema", "refuted" if changed else "holds", message, since=start)


def differences(before: dict[str, tuple[int, str]], after: dict[str, tuple[int, str]]) -> list[str]:
    """What two sets of checksums disagree about, in words."""
    wrong: list[str] = []
    for table in sorted(before.keys() | after.keys()):
        was, found = before.get(table), after.get(table)
        if was != found:
            counts = f"{was[0] if was else 0:,} rows, then {found[0] if found else 0:,}"
            wrong.append(f"{table}: {counts if not was or not found or was[0] != found[0] else f'{was[0]:,} rows with other values'}")
    return wrong
