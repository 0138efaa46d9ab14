"""Rows that satisfy given dependencies, and what a decomposition makes of them: by definition, sharing nothing with the theory."""

from __future__ import annotations

from collections.abc import Sequence

Rows = set[tuple[int, ...]]


def satisfying(rows: Rows, fds: Sequence[tuple[int, int]], joins: Sequence[Sequence[int]]) -> Rows:
    """The rows with values made one where a functional dependency asks for it, and the rows added that a join dependency asks for."""
    before: Rows = set()
    while before != rows:
        before = rows
        for left, right in fds:
            for at in places(right & ~left):
                rows = _equated(rows, places(left), at)
        for parts in joins:
            rows = rows | rejoined(rows, parts)
    return rows


def _equated(rows: Rows, left: Sequence[int], at: int) -> Rows:
    """Values of one column made one until equal left sides have equal ones; a value stays one value in all rows."""
    while True:
        least: dict[tuple[int, ...], int] = {}
        for row in rows:
            side = tuple(row[i] for i in left)
            least[side] = min(least.get(side, row[at]), row[at])
        same = {row[at]: least[side] for row in rows if row[at] != least[side := tuple(row[i] for i in left)]}
        if not same:
            return rows
        rows = {(*row[:at], same.get(row[at], row[at]), *row[at + 1 :]) for row in rows}


def rejoined(rows: Rows, parts: Sequence[int]) -> Rows:
    """The join of the projections on parts that together have every column."""
    width = len(next(iter(rows)))
    made: list[dict[int, int]] = [{}]
    for part in parts:
        columns = places(part)
        cells = {tuple(row[i] for i in columns) for row in rows}
        found = [dict(zip(columns, cell, strict=True)) for cell in cells]
        made = [one | other for one in made for other in found if all(one.get(at, value) == value for at, value in other.items())]
    return {tuple(one[at] for at in range(width)) for one in made}


def places(mask: int) -> list[int]:
    """The columns of a bitmask."""
    return [at for at in range(mask.bit_length()) if mask >> at & 1]
