"""Artefacts -> a folder, all at once or not at all, never over what somebody else wrote.

The folder carries a manifest of hashes (`.relvar/manifest.json`): a file whose hash still stands was written by relvar and
nobody changed it, so it may be replaced. Any other file of the same name stops the save and is named. Files that relvar
never wrote stay where they are.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from relvar.errors import StoreError
from relvar.model.design import Artefact

MANIFEST = Path(".relvar/manifest.json")
EDITABLE = "model.yaml"  # the one file that people are asked to edit: its caller merges, so it never stops a save
NAMED_AT_MOST = 5  # edited files named in one message; the rest is counted


def save(artefacts: Iterable[Artefact], folder: Path, *, force: bool = False) -> None:
    """Write the folder. Raises StoreError when it holds other content, hand-edited files, or the disk refuses."""
    made = tuple(artefacts)
    folder = folder.absolute()
    _refuse_foreign(folder, made, force)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        staged = Path(tempfile.mkdtemp(prefix=f".{folder.name}.relvar-", dir=folder.parent))
    except OSError as error:
        raise _disk(folder, error) from error
    try:
        _stage(made, staged, folder)
        _swap(staged, folder)
    except OSError as error:
        raise _disk(folder, error) from error
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def manifest(folder: Path) -> dict[str, str]:
    """Path -> SHA-256 of what relvar wrote there last; empty where it never did."""
    try:
        found = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(path): str(digest) for path, digest in found.items()} if isinstance(found, dict) else {}


def edited(folder: Path) -> list[str]:
    """Files that relvar wrote and somebody changed since, model.yaml aside; a deleted file is no edit."""
    return [
        path
        for path, digest in manifest(folder).items()
        if path != EDITABLE and (folder / path).is_file() and _digest((folder / path).read_bytes()) != digest
    ]


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _disk(folder: Path, error: OSError) -> StoreError:
    return StoreError(
        what=f"{folder} could not be written: {error.strerror or error}", remedy="nothing was changed; free space or choose another --out"
    )


def _refuse_foreign(folder: Path, made: tuple[Artefact, ...], force: bool) -> None:
    if folder.is_file():
        raise StoreError(what=f"{folder} is a file", remedy="choose another --out")
    if force or not folder.is_dir() or not any(folder.iterdir()):
        return
    written = manifest(folder)
    if not written:
        raise StoreError(what=f"{folder} exists and relvar did not write it", remedy="choose another --out, or say --force")
    ours = {artefact.path for artefact in made}
    strangers = [a for a in sorted(ours - written.keys()) if (folder / a).exists()]
    touched = edited(folder) + strangers
    if touched:
        named = ", ".join(touched[:NAMED_AT_MOST]) + (f" and {len(touched) - NAMED_AT_MOST} more" if len(touched) > NAMED_AT_MOST else "")
        raise StoreError(what=f"edited by hand in {folder}: {named}", remedy="move your changes elsewhere, or say --force to replace them")


def _stage(made: tuple[Artefact, ...], staged: Path, folder: Path) -> None:
    hashes = {}
    for artefact in made:
        target = staged / artefact.path
        target.parent.mkdir(parents=True, exist_ok=True)
        data = artefact.text.encode("utf-8")
        target.write_bytes(data)
        target.chmod(0o755 if artefact.executable else 0o644)
        hashes[artefact.path] = _digest(data)
    target = staged / MANIFEST
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(hashes, indent=1, sort_keys=True) + "\n", "utf-8")
    staged.chmod(0o755)
    _keep_strangers(staged, folder)


def _keep_strangers(staged: Path, folder: Path) -> None:
    """What relvar never wrote is carried over; what it wrote before and no longer makes is left behind."""
    written = manifest(folder)
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        relative = path.relative_to(folder)
        target = staged / relative
        if path.is_dir() or str(relative) in written or relative == MANIFEST or target.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target, follow_symlinks=False)


def _swap(staged: Path, folder: Path) -> None:
    """Two renames on one file system; the first is undone when the second fails."""
    if not folder.exists():
        staged.rename(folder)
        return
    aside = folder.with_name(f"{staged.name}.old")
    folder.rename(aside)
    try:
        staged.rename(folder)
    except OSError:
        aside.rename(folder)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def write_into(folder: Path, artefacts: Iterable[Artefact]) -> None:
    """Add or replace single files of a folder that relvar wrote (the proof after the design), each at once, manifest last."""
    hashes = manifest(folder)
    for artefact in artefacts:
        data = artefact.text.encode("utf-8")
        _replace(folder / artefact.path, data)
        hashes[artefact.path] = _digest(data)
    _replace(folder / MANIFEST, (json.dumps(hashes, indent=1, sort_keys=True) + "\n").encode())


def _replace(path: Path, data: bytes) -> None:
    try:
        beside = path.with_name(f".{path.name}.new")
        beside.write_bytes(data)
        beside.replace(path)
    except OSError as error:
        raise _disk(path, error) from error
