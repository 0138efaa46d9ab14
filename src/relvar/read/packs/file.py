"""A user's pack: the file's text -> `Pack`, or a PackError that names every fault with its line and remedy."""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path
from typing import Any

from relvar.errors import PackError
from relvar.read.enrich.pack import Pack
from relvar.read.packs.faults import Fault
from relvar.read.packs.names import unresolved
from relvar.read.packs.shape import shaped

HASH_DIGITS = 12  # enough to tell one version of a file from another by eye
TOLD = 20  # faults that are listed at once


def read_pack(path: Path) -> Pack:
    """The pack in a file. Raises PackError where it cannot be read or used."""
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise PackError(what=f"{path} cannot be read: {error.strerror}", remedy="give a pack's file: --pack FILE.toml") from error
    except UnicodeDecodeError as error:
        raise PackError(what=f"{path} is not text in UTF-8", remedy="save it as UTF-8") from error
    return parsed(text, path.name)


def parsed(text: str, file_name: str) -> Pack:
    """The pack in a text. Raises PackError with every fault, its line and its remedy."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PackError(what=f"{file_name} is no TOML: {error}", remedy="mend the line it names") from error
    if found := faults(content):
        told = [f"{_place(file_name, fault, text)}: {fault.says}; {fault.remedy}" for fault in found[:TOLD]]
        more = [f"and {len(found) - TOLD} more"] if len(found) > TOLD else []
        raise PackError(what="\n        ".join([f"the pack {file_name} has faults:", *told, *more]), remedy="docs/manual/packs.md shows a whole pack")
    digest = hashlib.sha256(text.encode()).hexdigest()[:HASH_DIGITS]
    version = f", version {content['version']}" if content.get("version") else ""
    return Pack(_name(file_name), content, file_name, f"{file_name}{version}, sha256 {digest}", text)


def faults(content: dict[str, Any]) -> list[Fault]:
    """Everything that is wrong in a pack's tables; names are looked up only where the tables have the right keys."""
    pack, found = shaped(content)
    return found if pack is None or found else list(unresolved(pack))


def _place(file_name: str, fault: Fault, text: str) -> str:
    line = fault.line(text)
    return f"{file_name}, line {line}, {fault.key}" if line else f"{file_name}, {fault.key}"


def _name(file_name: str) -> str:
    return re.sub(r"\W+", "_", file_name.rpartition(".")[0] or file_name).strip("_").lower() or "own"
