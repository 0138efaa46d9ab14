"""Extended JSON as the driver's own values, and back, without either being written as text: a proof sends some thousand commands."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from bson import json_util
from bson.binary import UUID_SUBTYPE, Binary

CANONICAL = json_util.CANONICAL_JSON_OPTIONS.with_options(uuid_representation=4)


def driven(value: Any) -> Any:
    """What the driver sends for a value in extended JSON."""
    if isinstance(value, dict):
        return json_util.object_hook({k: driven(v) for k, v in value.items()}, CANONICAL)
    return [driven(v) for v in value] if isinstance(value, list | tuple) else value


def told(value: Any) -> Any:
    """What the driver gives in canonical extended JSON, with small numbers and identifiers plain, as this design writes them."""
    kind = type(value)
    if kind is dict:
        return {k: told(v) for k, v in value.items()}
    if kind is list:
        return [told(v) for v in value]
    if kind in (str, int, bool):  # a number of 64 bits has a kind of its own
        return value
    if kind is UUID:
        return {"$uuid": str(value)}
    if kind is Binary and value.subtype == UUID_SUBTYPE:
        return {"$uuid": str(value.as_uuid())}
    return json_util.default(value, CANONICAL)
