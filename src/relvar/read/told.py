"""What the explanation of a reading consists of."""

from __future__ import annotations

from typing import NamedTuple


class Fact(NamedTuple):
    """A phrase of the brief and what it became. `start`: its offset in characters; `sure`: 0 to 1."""

    start: int
    words: str
    kind: str
    became: str
    sure: float


class Told(NamedTuple):
    """One sentence with its facts in reading order; none: nothing was taken from it."""

    start: int
    end: int
    words: str
    facts: tuple[Fact, ...]
