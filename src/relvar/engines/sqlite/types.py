"""Base type and bounds -> native type, the form in which values are stored, and what is lost.

A STRICT table knows five types. What they cannot say is said by a check of the form (`form`), so that text which is no
instant never gets in. Decimals are whole numbers of the smallest unit (12.34 with two places is 1234): exact in sums and
comparisons, where `real` is not; STRICT itself refuses a fraction. Instants are text in ISO 8601, always UTC, always with
milliseconds: it sorts as time does, every date function reads it, and a person does too; 24 bytes against 8 is the price.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from relvar.engines.base import Native
from relvar.model.semantic import DataType

INSTANT = "%Y-%m-%dT%H:%M:%fZ"  # strftime's words; %f has three digits
DIGITS = 18  # of a signed 64-bit integer
PLAIN = {
    "boolean": "integer",
    "integer": "integer",
    "float": "real",
    "bytes": "blob",
    "date": "text",
    "time": "text",
    "timestamp": "text",
    "uuid": "text",
    "json": "text",
    "period": "text",
}
LOSES = {
    "timestamp": "microseconds: instants are kept to the millisecond",
    "period": "the type: a period is two columns here",
}


def native(data: DataType) -> Native:
    """SQLite's type in a STRICT table."""
    if data.base == "decimal":
        return Native(text="integer", loses=f"digits beyond {DIGITS}" if data.precision > DIGITS else "")
    if data.base == "text":
        return Native(text="text", loses="the length: a check holds it" if data.length else "")
    return Native(text=PLAIN[data.base], loses=LOSES.get(data.base, ""))


def in_document(data: DataType) -> DataType:
    """A value in a document: JSON has numbers, which stand in no unit."""
    return DataType(base="float") if data.base == "decimal" else data


def form(column: str, data: DataType) -> str:
    """A condition that holds for every well-formed stored value (and for null), or "" where the type says it all.

    '+0 days' makes the date functions count: without it they echo the thirtieth of February.
    """
    conditions = {
        "boolean": f"{column} in (0, 1)",
        "date": f"{column} is date({column}, '+0 days')",
        "time": f"{column} is strftime('%H:%M:%S', {column})",
        "timestamp": f"{column} is strftime('{INSTANT}', {column}, '+0 days')",
        "uuid": f"length({column}) = 36 and {column} = lower({column})",
        "json": f"{column} is null or json_valid({column})",
    }
    return conditions.get(data.base, "")


def stored(value: Any, data: DataType) -> Any:
    """A Python value in the form in which a column of this type holds it; what does not fit is given on as it is."""
    if value is None:
        return None
    if isinstance(value, bool):
        return int(value)
    if data.base == "decimal" and isinstance(value, int | float | str | Decimal):
        return units(value, data.scale)
    if data.base == "timestamp":
        return _instant(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if data.base == "date" else _instant(value)
    if isinstance(value, time):
        return value.strftime("%H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, dict | list):
        return json.dumps(value, sort_keys=True)
    return float(value) if isinstance(value, Decimal) else value


def loaded(value: Any, data: DataType) -> Any:
    """What a stored value means: decimals as Decimal, booleans as bool; the rest as it is stored."""
    if value is None:
        return None
    if data.base == "decimal" and isinstance(value, int):
        return Decimal(value).scaleb(-data.scale)
    if data.base == "boolean" and value in (0, 1):
        return bool(value)
    return value


def units(value: int | float | str | Decimal, scale: int) -> int | str:
    """A number in units of 10^-scale, rounded half up; text that is no number stays, for the engine to refuse."""
    try:
        return int(Decimal(str(value)).scaleb(scale).to_integral_value(ROUND_HALF_UP))
    except (ArithmeticError, ValueError):
        return str(value)


def _instant(value: Any) -> Any:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return value  # for the form's check to refuse
    if isinstance(value, datetime):
        moment = value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
        return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
    if isinstance(value, date):
        return f"{value.isoformat()}T00:00:00.000Z"
    return value
