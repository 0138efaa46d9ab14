"""A sentence with the known things, facts and numbers in it as signs, and all its other words as they stand."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from functools import cache, lru_cache

import msgspec

from relvar.read.text.naming import REMEMBERED, Key, is_attribute_head
from relvar.read.text.quantity import number
from relvar.read.text.words import lexicon, listed, noun_class, singular, verb_form

LONGEST_NAME = 4  # words
LONGEST = 200  # characters: a longer sentence demands more than one thing
TOKEN = re.compile(r"'s\b|(?<!\w)-\d+(?:[.,]\d+)*|\d+(?:[.,]\d+)*|<=|>=|≤|≥|:=|->|→|=>|\.\.+|n't\b|\w+(?:['’-](?=[a-z_])\w+)*|[^\w\s]")
THING, FACT, NUMBER = "X", "F", "N"
SILENT = frozenset([*"%$€£.:-?,;!()\"“”'*`–—[]<>=≤≥", "'s", "<=", ">=", "..", "..."])


@cache
def demand_words(*names: str) -> frozenset[str]:
    """The words of lists of words_demands.toml."""
    return frozenset(word for name in names for word in lexicon("demands")[name])


class View(msgspec.Struct, eq=False, gc=False):
    """`signs`: word by word, X for a known thing, F for a known fact, N for a number; `index`: which of its list, -1 for a word as it stands.
    `pair`: it counts to two in a word ("no two songs"), and no further. `new`: the thing and its fact that only this sentence tells.
    """

    signs: list[str] = []
    index: list[int] = []
    things: list[Key] = []
    facts: list[Key] = []
    numbers: list[float] = []
    pair: bool = False
    new: tuple[Key, Key] | None = None
    left: list[str] | None = None  # `rest`, once it was asked for: a view is asked by a dozen readers, and stays as it is

    def add(self, sign: str, index: int = -1) -> None:
        self.signs.append(sign)
        self.index.append(index)

    @property
    def rest(self) -> list[str]:
        """The words that stand for themselves."""
        if self.left is None:
            self.left = [word for word, index in zip(self.signs, self.index, strict=True) if index < 0 and word not in SILENT]
        return self.left

    def places(self, sign: str) -> list[int]:
        return [at for at, (found, index) in enumerate(zip(self.signs, self.index, strict=True)) if found == sign and index >= 0]

    def words(self, start: int, end: int) -> list[str]:
        """The words between two places, signs of names left out."""
        return [w for w, index in zip(self.signs[start:end], self.index[start:end], strict=True) if index < 0]


def words_in(sentence: str) -> list[str]:
    """The words and signs of a sentence in lower case."""
    return TOKEN.findall(sentence.lower().replace("’", "'").replace("'s ", " 's "))


def view(words: list[str], things: Mapping[Key, object], facts: Mapping[Key, object], begins: Container[int]) -> View:
    """The words with what is known of them. `begins`: where the name of a thing or fact may begin."""
    seen = View()
    at = 0
    while at < len(words):
        key, size = name_at(words, at, things, facts) if at in begins or "_" in words[at] else ((), 0)
        if size:
            is_fact = key in facts and (key not in things or is_attribute_head(key[-1]))
            _note(seen, FACT if is_fact else THING, seen.facts if is_fact else seen.things, key)
        elif words[at] == "two" and demand_words("alike").intersection(words[:at] + words[at + 1 :]):
            seen.pair = True
            seen.add("two")
        elif (value := _amount(words[at])) is not None:
            seen.numbers.append(value)
            seen.add(NUMBER, len(seen.numbers) - 1)
        else:
            seen.add(words[at])
        at += size or 1
    return seen


def _note(seen: View, sign: str, keys: list[Key], key: Key) -> None:
    if key not in keys:
        keys.append(key)
    seen.add(sign, keys.index(key))


@lru_cache(maxsize=REMEMBERED)
def _amount(word: str) -> float | None:
    """ "120", "seven", "zero"; "one" is an article as often."""
    if word == "zero":
        return 0.0
    if word[0] == "-" and len(word) > 1:
        return -(number(word[1:]) or 0.0)
    return number(word) if (word[0].isdigit() or word[0].isalpha()) and word not in ("one", "a", "an") else None


def name_at(words: list[str], at: int, things: Mapping[Key, object], facts: Mapping[Key, object]) -> tuple[Key, int]:
    """The known name that begins here, the longest, and of how many words it is."""
    if not words[at][0].isalpha():
        return (), 0
    if "_" in words[at]:
        key = tuple(words[at].split("_"))
        return (key, 1) if key in facts or key in things else ((), 0)
    for size in range(min(LONGEST_NAME, len(words) - at), 0, -1):
        *before, head = words[at : at + size]
        key = (*before, singular(head))
        if key in facts or key in things:
            return key, size
    return (), 0


def only(rest: Iterable[str], *names: str) -> bool:
    """Whether words are all of the lists, or of those that every sentence may hold, or doings of who keeps the data, or people."""
    allowed = demand_words("glue", "denying", *names)
    return all(word in allowed or _says_nothing(word) for word in rest)


@cache
def _says_nothing(word: str) -> bool:
    closed = word in listed("pronoun", "modal", "be", "have", "do", "determiner", "conjunction")
    if closed or (word in listed("adverb") and word not in demand_words("telling")):
        return True
    return verb_form(word)[0] in listed("record", "create", "manage") or noun_class(singular(word)) == "person"
