"""What is fetched for an engine, and the steps in which that is done: complete or not at all, each failure named by its step."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from relvar.engines.fetching.places import home, numbers, trees
from relvar.errors import ServerUnavailable
from relvar.model.noun import Noun

WORDS = 300  # characters of what a failed step said


class StepFailed(Exception):
    """Raised by a step of a recipe: `step` is its name, the message what it said."""

    def __init__(self, step: str, says: str) -> None:
        self.step = step
        super().__init__(says)


class Recipe(Noun, frozen=True, kw_only=True):
    """How one real engine is had.

    `bring` puts the unpacked files into the tree (its second argument is a folder to work in); `version` asks the finished tree what
    it is, by running it; `warm` makes what every proof would else wait for. Each raises StepFailed.
    """

    name: str  # of its tree: "mysql" is kept as mysql-9.7.4
    title: str  # "MySQL Community Server"
    licence: str
    origin: str  # "Debian's suite sid"
    megabytes: int  # of what is fetched
    bring: Callable[[Path, Path], None]
    version: Callable[[Path], str]
    remedy: str  # what to do where it cannot be fetched
    warm: Callable[[Path | None], object] | None = None

    @property
    def notice(self) -> str:
        """Said before anything is fetched."""
        return f"{self.title} ({self.licence}) from {self.origin}: about {self.megabytes} MB are fetched"


def fetch(recipe: Recipe, cache: Path | None = None) -> Path:
    """The tree, fetched where none is there yet. Raises ServerUnavailable with the engine and the step that failed."""
    found = trees(recipe.name, cache)
    if found:
        return found[0]
    place = home(cache)
    try:
        place.mkdir(mode=0o755, parents=True, exist_ok=True)
        half = Path(tempfile.mkdtemp(prefix="half-", dir=place))
    except OSError as error:
        raise _failed(recipe, "place", str(error)) from error
    try:
        return _finished(recipe, half, place)
    except StepFailed as failed:
        raise _failed(recipe, failed.step, str(failed)) from failed
    finally:
        shutil.rmtree(half, ignore_errors=True)


def warmed(recipe: Recipe, cache: Path | None = None) -> None:
    """What the proofs would wait for, made now. Raises ServerUnavailable."""
    if recipe.warm is not None:
        try:
            recipe.warm(cache)
        except StepFailed as failed:
            raise _failed(recipe, failed.step, str(failed)) from failed
        except ServerUnavailable as error:
            raise _failed(recipe, "initialize", error.what) from error


def _finished(recipe: Recipe, half: Path, place: Path) -> Path:
    """Brought, tried and moved to its name."""
    tree, work = half / "tree", half / "work"
    tree.mkdir()
    work.mkdir()
    recipe.bring(tree, work)
    target = place / f"{recipe.name}-{'.'.join(map(str, numbers(recipe.version(tree))))}"
    tree.chmod(0o755)
    try:
        tree.rename(target)
    except OSError:  # another run was first
        if not target.exists():
            raise
    return target


def _failed(recipe: Recipe, step: str, says: str) -> ServerUnavailable:
    return ServerUnavailable(what=f"fetching {recipe.title}, step {step}: {says.strip()[-WORDS:]}", remedy=recipe.remedy)


def run(step: str, command: Sequence[str]) -> str:
    """What a command says. Raises StepFailed."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "LC_ALL": "C"})
    except OSError as error:
        raise StepFailed(step, str(error)) from error
    if done.returncode:
        raise StepFailed(step, done.stderr.strip() or done.stdout.strip() or f"{command[0]} ended with {done.returncode}")
    return done.stdout
