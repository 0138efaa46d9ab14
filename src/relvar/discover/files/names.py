"""Names of columns: a header's cells made distinct, and whether a first row is a header at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?([eE][+-]?\d+)?")
COLUMNS_AT_MOST = 1_000  # an engine's table has at most 1,600 (PostgreSQL) or 2,000 (SQLite); dependencies of more are hopeless


def distinct(header: Sequence[str | None]) -> tuple[list[str], list[str]]:
    """Names for a header's cells, each once, and what had to be changed, in words."""
    names: list[str] = []
    notes: list[str] = []
    for place, cell in enumerate(header, start=1):
        name = (cell or "").strip()
        if not name:
            name = unnamed(place)
            notes.append(f"column {place} has no name and is called {name}")
        wanted, number = name, 2
        while name in names:
            name = f"{wanted}_{number}"
            number += 1
        if name != wanted:
            notes.append(f"column {place} is a second {wanted} and is called {name}")
        names.append(name)
    return names, notes


def unnamed(place: int) -> str:
    """What a column without a name is called. `place`: counted from 1."""
    return f"column_{place}"


def table_name(text: str) -> str:
    """A file's or sheet's name as a table's: lower case, words joined by underscores."""
    return re.sub(r"[^0-9a-z]+", "_", text.lower()).strip("_") or "rows"


def is_header(first: Sequence[str], following: Sequence[Sequence[str]]) -> bool:
    """A first row with numbers where the rows below have numbers is data."""
    numeric = [place for place in range(len(first)) if _numeric(row[place] for row in following if place < len(row))]
    return not (numeric and all(NUMBER.fullmatch(first[place].strip()) for place in numeric))


def _numeric(cells: Iterable[str]) -> bool:
    found = [cell.strip() for cell in cells if cell.strip()]
    return bool(found) and all(NUMBER.fullmatch(cell) for cell in found)
