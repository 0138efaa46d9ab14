"""The signs by which a noun shows that it is an entity, and their weights, learned from texts with known schemas.

Each sign is one fact that a reader could check ("something is said to have it", "the text speaks of each of it"). The weights are a
logistic regression's (Cox 1958), so they add up to the log-odds of being a table; `bench/entity_signs.py` learns and writes them.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files

from relvar.read.text.claims import Claims
from relvar.read.text.naming import Key, is_nominal, words_of
from relvar.read.text.phrases import Noun
from relvar.read.text.words import listed, noun_class

SHORT = 120  # words: a short brief says nothing twice
FEWEST, MOST = -4.0, 6.0  # points of constructions beyond which more say nothing more
NUMBERS = ("id", "identifier", "number", "code")
RECORD_WORDS = ("record", "entry", "log", "history", "profile")
CLASSES = ("container", "never", "abstract", "sure_attribute", "attribute_head", "party", "organized", "event", "lookup")
ORGANIZATIONS = frozenset(
    ["company", "organization", "organisation", "business", "enterprise", "firm", "institution", "institute", "website", "application", "function"]
)


def is_person(head: str) -> bool:
    """Whether the word names somebody."""
    return head in listed("party") or noun_class(head) == "person"


@cache
def weights() -> dict[str, float]:
    """Sign -> log-odds that it adds."""
    read: dict[str, dict[str, float]] = tomllib.loads((files("relvar.read.lexicon") / "entity_signs.toml").read_text(encoding="utf-8"))
    return read["weights"]


class Known:
    """All nouns that may be entities, and the shorter names that longer ones end with."""

    def __init__(self, keys: Iterable[Key]) -> None:
        self.all = set(keys)
        self.within = {key[cut:] for key in self.all for cut in range(1, len(key))}


class Mentions:
    """How a text speaks of each noun, whether or not it becomes an entity."""

    def __init__(self, claims: Claims, spoken: Mapping[Key, list[Noun]], words: int) -> None:
        """`spoken`: each noun of the claims by its words."""
        self.short = words <= SHORT
        self.times = Counter({key: len(nouns) for key, nouns in spoken.items()})
        self.plural = Counter({key: sum(noun.plural for noun in nouns) for key, nouns in spoken.items()})
        self.each = Counter({key: sum(noun.bounds.each for noun in nouns) for key, nouns in spoken.items()})
        self.indefinite = Counter({key: sum(noun.bounds.article == "a" for noun in nouns) for key, nouns in spoken.items()})
        self.item: Counter[Key] = Counter()
        self.listed: Counter[Key] = Counter()
        self.acts: Counter[Key] = Counter()
        self.undergoes: Counter[Key] = Counter()
        self.last = max((noun.end for noun in claims.nouns), default=1)
        self._count(claims)
        people = listed("party") - listed("organized")  # "the nurse" is whoever it is, "the department" the one that asks
        self.only = {key for key, nouns in spoken.items() if key[-1] not in people and all(map(_is_the_one, nouns))}
        self.identified = {words_of(i.owner) for i in claims.identifies if i.owner is not None}

    def _count(self, claims: Claims) -> None:
        for has in claims.has:
            item = words_of(has.item)
            self.item[item] += 1
            self.listed[item] += has.listed >= 3
        for relates in claims.relates:
            self.acts[words_of(relates.subject)] += 1
            self.undergoes[words_of(relates.object)] += 1


def _is_the_one(noun: Noun) -> bool:
    """What the text only calls "the X", never "an X", "each X" or "Xs", is there once: the kitchen, the reception."""
    return noun.bounds.article == "the" and not noun.plural and not noun.bounds.each


def signs(key: Key, first: Noun, points: float, owned: set[Key], mentions: Mentions, known: Known) -> dict[str, float]:
    """The signs of one noun, each between 0 and 3. `points`: for the constructions it stands in; `known`: all nouns that may be entities."""
    found = dict(_of_the_text(key, first, mentions))
    found |= dict(_of_its_attributes(key, owned, mentions))
    found |= dict(_of_its_name(key, first, owned, mentions, known))
    found["points"] = max(FEWEST, min(MOST, points)) / 2
    found["points in a short text"] = found["points"] * mentions.short
    return found


def _of_the_text(key: Key, first: Noun, mentions: Mentions) -> Iterator[tuple[str, float]]:
    times = mentions.times[key]
    yield "mentioned once", times <= 1
    yield "mentioned twice", times == 2
    yield "mentioned often", times >= 4
    yield "mentioned very often", times >= 6
    yield "plural", min(mentions.plural[key], 3) / 3
    yield "each", min(mentions.each[key], 2)
    yield "indefinite", min(mentions.indefinite[key], 2)
    yield "item", mentions.item[key] > 0
    yield "acts", min(mentions.acts[key], 3)
    yield "undergoes", min(mentions.undergoes[key], 3)
    yield "only one", key in mentions.only
    yield "identified", key in mentions.identified
    yield "late", first.start / max(mentions.last, 1)
    yield "short text", mentions.short
    yield "acts in a short text", mentions.short * min(mentions.acts[key], 3)
    yield "undergoes in a short text", mentions.short * min(mentions.undergoes[key], 3)
    yield "once in a short text", mentions.short and times <= 1


def _of_its_attributes(key: Key, owned: set[Key], mentions: Mentions) -> Iterator[tuple[str, float]]:
    bare = not owned
    yield "bare", bare
    yield "one attribute", len(owned) == 1
    yield "two attributes", len(owned) == 2
    yield "some attributes", 3 <= len(owned) <= 4
    yield "many attributes", len(owned) >= 5
    yield "numbered", any(o[-1] in NUMBERS and o[:-1] in ((), key, key[-1:]) for o in owned)
    yield "bare in a list", bare and mentions.listed[key] > 0
    yield "bare and never plural", bare and not mentions.plural[key]
    yield "bare and only one", bare and key in mentions.only
    yield "a role", bare and mentions.acts[key] > 0 and not mentions.plural[key] and not mentions.indefinite[key] and is_person(key[-1])
    yield "bare in a short text", bare and mentions.short


def _of_its_name(key: Key, first: Noun, owned: set[Key], mentions: Mentions, known: Known) -> Iterator[tuple[str, float]]:
    head = key[-1]
    # "organizations have projects", "sites have a city": not the one that asks, nor the website
    several = (head in ORGANIZATIONS or bool(owned)) and (first.plural or mentions.each[key] > 0)
    for name in CLASSES:
        yield name, head in listed(name) and not (several and name in ("container", "attribute_head"))
    if head not in listed("event"):  # its commonest sense may be another: a catch is a drawback, a match a stick
        yield f"of class {noun_class(head) or 'unknown'}", True
    yield "organization", head in ORGANIZATIONS and not several
    yield "record word", head in RECORD_WORDS
    yield "nominal", is_nominal(head)
    yield "bare nominal", is_nominal(head) and not owned
    yield "one word", len(key) == 1
    yield "three words", len(key) >= 3
    yield "adjective", bool(first.adjectives)
    yield "longer known", key in known.within
    yield "shorter known", any(key[cut:] in known.all for cut in range(1, len(key)))
