"""Tree: rows that refer to their own kind keep the keys of all above them, so that everything below a row is one question by one index,
however deep. The direct parent stays beside it. Moving a branch rewrites what lies below; it is rare in what people answer or file.
"""

from __future__ import annotations

import msgspec

from relvar.model.design import Computed, ModelFact
from relvar.model.documents import Tree
from relvar.model.figures import size
from relvar.model.physical import ForeignKey
from relvar.plan.documents.patterns.found import Found, Sight
from relvar.plan.documents.sizes import ARRAY_INDEX, DOCUMENT, ELEMENT, OBJECT_ID

DEPTH = 4  # levels on average that are reckoned with: threads and categories are shallow
FIELD = "ancestors"


def tree(sight: Sight) -> Found | None:
    table = sight.physical.tables[sight.collection.root]
    own = next((n for n, c in table.constraints.items() if isinstance(c, ForeignKey) and c.table == sight.id), "")
    if not own or not sight.collection.key or FIELD in {c.name for c in table.columns.values()}:
        return None
    each = DOCUMENT + ELEMENT + len(FIELD) + DEPTH * (OBJECT_ID + ELEMENT + ARRAY_INDEX)
    return Found(
        after=msgspec.structs.replace(sight.collection, tree=Tree(reference=own, field=FIELD)),
        choice=f"tree: {table.name}.{FIELD}",
        because=f"all below one of the {table.name} is found by one index, at any depth",
        evidence=(
            ModelFact(element=f"{table.name}.{own}", states=f"refers to {table.name}"),
            Computed(
                formula=f"{each} B × {table.rows:,.0f} {table.name}, {DEPTH} levels",
                value=round(each * table.rows),
                unit=f"bytes ({size(each * table.rows)})",
            ),
        ),
        instead_of=("$graphLookup, a lookup a level",),
    )
