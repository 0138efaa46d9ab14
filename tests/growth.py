"""How much more processor time four times the work takes: a ratio within one run, which other work on the machine does not change."""

from __future__ import annotations

import time
from collections.abc import Callable

TIMES = 4  # how much more work the second run has
LINEAR = 8.0  # four times the work in less than eight times the time; what is quadratic takes sixteen times


def growth(work: Callable[[int], object], size: int) -> float:
    """Processor time of `work(4 * size)` over that of `work(size)`, the best of two runs each after one that warms up."""
    work(size // 4)
    return _best(work, TIMES * size) / _best(work, size)


def _best(work: Callable[[int], object], size: int) -> float:
    return min(_spent(work, size) for _ in range(2))


def _spent(work: Callable[[int], object], size: int) -> float:
    begun = time.process_time()
    work(size)
    return time.process_time() - begun
