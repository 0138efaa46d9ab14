"""The first words of the names that a text has told of so far: most words of a text begin none, and those need not be looked up."""

from __future__ import annotations

from relvar.read.text.naming import Key
from relvar.read.text.words import singular

NO_NAME = range(0)


class Openings:
    """Each first word, with how many words the longest name has that begins with it."""

    def __init__(self) -> None:
        self.longest: dict[str, int] = {}

    def add(self, name: Key) -> None:
        if len(name) > self.longest.get(name[0], 0):
            self.longest[name[0]] = len(name)

    def places(self, words: list[str]) -> list[int]:
        """Where in a sentence a name may begin."""
        longest = self.longest
        return [at for at, word in enumerate(words) if word in longest or singular(word) in longest]

    def sizes(self, word: str, most: int) -> range:
        """How many words a name may have that begins with this one, the most first; none where no name does."""
        longest = self.longest.get(word) or singular(word) in self.longest  # of one word alone the text may say the plural
        if not longest:
            return NO_NAME  # of most words
        return range(longest if longest < most else most, 0, -1)
