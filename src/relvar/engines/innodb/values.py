"""Python's values on their way into statements, and what the driver gives as what it means."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from relvar.model.semantic import DataType


class Given(dict[str, Any]):
    """A caller's values; what was not given is null."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        super().__init__({key: as_json(value) for key, value in values.items()})

    def __missing__(self, name: str) -> None:
        return None


def as_json(value: Any) -> Any:
    """Mappings and lists as JSON text; everything else as it is."""
    return json.dumps(value, sort_keys=True) if isinstance(value, dict | list) else value


def loaded(value: Any, data: DataType | None) -> Any:
    """What a stored value means; the rest as the driver gives it."""
    if value is None or data is None:
        return value
    if data.base == "uuid" and not isinstance(value, UUID):
        return UUID(bytes=value) if isinstance(value, bytes) else UUID(str(value))
    if data.base == "timestamp" and isinstance(value, datetime):
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value
    if data.base == "boolean" and value in (0, 1):
        return bool(value)
    if data.base == "json" and isinstance(value, str):
        return json.loads(value)
    if data.base == "integer" and isinstance(value, Decimal) and value == value.to_integral_value():
        return int(value)
    return value
