"""What is longer than the screen goes through the pager of a terminal, and whole to where no terminal is."""

from __future__ import annotations

import io
import pydoc
import sys

import pytest

from relvar.model.brief import Source
from relvar.model.conceptual import Question
from relvar.read.told import Fact, Told
from relvar.terminal import show_explained, show_questions

KITE, NAME = Fact(5, "kite", "entity", "kite", 1.0), Fact(16, "name [unique]", "attribute", "kite.name", 0.9)
SENTENCE = Told(0, 30, "Each kite has a name [unique].", (KITE, NAME))


class Screen(io.StringIO):
    """A terminal."""

    def isatty(self) -> bool:
        return True


def question(number: int) -> Question:
    source = Source(kind="rule", words="because", confidence=0.5)
    return Question(text=f"Is it so [{number}]?", assumed="yes", changes="a column", weight=0.5, source=source)


@pytest.mark.parametrize("many", [2, 200])
def test_pages_only_what_a_terminal_does_not_hold(many: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def show() -> None:
        show_questions(tuple(map(question, range(many))))
        show_explained((SENTENCE,) * many, ())

    show()
    plain = capsys.readouterr().out
    assert plain.count("Is it so [") == many and plain.count("“name [unique]”") == many
    paged: list[str] = []
    screen = Screen()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("LINES", "24")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr(pydoc, "pager", paged.append)
    monkeypatch.setattr(sys, "stdout", screen)
    show()
    assert len(paged) == (2 if many > 24 else 0)
    assert (screen.getvalue() + "".join(paged)).count("Is it so [") == many
