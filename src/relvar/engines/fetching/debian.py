"""Debian's own packages of a suite, unpacked into a tree and run from there, whatever Debian the machine has.

apt itself fetches them, with a configuration of our own that names the machine's own mirror, and checks signature and sums; dpkg-deb
unpacks them; each program is started through the tree's own loader, so that a newer C library than the machine's stays inside the
tree. No root is needed. The version is what the suite has today: every proof names it.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from relvar.engines.fetching.recipe import StepFailed, run

KEYRINGS = ("/usr/share/keyrings/debian-archive-keyring.pgp", "/usr/share/keyrings/debian-archive-keyring.gpg")
SOURCES = Path("/etc/apt")
# The loader takes the libraries of the tree for this program only: LD_LIBRARY_PATH would reach every program that it starts.
WRAPPER = """#!/bin/sh
tree="${{0%/*}}/.."
exec "$tree/{loader}" --argv0 "$0" --library-path "$tree/{libraries}" "$tree/usr/{program}" "$@"
"""


def unpacked(suite: str, packages: Sequence[str], tree: Path, work: Path) -> None:
    """The packages, and all that they need to run, unpacked into the tree; PACKAGES in it lists them. Raises StepFailed."""
    found = _downloaded(suite, packages, work)
    for package in found:
        run("unpack", ["dpkg-deb", "-x", str(package), str(tree)])
    (tree / "PACKAGES").write_text("".join(f"{package.stem}\n" for package in found))


def pruned(tree: Path, programs: Iterable[str], folders: Iterable[str]) -> None:
    """Only what is run and what it reads: the programs ("sbin/mysqld"), libraries, and folders of these names."""
    usr, names = tree / "usr", set(folders)
    kept = {usr / program for program in programs}
    for program in [*usr.glob("bin/*"), *usr.glob("sbin/*")]:
        if program not in kept:
            program.unlink()
    for folder in [*usr.glob("share/*"), *usr.glob("lib/*-linux-gnu*/*"), *usr.glob("lib/*"), tree / "etc", tree / "var"]:
        if folder.is_dir() and not folder.is_symlink() and folder.name not in names and "-linux-gnu" not in folder.name:
            shutil.rmtree(folder)


def wrapped(tree: Path, programs: Iterable[str]) -> None:
    """tree/bin with a starter for each program. Raises StepFailed."""
    loader = next(iter(sorted([*tree.glob("usr/lib*/ld-linux*.so*"), *tree.glob("usr/lib/*/ld-linux*.so*")])), None)
    libraries = next(iter(sorted(tree.glob("usr/lib/*-linux-gnu*"))), None)
    if loader is None or libraries is None:
        raise StepFailed("unpack", "the packages hold no C library")
    (tree / "bin").mkdir()
    for program in programs:
        wrapper = tree / "bin" / Path(program).name
        wrapper.write_text(WRAPPER.format(loader=loader.relative_to(tree), libraries=libraries.relative_to(tree), program=program))
        wrapper.chmod(0o755)


# --- apt ---


def _downloaded(suite: str, packages: Sequence[str], work: Path) -> list[Path]:
    for folder in ("lists/partial", "cache/archives/partial"):
        (work / folder).mkdir(parents=True)
    keyring = next((k for k in KEYRINGS if Path(k).exists()), None)
    if keyring is None or shutil.which("apt-get") is None:
        raise StepFailed("find", "this machine has no Debian apt")
    (work / "sources.list").write_text(f"deb [signed-by={keyring}] {_mirror()} {suite} main\n")
    (work / "status").touch()
    apt = ["apt-get", "-qq", *_options(work)]
    run("update", [*apt, "update"])
    run("download", [*apt, "-y", "--download-only", "install", *packages])
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
    """The address from which this machine gets its own Debian. Raises StepFailed."""
    release = dict(re.findall(r'^(\w+)="?([^"\n]*)"?$', Path("/etc/os-release").read_text(), re.MULTILINE))
    if release.get("ID") == "debian":
        for address, suites in _sources():
            if release.get("VERSION_CODENAME", "sid") in suites:
                return address
    raise StepFailed("find", f"{release.get('PRETTY_NAME', 'this system')} has no source of Debian's packages")


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
