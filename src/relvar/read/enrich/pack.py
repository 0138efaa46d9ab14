"""Domain packs: one TOML file a domain, loaded only when its words occur. The format is documented in lexicon/packs/README.md."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from relvar.model.brief import Source

ENOUGH = 3  # a sure word counts three, another word one: "shop" is enough, "customer" and "order" alone are not
SURE = 3
HEADS = "triggers.toml"
WORDS = re.compile(r"[a-z0-9']+")


@dataclass(frozen=True)
class Pack:
    """A pack's raw tables. `name` is the domain."""

    name: str
    content: dict[str, Any]

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
    """How well a pack fits a text; near misses are taken out before its words are counted."""
    return _score(name, _plain(text))


def occurs(phrase: str, text: str) -> bool:
    """Whether a phrase stands in a text, in the singular or the plural."""
    plain = _plain(text)
    return any(form in plain for form in _forms(phrase))


def _score(name: str, plain: str) -> int:
    head = heads()[name]
    for phrase in head.get("near_misses", []):
        for form in _forms(phrase):
            plain = plain.replace(form, " | ")
    sure = sum(SURE for word in head["sure"] if any(form in plain for form in _forms(word)))
    return sure + sum(1 for word in head["also"] if any(form in plain for form in _forms(word)))


def _plain(text: str) -> str:
    """The words of a text in lower case with single spaces: "e-commerce" is two words here and in the packs."""
    return f" {' '.join(WORDS.findall(text.lower()))} "


@cache
def _forms(phrase: str) -> tuple[str, str, str]:
    stem = _plain(phrase).rstrip()
    return f"{stem} ", f"{stem}s ", f"{stem}es "


def choose(text: str) -> Pack | None:
    """The pack that fits best, or None where none fits well enough."""
    plain = _plain(text)
    scores = {name: _score(name, plain) for name in heads()}
    best = max(scores, key=lambda name: scores[name])
    return load(best) if scores[best] >= ENOUGH else None
