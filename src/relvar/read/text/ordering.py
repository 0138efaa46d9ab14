"""In which order a list is asked for, and how many of it: "the ten most expensive films", "newest first", "sorted by price, highest first".

What a superlative measures is data (`lexicon/degrees.toml`); the attribute that it means must be one of what is listed, or the text orders nothing.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from relvar.model.brief import Source
from relvar.read.text.asking import is_unit
from relvar.read.text.quantity import TENS, UNITS, number
from relvar.read.text.scene import Scene
from relvar.read.text.sought import Cued
from relvar.read.text.words import VOWELS, listed, singular

NEWEST = 50  # rows of a list of the latest of which nothing is said
COUNT = "@count"
IRREGULAR = {"best": "good", "worst": "bad", "last": "late", "latest": "late", "oldest": "old", "eldest": "old"}
MANY = rf"(?P<many>\d[\d.,]*|{'|'.join((*UNITS, *TENS))})"
BY = (
    r"(?:in (?:the )?order of|(?:sort|order|rank|arrang)\w* (?:\w+ )?by|(?:ascending|descending|decreasing|increasing) order (?:of|by)"
    r"|by (?=descending|ascending))"
)
SORTED = Cued(rf"\b{BY} (?P<keys>[a-z][a-z _'-]*(?:, (?!and\b|then\b)[a-z _'-]+)*)", "order|sort|rank|arrang|ascending|descending")
DOWN = re.compile(
    r"\b(?:descending|desc|decreasing|downwards?|(?:highest|most \w+|newest|latest|largest|biggest|best|longest) first|reverse\w*)\b"
    r"|\bhigh(?:est)? to low"
)
STARTS = re.compile(r"\b(?:starting|beginning) (?:with|from|at) (?:the )?(?P<word>[a-z]+(?: [a-z]+)?)")
FROM_TO = re.compile(
    r"\bfrom (?:the )?(?P<first>low|high|small|large|cheap|expensive|old|new|short|long)(?:est)? to (?:the )?[a-z]+(?P<keys>(?: [a-z]+){0,3})"
)
GOING_BY = re.compile(r"\b(?:going |judged |measured |according to |ranked )?by (?:the |its |their )?(?P<keys>[a-z][a-z ]*)")
PARTED = re.compile(r",|\band\b|\bthen\b|\bby\b")
ALPHABET = Cued(r"\balphabetical(?:ly)?\b|\bfrom a to z\b", "alphabetical|from a to z")
CHRONOLOGY = Cued(r"\b(?P<back>reverse |inverse )?chronological(?:ly)?\b", "chronological")
EMPTY = frozenset(["the", "its", "their", "a", "an", "each", "descending", "ascending", "desc", "asc", "decreasing", "increasing", "order"])


class Order(NamedTuple):
    """Attribute ids as in an access pattern, how many rows (0: all), and how people say it. `counted`: by how often others refer to it."""

    by: tuple[str, ...]
    limit: int = 0
    words: str = ""
    counted: bool = False
    latest: bool = False


@cache
def _degrees() -> dict[str, tuple[str, ...]]:
    """Superlative -> direction, and what it measures."""
    text = (files("relvar.read.lexicon") / "degrees.toml").read_text(encoding="utf-8")
    plain = {word: tuple(value.split()) for word, value in tomllib.loads(text).items()}
    found = {f"{most} {word}": value for word, value in plain.items() for most in ("most",)}
    found |= {_superlative(word): value for word, value in plain.items()}
    found |= {f"least {word}": ("+" if value[0] == "-" else "-", *value[1:]) for word, value in plain.items()}
    return found | {word: plain[base] for word, base in IRREGULAR.items()}


def _superlative(word: str) -> str:
    if word.endswith("y"):
        return word[:-1] + "iest"
    doubled = len(word) < 5 and word[-1] not in VOWELS + "wxy" and word[-2] in VOWELS and word[-3:-2] not in (*VOWELS, "")
    return word + (word[-1] if doubled else "") + ("st" if word.endswith("e") else "est")


@cache
def _superlatives() -> re.Pattern[str]:
    words = "|".join(sorted(_degrees(), key=len, reverse=True))
    return re.compile(
        rf"\b(?:(?:(?:top|first|last|next) )?{MANY} )?(?:all the |the )?(?P<word>{words})(?:[- ](?P<of>(?!first\b)[a-z]+(?:"
        rf" [a-z]+)?))?(?: {MANY.replace('many', 'behind')}\b)?"
    )


def ordered(scene: Scene, entity: str, text: str) -> Order | None:
    """The order that a clause about an entity asks for; None where it asks for none."""
    if (found := SORTED.search(text)) and (keys := list(_keys(scene, entity, found["keys"]))):
        sign = _direction(text)
        return Order(tuple(sign + key for key in keys), _top(text), f"sorted by {_said(keys)}{', highest first' * bool(sign)}")
    if (found := FROM_TO.search(text)) and (keys := _keys(scene, entity, found["keys"])):
        sign = "-" if found["first"] in ("high", "large", "expensive", "new", "long") else ""
        return Order((sign + keys[0],), _top(text), f"sorted by {_said(keys)}{', highest first' * bool(sign)}")
    if (found := GOING_BY.search(text)) and (order := _ranked_by(scene, entity, text, found["keys"])) is not None:
        return order
    for found in _superlatives().finditer(text):
        if (order := _by_degree(scene, entity, found, text)) is not None:
            return order
    if ALPHABET.search(text) and (name := _naming(scene, entity)):
        return Order((name,), _top(text), f"sorted by {name.replace('_', ' ')}")
    if (found := CHRONOLOGY.search(text)) and (time := scene.time_of(entity)):
        return Order((f"{'-' if found['back'] else ''}{time}",), _top(text), "newest first" if found["back"] else "oldest first")
    return None


def ranks_by(text: str) -> bool:
    """ "by start date, newest first", "the top 7 by price": what stands behind "by" is the order, and nothing that is looked for."""
    if re.search(rf"\b(?:top|bottom) {MANY}\b", text):
        return True
    ranked = re.search(r"\b(?:going|judged|measured|ranked) by\b|\baccording to\b", text)
    return any(ranked or text[m.end("word") :].startswith(" first") for m in _superlatives().finditer(text))


def _direction(text: str) -> str:
    """ "-" where the greatest comes first: "in descending order", "starting with the largest"."""
    if (found := STARTS.search(text)) and (degree := _degrees().get(found["word"]) or _degrees().get(found["word"].split()[0])):
        return degree[0].replace("+", "")
    return "-" if DOWN.search(text) else ""


def _ranked_by(scene: Scene, entity: str, text: str, said: str) -> Order | None:
    """ "the top 7 offers by price", "the 13 newest contracts, going by their signing date": the fact is named behind."""
    keys = _keys(scene, entity, said)
    if not keys:
        return None
    degree = next((_degrees()[m["word"]] for m in _superlatives().finditer(text)), ())
    if not degree and not re.search(rf"\b(?:top|bottom) {MANY}\b", text):
        return None
    sign = degree[0].replace("+", "") if degree else "" if "bottom" in text else "-"
    many = next((n for m in _superlatives().finditer(text) if (n := _many(m)) > 0), 0)
    return Order((sign + keys[0],), many or _top(text), f"by {_said(keys[:1])}, {'highest' if sign else 'lowest'} first")


def is_ordered(text: str) -> bool:
    """Whether a clause speaks of an order at all, whatever it is of."""
    return any(pattern.search(text) for pattern in (SORTED, ALPHABET, CHRONOLOGY)) or _superlatives().search(text) is not None


def _by_degree(scene: Scene, entity: str, found: re.Match[str], text: str) -> Order | None:
    """What a superlative orders by: the attribute that is named behind it, else one of those that it measures."""
    sign, *measured = _degrees()[found["word"]]
    behind = found["of"] or ""
    many = _many(found)
    if many < 0:
        return None  # "the last three days"
    named = next((a for words in _tails(behind) if (a := _attribute(scene, entity, words))), "")
    if named and found["word"] == "last":
        return None  # "the last name"
    if not named and COUNT in measured:
        return Order((), many or _top(text), found["word"], counted=True)
    attribute = named or next((a for what in measured if (a := _measure(scene, entity, what))), "")
    if not attribute:
        return None
    latest = "@time" in measured and not named
    words = f"{found['word']} first" if not named else f"{found['word']} {named.replace('_', ' ')} first"
    plain = NEWEST if latest and sign == "-" else 0
    return Order(((sign + attribute).lstrip("+"),), many or _top(text) or plain, words, latest=latest)


def _many(found: re.Match[str]) -> int:
    """How many are asked for: 0 where nothing says so, -1 where it is a span of time."""
    said = found["many"] or found["behind"]
    if found["behind"]:
        following = re.match(r" ([a-z]+)", found.string[found.end("behind") :])
        if following and is_unit(following[1]):
            return -1
    if found["of"] and is_unit(found["of"].split()[0]):
        return -1
    value = number(said.rstrip(".,")) if said else None
    return int(value) if value and value >= 1 else 0


def _top(text: str) -> int:
    """ "the top 10", "the first twenty", "at most five of them are shown"."""
    found = re.search(rf"\b(?:top|first|at most|up to|only|limited to|maximum of) (?:the )?{MANY}\b(?: ([a-z]+))?", text)
    value = number(found["many"].rstrip(".,")) if found and not (found[2] and is_unit(found[2])) else None
    return int(value) if value and value >= 1 else 0


def how_many(text: str, plural: str) -> int:
    """ "the ten boats": how many of the things themselves are asked for; 0 where nothing says so."""
    found = re.search(rf"\b{MANY} {re.escape(plural.replace('_', ' '))}\b", text)
    value = number(found["many"].rstrip(".,")) if found else None
    return int(value) if value and value >= 1 else 0


def _tails(words: str) -> list[tuple[str, ...]]:
    """What may be an attribute's name in the one or two words behind a superlative: "highest-rated films", "largest order amount"."""
    parts = tuple(words.split())
    stems = [(re.sub(r"(?<=[a-z]{2})ed$", ending, parts[0]),) for ending in ("ing", "e") if parts and parts[0].endswith("ed")]
    return [p for p in (parts, parts[:1], *stems) if p]


