"""What the compiler understood equals the design, fact by fact: columns with their types, keys, references with their actions, indexes
with their order, conditions and carried columns, masks, triggers and routines. A fact that only one side has is a refutation.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator

from relvar.model.design import Finding
from relvar.prove.compiled.context import NOT_EXECUTED, Compiled


def compiled_facts_equal(context: Compiled) -> Iterator[Finding]:
    start = time.perf_counter()
    if not context.deployed:
        yield context.finding("compiled_facts_equal", "*", "not run", "the deploy files do not compile")
        return
    reported = context.schema.facts()
    expected = context.engine.expected(context.design, context.store, context.compiler.version)
    equal: defaultdict[str, int] = defaultdict(int)
    for fact in sorted(expected.keys() | reported.keys()):
        if expected.get(fact) == reported.get(fact):
            equal[fact.split(" ")[0]] += 1
            continue
        message = f"designed {expected.get(fact, 'nothing')!r}, the compiler understood {reported.get(fact, 'nothing')!r}"
        yield context.finding("compiled_facts_equal", fact, "refuted", message, since=start)
    for kind, count in equal.items():
        yield context.finding("compiled_facts_equal", kind, "holds", f"{count} facts equal the design; {NOT_EXECUTED}", since=start)
