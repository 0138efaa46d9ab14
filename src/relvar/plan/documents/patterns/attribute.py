"""Attribute: values that are told apart by a name lie in one array of name and value, so that one index serves every name, those of
tomorrow too, instead of a field and an index for each.
"""

from __future__ import annotations

import msgspec

from relvar.model.design import Computed, ModelFact
from relvar.model.figures import count, listed
from relvar.plan.documents.patterns.found import Found, Sight


def attribute(sight: Sight) -> Found | None:
    found = []
    for table, embedding in sight.collection.embedded.items():
        own = [c for c in sight.physical.tables[table].primary_key if sight.layout.spot(table, c).table == table]
        if embedding.many and not embedding.scalar and len(own) == 1 and sight.physical.tables[table].columns[own[0]].data.base == "text":
            found.append((table, embedding.field, own[0]))
    if not found:
        return None
    said = [f"{field} by {sight.physical.tables[t].columns[c].name}" for t, field, c in found]
    each = [sight.collection.embedded[t].average for t, _, _ in found]
    return Found(
        after=msgspec.structs.replace(sight.collection),
        choice=f"attribute: {listed(said)}",
        because=f"{listed(said)}: {count(sum(each))} each, by names that are data",
        evidence=(
            ModelFact(element=f"key of {listed([sight.physical.tables[t].name for t, _, _ in found])}", states="the document and a name"),
            Computed(formula=f"{len(found)} index instead of one a name", value=len(found), unit="index"),
        ),
        instead_of=("a field a name",),
    )
