"""Polymorphic: documents of several kinds lie in one collection, told apart by a field, each with what its own kind has under that kind's name.

One that is found is read whole by one fetch, whatever it turns out to be, and a list over all kinds is one question. The validator lets a kind's
part stand only in a document that says that it is of this kind. Where the kinds are never read as what they have in common, a
collection for each moves less, and `embed_or_refer` leaves them apart.
"""

from __future__ import annotations

from relvar.model.conceptual import Specialisation
from relvar.model.design import Computed, Words
from relvar.model.figures import count, listed, size
from relvar.plan.documents.candidates import FETCH_BYTES
from relvar.plan.documents.patterns.found import Found, Sight
from relvar.plan.documents.sizes import row_bytes


def polymorphic(sight: Sight) -> Found | None:
    rules = (r for r in sight.design.conceptual.rules.values() if isinstance(r, Specialisation) and r.entity == sight.collection.root)
    rule = next(rules, None)
    inside = [kind for kind in rule.kinds if kind in sight.collection.embedded] if rule is not None else []
    if rule is None or not inside:
        return None
    table = sight.physical.tables[rule.entity]
    fields = listed([sight.collection.embedded[kind].field for kind in inside])
    by = f" by {table.columns[rule.attribute].name}" if rule.attribute in table.columns else ", perhaps several"
    rows = sum(sight.physical.tables[kind].rows for kind in inside)
    apart = FETCH_BYTES + sum(row_bytes(sight.physical, kind) for kind in inside) / len(inside)
    return Found(
        after=sight.collection,
        choice=f"polymorphic: {fields} in {table.name}{by}",
        because=f"one of the {table.name} is read whole by one fetch, of whatever kind: {size(apart)} less each time for {count(rows)} of them",
        evidence=(
            Words(source=rule.source),
            Computed(formula=f"{FETCH_BYTES:,} B of a second fetch + the row", value=round(apart), unit="bytes spared a read"),
        ),
        instead_of=("a collection for each kind",),
    )
