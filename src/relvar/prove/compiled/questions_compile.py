"""Every question, transaction, test and upkeep file is understood against the deployed schema: its tables, columns, variables and types
are there. Compiled, not executed.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from relvar.model.design import Finding
from relvar.prove.compiled.context import Compiled


def questions_compile(context: Compiled) -> Iterator[Finding]:
    start = time.perf_counter()
    if not context.deployed:
        yield context.finding("questions_compile", "*", "not run", "the deploy files do not compile")
        return
    files = context.within("queries", "test", "operate")
    yield from context.told("questions_compile", files, context.schema.tried(files), start)
