"""How unevenly rows refer: Zipf's law, its greatest share, and the exponent that gives a share that the text tells of.

Source: Zipf's law with the sum taken by its integral, as in Breslau et al. 1999.
"""

from __future__ import annotations

EVEN_SCATTER = 3  # even shares scatter: three times the mean is seldom seen
STEEPEST = 3.0  # beyond, the first has more than four fifths of all
STEPS = 40  # halvings of the interval: far below the digits that are printed


def top(rows: float, owners: float, exponent: float) -> float:
    """Rows of the owner that has most: rows / sum of k^-s."""
    if exponent <= 0:
        return rows / owners * EVEN_SCATTER
    return rows / max(_sum(owners, exponent), 1.0)


def _sum(owners: float, exponent: float) -> float:
    """1 + 2^-s + 3^-s + ... for so many owners."""
    if abs(exponent - 1) < 1e-6:
        exponent = 1.0001
    total: float = (owners ** (1 - exponent) - 1) / (1 - exponent) + 1
    return total


def above(number: float, greatest: float, owners: float, exponent: float) -> float:
    """Owners that have more than so many: those of rank k with greatest x k^-s > number."""
    if exponent <= 0 or number >= greatest:
        return 0.0
    found: float = (greatest / max(number, 1.0)) ** (1 / exponent)
    return min(owners, found)


def beyond(number: float, greatest: float, owners: float, exponent: float) -> float:
    """Rows that those who have more than so many have beyond it."""
    few = above(number, greatest, owners, exponent)
    return max(0.0, greatest * _sum(few, exponent) - number * few) if few >= 1 else 0.0


def fitted(rows: float, owners: float, greatest: float) -> float:
    """The exponent by which the owner that has most has `greatest`; 0 where even shares give as many."""
    if top(rows, owners, 0.0) >= greatest:
        return 0.0
    low, high = 0.0, STEEPEST
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if top(rows, owners, middle) < greatest else (low, middle)
    return round(high, 3)
