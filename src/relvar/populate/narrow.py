"""Makers of values that already satisfy the checks of one column alone, so that few rows need repair.

A maker is tried on a few rows; where too many values fail, another is made out of the checks themselves: a closed list, a regular
expression's tree, or an interval of numbers, dates or instants.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import chain
from random import Random
from typing import Any

from relvar.model import expression as e
from relvar.model.expression import Expression
from relvar.model.physical import Column
from relvar.populate.evaluate import World, compiled
from relvar.populate.samples.regex import Pattern

Maker = Callable[[Random, int], Any]
TRIED = 24  # values tried of a maker
GOOD = 0.9  # share that must pass, else the checks themselves make the values
SPAN = 100  # width of an interval that is open at one side, in units (numbers) or days


def narrowed(column_id: str, column: Column, made: Maker, own: Sequence[Expression], world: World) -> Maker:
    """`made`, or a maker out of the conditions `own`, which name only this column."""
    if not own:
        return made
    checks = [compiled(c, world) for c in own]

    def passes(maker: Maker) -> float:
        random = Random(7)
        values = [maker(random, n) for n in range(1, TRIED + 1)]
        return sum(all(check({column_id: v}) is not False for check in checks) for v in values) / TRIED

    best, most = made, -1.0
    for maker in chain((made,), _from_checks(column, own)):
        share = passes(maker)
        if share >= GOOD:
            return maker
        if share > most:
            best, most = maker, share
    return best


def _from_checks(column: Column, own: Sequence[Expression]) -> Iterator[Maker]:
    for part in _parts(own):
        if isinstance(part, e.InList):
            yield _choice([item.value for item in part.items])
        elif isinstance(part, e.Matches):
            yield _text(Pattern(part.regex), column.data.length)
        elif isinstance(part, e.Compare) and part.op == "=" and isinstance(part.left, e.ColumnRef) and isinstance(part.right, e.Constant):
            yield _choice([part.right.value])
    least, most = _bounds(_parts(own))
    if isinstance(least, str) or isinstance(most, str):
        return
    if column.data.base == "text" and (least is not None or most is not None):
        yield _of_length(int(least or 1), int(most or (least or 1) + 20))
    elif least is not None or most is not None:
        yield from _interval(column, least, most)


def _parts(conditions: Sequence[Expression]) -> Iterator[Expression]:
    """What must hold at once; an alternative with null ("x is null or x > 0") counts as its other side."""
    for condition in conditions:
        if isinstance(condition, e.And):
            yield from _parts(condition.items)
        elif isinstance(condition, e.Or) and (rest := [i for i in condition.items if not isinstance(i, e.IsNull)]):
            yield from _parts(rest[:1])
        else:
            yield condition


def _bounds(parts: Iterator[Expression]) -> tuple[Any, Any]:
    least: Any = None
    most: Any = None
    for part in parts:
        if not isinstance(part, e.Compare):
            continue
        op, constant = _oriented(part)
        if constant is None:
            continue
        if op in (">", ">="):
            least = constant if least is None else max(least, constant)
        elif op in ("<", "<="):
            most = constant if most is None else min(most, constant)
        elif op == "=":
            least = most = constant
    return least, most


def _oriented(compare: e.Compare) -> tuple[str, Any]:
    flipped = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
    if isinstance(compare.right, e.Constant):
        return compare.op, _number(compare.right)
    if isinstance(compare.left, e.Constant):
        return flipped.get(compare.op, compare.op), _number(compare.left)
    return compare.op, None


def _number(constant: e.Constant) -> Any:
    return Decimal(str(constant.value)) if constant.as_decimal or isinstance(constant.value, float) else constant.value


def _interval(column: Column, least: Any, most: Any) -> Iterator[Maker]:
    base = column.data.base
    if base in ("integer", "decimal", "float"):
        low = least if least is not None else most - SPAN
        high = most if most is not None else low + SPAN
        yield _numbers(base, column.data.scale, low, high)
    elif base in ("date", "timestamp"):
        start = _instant(least if least is not None else most) - timedelta(days=0 if least is not None else SPAN)
        days = (_instant(most) - start).days if most is not None else SPAN
        yield _moments(base, start, max(days, 1))


def _instant(text: Any) -> datetime:
    return datetime.fromisoformat(str(text)).replace(tzinfo=UTC)


def _numbers(base: str, scale: int, low: Any, high: Any) -> Maker:
    if base == "integer":
        return lambda random, n: random.randint(int(low), int(high)) if high - low < 2 else random.randint(int(low) + 1, int(high) - 1)
    unit = Decimal(1).scaleb(-scale)
    first, last = float(low), float(high)

    def inside(random: Random) -> float:
        return first + (last - first) * (0.05 + 0.9 * random.random())  # strict bounds stay outside

    if base == "float":
        return lambda random, n: inside(random)
    return lambda random, n: Decimal(str(inside(random))).quantize(unit)


def _moments(base: str, start: datetime, days: int) -> Maker:
    def moment(random: Random, n: int) -> date | datetime:
        found = start + timedelta(days=random.randint(0, days))
        return found.date() if base == "date" else found

    return moment


def _choice(values: list[Any]) -> Maker:
    return lambda random, n: random.choice(values)


def _text(form: Pattern, longest: int) -> Maker:
    return lambda random, n: form.text(random)[: longest or None]


def _of_length(least: int, most: int) -> Maker:
    size = min(most, least + 12)
    return lambda random, n: (f"{random.choice('abcdefghkmnprst')}{n}" + "".join(random.choices("abcdefghkmnprst", k=size)))[:size]
