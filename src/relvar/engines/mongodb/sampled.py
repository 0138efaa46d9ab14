"""Documents of a collection as tables: nested documents as columns with their path, arrays of documents as tables below, other arrays as lists."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

BIG = 1 << 31  # from here on a whole number needs 64 bits
ID = "_id"
MIXED = ("jsonb", "text")  # what a field of several kinds is kept as: with documents or lists among them, and without
TYPES: dict[str, str] = {
    "str": "text", "bool": "boolean", "float": "double precision", "Decimal128": "numeric", "datetime": "timestamptz", "UUID": "uuid",
    "bytes": "bytea", "Binary": "bytea", "ObjectId": "varchar(24)", "Int64": "bigint", "dict": "jsonb", "list": "jsonb", "Regex": "text",
    "Timestamp": "timestamptz", "DBRef": "jsonb", "Code": "text",
}  # fmt: skip


class Field(msgspec.Struct):
    """What was seen at one path. `kinds`: names of Python's types; `seen`: in how many documents it stands and is not null; `nulls`: in how
    many it stands and is."""

    kinds: set[str] = set()
    seen: int = 0
    nulls: int = 0
    values: set[Any] = set()  # of identifiers, to see what they refer to
    inside: Shape | None = None
    elements: Shape | None = None
    members: set[str] = set()


class Shape(msgspec.Struct):
    """The fields of documents that lie at one place."""

    fields: dict[str, Field] = {}
    documents: int = 0


VALUES_AT_MOST = 200  # identifiers of a field that are asked for in what they may refer to


def shape_of(documents: Iterable[dict[str, Any]]) -> Shape:
    """Everything that some documents show."""
    shape = Shape()
    for document in documents:
        _see(shape, document)
    return shape


def _see(shape: Shape, document: dict[str, Any]) -> None:
    shape.documents += 1
    for name, value in document.items():
        field = shape.fields.setdefault(name, Field())
        if value is None:
            field.nulls += 1
            continue
        field.seen += 1
        kind = kind_of(value)
        field.kinds.add(kind)
        if isinstance(value, dict):
            field.inside = field.inside or Shape()
            _see(field.inside, value)
        elif isinstance(value, list):
            _elements(field, value)
        elif kind in ("ObjectId", "UUID", "integer", "bigint", "str") and len(field.values) < VALUES_AT_MOST:
            field.values.add(value)


def is_addressed(name: str) -> bool:
    """Whether a path leads to a field of that name: dots divide, and a dollar begins what is evaluated (MongoDB manual, Field Names with Periods
    and Dollar Signs)."""
    return "." not in name and not name.startswith("$")


def _elements(field: Field, value: list[Any]) -> None:
    for element in value:
        field.members.add(kind_of(element))
        if isinstance(element, dict):
            field.elements = field.elements or Shape()
            _see(field.elements, element)


def kind_of(value: Any) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return "bigint" if type(value).__name__ == "Int64" or not -BIG <= value < BIG else "integer"
    return type(value).__name__


def type_of(kinds: set[str]) -> tuple[str, bool]:
    """The type in PostgreSQL's words, and whether the field is of one kind."""
    if kinds <= {"integer", "bigint"}:
        return ("bigint" if "bigint" in kinds else "integer") if kinds else "text", bool(kinds)
    if kinds <= {"integer", "bigint", "float"}:
        return "double precision", True
    if len(kinds) == 1:
        return TYPES.get(next(iter(kinds)), "text"), True
    return MIXED[not kinds & {"dict", "list"}], False
