"""Patterns that are looked for only in texts that hold their words.

A pattern that ignores case is tried at every character of a text; a word is found in it by comparing memory, a hundred times as fast. Few
texts speak of a "GDPR" or a "recycle bin", so most patterns of a whole text end with their words. A sentence is asked
by a hundred readers: it knows once which of all their words stand in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from functools import cached_property, lru_cache
from typing import ClassVar

BLANK_LINE = re.compile(r"\n[ \t\r]*\n\s*")
SOME = 16  # paragraphs: a square root of the few hundred of a long brief
LAST = 4  # texts that are kept in lower case: one is asked for each pattern, one after the other
WORDS = 1 << 15  # words of which is known which cues stand in them: more than a megabyte of prose has
CORE = re.compile(r" ?[^ ]+ ?")

Paragraph = tuple[str, tuple[int, int]]  # what stands between blank lines, in lower case, and where it begins and ends
# The longest word of each cue, with the blanks around it, and the cue, by the first two characters of that word; filled while modules are loaded.
_cores: dict[str, set[tuple[str, str]]] = {}


class Sought:
    """A pattern in upper or lower case, and its words: wherever it matches, one word of each group stands.

    A group is written as "one|or another", in lower case; a blank in it is any white space.
    """

    flags: ClassVar[int] = re.I
    groups: tuple[Collection[str], ...]

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
        return all(any(map(plain.__contains__, group)) for group in self.groups)  # a generator takes three times as long

    def _places(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the paragraphs begin and end in which it may stand: of a long text few, and no wish goes on behind a blank line."""
        for some, paragraphs in _stretches(text) if self.may_stand(text) else ():
            if self._stands_in(some):
                yield from (place for plain, place in paragraphs if self._stands_in(plain))

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
    groups: tuple[frozenset[str], ...]

    def __init__(self, pattern: str, *groups: str) -> None:
        self.written = pattern
        self.groups = tuple(cues(*group.split("|")) for group in groups)

    def may_stand(self, text: str) -> bool:
        return not any(map(cues_in(text).isdisjoint, self.groups))

    def search(self, text: str) -> re.Match[str] | None:
        return self.pattern.search(text) if self.may_stand(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return self.pattern.finditer(text) if self.may_stand(text) else iter(())

    def match(self, text: str) -> re.Match[str] | None:
        return self.pattern.match(text) if self.may_stand(text) else None


class Said(str):
    """A sentence in lower case, with the cues that stand in it."""

    __slots__ = ("standing",)
    standing: frozenset[str]

    def __new__(cls, text: str) -> Said:
        said = super().__new__(cls, text)
        said.standing = cues_in(text)
        return said


def cues(*words: str) -> frozenset[str]:
    """Words, and parts of them, that `cues_in` finds in every sentence. To be told while modules are loaded, before a sentence is read."""
    for cue in words:
        core = max(CORE.findall(cue), key=lambda word: len(word.strip()))
        _cores.setdefault(core[:2], set()).add((core, cue))
    _within.cache_clear()
    return frozenset(words)


def cues_in(text: str) -> frozenset[str]:
    """Of all cues those that stand in a text in lower case, as words or within them."""
    if isinstance(text, Said):
        return text.standing
    near: frozenset[str] = frozenset().union(*map(_within, text.split()))
    return frozenset(cue for cue in near if " " not in cue or cue in text)


def first_cues(*patterns: Cued) -> frozenset[str]:
    """Of these one stands wherever one of the patterns matches."""
    return frozenset().union(*(pattern.groups[0] for pattern in patterns))


def one_stands(some: frozenset[str], text: str) -> bool:
    """Whether one of these cues stands in a text in lower case."""
    return not some.isdisjoint(cues_in(text))


@lru_cache(maxsize=WORDS)
def _within(word: str) -> frozenset[str]:
    """The cues of which the longest word stands in this one."""
    word = f" {word} "
    starts = ((at, start) for at in range(len(word)) for start in {word[at], word[at : at + 2]})
    return frozenset(cue for at, start in starts for core, cue in _cores.get(start, ()) if word.startswith(core, at))


@lru_cache(maxsize=LAST)
def _plain(text: str) -> str:
    return " ".join(text.lower().split())


@lru_cache(maxsize=LAST)
def _stretches(text: str) -> list[tuple[str, list[Paragraph]]]:
    """Some paragraphs at a time, with all their words: what stands in none of them need not be looked for in each."""
    paragraphs = _paragraphs(text)
    some = [paragraphs[at : at + SOME] for at in range(0, len(paragraphs), SOME)]
    return [(" ".join(plain for plain, _ in each), each) for each in some]


def _paragraphs(text: str) -> list[Paragraph]:
    bounds = [0, *(at for blank in BLANK_LINE.finditer(text) for at in blank.span()), len(text)]
    places = zip(bounds[::2], bounds[1::2], strict=True)
    return [(" ".join(text[start:end].lower().split()), (start, end)) for start, end in places]
