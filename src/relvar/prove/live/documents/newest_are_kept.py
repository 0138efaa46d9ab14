"""What keeps only its newest gives up its oldest: by itself, where its collection is capped, else by the job's file.

One owner, or the collection itself, is given more rows than are kept, each later than the one before. The file of the job is run as it is
written, and just the newest must be left of them. A server that makes no capped collection is told: an ordinary one stands in its place.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import timedelta

from relvar.engines.base import Database, Row, Values
from relvar.model.behaviour import Expire
from relvar.model.design import Finding
from relvar.model.expression import And, ColumnRef, Compare, Expression, Parameter
from relvar.model.query import Output, Select
from relvar.populate import Population
from relvar.prove.live.context import Context

CHECK = "newest_are_kept"
FILE = "operate/expire"  # without the ending, which is the engine's
FEW = 20  # rows of the largest table, before one owner is given more
OVER = 3  # rows more than are kept
MOST = 500  # that a proof inserts one by one, in about a second


def newest_are_kept(context: Context) -> Iterator[Finding]:
    yield from _capped(context)
    collections = context.physical.collections
    terms = [b for b in context.physical.behaviours.values() if isinstance(b, Expire) and b.by_number and not b.anonymise]
    kept = [term for term in terms if term.table in collections and collections[term.table].capped is None]
    text = context.files.get(context.named(FILE), "")
    if kept:
        with context.another(FEW) as (database, population):
            for term in kept:
                yield _left(context, database, population, term, text)


def _capped(context: Context) -> Iterator[Finding]:
    capped = [c for c in context.physical.collections.values() if c.capped is not None]
    start = time.perf_counter()
    facts = context.deployed().inspect() if capped else {}
    for collection in capped:
        if json.loads(facts.get(f"collection {collection.name}", "{}")).get("capped"):
            yield context.finding(CHECK, collection.name, "holds", "the server made it capped, with the size and number of the design", since=start)
        else:
            message = f"{context.server.version} makes no capped collection: an ordinary one stands here, and none of its documents gave way"
            yield context.finding(CHECK, collection.name, "not run", message)


def _left(context: Context, database: Database, population: Population, term: Expire, text: str) -> Finding:
    table, maker, start = context.physical.tables[term.table], population.tables[term.table], time.perf_counter()
    if not maker.stored or term.newest > MOST:
        reason = "the sample has no row of it" if not maker.stored else f"{term.newest:,} are more than a proof inserts"
        return context.finding(CHECK, table.name, "not run", reason)
    model = {column: max(maker.stored, key=lambda row: row[maker.place[term.since]])[place] for column, place in maker.place.items()}
    given = {c: v for c, v in model.items() if not table.columns[c].identity}
    session, first = database.session(), model[term.since]
    for step in range(1, term.newest + OVER + 1):
        session.insert(term.table, {**given, term.since: first + timedelta(days=step)})
    database.apply(text)
    left = sorted(row[0] for row in _asked(database, term, model))
    wanted = [first + timedelta(days=step) for step in range(1 + OVER, term.newest + OVER + 1)]
    good = left == wanted
    message = f"of {term.newest + OVER} later ones {len(left)} are left, {'the newest' if good else 'and not the newest alone'}"
    return context.finding(CHECK, table.name, "holds" if good else "refuted", message, since=start)


def _asked(database: Database, term: Expire, model: Values) -> list[Row]:
    """The instants of the rows of one owner, or of all."""
    same: list[Expression] = [
        Compare(op="=", left=ColumnRef(column=c, table="row"), right=Parameter(name=f"of_{c}", like=f"{term.table}.{c}")) for c in term.per
    ]
    where = same[0] if len(same) == 1 else And(items=tuple(same)) if same else None
    select = Select(table=term.table, alias="row", where=where, outputs=(Output(name="at", expression=ColumnRef(column=term.since, table="row")),))
    return database.session().run(select, {f"of_{c}": model[c] for c in term.per})
