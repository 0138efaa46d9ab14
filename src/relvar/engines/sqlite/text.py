"""Script -> the text of a file, as the sqlite3 shell runs it and a person reads it."""

from __future__ import annotations

from relvar.engines.base import Script, Statement

WIDTH = 118  # of a comment's line


def text(script: Script) -> str:
    """The file: what it is for, then its statements. It stops at the first error; a transaction takes all of it back."""
    parts = ["\n".join(comment(script.head)), ".bail on"]
    if script.transactional:
        parts += ["pragma foreign_keys = on;\nbegin immediate;", *map(_statement, script.statements), "commit;"]
    else:
        parts += map(_statement, script.statements)
    return "\n\n".join(parts) + "\n"


def _statement(statement: Statement) -> str:
    return "\n".join([*comment(statement.because), f"{statement.text};"])


def comment(words: str) -> list[str]:
    """Words as comment lines; a blank line ends a paragraph."""
    lines = []
    for paragraph in words.splitlines():
        line = "--"
        for word in paragraph.split():
            if len(line) + len(word) >= WIDTH:
                lines.append(line)
                line = "--"
            line += f" {word}"
        lines.append(line)
    return lines
