"""Names of what lies in schemas as one text: `schema.name`, where a part with a dot or a quote stands between quotes, each quote doubled.

So `"a.b"` is a name with a dot and `a.b` a name in a schema, and any two names have different texts.
"""

from __future__ import annotations

import re
from typing import NamedTuple

SIGNS = re.compile(r'[."]')
PART = r'"(?:[^"]|"")*"|[^."]+'
TEXT = re.compile(rf"(?:(?P<schema>{PART})\.)?(?P<name>{PART})")


class Qualified(NamedTuple):
    """`schema` is "" for the default one."""

    schema: str
    name: str


def qualified(schema: str, name: str) -> str:
    """The one text of a name in a schema."""
    return f"{_part(schema)}.{_part(name)}" if schema else _part(name)


def unqualified(text: str) -> Qualified:
    """What `qualified` made of; of another text with dots the last one divides."""
    found = TEXT.fullmatch(text)
    if found is None:
        schema, _, name = text.rpartition(".")
        return Qualified(schema, name)
    return Qualified(_plain(found["schema"] or ""), _plain(found["name"]))


def _part(name: str) -> str:
    return '"' + name.replace('"', '""') + '"' if SIGNS.search(name) else name


def _plain(part: str) -> str:
    return part[1:-1].replace('""', '"') if part.startswith('"') else part
