"""A private server: started by us on a unix socket, as an account without rights, stopped by its own process id.

Initializing takes some seconds, so a fresh data folder is kept in the cache, one a version, and copied. Durability is off: the data
lives for one proof, which is also why the server is killed and not asked to tidy up.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from relvar.engines.fetching import home
from relvar.engines.innodb.flavour import Flavour, Installed
from relvar.engines.innodb.installed import installed
from relvar.errors import ServerUnavailable

UNPRIVILEGED = ("nobody", "mysql", "daemon")  # the first that exists runs the server when we are root
START_SECONDS = 60.0
SUPERUSER = "root"
MEMORY = Path("/dev/shm")
ROOM = 4 * 1024**3  # a proof of 20,000 rows takes up to half a GiB, and several run at once
NAMED = "name a server with --server URL"


def scratch() -> str | None:
    """Where a server's folder is made: in memory where there is plenty, for what lives for one proof need not reach a disk; None: where
    temporary files go.
    """
    if os.environ.get("TMPDIR") or not os.access(MEMORY, os.W_OK):
        return None
    return str(MEMORY) if shutil.disk_usage(MEMORY).free >= ROOM and _available() >= ROOM else None


def _available() -> int:
    """Bytes of memory that nobody uses."""
    with contextlib.suppress(OSError, ValueError):
        for line in Path("/proc/meminfo").read_text().splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    return 0


class Cluster:
    """One running server of ours. `folder` holds its data, log and socket, and goes with it.

    `settings` are added to ours; `prepare` makes folder/data instead of copying a fresh one, and raises what it likes.
    """

    def __init__(
        self,
        flavour: Flavour,
        cache: Path | None = None,
        settings: Mapping[str, str] | None = None,
        prepare: Callable[[Cluster], None] | None = None,
    ) -> None:
        self.flavour = flavour
        self.programs = installed(flavour, cache)
        self.cache = cache
        self.user = unprivileged() if os.geteuid() == 0 else None
        try:
            self.folder = Path(tempfile.mkdtemp(prefix="relvar-my-", dir=scratch()))  # short: a socket's path has at most about 100 characters
            self.folder.chmod(0o755)
        except OSError as error:
            raise ServerUnavailable(what=f"no folder for a server: {error}", remedy="free space or set TMPDIR") from error
        try:
            (prepare or Cluster._fresh)(self)
            given_to(self.user, self.folder)
            self.process = self._start(_together(flavour, settings or {}))
        except BaseException as error:
            shutil.rmtree(self.folder, ignore_errors=True)
            if isinstance(error, OSError):
                raise ServerUnavailable(what=f"{flavour.title} does not start: {error}", remedy=NAMED) from error
            raise
        atexit.register(self.close)

    @property
    def socket(self) -> str:
        return str(self.folder / "s")

    def environment(self) -> dict[str, str]:
        """For scripts: the client programs of this server's own version first on PATH, and where it listens."""
        path = os.pathsep.join((str(self.programs.folder), os.environ.get("PATH", os.defpath)))
        return {**os.environ, "PATH": path, "MYSQL_UNIX_PORT": self.socket}

    def close(self) -> None:
        """Stop the server by its own pid and remove its folder."""
        atexit.unregister(self.close)
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _fresh(self) -> None:
        """A copy of the kept data folder; where none may be kept (somebody else's tree), one of its own."""
        try:
            shutil.copytree(initialized(self.flavour, self.programs, self.cache), self.folder / "data")
        except (OSError, shutil.Error):
            shutil.rmtree(self.folder / "data", ignore_errors=True)
            _initialize(self.flavour, self.programs, self.folder, self.user)

    def _start(self, wanted: Mapping[str, str]) -> subprocess.Popen[bytes]:
        places = {"datadir": self.folder / "data", "socket": self.socket, "pid-file": self.folder / "pid"}
        places |= {"secure-file-priv": self.folder, "log-error": self.folder / "log", "tmpdir": self.folder}
        settings = [f"--{key}={value}" if value != "" else f"--{key}" for key, value in {**places, **wanted}.items()]
        command = [str(self.programs.server), "--no-defaults", *self.programs.options, *settings]
        process = _popen(command, self.folder, self.user)
        deadline = time.monotonic() + START_SECONDS
        while not self._listens():
            if process.poll() is not None or time.monotonic() > deadline:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                raise ServerUnavailable(what=f"{self.flavour.title} does not start: {last_words(self.folder / 'log')}", remedy=NAMED)
            time.sleep(0.01)
        return process

    def _listens(self) -> bool:
        """The socket's file is there a moment before anybody is let in."""
        with socket.socket(socket.AF_UNIX) as caller:
            return caller.connect_ex(self.socket) == 0


