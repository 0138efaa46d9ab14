"""Which MySQL is here: one named by RELVAR_MYSQL, one fetched into the cache (fetch.py), or one on PATH; 8.4 or newer."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from relvar.engines.fetching import numbers, trees
from relvar.errors import ServerUnavailable

OLDEST = (8, 4)  # the oldest long-term release that still gets mends (8.0 ended in April 2026)
NAMED = "RELVAR_MYSQL"  # a folder with bin/mysqld or sbin/mysqld, or the program itself
REMEDY = "python -m relvar.engines.fetching mysql gets one on Debian; or set RELVAR_MYSQL to one of your own, or name a server with --server URL"
VERSION = re.compile(r"Ver (\d+(?:\.\d+)+)")


class Installed(NamedTuple):
    """Programs by path, the version that the server says, and options that tell a moved server where its own files are."""

    server: Path
    folder: Path  # of the client programs
    version: str
    options: tuple[str, ...] = ()


def installed(cache: Path | None = None) -> Installed:
    """The first MySQL found that is new enough. Raises ServerUnavailable."""
    passed = []
    for server in _servers(cache):
        found = _asked(server)
        if found is not None and numbers(found.version) >= OLDEST:
            return found
        passed.append(f"{server} is {found.version}" if found else f"{server} is no MySQL")
    raise ServerUnavailable(what=f"no MySQL server of {'.'.join(map(str, OLDEST))} or newer" + "".join(f"; {p}" for p in passed), remedy=REMEDY)


def _servers(cache: Path | None) -> Iterator[Path]:
    named = os.environ.get(NAMED)
    if named:  # who names one wants that one
        place = Path(named)
        yield next((p for p in (place / "bin" / "mysqld", place / "sbin" / "mysqld") if p.exists()), place)
        return
    yield from (tree / "bin" / "mysqld" for tree in trees("mysql", cache))
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
