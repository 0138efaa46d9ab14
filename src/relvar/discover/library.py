"""Discovery by names: what a library's user calls."""

from __future__ import annotations

from collections.abc import Sequence

from relvar.discover.mining.hyfd import minimal_dependencies
from relvar.discover.table import Cell, Encoder, Table
from relvar.normalize.theory.dependency import positions

Names = tuple[str, ...]


def discover(attributes: Sequence[str], rows: Sequence[Sequence[Cell]], longest: int = 0) -> tuple[tuple[Names, Names], ...]:
    """All minimal functional dependencies that hold in `rows`, by left side (HyFD, Papenbrock and Naumann 2016).

    Each row has a cell for each attribute; None is an empty cell and equal to every other. The right side has all that the left determines
    and no smaller left side within it does. An empty left side: the attributes are constant. `longest`: of the left sides, where it is not 0.
    Exponential in the attributes in the worst case, as the result is; linear in the rows for each candidate.
    Raises ValueError for a row of another width.

    >>> discover(["zip", "city", "street"], [("10115", "Berlin", "A"), ("10115", "Berlin", "B"), ("80331", "Munich", "A"), ("10117", "Berlin", "B")])
    ((('zip',), ('city',)),)
    """
    for number, row in enumerate(rows, start=1):
        if len(row) != len(attributes):
            raise ValueError(f"row {number} has {len(row)} cells, there are {len(attributes)} attributes")
    encoder = Encoder(attributes)
    if rows:
        encoder.add(rows)
    found = minimal_dependencies(Table("rows", "rows", encoder.columns(), range(len(rows))), longest=longest)
    named = sorted(found.dependencies.items(), key=lambda item: (item[0].bit_count(), item[0]))
    return tuple((tuple(attributes[p] for p in positions(left)), tuple(attributes[p] for p in positions(right))) for left, right in named)
