"""Values by base type alone, for a column whose meaning is not known."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import time
from random import Random
from typing import Any

from relvar.model.physical import Column
from relvar.populate.samples import numbers, texts

Maker = Callable[[Random, int], Any]


def by_base(name: str, column: Column) -> Maker:
    """A maker by base type; instants and dates are laid out in time by the table's generator, not here."""
    data = column.data
    if data.base == "decimal":
        return numbers.exact(lambda random, n: random.randint(1, 99_999) / 100, data)
    if data.base == "text":
        longest = data.length or 200
        return lambda random, n: texts.label(random, n)[:longest].strip() or "x"
    return _PLAIN[data.base]


def _uuid(random: Random, n: int) -> uuid.UUID:
    return uuid.UUID(int=random.getrandbits(128), version=4)


def _time(random: Random, n: int) -> time:
    return time(random.randint(6, 21), random.choice((0, 15, 30, 45)))


_PLAIN: dict[str, Maker] = {
    "boolean": lambda random, n: random.random() < 0.5,
    "integer": lambda random, n: random.randint(1, 1000),
    "float": lambda random, n: round(random.uniform(0, 100), 3),
    "bytes": lambda random, n: random.randbytes(16),
    "time": _time,
    "uuid": _uuid,
    "json": lambda random, n: f'{{"n": {random.randint(1, 1000)}}}',
}
