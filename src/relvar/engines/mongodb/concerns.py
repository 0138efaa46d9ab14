"""Read and write concern of each operation, by what is lost where a failover takes it back.

A read at `local` may show what a failover undoes; one at `majority` never does, and waits for nobody: it reads the newest state that a
majority holds. So what money, stock or totals are told from reads at `majority`; everything else at `local`, which is newer.
Source: MongoDB manual, read concern and write concern; default write concern since 5.0.
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.model import behaviour as b
from relvar.model.design import Decision, Manual
from relvar.model.figures import count, listed
from relvar.model.physical import Physical
from relvar.model.query import Query, Select

ADVISOR = "mongodb"
READ = Manual(title="MongoDB manual: read concern", address="https://www.mongodb.com/docs/manual/reference/read-concern/")
WRITE = Manual(title="MongoDB manual: write concern", address="https://www.mongodb.com/docs/manual/reference/write-concern/")
LOCAL, MAJORITY = "local", "majority"


def read_concern(physical: Physical, query: Query) -> str:
    """The level at which a question is asked."""
    statement = query.statement
    tables = {statement.table, *(j.table for j in getattr(statement, "joins", ()))}
    return MAJORITY if tables & _exact(physical) else LOCAL


def _exact(physical: Physical) -> set[str]:
    """Tables of which a wrong answer costs money: amounts, stock, totals."""
    kept = {rule.table for rule in physical.behaviours.values() if isinstance(rule, b.KeepTotal | b.TakeStock)}
    return kept | {id_ for id_, table in physical.tables.items() if any(c.sensitivity == "financial" for c in table.columns.values())}


def concerns(physical: Physical) -> Iterator[Decision]:
    """One decision on writes, one on reads."""
    series = [c.name for c in physical.collections.values() if c.time_series is not None]
    promised = sum(t.per_day for t in physical.transactions.values())
    yield Decision(
        advisor=ADVISOR,
        subject="concerns.writes",
        choice="w: majority, j: true" + (f"; {listed(series)}: w: 1" if series else ""),
        because=f"{count(promised)} use cases a day are promised to somebody"
        + (f"; a measurement of {listed(series)} that a failover loses is one of many" if series else ""),
        evidence=(WRITE,),
        instead_of=("w: 1, lost by a failover",),
    )
    reads = {id_: q for id_, q in physical.queries.items() if isinstance(q.statement, Select)}
    exact = [q.name for q in reads.values() if read_concern(physical, q) == MAJORITY]
    if reads:
        yield Decision(
            advisor=ADVISOR,
            subject="concerns.reads",
            choice=f"majority: {listed(exact, 4)}; the rest local" if exact else "local",
            because=f"{len(exact)} of {len(reads)} questions tell amounts, stock or totals"
            if exact
            else "no question tells amounts, stock or totals",
            evidence=(READ,),
            instead_of=("linearizable: every read waits",),
        )
