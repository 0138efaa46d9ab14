"""MongoDB's own shell, where it can be had: an optional tool by which tests run the scripts of a design as people would.

It is fetched by name only (`python -m relvar.engines.fetching mongosh`): no proof needs it. The package is Apache-2.0 and runs on Node.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from relvar.engines.fetching import Recipe, StepFailed, run, trees
from relvar.errors import ServerUnavailable

TREE = "mongosh"
PROGRAM = "node_modules/.bin/mongosh"
REMEDY = "python -m relvar.engines.fetching mongosh gets it where Node and npm are"
SECONDS = 120


class Answer(NamedTuple):
    """How a run of the shell ended, and what it said."""

    code: int
    said: str


def shell(cache: Path | None = None) -> Path:
    """The program. Raises ServerUnavailable."""
    if shutil.which("node") is None:
        raise ServerUnavailable(what="Node is not installed, and mongosh runs on it", remedy=REMEDY)
    found = trees(TREE, cache)
    if not found:
        raise ServerUnavailable(what="mongosh is not fetched", remedy=REMEDY)
    return found[0] / PROGRAM


def ran(program: Path, url: str, files: Sequence[Path], home: Path) -> Answer:
    """Runs files one after the other in one shell. `home` is where it keeps its log: nothing is left elsewhere."""
    command = [str(program), url, "--quiet", "--norc", *map(str, files)]
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": str(home)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS, env=environment)
    return Answer(done.returncode, done.stdout + done.stderr)


def _bring(tree: Path, work: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise StepFailed("download", "npm is not installed")
    quiet = ("--no-audit", "--no-fund", "--ignore-scripts", "--omit=optional")
    run("download", [npm, "install", *quiet, "--cache", str(work), "--prefix", str(tree), "mongosh"])


def _version(tree: Path) -> str:
    return run("start", [str(tree / PROGRAM), "--version"]).strip()


RECIPE = Recipe(
    name=TREE,
    title="mongosh, MongoDB's shell",
    licence="Apache-2.0",
    origin="npm",
    megabytes=154,
    bring=_bring,
    version=_version,
    remedy=REMEDY,
)
