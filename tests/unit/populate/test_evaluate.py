"""SQL's three-valued logic, constants that stand as text, and what needs more than one row."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from relvar.model import expression as e
from relvar.populate.evaluate import Unknowable, World, evaluate, holds
from relvar.populate.samples.regex import Pattern

WORLD = World(datetime(2027, 1, 31, 12, tzinfo=UTC))
A, B = e.ColumnRef(column="a"), e.ColumnRef(column="b")


def const(value: Any, *, decimal: bool = False) -> e.Constant:
    return e.Constant(value=value, as_decimal=decimal)


def compare(op: Any, left: e.Expression, right: e.Expression) -> e.Compare:
    return e.Compare(op=op, left=left, right=right)


TRUE, UNKNOWN = compare("=", const(1), const(1)), compare("=", A, const(1))


@pytest.mark.parametrize(
    ("expression", "row", "value"),
    [
        (UNKNOWN, {"a": None}, None),
        (e.And(items=(TRUE, UNKNOWN)), {"a": None}, None),
        (e.And(items=(e.Not(item=TRUE), UNKNOWN)), {"a": None}, False),
        (e.Or(items=(TRUE, UNKNOWN)), {"a": None}, True),
        (e.Not(item=UNKNOWN), {"a": None}, None),
        (e.IsNull(operand=A), {"a": None}, True),
        (compare("<=", A, const("2027-01-31")), {"a": date(2027, 1, 31)}, True),
        (compare(">", A, const("0.10", decimal=True)), {"a": Decimal("0.11")}, True),
        (e.Arithmetic(op="/", left=const(1), right=A), {"a": 0}, None),
        (e.Call(function="coalesce", arguments=(A, B)), {"a": None, "b": 3}, 3),
        (e.Like(operand=A, pattern="_%@_%.__"), {"a": "ada@example.de"}, True),
        (e.Matches(operand=A, regex="^[[:digit:]]{4}$"), {"a": "12345"}, False),
        (compare(">=", A, e.Ago(amount=1, unit="day")), {"a": datetime(2027, 1, 31, tzinfo=UTC)}, True),
        (e.Overlaps(start=A, end=B, other_start=const(2), other_end=const(3)), {"a": 1, "b": 2}, False),
    ],
)
def test_values(expression: e.Expression, row: dict[str, Any], value: Any) -> None:
    assert evaluate(expression, row, WORLD) is value or evaluate(expression, row, WORLD) == value


def test_a_check_accepts_what_is_unknown() -> None:
    assert holds(UNKNOWN, {"a": None}, WORLD) and not holds(UNKNOWN, {"a": 2}, WORLD)


def test_other_rows_are_out_of_reach() -> None:
    with pytest.raises(Unknowable):
        evaluate(e.Exists(table="t", alias="t", where=TRUE), {}, WORLD)


@pytest.mark.parametrize("regex", ["^[A-Z]{2}[0-9]{11,14}$", "^(ab|cd)+-?[^@ ]+$", "^https?://[^ ]+$", "^([0-9]{9}[0-9X]|97[89][0-9]{10})$"])
def test_texts_of_a_pattern_match_it(regex: str) -> None:
    form, random = Pattern(regex), Random(3)
    assert all(holds(e.Matches(operand=A, regex=regex), {"a": form.text(random)}, WORLD) for _ in range(200))
