"""The folder of a result: made beside its place and put there whole; what relvar did not write is never replaced."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from relvar.errors import StoreError

LIST = Path(".relvar/rows.json")  # the files that relvar wrote into the folder
NAMED_AT_MOST = 5


@contextmanager
def staged(folder: Path, *, force: bool = False) -> Iterator[Path]:
    """A folder to write into that takes the place of `folder` once all is well. Raises StoreError."""
    folder = folder.absolute()
    _refuse_foreign(folder, force)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.relvar-", dir=folder.parent))
    except OSError as error:
        raise StoreError(what=f"{folder} could not be written: {error.strerror or error}", remedy="free space or choose another --out") from error
    try:
        yield beside
        _swap(beside, folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _refuse_foreign(folder: Path, force: bool) -> None:
    if folder.is_file():
        raise StoreError(what=f"{folder} is a file", remedy="choose another --out")
    if force or not folder.is_dir():
        return
    found = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    strangers = sorted(found - set(_written(folder)) - {str(LIST)})
    if strangers:
        named = ", ".join(strangers[:NAMED_AT_MOST]) + (f" and {len(strangers) - NAMED_AT_MOST} more" if len(strangers) > NAMED_AT_MOST else "")
        raise StoreError(what=f"{folder} holds what relvar did not write: {named}", remedy="choose another --out, or say --force to replace it")


def _written(folder: Path) -> list[str]:
    try:
        found = json.loads((folder / LIST).read_text("utf-8"))
    except (OSError, ValueError):
        return []
    return [str(path) for path in found] if isinstance(found, list) else []


def _swap(beside: Path, folder: Path) -> None:
    written = sorted(str(path.relative_to(beside)) for path in beside.rglob("*") if path.is_file())
    (beside / LIST).parent.mkdir(exist_ok=True)
    (beside / LIST).write_text(json.dumps(written, indent=1) + "\n", "utf-8")
    beside.chmod(0o755)
    if folder.exists():
        old = folder.with_name(f"{beside.name}.old")
        folder.rename(old)
        beside.rename(folder)
        shutil.rmtree(old, ignore_errors=True)
    else:
        beside.rename(folder)
