"""Base type and bounds -> native type, and what is lost."""

from __future__ import annotations

from relvar.engines.base import Native
from relvar.model.semantic import DataType

PLAIN = {
    "boolean": "boolean",
    "float": "double precision",
    "bytes": "bytea",
    "date": "date",
    "time": "time",
    "timestamp": "timestamptz",
    "period": "tstzrange",
    "uuid": "uuid",
    "json": "jsonb",
}
INTEGERS = {16: "smallint", 32: "integer", 64: "bigint"}
# As the catalogue shows them (format_type), where that differs from what people write.
SHOWN = {"timestamptz": "timestamp with time zone", "time": "time without time zone"}


def native(data: DataType) -> Native:
    """PostgreSQL's type. A text's length is lost on purpose: a check holds it, and widening a check rewrites nothing."""
    if data.base == "text":
        return Native(text="text", loses="the length: a check holds it" if data.length else "")
    if data.base == "integer":
        return Native(text=INTEGERS[data.bits])
    if data.base == "decimal":
        bounds = f"({data.precision}, {data.scale})" if data.precision else ""
        return Native(text=f"numeric{bounds}")
    return Native(text=PLAIN[data.base])


def shown(data: DataType) -> str:
    """The type as format_type() reports it."""
    written = native(data).text
    return SHOWN.get(written, written.replace(", ", ","))
