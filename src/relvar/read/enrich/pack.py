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
    head, plain = heads()[name], text.lower()
    for phrase in head.get("near_misses", []):
        plain = re.sub(_phrase(phrase), " ", plain)
    sure = sum(SURE for word in head["sure"] if re.search(_phrase(word), plain))
    return sure + sum(1 for word in head["also"] if re.search(_phrase(word), plain))


@cache
def _phrase(words: str) -> str:
    return r"(?<![\w-])" + re.escape(words.lower()).replace(r"\ ", r"[\s-]+") + r"(?:e?s)?(?![\w-])"


def choose(text: str) -> Pack | None:
    """The pack that fits best, or None where none fits well enough."""
    scores = {name: score(name, text) for name in heads()}
    best = max(scores, key=lambda name: scores[name])
    return load(best) if scores[best] >= ENOUGH else None
