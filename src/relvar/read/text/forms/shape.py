"""What the forms of a document have in common: things with columns, questions asked of them, and the places they were read from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from relvar.read.text.words import is_plural, singular

Words = tuple[str, ...]
BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]")
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
WORD = re.compile(r"[^\W_]+")
MOST_WORDS = 6  # of a column's name; a longer cell is a sentence


@dataclass(slots=True)
class Column:
    """A column, field or key. `kind`: a semantic type's name or ""; `target`: the thing that it points at or holds."""

    words: Words
    start: int
    end: int
    kind: str = ""
    values: Words = ()
    unique: bool = False
    optional: bool = False
    many: bool = False
    target: Words = ()


@dataclass(slots=True)
class Thing:
    """A sheet, screen, resource or object: what becomes an entity. `whole`: the thing it is a part of."""

    words: Words
    start: int
    end: int
    columns: list[Column] = field(default_factory=list)
    whole: Words = ()


@dataclass(slots=True)
class Asked:
    """A list that an interface offers: of one parent or of all, by some parameters."""

    words: Words
    start: int
    end: int
    of: Words = ()
    by: tuple[Words, ...] = ()
    between: bool = False  # from and to: an interval of time
    latest: bool = False
    per_day: float = 0.0


class Cell(NamedTuple):
    """What a role may do with a thing, or, where `about` is empty, in words that stand at `start`."""

    about: Words
    text: str
    start: int


class Granted(NamedTuple):
    """A role of a table, where its name stands, and its cells."""

    role: str
    start: int
    cells: tuple[Cell, ...]


@dataclass(slots=True)
class Forms:
    """All that was read by form. `spans`: what of the text is not prose, so that no sentence is read across it.

    `said`: spans that are read as if these words, no longer than they, stood there.
    """

    things: list[Thing] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    granted: list[Granted] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    said: list[tuple[int, int, str]] = field(default_factory=list)


def words_in(name: str) -> Words:
    """ "Height (cm)", "orderDate", "unit_price" and "Licence no." as words in lower case; a unit in brackets is left out."""
    bare = BRACKETS.sub(" ", name)
    plain = bare if WORD.search(bare) else name
    return tuple(word.lower() for word in WORD.findall(CAMEL.sub(" ", plain)))


def one_of(words: Words) -> Words:
    """The singular of a thing's name."""
    return (*words[:-1], singular(words[-1])) if words else ()


def is_many(words: Words) -> bool:
    return bool(words) and is_plural(words[-1])


def raw_lines(text: str) -> Iterator[tuple[int, str]]:
    """Each line with its offset, without its end."""
    at = 0
    for raw in text.splitlines(keepends=True):
        yield at, raw.rstrip("\r\n")
        at += len(raw)
