"""Domain packs: one TOML file a domain, loaded only when its words occur. The format is documented in lexicon/packs/README.md."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from relvar.model.brief import Source

ENOUGH = 3  # a sure word counts three, another word one: "shop" is enough, "customer" and "order" alone are not
SURE = 3
HEADS = "triggers.toml"
CONSONANT_Y = re.compile(r"[^aeiou\W]y$")  # apiary, apiaries
LAST = 16  # texts whose words are kept: a brief is asked for many phrases, one after the other
WORDS = re.compile(r"[a-z0-9]+(?:'[a-z]+)*")  # "doctor's" is one word, the apostrophe of "doctors'" is none of its letters


@dataclass(frozen=True)
class Pack:
    """A pack's raw tables. `name` is the domain. A user's own has its `file`'s name, its `text` and an `origin`: file, version, hash."""

    name: str
    content: dict[str, Any]
    file: str = ""
    origin: str = ""
    text: str = ""

    @property
    def head(self) -> dict[str, list[str]]:
        """The words by which it is known."""
        return self.table("trigger") or heads()[self.name]

    def table(self, name: str) -> dict[str, Any]:
        found = self.content.get(name, {})
        assert isinstance(found, dict)
        return found

    def source(self, entry: str) -> Source:
        return Source(kind="pack", words=f"{self.name}: {entry}", confidence=0.7)


@cache
def heads() -> dict[str, dict[str, list[str]]]:
    """Words by which each pack is known: sure, also, near_misses."""
    return tomllib.loads((files("relvar.read.lexicon") / "packs" / HEADS).read_text(encoding="utf-8"))


@cache
def load(name: str) -> Pack:
    return Pack(name, tomllib.loads((files("relvar.read.lexicon") / "packs" / f"{name}.toml").read_text(encoding="utf-8")))


def score(name: str, text: str) -> int:
    """How well a pack of the lexicon fits a text."""
    return _score(heads()[name], _plain(text))


def score_of(sure: list[str], also: list[str], near_misses: list[str], text: str) -> int:
    """How well these words fit a text; near misses are taken out before words are counted."""
    return _score({"sure": sure, "also": also, "near_misses": near_misses}, _plain(text))


def occurs(phrase: str, text: str) -> bool:
    """Whether a phrase stands in a text, in the singular or the plural."""
    return _occurs(phrase, _plain(text))


def mentions(phrase: str, text: str) -> int:
    """How often a phrase stands in a text, in the singular or the plural."""
    plain = _plain(text)
    return sum(plain.count(form) for form in _forms(phrase))


def _occurs(phrase: str, plain: str) -> bool:
    return any(form in plain for form in _forms(phrase))


def _score(head: dict[str, list[str]], plain: str) -> int:
    for phrase in head.get("near_misses", []):
        for form in _forms(phrase):
            plain = plain.replace(form, " | ")
    sure = sum(SURE for word in head["sure"] if _occurs(word, plain))
    return sure + sum(1 for word in head.get("also", []) if _occurs(word, plain))


@lru_cache(maxsize=LAST)
def _plain(text: str) -> str:
    """The words of a text in lower case with single spaces: "e-commerce" is two words here and in the packs."""
    return f" {' '.join(WORDS.findall(text.lower()))} "


@cache
def _forms(phrase: str) -> tuple[str, ...]:
    """The phrase in the singular and the plural, between spaces."""
    stem = f" {' '.join(WORDS.findall(phrase.lower()))}"
    return f"{stem} ", f"{stem}s ", f"{stem[:-1]}ies " if CONSONANT_Y.search(stem) else f"{stem}es "


def choose(text: str, own: tuple[Pack, ...] = ()) -> Pack | None:
    """The pack that fits best, a user's own before those of the lexicon; None where none fits well enough."""
    plain = _plain(text)
    fitting = {n: _score(pack.head, plain) for n, pack in enumerate(own)}
    if fitting and fitting[best := max(fitting, key=lambda n: fitting[n])] >= ENOUGH:
        return own[best]
    scores = {name: _score(head, plain) for name, head in heads().items()}
    found = max(scores, key=lambda name: scores[name])
    return load(found) if scores[found] >= ENOUGH else None
