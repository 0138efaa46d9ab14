"""SQL Server 2019 and 2022: wiring only."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from relvar.engines.base import Compiler, Engine, Server
from relvar.engines.facts import facts
from relvar.engines.sqlserver.advise import advise
from relvar.engines.sqlserver.deploy import deploy, table_ddl
from relvar.engines.sqlserver.dump import dump
from relvar.engines.sqlserver.expected import expected
from relvar.engines.sqlserver.measured import sizes
from relvar.engines.sqlserver.migrate import migrate
from relvar.engines.sqlserver.operate import operate
from relvar.engines.sqlserver.queries import queries
from relvar.engines.sqlserver.query import render
from relvar.engines.sqlserver.sample import sample
from relvar.engines.sqlserver.script import text
from relvar.engines.sqlserver.teardown import teardown
from relvar.engines.sqlserver.test_files import test
from relvar.engines.sqlserver.types import native
from relvar.errors import ServerUnavailable
from relvar.model.features import Features


def features() -> Features:
    return facts("sqlserver")


def serve(url: str = "", cache: Path | None = None) -> AbstractContextManager[Server]:
    """A server that somebody has; the driver is imported only here. Raises ServerUnavailable."""
    try:
        from relvar.engines.sqlserver import live
    except ModuleNotFoundError as error:
        raise ServerUnavailable(what=f"no driver for SQL Server: {error}", remedy="pip install 'relvar[sqlserver]'") from error
    return live.serve(url, cache)


def compiler(cache: Path | None = None) -> AbstractContextManager[Compiler]:
    """Microsoft's schema compiler. Raises ServerUnavailable."""
    from relvar.engines.sqlserver.compiler import client

    return client.compiler(cache)


ENGINE = Engine(
    name="sqlserver",
    title="SQL Server",
    spellings=("sqlserver", "sql server", "mssql", "t-sql"),
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
    compiler=compiler,
    dump=dump,
)
