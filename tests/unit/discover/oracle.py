"""What holds in rows, by trying everything: the measure for what is discovered."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from relvar.discover.table import Cell, Encoder, Table

Rows = Sequence[Sequence[Cell]]


def table(rows: Rows, width: int, name: str = "t") -> Table:
    encoder = Encoder(f"c{place}" for place in range(width))
    if rows:
        encoder.add(rows)
    return Table(name, f"{name}.csv", encoder.columns(), range(2, len(rows) + 2))


def minimal(rows: Rows, width: int) -> set[tuple[int, int]]:
    """(left side as a bitmask, right side) of every minimal dependency; right side `width` for keys."""
    found = set[tuple[int, int]]()
    for right in range(width + 1):
        sides: list[int] = []
        for size in range(width + 1):
            for left in combinations([place for place in range(width) if place != right], size):
                mask = sum(1 << place for place in left)
                if not any(side & ~mask == 0 for side in sides) and _holds(rows, left, right, width):
                    sides.append(mask)
        found |= {(side, right) for side in sides}
    return found


def _holds(rows: Rows, left: Sequence[int], right: int, width: int) -> bool:
    seen: dict[tuple[Cell, ...], object] = {}
    for number, row in enumerate(rows):
        value: object = row[right] or None if right < width else number
        if seen.setdefault(tuple(row[place] or None for place in left), value) != value:
            return False
    return True
