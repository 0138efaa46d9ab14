"""Where fetched engines are kept: a folder of trees, one an engine and version ("mysql-9.7.4")."""

from __future__ import annotations

import os
import re
from pathlib import Path

TREES = "RELVAR_ENGINES"  # a folder with trees as `fetch` makes them
SYSTEM_CACHE = Path("/var/cache/relvar")  # as root: other accounts must read the programs, and may not pass through root's home


def home(cache: Path | None = None) -> Path:
    """Where fetched trees are kept: the asked folder, RELVAR_ENGINES, the system's cache as root, else the user's."""
    if cache is not None or os.environ.get(TREES):
        return Path(cache or os.environ[TREES]).resolve()
    if os.geteuid() == 0:
        return SYSTEM_CACHE
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "relvar"


def trees(name: str, cache: Path | None = None) -> list[Path]:
    """Fetched trees of that name, the newest version first."""
    return sorted(home(cache).glob(f"{name}-[0-9]*"), key=lambda tree: numbers(tree.name.removeprefix(f"{name}-")), reverse=True)


def numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))
