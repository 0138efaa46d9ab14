"""What a row becomes that a statement writes: constants as given, what is left out by its default, at the instant of the race.

A parameter must fit beside them: an end that a check wants after `created_at` lies after now, for the engine fills that by its own clock.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from relvar.model import expression as e
from relvar.model.physical import Column, Table
from relvar.model.query import Insert, Update
from relvar.populate.solver import Wanted, converted

LATER = timedelta(minutes=10)  # by then a race that begins now is over: a check of the proof ends after two minutes

Row = dict[str, Any]


def written(table: Table, statement: Insert | Update) -> Row:
    """Values that the statement itself gives: constants, and now."""
    values = statement.values if isinstance(statement, Insert) else statement.sets
    known = {c: _known(value, table.columns[c]) for c, value in values.items() if c in table.columns}
    return {c: value for c, value in known.items() if value is not None}


def left_out(table: Table, statement: Insert, kept: set[str]) -> Row:
    """Values of columns that the statement does not name: their default, else null. `kept`: columns that triggers fill."""
    found: Row = {}
    for c, column in table.columns.items():
        if c in statement.values or column.identity or column.generated is not None or c in kept:
            continue
        value = _known(column.default, column)
        if value is not None or (column.default is None and column.nullable):
            found[c] = value
    return found


def _known(value: e.Expression | None, column: Column) -> Any:
    """A constant or now in the column's type; None where it is neither."""
    if isinstance(value, e.Constant) and value.value is not None:
        return converted(Decimal(str(value.value)) if value.as_decimal else value.value, column)
    if isinstance(value, e.Call) and value.function in ("now", "today"):
        now = datetime.now(UTC)
        return now.date() if column.data.base == "date" else now
    return None


def until_later(checks: list[Wanted], table: Table, by_clock: Row) -> tuple[Wanted, ...]:
    """The checks once more as of later: the engine's clock goes on between the making of a row and its writing."""
    moving = {c for c, value in by_clock.items() if isinstance(value, date) and not isinstance(table.columns[c].default, e.Constant)}
    return tuple(_later(check, frozenset(moving)) for check in checks if moving & set(check.columns))


def _later(check: Wanted, moving: frozenset[str]) -> Wanted:
    def run(row: Any) -> Any:
        later = {c: row[c] + LATER for c in moving if isinstance(row.get(c), datetime)}
        return check.run({**row, **later})

    return check._replace(run=run)
