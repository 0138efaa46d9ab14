"""What is tried on a sentence, each only where its cues stand: turns of phrase that are said in plainer words, and the readers of clauses.

A sentence has a dozen pieces and a hundred things that may be said in it. What stands in it is told once, as a set of words; whatever
needs a word that is not among them is not tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from typing import Generic, NamedTuple, TypeVar

from relvar.read.text.lists import Group, Piece
from relvar.read.text.phrases import Mark, Noun

Does = TypeVar("Does")
ANY: frozenset[str] = frozenset([""])  # stands in every sentence


class Tried(NamedTuple, Generic[Does]):
    """What is done with a sentence. Of `cues` one stands in every sentence that it changes, and one of `also`, as in `cues_in`."""

    does: Does
    cues: frozenset[str] = ANY  # where none could be told, it is tried on every sentence
    also: frozenset[str] = ANY


Turn = Tried[Callable[[list[Piece]], list[Piece]]]


class Said(NamedTuple):
    """The pieces of a sentence, and its cues."""

    pieces: list[Piece]
    cues: set[str]


def named(*words: str) -> frozenset[str]:
    """The cues of nouns with one of these words, the last in the singular; or with that article, "each" among them."""
    return frozenset(f"~{word}" for word in words)


def cues_in(pieces: list[Piece]) -> set[str]:
    """What a sentence says: the words and tags of its marks ("with", "PREP"), the bases and forms of its verbs ("rent", "-ing", "-passive"; "NEG"
    where one is negated), the words and articles of its nouns ("~loan", "~their"; "(" with brackets, "'s" with an owner)."""
    cues = set(ANY)
    for piece in pieces:
        if isinstance(piece, Mark):
            cues.add(piece.text)
            cues.add(piece.tag)
        elif isinstance(piece, Group):
            for noun in piece.nouns:
                _add_noun(cues, noun)
        else:
            cues.add(piece.base)
            cues.add(f"-{piece.form}")
            if piece.passive:
                cues.add("-passive")
            if piece.negated:
                cues.add("NEG")
    return cues


def _add_noun(cues: set[str], noun: Noun) -> None:
    bounds = noun.bounds
    cues.update([f"~{word}" for word in noun.key])
    if bounds.article:
        cues.add(f"~{bounds.article}")
    if bounds.each:
        cues.add("~each")
    if noun.inside:
        cues.add("(")
    if noun.owner is not None or (noun.of is not None and noun.of.owner is not None):
        cues.add("'s")


def due(tried: Iterable[Tried[Does]], cues: AbstractSet[str]) -> list[Does]:
    """What is to be done with a sentence that has these cues."""
    return [does for does, some, also in tried if not (some.isdisjoint(cues) or also.isdisjoint(cues))]


def in_plain_words(said: Said, turns: Iterable[Turn]) -> Said:
    """The sentence after one turn after the other."""
    pieces, cues = said
    for say, some, also in turns:  # a turn may bring the cues of the next
        if not (some.isdisjoint(cues) or also.isdisjoint(cues)) and (turned := say(pieces)) != pieces:
            pieces, cues = turned, cues_in(turned)
    return Said(pieces, cues)
