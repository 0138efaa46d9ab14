"""Files that test a database: integrity, and the load of every pattern. None runs on a database not marked as a test."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from relvar.engines.base import Script, Statement
from relvar.engines.sqlite.ddl import one_line
from relvar.engines.sqlite.operate import TEST_MARK
from relvar.engines.sqlite.query import SqliteWriter
from relvar.model import expression as e
from relvar.model.design import Design
from relvar.model.physical import Physical
from relvar.model.query import Select

MARK = f"A test database is marked once, when it is made: sqlite3 DATABASE 'pragma application_id = {TEST_MARK}'."
GUARD = (
    Statement(
        text='create temp table guard (marked integer constraint "this database is not marked as a test" check (marked))',
        because="Refuses a database that is not marked as a test",
    ),
    Statement(text=f"insert into guard select application_id = {TEST_MARK} from pragma_application_id"),
)
DONE = Statement(text="drop table guard")


def test(design: Design, store: str) -> tuple[Script, ...]:
    physical = design.physical[store]
    return (
        Script(path="test/01_integrity.sql", head=f"Questions that give no row while all is well. {MARK}", statements=wrapped(_integrity(physical))),
        Script(
            path="test/02_load.sql",
            head=f"Every reading pattern once, with a value that is there, after its plan; the shell prints the time of each. {MARK}",
            statements=wrapped(_load(physical)),
            transactional=False,
        ),
    )


def wrapped(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    return (*GUARD, *statements, DONE)


def _integrity(physical: Physical) -> Iterator[Statement]:
    yield Statement(text="pragma integrity_check", because="ok: pages, indexes, checks and not-null columns are as they should be")
    yield Statement(text="pragma foreign_key_check", because="No row: every reference finds its row")
    writer = SqliteWriter(physical)
    for key, check in physical.integrity.items():
        yield Statement(text=writer.select(check.select), because=one_line(f"{check.name}: {check.says}"), element=key)


def _load(physical: Physical) -> Iterator[Statement]:
    writer = SqliteWriter(physical, lambda parameter: _some(physical, parameter))
    for key, query in physical.queries.items():
        if isinstance(query.statement, Select) and not query.view:
            text = writer.select(query.statement)
            yield Statement(text=f"explain query plan\n{text}", because=one_line(query.name), element=key)
            yield Statement(text=text)


def _some(physical: Physical, parameter: e.Parameter) -> str:
    """A value out of the column that the parameter is compared with."""
    writer = SqliteWriter(physical)
    found = writer.compared(parameter.like)
    if not found:
        return "null"
    return f"(select {found} from {writer.table(parameter.like.partition('.')[0])} where {found} is not null limit 1)"
