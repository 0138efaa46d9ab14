"""Outlier: an array that is short almost everywhere gets a bound that the few long ones break; what does not fit lies in documents of
overflow, and a mark says that there is more. The common document stays small, the rare one costs a second question.
"""

from __future__ import annotations

import msgspec

from relvar.model.design import Computed
from relvar.model.documents import Embedding
from relvar.model.figures import count
from relvar.plan.advisors.embed_or_refer import BY_HAND, BY_HAND_MOST, top
from relvar.plan.documents.patterns.found import Found, Sight


def outlier(sight: Sight) -> Found | None:
    for table, embedding in sight.collection.embedded.items():
        longest = _longest(sight, table, embedding)
        if embedding.many and not embedding.scalar and embedding.parent == sight.collection.root and longest > BY_HAND_MOST:
            overflow = f"{sight.collection.name}_{embedding.field}_more"
            after = msgspec.structs.replace(embedding, overflow=overflow)
            name = sight.physical.tables[table].name
            return Found(
                after=msgspec.structs.replace(sight.collection, embedded={**sight.collection.embedded, table: after}),
                choice=f"outlier: beyond {embedding.most:,} {embedding.field} go to {overflow}",
                because=f"{embedding.average:g} {name} on average, {count(longest)} in the fullest by its skew",
                evidence=(
                    Computed(
                        formula=f"skew of {name}: the fullest / {BY_HAND_MOST:,.0f} kept by hand",
                        value=round(longest / BY_HAND_MOST, 2),
                        unit="times",
                    ),
                ),
                instead_of=(f"{name} as documents of their own, for the sake of a few",),
            )
    return None


def _longest(sight: Sight, table: str, embedding: Embedding) -> float:
    owner, parts = sight.physical.tables[embedding.parent], sight.physical.tables[table]
    if embedding.average > BY_HAND:
        return 0.0
    return top(max(parts.rows, 1.0), max(owner.rows, 1.0), parts.skew.get(embedding.reference, 0.0))
