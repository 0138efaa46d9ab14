"""A sentence with the known things that it names as X and Y, and all else in lower case as it stands: what readers of whole sentences look at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from relvar.read.text.naming import Key
from relvar.read.text.openings import Openings
from relvar.read.text.words import lexicon, singular

LONGEST_NAME = 4  # words
TOKEN = re.compile(r"'s\b|\d+\.\.(?:\d+|\*|n\b)|\w+(?:['’-]\w+)*|[^\w\s]")
SIGNS = "XY"
ITS_ID = "_id"
NOTHING: tuple[Key, int, bool] = (), 0, False


@cache
def only(*names: str) -> frozenset[str]:
    """The words that such sentences may hold, by the names of their lists (words_framed.toml, apart from those that tell what a word is)."""
    return frozenset(word for name in names for word in lexicon("framed")[name])


@dataclass(frozen=True, slots=True)
class Abstract:
    """`text`: "no X is in two Ys"; `things`: what X and Y are, in the order of their first mention."""

    text: str
    things: tuple[Key, ...]


class Things(dict[Key, set[Key]]):
    """The things that a text has told of so far, each with its facts, and the words that their names begin with."""

    def __init__(self) -> None:
        super().__init__()
        self.openings = Openings()

    def __setitem__(self, thing: Key, facts: set[Key]) -> None:
        super().__setitem__(thing, facts)
        self.openings.add(thing)


def abstract(sentence: str, known: Things) -> Abstract | None:
    """None where the sentence names no known thing, or more than two."""
    words = TOKEN.findall(sentence.lower().replace("’", "'").replace("'s ", " 's "))
    begins = {*known.openings.places(words), *(at for at, word in enumerate(words) if word.endswith(ITS_ID))}
    if not begins:
        return None
    things: list[Key] = []
    found: list[str] = []
    at = 0
    while at < len(words):
        key, size, many = _named(words, at, known) if at in begins else NOTHING
        if not size:
            found.append(words[at])
            at += 1
            continue
        if key not in things:
            things.append(key)
        if len(things) > len(SIGNS):
            return None
        found.append(SIGNS[things.index(key)] + "s" * many)
        at += size
    return Abstract(" ".join(found), tuple(things)) if things else None


def _named(words: list[str], at: int, known: Things) -> tuple[Key, int, bool]:
    """The known thing that is named here, in how many words, and whether as several; an ID of it is it."""
    for size in known.openings.sizes(words[at], min(LONGEST_NAME, len(words) - at)):
        *before, head = words[at : at + size]
        key = (*before, singular(head))
        if key in known:
            return key, size, key[-1] != head
    if words[at].endswith(ITS_ID) and (key := tuple(words[at].removesuffix(ITS_ID).split("_"))) in known:
        return key, 1, False
    return NOTHING
