"""An index on what stands in a document: `doc ->> 'brand'`, `((doc ->> 'weight')::numeric)`, `json_value(doc, '$.brand' returning char(60))`,
as people and catalogues write it -> the value by its path, and its type; of a list (`cast(doc -> '$.tags' as char(60) array)`, and
`(doc -> 'tags') jsonb_path_ops`) that of its values.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from relvar.importing.ddl.dialects import dialect, dialects
from relvar.importing.lift.types import meaning
from relvar.model import expression as e
from relvar.model.semantic import DataType

MARKS = re.compile(r"->|#>|json", re.I)
TEXT = DataType(base="text")
TAKEN = ("JSONExtractScalar", "JSONBExtractScalar", "JSONValue")  # what gives a plain value and no document
WRAPPED = ("Paren", "Cast", "TryCast", "Collate", "Left", "Case")  # what says a type of a value, and gives it
LISTS = ("JSONExtract", "JSONBExtract")  # what gives a document within the document
EACH = re.compile(  # catalogues write the character set of what is cast
    r"^[\s(]*cast\s*\((?P<list>.+)\sas\s+(?P<kind>\w+(?:\s*\([\d, ]+\))?)(?:\s+(?:character set|charset)\s+\w+)?\s+array\s*\)[\s)]*$", re.I | re.S
)
PATHS = "jsonb_path_ops"


class Stated(NamedTuple):
    """A value in a document, and the type as which the index holds it; `many`: each of the values of a list."""

    member: e.Member
    data: DataType
    many: bool = False

    @property
    def expression(self) -> e.Member | e.Elements:
        return e.Elements(operand=self.member) if self.many else self.member


def member_of(text: str, dialect_name: str, columns: dict[str, str], operator_class: str = "") -> Stated | None:
    """The value that an expression takes out of a document; None where it does something else. `columns`: names in small letters to ids."""
    each = EACH.match(text)
    found = _member_of(each["list"] if each else text, dialect_name, columns, LISTS if each or operator_class == PATHS else TAKEN)
    if found is None or not each:
        return found._replace(many=True) if found is not None and operator_class == PATHS else found
    kind = "bigint" if each["kind"].lower() in ("signed", "unsigned") else each["kind"]  # words of a cast, and of no column
    return found._replace(data=meaning(kind, {}).data, many=True)


def _member_of(text: str, dialect_name: str, columns: dict[str, str], taken: tuple[str, ...]) -> Stated | None:
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
    while (word := type(node).__name__) in WRAPPED:
        if word in ("Cast", "TryCast") and type(node.this).__name__ != "Cast":
            kind = node.args["to"].sql(dialect=tokens)
        if word == "Left":
            kind = f"varchar({node.expression.sql(dialect=tokens)})"
        node = _guarded(node) if word == "Case" else node.this
    if type(node).__name__ not in taken or type(node.this).__name__ != "Column":
        return None
    column, path = columns.get(node.this.name.lower()), path_of(node.args.get("path") or node.expression)
    if column is None or not path:
        return None
    returned = node.args.get("returning")
    kind = returned.sql(dialect=tokens) if returned else kind
    return Stated(e.Member(document=e.ColumnRef(column=column), path=".".join(path)), meaning(kind, {}).data if kind else TEXT)


def _guarded(node: Any) -> Any:
    """What a CASE gives where the value is of a kind, and nothing elsewhere; the CASE's condition where it asks for anything else."""
    from sqlglot import exp

    (only, *others), otherwise = node.args["ifs"], node.args.get("default")
    taken = {path_of(found.expression) for found in only.this.find_all(exp.JSONExtract)}
    given = {path_of(found.args.get("path") or found.expression) for found in only.args["true"].find_all(exp.JSONValue, exp.JSONExtractScalar)}
    asks = any(type(found).__name__ == "JSONType" for found in only.this.find_all(exp.Func))
    return only.args["true"] if asks and taken == given and not others and otherwise is None and node.this is None else only.this


def path_of(node: Any) -> tuple[str, ...]:
    """The keys of a path; () where it has anything but keys, or a key with a point in it."""
    kind = type(node).__name__
    if kind == "JSONPath":
        first, *steps = node.expressions
        keys = tuple(str(step.this) if type(step).__name__ == "JSONPathKey" else "" for step in steps)
        return keys if type(first).__name__ == "JSONPathRoot" and all(map(_plain, keys)) else ()
    if kind in ("Introducer", "Cast"):
        return path_of(node.expression if kind == "Introducer" else node.this)
    if kind != "Literal":
        return ()
    written = str(node.this)
    keys = tuple(written[2:].split(".")) if written.startswith("$.") else tuple(written.strip("{}").split(","))
    return keys if all(map(_plain, keys)) else ()


def _plain(key: str) -> bool:
    return bool(key) and key.replace("_", "").isalnum()
