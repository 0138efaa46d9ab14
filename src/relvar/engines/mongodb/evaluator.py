"""A small evaluator of `$jsonSchema`, of our own: for keywords that the server at hand does not know, and to name what a document breaks.

It takes documents and schemas in extended JSON and knows the keywords that this design writes (MongoDB's dialect of draft 4).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

KNOWN = frozenset(
    [
        *("bsonType", "required", "properties", "additionalProperties", "items", "maxItems", "minItems", "uniqueItems", "enum", "pattern"),
        *("minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "title", "description"),
    ]
)
NUMBERS = ("int", "long", "decimal", "double")


class Fault(NamedTuple):
    """What a document breaks: the path without positions ("lines.quantity"), the keyword."""

    path: str
    keyword: str


def faults(schema: dict[str, Any], value: Any, path: str = "") -> Iterator[Fault]:
    """Everything in the value that the schema refuses. Raises KeyError for a keyword that is not known."""
    for keyword in schema:
        if keyword not in KNOWN:
            raise KeyError(keyword)
    kind = bson_type(value)
    if "bsonType" in schema and schema["bsonType"] != kind:
        yield Fault(path, "bsonType")
        return
    if "enum" in schema and value not in schema["enum"]:
        yield Fault(path, "enum")
    if kind == "object" and ("properties" in schema or "required" in schema):
        yield from _object(schema, value, path)
    elif kind == "array":
        yield from _array(schema, value, path)
    elif kind == "string":
        yield from _text(schema, value, path)
    elif kind in NUMBERS:
        yield from _number(schema, _decimal(value), path)


def _object(schema: dict[str, Any], value: dict[str, Any], path: str) -> Iterator[Fault]:
    properties = schema.get("properties", {})
    for name in schema.get("required", ()):
        if name not in value:
            yield Fault(_join(path, name), "required")
    for name, inner in value.items():
        if name in properties:
            yield from faults(properties[name], inner, _join(path, name))
        elif schema.get("additionalProperties") is False and name != "_id":
            yield Fault(_join(path, name), "additionalProperties")


def _array(schema: dict[str, Any], value: list[Any], path: str) -> Iterator[Fault]:
    if len(value) > schema.get("maxItems", len(value)):
        yield Fault(path, "maxItems")
    if len(value) < schema.get("minItems", 0):
        yield Fault(path, "minItems")
    if schema.get("uniqueItems") and any(one in value[:place] for place, one in enumerate(value)):
        yield Fault(path, "uniqueItems")
    for one in value:
        yield from faults(schema.get("items", {}), one, path)


def _text(schema: dict[str, Any], value: str, path: str) -> Iterator[Fault]:
    if len(value) > schema.get("maxLength", len(value)):
        yield Fault(path, "maxLength")
    if len(value) < schema.get("minLength", 0):
        yield Fault(path, "minLength")
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield Fault(path, "pattern")


def _number(schema: dict[str, Any], value: Decimal, path: str) -> Iterator[Fault]:
    for keyword, exclusive, sign in (("minimum", "exclusiveMinimum", 1), ("maximum", "exclusiveMaximum", -1)):
        if keyword in schema:
            beyond = (value - Decimal(str(schema[keyword]))) * sign
            if beyond < 0 or (schema.get(exclusive) and beyond == 0):
                yield Fault(path, keyword)


def bson_type(value: Any) -> str:
    """The BSON type of a value in extended JSON."""
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int):
        return "int" if -(2**31) <= value < 2**31 else "long"
    if isinstance(value, float):
        return "double"
    if isinstance(value, str):
        return "string"
    if isinstance(value, list):
        return "array"
    if value is None:
        return "null"
    if len(value) == 1:
        kinds = {"$oid": "objectId", "$numberLong": "long", "$numberDecimal": "decimal", "$numberDouble": "double", "$date": "date"}
        return kinds.get(next(iter(value)), "binData" if next(iter(value)) in ("$uuid", "$binary") else "object")
    return "object"


def _decimal(value: Any) -> Decimal:
    return Decimal(str(next(iter(value.values())))) if isinstance(value, dict) else Decimal(str(value))


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def without(schema: Any, keywords: frozenset[str]) -> Any:
    """The schema without some keywords, for a server that does not know them. Names of fields are no keywords."""
    if not isinstance(schema, dict):
        return schema
    kept = {k: v for k, v in schema.items() if k not in keywords}
    if "properties" in kept:
        kept["properties"] = {name: without(inner, keywords) for name, inner in kept["properties"].items()}
    if "items" in kept:
        kept["items"] = without(kept["items"], keywords)
    return kept
