"""Dependencies that hold but for a few rows, and those rows.

A column determines another nearly where the rows to take away (g3 of Kivinen and Mannila, "Approximate inference of functional
dependencies from relations", Theoretical Computer Science 149, 1995) are at most `TOLERANCE` of all. Within a group the value that most rows
have is right, the first where two are as frequent. A row whose left cell is empty has nothing to look its right cell up by: it breaks the
dependency where the right cell is filled.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from relvar.discover.mining.rows import Rows
from relvar.discover.mining.weigh import MEANINGFUL, Scale, Weight
from relvar.discover.table import Column, Table

TOLERANCE = 0.005
AGREEING = 1 - 8 * TOLERANCE  # share of a column's pairs that must agree on the other for a closer look: twice the rows, twice for chance
SHOWN = 40  # characters of a cell in a reason


class Near(NamedTuple):
    """left -> right, as places of columns. `breaking`: rows to take away, each with the reason. Empty: it holds as it is."""

    left: int
    right: int
    breaking: dict[int, str]
    weight: Weight


def near_dependencies(table: Table, scale: Scale, rows: Rows) -> Iterator[Near]:
    """Between single columns, those that weigh enough to be meant, the exact ones included. `rows`: all rows of the table."""
    for left in range(len(table.columns)):
        pairs = scale.pairs(1 << left)
        for right in range(len(table.columns)):
            if left == right or not pairs or scale.pairs(1 << left | 1 << right) < pairs * AGREEING:
                continue
            weight = scale.weigh(1 << left, 1 << right)
            if weight.score >= MEANINGFUL:
                exact = rows.check(1 << left, 1 << right)[0] and not table.columns[left].has_nulls
                breaking = {} if exact else breakers(table.columns[left], table.columns[right])
                if len(breaking) <= table.rows * TOLERANCE:
                    yield Near(left, right, breaking, weight)


def breakers(left: Column, right: Column) -> dict[int, str]:
    """The rows to take away for left -> right to hold, each with why."""
    seen: defaultdict[int, set[int]] = defaultdict(set)
    for code, value in set(zip(left.codes, right.codes, strict=True)):
        seen[code].add(value)
    nothing = {code for code in seen if left.values[code] is None}
    empty = {code for code, cell in enumerate(right.values) if cell is None}
    split = {code for code, values in seen.items() if (values - empty if code in nothing else len(values) > 1)}
    if not split:
        return {}
    counts: defaultdict[int, Counter[int]] = defaultdict(Counter)
    rows = [row for row, code in enumerate(left.codes) if code in split]
    for row in rows:
        counts[left.codes[row]][right.codes[row]] += 1
    usual = {code: counter.most_common(1)[0][0] for code, counter in counts.items()}
    found = {}
    for row in rows:
        code, value = left.codes[row], right.codes[row]
        if code in nothing:
            if value not in empty:
                found[row] = f"{left.name} is empty, but {right.name} is {_shown(right.values[value])}"
        elif value != usual[code]:
            found[row] = (
                f"{right.name} is {_shown(right.values[value])}, but {_shown(right.values[usual[code]])} in {counts[code][usual[code]]} rows "
                f"with {left.name} {_shown(left.values[code])}"
            )
    return found


def _shown(cell: str | None) -> str:
    if cell is None:
        return "empty"
    return repr(cell if len(cell) <= SHOWN else cell[: SHOWN - 1] + "…")
