"""MySQL 8.4 and 9 with InnoDB: wiring only."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from relvar.engines.base import Engine, Server
from relvar.engines.facts import facts
from relvar.engines.mysql.advise import advise
from relvar.engines.mysql.deploy import deploy, table_ddl
from relvar.engines.mysql.expected import expected
from relvar.engines.mysql.migrate import migrate
from relvar.engines.mysql.operate import operate
from relvar.engines.mysql.queries import queries
from relvar.engines.mysql.query import render
from relvar.engines.mysql.sample import sample
from relvar.engines.mysql.script import text
from relvar.engines.mysql.teardown import teardown
from relvar.engines.mysql.test_files import test
from relvar.engines.mysql.types import native
from relvar.errors import ServerUnavailable
from relvar.model.features import Features


def features() -> Features:
    return facts("mysql")


def serve(url: str = "", cache: Path | None = None) -> AbstractContextManager[Server]:
    """A running server; the driver is imported only here. Raises ServerUnavailable."""
    try:
        from relvar.engines.mysql import live
    except ModuleNotFoundError as error:
        raise ServerUnavailable(what=f"no driver for MySQL: {error}", remedy="pip install 'relvar[mysql]'") from error
    return live.serve(url, cache)


ENGINE = Engine(
    name="mysql",
    title="MySQL",
    spellings=("mysql", "my sql", "innodb"),
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
)
