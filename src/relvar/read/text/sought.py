"""Patterns that are looked for only in texts that hold one of their words.

A pattern that ignores case is tried at every character of a text; a word is found in it by comparing memory, a hundred times as fast. Few
texts speak of a "GDPR" or a "recycle bin", so most patterns of a whole text end with their words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator


class Sought:
    """A pattern in upper or lower case, and its words (in lower case): wherever it matches, one of them stands."""

    def __init__(self, pattern: str, *words: str) -> None:
        self.pattern = re.compile(pattern, re.I)
        self.words = words

    def may_stand(self, text: str) -> bool:
        low = text.lower()
        return any(word in low for word in self.words)

    def search(self, text: str) -> re.Match[str] | None:
        return self.pattern.search(text) if self.may_stand(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return self.pattern.finditer(text) if self.may_stand(text) else iter(())

    def sub(self, made: Callable[[re.Match[str]], str], text: str) -> str:
        return self.pattern.sub(made, text) if self.may_stand(text) else text
