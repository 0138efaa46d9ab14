"""Recovery to an instant, for real: a server that keeps its log by the design's settings, a base backup, the log shipped as it is
written, and the recovery script. Every script runs as it is written.
"""

from __future__ import annotations

import contextlib
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from relvar.engines.innodb.cluster import Cluster
from relvar.engines.innodb.flavour import Flavour
from relvar.engines.innodb.operate import SETTINGS
from relvar.errors import StatementFailed
from relvar.model.design import Design

if TYPE_CHECKING:
    from relvar.engines.innodb.live import InnodbDatabase, InnodbServer

SHIPPED_SECONDS = 20.0  # the log is sent as it is written: a fraction of a second
POLL_SECONDS = 0.02
DURABILITY = ("sync_binlog", "innodb_flush_log_at_trx_commit")
QUICK = {"sync-binlog": "0"}
Serve = Callable[[Cluster], "InnodbServer"]


class InnodbArchiving(ABC):
    """See `base.Archiving`. `stack` stops what was started; `serve` makes a server of a cluster. A flavour says the rest in a subclass."""

    log: ClassVar[Mapping[str, tuple[str, str]]] = {}  # the settings of the log that the design writes
    copying: ClassVar[Mapping[str, str]] = {}  # settings that copies need beside them
    newest_log = ""  # the question that names the newest file of the log

    def __init__(self, flavour: Flavour, design: Design, store: str, stack: contextlib.ExitStack, serve: Serve, cache: Path | None) -> None:
        self.flavour = flavour
        self.design = design
        self.store = store
        self.serve = serve
        self.cache = cache
        self.files = {artefact.path: artefact.text for artefact in flavour.operate(design, store)}
        self.cluster = Cluster(flavour, cache, {**self._log_settings(), **QUICK, **self.copying})
        self.server = serve(self.cluster)
        stack.callback(self.server.close)
        self.archive, self.base = self._folder("archive"), self._folder("base")
        shipping = self._started("operate/archive_log.sh", [str(self.archive)])
        stack.callback(_stopped, shipping)
        self.database: InnodbDatabase = self.server.database(design, store)

    def _folder(self, name: str) -> Path:
        folder = self.cluster.folder / name
        folder.mkdir()
        folder.chmod(0o777)  # the server writes copies there, as its own account
        return folder

    def _log_settings(self) -> dict[str, str]:
        """The settings of the log as they are written, but those of durability: a crash only loses a proof."""
        lines = (line.partition(" = ") for line in self.files[SETTINGS].splitlines() if not line.startswith("#"))
        return {key.replace("_", "-"): value for key, _, value in lines if key in self.log and key not in DURABILITY}

    @abstractmethod
    def refused_settings(self) -> str:
        """The server's own reading of the whole file: it stops at a name or value that it does not know."""

    def base_backup(self) -> None:
        self._script("operate/base_backup.sh", [str(self.base), str(self.archive)], self.server)

    def instant(self) -> str:
        return str(self.server.asked("select utc_timestamp(6)"))

    def lose_rows(self) -> None:
        """The first commit after the instant is what recovery stops before."""
        self.database.rows("set foreign_key_checks = 0")
        for table in self.database.physical.tables.values():
            self.database.rows(f"truncate table `{table.name}`")
        self.database.rows("set foreign_key_checks = 1")
        self.server.asked("flush binary logs")
        newest = str(self.server.asked(self.newest_log))
        deadline = time.monotonic() + SHIPPED_SECONDS
        while not (self.archive / newest).exists():
            if time.monotonic() > deadline:
                raise StatementFailed(what="archive_log.sh shipped nothing", statement=newest, answer=f"{newest} is not in the archive")
            time.sleep(POLL_SECONDS)

    @contextlib.contextmanager
    def recovered(self, instant: str) -> Iterator[InnodbDatabase]:
        base = sorted(self.base.glob("base_*Z"))[-1]
        server = self.serve(Cluster(self.flavour, self.cache, {**self._log_settings(), **QUICK}, lambda cluster: self._copy(base, cluster)))
        try:
            self._script("operate/recover_to.sh", ["replay", str(base), str(self.archive), instant], server)
            yield server.adopt(self.design, self.store, self.database.name)
        finally:
            server.close()

    def _copy(self, base: Path, cluster: Cluster) -> None:
        self._script("operate/recover_to.sh", ["copy", str(base), str(cluster.folder / "data")], self.server)

    # --- scripts ---

    def _command(self, path: str, arguments: list[str]) -> list[str]:
        file = self.cluster.folder / Path(path).name
        file.write_text(self.files[path])
        return ["bash", str(file), *arguments]

    def _script(self, path: str, arguments: list[str], server: InnodbServer) -> None:
        done = subprocess.run(self._command(path, arguments), env=_environment(server), capture_output=True, text=True, check=False)
        if done.returncode:
            raise StatementFailed(what=f"{path} failed", statement=" ".join(arguments), answer=(done.stderr or done.stdout).strip()[-500:])

    def _started(self, path: str, arguments: list[str]) -> subprocess.Popen[bytes]:
        quiet = subprocess.DEVNULL
        return subprocess.Popen(self._command(path, arguments), env=_environment(self.server), stdin=quiet, stdout=quiet, stderr=quiet)


def _environment(server: InnodbServer) -> dict[str, str]:
    return {**server.environment(), "MYSQL_USER": server.address.user}


def _stopped(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait()
