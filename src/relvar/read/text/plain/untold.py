"""A fact that nothing but a demand tells: "the grade of an exam is between 1 and 6", "an exam's grade may be empty"."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from relvar.read.text.naming import Key, is_attribute_head
from relvar.read.text.plain.view import demand_words, name_at
from relvar.read.text.words import listed, singular

LONGEST = 3  # words
OF_ANY = frozenset(["a", "an", "any", "each", "every", "all", "the"])
ENDS_NAME = frozenset(["is", "are", "must", "may", "can", "cannot", "should", "shall", "has", "lies", "ranges", "goes", "defaults"])
COUNTS = ["number", "count", "amount", "sum", "total", "average", "mean", "list", "set", "share", "combination", "pair"]
WHICH = ["kind", "rest", "most", "least", "each", "every", "all", "any", "no", "first", "last", "both", "id", "identifier"]
NO_FACTS = frozenset([*COUNTS, *WHICH])  # before "of" they count or measure something else, or say which of several


def told_of(words: list[str], things: Mapping[Key, object]) -> tuple[Key, Key] | None:
    """The known thing and its fact that a sentence opens with."""
    at = 1 if words[0] in listed("determiner") else 0
    thing, size = name_at(words, at, things, {}) if at < len(words) else ((), 0)
    if size and words[at + size : at + size + 1] == ["'s"]:
        fact, _ = _fact(words, at + size + 1, ENDS_NAME.__contains__)
        return (thing, fact) if fact else None
    fact, at = _fact(words, at, "of".__eq__)
    at += 2 if words[at + 1 : at + 2] and words[at + 1] in OF_ANY else 1
    thing, _ = name_at(words, at, things, {}) if fact and at < len(words) else ((), 0)
    return (thing, fact) if thing else None


def _fact(words: list[str], at: int, ends: Callable[[str], bool]) -> tuple[Key, int]:
    """What can only be a fact and goes up to a word that ends it, and where that word stands."""
    end = next((n for n in range(at + 1, min(at + LONGEST, len(words) - 1) + 1) if ends(words[n])), 0)
    while end and words[at] in demand_words("most", "least"):
        at += 1  # "the maximum score of an exam"
    fact = (*words[at : end - 1], singular(words[end - 1])) if end > at else ()
    plain = bool(fact) and is_attribute_head(fact[-1]) and fact[0] not in NO_FACTS and all(word.isalpha() for word in fact)
    return (fact, end) if plain else ((), 0)
