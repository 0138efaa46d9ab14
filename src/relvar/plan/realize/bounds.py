"""Bounds on one column: of two that look the same way only the narrower says anything."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from relvar.model.expression import ColumnRef, Compare, Constant, Expression


class _Bound(NamedTuple):
    column: str
    upper: bool
    value: float
    strict: bool


def narrowest(conditions: Iterable[Expression]) -> list[Expression]:
    """The conditions without bounds that another of them implies (value > 0 makes value >= 0 idle)."""
    items = list(conditions)
    bounds = [_bound(item) for item in items]
    return [item for item, bound in zip(items, bounds, strict=True) if bound is None or not any(_implies(other, bound) for other in bounds if other)]


def _bound(condition: Expression) -> _Bound | None:
    if not (isinstance(condition, Compare) and isinstance(condition.left, ColumnRef) and isinstance(condition.right, Constant)):
        return None
    value = float(condition.right.value) if condition.right.as_decimal and isinstance(condition.right.value, str) else condition.right.value
    if condition.op not in ("<", "<=", ">", ">=") or isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return _Bound(condition.left.column, condition.op[0] == "<", value, len(condition.op) == 1)


def _implies(one: _Bound, other: _Bound) -> bool:
    """Whether `one` is another and narrower bound on the same side."""
    if (one.column, one.upper) != (other.column, other.upper) or one == other:
        return False
    narrower = one.value < other.value if one.upper else one.value > other.value
    return narrower or (one.value == other.value and one.strict and not other.strict)