def _together(flavour: Flavour, settings: Mapping[str, str]) -> dict[str, str]:
    wanted = {**flavour.settings, **settings}
    if "log-bin" in wanted:
        wanted.pop("skip-log-bin", None)
    return wanted


def initialized(flavour: Flavour, programs: Installed, cache: Path | None = None) -> Path:
    """A fresh data folder of this version, made where it is not kept yet. Raises ServerUnavailable."""
    target = home(cache) / f"fresh-{flavour.engine}-{programs.version}"
    if target.exists():
        return target
    user = unprivileged() if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="relvar-my-", dir=scratch()) as work:
        _initialize(flavour, programs, Path(work), user)
        return _kept(Path(work) / "data", target)


def _initialize(flavour: Flavour, programs: Installed, folder: Path, user: pwd.struct_passwd | None) -> None:
    """Make folder/data. Raises ServerUnavailable."""
    (folder / "data").mkdir()
    given_to(user, folder)
    options, said = flavour.initialize(programs.server.parent.parent)
    command = [str(programs.server), "--no-defaults", *programs.options, f"--datadir={folder / 'data'}", f"--log-error={folder / 'log'}", *options]
    process = _popen(command, folder, user, stdin=subprocess.PIPE)
    process.communicate(said)
    if process.returncode:
        raise ServerUnavailable(what=f"{flavour.title} does not initialize: {last_words(folder / 'log')}", remedy=NAMED)


def _kept(data: Path, target: Path) -> Path:
    (data / "auto.cnf").unlink(missing_ok=True)  # the server's own identity: each copy makes its own
    target.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    half = Path(tempfile.mkdtemp(prefix="half-", dir=target.parent))
    shutil.copytree(data, half, dirs_exist_ok=True)
    for path in (half, *half.rglob("*")):  # nothing secret is in it, and others may share the cache
        path.chmod(0o755 if path.is_dir() else 0o644)
    try:
        half.rename(target)
    except OSError:  # another run was first
        shutil.rmtree(half, ignore_errors=True)
    return target


def unprivileged() -> pwd.struct_passwd:
    """The account that runs a server when we are root. Raises ServerUnavailable."""
    for name in UNPRIVILEGED:
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise ServerUnavailable(what="no database server is run as root, and no account without rights was found", remedy="run relvar as another user")


def given_to(user: pwd.struct_passwd | None, folder: Path) -> None:
    """The folder and all in it belong to the account."""
    if user is not None:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, user.pw_uid, user.pw_gid, follow_symlinks=False)


def last_words(log: Path) -> str:
    """The errors at the end of a server's log."""
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    said = [line.split("] ", 3)[-1] for line in lines if "[ERROR]" in line]
    return "; ".join(said[-3:])[-400:] or "it says nothing"


def _popen(command: Sequence[str], folder: Path, user: pwd.struct_passwd | None, stdin: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    account: dict[str, Any] = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    quiet: dict[str, Any] = {"stdin": stdin, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen([*command], cwd=folder, start_new_session=True, **quiet, **account)
