"""What is fetched for MariaDB: the packages of Debian's stable suite. GPL-2.0: it is run, and is no part of relvar."""

from __future__ import annotations

from pathlib import Path

from relvar.engines.fetching import Recipe, StepFailed, debian, run
from relvar.engines.innodb.cluster import initialized
from relvar.engines.innodb.installed import installed
from relvar.engines.mariadb.live import FLAVOUR

SUITE = "trixie"
PACKAGES = ("mariadb-server-core", "mariadb-client-core", "mariadb-client", "mariadb-backup")
PROGRAMS = (
    "sbin/mariadbd",
    "bin/mariadb",
    "bin/mariadb-dump",
    "bin/mariadb-binlog",
    "bin/mariadb-admin",
    "bin/mariadb-slap",
    "bin/mariadb-backup",
)


def _bring(tree: Path, work: Path) -> None:
    debian.unpacked(SUITE, PACKAGES, tree, work)
    debian.pruned(tree, PROGRAMS, ("mariadb", "mysql"))
    debian.wrapped(tree, PROGRAMS)


def _version(tree: Path) -> str:
    said = run("start", [str(tree / "bin" / "mariadbd"), "--no-defaults", "--version"])
    if found := FLAVOUR.version.search(said):
        return found[1]
    raise StepFailed("start", said)


RECIPE = Recipe(
    name="mariadb",
    title="MariaDB Community Server",
    licence="GPL-2.0",
    origin=f"Debian's suite {SUITE}",
    megabytes=36,
    bring=_bring,
    version=_version,
    warm=lambda cache: initialized(FLAVOUR, installed(FLAVOUR, cache), cache),
    remedy=FLAVOUR.remedy,
)
