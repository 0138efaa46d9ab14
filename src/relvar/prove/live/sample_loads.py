"""Sample rows in the designed ratios and with the designed skew load with every constraint and trigger on.

Then all integrity checks return no row.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from relvar.errors import StatementFailed
from relvar.model.design import Finding
from relvar.model.expression import ColumnRef
from relvar.model.query import Output, Select
from relvar.populate import Population, targets
from relvar.prove.live.context import Context

RECORDED = 500  # rows of a log that are read back
SHORT = 0.5  # share of the wanted rows below which a table counts as not filled


def sample_loads(context: Context) -> Iterator[Finding]:
    database = context.deployed()
    population = Population(context.physical)
    wanted = targets(context.physical, context.rows)
    for table, columns, rows in population.rows(wanted):
        start, name = time.perf_counter(), context.physical.tables[table].name
        try:
            loaded = database.load(table, columns, rows)
        except StatementFailed as error:
            yield context.finding("sample_loads", name, "refuted", error.answer or error.what, statement=error.statement, since=start)
            return
        enough = loaded >= wanted.get(table, 0) * SHORT
        message = f"{loaded:,} rows loaded" + ("" if enough else f" of {wanted[table]:,} wanted: its keys and limits admit no more")
        yield context.finding("sample_loads", name, "holds" if enough else "doubt", message, since=start)
    database.analyze()
    _record(context, population)
    context.population = population
    yield from _integrity(context)


def _record(context: Context, population: Population) -> None:
    """Rows that triggers wrote: the population learns them."""
    session = context.deployed().session()
    try:
        for id_, table in context.physical.tables.items():
            if id_ not in population.tables:
                columns = tuple(table.columns)
                outputs = tuple(Output(expression=ColumnRef(table="t", column=c), name=c) for c in columns)
                population.record(id_, columns, session.run(Select(table=id_, alias="t", outputs=outputs, limit=RECORDED)))
    finally:
        session.close()


def _integrity(context: Context) -> Iterator[Finding]:
    session = context.deployed().session()
    try:
        for check in context.physical.integrity.values():
            start = time.perf_counter()
            rows = session.run(check.select)
            statement = context.engine.render(context.physical, check.select)
            message = f"{check.says}: no row speaks against it" if not rows else f"{check.says}: {len(rows)} rows speak against it, first {rows[0]!r}"
            yield context.finding("sample_loads", check.name, "refuted" if rows else "holds", message, statement=statement, since=start)
    finally:
        session.close()
