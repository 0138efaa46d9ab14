"""0001 makes the whole store in one file; its way back leaves nothing of it, may be gone again, and is refused where a row is in place.

The files run as they are written, on a database that nobody deployed to.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from relvar.engines.base import Database
from relvar.errors import StatementFailed
from relvar.model.design import Finding
from relvar.prove.live.backup_restores import differences
from relvar.prove.live.context import Context

CHECK = "create_reverses"
UP, DOWN = "migrations/0001_create.up", "migrations/0001_create.down"
FEW = 10  # rows of the largest table: one row anywhere is enough to refuse


def create_reverses(context: Context) -> Iterator[Finding]:
    up, down = context.named(UP), context.named(DOWN)
    missing = [path for path in (up, down) if path not in context.files]
    if missing:
        yield context.finding(CHECK, missing[0], "refuted", "the file is missing")
        return
    database = context.server.database(context.design, context.store)
    try:
        empty = database.inspect()
        expected = context.engine.expected(context.design, context.store, context.server.version)
        yield _ran(context, database, up, "up", expected)
        yield _ran(context, database, down, "down", empty)
        yield _ran(context, database, up, "up again", expected)
        yield _refused(context, database)
    finally:
        database.close()


def _ran(context: Context, database: Database, path: str, way: str, wanted: dict[str, str]) -> Finding:
    start = time.perf_counter()
    warnings, found = database.apply(context.files[path]), database.inspect()
    wrong = sorted(f for f in wanted.keys() | found.keys() if wanted.get(f) != found.get(f))
    if warnings or wrong:
        said = [*warnings, *(f"{f}: wanted {wanted.get(f)!r}, is {found.get(f)!r}" for f in wrong[:3])]
        return context.finding(CHECK, way, "refuted", f"{way}: {'; '.join(said)}; {len(wrong)} facts differ", since=start)
    after = "as the design says" if way.startswith("up") else "as before 0001"
    return context.finding(CHECK, way, "holds", f"{way}: {len(found)} facts of the schema are {after}", since=start)


def _refused(context: Context, database: Database) -> Finding:
    context.filled(database, FEW)
    start = time.perf_counter()
    rows, facts = database.checksums(), database.inspect()
    try:
        database.apply(context.files[context.named(DOWN)])
    except StatementFailed as error:
        lost = differences(rows, database.checksums())
        if lost or database.inspect() != facts:
            return context.finding(CHECK, "rows in place", "refuted", f"refused half way: {'; '.join(lost) or 'the schema changed'}", since=start)
        message = f"the way back is refused with {sum(count for count, _ in rows.values())} rows in place, and changes nothing: {error.what}"
        return context.finding(CHECK, "rows in place", "holds", message, since=start)
    return context.finding(CHECK, "rows in place", "refuted", "the way back dropped tables with rows in them", since=start)
