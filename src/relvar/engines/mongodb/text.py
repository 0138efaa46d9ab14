"""Script -> the text of a file, as mongosh runs it and a person reads it."""

from __future__ import annotations

import re

from relvar.engines.base import Script, Statement
from relvar.engines.mongodb.script import HELPERS

WIDTH = 118  # of a comment's line


def text(script: Script) -> str:
    """The file: what it is for, then its statements. mongosh stops at the first that fails."""
    parts = ["\n".join(comment(script.head))]
    body = [_statement(s) for s in script.statements]
    whole = "\n".join(body)
    used = _helpers(whole)
    if used:
        parts.append("\n".join(line for line in HELPERS.values() if line in used))
    return "\n\n".join([*parts, *body]) + "\n"


def _helpers(text: str) -> set[str]:
    """What the text calls, and what that calls."""
    found = {line for name, line in HELPERS.items() if line != text and re.search(rf"(^|[\s(\[]){re.escape(name)}", text)}
    return found.union(*(_helpers(line) for line in found if line not in text))


def _statement(statement: Statement) -> str:
    return "\n".join([*comment(statement.because), f"{statement.text};"])


def comment(words: str) -> list[str]:
    """Words as comment lines; a blank line ends a paragraph."""
    lines = []
    for paragraph in words.splitlines():
        line = "//"
        for word in paragraph.split():
            if len(line) + len(word) >= WIDTH:
                lines.append(line)
                line = "//"
            line += f" {word}"
        lines.append(line)
    return lines
