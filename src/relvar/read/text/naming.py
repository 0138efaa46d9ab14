"""Names: what a phrase is called once articles, qualities and wrapper words are gone; ids that every engine accepts."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from relvar.model.letters import spelled
from relvar.read.lexicon.units import is_measure
from relvar.read.text.phrases import Noun
from relvar.read.text.quantity import TENS, UNITS, is_several
from relvar.read.text.words import is_plural, listed, noun_class, plural, singular, verb_form

# adjectives that say nothing of the kind of thing: "basic information", "detailed records", "corresponding project"
EMPTY_ADJECTIVES = frozenset(
    [
        "basic",
        "raw",
        "detailed",
        "specific",
        "relevant",
        "corresponding",
        "own",
        "related",
        "various",
        "different",
        "same",
        "certain",
        "respective",
        "following",
        "above",
        "mentioned",
        "unique",
        "main",
        "other",
        "new",
        "general",
        "overall",
        "particular",
        "individual",
        "several",
        "many",
        "few",
        "multiple",
        "numerous",
        "important",
        "key",
        "necessary",
        "appropriate",
        "additional",
        "complete",
        "comprehensive",
        "full",
        "entire",
        "highest",
        "lowest",
        "cheapest",
        "nearest",
        "whole",
        "existing",
        "such",
        "only",
        "given",
        "said",
        "associated",
        "involved",
        "responsible",
        "old",
        "good",
        "bad",
        "better",
        "best",
        "able",
        "real",
        "simple",
        "latest",
        "newest",
        "recent",
        "upcoming",
        "today",
        "daily",
        "sure",
        "suitable",
        "similar",
        "common",
        "further",
        "single",
        "designated",
        "registered",
        "selected",
        "stored",
        "distinct",
        "optional",
        "mandatory",
        "required",
    ]
)
WRAPPERS_KEPT = frozenset(["record", "entry", "history", "log", "profile"])
KEEPING_OF_DATA = frozenset(["maintenance", "management", "administration", "entry", "registration", "processing"])
HAPPENINGS = frozenset(
    ["operation", "event", "activity", "process", "action", "instance", "transaction", "occurrence"]
)  # "planting operation" is a planting
TRIVIAL = frozenset(
    [
        "the",
        "a",
        "an",
        "its",
        "their",
        "his",
        "her",
        "basic",
        "unique",
        "specific",
        "own",
        "relevant",
        "corresponding",
        "respective",
        "other",
        "various",
        "different",
        "necessary",
        "detailed",
        "attributes",
        "columns",
        "fields",
        "properties",
    ]
)
NUMBERS = (("number",), ("code",), ("id",))
SHORTEST_UNIT = 3  # letters of one that is spelled as a word; "5 t" may be anything
MAX_ID = 40  # characters: leaves room for prefix and suffix within the 63 bytes of an identifier
RANKED = ("last", "first", "top", "next", "previous")
COUNT = re.compile(r"\d[\d.,]*|" + "|".join((*UNITS, *TENS)))
NOT_ID = re.compile(r"[^a-z0-9]+")

Key = tuple[str, ...]
REMEMBERED = 1 << 16  # names; a text repeats its own, and one of a megabyte has fewer


@cache
def _wrappers() -> frozenset[str]:
    return frozenset(listed("wrapper")) - WRAPPERS_KEPT


def words_of(noun: Noun) -> Key:
    """The words of a name: no empty adjective in front, no wrapper behind ("basic customer information" is the customer)."""
    if noun.quoted:
        return noun.words
    known = noun.known_by  # asked a hundred times of a noun, whose words may be changed in between
    if known is None or known[0] is not noun.words or known[1] is not noun.adjectives:
        known = noun.known_by = noun.words, noun.adjectives, _bare(noun.words, noun.adjectives)
    return known[2]


@lru_cache(maxsize=REMEMBERED)
def _bare(phrase: Key, adjectives: frozenset[str]) -> Key:
    words = list(
        phrase[1:] if len(phrase) > 1 and phrase[0] in ("attributes", "columns", "fields") else phrase
    )  # "with Attributes paramedic ID, ..."
    while len(words) > 1 and (words[0] in EMPTY_ADJECTIVES or words[0] in ("the", "a", "an", "its", "their") or _is_how_many(phrase, words)):
        words.pop(0)
    words = [part for word in words for part in _apart(word)]
    if len(words) > 2 and words[-1] in KEEPING_OF_DATA and singular(words[-2]) in _wrappers():
        words.pop()  # "incident basic information maintenance"
    while len(words) > 1 and singular(words[-1]) in _wrappers() and not _is_own_data(words, adjectives) and words != ["data", words[-1]]:
        words.pop()
    while len(words) > 1 and words[-1] in ("basic", "general", "detailed"):
        words.pop()  # "customer basic information"
    if len(words) > 1 and singular(words[-1]) in ("record", "profile", "entry") and words[-2] in listed("party"):
        words.pop()  # a customer record is the customer; a usage record is the use
    if len(words) == 2 and words[1] in ("record", "records") and words[0] not in adjectives and noun_class(words[0]) in KEPT_THINGS:
        words.pop()  # a telescope record is the telescope
    if (
        len(words) > 1
        and singular(words[-1]) in HAPPENINGS
        and (words[-2] in listed("event") or (is_nominal(words[-2]) and singular(words[-1]) != "event"))
    ):
        words.pop()
    return (*words[:-1], singular(words[-1])) if words else (*phrase[:-1], singular(phrase[-1]))


def _is_how_many(phrase: Key, words: list[str]) -> bool:
    """ "the newest 10 reviews", "the last three orders": how many are meant is no part of the name."""
    if words[0] in RANKED:
        return len(words) > 2 and COUNT.fullmatch(words[1]) is not None
    return len(words) < len(phrase) and COUNT.fullmatch(words[0]) is not None


def _is_own_data(words: list[str], adjectives: frozenset[str]) -> bool:
    """ "contact information", "medical history", "meteorological data" are data themselves, not wrappers."""
    if singular(words[-1]) == "list" and words[-2].endswith("ing"):
        return True  # a mailing list is no list of mailings
    return words[-2] in adjectives or words[-2] in (
        "contact",
        "payment",
        "shipping",
        "medical",
        "credit",
        "bank",
        "insurance",
        "personal",
        "login",
        "version",
        "additional",
        "other",
    )


KEPT_THINGS = frozenset(["artifact", "person", "animal", "plant"])
PARTICLES = frozenset(["in", "out", "up", "off", "on", "over", "down", "back", "away"])


@cache
def _apart(word: str) -> tuple[str, ...]:
    if "-" in word and word.rsplit("-", 1)[-1].removesuffix("s") in PARTICLES:
        return (word,)  # a call-out is no kind of out
    return tuple(part for part in re.split(r"[-_'/]", word) if part) or (word,)


def is_amount(noun: Noun) -> bool:
    """ "90 watts", "500 litres": so much of something, and no thing."""
    return is_several(noun.bounds) and len(noun.words) == 1 and len(noun.head) >= SHORTEST_UNIT and is_measure(noun.head)


def name_of(noun: Noun) -> Key:
    """The words of an attribute's name, with its "of" phrase and tail: ("number", "of", "item", "moved")."""
    words = _trimmed(noun.words, noun.written)
    if noun.of is not None:
        inner = words_of(noun.of)
        if words in NUMBERS and not noun.of.plural and noun.of.bounds.article in ("the", "its", "their"):
            return (*noun.of.words, words[0])  # "the number of their identity card"
        words = (*words, "of", *noun.of.words[-len(inner) :]) if inner else words
    return (*words, *noun.tail) if noun.tail and (noun.tail[:1] != ("in",) or noun.tail == ("in", "charge")) else words


