"""The rehearsed migration runs forward, back and forward again against the compiled schema, and the teardown after it: each ALTER names
what is there, each statement between them resolves against the schema as it is at that place, and the way back leads to the facts that
were there before. Compiled, not executed.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from relvar.model.design import Finding
from relvar.prove.compiled.context import NOT_EXECUTED, Compiled

CREATE = "migrations/0001_create"
TEARDOWN = f"{CREATE}.down.sql"


def migrations_compile(context: Compiled) -> Iterator[Finding]:
    start = time.perf_counter()
    if not context.deployed:
        yield context.finding("migrations_compile", "*", "not run", "the deploy files do not compile")
        return
    files = {path: text for path, text in context.within("migrations") if not path.startswith(CREATE)}
    ups = [path for path in files if path.endswith(".up.sql")]
    downs = [path.replace(".up.sql", ".down.sql") for path in reversed(ups)]
    before = context.schema.facts()
    for path in (*ups, *downs):
        faults = context.schema.run([(path, files[path])])
        yield from context.told("migrations_compile", [(path, "")], faults, start)
        if faults:
            return
    yield from _back(context, before, start)
    faults = context.schema.run([(path, files[path]) for path in ups])
    yield from context.told("migrations_compile", [("forward again", "")], faults, start)
    torn = [(TEARDOWN, context.files[TEARDOWN])] if TEARDOWN in context.files and not faults else []
    yield from context.told("migrations_compile", torn, context.schema.run(torn), start)


def _back(context: Compiled, before: dict[str, str], start: float) -> Iterator[Finding]:
    after = context.schema.facts()
    changed = [fact for fact in sorted(before.keys() | after.keys()) if before.get(fact) != after.get(fact)]
    for fact in changed:
        message = f"before the migration {before.get(fact, 'nothing')!r}, after the way back {after.get(fact, 'nothing')!r}"
        yield context.finding("migrations_compile", fact, "refuted", message, since=start)
    if not changed:
        yield context.finding("migrations_compile", "way back", "holds", f"{len(after)} facts as before; {NOT_EXECUTED}", since=start)
