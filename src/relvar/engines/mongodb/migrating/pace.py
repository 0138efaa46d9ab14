"""How long documents are worked on, and what follows: all of them in batches, or each at its next write and the rest in batches.

Measured on DocumentDB on two cores, alone, documents of one and of ten elements: 0.011 and 0.019 ms a document (20,000 each, in batches).
Five times that is reckoned with, for a majority that acknowledges and users who work beside it.
"""

from __future__ import annotations

import math

from relvar.engines.mongodb.migrating.batches import BATCH_DOCUMENTS
from relvar.model.figures import count

MS_PER_DOCUMENT = 0.1
NIGHT_HOURS = 8.0  # what can be watched from an evening to a morning; beyond it, writers do their own share first


def pace(documents: float) -> str:
    """In words: the arithmetic, and the choice."""
    batches = math.ceil(documents / BATCH_DOCUMENTS)
    seconds = documents * MS_PER_DOCUMENT / 1000
    arithmetic = f"{count(documents)} documents x {MS_PER_DOCUMENT} ms = {_time(seconds)} in {count(batches)} batches"
    if seconds <= NIGHT_HOURS * 3600:
        return f"{arithmetic}: batched"
    return f"{arithmetic}: lazily at each write first, what is left in batches"


def _time(seconds: float) -> str:
    if seconds < 1:
        return "under a second"
    for unit, length in (("hours", 3600.0), ("minutes", 60.0)):
        if seconds >= 2 * length:
            return f"{seconds / length:,.0f} {unit}"
    return f"{seconds:,.0f} seconds"
