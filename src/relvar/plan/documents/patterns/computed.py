"""Computed: a total that is asked for more often than its parts change is kept beside them, written with every change of a part."""

from __future__ import annotations

import msgspec

from relvar.model.behaviour import KeepTotal
from relvar.model.design import Computed
from relvar.model.figures import count, listed
from relvar.plan.documents.patterns.found import Found, Sight


def computed(sight: Sight) -> Found | None:
    rules = [b for b in sight.physical.behaviours.values() if isinstance(b, KeepTotal) and sight.layout.home[b.table] == sight.id]
    if not rules:
        return None
    said, evidence = [], []
    for rule in rules:
        owner, parts = sight.physical.tables[rule.table], sight.physical.tables[rule.of]
        reads = sum(q.per_day * max(q.rows, 1.0) for q in sight.physical.queries.values() if q.statement.table == rule.table)
        each = parts.rows / max(owner.rows, 1.0)
        said.append(f"{sight.layout.full(rule.table, rule.column)} over {parts.name}")
        formula = f"{count(reads)} {owner.name} read a day × {each:.2g} {parts.name} to add up, against {count(parts.rows_per_day)} changes"
        evidence.append(Computed(formula=formula, value=round(reads * each), unit="additions a day spared"))
    where = "the same update" if all(sight.layout.home[r.of] == sight.id for r in rules) else "one transaction"
    return Found(
        after=msgspec.structs.replace(sight.collection),
        choice=f"computed: {listed(said)}",
        because=f"{listed(said)}: written in {where}",
        evidence=tuple(evidence),
        instead_of=("$sum at every read",),
    )
