"""A turn of phrase, or a reader, that is tried only where one of its words stands changes nothing where none does."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

import msgspec
import pytest

from relvar.read.text import clauses, mended, restated
from relvar.read.text.clauses import Reader
from relvar.read.text.document import Document
from relvar.read.text.lists import Piece, grouped
from relvar.read.text.opened import opened
from relvar.read.text.phrases import Mark, Verb, parts
from relvar.read.text.tagger import tag
from relvar.read.text.tokens import lines, sentences
from relvar.read.text.turns import ANY, Said, Turn, cues_in, due, in_plain_words
from tests.reading.told.texts import told as anew

REMEMBERED = ("keyed", "known_by")
TOLD_ANEW = 60
READING = Path(__file__).parents[3] / "reading"


@cache
def texts() -> tuple[str, ...]:
    """The corpus, the phrasings and texts that are told anew."""
    told = [tomllib.loads(file.read_text(encoding="utf-8"))["text"] for file in sorted((READING / "corpus").glob("*.toml"))]
    families = tomllib.loads((READING / "phrasings.toml").read_text(encoding="utf-8")).values()
    said = [said for family in families if isinstance(family, dict) for said in family["said"]]
    return (*told, *said, *(anew(number).text for number in range(TOLD_ANEW)))


def read() -> Iterator[list[Piece]]:
    """Their sentences."""
    for text in texts():
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


def state(reader: Reader) -> object:
    """What a reader of clauses may change."""
    spoken_of = [reader.each, reader.about, reader.topic, reader.last, reader.title, reader.inline, reader.first]
    return plain(reader.pieces), {name: len(told) for name, told in msgspec.structs.asdict(reader.claims).items()}, spoken_of


def test_no_reader_changes_a_sentence_without_its_cues(monkeypatch: pytest.MonkeyPatch) -> None:
    called = 0

    def tried(readers: clauses.Readers, words: set[str]) -> list[Callable[[Reader], None]]:
        nonlocal called
        wanted = due(readers, words)
        called += len(wanted)

        def idle(reader: Reader) -> None:
            before, rest = state(reader), [one.does for one in readers if one.does not in wanted]
            for read in rest:
                read(reader)
            assert state(reader) == before, ([read.__name__ for read in rest], before)

        return [idle, *wanted]

    monkeypatch.setattr(clauses, "due", tried)
    for text in texts():
        Document(text).read()
    assert called > 1000


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
