"""The words of SQL with their places, by sqlglot's tokenizer, and the statements that they make up.

Only the tokenizer is taken for the frame of a statement: sqlglot's parser gives up a whole CREATE TABLE for one clause that it does not
know (EXCLUDE, RANGE COLUMNS, MASKED, STRICT, PERIOD: seen with 30.30), and turns what it never heard of into a Command without a word.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from relvar.errors import SourceError
from relvar.importing.ddl.dialects import Dialect
from relvar.importing.ddl.script import Piece, pieces
from relvar.model.existing import Place

if TYPE_CHECKING:
    from sqlglot.tokenizer_core import Token

STRINGS = {"STRING", "NATIONAL_STRING", "BYTE_STRING", "HEREDOC_STRING", "HEX_STRING", "BIT_STRING", "RAW_STRING", "UNICODE_STRING"}
BODIED = {"trigger", "procedure", "function", "event"}
BEFORE_KIND = {"or", "replace", "alter", "temp", "temporary", "aggregate", "constraint", "if", "not", "exists"}
OPENS_BLOCK, AFTER_END = {"begin", "case"}, {"if", "while", "loop", "repeat", "for"}
STARTS_STATEMENT = {"create", "alter", "insert", "exec", "execute", "use", "print", "drop", "grant", "deny"}


class Word(NamedTuple):
    """A word: `low` is empty for quoted names and strings, which are never keywords. `start`, `end`: in the file."""

    text: str
    low: str
    kind: str  # "word", "name" (quoted), "string", "number", "sign"
    start: int
    end: int


class Text:
    """A file's text, which knows its lines."""

    def __init__(self, text: str, file: str = "") -> None:
        self.text, self.file = text, file
        self._starts = [0, *(at + 1 for at, sign in enumerate(text) if sign == "\n")]

    def place(self, offset: int) -> Place:
        return Place(file=self.file, line=bisect_right(self._starts, offset))

    def slice(self, words: list[Word] | tuple[Word, ...]) -> str:
        """The source between the first and the last of the words, on one line, as it was written."""
        if not words:
            return ""
        parts = [self.text[words[0].start : words[0].end]]
        for before, word in pairwise(words):
            parts.append(" " if word.start > before.end else "")
            parts.append(self.text[word.start : word.end])
        return "".join(parts)

    def comment_above(self, offset: int) -> str:
        """The lines of `--` comment directly above the line of a place, as one text."""
        line, found = bisect_right(self._starts, offset) - 2, list[str]()
        while line >= 0:
            written = self.text[self._starts[line] : self._starts[line + 1] - 1].strip()
            if not written.startswith("--") or "relvar:" in written:
                break
            found.append(written.lstrip("-").strip())
            line -= 1
        return " ".join(reversed(found))


def statements(source: Text, dialect: Dialect) -> Iterator[list[Word]]:
    """Every statement of a file as its words. Raises SourceError where a text or comment never ends."""
    for piece in pieces(source.text, dialect):
        words = _words(source, piece, dialect)
        if piece.whole:
            yield words
        elif dialect.bodies == "batch":
            yield from _of_batch(source, words)
        else:
            yield from _of_file(words, dialect.bodies == "block")


def _words(source: Text, piece: Piece, dialect: Dialect) -> list[Word]:
    from sqlglot.dialects.dialect import Dialect as Known
    from sqlglot.errors import TokenError

    try:
        tokens = list(_tokens(Known.get_or_raise(dialect.tokens).tokenize, piece.text, piece.start))
    except TokenError as error:
        raise SourceError(
            what=f"{source.place(piece.start)}: the text cannot be cut into words: {' '.join(str(error).split())[:160]}",
            remedy=f"it was read as {dialect.name}; say --dialect NAME if it is another's, or close the text or comment that never ends",
        ) from error
    return [word for token, base in tokens for word in _of_token(token, source.text, base)]


def _tokens(tokenize: Callable[[str], list[Token]], text: str, base: int) -> Iterator[tuple[Token, int]]:
    """Tokens with the place of their text; what sqlglot takes for a command with a text behind it (RENAME TABLE ...) is cut as well."""
    tokens = tokenize(text)
    for at, token in enumerate(tokens):
        start = tokens[at - 1].end + 1 if at else 0
        end = tokens[at + 1].start if at + 1 < len(tokens) else len(text)
        if token.token_type.name == "STRING" and text[start:end].strip() == token.text.strip():
            yield from _tokens(tokenize, text[start:end], base + start)
        else:
            yield token, base


def _of_token(token: Token, text: str, base: int) -> Iterator[Word]:
    start, end, kind = base + token.start, base + token.end + 1, token.token_type.name
    if kind == "IDENTIFIER":
        yield Word(token.text, "", "name", start, end)
    elif kind in STRINGS:
        yield Word(token.text, "", "string", start, end)
    elif kind == "NUMBER":
        yield Word(token.text, token.text.lower(), "number", start, end)
    else:
        written = text[start:end]
        at = 0
        for part in written.split():
            at = written.index(part, at)
            plain = part[0].isalnum() or part[0] in "_@#$"
            yield Word(part, part.lower(), "word" if plain else "sign", start + at, start + at + len(part))
            at += len(part)


def _of_file(words: list[Word], blocks: bool) -> Iterator[list[Word]]:
    statement: list[Word] = []
    depth = 0
    for at, word in enumerate(words):
        if blocks and _has_body(statement):
            after_end = at > 0 and words[at - 1].low == "end"
            if word.low in OPENS_BLOCK and not after_end:
                depth += 1
            elif word.low == "end" and not (at + 1 < len(words) and words[at + 1].low in AFTER_END):
                depth -= 1
        if word.low == ";" and depth <= 0:
            if statement:
                yield statement
            statement, depth = [], 0
        else:
            statement.append(word)
    if statement:
        yield statement


def _has_body(statement: list[Word]) -> bool:
    """Whether the statement makes a routine, whose semicolons are its own."""
    if not statement or statement[0].low != "create":
        return False
    for word in statement[1:12]:
        if word.low in BODIED:
            return True
        if word.low in ("table", "index", "view", "unique", "virtual", "partition"):  # a partition function has no body
            return False
    return False


def _of_batch(source: Text, words: list[Word]) -> Iterator[list[Word]]:
    """A batch is one routine, or statements that end at a semicolon or where a line starts with a verb."""
    if _has_body(words) or [word.low for word in words[:2]] in (["create", "view"], ["alter", "view"]):
        yield words
        return
    statement: list[Word] = []
    depth = 0
    for word in words:
        depth += (word.low == "(") - (word.low == ")")
        begins = depth == 0 and word.low in STARTS_STATEMENT and not source.text[source.text.rfind("\n", 0, word.start) + 1 : word.start].strip()
        if statement and (begins or (word.low == ";" and depth == 0)):
            yield statement
            statement = []
        if word.low != ";" or depth:
            statement.append(word)
    if statement:
        yield statement
