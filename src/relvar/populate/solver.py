"""Repair of a row by bounded search: one or two columns are changed until every wanted condition has its wanted outcome.

The search is general (it knows no rule by name): candidates of a column are null, constants and other columns' values that the
condition names with a unit to either side, both sides of an equality, a text of a regular expression, and fresh values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from random import Random
from typing import Any, NamedTuple

from relvar.model import expression as e
from relvar.model.expression import Expression
from relvar.model.physical import Column
from relvar.populate.evaluate import Evaluate, Unknowable, World, alike, columns_of, compiled, constants_of
from relvar.populate.samples.regex import Pattern

Maker = Callable[[Random, int], Any]
Row = dict[str, Any]
STEPS = 12  # changes made to one row before it is given up
FRESH = 4  # fresh values tried of a column
PAIRED = 14  # candidates of each column where two must change at once


class Wanted(NamedTuple):
    """A condition and the outcome it must have: true, false (unknown is neither), or None: anything but false, as a check is kept."""

    condition: Expression
    run: Evaluate
    columns: tuple[str, ...]
    outcome: bool | None = None

    def met(self, row: Mapping[str, Any]) -> bool:
        value = self.run(row)
        return value is not False if self.outcome is None else value is not None and bool(value) is self.outcome


def wanted(condition: Expression, world: World, outcome: bool | None = None) -> Wanted | None:
    """None where the condition needs more than one row."""
    try:
        return Wanted(condition, compiled(condition, world), columns_of(condition), outcome)
    except Unknowable:
        return None


class Solver:
    """Repairs rows of one table. `derived` fills columns that follow from others, after each change."""

    def __init__(self, columns: Mapping[str, Column], makers: Mapping[str, Maker], fixed: frozenset[str], derived: Callable[[Row], None]) -> None:
        self.columns = columns
        self.makers = makers
        self.fixed = fixed
        self.derived = derived

    def settle(self, row: Row, aims: Sequence[Wanted], random: Random, n: int, keep: frozenset[str] = frozenset()) -> bool:
        """Change `row` until every aim is met; False when that failed. Columns of `keep` stay as they are."""
        for _ in range(STEPS):
            failing = [aim for aim in aims if not aim.met(row)]
            if not failing:
                return True
            if not any(self._improve(row, aim, aims, len(failing), random, n, keep) for aim in failing):
                return False
        return all(aim.met(row) for aim in aims)

    def _improve(self, row: Row, aim: Wanted, aims: Sequence[Wanted], now: int, random: Random, n: int, keep: frozenset[str]) -> bool:
        free = [c for c in self._by_ease(aim.columns) if c not in keep and c not in self.fixed and c in self.columns]
        offers = {c: list(self._candidates(c, aim.condition, row, random, n)) for c in free}
        for column in free:
            for value in offers[column]:
                if self._better(row, {column: value}, aims, now):
                    return True
        for first in free:
            for second in free:
                if first < second and self._pair(row, first, second, offers, aims, now):
                    return True
        return False

    def _pair(self, row: Row, first: str, second: str, offers: dict[str, list[Any]], aims: Sequence[Wanted], now: int) -> bool:
        return any(self._better(row, {first: a, second: b}, aims, now) for a in islice(offers[first], PAIRED) for b in islice(offers[second], PAIRED))

    def _better(self, row: Row, change: Row, aims: Sequence[Wanted], now: int) -> bool:
        before = dict(row)
        row.update(change)
        self.derived(row)
        try:
            if sum(not aim.met(row) for aim in aims) < now:
                return True
        except (TypeError, OverflowError, ValueError):
            pass  # a candidate of another type than the condition compares with
        row.clear()
        row.update(before)
        return False

    def _by_ease(self, columns: tuple[str, ...]) -> list[str]:
        """Nullable facts change first, closed lists (states) last: what a row is about stays."""
        known = [c for c in columns if c in self.columns]
        return sorted(known, key=lambda c: (bool(self.columns[c].values), not self.columns[c].nullable))

    def _candidates(self, column: str, condition: Expression, row: Row, random: Random, n: int) -> Iterator[Any]:
        kind = self.columns[column]
        if kind.nullable and row.get(column) is not None:
            yield None
        yield from (v for v in _sides(condition, column, row) if _fits(v, kind))
        if kind.values:
            yield from kind.values
        if kind.data.base == "boolean":
            yield from (True, False)
        for value in (*constants_of(condition), *(row.get(c) for c in columns_of(condition) if c != column)):
            for near in _around(converted(value, kind)):
                if _fits(near, kind):
                    yield near
        yield from (p.text(random) for p in _patterns(condition, column))
        for turn in range(FRESH):
            yield self.makers[column](random, n + turn)
        if kind.data.base == "text":
            yield from ("", "x", "x" * (kind.data.length + 1 if kind.data.length else 300))


def _sides(condition: object, column: str, row: Row) -> Iterator[Any]:
    """Values of the far side of an equality whose one side is the column alone."""
    if isinstance(condition, e.Compare) and condition.op in ("=", "<=", ">="):
        for own, other in ((condition.left, condition.right), (condition.right, condition.left)):
            if isinstance(own, e.ColumnRef) and own.column == column and not isinstance(other, e.Constant):
                yield from _value(other, row)
    elif isinstance(condition, e.And | e.Or):
        for item in condition.items:
            yield from _sides(item, column, row)


def _value(expression: Expression, row: Row) -> Iterator[Any]:
    try:
        yield compiled(expression, World(now=datetime.min))(row)
    except (Unknowable, TypeError):
        return


def _patterns(condition: object, column: str) -> Iterator[Pattern]:
    if isinstance(condition, e.Matches) and columns_of(condition) == (column,):
        yield Pattern(condition.regex)
    elif isinstance(condition, e.And | e.Or):
        for item in condition.items:
            yield from _patterns(item, column)


def converted(value: Any, kind: Column) -> Any:
    """A constant or another column's value, in the type of the column where that is plain."""
    base = kind.data.base
    if base == "decimal" and isinstance(value, int | float) and not isinstance(value, bool):
        return Decimal(str(value))
    if base == "integer" and isinstance(value, Decimal) and value == int(value):
        return int(value)
    if base == "date" and isinstance(value, datetime):
        return value.date()
    if isinstance(value, str) and base in ("date", "timestamp"):
        example: Any = date.min if base == "date" else datetime.min
        try:
            return alike(example, value)[1]
        except ValueError:
            return None
    return value


