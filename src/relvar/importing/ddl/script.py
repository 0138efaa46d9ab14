"""A file of SQL as pieces that can be cut into words: what belongs to a client (COPY data, backslash commands, DELIMITER, GO) is taken out.

Every change keeps the number of characters and lines, so that a place in a piece is a place in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from relvar.importing.ddl.dialects import Dialect

COPY_DATA = re.compile(r"^(?P<head>copy\b[^;]*\bfrom\s+stdin[^;]*;[^\n]*\n)(?P<rows>.*?)^(?P<end>\\\.)[ \t]*$", re.I | re.M | re.S)
CLIENT_COMMAND = {"dollar": re.compile(r"^\\[^\n]*", re.M), "block": re.compile(r"^\.[a-z]+[^\n]*", re.M)}
EXECUTED_COMMENT = re.compile(r"/\*M?!\d*(?P<inside>.*?)\*/", re.S)
DELIMITER = re.compile(r"^[ \t]*delimiter[ \t]+(?P<mark>\S+)[ \t]*$", re.I | re.M)
BATCH_END = re.compile(r"^[ \t]*go(?:[ \t]+\d+)?[ \t]*$", re.I | re.M)


class Piece(NamedTuple):
    """A part of the file. `whole`: one statement, whose own semicolons do not end it."""

    start: int
    text: str
    whole: bool = False


def pieces(text: str, dialect: Dialect) -> Iterator[Piece]:
    """The parts of a file that hold SQL, in order."""
    text = _without_client_words(text, dialect)
    if dialect.bodies == "batch":
        yield from (Piece(start, part) for start, part in _between(text, BATCH_END))
    elif dialect.bodies == "block":
        yield from _delimited(text)
    else:
        yield Piece(0, text)


def _without_client_words(text: str, dialect: Dialect) -> str:
    if dialect.bodies == "dollar":
        text = COPY_DATA.sub(lambda found: found["head"] + _blank(found["rows"] + found["end"]), text)
    if dialect.bodies == "block" and "/*" in text:
        text = EXECUTED_COMMENT.sub(_opened, text)
    command = CLIENT_COMMAND.get(dialect.bodies)
    return command.sub(lambda found: _blank(found[0]), text) if command else text


def _opened(found: re.Match[str]) -> str:
    """A comment that the engine runs, without its marks."""
    head = found.start("inside") - found.start()
    return " " * head + found["inside"] + "  "


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def _between(text: str, mark: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    start = 0
    for found in mark.finditer(text):
        yield start, text[start : found.start()]
        start = found.end()
    yield start, text[start:]


def _delimited(text: str) -> Iterator[Piece]:
    """Where a client's DELIMITER is another than the semicolon every statement is a piece of its own."""
    mark, start = ";", 0
    for found in DELIMITER.finditer(text):
        yield from _ended_by(text, start, found.start(), mark)
        mark, start = found["mark"], found.end()
    yield from _ended_by(text, start, len(text), mark)


def _ended_by(text: str, start: int, end: int, mark: str) -> Iterator[Piece]:
    if mark == ";":
        yield Piece(start, text[start:end])
        return
    while start < end:
        stop = text.find(mark, start, end)
        stop = end if stop < 0 else stop
        if text[start:stop].strip():
            yield Piece(start, text[start:stop], whole=True)
        start = stop + len(mark)
