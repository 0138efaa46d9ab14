"""A private server: started by us on a unix socket, as an account without rights, stopped by its own process id.

Initializing takes some seconds, so a fresh data folder is kept in the cache, one a version, and copied. Durability is off: the data
lives for one proof, which is also why the server is killed and not asked to tidy up.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import pwd
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from relvar.engines import folders
from relvar.engines.fetching import home
from relvar.engines.innodb.flavour import Flavour, Installed
from relvar.engines.innodb.installed import installed
from relvar.engines.private import copied, given_to, kept, scratch, unprivileged
from relvar.errors import ServerUnavailable

USUAL = "mysql"  # the account that packages make
START_SECONDS = 60.0
SUPERUSER = "root"
NAMED = "name a server with --server URL"


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
        self.user = unprivileged(USUAL)
        try:
            self.folder = folders.made("my", scratch())  # short: a socket's path has at most about 100 characters
            self.folder.chmod(0o755)
        except OSError as error:
            raise ServerUnavailable(what=f"no folder for a server: {error}", remedy="free space or set TMPDIR") from error
        try:
            (prepare or Cluster._fresh)(self)
            given_to(self.user, self.folder)
            self.process = self._start(_together(flavour, settings or {}))
            folders.serves(self.folder, self.process.pid)
        except BaseException as error:
            folders.removed(self.folder)
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
        folders.removed(self.folder)

    def _fresh(self) -> None:
        """A copy of the kept data folder; where none may be kept (somebody else's tree), one of its own."""
        try:
            copied(initialized(self.flavour, self.programs, self.cache), self.folder / "data")
        except OSError:
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
    user = unprivileged(USUAL)
    with tempfile.TemporaryDirectory(prefix="relvar-my-", dir=scratch()) as work:
        _initialize(flavour, programs, Path(work), user)
        (Path(work) / "data" / "auto.cnf").unlink(missing_ok=True)  # the server's own identity: each copy makes its own
        return kept(Path(work) / "data", target)


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


def last_words(log: Path) -> str:
    """The errors at the end of a server's log."""
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    said = [line.split("] ", 3)[-1] for line in lines if "[ERROR]" in line]
    return "; ".join(said[-3:])[-400:] or "it says nothing"


def _popen(command: Sequence[str], folder: Path, user: pwd.struct_passwd | None, stdin: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    account: dict[str, Any] = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    quiet: dict[str, Any] = {"stdin": stdin, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen([*command], cwd=folder, start_new_session=True, **quiet, **account)
