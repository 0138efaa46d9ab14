"""Which of the known patterns of documents each collection takes.

Decides, by rule and with numbers: time series (and bucket), capped, polymorphic, extended reference, subset, computed, attribute, tree; and
for every collection the schema version, by which documents change one at a time. Each is applied where its own file says
(`plan/documents/patterns`), and its name stands in the decision.

Stays silent where a pattern's condition does not hold: a pattern is a cost too, for what is copied must be rewritten and what is
computed must be kept.

Weighs: lookups saved against copies rewritten, additions spared against totals kept, bytes added to each document against a second
question.

Sources: MongoDB, "Building with Patterns"; MongoDB manual, schema design patterns.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from relvar.model.changes import Alter
from relvar.model.design import Computed, Decision, Design, Manual
from relvar.model.features import Features
from relvar.model.figures import size
from relvar.plan.documents.layout import Layout
from relvar.plan.documents.patterns import PATTERNS, Found, Sight
from relvar.plan.documents.sizes import ELEMENT

ADVISOR = "apply_document_patterns"
OF_ROWS_IN_TWO_PLACES = ("extended_reference", "computed")  # the others say where all rows of a collection lie
VERSION_BYTES = ELEMENT + len("schema_version") + 4
MANUAL = Manual(title="MongoDB manual: design patterns", address="https://www.mongodb.com/docs/manual/data-modeling/design-patterns/")


def apply_document_patterns(design: Design, store: str, features: Features) -> Iterator[Decision]:
    """One decision for the schema version, one for each pattern of each collection."""
    yield _versions(design, store)
    physical = design.physical[store]
    for id_ in physical.collections:
        collection = physical.collections[id_]
        flows_over = any(o.table == id_ for c in physical.collections.values() for o in c.outliers)
        for pattern in PATTERNS:
            if flows_over and pattern.__name__ not in OF_ROWS_IN_TWO_PLACES:
                continue
            sight = Sight(design, physical, Layout(physical), id_, collection)
            found = pattern(sight)
            if found is not None:
                name = pattern.__name__.replace("_", " ")
                after = msgspec.structs.replace(found.after, patterns=(*collection.patterns, name))
                yield _decision(store, id_, pattern.__name__, found, Alter(collection="collections", id=id_, before=collection, after=after))
                collection = after
                physical = msgspec.structs.replace(physical, collections={**physical.collections, id_: after})


def _decision(store: str, id_: str, pattern: str, found: Found, change: Alter) -> Decision:
    return Decision(
        advisor=ADVISOR,
        subject=f"{id_}.{pattern}",
        store=store,
        choice=found.choice,
        because=found.because,
        evidence=found.evidence,
        instead_of=found.instead_of,
        changes=(change, *found.also),
    )


def _versions(design: Design, store: str) -> Decision:
    documents = sum(c.documents for c in design.physical[store].collections.values())
    return Decision(
        advisor=ADVISOR,
        subject="*",
        store=store,
        choice="schema version in every document",
        because=f"{size(documents * VERSION_BYTES)} for {len(design.physical[store].collections)} collections",
        evidence=(Computed(formula=f"{documents:,.0f} documents × {VERSION_BYTES} B", value=round(documents * VERSION_BYTES), unit="bytes"), MANUAL),
        instead_of=("one rewrite, closed meanwhile",),
    )
