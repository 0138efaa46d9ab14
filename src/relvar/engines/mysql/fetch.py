"""What is fetched for MySQL: Debian's package, which is in its moving suite only. GPL-2.0: it is run, and is no part of relvar."""

from __future__ import annotations

from pathlib import Path

from relvar.engines.fetching import Recipe, StepFailed, debian, run
from relvar.engines.innodb.cluster import initialized
from relvar.engines.innodb.installed import installed
from relvar.engines.mysql.live import FLAVOUR

SUITE = "sid"
PACKAGES = ("mysql-server-core", "mysql-client-core")
PROGRAMS = ("sbin/mysqld", "bin/mysql", "bin/mysqldump", "bin/mysqlbinlog", "bin/mysqladmin", "bin/mysqlslap")


def _bring(tree: Path, work: Path) -> None:
    debian.unpacked(SUITE, PACKAGES, tree, work)
    debian.pruned(tree, PROGRAMS, ("mysql",))
    debian.wrapped(tree, PROGRAMS)


def _version(tree: Path) -> str:
    said = run("start", [str(tree / "bin" / "mysqld"), "--no-defaults", "--version"])
    if found := FLAVOUR.version.search(said):
        return found[1]
    raise StepFailed("start", said)


RECIPE = Recipe(
    name="mysql",
    title="MySQL Community Server",
    licence="GPL-2.0",
    origin=f"Debian's suite {SUITE}",
    megabytes=65,
    bring=_bring,
    version=_version,
    warm=lambda cache: initialized(FLAVOUR, installed(FLAVOUR, cache), cache),
    remedy=FLAVOUR.remedy,
)
