"""Names that have to be quoted, are cut, or say nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from relvar.judge.rule import Hit, Look
from relvar.model.existing import Place
from relvar.read.text.words import is_plural, is_unchanged, singular

PREFIX = re.compile(r"^(tbl|tab|t)_", re.I)
VAGUE = frozenset(
    ["data", "value", "values", "info", "information", "details", "misc", "other", "stuff", "flag", "field1", "column1", "temp", "test"]
)
PLAIN = re.compile(r"[a-z_][a-z0-9_]*\Z")
CAMEL = re.compile(r"[a-z][a-zA-Z0-9]*[A-Z]\w*\Z|[A-Z][a-z0-9]+\w*\Z")
FEW = 3  # names of one kind before they are a habit


def _names(look: Look) -> Iterator[tuple[str, str, str, Place]]:
    """(element, what it is, name, place) of every table and column."""
    for table in look.tables:
        yield table.id, "table", table.name, table.place
        for column in table.columns.values():
            yield f"{table.id}.{column.name}", "column", column.name, column.place


def _element_names(look: Look) -> Iterator[tuple[str, str, str, Place]]:
    for table in look.tables:
        for kind in ("uniques", "checks", "references", "indexes"):
            for element in getattr(table, kind):
                if element.name:
                    yield f"{table.id}.{element.name}", "constraint or index", element.name, element.place


def reserved_name(look: Look) -> Iterator[Hit]:
    for element, what, name, place in _names(look):
        if name.lower() in look.reserved:
            yield Hit(element=element, message=f"{name} is a reserved word, and the name of a {what}", place=place)


def long_name(look: Look) -> Iterator[Hit]:
    for element, what, name, place in (*_names(look), *_element_names(look)):
        if len(name.encode()) > look.longest:
            yield Hit(element=element, message=f"the name of the {what} {name[:20]}... has {len(name.encode())} bytes of {look.longest}", place=place)


def quoted_name(look: Look) -> Iterator[Hit]:
    for element, what, name, place in _names(look):
        if not PLAIN.match(name):
            yield Hit(element=element, message=f'the {what} "{name}" has to be quoted in every statement', place=place)


def spaced_name(look: Look) -> Iterator[Hit]:
    for element, what, name, place in _names(look):
        if re.search(r"[^\w$#]", name):
            yield Hit(element=element, message=f"the {what} {name!r} has a sign or blank in it", place=place)


def mixed_naming(look: Look) -> Iterator[Hit]:
    camel = [(e, n, p) for e, _, n, p in _names(look) if CAMEL.match(n) and "_" not in n]
    snake = [(e, n, p) for e, _, n, p in _names(look) if "_" in n and n == n.lower()]
    rare, often = sorted((camel, snake), key=len)
    if len(often) >= FEW and rare:
        for element, name, place in rare:
            yield Hit(element=element, message=f"{name} is written unlike {often[0][1]} and {len(often) - 1} others", place=place)


def mixed_number(look: Look) -> Iterator[Hit]:
    def last(name: str) -> str:
        return re.split(r"_|(?<=[a-z])(?=[A-Z])", name)[-1].lower()

    many = [table for table in look.tables if is_plural(last(table.name))]
    one = [
        table
        for table in look.tables
        if not is_plural(last(table.name)) and not is_unchanged(last(table.name)) and singular(last(table.name)) == last(table.name)
    ]
    rare, often = sorted((many, one), key=len)
    if len(often) >= FEW and rare and len(rare) * 4 <= len(often):
        for table in rare:
            yield Hit(
                element=table.id, message=f"{table.name} is in another number than {often[0].name} and {len(often) - 1} others", place=table.place
            )


def prefixed_name(look: Look) -> Iterator[Hit]:
    for table in look.tables:
        if PREFIX.match(table.name):
            yield Hit(element=table.id, message=f"{table.name} says in its name that it is a table", place=table.place)


def vague_name(look: Look) -> Iterator[Hit]:
    for table, column in look.columns():
        if column.name.lower() in VAGUE and len(table.columns) > 3:
            yield Hit(element=f"{table.id}.{column.name}", message=f"{column.name} says nothing of what it holds", place=column.place)


def several_id_styles(look: Look) -> Iterator[Hit]:
    styles = Counter[str]()
    found = []
    for table in look.tables:
        if table.primary is not None and len(table.primary.columns) == 1:
            name = table.primary.columns[0].lower()
            style = "id" if name == "id" else "table_id" if name.endswith("id") else ""
            if style:
                styles[style] += 1
                found.append((table, style, name))
    if len(styles) == 2:
        rare = min(styles, key=lambda style: styles[style])
        for table, style, name in found:
            if style == rare and styles[rare] * 4 <= len(found):
                yield Hit(element=table.id, message=f"the key of {table.id} is called {name}, the others are called otherwise", place=table.place)
