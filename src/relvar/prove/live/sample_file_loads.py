"""test/00_sample_data.sql loads as it is written and then every integrity check is silent; where no mark says test, it is refused whole."""

from __future__ import annotations

import time
from collections.abc import Iterator

from relvar.engines.base import Database
from relvar.errors import StatementFailed
from relvar.model.design import Finding
from relvar.prove.live.backup_restores import differences
from relvar.prove.live.context import Context

CHECK = "sample_file_loads"
SAMPLE = "test/00_sample_data"
INTEGRITY = "test/01_integrity"


def sample_file_loads(context: Context) -> Iterator[Finding]:
    if context.named(SAMPLE) not in context.files:
        yield context.finding(CHECK, context.named(SAMPLE), "refuted", "the file is missing")
        return
    for marked, claim in ((False, _refused), (True, _loads)):
        database = context.server.database(context.design, context.store, marked=marked)
        try:
            context.deploy_at_once(database)
            yield from claim(context, database)
        finally:
            database.close()


def _refused(context: Context, database: Database) -> Iterator[Finding]:
    start, before = time.perf_counter(), database.checksums()
    try:
        database.apply(context.files[context.named(SAMPLE)])
    except StatementFailed as error:
        changed = differences(before, database.checksums())
        message = f"refused half way: {'; '.join(changed)}" if changed else f"refused without a mark: {error.what}"
        yield context.finding(CHECK, "unmarked", "refuted" if changed else "holds", message, since=start)
        return
    yield context.finding(CHECK, "unmarked", "refuted", "it writes into a database that nobody marked as a test", since=start)


def _loads(context: Context, database: Database) -> Iterator[Finding]:
    start = time.perf_counter()
    warnings = database.apply(context.files[context.named(SAMPLE)])
    rows = {table: count for table, (count, _) in database.checksums().items()}
    message = "; ".join(warnings) or f"{sum(rows.values())} rows in {sum(map(bool, rows.values()))} tables"
    yield context.finding(CHECK, "marked", "refuted" if warnings else "holds", message, since=start)
    yield from _silent(context, database)


def _silent(context: Context, database: Database) -> Iterator[Finding]:
    """By the questions themselves, and by the file that asks them."""
    start, session = time.perf_counter(), database.session()
    try:
        wrong = [check.name for check in context.physical.integrity.values() if session.run(check.select)]
    finally:
        session.close()
    if not wrong and context.named(INTEGRITY) in context.files:
        database.apply(context.files[context.named(INTEGRITY)])
    message = f"rows speak against {', '.join(wrong)}" if wrong else f"{len(context.physical.integrity)} checks are silent"
    yield context.finding(CHECK, "integrity", "refuted" if wrong else "holds", message, since=start)
