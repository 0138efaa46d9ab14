"""What is true of the text of one dialect, read from `dialects.toml`, and which dialect a text is in."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import msgspec

from relvar.engines.facts import facts
from relvar.engines.sql import PLAIN
from relvar.errors import UnsupportedError
from relvar.model.noun import Noun

DEFAULT = "postgresql"  # nearest to the standard, where a text shows no sign of any


class Dialect(Noun, frozen=True, kw_only=True):
    """Facts of a dialect; their meaning stands at the head of the file."""

    tokens: str
    schema: str
    folds: bool
    bodies: str
    inline_indexes: bool
    quotes: tuple[str, str]
    signs: tuple[str, ...]
    elder: str = ""
    comments: bool = True
    numbers_keys: bool = False
    indexes_references: bool = False
    keys_take_null: bool = False
    like_classes: bool = False
    counters: bool = False
    inline_references: str = ""
    name: str = ""

    def fold(self, word: str, *, quoted: bool) -> str:
        """A name as the dialect stores it."""
        return word.lower() if self.folds and not quoted else word

    def quote(self, name: str) -> str:
        """A name as a statement must write it: quoted where it would be read as something else."""
        if PLAIN.match(name) and name not in facts(self.name).reserved:
            return name
        opens, closes = self.quotes
        return f"{opens}{name.replace(closes, closes * 2)}{closes}"


@cache
def dialects() -> dict[str, Dialect]:
    """All dialects by name."""
    text = (files(__package__) / "dialects.toml").read_bytes()
    found = msgspec.toml.decode(text, type=dict[str, Dialect])
    return {name: msgspec.structs.replace(dialect, name=name) for name, dialect in found.items()}


def dialect(name: str) -> Dialect:
    """The dialect of that name. Raises UnsupportedError."""
    if name not in dialects():
        raise UnsupportedError(what=f"{name}: no dialect relvar reads", remedy=f"choose one of {', '.join(dialects())}")
    return dialects()[name]


def guess(text: str) -> str:
    """The dialect with the most kinds of signs in the text; of two alike the first, and the default where there are none."""
    counts = {name: _signs(found, text) for name, found in dialects().items()}
    for name, found in dialects().items():
        if found.elder and counts[name]:
            counts[name] += counts[found.elder]  # it has every sign of its elder, and its own
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else DEFAULT


def _signs(dialect: Dialect, text: str) -> int:
    return sum(1 for sign in dialect.signs if re.search(sign, text, re.IGNORECASE | re.MULTILINE))
