"""All minimal functional dependencies and keys of a table.

The method of HyFD (Papenbrock and Naumann, "A hybrid approach to functional dependency discovery", SIGMOD 2016): pairs of rows that are
likely to be alike are compared, what they refute leaves candidates, the candidates are checked against all rows from the shortest left
side on, and the pairs that refute a candidate are compared in full and refute more. Keys come from the same search (HyUCC): the row itself
is one more right side. Two empty cells count as equal, as in the paper.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from relvar.discover.mining.cover import Cover
from relvar.discover.mining.rows import Rows, rows_of
from relvar.discover.table import Table

Progress = Callable[[str], None]
FAILING = 0.1  # of a level's candidates refuted: then comparing more pairs is cheaper than checking more candidates
FARTHEST = 12  # distance of compared neighbours
WIDE = ((60, 64), (120, 4), (250, 2), (1_000_000, 1))  # columns up to, longest left side searched: the lattice grows as columns^side


class Found(NamedTuple):
    """`dependencies`: minimal left side -> all that it determines and no smaller side within it does; `keys`: minimal, without repeated rows.

    `longest`: left sides of more attributes were not searched.
    """

    dependencies: dict[int, int]
    keys: tuple[int, ...]
    longest: int

    @property
    def total(self) -> int:
        """Dependencies with one attribute on the right: the number that is published for data sets."""
        return sum(rights.bit_count() for rights in self.dependencies.values())


def longest_for(columns: int) -> int:
    """The longest left side searched in a table of so many columns."""
    return min(columns, next(longest for bound, longest in WIDE if columns <= bound))


def minimal_dependencies(table: Table, *, longest: int = 0, plain: bool = False, progress: Progress = lambda step: None) -> Found:
    """Every minimal dependency and key; with `longest`, those whose left side has at most so many attributes.

    Exponential in the columns in the worst case, as their number is; linear in rows for each candidate.
    """
    return search(rows_of(table, plain=plain), longest=longest, progress=lambda step: progress(f"{table.name}: {step}"))


def search(rows: Rows, *, longest: int = 0, progress: Progress = lambda step: None) -> Found:
    """The same of rows that are there already."""
    cover = Cover(rows.width, longest or longest_for(rows.width))
    distance = _compare(rows, cover, 0)
    valid: dict[int, int] = {}
    size = 0
    while cover.goes_on(size):
        candidates = cover.by_left(size)
        progress(f"{len(candidates):,} left sides of {size} columns")
        if len(candidates) > rows.count and (every := rows.every()):  # to compare all rows costs less, and then nothing is to be checked
            cover = Cover(rows.width, cover.longest)
            cover.refute(every)
            valid |= cover.from_here(size)
            break
        refuted = _check(rows, cover, candidates, valid)
        if refuted > FAILING * max(1, len(candidates)) and distance < FARTHEST:
            distance = _compare(rows, cover, distance)
        size += 1
    row = 1 << rows.width
    dependencies = {left: rights & ~row for left, rights in valid.items() if rights & ~row}
    keys = tuple(sorted((left for left, rights in valid.items() if rights & row), key=lambda left: (left.bit_count(), left)))
    return Found(dependencies, keys, cover.longest)


def _compare(rows: Rows, cover: Cover, distance: int) -> int:
    """Compare neighbours that stand one place farther apart; the new distance."""
    found: set[int] = set()
    for column in range(rows.width):
        found |= rows.neighbours(column, distance + 1)
    cover.refute(found)
    return distance + 1


def _check(rows: Rows, cover: Cover, candidates: dict[int, int], valid: dict[int, int]) -> int:
    """Check one level; what holds goes to `valid`. How many left sides were refuted for some right side."""
    refuting: set[int] = set()
    refuted = 0
    for left in sorted(candidates, key=rows.rank):
        holds, found = rows.check(left, candidates[left])
        if holds:
            valid[left] = holds
        if found:
            refuting |= found
            refuted += 1
    cover.refute(refuting)
    return refuted
