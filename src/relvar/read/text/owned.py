"""What was told of each entity: its attributes, what names one of it, and what it points at."""

from __future__ import annotations

from dataclasses import dataclass, field

from relvar.model.brief import Source
from relvar.read.text.claims import Has
from relvar.read.text.naming import Key


@dataclass(slots=True)
class Owned:
    """One attribute as the text names it."""

    words: Key
    has: Has
    source: Source
    several: bool = False
    required: bool = True
    values: tuple[str, ...] = ()
    valued: Source | None = None  # where the values were told, if not with the attribute


@dataclass(slots=True)
class Owner:
    """An entity with what was told of it."""

    key: Key
    attributes: dict[str, Owned] = field(default_factory=dict)
    unique: list[tuple[tuple[str, ...], Source]] = field(default_factory=list)
    identifying: list[tuple[Key, Source]] = field(default_factory=list)
    refers: set[Key] = field(default_factory=set)


def named_together(identifying: list[tuple[Key, Source]]) -> list[tuple[list[Key], Source]]:
    """The members that each sentence names together, without sentences that say the same again."""
    by_source: dict[int | None, tuple[list[Key], Source]] = {}
    for words, source in identifying:
        by_source.setdefault(source.start, ([], source))[0].append(words)
    distinct = {frozenset(words): (words, source) for words, source in reversed(by_source.values())}
    return list(reversed(distinct.values()))
