"""The deploy files run in order, once, on an empty database, exactly as they are written, without an error and without a warning.

A warning counts as a refutation: "no privileges were granted" is a warning, and the grant it speaks of is missing.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from relvar.errors import StatementFailed
from relvar.model.design import Finding
from relvar.prove.live.context import Context, Skip


def applies(context: Context) -> Iterator[Finding]:
    files = context.deploy()
    if not files:
        raise Skip("there are no deploy files")
    database = context.server.database(context.design, context.store)
    for path, text in files:
        start = time.perf_counter()
        try:
            warnings = database.apply(text)
        except StatementFailed as error:
            database.close()
            yield context.finding("applies", path, "refuted", error.answer or error.what, statement=error.statement, since=start)
            return
        message = "; ".join(warnings) or "applied without a warning"
        yield context.finding("applies", path, "refuted" if warnings else "holds", message, since=start)
    context.database = database
