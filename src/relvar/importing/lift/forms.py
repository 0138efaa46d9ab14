"""Checks that say the form of a stored value where the engine has no type for it: they are read as the type they stand for."""

from __future__ import annotations

import re

from relvar.model.semantic import DataType

COLUMN = r"[\"`\[]?(?P<column>\w+)[\"`\]]?"
FORMS: tuple[tuple[re.Pattern[str], DataType], ...] = (
    (re.compile(rf"{COLUMN} in \(0, 1\)\Z", re.I), DataType(base="boolean")),
    (re.compile(rf"{COLUMN} is date\((?P=column), '\+0 days'\)\Z", re.I), DataType(base="date")),
    (re.compile(rf"{COLUMN} is strftime\('%H:%M:%S', (?P=column)\)\Z", re.I), DataType(base="time")),
    (re.compile(rf"{COLUMN} is strftime\('%Y-%m-%dT%H:%M:%fZ', (?P=column), '\+0 days'\)\Z", re.I), DataType(base="timestamp")),
    (re.compile(rf"length\({COLUMN}\) = 36 and (?P=column) = lower\((?P=column)\)\Z", re.I), DataType(base="uuid")),
    (re.compile(rf"{COLUMN} is null or json_valid\((?P=column)\)\Z", re.I), DataType(base="json")),
    (re.compile(rf"isjson\({COLUMN}\) = 1\Z", re.I), DataType(base="json")),
    (re.compile(rf"json_valid\({COLUMN}\)\Z", re.I), DataType(base="json")),
)


def form_of(condition: str) -> tuple[str, DataType] | None:
    """The column and the type that a check of its form stands for."""
    for pattern, data in FORMS:
        if found := pattern.match(condition.strip()):
            return found["column"], data
    return None
