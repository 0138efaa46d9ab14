"""A script as the text of a file, as sqlcmd runs it, and back: a file's text as its batches.

Every file begins by saying how its texts are to be read, for sqlcmd sets quoted_identifier off where a driver sets it on, and an
index with a condition asks for on. What creates a view, a trigger, a routine or a schema stands in a batch of its own.
"""

from __future__ import annotations

import re
import textwrap

from relvar.engines.base import Script, Statement

WIDTH = 118
ALONE = re.compile(r"create (?:or alter )?(?:schema|view|trigger|procedure|function|default|rule|column (?:master|encryption) key)\b", re.IGNORECASE)
GO = re.compile(r"^[ \t]*go[ \t]*(?:--[^\n]*)?$", re.IGNORECASE | re.MULTILINE)
SESSION = "set ansi_nulls, quoted_identifier, xact_abort, nocount on;"
SHORT = re.compile(r"(grant|exec sys\.sp_addextendedproperty|create role|alter role|drop|alter database current set)\b", re.IGNORECASE)


def text(script: Script) -> str:
    """Head, statements with their reasons above them. A transaction spans the batches: run with sqlcmd -b it is all or nothing."""
    batches: list[list[str]] = [[SESSION, *(["begin transaction;"] if script.transactional else [])]]
    joins = False
    for statement in script.statements:
        alone = is_alone(statement)
        if alone or not joins:
            batches.append([])
        batches[-1].append(_statement(statement))
        joins = not alone and not _declares(statement)
    if script.transactional:
        batches.append(["commit;"])
    return remark(script.head) + "\n\n" + "\ngo\n\n".join("\n\n".join(_together(b)) + "\n" for b in batches) + "go\n"


def is_alone(statement: Statement) -> bool:
    """Whether it must be the only statement of its batch."""
    return ALONE.match(statement.text) is not None


def _declares(statement: Statement) -> bool:
    """A variable lives to the end of its batch: what declares one does not share it."""
    return re.search(r"^\s*declare @", statement.text, re.MULTILINE) is not None


def _statement(statement: Statement) -> str:
    because = remark(statement.because) + "\n" if statement.because else ""
    return f"{because}{statement.text}" + ("" if statement.text.endswith((";", "end")) and is_alone(statement) else ";")


def remark(words: str) -> str:
    """A comment, wrapped."""
    lines = [line for paragraph in words.splitlines() for line in textwrap.wrap(paragraph, WIDTH) or [""]]
    return "\n".join(f"-- {line}".rstrip() for line in lines)


def _together(parts: list[str]) -> list[str]:
    """Short statements of one kind stand without blank lines between."""
    joined: list[str] = []
    for part in parts:
        kind = SHORT.match(part)
        if joined and "\n" not in part and kind and joined[-1].rsplit("\n", 1)[-1].startswith(kind[0]):
            joined[-1] += f"\n{part}"
        else:
            joined.append(part)
    return joined


def batches(written: str) -> list[str]:
    """The batches of a file, in order; empty ones are left out. No text of ours holds a line that says only `go`."""
    return [batch for batch in GO.split(written) if re.sub(r"--[^\n]*", "", batch).strip()]
