"""What our diagrams say in words of their own: the columns that a line is held by, and names with signs that the language would take for its own.

A line whose label is `email -> address` or `shop, number -> shop, code` names the columns of the reference and those that it leads to: neither
language has a sign for a reference to another key than the first, and both show a label to whoever reads the picture.
"""

from __future__ import annotations

import re

from relvar.importing.languages.sketch import Sketch

LEADS = " -> "
LIST = ", "
# A character by its number: of texts in Mermaid (https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters) and in
# PlantUML (https://plantuml.com/unicode).
CODES = re.compile(r"#(?P<decimal>\d+);|<U\+(?P<hexadecimal>[0-9A-Fa-f]{4,6})>")
SAFE = re.compile(r"[^\w .'()/-]")


def label(columns: tuple[str, ...], to: tuple[str, ...]) -> str:
    """Columns and what they lead to, as the label of a line."""
    return LIST.join(columns) + LEADS + LIST.join(to)


def led(text: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The columns of such a label, and those they lead to; None for another one."""
    columns, leads, to = text.partition(LEADS)
    sides = tuple(columns.split(LIST)), tuple(to.split(LIST))
    return sides if leads and len(sides[0]) == len(sides[1]) else None


def holds(text: str, holder: Sketch, parent: Sketch) -> bool:
    """Whether such a label speaks of columns that stand on these sides."""
    found = led(text)
    return found is not None and set(found[0]) <= holder.columns.keys() and set(found[1]) <= parent.columns.keys()


def coded(name: str, code: str) -> str:
    """A name between quotes. `code`: how the language writes a character by its number."""
    return SAFE.sub(lambda sign: code.format(ord(sign[0])), name)


def decoded(text: str) -> str:
    """The name that was coded so."""
    return CODES.sub(lambda found: chr(int(found["decimal"]) if found["decimal"] else int(found["hexadecimal"], 16)), text)
