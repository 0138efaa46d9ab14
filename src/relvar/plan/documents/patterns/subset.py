"""Subset: the newest few of what grows without bound are kept in the document that is opened with them; all of them lie in their own
collection. It is applied where the list is asked for about as often as its owner is opened, and read far oftener than written.
"""

from __future__ import annotations

import msgspec

from relvar.model.design import Computed
from relvar.model.documents import Subset
from relvar.model.expression import ColumnRef, Compare
from relvar.model.figures import count, size
from relvar.model.physical import ForeignKey
from relvar.model.query import Query, Select
from relvar.plan.documents.patterns.found import Found, Sight
from relvar.plan.documents.sizes import row_bytes
from relvar.plan.queries.need import conjuncts
from relvar.plan.trace import foreign_keys

KEEP = 10  # a screen
FEWEST = 3  # fewer are no list
READS_A_WRITE = 5.0  # each write of a row writes the owner's document too
MOST_BYTES = 16_384  # that the few may add to their owner
KEPT_OUT = ("personal", "special", "secret")


def subset(sight: Sight) -> Found | None:
    opened = sum(q.per_day for q in sight.physical.queries.values() if _opens(sight, q))
    for query in sight.physical.queries.values():
        key = _newest_of(sight, query)
        if key is None or not opened:
            continue
        table_id = query.statement.table
        table = sight.physical.tables[table_id]
        writes = table.rows_per_day * (1 + table.updates_per_row)
        columns = tuple(c for c in table.columns if c not in key.columns)
        if any(table.columns[c].sensitivity in KEPT_OUT for c in columns) or query.per_day < READS_A_WRITE * writes:
            continue
        each = row_bytes(sight.physical, table_id, frozenset(key.columns))
        keep = int(min(KEEP, MOST_BYTES // each))
        if keep >= FEWEST:
            return _found(sight, query, table_id, key, columns, writes, keep, each)
    return None


def _found(sight: Sight, query: Query, table_id: str, key: ForeignKey, columns: tuple[str, ...], writes: float, keep: int, each: float) -> Found:
    table = sight.physical.tables[table_id]
    assert isinstance(query.statement, Select)
    order = query.statement.order_by[0].expression
    assert isinstance(order, ColumnRef)
    name = next(n for n, c in table.constraints.items() if c is key)
    made = Subset(table=table_id, reference=name, field=f"recent_{table.name}", order=order.column, keep=keep, columns=columns)
    it = sight.collection
    filled = min(keep, table.rows / max(it.documents, 1.0))
    after = msgspec.structs.replace(
        it, subsets=(made,), average_bytes=round(it.average_bytes + filled * each), largest_bytes=round(it.largest_bytes + keep * each)
    )
    return Found(
        after=after,
        choice=f"subset: {made.field}, the newest {keep}",
        because=f"“{query.name}” is read {count(query.per_day)} times a day, {table.name} written {count(writes)} times",
        evidence=(
            Computed(
                formula=f"{count(query.per_day)} reads / {count(writes)} writes of {table.name} a day",
                value=round(query.per_day / max(writes, 1e-9), 1),
                unit="to one",
            ),
            Computed(formula=f"{keep} × {each:.0f} B", value=round(keep * each), unit=f"bytes more a document ({size(keep * each)})"),
        ),
        instead_of=(f"all {table.name} inside, without bound", "a second question at every opening"),
    )


def _opens(sight: Sight, query: Query) -> bool:
    """Whether a question opens one document of the collection."""
    return query.statement.table == sight.id and isinstance(query.statement, Select) and 0 < query.rows <= 1.5


def _newest_of(sight: Sight, query: Query) -> ForeignKey | None:
    """The reference by which a question lists the newest rows of one document of this collection, and asks nothing else."""
    select = query.statement
    if not isinstance(select, Select) or select.joins or not select.order_by or not select.order_by[0].descending:
        return None
    if any(o.table == select.table for o in sight.collection.outliers):
        return None  # the first of them lie here already
    if sight.layout.embedding(select.table) is not None or not isinstance(select.order_by[0].expression, ColumnRef):
        return None
    asked = [c.left.column for c in conjuncts(select.where) if isinstance(c, Compare) and c.op == "=" and isinstance(c.left, ColumnRef)]
    if len(asked) != len(conjuncts(select.where)):
        return None
    keys = foreign_keys(sight.physical.tables[select.table])
    return next((k for k in keys if k.table == sight.id and set(k.columns) == set(asked)), None)
