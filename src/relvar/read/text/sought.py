"""Patterns that are looked for only in texts that hold their words.

A pattern that ignores case is tried at every character of a text; a word is found in it by comparing memory, a hundred times as fast. Few
texts speak of a "GDPR" or a "recycle bin", so most patterns of a whole text end with their words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache
from typing import ClassVar

BLANK_LINE = re.compile(r"\n[ \t\r]*\n\s*")
LAST = 4  # texts that are kept in lower case: one is asked for each pattern, one after the other


def one_stands(words: Iterable[str], text: str) -> bool:
    """Whether one of these stands in the text, as a word or within one."""
    return any(map(text.__contains__, words))  # three times as fast as with a generator


class Sought:
    """A pattern in upper or lower case, and its words: wherever it matches, one word of each group stands.

    A group is written as "one|or another", in lower case; a blank in it is any white space.
    """

    flags: ClassVar[int] = re.I

    def __init__(self, pattern: str, *groups: str) -> None:
        self.written = pattern
        self.groups = tuple(tuple(group.split("|")) for group in groups)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Compiled for the first text that may hold it: most never are, and a hundred of them take as long as a brief."""
        return re.compile(self.written, self.flags)

    def may_stand(self, text: str) -> bool:
        return self._stands_in(_plain(text))

    def _stands_in(self, plain: str) -> bool:
        return all(one_stands(group, plain) for group in self.groups)

    def _places(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the paragraphs begin and end in which it may stand: of a long text few, and no wish goes on behind a blank line."""
        if self.may_stand(text):
            yield from (place for plain, place in _paragraphs(text) if self._stands_in(plain))

    def search(self, text: str) -> re.Match[str] | None:
        return next(self.finditer(text), None)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return (found for start, end in self._places(text) for found in self.pattern.finditer(text, start, end))

    def sub(self, made: Callable[[re.Match[str]], str], text: str) -> str:
        parts: list[str] = []
        at = 0
        for found in self.finditer(text):
            parts += (text[at : found.start()], made(found))
            at = found.end()
        return "".join((*parts, text[at:]))


class Cued(Sought):
    """The same for one sentence, which is in lower case already and is looked at as it stands: a blank in a group is a blank.

    A hundred patterns are tried on each sentence, and most of them would only find out that their first word is missing.
    """

    flags: ClassVar[int] = 0

    def may_stand(self, text: str) -> bool:
        for group in self.groups:  # a plain loop: asked a million times in a megabyte
            if not one_stands(group, text):
                break
        else:
            return True
        return False

    def search(self, text: str) -> re.Match[str] | None:
        return self.pattern.search(text) if self.may_stand(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return self.pattern.finditer(text) if self.may_stand(text) else iter(())

    def match(self, text: str) -> re.Match[str] | None:
        return self.pattern.match(text) if self.may_stand(text) else None


@lru_cache(maxsize=LAST)
def _plain(text: str) -> str:
    return " ".join(text.lower().split())


@lru_cache(maxsize=LAST)
def _paragraphs(text: str) -> tuple[tuple[str, tuple[int, int]], ...]:
    """What stands between blank lines: in lower case, with where it begins and ends."""
    bounds = [0, *(at for blank in BLANK_LINE.finditer(text) for at in blank.span()), len(text)]
    places = zip(bounds[::2], bounds[1::2], strict=True)
    return tuple((" ".join(text[start:end].lower().split()), (start, end)) for start, end in places)
