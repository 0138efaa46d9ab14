"""Outgrown: the array that may grow largest becomes a collection of its own, while documents are there.

To embed is a bet on a bound. When it is lost, the elements move out: the hard form of a change of documents, for code that reads one
place must read another. Its way back is the other hard form, rows that move into others' documents.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from relvar.engines.base import Evolution
from relvar.evolve.documents import reindexed
from relvar.model.changes import Add, Alter, Change, apply
from relvar.model.design import Design
from relvar.model.documents import Embedding
from relvar.model.physical import Physical
from relvar.plan.advisors.embed_or_refer import collection_of
from relvar.plan.documents.layout import KEY, Layout
from relvar.plan.documents.sizes import row_bytes


def outgrown(design: Design, store: str) -> Evolution | None:
    """One evolution of a store of documents, or None where nothing lies in arrays."""
    physical = design.physical[store]
    table = _fullest(physical)
    if table is None:
        return None
    changes = tuple(_changes(physical, table))
    embedding = Layout(physical).embedding(table)
    assert embedding is not None
    owner = physical.tables[embedding.parent].name
    because = f"{owner}.{embedding.field} outgrow their bound of {embedding.most:,}: {physical.tables[table].name} become a collection of their own"
    return Evolution(name="outgrown", because=because, before=physical, after=apply(physical, changes), changes=changes)


def _fullest(physical: Physical) -> str | None:
    """The array directly in documents that holds most bytes when full, among those in which nothing else lies."""
    layout = Layout(physical)
    found = [
        (-embedding.most * row_bytes(physical, table), table)
        for collection in physical.collections.values()
        for table, embedding in collection.embedded.items()
        if _moves(layout, table, embedding)
    ]
    return min(found)[1] if found else None


def _moves(layout: Layout, table: str, embedding: Embedding) -> bool:
    named = [layout.full(embedding.parent, to) for to in layout.reference(table).to]
    return embedding.many and not layout.inside(table) and len(layout.path(table)) == 1 and KEY in named


def _changes(physical: Physical, table: str) -> Iterator[Change]:
    id_ = Layout(physical).home[table]
    owner = physical.collections[id_]
    moved = collection_of(physical, table, {})
    moved = msgspec.structs.replace(moved, copies=tuple(c for c in owner.copies if c.table == table))
    left = msgspec.structs.replace(
        owner,
        embedded={t: e for t, e in owner.embedded.items() if t != table},
        copies=tuple(c for c in owner.copies if c.table != table),
        schema_version=owner.schema_version + 1,
    )
    after = Layout(msgspec.structs.replace(physical, collections={**physical.collections, id_: left, table: moved}))
    yield Alter(collection="collections", id=id_, before=owner, after=reindexed(Layout(physical), after, id_))
    yield Add(collection="collections", id=table, element=reindexed(Layout(physical), after, table))
