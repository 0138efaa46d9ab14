"""What a change of tables means for the collections in which their rows lie: indexes that follow, and the next version of their form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from relvar.model.changes import Add, Alter, Change, Drop, apply
from relvar.model.documents import Collection
from relvar.model.physical import Physical
from relvar.plan.advisors.index_documents import indexed
from relvar.plan.documents.layout import Layout


def takes_fields(physical: Physical, table: str) -> bool:
    """Whether what is there can be given a field: measurements in a time series and values of a plain list cannot."""
    if not physical.collections:
        return True
    layout = Layout(physical)
    collection = layout.collection(table)
    return collection.time_series is None and collection.capped is None and not layout.is_scalar(table)


def followed(before: Physical, changes: Sequence[Change]) -> Iterator[Change]:
    """The collections of the tables that change, with the indexes that the tables have now and a form of the next version."""
    after = Layout(apply(before, changes))
    now = Layout(before)
    tables = dict.fromkeys(c.table for c in changes if isinstance(c, Add | Alter | Drop) and c.table in now.home)
    for id_ in dict.fromkeys(now.home[table] for table in tables):
        collection = before.collections[id_]
        grown = reindexed(now, after, id_)
        yield Alter(collection="collections", id=id_, before=collection, after=replace(grown, schema_version=collection.schema_version + 1))


def reindexed(before: Layout, after: Layout, id_: str) -> Collection:
    """The collection as it is after, with the indexes that its tables ask for then; those that nothing of this asked for stay."""
    collection = after.physical.collections[id_]
    planned, old = indexed(after, collection), before.physical.collections.get(id_)
    if old is None:
        return planned
    asked = indexed(before, old).indexes
    kept = {n: i for n, i in collection.indexes.items() if n in planned.indexes or n not in asked}
    new = {n: i for n, i in planned.indexes.items() if asked.get(n) != i}
    return replace(collection, indexes=kept | new, derived=planned.derived)
