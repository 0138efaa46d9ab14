"""Words for types as people write them in diagrams -> types of the database in whose words the tables are kept."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from relvar.importing.lift.types import meaning

DIALECT = "postgresql"
LONGEST_LINE = 10_000  # characters: what is longer was written by no hand and by no tool that draws
UNSAID = "text"  # the type of an attribute that says none
COUNTED = "bigint"  # of a key that numbers rows
LIST = "[]"
NUMBERS = ("number", "numeric", "")  # words that say no more than that a key is a number
COLLECTION = re.compile(r"(?:list|set|array|collection|iterable)\s*<\s*(.+?)\s*>\Z", re.I)
OPTIONAL = re.compile(r"(?:optional|nullable)\s*<\s*(.+?)\s*>\Z|(.+)\?\Z", re.I)


@cache
def _words() -> dict[str, str]:
    found: dict[str, str] = tomllib.loads((files(__package__) / "types.toml").read_text("utf-8"))["words"]
    return found


def type_of(written: str, *, key: bool = False) -> str:
    """The type; `key`: of a key or a reference, where a bare number counts rows."""
    if (found := OPTIONAL.match(written)) is not None:
        written = found[1] or found[2]
    if (found := COLLECTION.match(written)) is not None:
        return type_of(found[1]) + LIST
    if written.endswith(LIST) and written.lower() not in _words():
        return type_of(written.removesuffix(LIST)) + LIST
    low = written.lower()
    if key and low in NUMBERS:
        return COUNTED
    return _words().get(low, written) if low else UNSAID


def is_known(written: str) -> bool:
    """Whether a word names a type, as people or databases call it."""
    return not meaning(type_of(written), {}).loses.startswith("the type ")


def is_optional(written: str) -> bool:
    return OPTIONAL.match(written) is not None


def members(written: str) -> str:
    """The type of the members of a collection; "" where it is none."""
    found = COLLECTION.match(written)
    return found[1] if found else written.removesuffix(LIST) if written.endswith(LIST) else ""
