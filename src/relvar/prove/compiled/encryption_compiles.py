"""What the client alone should read is a column that the compiler takes, beside those that are there, with the keys it names. Compiled, not executed:
no value is encrypted, for that a client does.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from relvar.model.design import Finding
from relvar.prove.compiled.context import Compiled


def encryption_compiles(context: Compiled) -> Iterator[Finding]:
    start = time.perf_counter()
    files = context.within("encryption")
    if not files or not context.deployed:
        return
    with context.compiler.schema() as schema:  # of its own: the other claims look at the schema as it is deployed
        faults = schema.run(context.within("deploy")) or schema.run(files)
    for fault in faults:  # of a table that was altered, the compiler names the file that made it
        yield context.finding("encryption_compiles", files[0][0], "refuted", fault.message, statement=fault.statement, since=start)
    yield from context.told("encryption_compiles", [] if faults else files, (), start)
