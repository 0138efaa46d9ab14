"""Expressions of the model, evaluated on a row in Python with SQL's three-valued logic: None is unknown.

An expression is compiled once into a closure over the row (column id -> value), for checks are asked of every generated row.
Only one table's row is in sight, so aliases of columns carry no meaning here. What needs other rows (Exists, TextSearch over
an index, aggregates) has no value in one row: compiling it raises Unknowable.
"""

from __future__ import annotations

import hashlib
import operator
import re
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from relvar.model import expression as e
from relvar.model.expression import Expression
from relvar.model.walking import columns_in, every
from relvar.populate.elements import in_document

Values = Mapping[str, Any]
Evaluate = Callable[[Values], Any]
DAYS = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1, "month": 30, "year": 365}  # a month of a condition is not exact to the day here
COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq, "<>": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
BRACKETS = {"[:alpha:]": "A-Za-z", "[:digit:]": "0-9", "[:alnum:]": "A-Za-z0-9", "[:space:]": r"\s", "[:upper:]": "A-Z", "[:lower:]": "a-z"}


class Unknowable(Exception):
    """Raised when an expression cannot be evaluated on one row alone."""


class World(NamedTuple):
    """What a row does not hold: the instant of now (UTC), and values of parameters and of the context by name."""

    now: datetime
    values: Values = {}


def compiled(expression: Expression, world: World) -> Evaluate:
    """A function row -> value of the expression; None is SQL's null or unknown. Raises Unknowable."""
    make = _MAKERS.get(type(expression))
    if make is None:
        raise Unknowable(f"{type(expression).__name__} needs more than one row")
    found: Evaluate = make(expression, world)
    return found


def evaluate(expression: Expression, row: Values, world: World) -> Any:
    """The value of an expression on one row. Raises Unknowable."""
    return compiled(expression, world)(row)


def holds(expression: Expression, row: Values, world: World) -> bool:
    """Whether a check accepts the row: true or unknown, as SQL has it."""
    return evaluate(expression, row, world) is not False


def columns_of(expression: object) -> tuple[str, ...]:
    """Ids of the columns that an expression names, in order of first mention."""
    return tuple(dict.fromkeys(columns_in(expression)))


def constants_of(expression: object) -> tuple[Any, ...]:
    """Constants that an expression names, in order of first mention."""
    return tuple(_constant_value(constant) for constant in every(e.Constant, expression))


def pattern(regex: str) -> re.Pattern[str]:
    """A POSIX extended regular expression of the model as Python's, matched against the whole value where it is anchored."""
    for posix, plain in BRACKETS.items():
        regex = regex.replace(posix, plain)
    return re.compile(regex)


def alike(left: Any, right: Any) -> tuple[Any, Any]:
    """Both sides in one type: a constant that stands as text for a date, an instant, a number or an identifier becomes one."""
    if type(left) is type(right):
        return left, right
    if isinstance(left, str) and not isinstance(right, str):
        return _as_type_of(right, left), right
    if isinstance(right, str) and not isinstance(left, str):
        return left, _as_type_of(left, right)
    if isinstance(left, datetime) != isinstance(right, datetime) and isinstance(left, date) and isinstance(right, date):
        return _instant(left), _instant(right)
    if isinstance(left, float) != isinstance(right, float) and isinstance(left, float | Decimal) and isinstance(right, float | Decimal):
        return float(left), float(right)
    return left, right


def _instant(value: date | datetime) -> datetime:
    return value if isinstance(value, datetime) else datetime(value.year, value.month, value.day, tzinfo=UTC)


def _as_type_of(example: Any, text: str) -> Any:
    if isinstance(example, datetime):
        return _instant(datetime.fromisoformat(text)).replace(tzinfo=UTC)
    if isinstance(example, date):
        return date.fromisoformat(text[:10])
    if isinstance(example, time):
        return time.fromisoformat(text)
    if isinstance(example, uuid.UUID):
        return uuid.UUID(text)
    return Decimal(text) if isinstance(example, int | Decimal) else text