def _around(value: Any) -> tuple[Any, ...]:
    try:
        if isinstance(value, bool) or value is None:
            return ()
        if isinstance(value, int | Decimal):
            return (value, value + 1, value - 1)
        if isinstance(value, float):
            return (value, value + 1.0, value - 1.0)
        if isinstance(value, datetime):
            return (value, value + timedelta(hours=1), value - timedelta(hours=1))
        if isinstance(value, date):
            return (value, value + timedelta(days=1), value - timedelta(days=1))
        if isinstance(value, time):
            return (value, value.replace(hour=(value.hour + 1) % 24), value.replace(hour=(value.hour - 1) % 24))
    except OverflowError:
        return (value,)
    return (value,)


_TYPES: dict[str, tuple[type, ...]] = {
    "integer": (int,), "decimal": (Decimal,), "float": (float, int), "text": (str,), "json": (str,), "boolean": (bool,),
    "date": (date,), "timestamp": (datetime,), "time": (time,),
}  # fmt: skip


def _fits(value: Any, kind: Column) -> bool:
    """Whether a candidate has the column's own type and bounds."""
    if value is None or isinstance(value, bool) != (kind.data.base == "boolean"):
        return False
    if not isinstance(value, _TYPES.get(kind.data.base, (object,))) or (kind.data.base == "date" and isinstance(value, datetime)):
        return False
    if isinstance(value, int) and kind.data.base == "integer":
        return bool(abs(value) < 2 ** (kind.data.bits - 1))
    if isinstance(value, Decimal) and kind.data.precision:
        return bool(abs(value) < Decimal(10) ** (kind.data.precision - kind.data.scale)) and value == round(value, kind.data.scale)
    return True
