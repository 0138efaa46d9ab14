"""Fetch a real MySQL into the cache, once, without touching the system: `python -m relvar.engines.mysql.fetch`.

Debian's package of MySQL is in its moving suite only. apt itself fetches it, with a configuration of our own that names the machine's
own mirror, and checks signature and sums; dpkg-deb unpacks it; each program is started through the tree's own loader, so that a newer
C library than the machine's stays inside the tree. No root is needed. The version is what the suite has today: every proof names it.
MySQL Community Server is under GPL-2.0: it is fetched to be run, and is no part of relvar.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from relvar.engines.mysql.installed import REMEDY, home, installed, numbers, trees
from relvar.errors import RelvarError, ServerUnavailable

SUITE = "sid"
PACKAGES = ("mysql-server-core", "mysql-client-core")
PROGRAMS = ("sbin/mysqld", "bin/mysql", "bin/mysqldump", "bin/mysqlbinlog", "bin/mysqladmin", "bin/mysqlslap")
KEYRINGS = ("/usr/share/keyrings/debian-archive-keyring.pgp", "/usr/share/keyrings/debian-archive-keyring.gpg")
SOURCES = Path("/etc/apt")
# The loader takes the libraries of the tree for this program only: LD_LIBRARY_PATH would reach every program that it starts.
WRAPPER = """#!/bin/sh
tree="${{0%/*}}/.."
exec "$tree/{loader}" --argv0 "$0" --library-path "$tree/{libraries}" "$tree/usr/{program}" "$@"
"""


def fetch(cache: Path | None = None) -> Path:
    """The tree of a MySQL, fetched where none is there yet. Raises ServerUnavailable with the step that failed."""
    found = trees(cache)
    if found:
        return found[0]
    place = home(cache)
    try:
        place.mkdir(mode=0o755, parents=True, exist_ok=True)
        half = Path(tempfile.mkdtemp(prefix="half-", dir=place))
    except OSError as error:
        raise ServerUnavailable(what=f"no place for MySQL's programs: {error}", remedy="free space, or set RELVAR_ENGINES to a folder") from error
    try:
        return _finished(half, place)
    finally:
        shutil.rmtree(half, ignore_errors=True)


def _finished(half: Path, place: Path) -> Path:
    """Fetched, unpacked, tried and moved to its name: complete or not at all."""
    tree = half / "tree"
    packages = _downloaded(half / "apt")
    for package in packages:
        _run("unpack", ["dpkg-deb", "-x", str(package), str(tree)])
    _pruned(tree)
    _wrapped(tree)
    said = _run("start", [str(tree / "bin" / "mysqld"), "--no-defaults", "--version"])
    version = re.search(r"Ver (\d+(?:\.\d+)+)", said)
    if version is None:
        raise ServerUnavailable(what=f"fetching MySQL, step start: {said.strip()[:200]}", remedy=REMEDY)
    target = place / f"mysql-{'.'.join(map(str, numbers(version[1])))}"
    tree.chmod(0o755)
    try:
        tree.rename(target)
    except OSError:  # another run was first
        if not target.exists():
            raise
    return target


# --- apt ---


def _downloaded(work: Path) -> list[Path]:
    for folder in ("lists/partial", "cache/archives/partial"):
        (work / folder).mkdir(parents=True)
    keyring = next((k for k in KEYRINGS if Path(k).exists()), None)
    if keyring is None or shutil.which("apt-get") is None:
        raise ServerUnavailable(what="fetching MySQL, step find: this machine has no Debian apt", remedy=f"install MySQL 8.4 or newer; {REMEDY}")
    (work / "sources.list").write_text(f"deb [signed-by={keyring}] {_mirror()} {SUITE} main\n")
    (work / "status").touch()
    apt = ["apt-get", "-qq", *_options(work)]
    _run("update", [*apt, "update"])
    _run("download", [*apt, "-y", "--download-only", "install", *PACKAGES])
    return sorted((work / "cache" / "archives").glob("*.deb"))


def _options(work: Path) -> list[str]:
    settings = {
        "Dir::Etc::sourcelist": work / "sources.list",
        "Dir::Etc::sourceparts": "/dev/null",
        "Dir::State::lists": work / "lists",
        "Dir::Cache": work / "cache",
        "Dir::State::status": work / "status",
        "APT::Install-Recommends": "false",
        "APT::Sandbox::User": "root",  # as root: no account that could not enter the folder
        "Debug::NoLocking": "1",
    }
    return [word for key, value in settings.items() for word in ("-o", f"{key}={value}")]


def _mirror() -> str:
    """The address from which this machine gets its own Debian. Raises ServerUnavailable."""
    release = dict(re.findall(r'^(\w+)="?([^"\n]*)"?$', Path("/etc/os-release").read_text(), re.MULTILINE))
    if release.get("ID") == "debian":
        for address, suites in _sources():
            if release.get("VERSION_CODENAME", SUITE) in suites:
                return address
    name = release.get("PRETTY_NAME", "this system")
    raise ServerUnavailable(what=f"fetching MySQL, step find: {name} has no source of Debian's packages", remedy=REMEDY)


def _sources() -> Iterator[tuple[str, list[str]]]:
    """(address, suites) of every source of packages, in both forms in which apt writes them down."""
    for file in sorted(SOURCES.glob("sources.list.d/*.sources")):
        for stanza in re.split(r"\n\s*\n", file.read_text()):
            fields = dict(re.findall(r"^(\w+):[ \t]*(.*)$", stanza, re.MULTILINE))
            if "deb" in fields.get("Types", "").split() and fields.get("Enabled", "yes") != "no" and fields.get("URIs"):
                yield fields["URIs"].split()[0], fields.get("Suites", "").split()
    for file in (SOURCES / "sources.list", *sorted(SOURCES.glob("sources.list.d/*.list"))):
        for found in re.finditer(r"^deb\s+(?:\[.*?\]\s+)?(\S+)\s+(\S+)", file.read_text() if file.exists() else "", re.MULTILINE):
            yield found[1], [found[2]]


# --- the tree ---


def _pruned(tree: Path) -> None:
    """Only what a server and its clients read: programs, libraries, plugins, messages and character sets."""
    usr = tree / "usr"
    kept = {usr / program for program in PROGRAMS}
    for program in [*usr.glob("bin/*"), *usr.glob("sbin/*")]:
        if program not in kept:
            program.unlink()
    folders = [*usr.glob("share/*"), *usr.glob("lib/*-linux-gnu*/*"), *usr.glob("lib/*"), tree / "etc", tree / "var"]
    for folder in folders:
        if folder.is_dir() and not folder.is_symlink() and folder.name != "mysql" and "-linux-gnu" not in folder.name:
            shutil.rmtree(folder)


def _wrapped(tree: Path) -> None:
    loader = next(iter(sorted([*tree.glob("usr/lib*/ld-linux*.so*"), *tree.glob("usr/lib/*/ld-linux*.so*")])), None)
    libraries = next(iter(sorted(tree.glob("usr/lib/*-linux-gnu*"))), None)
    if loader is None or libraries is None:
        raise ServerUnavailable(what="fetching MySQL, step unpack: the packages hold no C library", remedy=REMEDY)
    (tree / "bin").mkdir()
    for program in PROGRAMS:
        wrapper = tree / "bin" / Path(program).name
        wrapper.write_text(WRAPPER.format(loader=loader.relative_to(tree), libraries=libraries.relative_to(tree), program=program))
        wrapper.chmod(0o755)


def _run(step: str, command: list[str]) -> str:
    """What a command says; a failure names the step. Raises ServerUnavailable."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "LC_ALL": "C"})
    except OSError as error:
        raise ServerUnavailable(what=f"fetching MySQL, step {step}: {error}", remedy=REMEDY) from error
    if done.returncode:
        words = (done.stderr.strip() or done.stdout.strip())[-300:]
        raise ServerUnavailable(what=f"fetching MySQL, step {step}: {words}", remedy=REMEDY)
    return done.stdout


def main() -> int:
    if not trees():
        print("MySQL Community Server (GPL-2.0, Oracle) from Debian's suite sid: about 65 MB are fetched", flush=True)
    try:
        tree = fetch()
        print(f"MySQL is in {tree}")
        from relvar.engines.mysql.cluster import initialized

        initialized(installed())  # so that no proof waits for it
    except RelvarError as error:
        print(f"relvar: {error}", file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
