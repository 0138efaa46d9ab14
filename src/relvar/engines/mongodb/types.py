"""Base type and bounds -> BSON type, and the forms in which values are written: extended JSON (EJSON) everywhere, shell constructors in scripts.

A key that the engine would number is an ObjectId, made by the driver: twelve bytes that begin with the second, so they arrive in order.
Money is decimal128, never a double. Instants are BSON dates (milliseconds, UTC); a day is the date of its midnight in UTC; a time of day
is text, for BSON has no type of it. A uuid is binary of subtype 4.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from relvar.engines.base import Native
from relvar.model.physical import Physical
from relvar.model.semantic import DataType
from relvar.plan.documents.layout import made_by_engine

INT_BITS = 32
PLAIN = {
    "boolean": "bool",
    "decimal": "decimal",
    "float": "double",
    "text": "string",
    "bytes": "binData",
    "date": "date",
    "time": "string",
    "timestamp": "date",
    "period": "object",
    "uuid": "binData",
    "json": "object",
}
LOSES = {
    "timestamp": "microseconds: a date has milliseconds",
    "time": "the type: a time of day is text",
    "period": "the type: a period is two fields",
    "date": "the type: a day is the instant of its midnight in UTC",
}


def native(data: DataType) -> Native:
    """BSON's type of a value that is no key made by the engine."""
    if data.base == "integer":
        return Native(text="int" if data.bits <= INT_BITS else "long")
    return Native(text=PLAIN[data.base], loses=LOSES.get(data.base, ""))


class Types:
    """The BSON types of a store's columns where they stand."""

    def __init__(self, physical: Physical) -> None:
        self.physical = physical
        self.made: dict[tuple[str, str], bool] = {}

    def is_made(self, table: str, column: str) -> bool:
        found = self.made.get((table, column))
        if found is None:
            found = self.made[table, column] = made_by_engine(self.physical, table, column)
        return found

    def of(self, table: str, column: str) -> str:
        return "objectId" if self.is_made(table, column) else native(self.physical.tables[table].columns[column].data).text

    def ejson(self, table: str, column: str, value: Any) -> Any:
        """A value of the model in extended JSON, by the column's type."""
        if value is None:
            return None
        if self.is_made(table, column):
            return object_id(value)
        return ejson(value, self.physical.tables[table].columns[column].data)

    def back(self, table: str, column: str, value: Any) -> Any:
        """What was stored, as the model means it: the reverse of `ejson`, of extended JSON."""
        return value if value is None else back(value, self.physical.tables[table].columns[column].data)


FOREVER = {"$date": {"$numberLong": "253402214400000"}}  # 9999-12-31: the end of a period that has none, as of the engines of tables


def object_id(value: Any) -> dict[str, str]:
    """A sample's number as an ObjectId; a driver makes real ones."""
    return {"$oid": value if isinstance(value, str) else f"{int(value):024x}"}


def ejson(value: Any, data: DataType) -> Any:
    if value is None:
        return None
    if data.base == "json" and isinstance(value, str):
        return json.loads(value)
    if isinstance(value, bool) or data.base in ("boolean", "json"):
        return value
    if data.base == "integer":
        return int(value) if data.bits <= INT_BITS else {"$numberLong": str(int(value))}
    if data.base == "decimal":
        return {"$numberDecimal": str(rounded(value, data))}
    if data.base == "float":
        return {"$numberDouble": repr(float(value))}
    if data.base == "uuid":
        return {"$uuid": str(value)}
    if data.base in ("timestamp", "date"):
        return {"$date": {"$numberLong": str(milliseconds(value))}}
    if data.base == "bytes":
        import base64

        return {"$binary": {"base64": base64.b64encode(value).decode(), "subType": "00"}}
    return value.isoformat() if isinstance(value, time) else str(value)


def in_document(value: Any, data: DataType) -> Any:
    """A value as it stands in a document that came as JSON: its numbers are doubles there."""
    return float(value) if data.base in ("decimal", "float") else ejson(value, data)


def rounded(value: Any, data: DataType) -> Decimal:
    number = Decimal(str(value))
    return number.quantize(Decimal(1).scaleb(-data.scale)) if data.scale else number


def milliseconds(value: Any) -> int:
    """Of a day or an instant since 1970."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day, tzinfo=UTC)
    if value.tzinfo is None:
        value = value.replace(tzinfo=UTC)
    since: float = (value - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()
    return round(since * 1000)


def back(value: Any, data: DataType) -> Any:
    """Extended JSON as Python's own value."""
    if not isinstance(value, dict):
        return time.fromisoformat(value) if data.base == "time" and isinstance(value, str) else value
    kind: str
    inner: Any
    kind, inner = next(iter(value.items())) if value else ("", None)
    if kind == "$oid":
        return int(inner, 16)
    if kind in ("$numberLong", "$numberInt"):
        return int(inner)
    if kind == "$numberDecimal":
        return Decimal(inner)
    if kind == "$numberDouble":
        return float(inner)
    if kind == "$uuid":
        return UUID(inner)
    if kind == "$date":
        from datetime import timedelta

        instant = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=int(inner["$numberLong"]))
        return instant.date() if data.base == "date" else instant
    return value
