"""The deploy files are understood, in order, by the engine maker's own compiler: syntax, types, keys, references, and every table and
column that a view, a rule or a routine names.

For an engine that cannot be had where the proof runs. Compiled is not executed: what only shows when statements run (a lock, a plan, a
right, a time) stands in the findings as not run.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from relvar.model.design import Finding
from relvar.prove.compiled.context import Compiled


def files_compile(context: Compiled) -> Iterator[Finding]:
    start = time.perf_counter()
    files = context.within("deploy")
    faults = context.schema.run(files)
    context.deployed = bool(files) and not faults
    if faults:  # files after the first fault were not looked at
        yield from (context.finding("files_compile", f.path, "refuted", f.message, statement=f.statement, since=start) for f in faults)
        return
    yield from context.told("files_compile", files, faults, start)
