"""Whether words stand in the brief, and where: a quotation is the only evidence that a model can give."""

from __future__ import annotations

import re

from relvar.read.text.words import singular

WORDS = re.compile(r"[^\W_]+")
SHORTEST_WORD = 3  # letters: "id", "of" stand in every text
TYPOGRAPHY = str.maketrans("’‘“”–—\u00a0", "''\"\"-- ")


class Quoting:
    """The text in a plain form, with the way back to its offsets."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.plain, self.offsets = _plain(text)
        spoken = WORDS.findall(self.plain)
        self.words = {form for word in spoken for form in (word, singular(word))}
        self.spoken = f" {' '.join(spoken)} "

    def find(self, quote: str) -> int | None:
        """Where the quotation begins, in characters of the text; None where it does not stand in it. Case and spaces do not count."""
        wanted = _plain(quote)[0].strip(" .,;:\"'")
        if len(wanted) < SHORTEST_WORD:
            return None
        at = self.plain.find(wanted)
        return None if at < 0 else self.offsets[at]

    def mentions(self, name: str) -> bool:
        """Whether a word of the name stands in the text."""
        words = [word for word in WORDS.findall(name.lower()) if len(word) >= SHORTEST_WORD]
        return any(word in self.words or singular(word) in self.words for word in words)

    def says(self, value: str) -> bool:
        """Whether the words of a value stand in the text, in this order."""
        return f" {' '.join(WORDS.findall(value.lower()))} " in self.spoken


def _plain(text: str) -> tuple[str, list[int]]:
    """Lower case, typographic signs made simple, each run of white space one space; and the offset of every character."""
    found, offsets = [], []  # type: list[str], list[int]
    for at, character in enumerate(text.translate(TYPOGRAPHY)):
        if character.isspace():
            if found and found[-1] == " ":
                continue
            character = " "
        lower = character.lower()
        found.append(lower if len(lower) == 1 else character)
        offsets.append(at)
    return "".join(found), offsets
