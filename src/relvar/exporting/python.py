"""Calls as people write them in Python: in one line where they fit, else an argument a line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

WIDTH = 120  # letters of a line


def called(text: str) -> str:
    """A text as Python writes it."""
    return json.dumps(text, ensure_ascii=False)


def call(before: str, name: str, arguments: Sequence[str], after: str = "") -> Iterator[str]:
    """`before` begins with the indentation of the statement."""
    line = f"{before}{name}({', '.join(arguments)}){after}"
    if len(line) <= WIDTH:
        yield line
        return
    indent = " " * (len(before) - len(before.lstrip(" ")))
    yield f"{before}{name}("
    yield from (f"{indent}    {argument}," for argument in arguments)
    yield f"{indent}){after}"
