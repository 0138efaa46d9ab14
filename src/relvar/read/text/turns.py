"""Turns of phrase that are said in plainer words before a sentence is read, each tried only where one of its words stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from relvar.read.text.lists import Piece
from relvar.read.text.phrases import Mark, Verb

ANY: frozenset[str] = frozenset()


class Turn(NamedTuple):
    """`say`: the pieces of a sentence in plainer words. `cues`: of these one stands in every sentence that it changes, as in `cues_in`."""

    say: Callable[[list[Piece]], list[Piece]]
    cues: frozenset[str] = ANY  # of none that could be told: it is tried on every sentence


def cues_in(pieces: list[Piece]) -> set[str]:
    """What a sentence says beside its nouns: the words and tags of its marks ("with", "PREP"), the bases and forms of its verbs ("rent", "-ing")."""
    words: set[str] = set()
    for piece in pieces:
        if isinstance(piece, Mark):
            words.add(piece.text)
            words.add(piece.tag)
        elif isinstance(piece, Verb):
            words.add(piece.base)
            words.add(f"-{piece.form}")
    return words


def in_plain_words(pieces: list[Piece], turns: Iterable[Turn]) -> list[Piece]:
    """The pieces after one turn after the other."""
    words = cues_in(pieces)
    for say, cues in turns:
        if cues and cues.isdisjoint(words):
            continue
        turned = say(pieces)
        if turned is not pieces:
            pieces, words = turned, cues_in(turned)
    return pieces
