"""What is fetched for MongoDB: DocumentDB on PostgreSQL, in Debian's moving suite only. No server of MongoDB is in any package.

PostgreSQL finds its own files by where its programs stand, so each program is replaced, in its place, by a starter that runs it through
the tree's own loader.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from relvar.engines.fetching import Recipe, StepFailed, debian
from relvar.engines.mongodb.cluster import initialized
from relvar.engines.mongodb.installed import BINARIES, POSTGRES, REMEDY, TREE, installed
from relvar.engines.mongodb.shell import RECIPE as SHELL

SUITE = "sid"
PACKAGE = f"postgresql-{POSTGRES}-documentdb"
PROGRAMS = ("postgres", "initdb")
# What the packages bring along and no server reads: documents, other programs, drivers of picture formats, the compiler of plans.
NEEDLESS = ("share/doc", "share/man", "share/locale", "share/perl", "share/perl5", "share/icons", "lib/python3", "lib/llvm*", "include")
STARTER = """#!/bin/sh
here="${{0%/*}}"
tree="$here/../../../../.."
libraries="$tree/usr/lib/{machine}"
exec "$tree/{loader}" --argv0 "$0" --library-path "$libraries:$libraries/blas:$libraries/lapack:$here/../lib" "$here/{program}.bin" "$@"
"""


def _bring(tree: Path, work: Path) -> None:
    debian.unpacked(SUITE, (PACKAGE,), tree, work)
    usr = tree / "usr"
    for pattern in NEEDLESS:
        for folder in usr.glob(pattern):
            shutil.rmtree(folder, ignore_errors=True)
    for program in [*usr.glob("bin/*"), *usr.glob("sbin/*"), *(usr / "lib/postgresql" / POSTGRES / "lib").glob("bitcode")]:
        shutil.rmtree(program) if program.is_dir() and not program.is_symlink() else program.unlink()
    extensions = usr / "share/postgresql" / POSTGRES / "extension"
    if not (extensions / "postgis.control").exists():  # a step of Debian's alternatives, which unpacking leaves out
        (extensions / "postgis.control").symlink_to("postgis-3.control")
    _started(tree)


def _started(tree: Path) -> None:
    loader = next(iter(sorted([*tree.glob("usr/lib*/ld-linux*.so*"), *tree.glob("usr/lib/*/ld-linux*.so*")])), None)
    libraries = next(iter(sorted(tree.glob("usr/lib/*-linux-gnu*"))), None)
    if loader is None or libraries is None:
        raise StepFailed("unpack", "the packages hold no C library")
    for program in PROGRAMS:
        own = tree / BINARIES / program
        own.rename(own.with_name(f"{program}.bin"))
        own.write_text(STARTER.format(machine=libraries.name, loader=loader.relative_to(tree), program=program))
        own.chmod(0o755)


def _version(tree: Path) -> str:
    """Of DocumentDB, by the list of what was unpacked: its package has Debian's own number at the end."""
    for line in (tree / "PACKAGES").read_text().splitlines():
        if found := re.match(rf"{PACKAGE}_(?:\d+%3a)?(\d+(?:\.\d+)*)", line):
            return found[1]
    raise StepFailed("start", f"{PACKAGE} was not among the packages")


TOOLS = {SHELL.name: SHELL}  # fetched by name alone
RECIPE = Recipe(
    name=TREE,
    title="DocumentDB on PostgreSQL, in place of MongoDB",
    licence="MIT; PostgreSQL License; PostGIS GPL-2.0-or-later",
    origin=f"Debian's suite {SUITE}",
    megabytes=134,
    bring=_bring,
    version=_version,
    warm=lambda cache: initialized(installed(cache), cache),
    remedy=REMEDY,
)
