"""Counts, money, measures. Ranges are ordinary ones of the field; a column's checks narrow them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from random import Random
from typing import Any

from relvar.model.semantic import DataType

Maker = Callable[[Random, int], Any]


def exact(made: Maker, data: DataType) -> Maker:
    """Numbers rounded to the scale and kept below the largest of the precision."""
    unit, most = Decimal(1).scaleb(-data.scale), Decimal(10) ** (data.precision - data.scale) - 1 if data.precision else None

    def value(random: Random, n: int) -> Decimal:
        found = Decimal(str(made(random, n))).quantize(unit)
        return found if most is None or abs(found) <= most else (found % most).quantize(unit)

    return value


def whole(low: int, high: int) -> Maker:
    return lambda random, n: int(low + random.random() * (high - low + 1))


def real(low: float, high: float, digits: int) -> Maker:
    return lambda random, n: round(low + random.random() * (high - low), digits)


def _price(random: Random, n: int) -> float:
    """Many small amounts, few large: prices are close to log-normal."""
    return round(min(random.lognormvariate(3.2, 0.9), 9_000), 2) + 0.01


MAKERS: dict[str, Maker] = {
    "money": _price,
    "signed_money": real(-500, 500, 2),
    "percentage": real(0, 100, 2),
    "latitude": real(36, 60, 6),
    "longitude": real(-9, 28, 6),
    "measure": real(1, 200, 2),
    "measurement": real(0, 100, 3),
    "temperature": real(-5, 30, 1),
    "weight": real(0.1, 80, 2),
    "ph": real(5, 9, 1),
    "hours": real(0.25, 12, 2),
    "rating": whole(1, 5),
    "score": whole(1, 100),
    "quantity": whole(1, 5),
    "count": whole(0, 500),
    "signed_count": lambda random, n: random.choice((-1, 1)) * random.randint(1, 100),
    "day_of_month": whole(1, 28),
    "small_count": whole(1, 60),
    "line_number": lambda random, n: n,
    "year": whole(1960, 2024),
    "month": whole(1, 12),
    "weekday": whole(1, 7),
    "duration": whole(10, 120),
    "bytes": whole(1_000, 2_000_000),
}
