"""Walks over the words of one statement; names are folded as the dialect stores them."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.importing.ddl.dialects import Dialect
from relvar.importing.ddl.words import Text, Word
from relvar.model.existing import Place
from relvar.model.qualified import qualified

END = Word("", "", "end", 0, 0)


class NotUnderstood(Exception):
    """Raised inside the readers of a statement: what stands here has no place in what they know."""


class Cursor:
    """A position in a list of words."""

    def __init__(self, words: list[Word], source: Text, dialect: Dialect) -> None:
        self.words, self.source, self.dialect = words, source, dialect
        self.at = 0

    def inside(self, words: list[Word]) -> Cursor:
        """A cursor over some of the words."""
        return Cursor(words, self.source, self.dialect)

    @property
    def ended(self) -> bool:
        return self.at >= len(self.words)

    @property
    def word(self) -> Word:
        return self.words[self.at] if self.at < len(self.words) else END

    @property
    def place(self) -> Place:
        word = self.word if not self.ended else (self.words[-1] if self.words else END)
        return self.source.place(word.start)

    def low(self, ahead: int = 0) -> str:
        """The word `ahead` of here as a keyword."""
        at = self.at + ahead
        return self.words[at].low if at < len(self.words) else ""

    def sees(self, *words: str) -> bool:
        """Whether these keywords follow one after the other."""
        return all(self.low(ahead) == word for ahead, word in enumerate(words))

    def take(self, *words: str) -> bool:
        """Step over these keywords, where they all follow."""
        if not self.sees(*words):
            return False
        self.at += len(words)
        return True

    def take_any(self, *words: str) -> str:
        """Step over one of the keywords; which it was, or ""."""
        found = self.low()
        if found and found in words:
            self.at += 1
            return found
        return ""

    def next(self) -> Word:
        word = self.word
        self.at += 1
        return word

    def name(self) -> str:
        """A plain name. Raises NotUnderstood."""
        word = self.word
        if word.kind not in ("word", "name", "string"):
            raise NotUnderstood(f"a name was expected at {word.text or 'the end'!r}")
        self.at += 1
        return self.dialect.fold(word.text, quoted=word.kind != "word")

    def qualified(self) -> tuple[str, str]:
        """A name with its schema, which is "" where it is the dialect's default one."""
        parts = [self.name()]
        while self.take("."):
            parts.append(self.name())
        schema = parts[-2] if len(parts) > 1 else ""
        return ("" if schema.lower() == self.dialect.schema else schema), parts[-1]

    def table(self) -> str:
        """The id of the table that is named here."""
        return qualified(*self.qualified())

    def group(self) -> list[Word]:
        """The words inside the parentheses that begin here. Raises NotUnderstood."""
        if self.low() != "(":
            raise NotUnderstood(f"'(' was expected at {self.word.text or 'the end'!r}")
        start, depth = self.at + 1, 0
        while not self.ended:
            word = self.next()
            depth += (word.low == "(") - (word.low == ")")
            if depth == 0:
                return self.words[start : self.at - 1]
        raise NotUnderstood("a parenthesis is never closed")

    def until(self, stops: frozenset[str] | set[str], least: int = 0) -> list[Word]:
        """The words up to one of the keywords outside every parenthesis, or the end; at least so many are taken."""
        start, depth = self.at, 0
        while not self.ended:
            word = self.word
            if depth == 0 and word.low in stops and self.at - start >= least and word.low:
                break
            depth += (word.low == "(") - (word.low == ")")
            self.at += 1
        return self.words[start : self.at]

    def rest(self) -> list[Word]:
        found = self.words[self.at :]
        self.at = len(self.words)
        return found

    def text(self, words: list[Word]) -> str:
        return self.source.slice(words)

    def names(self) -> tuple[str, ...]:
        """A list of plain names in parentheses; what stands behind a name (ASC, a length) is not part of it."""
        return tuple(self.inside(part).name() for part in split(self.group()))


def split(words: list[Word]) -> Iterator[list[Word]]:
    """Words between commas that stand outside every parenthesis; nothing for empty parts."""
    part: list[Word] = []
    depth = 0
    for word in words:
        depth += (word.low == "(") - (word.low == ")")
        if word.low == "," and depth == 0:
            if part:
                yield part
            part = []
        else:
            part.append(word)
    if part:
        yield part


def bare(words: list[Word]) -> list[Word]:
    """The words without parentheses that enclose all of them."""
    while len(words) > 2 and words[0].low == "(" and words[-1].low == ")" and _encloses(words):
        words = words[1:-1]
    return words


def _encloses(words: list[Word]) -> bool:
    depth = 0
    for at, word in enumerate(words):
        depth += (word.low == "(") - (word.low == ")")
        if depth == 0:
            return at == len(words) - 1
    return False
