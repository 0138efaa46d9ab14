"""What the documents of a collection show, as the narrowest `$jsonSchema` that lets in every one of them.

Whole numbers are let in at either size, and beside fractions: a driver picks the type by the value (5 and 5.5 of JavaScript are an int and a
double). A field that few documents have is not named, for names made of data are no fields; nothing refuses it.
"""

from __future__ import annotations

from typing import Any

from relvar.engines.mongodb.sampled import ID, Field, Shape, is_addressed

SELDOM = 100  # of one in so many documents at most
BSON: dict[str, tuple[str, ...]] = {
    "str": ("string",), "bool": ("bool",), "integer": ("int", "long"), "bigint": ("int", "long"), "float": ("double", "int", "long"),
    "Decimal128": ("decimal",), "datetime": ("date",), "UUID": ("binData",), "bytes": ("binData",), "Binary": ("binData",),
    "ObjectId": ("objectId",), "dict": ("object",), "list": ("array",), "Regex": ("regex",), "Timestamp": ("timestamp",), "NoneType": ("null",),
    "DBRef": ("object",), "Code": ("javascript",),
}  # fmt: skip


def shown(shape: Shape) -> dict[str, Any]:
    """The schema; empty where no document was looked at."""
    return _object(shape) if shape.documents else {}


def _object(shape: Shape) -> dict[str, Any]:
    fields = ((name, field) for name, field in shape.fields.items() if name != ID and is_addressed(name))
    kept = {name: field for name, field in fields if field.kinds and field.seen * SELDOM > shape.documents}
    required = [name for name, field in kept.items() if field.seen + field.nulls == shape.documents]
    properties = {name: _field(field) for name, field in kept.items()}
    return {"bsonType": "object", **({"required": required} if required else {}), **({"properties": properties} if properties else {})}


def _field(field: Field) -> dict[str, Any]:
    found = _typed(field.kinds | ({"NoneType"} if field.nulls else set()))
    if field.inside is not None:
        found |= {word: said for word, said in _object(field.inside).items() if word != "bsonType"}
    if field.members:
        inner = _object(field.elements) if field.elements is not None else {}
        found["items"] = inner | _typed(field.members)
    return found


def _typed(kinds: set[str]) -> dict[str, Any]:
    """Nothing where a type has no name here."""
    if not kinds <= BSON.keys():
        return {}
    types = list(dict.fromkeys(name for kind in sorted(kinds) for name in BSON[kind]))
    return {"bsonType": types[0] if len(types) == 1 else types}
