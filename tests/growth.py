"""How much more processor time twice the work takes: a ratio within one run, which other work on the machine does not change."""

from __future__ import annotations

import time
from collections.abc import Callable

LINEAR = 3.0  # twice the work in less than three times the time; the quadratic takes four


def growth(work: Callable[[int], object], size: int) -> float:
    """Processor time of `work(2 * size)` over that of `work(size)`, the best of two runs each after one that warms up."""
    work(size // 4)
    return _best(work, 2 * size) / _best(work, size)


def _best(work: Callable[[int], object], size: int) -> float:
    return min(_spent(work, size) for _ in range(2))


def _spent(work: Callable[[int], object], size: int) -> float:
    begun = time.process_time()
    work(size)
    return time.process_time() - begun
