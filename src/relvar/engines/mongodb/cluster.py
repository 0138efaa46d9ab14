"""A private DocumentDB: PostgreSQL with its extension, started by us as an account without rights, stopped by its own process id.

It listens on the loopback only, for the extension calls itself there. A fresh data folder with the extension made is kept in the cache,
one a version, and copied. Durability is off: the data lives for one proof.
"""

from __future__ import annotations

import atexit
import contextlib
import pwd
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from relvar.engines import folders
from relvar.engines.fetching import home
from relvar.engines.mongodb.installed import Installed, installed
from relvar.engines.private import copied, given_to, kept, scratch, unprivileged
from relvar.errors import ServerUnavailable

USUAL = "postgres"  # the account that packages make
START_SECONDS = 60.0
SUPERUSER = "postgres"
NAMED = "name a MongoDB with --server mongodb://..."
SETTINGS = {
    # as MongoDB does: two arrays in one index are refused, and an index by a state and a time gives several states in the order of time
    "documentdb.enableFailureOnParallelIndexArrays": "on",
    "documentdb.enable_merge_sort_for_in_prefix": "on",
    "listen_addresses": "127.0.0.1",
    "shared_preload_libraries": "pg_cron,pg_documentdb_core,pg_documentdb",
    "cron.database_name": "postgres",
    "fsync": "off",
    "full_page_writes": "off",
    "autovacuum": "off",  # statistics are those of analyze, not of whenever a worker got to it
    "jit": "off",
    "max_parallel_workers_per_gather": "0",  # as MongoDB, which reads for one question in one thread
    "shared_buffers": "64MB",
    "max_connections": "60",
    "timezone": "UTC",
    "log_min_messages": "fatal",
}


class Cluster:
    """One running server of ours. `folder` holds its data, log and socket, and goes with it."""

    def __init__(self, cache: Path | None = None) -> None:
        self.programs = installed(cache)
        self.user = unprivileged(USUAL)
        try:
            self.folder = folders.made("doc", scratch())
            self.folder.chmod(0o755)
            copied(initialized(self.programs, cache), self.folder / "data")
            self.port = _free_port()
            self.process = _started(self.programs, self.folder, self.port, self.user)
            folders.serves(self.folder, self.process.pid)
        except OSError as error:
            raise ServerUnavailable(what=f"DocumentDB does not start: {error}", remedy=NAMED) from error
        atexit.register(self.close)

    @property
    def address(self) -> str:
        return f"host={self.folder} port={self.port} user={SUPERUSER} dbname=postgres"

    def close(self) -> None:
        """Stop the server by its own pid and remove its folder."""
        atexit.unregister(self.close)
        _stopped(self.process)
        folders.removed(self.folder)


def initialized(programs: Installed, cache: Path | None = None) -> Path:
    """A fresh data folder with the extension in it, made where it is not kept yet. Raises ServerUnavailable."""
    target = home(cache) / f"fresh-documentdb-{programs.version}"
    if target.exists():
        return target
    user = unprivileged(USUAL)
    with tempfile.TemporaryDirectory(prefix="relvar-doc-", dir=scratch()) as work:
        folder = Path(work)
        _initialize(programs, folder, user)
        port = _free_port()
        process = _started(programs, folder, port, user)
        try:
            _extended(f"host={folder} port={port} user={SUPERUSER} dbname=postgres")
        finally:
            process.send_signal(signal.SIGINT)  # an orderly end: this folder is copied
            process.wait()
        return kept(folder / "data", target)


def _initialize(programs: Installed, folder: Path, user: pwd.struct_passwd | None) -> None:
    folder.chmod(0o755)
    given_to(user, folder)
    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "-E", "UTF8", "--no-sync"]
    command = [str(programs.binaries / "initdb"), "-D", str(folder / "data"), "-U", SUPERUSER, "-A", "trust", *locale]
    if _popen(command, folder, user).wait():
        raise ServerUnavailable(what=f"DocumentDB does not initialize: {_last_words(folder)}", remedy=NAMED)


def _extended(address: str) -> None:
    import psycopg

    try:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("create extension documentdb cascade")
    except psycopg.Error as error:
        raise ServerUnavailable(what=f"DocumentDB's extension is refused: {error}", remedy=NAMED) from error


def _started(programs: Installed, folder: Path, port: int, user: pwd.struct_passwd | None) -> subprocess.Popen[bytes]:
    data = folder / "data"
    data.chmod(0o700)  # else PostgreSQL refuses it
    given_to(user, folder)
    wanted = {**SETTINGS, "port": str(port), "unix_socket_directories": str(folder)}
    command = [str(programs.binaries / "postgres"), "-D", str(data), *(word for k, v in wanted.items() for word in ("-c", f"{k}={v}"))]
    process = _popen(command, folder, user)
    deadline = time.monotonic() + START_SECONDS
    while not _accepts(folder, port):
        if process.poll() is not None or time.monotonic() > deadline:
            _stopped(process)
            raise ServerUnavailable(what=f"DocumentDB does not start: {_last_words(folder)}", remedy=NAMED)
        time.sleep(0.02)
    return process


def _accepts(folder: Path, port: int) -> bool:
    import psycopg

    try:
        psycopg.connect(f"host={folder} port={port} user={SUPERUSER} dbname=postgres", connect_timeout=2).close()
    except psycopg.Error:
        return False
    return True


def _stopped(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        if process.poll() is None:
            process.send_signal(signal.SIGQUIT)  # at once: the data goes too, and the children are told
            process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _last_words(folder: Path) -> str:
    log = folder / "log"
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    return "; ".join(lines[-3:])[-400:] or "it says nothing"


def _popen(command: Sequence[str], folder: Path, user: pwd.struct_passwd | None) -> subprocess.Popen[bytes]:
    account: dict[str, Any] = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    with (folder / "log").open("ab") as log:
        return subprocess.Popen([*command], cwd=folder, start_new_session=True, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **account)
