"""test/: integrity checks, and questions for a load test; what writes refuses a database that is not marked as a test."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.base import Script, Statement
from relvar.engines.sqlserver.query import TsqlWriter
from relvar.model.design import Design
from relvar.model.expression import Parameter
from relvar.model.physical import Physical
from relvar.model.query import Query, Select

TEST_MARK = "is_test"  # an extended property of the database
MARK = f"A test database is marked once: exec sys.sp_addextendedproperty N'{TEST_MARK}', N'yes';"
GUARD = Statement(
    text=f"if not exists (select 1 from sys.extended_properties where class = 0 and name = N'{TEST_MARK}')\n"
    "  throw 50004, 'this database is not marked as a test', 1",
    because="Refuses a database that is not marked as a test",
)
SAMPLE = 1_000  # values among which one is drawn: enough that requests differ, few enough that drawing costs nothing
ASKED = 6  # questions, the most frequent ones


def test(design: Design, store: str) -> tuple[Script, ...]:
    """Scripts of the test folder."""
    physical = design.physical[store]
    return (*([_checks(physical)] if physical.integrity else []), *_load(physical))


def _checks(physical: Physical) -> Script:
    head = (
        "Integrity checks: the first that finds a row stops the file with its name. Run it after a restore, after a migration, and weekly "
        f"on a copy: sqlcmd -b -S SERVER -d NAME -i 01_integrity.sql\n{MARK}"
    )
    return Script(path="test/01_integrity.sql", head=head, statements=(GUARD, *_questions(physical)), transactional=False)


def _questions(physical: Physical) -> Iterator[Statement]:
    writer = TsqlWriter(physical)
    for key, check in physical.integrity.items():
        question = "\n  ".join(writer.select(check.select).splitlines())
        text = f"if exists (\n  {question})\n  throw 50005, {writer.literal(f'{key}: {check.says}'[:400])}, 1"
        yield Statement(text=text, because=check.says, element=key)


def _load(physical: Physical) -> tuple[Script, ...]:
    """The reading patterns, the most frequent first, with values drawn from the tables."""
    reads = [q for q in physical.queries.values() if isinstance(q.statement, Select) and not q.view and q.per_day > 0]
    reads = sorted(reads, key=lambda q: -q.per_day)[:ASKED]
    if not reads:
        return ()
    head = (
        f"Load test: run it in several sessions at once (ostress -n5 -r200 -i 02_load.sql, or sqlcmd in a loop). It only reads: the {len(reads)} "
        "most frequent questions in turn, with values that exist."
    )
    return (Script(path="test/02_load.sql", head=head, statements=tuple(_asked(physical, q) for q in reads), transactional=False),)


def _asked(physical: Physical, query: Query) -> Statement:
    writer = TsqlWriter(physical, lambda parameter: _drawn(physical, parameter))
    return Statement(text=writer.statement(query.statement), because=f"{query.name}: {query.per_day:,.0f} a day")


def _drawn(physical: Physical, parameter: Parameter) -> str:
    """A value of the column that the parameter is compared with."""
    writer, table = TsqlWriter(physical), parameter.like.partition(".")[0]
    name = writer.compared(parameter.like)
    if not name:
        return "null"
    some = f"select top ({SAMPLE}) {name} as v from {writer.table(table)} where {name} is not null"
    return f"(select top (1) v from ({some}) as s order by newid())"
