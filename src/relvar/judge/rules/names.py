"""Names that have to be quoted, are cut, or say nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from relvar.judge.rule import Hit, Look
from relvar.judge.steps import renamed
from relvar.model.existing import FoundTable, Place
from relvar.model.mending import Step
from relvar.read.text.words import is_plural, is_unchanged, singular

PREFIX = re.compile(r"^(tbl|tab|t)_", re.I)
VAGUE = frozenset(
    ["data", "value", "values", "info", "information", "details", "misc", "other", "stuff", "flag", "field1", "column1", "temp", "test"]
)
PLAIN = re.compile(r"[a-z_][a-z0-9_]*\Z")
CAMEL = re.compile(r"[a-z][a-zA-Z0-9]*[A-Z]\w*\Z|[A-Z][a-z0-9]+\w*\Z")
FEW = 3  # names of one kind before they are a habit


class Called(NamedTuple):
    """A name, of what, and where. `table` is None for what is neither a table nor a column of one; `column`: "" for the table itself."""

    element: str
    what: str
    name: str
    place: Place
    table: FoundTable | None = None
    column: str = ""

    def fix(self, look: Look) -> tuple[Step, ...]:
        """A plain name in its place."""
        return renamed(look, self.table, self.column) if self.table is not None else ()


def _names(look: Look) -> Iterator[Called]:
    """Every table and column."""
    for table in look.tables:
        yield Called(table.id, "table", table.name, table.place, table)
        for column in table.columns.values():
            yield Called(f"{table.id}.{column.name}", "column", column.name, column.place, table, column.name)


def _element_names(look: Look) -> Iterator[Called]:
    for table in look.tables:
        for kind in ("uniques", "checks", "references", "indexes"):
            for element in getattr(table, kind):
                if element.name:
                    yield Called(f"{table.id}.{element.name}", "constraint or index", element.name, element.place)


def reserved_name(look: Look) -> Iterator[Hit]:
    for found in _names(look):
        if found.name.lower() in look.reserved:
            message = f"{found.name} is a reserved word, and the name of a {found.what}"
            yield Hit(element=found.element, message=message, place=found.place, fix=found.fix(look))


def long_name(look: Look) -> Iterator[Hit]:
    for found in (*_names(look), *_element_names(look)):
        size = len(found.name.encode())
        if size > look.longest:
            message = f"the name of the {found.what} {found.name[:20]}... has {size} bytes of {look.longest}"
            yield Hit(element=found.element, message=message, place=found.place)


def quoted_name(look: Look) -> Iterator[Hit]:
    for found in _names(look):
        if not PLAIN.match(found.name):
            message = f'the {found.what} "{found.name}" has to be quoted in every statement'
            yield Hit(element=found.element, message=message, place=found.place, fix=found.fix(look))


def spaced_name(look: Look) -> Iterator[Hit]:
    for found in _names(look):
        if re.search(r"[^\w$#]", found.name):
            message = f"the {found.what} {found.name!r} has a sign or blank in it"
            yield Hit(element=found.element, message=message, place=found.place, fix=found.fix(look))


def mixed_naming(look: Look) -> Iterator[Hit]:
    camel = [found for found in _names(look) if CAMEL.match(found.name) and "_" not in found.name]
    snake = [found for found in _names(look) if "_" in found.name and found.name == found.name.lower()]
    rare, often = sorted((camel, snake), key=len)
    if len(often) >= FEW and rare:
        for found in rare:
            message = f"{found.name} is written unlike {often[0].name} and {len(often) - 1} others"
            yield Hit(element=found.element, message=message, place=found.place)


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
