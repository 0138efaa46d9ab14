"""PostgreSQL 13 to 18: wiring only."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from relvar.engines.base import Engine, Server
from relvar.engines.facts import facts
from relvar.engines.filling import Filling
from relvar.engines.postgresql.advise import advise
from relvar.engines.postgresql.deploy import deploy, table_ddl
from relvar.engines.postgresql.dump import dump
from relvar.engines.postgresql.expected import expected
from relvar.engines.postgresql.measured import sizes
from relvar.engines.postgresql.migrate import migrate
from relvar.engines.postgresql.operate import operate
from relvar.engines.postgresql.queries import queries
from relvar.engines.postgresql.query import render
from relvar.engines.postgresql.sample import sample
from relvar.engines.postgresql.script import text
from relvar.engines.postgresql.teardown import teardown
from relvar.engines.postgresql.test_files import test
from relvar.engines.postgresql.types import native
from relvar.model.features import Features


def features() -> Features:
    return facts("postgresql")


def serve(url: str = "", cache: Path | None = None) -> AbstractContextManager[Server]:
    """A running server; the driver is imported only here."""
    from relvar.engines.postgresql import live

    return live.serve(url, cache)


def filling() -> Filling:
    """How rows of files get in."""
    from relvar.engines.postgresql.filling import FILLING

    return FILLING


ENGINE = Engine(
    name="postgresql",
    title="PostgreSQL",
    spellings=("postgresql", "postgres", "pg", "psql", "pgsql"),
    features=features,
    native=native,
    advise=advise,
    deploy=deploy,
    test=test,
    sample=sample,
    queries=queries,
    operate=operate,
    migrate=migrate,
    teardown=teardown,
    render=render,
    text=text,
    ddl=table_ddl,
    expected=expected,
    serve=serve,
    sizes=sizes,
    dump=dump,
    filling=filling,
)
