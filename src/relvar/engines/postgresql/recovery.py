"""Recovery to an instant, for real: a server that archives its log by the design's settings, a base backup and the recovery script.

The scripts run as the account of the server, as they would at home; the only word changed is the archive's folder.
"""

from __future__ import annotations

import contextlib
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from relvar.engines.base import Row
from relvar.engines.postgresql.cluster import Cluster
from relvar.engines.postgresql.operate import operate
from relvar.engines.postgresql.query import PostgresWriter
from relvar.errors import ServerUnavailable, StatementFailed
from relvar.model.design import Design

if TYPE_CHECKING:
    from relvar.engines.postgresql.live import PostgresDatabase, PostgresServer

ARCHIVE = "/archive/"  # the folder that operate/postgresql.conf names
ARCHIVED_SECONDS = 20.0  # a segment is shipped within a second; a failing command is tried again every minute
RECOVERED_SECONDS = 30.0  # the log of a proof is a few segments
POLL_SECONDS = 0.02
SETTINGS_FILE = "operate/postgresql.conf"
Serve = Callable[[Cluster], "PostgresServer"]


class PostgresArchiving:
    """See `base.Archiving`. `stack` closes the server at the end; `serve` makes a server of a cluster."""

    def __init__(self, design: Design, store: str, stack: contextlib.ExitStack, serve: Serve, cache: Path | None) -> None:
        self.design = design
        self.store = store
        self.serve = serve
        self.cache = cache
        self.files = {artefact.path: artefact.text for artefact in operate(design, store)}
        self.cluster = Cluster(cache, {"archive_mode": "on"})  # the rest of the archive's settings can be read again at any time
        self.server = serve(self.cluster)
        stack.callback(self.server.close)
        self.archive = self._folder("archive")
        self._archive_on()
        self.database: PostgresDatabase = self.server.database(design, store)

    def _folder(self, name: str) -> Path:
        self._done(self.cluster.run(["mkdir", "-p", name]), f"mkdir {name}")
        return self.cluster.folder / name

    def _archive_on(self) -> None:
        """The settings of the archive as they are written, with the folder in place."""
        lines = [line for line in self._settings().splitlines() if line.startswith("archive_")]
        with (self.cluster.folder / "data" / "postgresql.conf").open("a") as file:
            file.write("\n".join(["", *lines, ""]))
        with self.server.connect() as connection:
            connection.execute("select pg_reload_conf()")

    def _settings(self) -> str:
        return self.files[SETTINGS_FILE].replace(ARCHIVE, f"{self.archive}/")

    def refused_settings(self) -> str:
        """The server's own reading of the whole file: it stops at a name or value that it does not know."""
        path = self.cluster.folder / "designed.conf"
        path.write_text(self._settings())
        asked = [str(self.cluster.binaries / "postgres"), "-D", str(self.cluster.folder / "data"), "-c", f"config_file={path}", "-C", "archive_mode"]
        done = self.cluster.run(asked)
        return done.stderr.strip() if done.returncode or "WARNING" in done.stderr else ""

    def base_backup(self) -> None:
        self._script("operate/base_backup.sh", [str(self._folder("base")), str(self.archive)])

    def instant(self) -> str:
        return str(self._asked("select clock_timestamp()::text"))

    def lose_rows(self) -> None:
        """The first commit after the instant is what recovery stops before."""
        writer = PostgresWriter(self.database.physical)
        tables = ", ".join(writer.table(table) for table in self.database.physical.tables)
        self.database.main.execute(f"truncate {tables} cascade")
        segment = self._asked("select pg_walfile_name(pg_switch_wal())")
        deadline = time.monotonic() + ARCHIVED_SECONDS
        while not (self.archive / str(segment)).exists():
            if time.monotonic() > deadline:
                raise StatementFailed(what="archive_command shipped nothing", statement=self._settings(), answer=f"{segment} is not in the archive")
            time.sleep(POLL_SECONDS)

    @contextlib.contextmanager
    def recovered(self, instant: str) -> Iterator[PostgresDatabase]:
        server = self.serve(Cluster(self.cache, prepare=lambda cluster: self._recover(cluster, instant)))
        try:
            with server.connect() as connection:
                _await(connection, "select pg_is_wal_replay_paused()")
                connection.execute("select pg_wal_replay_resume()")
                _await(connection, "select not pg_is_in_recovery()")
            yield server.adopt(self.design, self.store, self.database.name)
        finally:
            server.close()

    def _recover(self, cluster: Cluster, instant: str) -> None:
        base = sorted((self.cluster.folder / "base").iterdir())[-1]
        self._script("operate/recover_to.sh", [str(base), str(self.archive), str(cluster.folder / "data"), instant])

    def _script(self, path: str, arguments: list[str]) -> None:
        file = self.cluster.folder / Path(path).name
        file.write_text(self.files[path])
        environment = {"PGHOST": str(self.cluster.folder), "PATH": f"{self.cluster.binaries}:/usr/local/bin:/usr/bin:/bin"}
        self._done(self.cluster.run(["bash", str(file), *arguments], environment), f"{path} {' '.join(arguments)}")

    def _done(self, done: subprocess.CompletedProcess[str], what: str) -> None:
        if done.returncode:
            raise StatementFailed(what=f"{what.split()[0]} failed", statement=what, answer=done.stderr.strip()[-500:])

    def _asked(self, text: str) -> object:
        row = self.database.main.execute(text).fetchone()
        assert row is not None
        return row[0]


def _await(connection: psycopg.Connection[Row], question: str) -> None:
    deadline = time.monotonic() + RECOVERED_SECONDS
    while (connection.execute(question).fetchone() or (False,)) != (True,):
        if time.monotonic() > deadline:
            raise ServerUnavailable(what=f"the server did not reach the instant within {RECOVERED_SECONDS:.0f} s")
        time.sleep(POLL_SECONDS)
