"""test/: integrity checks, and a load test; both refuse a database that is not marked as a test."""

from __future__ import annotations

from relvar.engines.base import Script, Statement
from relvar.engines.hosting import lacks
from relvar.engines.postgresql.hosted import with_force, without_force
from relvar.engines.postgresql.query import PostgresWriter
from relvar.engines.postgresql.types import native
from relvar.model.design import Design
from relvar.model.expression import Parameter
from relvar.model.physical import Physical, column_like
from relvar.model.query import Query, Select

TEST_MARK = "relvar.is_test"
SAMPLE = 1_000  # values among which one is drawn: enough that requests differ, few enough that drawing costs nothing
CLIENTS = 5  # (cores * 2) + 1 on two cores: the pool size at which pgbench did best here (physical.md D1)

MARK = f"A test database is marked once, when it is made: alter database NAME set {TEST_MARK} = on."
GUARD = f"""do $guard$
begin
  if coalesce(current_setting('{TEST_MARK}', true), '') <> 'on' then
    raise exception '% is not marked as a test database', current_database()
      using hint = format('on a database that may lose its rows: alter database %I set {TEST_MARK} = on', current_database());
  end if;
end
$guard$"""


# A host's administrator may set no parameter that nobody knows for a database (PostgreSQL 15); a comment takes its owner alone.
TEST_COMMENT = "relvar: a test, which may lose its rows"
COMMENTED = f"A test database is marked once, when it is made: comment on database NAME is '{TEST_COMMENT}'."
COMMENT_GUARD = f"""do $guard$
begin
  if not exists (select from pg_catalog.pg_database
    where datname = current_database() and shobj_description(oid, 'pg_database') = '{TEST_COMMENT}') then
    raise exception '% is not marked as a test database', current_database()
      using hint = format('on a database that may lose its rows: comment on database %I is %L', current_database(), '{TEST_COMMENT}');
  end if;
end
$guard$"""


def guard(physical: Physical) -> Statement:
    text = COMMENT_GUARD if lacks(physical, "superuser") else GUARD
    return Statement(text=text, because="These files are for databases that may lose their rows")


def mark(physical: Physical) -> str:
    """How a test database is marked, for the head of a file."""
    return COMMENTED if lacks(physical, "superuser") else MARK


def marking(physical: Physical, database: str) -> str:
    """The statement that marks a database; its name is quoted already."""
    if lacks(physical, "superuser"):
        return f"comment on database {database} is '{TEST_COMMENT}'"
    return f"alter database {database} set {TEST_MARK} = 'on'"


def test(design: Design, store: str) -> tuple[Script, ...]:
    """Scripts of the test folder."""
    physical = design.physical[store]
    made = [_checks(physical)] if physical.integrity else []
    return (*made, *_load(physical))


def _checks(physical: Physical) -> Script:
    writer = PostgresWriter(physical)
    statements = [guard(physical), *without_force(writer)]
    for key, check in physical.integrity.items():
        statements.append(Statement(text=_raising(writer, key, check.select), because=check.says, element=key))
    head = "Integrity checks: each raises when it finds a row. Run it after a restore, after a migration, and weekly on a copy.\n" + mark(physical)
    return Script(path="test/01_integrity.sql", head=head, statements=(*statements, *with_force(writer)))


def _raising(writer: PostgresWriter, key: str, select: Select) -> str:
    question = "\n    ".join(writer.select(select).splitlines())
    return f"""do $check$
declare
  found bigint;
begin
  select count(*) into found from (
    {question}
  ) as wrong;
  if found > 0 then
    raise exception 'integrity check {key}: % rows', found;
  end if;
end
$check$"""


def _load(physical: Physical) -> tuple[Script, ...]:
    """A pgbench script: the reading patterns, weighted by how often they are asked, with values drawn from the tables."""
    reads = [q for q in physical.queries.values() if isinstance(q.statement, Select) and not q.view and q.per_day > 0]
    reads = sorted(reads, key=lambda q: -q.per_day)[:6]
    if not reads:
        return ()
    writer = PostgresWriter(physical)
    statements = [guard(physical)] + [Statement(text=_sampled(writer, q), because=f"{q.name}: {q.per_day:,.0f} a day") for q in reads]
    head = (
        f"Load test: pgbench -n -c {CLIENTS} -T 60 -f 02_load.sql DATABASE. Each transaction asks the {len(statements) - 1} most frequent "
        f"questions once, with values that exist. Compare pgbench's latency with the wish of each question.\n{mark(physical)}"
    )
    return (Script(path="test/02_load.sql", head=head, statements=tuple(statements), transactional=False),)


def _sampled(writer: PostgresWriter, query: Query) -> str:
    """The statement with each parameter replaced by a value of the column it is compared with."""
    physical = writer.physical

    def sample(parameter: Parameter) -> str:
        found, name = column_like(physical, parameter.like), writer.compared(parameter.like)
        if found is None:
            return "null"
        table, kind = parameter.like.partition(".")[0], native(found.data).text
        some = f"select ({name})::{kind} as v from {writer.table(table)} where {name} is not null limit {SAMPLE}"
        return f"(select v from ({some}) as s order by random() limit 1)"

    return PostgresWriter(physical, sample).statement(query.statement)
