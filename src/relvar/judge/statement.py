"""Statements as rules read them: without comments, in small letters, with or without the words inside quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from relvar.judge.rule import Look
from relvar.model.existing import Place

COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.S)
TEXT = re.compile(r"'(?:[^']|'')*'")
BODY = re.compile(r"\$(\w*)\$.*?\$\1\$", re.S)
TABLE = re.compile(r"(?:alter\s+table|on|update|truncate(?:\s+table)?|drop\s+table|into)\s+(?:if\s+exists\s+)?(?:only\s+)?([\w.\"`\[\]]+)")


MIGRATION = re.compile(r"(\d{3,}|[vV]\d+__)")  # how tools number what is run one after the other over the years


class Said(NamedTuple):
    """`low`: without comments, in small letters; `bare`: besides, without texts and bodies of routines."""

    low: str
    bare: str
    verb: str
    place: Place
    number: int

    def has(self, pattern: str) -> bool:
        return re.search(pattern, self.bare) is not None

    @property
    def element(self) -> str:
        """A stable name: the statement's beginning."""
        return self.bare[:80]

    def table(self) -> str:
        """The table that the statement is about, without quotes."""
        found = TABLE.search(self.bare)
        return re.sub(r"[\"`\[\]]", "", found[1]) if found else ""


@lru_cache(maxsize=65536)
def _plain(text: str) -> tuple[str, str]:
    low = " ".join(COMMENT.sub(" ", text).lower().split())
    return low, TEXT.sub("''", BODY.sub("$$", low))


def statements(look: Look) -> Iterator[Said]:
    """Every statement of the source, in order."""
    for number, statement in enumerate(look.existing.statements):
        low, bare = _plain(statement.text)
        yield Said(low, bare, statement.verb, statement.place, number)


def in_use(look: Look, said: Said) -> bool:
    """Whether the statement is about a table that an earlier migration, or nobody here, has made: it may hold rows and be read.

    Files that are numbered as steps of one deployment (02_schema.sql) run together, over empty tables.
    """
    name = said.table().lower()
    for table in look.tables:
        if name in (table.id.lower(), table.name.lower()) or name == f"{look.dialect.schema}.{table.name.lower()}":
            return table.place.file != said.place.file and MIGRATION.match(said.place.file.rsplit("/", 1)[-1]) is not None
    return not any(re.search(rf"create\s+(?:\w+\s+)*table\s+(?:if\s+not\s+exists\s+)?[\"`\[]?{re.escape(name)}\b", s.bare) for s in statements(look))


def transactions(look: Look) -> Iterator[tuple[Said, bool]]:
    """Every statement, and whether it stands inside a transaction of its file."""
    inside: dict[str, bool] = {}
    for said in statements(look):
        file = said.place.file
        if re.match(r"(begin|start transaction)\b", said.bare) and not re.match(r"begin\s+\w+\s*:=", said.bare):
            inside[file] = True
        elif re.match(r"(commit|end|rollback)\b", said.bare):
            inside[file] = False
        yield said, inside.get(file, False)
