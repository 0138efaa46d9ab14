"""A script as the text of a file, as the command line client runs it, and back: a file's text as the statements that a driver sends."""

from __future__ import annotations

import re
import textwrap

from relvar.engines.base import Script, Statement

WIDTH = 118
COMPOUND = re.compile(r"create (?:definer = \S+ )?(?:trigger|procedure|function|event)\b|begin not atomic\b")
# What a splitter must not look into: strings, quoted names, comments.
SKIPPED = re.compile(r"'(?:[^'\\]|\\.|'')*'|\"(?:[^\"\\]|\\.|\"\")*\"|`(?:[^`]|``)*`|--(?=\s|\Z)[^\n]*|#[^\n]*|/\*.*?\*/", re.DOTALL)
DELIMITER = re.compile(r"[ \t]*delimiter[ \t]+(\S+)[ \t]*(?:\n|\Z)", re.IGNORECASE)


def text(script: Script) -> str:
    """Head, statements with their reasons above them. Statements that hold others stand between delimiters of their own."""
    parts = [remark(script.head)]
    if script.transactional:
        parts.append("start transaction;")
    compound = False
    for statement in script.statements:
        if is_compound(statement) != compound:
            compound = not compound
            parts.append("delimiter //" if compound else "delimiter ;")
        parts.append(_statement(statement))
    if compound:
        parts.append("delimiter ;")
    if script.transactional:
        parts.append("commit;")
    return "\n\n".join(_together(parts)) + "\n"


def is_compound(statement: Statement) -> bool:
    """Whether the client must be told not to end the statement at the first semicolon."""
    return COMPOUND.match(statement.text) is not None


def _statement(statement: Statement) -> str:
    because = remark(statement.because) + "\n" if statement.because else ""
    return f"{because}{statement.text}{'//' if is_compound(statement) else ';'}"


def remark(words: str) -> str:
    """A comment, wrapped."""
    lines = [line for paragraph in words.splitlines() for line in textwrap.wrap(paragraph, WIDTH) or [""]]
    return "\n".join(f"-- {line}".rstrip() for line in lines)


def _together(parts: list[str]) -> list[str]:
    """Short statements of one kind in a row (grants to one role) stand without blank lines between."""
    joined: list[str] = []
    for part in parts:
        if joined and "\n" not in part and _kind(part) == _kind(joined[-1].rsplit("\n", 1)[-1]):
            joined[-1] += f"\n{part}"
        else:
            joined.append(part)
    return joined


def _kind(part: str) -> str:
    if part.startswith("grant "):
        return f"rights of {part.rsplit(' to ', 1)[-1]}"
    return " ".join(part.split()[:2]) if part.startswith(("drop ", "create role", "alter user", "create user")) else part


def statements(written: str) -> list[str]:
    """The statements of a file, in order, without their delimiters; comments that stand alone are left out."""
    found: list[str] = []
    delimiter, start, at = ";", 0, 0
    while at < len(written):
        line = DELIMITER.match(written, at) if at == 0 or written[at - 1] == "\n" else None
        if line and not _bare(written[start:at]):
            delimiter, at = line[1], line.end()
            start = at
        elif skipped := SKIPPED.match(written, at):
            at = skipped.end()
        elif written.startswith(delimiter, at):
            found.append(written[start:at])
            at += len(delimiter)
            start = at
        else:
            at += 1
    return [_without_lead(one) for one in [*found, written[start:]] if _bare(one)]


def _bare(statement: str) -> str:
    """The statement without comments and space: "" where it says nothing."""
    return SKIPPED.sub(lambda m: "" if m[0].startswith(("--", "#", "/*")) else m[0], statement).strip()


def _without_lead(statement: str) -> str:
    """The comments above a statement are for readers, not for the server."""
    while True:
        stripped = statement.lstrip()
        lead = re.match(r"(?:--(?=\s|\Z)|#)[^\n]*(?:\n|\Z)", stripped)
        if not lead:
            return stripped.rstrip()
        statement = stripped[lead.end() :]
