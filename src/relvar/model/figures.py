"""Numbers as decisions and documents print them: short enough to read, exact enough to check."""

from __future__ import annotations

from collections.abc import Sequence

SECONDS_A_DAY = 86_400
DAYS_A_MONTH = 30.44  # 365.25 / 12
DAYS_A_YEAR = 365.25


def count(value: float) -> str:
    """512, 18,250, 91.3 million, 1.7 trillion."""
    size = abs(value)
    if size >= 1e12:
        return f"{value / 1e12:,.1f} trillion"
    if size >= 1e9:
        return f"{value / 1e9:,.1f} billion"
    if size >= 1e6:
        return f"{value / 1e6:,.1f} million"
    if size >= 10 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.2g}"


def size(value: float) -> str:
    """Bytes with a decimal unit, as disks are sold."""
    for unit, name in ((1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB")):
        if value >= unit:
            return f"{value / unit:,.1f} {name}"
    return f"{value:.0f} B"


def in_months(number: int) -> str:
    """1 month, 6 months."""
    return f"{number} month{'s' * (number != 1)}"


def listed(names: Sequence[str], limit: int = 8) -> str:
    """a, b and c; beyond `limit` the rest is counted."""
    if len(names) > limit:
        return ", ".join(names[:limit]) + f" and {len(names) - limit} more"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else list(names))
