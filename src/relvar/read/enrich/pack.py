"""Domain packs: one TOML file a domain, loaded only when its words occur. The format is documented in lexicon/packs/README.md."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import Any

from relvar.model.brief import Source

HEADS = "triggers.toml"
CONSONANT_Y = re.compile(r"[^aeiou\W]y$")  # apiary, apiaries
LAST = 16  # texts whose words are kept: a brief is asked for many phrases, one after the other
WORD = re.compile(r"[a-z0-9]+")
WORDS = re.compile(r"[a-z0-9]+(?:'[a-z]+)*")  # "doctor's" is one word, the apostrophe of "doctors'" is none of its letters

Words = tuple[str, ...]
Places = dict[str, list[int]]


@dataclass(frozen=True)
class Head:
    """The words by which a domain is known. `sure`: its names; `also`: telling words; `about`: what a text of it names, if not only the
    domain; `near_misses`: phrases that mean something else. `alone`: a noun before the name makes it another domain (seed library)."""

    sure: tuple[str, ...]
    also: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    near_misses: tuple[str, ...] = ()
    alone: bool = False

    @classmethod
    def of(cls, table: dict[str, Any], about: Iterable[str] = ()) -> Head:
        """The head in a pack's table; what it is about is told there, else it is `about`."""
        lists = {key: tuple(table.get(key, ())) for key in ("sure", "also", "near_misses")}
        return cls(**lists, about=tuple(table.get("about", ())) or tuple(about), alone=bool(table.get("alone")))

    @cached_property
    def own(self) -> frozenset[str]:
        """Every word of it, one by one."""
        return frozenset(word for phrase in (*self.sure, *self.also, *self.about) for word in split(phrase))

    @cached_property
    def firsts(self) -> frozenset[str]:
        """The first words of what is weighed: a text without any is not of the domain."""
        return frozenset(split(phrase)[0] for phrase in (*self.sure, *self.also))


@dataclass(frozen=True)
class Pack:
    """A pack's raw tables. `name` is the domain. A user's own has its `file`'s name, its `text` and an `origin`: file, version, hash."""

    name: str
    content: dict[str, Any]
    file: str = ""
    origin: str = ""
    text: str = ""

    @cached_property
    def head(self) -> Head:
        """The words by which it is known; a user's own is about its core, where it does not say."""
        if not (trigger := self.table("trigger")):
            return heads()[self.name]
        entities = self.table("entity")
        return Head.of(trigger, [word for name in self.content["core"] for word in (name.replace("_", " "), *entities[name].get("synonyms", ()))])

    def table(self, name: str) -> dict[str, Any]:
        found = self.content.get(name, {})
        assert isinstance(found, dict)
        return found

    def source(self, entry: str) -> Source:
        return Source(kind="pack", words=f"{self.name}: {entry}", confidence=0.7)


@cache
def heads() -> dict[str, Head]:
    """The words by which each pack of the lexicon is known."""
    tables = tomllib.loads((files("relvar.read.lexicon") / "packs" / HEADS).read_text(encoding="utf-8"))
    return {name: Head.of(table) for name, table in tables.items()}


@cache
def load(name: str) -> Pack:
    return Pack(name, tomllib.loads((files("relvar.read.lexicon") / "packs" / f"{name}.toml").read_text(encoding="utf-8")))


@cache
def split(phrase: str) -> tuple[str, ...]:
    """The words of a phrase as they stand in a text: a possessive's sign is none."""
    return tuple(WORD.findall(phrase.lower().replace("'s", "")))


def mentions(phrase: str, text: str) -> int:
    """How often a phrase stands in a text, in the singular or the plural."""
    words, places = _plain(text)
    return sum(_count(form, words, places) for form in _forms(phrase) if form and places.keys() >= set(form))


def _count(form: Words, words: Words, places: Places) -> int:
    """How often a form stands among the words, where a blank ends the one and begins no other: "kite kite" is one kite."""
    count, free = 0, 0
    for at in places[form[0]]:
        if at >= free and words[at : at + len(form)] == form:
            count, free = count + 1, at + len(form) + 1
    return count


@lru_cache(maxsize=LAST)
def _plain(text: str) -> tuple[Words, Places]:
    """The words of a text in lower case ("e-commerce" is two words here and in the packs), and where each stands."""
    words = tuple(WORDS.findall(text.lower()))
    places: Places = {}
    for at, word in enumerate(words):
        places.setdefault(word, []).append(at)
    return words, places


@cache
def _forms(phrase: str) -> tuple[Words, ...]:
    """The phrase in the singular and the plural, as words."""
    stem = " ".join(WORDS.findall(phrase.lower()))
    return tuple(tuple(form.split()) for form in (stem, f"{stem}s", f"{stem[:-1]}ies" if CONSONANT_Y.search(stem) else f"{stem}es"))
