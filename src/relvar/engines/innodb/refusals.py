"""What the server says -> the class of refusal, by error number (manual: "Server Error Message Reference")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from relvar.engines.base import Refusal, RefusalKind
from relvar.engines.innodb.types import held_by_type
from relvar.model.behaviour import ForbidOverlap
from relvar.model.physical import CheckConstraint, ForeignKey, Physical, UniqueConstraint

KINDS: dict[int, RefusalKind] = {
    1048: "not_null",
    1364: "not_null",  # no default
    1263: "not_null",  # null in a row that is loaded
    3819: "check",
    4025: "check",
    1062: "unique",
    1586: "unique",
    1451: "foreign_key",
    1452: "foreign_key",
    1216: "foreign_key",  # without the name, for who may not read the other table
    1217: "foreign_key",
    1044: "forbidden",
    1045: "forbidden",
    1142: "forbidden",
    1143: "forbidden",
    1227: "forbidden",
    1290: "forbidden",
    1356: "forbidden",  # a view whose tables its owner may not read
    1370: "forbidden",
    1792: "forbidden",  # a write in a read-only transaction
    1020: "conflict",
    1213: "conflict",
    1205: "timeout",
    1317: "timeout",
    1969: "timeout",
    3024: "timeout",
    3572: "timeout",
    1264: "type",
    1265: "type",
    1292: "type",
    1366: "type",
    1406: "type",
    1411: "type",
    3140: "type",
    1644: "rule",
}
STANDS_FOR: dict[type, RefusalKind] = {CheckConstraint: "check", UniqueConstraint: "unique", ForeignKey: "foreign_key"}
SIGNALLED = 1644
TOO_LONG = 1406
NAMES = {
    "not_null": re.compile(r"(?:Column|Field) '(\w+)'"),
    "check": re.compile(r"(?:Check constraint '|CONSTRAINT `)([^'`]+)['`]"),
    "unique": re.compile(r"for key '(?:.*\.)?([^'.]+)'"),
    "foreign_key": re.compile(r"CONSTRAINT `([^`]+)`"),
    "type": re.compile(r"column '([^']+)'"),
}
KEYED_TABLE = re.compile(r"for key '([^'.]+)\.PRIMARY'")
WRITTEN_TABLE = re.compile(r"\s*(?:insert (?:ignore )?into|update) `?(\w+)", re.IGNORECASE)
DOCUMENT = re.compile(r"[^.]+\.([^.]+)\Z")  # the check that a column of JSON holds JSON: "table.column"


def refusal(physical: Physical, error: BaseException, statement: str = "") -> Refusal:
    """A Refusal with the name of what refused: a constraint, for NOT NULL the column, for a rule its id.

    `statement`: where the message names a key or a column and no table, the one that the statement names is meant.
    """
    number, message = said(error)
    kind: RefusalKind = KINDS.get(number, "other")
    found = NAMES[kind].search(message) if kind in NAMES else None
    name = found[1] if found else ""
    if number == SIGNALLED:
        kind, name = _rule(physical, message)
    elif kind == "unique" and name == "PRIMARY":
        name = _primary_key(physical, message, statement)
    elif kind == "check" and (column := DOCUMENT.match(name)):
        kind, name = "type", column[1]
    elif number == TOO_LONG and (check := next(_bounds(physical, name, statement), "")):
        kind, name = "check", check
    return Refusal(kind, name, message, str(number))


def said(error: BaseException) -> tuple[int, str]:
    """Number and words of a driver's error."""
    number = error.args[0] if error.args and isinstance(error.args[0], int) else 0
    return number, str(error.args[1]) if len(error.args) > 1 else str(error)


def _rule(physical: Physical, message: str) -> tuple[RefusalKind, str]:
    """A trigger's message begins with the id of the rule that it upholds, or with the name of the constraint that it stands for."""
    name = message.split(": ", 1)[0]
    for table in physical.tables.values():
        for constraint in table.constraints.values():
            if constraint.name == name:
                return STANDS_FOR[type(constraint)], name
    return ("overlap" if isinstance(physical.behaviours.get(name), ForbidOverlap) else "rule"), name


def _primary_key(physical: Physical, message: str, statement: str) -> str:
    found = KEYED_TABLE.search(message) or WRITTEN_TABLE.match(statement)
    return next((t.primary_key_name for t in physical.tables.values() if found and t.name == found[1]), "PRIMARY")


def _bounds(physical: Physical, column: str, statement: str) -> Iterator[str]:
    """Checks that a type of bounded length stands for, of columns with that name; those of tables that the statement names come first."""
    words = set(re.findall(r"\w+", statement))
    for table in sorted(physical.tables.values(), key=lambda table: table.name not in words):
        for key, kept in table.columns.items():
            if kept.name == column:
                checks = (c for c in table.constraints.values() if isinstance(c, CheckConstraint))
                yield from (c.name for c in checks if held_by_type(key, kept, c))
