"""test/: integrity checks, and a load test; what writes or may take long refuses a database that is not marked as a test."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.base import Script, Statement
from relvar.engines.innodb.dialect import dialect
from relvar.engines.innodb.query import InnodbWriter
from relvar.model.design import Design
from relvar.model.expression import Parameter, TextSearch
from relvar.model.physical import Physical
from relvar.model.query import Query, Select
from relvar.model.walking import nodes

TEST_MARK = "_is_test"  # a database has no settings of its own: one beside it with this at the end of its name marks it
SAMPLE = 1_000  # values among which one is drawn: enough that requests differ, few enough that drawing costs nothing
CLIENTS = 5  # (cores * 2) + 1 on two cores: the pool size that did best on the other server engine (physical.md D1)
ASKED = 6  # questions, the most frequent ones
REFUSAL = "this_database_is_not_marked_as_a_test"
MARK = f"A test database is marked once, when it is made: create database NAME{TEST_MARK}, beside it."
MARKED = f"select count(*) from information_schema.schemata where schema_name = concat(database(), '{TEST_MARK}')"
GUARD = (
    Statement(
        text=f"create temporary table guard (marked int, constraint {REFUSAL} check (marked > 0))",
        because="Refuses a database that is not marked as a test",
    ),
    Statement(text=f"insert into guard {MARKED}"),
    Statement(text="drop temporary table guard"),
)


def test(design: Design, store: str) -> tuple[Script, ...]:
    """Scripts of the test folder."""
    physical = design.physical[store]
    made = [_checks(physical)] if physical.integrity else []
    return (*made, *_load(physical))


def _checks(physical: Physical) -> Script:
    head = (
        "Integrity checks: the first that finds a row stops the file with its name. Run it after a restore, after a migration, and weekly "
        f"on a copy: {dialect(physical).client} DATABASE < 01_integrity.sql\n{MARK}"
    )
    return Script(path="test/01_integrity.sql", head=head, statements=(*GUARD, *_questions(physical)), transactional=False)


def _questions(physical: Physical) -> Iterator[Statement]:
    """Each as a table of one row whose check says the name: there is no conditional statement outside a routine."""
    writer = InnodbWriter(physical)
    for key, check in physical.integrity.items():
        name = writer.quote(key[:64])
        yield Statement(text=f"create temporary table asked (wrong bigint, constraint {name} check (wrong = 0))", because=check.says, element=key)
        question = "\n  ".join(writer.select(check.select).splitlines())
        yield Statement(text=f"insert into asked select count(*) from (\n  {question}\n) as wrong")
        yield Statement(text="drop temporary table asked")


def _load(physical: Physical) -> tuple[Script, ...]:
    """The reading patterns, weighted by how often they are asked, with values drawn from the tables."""
    reads = [q for q in physical.queries.values() if isinstance(q.statement, Select) and not q.view and q.per_day > 0]
    reads = sorted(reads, key=lambda q: -q.per_day)[:ASKED]
    if not reads:
        return ()
    writer = InnodbWriter(physical, lambda parameter: _drawn(physical, parameter), readable=False)
    head = (
        f"Load test: {writer.dialect.load_test} --concurrency={CLIENTS} --number-of-queries={CLIENTS * 1000} "
        "--create-schema=DATABASE --no-drop --query=02_load.sql. "
        f"With the semicolon as --delimiter. It only reads: the {len(reads)} most frequent questions in turn, with values that exist."
    )
    return (Script(path="test/02_load.sql", head=head, statements=tuple(s for q in reads for s in _asked(physical, writer, q)), transactional=False),)


def _asked(physical: Physical, writer: InnodbWriter, query: Query) -> Iterator[Statement]:
    """The question; words to search by are drawn first, for they must be known before it is asked."""
    words = f"{query.name}: {query.per_day:,.0f} a day".replace(";", ",")  # the program ends a statement at every semicolon
    if any(isinstance(part, TextSearch) for part in nodes(query.statement)):
        drawn: dict[str, str] = {}

        def named(parameter: Parameter) -> str:
            drawn[f"@{parameter.name}"] = _drawn(physical, parameter)
            return f"@{parameter.name}"

        text = InnodbWriter(physical, named, readable=False).statement(query.statement)
        yield Statement(text=f"set {', '.join(f'{name} = {value}' for name, value in drawn.items())}", because=words)
        yield Statement(text=text)
        return
    yield Statement(text=writer.statement(query.statement), because=words)


def _drawn(physical: Physical, parameter: Parameter) -> str:
    """A value of the column that the parameter is compared with."""
    writer, table = InnodbWriter(physical), parameter.like.partition(".")[0]
    name = writer.compared(parameter.like)
    if not name:
        return "null"
    some = f"select {name} as v from {writer.table(table)} where {name} is not null limit {SAMPLE}"
    return f"(select v from ({some}) as s order by rand() limit 1)"
