"""What the server says -> the class of refusal, by error number (sys.messages)."""

from __future__ import annotations

import re

from relvar.engines.base import Refusal, RefusalKind
from relvar.engines.sqlserver.address import said
from relvar.engines.sqlserver.objects import REFUSED
from relvar.model.behaviour import ForbidOverlap
from relvar.model.physical import CheckConstraint, Physical

KINDS: dict[int, RefusalKind] = {
    515: "not_null",
    547: "foreign_key",  # or a check: the message says which
    2601: "unique",
    2627: "unique",
    229: "forbidden",
    230: "forbidden",
    262: "forbidden",
    297: "forbidden",
    33504: "forbidden",  # a block predicate
    1205: "conflict",
    3960: "conflict",
    1222: "timeout",
    220: "type",
    241: "type",
    242: "type",
    245: "type",
    2628: "type",
    8114: "type",
    8115: "type",
    8152: "type",
}
TOO_LONG = (2628, 8152)
NAMES = {
    "not_null": re.compile(r"column '(\w+)'"),
    "check": re.compile(r'CHECK constraint "(\w+)"'),
    "foreign_key": re.compile(r'(?:FOREIGN KEY|REFERENCE|SAME TABLE)[A-Z ]* constraint "(\w+)"'),
    "unique": re.compile(r"(?:constraint|unique index) '(\w+)'"),
    "type": re.compile(r"column '(\w+)'"),
}


def refusal(physical: Physical, error: BaseException) -> Refusal:
    """A Refusal with the name of what refused: a constraint, for NOT NULL the column, for a rule its id."""
    number, message = said(error)
    kind: RefusalKind = KINDS.get(number, "other")
    if number == REFUSED:
        kind, name = _rule(physical, message)
        return Refusal(kind, name, message, str(number))
    if kind == "foreign_key" and "CHECK constraint" in message:
        kind = "check"
    found = NAMES[kind].search(message) if kind in NAMES else None
    name = found[1] if found else ""
    if number in TOO_LONG and (check := _bound(physical, name)):
        kind, name = "check", check
    return Refusal(kind, name, message, str(number))


def _rule(physical: Physical, message: str) -> tuple[RefusalKind, str]:
    """A trigger's message begins with the id of the rule that it upholds, or with the name of the check that it stands for."""
    name = message.split(": ", 1)[0]
    if any(c.name == name for t in physical.tables.values() for c in t.constraints.values() if isinstance(c, CheckConstraint)):
        return "check", name
    return ("overlap" if isinstance(physical.behaviours.get(name), ForbidOverlap) else "rule"), name


def _bound(physical: Physical, column: str) -> str:
    """The check that a type of bounded length stands for, of a column with that name."""
    from relvar.engines.sqlserver.types import held_by_type

    for table in physical.tables.values():
        for key, kept in table.columns.items():
            checks = [c for c in table.constraints.values() if isinstance(c, CheckConstraint) and held_by_type(key, kept, c)]
            if kept.name == column and checks:
                return checks[0].name
    return ""
