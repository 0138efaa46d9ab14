"""A script as the text of a file, to be run by psql."""

from __future__ import annotations

import textwrap

from relvar.engines.base import Script

WIDTH = 118


def text(script: Script) -> str:
    """Head, statements with their reasons above them, in one transaction where the script says so. No blank line at the end."""
    parts = [remark(script.head)]
    if script.transactional:
        parts.append("begin;")
    for statement in script.statements:
        because = remark(statement.because) + "\n" if statement.because else ""
        closing = "" if statement.text.endswith(";") else ";"
        parts.append(f"{because}{_folded(statement.text)}{closing}")
    if script.transactional:
        parts.append("commit;")
    return "\n\n".join(_together(parts)) + "\n"


def remark(words: str) -> str:
    """A comment, wrapped."""
    lines = [line for paragraph in words.splitlines() for line in textwrap.wrap(paragraph, WIDTH) or [""]]
    return "\n".join(f"-- {line}".rstrip() for line in lines)


def _folded(text: str) -> str:
    """A long line of names on several; what holds a string constant is left as it is."""
    if "\n" in text or "'" in text or len(text) <= WIDTH:
        return text
    return textwrap.fill(text, WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)


def _together(parts: list[str]) -> list[str]:
    """Short statements of one kind in a row (comments, grants) stand without blank lines between; a comment stands by its object."""
    joined: list[str] = []
    for part in parts:
        if joined and _belongs(part, joined[-1]):
            joined[-1] += f"\n{part}"
        else:
            joined.append(part)
    return joined


def _belongs(part: str, before: str) -> bool:
    if part.startswith("comment on"):
        return not before.startswith("begin;")
    return "\n" not in part and _kind(part) == _kind(before.rsplit("\n", 1)[-1])


def _kind(part: str) -> str:
    """What may stand together: grants to one role, attributes of one role."""
    if part.startswith(("grant ", "alter default")):
        return f"rights of {part.rsplit(' to ', 1)[-1]}"
    return " ".join(part.split()[:3]) if part.startswith("alter role") else part
