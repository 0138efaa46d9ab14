"""How much more processor time four times the work takes: a ratio within one run, which other work on the machine changes little.

A neighbour on the same core still slows single runs (shared caches, a second thread), so the two sizes are run in turn, each is judged by
its best run, and the garbage of what ran before is not collected in between.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

TIMES = 4  # how much more work the second run has
LINEAR = 8.0  # four times the work in less than eight times the time; what is quadratic takes sixteen times
ROUNDS = 5  # of both sizes, at most: the first in which what is linear looks linear ends them


def growth(work: Callable[[int], object], size: int) -> float:
    """Processor time of `work(4 * size)` over that of `work(size)`, each the best of up to ROUNDS runs after one that warms up."""
    work(size // 4)
    small, large = float("inf"), float("inf")
    for _ in range(ROUNDS):
        small, large = min(small, _spent(work, size)), min(large, _spent(work, TIMES * size))
        if large / small < LINEAR:
            break
    return large / small


def _spent(work: Callable[[int], object], size: int) -> float:
    gc.collect()
    gc.disable()
    try:
        begun = time.process_time()
        work(size)
        return time.process_time() - begun
    finally:
        gc.enable()
