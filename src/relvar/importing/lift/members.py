"""An index on what stands in a document: `doc ->> 'brand'`, `((doc ->> 'weight')::numeric)`, `json_value(doc, '$.brand' returning char(60))`,
as people and catalogues write it -> the value by its path, and its type.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from relvar.importing.ddl.dialects import dialect, dialects
from relvar.importing.lift.types import meaning
from relvar.model import expression as e
from relvar.model.semantic import DataType

MARKS = re.compile(r"->>|#>>|json", re.I)
TEXT = DataType(base="text")
TAKEN = ("JSONExtractScalar", "JSONBExtractScalar", "JSONValue")  # what gives a plain value and no document


class Stated(NamedTuple):
    """A value in a document, and the type as which the index holds it."""

    member: e.Member
    data: DataType


def member_of(text: str, dialect_name: str, columns: dict[str, str]) -> Stated | None:
    """The value that an expression takes out of a document; None where it does something else. `columns`: names in small letters to ids."""
    from sqlglot import exp, parse_one
    from sqlglot.errors import SqlglotError

    if dialect_name not in dialects() or not MARKS.search(text):
        return None
    tokens = dialect(dialect_name).tokens
    try:
        node: Any = parse_one(text, dialect=tokens, into=exp.Condition)
    except (SqlglotError, RecursionError):
        return None
    kind = ""
    while type(node).__name__ in ("Paren", "Cast", "Collate"):
        if type(node).__name__ == "Cast" and type(node.this).__name__ != "Cast":
            kind = node.args["to"].sql(dialect=tokens)
        node = node.this
    if type(node).__name__ not in TAKEN or type(node.this).__name__ != "Column":
        return None
    column, path = columns.get(node.this.name.lower()), _path(node.args.get("path") or node.expression)
    if column is None or not path:
        return None
    returned = node.args.get("returning")
    kind = returned.sql(dialect=tokens) if returned is not None else kind
    return Stated(e.Member(document=e.ColumnRef(column=column), path=".".join(path)), meaning(kind, {}).data if kind else TEXT)


def _path(node: Any) -> tuple[str, ...]:
    """The keys of a path; () where it has anything but keys, or a key with a point in it."""
    kind = type(node).__name__
    if kind == "JSONPath":
        first, *steps = node.expressions
        keys = tuple(str(step.this) if type(step).__name__ == "JSONPathKey" else "" for step in steps)
        return keys if type(first).__name__ == "JSONPathRoot" and all(map(_plain, keys)) else ()
    if kind in ("Introducer", "Cast"):
        return _path(node.expression if kind == "Introducer" else node.this)
    if kind != "Literal":
        return ()
    written = str(node.this)
    keys = tuple(written[2:].split(".")) if written.startswith("$.") else tuple(written.strip("{}").split(","))
    return keys if all(map(_plain, keys)) else ()


def _plain(key: str) -> bool:
    return bool(key) and key.replace("_", "").isalnum()