@lru_cache(maxsize=REMEMBERED)
def _trimmed(phrase: Key, written: bool) -> Key:
    """An attribute keeps its adjectives ("actual completion date") but the trivial ones. `written`: it keeps its plural too."""
    words = list(phrase)
    while len(words) > 1 and words[0] in TRIVIAL:
        words.pop(0)
    words = [part for word in words for part in _apart(word)]
    return (*words[:-1], singular(words[-1])) if not written and words[:2] != ["number", "of"] and not _keeps_plural(words[-1]) else tuple(words)


def _keeps_plural(word: str) -> bool:
    return word in ("coordinates", "remarks", "notes", "terms", "instructions", "specifications", "hours", "days", "contents", "comments", "details")


@lru_cache(maxsize=REMEMBERED)
def identifier(words: Key) -> str:
    """snake_case ASCII of at most MAX_ID characters, never empty, never beginning with a digit."""
    plain = spelled("_".join(words)).lower()
    made = NOT_ID.sub("_", plain).strip("_")[:MAX_ID].strip("_")
    if not made:
        points = "_".join(f"{ord(c):x}" for c in "".join(words)[:6])
        made = f"x_{points}"[:MAX_ID].strip("_")
    return made if made[0].isalpha() else f"n_{made}"


def plural_words(words: Key) -> str:
    """The plural of a name as people write it."""
    return " ".join((*words[:-1], plural(words[-1])))


@lru_cache(maxsize=REMEMBERED)
def is_attribute_head(word: str) -> bool:
    return singular(word) in listed("attribute_head") or word in listed("attribute_head")


def is_container(key: Key) -> bool:
    """The software or whoever runs it: "hospital management system", "platform", "the company"."""
    return key[-1] in listed("container")


@lru_cache(maxsize=REMEMBERED)
def is_nominal(word: str) -> bool:
    """A noun made of a verb ("inspection", "booking"): a process, unless data hangs on it."""
    if singular(word) in listed("not_nominal"):
        return False
    return word.endswith(("tion", "sion", "ment", "ance", "ence", "ity", "ness")) or (word.endswith("ing") and bool(verb_form(word)[0]))


__all__ = ["Key", "identifier", "is_amount", "is_attribute_head", "is_container", "is_nominal", "is_plural", "name_of", "plural_words", "words_of"]
