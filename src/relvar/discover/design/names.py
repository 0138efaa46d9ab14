"""Names of tables and columns out of a file's headers."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from relvar.discover.naming import words

KEYWORDS_OF_KEYS = frozenset({"id", "code", "key", "number", "no", "nr", "num", "ref", "reference", "guid", "uuid"})
QUALITIES = frozenset({"postal", "area", "serial", "dialing", "tracking"})  # words that name nothing without the word behind them
LENGTH = 50  # bytes; with what a constraint's name adds to it, below the 63 that PostgreSQL keeps


def column_names(headers: Sequence[str]) -> list[str]:
    """A name in lower case for each header, each once."""
    made: list[str] = []
    for place, header in enumerate(headers, start=1):
        made.append(unused(identifier(header) or f"column_{place}", made))
    return made


def identifier(text: str) -> str:
    """The words of a text joined by underscores; one that begins with a digit gets a letter."""
    name = _cut("_".join(words(text)))
    return f"c{name}" if name[:1].isdigit() else name


def thing(columns: Sequence[str]) -> str:
    """What a key names: customer for customer_id, product_warehouse for both their ids."""
    return _cut("_".join(dict.fromkeys(_without_key_words(column) for column in columns)))


def unused(name: str, taken: Collection[str]) -> str:
    """The name, with a number where it is taken."""
    number, found = 2, name
    while found in taken:
        found = f"{name}_{number}"
        number += 1
    return found


def _without_key_words(column: str) -> str:
    parts = column.split("_")
    rest = [part for part in parts if part not in KEYWORDS_OF_KEYS]
    return "_".join(parts if QUALITIES.issuperset(rest) else rest)


def _cut(name: str) -> str:
    return name.encode()[:LENGTH].decode(errors="ignore").strip("_")
