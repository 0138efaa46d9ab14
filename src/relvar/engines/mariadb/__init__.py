"""MariaDB 11.8 with InnoDB: wiring only."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

from relvar.engines.base import Engine, Server
from relvar.engines.facts import facts
from relvar.engines.innodb.advise import advise
from relvar.engines.innodb.deploy import deploy, table_ddl
from relvar.engines.innodb.dialect import of_engine
from relvar.engines.innodb.dump import dump
from relvar.engines.innodb.expected import expected
from relvar.engines.innodb.measured import sizes
from relvar.engines.innodb.migrate import migrate
from relvar.engines.innodb.queries import queries
from relvar.engines.innodb.query import render
from relvar.engines.innodb.sample import sample
from relvar.engines.innodb.script import text
from relvar.engines.innodb.teardown import teardown
from relvar.engines.innodb.test_files import test
from relvar.engines.innodb.types import native
from relvar.engines.mariadb.operate import operate
from relvar.errors import ServerUnavailable
from relvar.model.features import Features


def features() -> Features:
    return facts("mariadb")


def serve(url: str = "", cache: Path | None = None) -> AbstractContextManager[Server]:
    """A running server; the driver is imported only here. Raises ServerUnavailable."""
    try:
        from relvar.engines.mariadb import live
    except ModuleNotFoundError as error:
        raise ServerUnavailable(what=f"no driver for MariaDB: {error}", remedy="pip install 'relvar[mysql]'") from error
    return live.serve(url, cache)


ENGINE = Engine(
    name="mariadb",
    title="MariaDB",
    spellings=("mariadb", "maria db", "maria"),
    features=features,
    native=partial(native, words=of_engine("mariadb")),
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
    dump=partial(dump, schemes=("mariadb",), title="MariaDB"),
)
