"""MariaDB for the harness: how it is found, started, asked and copied."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from relvar.engines.base import Server
from relvar.engines.innodb.explain import plan
from relvar.engines.innodb.flavour import Flavour
from relvar.engines.innodb.live import serve as served
from relvar.engines.mariadb.catalog_queries import QUERIES
from relvar.engines.mariadb.operate import operate
from relvar.engines.mariadb.recovery import MariadbArchiving

# What makes a proof cheap and changes no plan and no answer; everything else is the server's own default.
SETTINGS = {
    "skip-networking": "",
    "skip-log-bin": "",
    "default-time-zone": "+00:00",
    "innodb-flush-log-at-trx-commit": "0",
    "innodb-doublewrite": "OFF",
    "innodb-flush-method": "nosync",
    "innodb-buffer-pool-size": "128M",
    "innodb-log-file-size": "32M",
    "innodb-buffer-pool-dump-at-shutdown": "OFF",
    "innodb-buffer-pool-load-at-startup": "OFF",
    "innodb-stats-auto-recalc": "OFF",  # statistics are those of ANALYZE, not of whenever a thread got to it
    "event-scheduler": "ON",  # as operate/server.cnf has it
    "sync-frm": "OFF",
    "max-connections": "60",
    "lock-wait-timeout": "30",  # seconds that DDL waits for a session that forgot its transaction: by default a day
    "log-warnings": "0",
}
# What mariadb-install-db feeds to the server, in its order, without the texts of HELP.
TABLES = (
    "mariadb_system_tables.sql",
    "mariadb_performance_tables.sql",
    "mariadb_system_tables_data.sql",
    "maria_add_gis_sp_bootstrap.sql",
    "mariadb_sys_schema.sql",
)
CREATING = {"innodb-log-file-size": "8M", "innodb-doublewrite": "OFF", "innodb-flush-method": "nosync", "log-warnings": "0"}
PLACES = ("usr/share/mariadb", "share/mariadb", "share", "/usr/share/mariadb", "/usr/share/mysql")  # of these files, by the tree


def _moved(usr: Path) -> tuple[str, ...]:
    share = usr / "share" / "mariadb"
    return (f"--basedir={usr}", f"--lc-messages-dir={share}", f"--character-sets-dir={share}/charsets", f"--plugin-dir={usr}/lib/mysql/plugin")


def _initialize(tree: Path) -> tuple[Sequence[str], bytes]:
    """As mariadb-install-db does it, which is a script that asks for more programs than a server has. root comes in by the socket."""
    folder = next((tree / place for place in PLACES if (tree / place / TABLES[0]).exists()), tree / PLACES[0])
    options = ["--bootstrap", "--skip-networking", "--max-allowed-packet=8M", *(f"--{key}={value}" for key, value in CREATING.items())]
    first = b"create database mysql;\nuse mysql;\nset @auth_root_socket = null;\n"
    return options, first + b"".join((folder / name).read_bytes() for name in TABLES)


FLAVOUR = Flavour(
    engine="mariadb",
    title="MariaDB",
    schemes=("mariadb", "mariadb+pymysql"),
    server="mariadbd",
    client="mariadb",
    named="RELVAR_MARIADB",
    version=re.compile(r"Ver (\d+(?:\.\d+)+)-MariaDB"),
    is_other=lambda version: "MariaDB" not in version,
    oldest=(11, 8),  # the oldest long-term release whose optimizer takes a generated column for its expression
    moved=_moved,
    settings=SETTINGS,
    initialize=_initialize,
    facts=QUERIES,
    prepared=(),
    plan=plan,
    operate=operate,
    archiving=MariadbArchiving,
)


def serve(url: str = "", cache: Path | None = None) -> AbstractContextManager[Server]:
    """A server for the length of a proof. Raises ServerUnavailable."""
    return served(FLAVOUR, url, cache)
