"""A type as it was written -> a base type with its bounds, and what is lost of it."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple, cast

from relvar.model.semantic import Base, DataType

WRITTEN = re.compile(r"(?P<name>[^(]*?)\s*(?:\((?P<bounds>.*)\)(?P<rest>[^()]*))?\Z", re.S)
LABEL = re.compile(r"'((?:[^']|'')*)'")
UUID_BYTES = "16"  # binary(16) holds a UUID, wherever one is met
FLAG = ("tinyint", "1")  # what MySQL makes of boolean
MONEY = DataType(base="decimal", precision=19, scale=4)


class Meant(NamedTuple):
    """What a type means. `values`: a closed list that it names; `loses`: "" where nothing is lost."""

    data: DataType
    values: tuple[str, ...] = ()
    loses: str = ""


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "types.toml").read_text("utf-8"))


def meaning(written: str, enums: dict[str, tuple[str, ...]], domains: dict[str, str] | None = None) -> Meant:
    """What a column's type means. `enums`: labels of named types; `domains`: the type under a name."""
    text = written.strip()
    if text.endswith("[]") or text.lower().endswith(" array"):
        return Meant(DataType(base="json"), loses=f"that it is a list ({text})")
    found = WRITTEN.match(text)
    name = " ".join((found["name"] if found else text).lower().split())
    bounds, rest = (found["bounds"] or "", (found["rest"] or "").strip().lower()) if found else ("", "")
    name = name if not rest else name if rest in ("unsigned", "zerofill", "unsigned zerofill", "signed") else f"{name} {rest}"
    bare = name.removesuffix(" unsigned").removesuffix(" zerofill").removesuffix(" unsigned").rsplit(".", 1)[-1].strip('"')
    if domains and bare in domains:
        return meaning(domains[bare], enums)
    if bare in enums:
        return Meant(DataType(base="text"), values=enums[bare])
    if bare == "enum":
        return Meant(DataType(base="text"), values=tuple(label.replace("''", "'") for label in LABEL.findall(bounds)))
    return _known(bare, bounds, unsigned="unsigned" in f"{name} {rest}")


def _known(name: str, bounds: str, *, unsigned: bool) -> Meant:
    if not name:
        return Meant(DataType(base="text"), loses="nothing: it had no type, and any value")
    integers = _table()["integer"]["words"]
    if (name, bounds) == FLAG or (name == "bit" and bounds in ("", "1")):
        return Meant(DataType(base="boolean"))
    if name in integers:
        bits = integers[name]
        return Meant(DataType(base="integer", bits=min(64, bits * 2) if unsigned else bits), loses="that it is never negative" if unsigned else "")
    if base := _table()["plain"].get(name):
        return Meant(_bounded(base, name, bounds))
    if lossy := _table()["lossy"].get(name):
        base, lost = lossy
        return Meant(MONEY if base == "decimal" else DataType(base=cast(Base, base)), loses=lost)
    return Meant(DataType(base="text"), loses=f"the type {name}")


def _bounded(base: str, name: str, bounds: str) -> DataType:
    numbers = [int(number) for number in re.findall(r"\d+", bounds)]
    if base == "text":
        return DataType(base="text", length=numbers[0] if numbers else 1 if name in ("char", "character", "nchar") else 0)
    if base == "decimal" and numbers:
        return DataType(base="decimal", precision=numbers[0], scale=numbers[1] if len(numbers) > 1 else 0)
    if name == "binary" and bounds == UUID_BYTES:
        return DataType(base="uuid")
    if base == "bytes" and numbers:
        return DataType(base="bytes", length=numbers[0])
    return DataType(base=cast(Base, base))
