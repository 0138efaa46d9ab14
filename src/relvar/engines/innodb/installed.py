"""Which server is here: one named by its variable, one fetched into the cache, or one on PATH; new enough, and of the asked flavour."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from relvar.engines.fetching import numbers, trees
from relvar.engines.innodb.flavour import Flavour, Installed
from relvar.errors import ServerUnavailable


def installed(flavour: Flavour, cache: Path | None = None) -> Installed:
    """The first server found that is new enough. Raises ServerUnavailable."""
    passed = []
    for server in _servers(flavour, cache):
        found = _asked(flavour, server)
        if found is not None and numbers(found.version) >= flavour.oldest:
            return found
        passed.append(f"{server} is {found.version}" if found else f"{server} is no {flavour.title}")
    oldest = ".".join(map(str, flavour.oldest))
    what = f"no {flavour.title} server of {oldest} or newer" + "".join(f"; {p}" for p in passed)
    raise ServerUnavailable(what=what, remedy=flavour.remedy)


def _servers(flavour: Flavour, cache: Path | None) -> Iterator[Path]:
    named = os.environ.get(flavour.named)
    if named:  # who names one wants that one
        place = Path(named)
        yield next((p for p in (place / "bin" / flavour.server, place / "sbin" / flavour.server) if p.exists()), place)
        return
    yield from (tree / "bin" / flavour.server for tree in trees(flavour.engine, cache))
    for found in (shutil.which(flavour.server), f"/usr/sbin/{flavour.server}"):
        if found and Path(found).exists():
            yield Path(found)


def _asked(flavour: Flavour, server: Path) -> Installed | None:
    try:
        done = subprocess.run([server, "--no-defaults", "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return None
    found = flavour.version.search(done.stdout)
    if found is None:
        return None
    client = flavour.client
    folder = server.parent if (server.parent / client).exists() else Path(shutil.which(client) or f"/usr/bin/{client}").parent
    usr = server.parent.parent / "usr"
    return Installed(server, folder, found[1], flavour.moved(usr) if usr.exists() else ())
