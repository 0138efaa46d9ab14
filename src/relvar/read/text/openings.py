"""The first words of the names that a text has told of so far: most words of a text begin none, and those need not be looked up."""

from __future__ import annotations

from relvar.read.text.naming import Key
from relvar.read.text.words import singular

ALONE = (1,)


class Openings:
    """The first word of each longer name, with how many words such names have, the most first; and the names of one word."""

    def __init__(self) -> None:
        self.longer: dict[str, tuple[int, ...]] = {}
        self.alone: set[str] = set()

    def add(self, name: Key) -> None:
        if len(name) == 1:
            self.alone.add(name[0])
        elif len(name) not in (known := self.longer.get(name[0], ())):
            self.longer[name[0]] = tuple(sorted((*known, len(name)), reverse=True))

    def places(self, words: list[str]) -> list[int]:
        """Where in a sentence a name may begin."""
        longer, alone = self.longer, self.alone
        return [at for at, word in enumerate(words) if word in longer or singular(word) in alone]

    def sizes(self, word: str, most: int) -> tuple[int, ...]:
        """How many words a name may have that begins with this one, the most first; none where no name does."""
        longer = self.longer.get(word, ())
        if longer and longer[0] > most:
            longer = tuple(size for size in longer if size <= most)
        if singular(word) not in self.alone:  # of one word alone the text may say the plural
            return longer
        return (*longer, 1) if longer else ALONE