def _constant_value(constant: e.Constant) -> Any:
    return Decimal(str(constant.value)) if constant.as_decimal else constant.value


def _column(ref: e.ColumnRef, world: World) -> Evaluate:
    return operator.methodcaller("get", ref.column)


def _constant(constant: e.Constant, world: World) -> Evaluate:
    value = _constant_value(constant)
    return lambda row: value


def _given(parameter: e.Parameter | e.Context, world: World) -> Evaluate:
    value = world.values.get(parameter.name)
    return lambda row: value


def _compare(compare: e.Compare, world: World) -> Evaluate:
    left, right, judge = compiled(compare.left, world), compiled(compare.right, world), COMPARE[compare.op]
    if isinstance(compare.right, e.Constant) and compare.right.value is not None:
        return _against(left, _constant_value(compare.right), judge)

    def run(row: Values) -> Any:
        a, b = left(row), right(row)
        if a is None or b is None:
            return None
        return judge(a, b) if type(a) is type(b) else judge(*alike(a, b))

    return run


def _against(left: Evaluate, constant: Any, judge: Callable[[Any, Any], Any]) -> Evaluate:
    """A comparison with a constant, as most checks are: asked several times of every row."""
    kind = type(constant)

    def run(row: Values) -> Any:
        value = left(row)
        if value is None:
            return None
        return judge(value, constant) if type(value) is kind else judge(*alike(value, constant))

    return run


def _in_list(inlist: e.InList, world: World) -> Evaluate:
    operand = compiled(inlist.operand, world)
    items = frozenset(_constant_value(item) for item in inlist.items)

    def run(row: Values) -> Any:
        value = operand(row)
        return None if value is None else value in items

    return run


def _is_null(isnull: e.IsNull, world: World) -> Evaluate:
    operand, negated = compiled(isnull.operand, world), isnull.negated
    return lambda row: (operand(row) is not None) if negated else (operand(row) is None)


def _of_kind(of: e.OfKind, world: World) -> Evaluate:
    document = compiled(of.operand.document, world)

    def run(row: Values) -> Any:
        value = in_document(document(row), of.operand.path)
        if value is None:
            return None
        if isinstance(value, bool | list):
            return of.base == ("boolean" if isinstance(value, bool) else "list")
        return of.base == "number" and isinstance(value, int | float)

    return run


def _and(both: e.And, world: World) -> Evaluate:
    items = tuple(compiled(item, world) for item in both.items)

    def run(row: Values) -> Any:
        unknown = False
        for item in items:
            value = item(row)
            if value is None:
                unknown = True
            elif not value:
                return False
        return None if unknown else True

    return run


def _or(either: e.Or, world: World) -> Evaluate:
    items = tuple(compiled(item, world) for item in either.items)

    def run(row: Values) -> Any:
        unknown = False
        for item in items:
            value = item(row)
            if value is None:
                unknown = True
            elif value:
                return True
        return None if unknown else False

    return run


def _not(negated: e.Not, world: World) -> Evaluate:
    item = compiled(negated.item, world)

    def run(row: Values) -> Any:
        value = item(row)
        return None if value is None else not value

    return run


def _call(call: e.Call, world: World) -> Evaluate:
    arguments = tuple(compiled(a, world) for a in call.arguments)
    if call.function == "coalesce":
        return lambda row: next((v for a in arguments if (v := a(row)) is not None), None)
    if call.function in ("now", "today"):
        value = world.now if call.function == "now" else world.now.date()
        return lambda row: value
    plain = _FUNCTIONS.get(call.function)
    if plain is None:
        raise Unknowable(f"{call.function}() has no value in one row")
    if len(arguments) == 1:  # the length of a text, as most checks ask it
        return _of_one(plain, arguments[0])

    def run(row: Values) -> Any:
        values = [a(row) for a in arguments]
        return None if None in values else plain(*values)

    return run


