"""A turn of phrase that is tried only where one of its words stands changes nothing where none does."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from relvar.read.text import mended, restated
from relvar.read.text.lists import Piece, grouped
from relvar.read.text.opened import opened
from relvar.read.text.phrases import Mark, Verb, parts
from relvar.read.text.tagger import tag
from relvar.read.text.tokens import lines, sentences
from relvar.read.text.turns import ANY, Said, Turn, cues_in, due, in_plain_words

REMEMBERED = ("keyed", "known_by")
READING = Path(__file__).parents[3] / "reading"


def read() -> Iterator[list[Piece]]:
    """The sentences of the corpus and of the phrasings."""
    told = [tomllib.loads(file.read_text(encoding="utf-8"))["text"] for file in sorted((READING / "corpus").glob("*.toml"))]
    families = tomllib.loads((READING / "phrasings.toml").read_text(encoding="utf-8")).values()
    told += [said for family in families if isinstance(family, dict) for said in family["said"]]
    for text in told:
        for line in lines(text):
            for sentence in sentences(text, line):
                yield grouped(opened(parts(tag(sentence))))


def plain(pieces: list[Piece]) -> object:
    """What the pieces say, without what was remembered of them when they were asked."""

    def bare(value: object) -> object:
        if isinstance(value, dict):
            return {name: bare(one) for name, one in value.items() if name not in REMEMBERED}
        return [bare(one) for one in value] if isinstance(value, list) else value

    return bare(msgspec.to_builtins(pieces, order="deterministic"))


def changed_without_cues(pieces: list[Piece], turns: Iterable[Turn]) -> list[str]:
    """The turns that change the sentence though none of their cues stands in it."""
    before, cues = plain(pieces), cues_in(pieces)
    idle = [turn for turn in turns if not due([turn], cues)]
    changed = [turn.does.__name__ for turn in idle if (turned := turn.does(pieces)) != pieces and plain(turned) != before]
    return changed if plain(pieces) == before else [turn.does.__name__ for turn in idle]


def test_no_turn_changes_a_sentence_without_its_cues() -> None:
    turned = 0
    for pieces in read():
        assert not changed_without_cues(pieces, mended._turns()), plain(pieces)
        said = mended.mended(list(pieces))
        assert not changed_without_cues(said.pieces, restated._turns()), plain(said.pieces)
        turned += said.pieces != pieces
        turned += restated.restated(said).pieces != said.pieces
    assert turned > 20, "the sentences have too few of these turns to tell anything"


def test_cues_of_a_turned_sentence_are_its_own() -> None:
    start = Verb("see", "finite", 0, 3)

    def known(pieces: list[Piece]) -> list[Piece]:
        return [Verb("know", "finite", 0, 3)] if pieces == [start] else pieces

    def asked(pieces: list[Piece]) -> list[Piece]:
        return [*pieces, Mark("STOP", "?", 3, 4)]

    turns = (Turn(known, frozenset(["see"])), Turn(asked, frozenset(["know"])), Turn(asked, frozenset(["see"])))
    turned = in_plain_words(Said([start], cues_in([start])), turns)
    assert turned.cues == {*ANY, "know", "-finite", "?", "STOP"}
    assert len(turned.pieces) == 2
