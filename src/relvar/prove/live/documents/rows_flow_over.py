"""Rows that lie in their owner's document while it has room flow over into their own collection, and no question misses any of them.

One owner is given more rows than its document holds. The question after its rows must then find all, and the same question of the file
of sample rows; the owner taken away, the daily check must find just those that had flowed over, and put back, none.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any, cast

from relvar.engines.base import Database, DocumentDatabase
from relvar.model.design import Finding
from relvar.model.documents import Outlier
from relvar.model.expression import Call, ColumnRef, Compare, Parameter
from relvar.model.physical import ForeignKey
from relvar.model.query import Output, Select
from relvar.populate import Population
from relvar.prove.live.context import Context
from relvar.prove.live.documents.checks_find_orphans import FILE, OF_REFERENCE

CHECK = "rows_flow_over"
FEW = 60  # rows of the largest table, before one owner is given more
OVER = 3  # rows more than its document holds


def rows_flow_over(context: Context) -> Iterator[Finding]:
    outliers = [o for c in context.physical.collections.values() for o in c.outliers]
    if not outliers:
        return
    with context.another(FEW) as (database, population):
        for outlier in outliers:
            yield _flowing(context, cast(DocumentDatabase, database), population, outlier)


def _flowing(context: Context, database: DocumentDatabase, population: Population, outlier: Outlier) -> Finding:
    table, start = context.physical.tables[outlier.table], time.perf_counter()
    key, maker = table.constraints[outlier.reference], population.tables[outlier.table]
    assert isinstance(key, ForeignKey)
    if not maker.stored:
        return context.finding(CHECK, table.name, "not run", "the sample has no row of it")
    model = {column: maker.stored[0][place] for column, place in maker.place.items()}
    owner = model[key.columns[0]]
    session, given = database.session(), {c: v for c, v in model.items() if not table.columns[c].identity}
    while (before := _count(database, outlier, key, owner)) < outlier.keep + OVER:
        for _ in range(outlier.keep + OVER - before):
            session.insert(outlier.table, given)
    text, name = context.files.get(context.named(FILE), ""), OF_REFERENCE.format(key.name)
    with database.losing(key.table, {key.to[0]: owner}):
        orphans, left = database.checked(text).get(name), _count(database, outlier, key, owner)
    after, again = database.checked(text).get(name), _count(database, outlier, key, owner)
    good = (before, left, orphans, after, again) == (outlier.keep + OVER, OVER, OVER, 0, before)
    message = f"{before} rows of one owner are found; its document away, {left} are left and {name} counts {orphans}; put back, {again} and {after}"
    return context.finding(CHECK, table.name, "holds" if good else "refuted", message, since=start)


def _count(database: Database, outlier: Outlier, key: ForeignKey, owner: Any) -> int:
    """How many rows of one owner a question finds."""
    column = key.columns[0]
    where = Compare(op="=", left=ColumnRef(column=column, table="row"), right=Parameter(name="owner", like=f"{outlier.table}.{column}"))
    select = Select(table=outlier.table, alias="row", where=where, outputs=(Output(name="rows", expression=Call(function="count")),))
    rows = database.session().run(select, {"owner": owner})
    return int(rows[0][0]) if rows else 0
