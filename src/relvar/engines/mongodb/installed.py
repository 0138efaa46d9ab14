"""Which DocumentDB is here: a tree fetched into the cache (fetch.py). It stands in for MongoDB, whose server no package here carries.

DocumentDB (MIT, the Linux Foundation's) keeps BSON documents in PostgreSQL and speaks MongoDB's commands as SQL functions.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from relvar.engines.fetching import numbers, trees
from relvar.errors import ServerUnavailable

TREE = "documentdb"
POSTGRES = "18"
BINARIES = f"usr/lib/postgresql/{POSTGRES}/bin"
REMEDY = "python -m relvar.engines.fetching mongodb gets DocumentDB on Debian; or name a MongoDB of your own with --server mongodb://..."


class Installed(NamedTuple):
    """The tree, and the version of DocumentDB in it."""

    tree: Path
    version: str

    @property
    def binaries(self) -> Path:
        return self.tree / BINARIES


def installed(cache: Path | None = None) -> Installed:
    """The newest tree. Raises ServerUnavailable."""
    for tree in trees(TREE, cache):
        return Installed(tree, ".".join(map(str, numbers(tree.name.removeprefix(TREE)))))
    raise ServerUnavailable(what="no DocumentDB, which stands in for MongoDB", remedy=REMEDY)
