"""What of a migration changes how much is kept: nothing in the file but the rows that leave, for operate/maintain.sh says what is due.

A script of SQL has no loop, so it says as many batches as the design reckons with, each a transaction of its own that lets other writers
in between, and then takes what is left.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from relvar.engines.base import Evolution, Statement
from relvar.engines.sqlite.operate import BATCH_ROWS, is_due, leaving
from relvar.engines.sqlite.query import SqliteWriter
from relvar.engines.sqlite.teardown import DROP_ROWS
from relvar.engines.terms import NONE, Kept, Term, terms

MOST_BATCHES = 100  # in a file that somebody reads before it runs; a larger table leaves in larger ones
JOBS = "then operate/maintain.sh of the next design"


def kept(evolution: Evolution) -> Kept:
    """The rows that leave; none where nothing of it changes."""
    taken = [t for t in terms(evolution) if t.takes]
    return NONE._replace(destructive=tuple(s for part in (_guard, _leaving) for term in taken for s in part(evolution, term)))


def _leaving(evolution: Evolution, term: Term) -> Iterator[Statement]:
    assert term.new is not None
    rows = max(evolution.before.tables[term.table].rows, 1.0)
    most = max(BATCH_ROWS, math.ceil(rows / MOST_BATCHES))
    for number in range(math.ceil(rows / most)):
        because = "" if number else f"{most:,} rows at a time, each a transaction; of no harm where fewer are there"
        yield Statement(text=leaving(evolution.after, term.new, most), because=because)
    yield Statement(text=leaving(evolution.after, term.new, 0), because="What is left, or came meanwhile")


def _guard(evolution: Evolution, term: Term) -> Iterator[Statement]:
    """All are asked about before the first row leaves."""
    assert term.new is not None
    writer, rule = SqliteWriter(evolution.after), term.new
    name = writer.physical.tables[rule.table].name
    says = f"{name} {rule.term} are there".replace('"', "")
    yield Statement(text="begin immediate")
    yield Statement(text=f'create temp table guard (none integer constraint "{says}" check (none))', because=f"Refuses while {says}")
    marked = f"exists (select 1 from sqlite_temp_schema where name = '{DROP_ROWS}')"
    yield Statement(
        text=f"insert into guard select {marked}\n  or not exists (select 1 from {writer.table(rule.table)} where {is_due(writer, rule)})"
    )
    yield Statement(text="drop table guard")
    yield Statement(text="commit")
