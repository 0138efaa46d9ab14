"""Which MySQL is here: one named by RELVAR_MYSQL, one fetched into the cache (fetch.py), or one on PATH; 8.4 or newer."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from relvar.errors import ServerUnavailable

OLDEST = (8, 4)  # the oldest long-term release that still gets mends (8.0 ended in April 2026)
NAMED = "RELVAR_MYSQL"  # a folder with bin/mysqld or sbin/mysqld, or the program itself
TREES = "RELVAR_ENGINES"  # a folder with trees as fetch.py makes them
REMEDY = "python -m relvar.engines.mysql.fetch gets one on Debian; or set RELVAR_MYSQL to one of your own, or name a server with --server URL"
VERSION = re.compile(r"Ver (\d+(?:\.\d+)+)")
SYSTEM_CACHE = Path("/var/cache/relvar")  # as root: other accounts must read the programs, and may not pass through root's home


class Installed(NamedTuple):
    """Programs by path, the version that the server says, and options that tell a moved server where its own files are."""

    server: Path
    folder: Path  # of the client programs
    version: str
    options: tuple[str, ...] = ()


def home(cache: Path | None = None) -> Path:
    """Where fetched trees are kept: the asked folder, RELVAR_ENGINES, the system's cache as root, else the user's."""
    if cache is not None or os.environ.get(TREES):
        return Path(cache or os.environ[TREES]).resolve()
    if os.geteuid() == 0:
        return SYSTEM_CACHE
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "relvar"


def installed(cache: Path | None = None) -> Installed:
    """The first MySQL found that is new enough. Raises ServerUnavailable."""
    passed = []
    for server in _servers(cache):
        found = _asked(server)
        if found is not None and numbers(found.version) >= OLDEST:
            return found
        passed.append(f"{server} is {found.version}" if found else f"{server} is no MySQL")
    raise ServerUnavailable(what=f"no MySQL server of {'.'.join(map(str, OLDEST))} or newer" + "".join(f"; {p}" for p in passed), remedy=REMEDY)


def trees(cache: Path | None = None) -> list[Path]:
    """Fetched trees, the newest version first."""
    return sorted(home(cache).glob("mysql-[0-9]*"), key=lambda tree: numbers(tree.name.removeprefix("mysql-")), reverse=True)


def numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))


def _servers(cache: Path | None) -> Iterator[Path]:
    named = os.environ.get(NAMED)
    if named:  # who names one wants that one
        place = Path(named)
        yield next((p for p in (place / "bin" / "mysqld", place / "sbin" / "mysqld") if p.exists()), place)
        return
    yield from (tree / "bin" / "mysqld" for tree in trees(cache))
    for found in (shutil.which("mysqld"), "/usr/sbin/mysqld"):
        if found and Path(found).exists():
            yield Path(found)


def _asked(server: Path) -> Installed | None:
    try:
        done = subprocess.run([server, "--no-defaults", "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return None
    found = VERSION.search(done.stdout)
    if found is None or "MariaDB" in done.stdout:
        return None
    folder = server.parent if (server.parent / "mysql").exists() else Path(shutil.which("mysql") or "/usr/bin/mysql").parent
    return Installed(server, folder, found[1], moved(server.parent.parent))


def moved(tree: Path) -> tuple[str, ...]:
    """What a server that does not stand where it was built for must be told; nothing for one that does."""
    usr = tree / "usr"
    if not usr.exists():
        return ()
    return (f"--basedir={usr}", f"--lc-messages-dir={usr}/share/mysql", f"--plugin-dir={usr}/lib/mysql/plugin")