def _of_one(plain: Callable[[Any], Any], argument: Evaluate) -> Evaluate:
    def run(row: Values) -> Any:
        value = argument(row)
        return None if value is None else plain(value)

    return run


def _arithmetic(arithmetic: e.Arithmetic, world: World) -> Evaluate:
    left, right, op = compiled(arithmetic.left, world), compiled(arithmetic.right, world), arithmetic.op

    def run(row: Values) -> Any:
        a, b = left(row), right(row)
        if a is None or b is None:
            return None
        if isinstance(a, float) != isinstance(b, float):
            a, b = float(a), float(b)
        if op == "/":
            return _quotient(a, b)
        return a + b if op == "+" else a - b if op == "-" else a * b

    return run


def _quotient(a: Any, b: Any) -> Any:
    if not b:
        return None  # the engine would raise; a generated row never divides by zero, for the divisor has its own check
    return a // b if isinstance(a, int) and isinstance(b, int) else a / b


def _ago(ago: e.Ago, world: World) -> Evaluate:
    value = world.now - timedelta(days=DAYS[ago.unit] * ago.amount)
    return lambda row: value


def _matches(matches: e.Matches, world: World) -> Evaluate:
    operand, search = compiled(matches.operand, world), pattern(matches.regex).search

    def run(row: Values) -> Any:
        value = operand(row)
        return None if value is None else search(value) is not None

    return run


def _like(like: e.Like, world: World) -> Evaluate:
    operand = compiled(like.operand, world)
    form = re.compile("".join(".*" if c == "%" else "." if c == "_" else re.escape(c) for c in like.pattern) + r"\Z", re.DOTALL)

    def run(row: Values) -> Any:
        value = operand(row)
        return None if value is None else form.match(value) is not None

    return run


def _starts_with(starts: e.StartsWith, world: World) -> Evaluate:
    operand, prefix = compiled(starts.operand, world), _given(starts.prefix, world)

    def run(row: Values) -> Any:
        value, wanted = operand(row), prefix(row)
        return None if value is None or wanted is None else value.startswith(wanted)

    return run


def _contains(contains: e.Contains, world: World) -> Evaluate:
    operand, part = compiled(contains.operand, world), _given(contains.part, world)

    def run(row: Values) -> Any:
        value, wanted = operand(row), part(row)
        return None if value is None or wanted is None else wanted in value

    return run


def _overlaps(overlaps: e.Overlaps, world: World) -> Evaluate:
    sides = tuple(compiled(s, world) for s in (overlaps.start, overlaps.end, overlaps.other_start, overlaps.other_end))

    def run(row: Values) -> Any:
        start, end, other_start, other_end = (side(row) for side in sides)
        return None if None in (start, end, other_start, other_end) else start < other_end and other_start < end

    return run


def _first_of_month(instant: datetime) -> datetime:
    return instant.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "lower": str.lower,
    "length": len,
    "trim": lambda text: text.strip(" "),
    "concat": lambda *parts: "".join(str(p) for p in parts),
    "day": lambda instant: instant.replace(hour=0, minute=0, second=0, microsecond=0),
    "month": _first_of_month,
    "period": lambda start, end: (start, end),
    "sha256": lambda text: hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest(),
}

_MAKERS: dict[type, Callable[[Any, World], Evaluate]] = {
    e.ColumnRef: _column,
    e.Constant: _constant,
    e.Parameter: _given,
    e.Context: _given,
    e.Compare: _compare,
    e.InList: _in_list,
    e.IsNull: _is_null,
    e.And: _and,
    e.Or: _or,
    e.Not: _not,
    e.Call: _call,
    e.Arithmetic: _arithmetic,
    e.Ago: _ago,
    e.Matches: _matches,
    e.Like: _like,
    e.StartsWith: _starts_with,
    e.Contains: _contains,
    e.OfKind: _of_kind,
    e.Overlaps: _overlaps,
}
