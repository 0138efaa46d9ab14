"""The daily checks, as their file says them, find a reference that leads nowhere: no server of documents refuses one.

On a database of sample rows every check is silent. Then, for each reference, one document that something refers to is taken away: the check
of that reference must count what is left behind; put back, it is silent again.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import cast

from relvar.engines.base import DocumentDatabase, Values
from relvar.model.design import Finding
from relvar.model.physical import ForeignKey
from relvar.plan.documents.layout import Layout
from relvar.plan.trace import foreign_keys
from relvar.populate import Population
from relvar.prove.live.context import Context, Skip

CHECK = "checks_find_orphans"
FILE = "operate/checks"
OF_REFERENCE = "{}_found"  # the check of a foreign key is named after it
FEW = 60  # rows of the largest table: each check looks at all of them, for each reference


def checks_find_orphans(context: Context) -> Iterator[Finding]:
    text = context.files.get(context.named(FILE))
    if text is None:
        raise Skip("the design has no checks")
    with context.another(FEW) as (made, population):
        database = cast(DocumentDatabase, made)
        start = time.perf_counter()
        before = database.checked(text)
        wrong = [f"{name}: {count}" for name, count in before.items() if count]
        message = f"rows speak against {', '.join(wrong)}" if wrong else f"{len(before)} checks are silent"
        yield context.finding(CHECK, "silent", "refuted" if wrong else "holds", message, since=start)
        for table_id, table in context.physical.tables.items():
            for key in foreign_keys(table):
                if (name := OF_REFERENCE.format(key.name)) in before:
                    yield _orphaned(context, database, population, table_id, key, name, text)


def _orphaned(context: Context, database: DocumentDatabase, population: Population, table: str, key: ForeignKey, name: str, text: str) -> Finding:
    start = time.perf_counter()
    subject = f"{context.physical.tables[table].name}.{key.name}"
    referred = _referred(population, table, key)
    layout = Layout(context.physical)
    if layout.flowing(table) is not None:
        return context.finding(CHECK, subject, "not run", "few rows lie in their owner's document and go with it: see rows_flow_over")
    if layout.embedding(key.table) is not None:
        return context.finding(CHECK, subject, "not run", "what it refers to lies inside a document that has more in it")
    if referred is None:
        return context.finding(CHECK, subject, "not run", "no row of the sample refers to another by it")
    with database.losing(key.table, referred):
        found = database.checked(text)[name]
    again = database.checked(text)[name]
    good = found > 0 and not again
    message = f"one of {context.physical.tables[key.table].name} taken away: {name} counts {found}; put back: {again}"
    return context.finding(CHECK, subject, "holds" if good else "refuted", message, since=start)


def _referred(population: Population, table: str, key: ForeignKey) -> Values | None:
    """The key of a row that another of the sample refers to."""
    maker = population.tables.get(table)
    for row in maker.stored if maker is not None else ():
        values = [row[maker.place[c]] for c in key.columns] if maker is not None else []
        if values and all(v is not None for v in values):
            return dict(zip(key.to, values, strict=True))
    return None
