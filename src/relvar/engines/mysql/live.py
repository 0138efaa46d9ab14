"""MySQL for the harness: how it is found, started, asked and copied."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

from relvar.engines.base import Server
from relvar.engines.innodb.explain import plan
from relvar.engines.innodb.flavour import Flavour
from relvar.engines.innodb.live import serve as served
from relvar.engines.mysql.catalog_queries import QUERIES
from relvar.engines.mysql.operate import operate
from relvar.engines.mysql.recovery import MysqlArchiving

# What makes a proof cheap and changes no plan and no answer; everything else is the server's own default.
SETTINGS = {
    "skip-networking": "ON",
    "mysqlx": "OFF",
    "skip-log-bin": "",
    "default-time-zone": "+00:00",
    "innodb-flush-log-at-trx-commit": "0",
    "innodb-doublewrite": "OFF",
    "innodb-flush-method": "nosync",
    "innodb-buffer-pool-size": "128M",
    "innodb-redo-log-capacity": "32M",
    "innodb-stats-auto-recalc": "OFF",  # statistics are those of ANALYZE, not of whenever a thread got to it
    "performance-schema": "OFF",
    "auto-generate-certs": "OFF",
    "caching-sha2-password-auto-generate-rsa-keys": "OFF",
    "max-connections": "60",
    "lock-wait-timeout": "30",  # seconds that DDL waits for a session that forgot its transaction: by default a year
    "log-error-verbosity": "1",
}
# Of a plan: the older form has one object a table, which says its key; the newer one is made of the executor's iterators.
FORM = "set explain_json_format_version = 1"
CREATING = {"innodb-redo-log-capacity": "8M", "innodb-doublewrite": "OFF", "innodb-flush-method": "nosync"}


def _moved(usr: Path) -> tuple[str, ...]:
    return (f"--basedir={usr}", f"--lc-messages-dir={usr}/share/mysql", f"--plugin-dir={usr}/lib/mysql/plugin")


def _initialize(tree: Path) -> tuple[Sequence[str], bytes]:
    return [*(f"--{key}={value}" for key, value in CREATING.items()), "--initialize-insecure"], b""


FLAVOUR = Flavour(
    engine="mysql",
    title="MySQL",
    schemes=("mysql", "mysql+pymysql"),
    server="mysqld",
    client="mysql",
    named="RELVAR_MYSQL",
    version=re.compile(r"Ver (\d+(?:\.\d+)+)(?!\S*MariaDB)"),
    is_other=lambda version: "MariaDB" in version,
    oldest=(8, 4),  # the oldest long-term release that still gets mends (8.0 ended in April 2026)
    moved=_moved,
    settings=SETTINGS,
    initialize=_initialize,
    facts=QUERIES,
    prepared=("set session information_schema_stats_expiry = 0",),
    plan=partial(plan, before=(FORM,), shown="tree"),
    operate=operate,
    archiving=MysqlArchiving,
)


def serve(url: str = "", cache: Path | None = None) -> AbstractContextManager[Server]:
    """A server for the length of a proof. Raises ServerUnavailable."""
    return served(FLAVOUR, url, cache)