def _attribute(scene: Scene, entity: str, words: tuple[str, ...]) -> str:
    known = scene.entities[entity].attributes
    name = "_".join((*words[:-1], singular(words[-1])))
    return next((a for a in known if a == name), "") or next((a for a in known if a.endswith(f"_{name}") or a == f"{name}_at"), "")


def _measure(scene: Scene, entity: str, what: str) -> str:
    """The attribute that a word of the lexicon means, where the entity has one."""
    known = scene.entities[entity].attributes
    if what == "@time":
        return _time(scene, entity)
    if what == "@money":
        return next((a for a, it in known.items() if it.meaning.name in ("money", "signed_money")), "")
    return next((a for a in known if a == what or a.endswith(f"_{what}")), "")


def _time(scene: Scene, entity: str) -> str:
    """When an instance came to be; made where nothing says it, for the newest are asked for."""
    time = scene.time_of(entity)
    if time and scene.entities[entity].attributes[time].meaning.name != "birth_date":
        return time
    return scene.add_attribute(entity, "created_at", Source(kind="rule", words="a list by time needs a time", confidence=0.7), "instant")


def _keys(scene: Scene, entity: str, said: str) -> list[str]:
    """The attributes of a list of keys, as far as they are some."""
    found: list[str] = []
    for part in PARTED.split(said):
        words = [w for w in part.split() if w not in EMPTY]
        words = words[1:] if words[:1] == ["of"] else words
        key = next((a for end in range(min(len(words), 4), 0, -1) if (a := _key(scene, entity, tuple(words[:end])))), "")
        if not key and words:
            break
        if key and key not in found:
            found.append(key)
    return found


def _key(scene: Scene, entity: str, words: tuple[str, ...]) -> str:
    if words[-1] in ("date", "time") and len(words) == 1 and (time := scene.time_of(entity)):
        return scene.attribute_of(entity, words) or time
    if words[-1] in listed("preposition"):
        return ""
    exact = "_".join(words)
    return exact if exact in scene.entities[entity].attributes else scene.attribute_of(entity, (*words[:-1], singular(words[-1])))


def _naming(scene: Scene, entity: str) -> str:
    known = scene.entities[entity].attributes
    naming = ("name", "title", "person_name", "family_name")
    return next((a for meaning in naming for a, it in known.items() if it.meaning.name == meaning), "")


def _said(keys: list[str]) -> str:
    return " and ".join(key.replace("_", " ") for key in keys)
