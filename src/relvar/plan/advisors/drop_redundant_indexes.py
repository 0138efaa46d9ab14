"""Which indexes say nothing that another key or index does not say as well.

Decides: an index goes when its columns are, in their order and direction, the beginning of another index's or key's, and that
one holds all its rows. Queries that counted on it count on the other.

Stays silent about unique indexes, which are rules, about indexes of open work, which are small because they leave rows out, and
about indexes that carry columns the other does not.

Weighs: one entry less for each row written, against entries of the other that are somewhat wider.

Sources: MySQL's sys.schema_redundant_indexes (the rule); pg-index-health, "intersected indexes"; issue 2: an index that repeats
another's prefix is a fault.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from relvar.model.changes import Alter, Change, Drop
from relvar.model.design import Computed, Decision, Design, Manual, ModelFact
from relvar.model.expression import IsNull
from relvar.model.features import Features
from relvar.model.figures import count, size
from relvar.model.physical import Index, Table
from relvar.model.query import Query
from relvar.plan.capacity.bytes import index_bytes
from relvar.plan.queries.serve import Structure, of_index, structures
from relvar.plan.queries.words import parts_in_words
from relvar.plan.trace import Trace

RULE = Manual(title="MySQL sys schema, redundant indexes", address="https://dev.mysql.com/doc/refman/8.4/en/sys-schema-redundant-indexes.html")


def drop_redundant_indexes(design: Design, store: str, features: Features) -> Iterator[Decision]:
    """One decision for each index that goes."""
    trace = Trace(design, store)
    for table_id, table in trace.physical.tables.items():
        left = list(structures(trace.physical, table_id))
        for id_, index in table.indexes.items():
            mine = of_index(table_id, id_, index)
            better = next((s for s in left if s.element != mine.element and covers(s, mine)), None)
            if better is not None and not index.unique:
                left = [s for s in left if s.element != mine.element]
                yield _decision(trace, store, features, table_id, id_, better)


def covers(wide: Structure, narrow: Structure) -> bool:
    """Whether every question that the narrow one answers is answered by the wide one."""
    if wide.method != "ordered" or narrow.method != "ordered" or wide.parts[: len(narrow.parts)] != narrow.parts:
        return False
    carried = {getattr(p.expression, "column", "") for p in wide.parts} | set(wide.include)
    if not set(narrow.include) <= carried:
        return False
    only_filled = isinstance(narrow.where, IsNull) and narrow.where.negated
    return wide.where == narrow.where or (wide.where is None and only_filled)


def _decision(trace: Trace, store: str, features: Features, table_id: str, id_: str, better: Structure) -> Decision:
    table = trace.physical.tables[table_id]
    index = table.indexes[id_]
    element = f"{table_id}.{id_}"
    each = index_bytes(table, msgspec.structs.replace(index, where=None), features)
    spared = Computed(
        formula=f"{count(table.rows_per_day)} {table.name} a day × 1 entry; {count(table.rows)} rows × {each:.0f} bytes = {size(table.rows * each)}",
        value=round(table.rows_per_day),
        unit="entries a day spared",
    )
    said = parts_in_words(table, better.parts)
    return Decision(
        advisor="drop_redundant_indexes",
        subject=element,
        store=store,
        choice=f"dropped: {_name(table, better)} answers for it",
        because=f"{parts_in_words(table, index.parts, where=index.where)} is how {said} begins, and {table.name} would write both",
        evidence=(ModelFact(element=better.element, states=said), spared, RULE),
        instead_of=("both",),
        changes=(Drop(collection="indexes", id=id_, element=index, table=table_id), *_moved(trace, table_id, element, index, better)),
    )


def _name(table: Table, structure: Structure) -> str:
    inner = structure.element.partition(".")[2]
    if inner == "primary_key":
        return table.primary_key_name
    return (table.indexes.get(inner) or table.constraints[inner]).name


def _moved(trace: Trace, table_id: str, element: str, index: Index, better: Structure) -> Iterator[Change]:
    inner = better.element.partition(".")[2]
    heir = trace.physical.tables[table_id].indexes.get(inner)
    if heir is not None:
        serves = tuple(dict.fromkeys((*heir.serves, *index.serves)))
        yield Alter(collection="indexes", id=inner, before=heir, after=msgspec.structs.replace(heir, serves=serves), table=table_id)
    for id_, query in trace.physical.queries.items():
        if element in (*query.served_by, *query.rivals):
            yield Alter(collection="queries", id=id_, before=query, after=_served(query, element, better.element))


def _served(query: Query, old: str, new: str) -> Query:
    served, rivals = (tuple(dict.fromkeys(new if s == old else s for s in named)) for named in (query.served_by, query.rivals))
    return msgspec.structs.replace(query, served_by=served, rivals=tuple(r for r in rivals if r not in served))
