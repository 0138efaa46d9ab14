"""What exists as diagrams of Mermaid and PlantUML: columns with their types, keys and comments, and a line for each reference."""

from __future__ import annotations

import re
from collections.abc import Iterator

from relvar.exporting.names import is_key
from relvar.exporting.types import canonical
from relvar.model.existing import Existing, FoundColumn, FoundReference, FoundTable

UNSPEAKABLE = re.compile(r"[^\w()\[\]-]")  # of a type in Mermaid, which takes letters, digits and these signs
SPOKEN = {"double precision": "double"}  # types of two words that have one of one word (importing/languages/diagrams/types.toml)
BRACKETS = re.compile(r"[<>{}\[\]\"\n]")  # would begin a mark of PlantUML, or end a text
REQUIRED = "not null"  # what Mermaid has no sign for stands at the head of the comment, where our reader looks for it


def mermaid(existing: Existing) -> Iterator[str]:
    """https://mermaid.js.org/syntax/entityRelationshipDiagram.html"""
    yield "erDiagram"
    yield from (f'  {line} "{label}"' for line, label in _lines(existing))
    for table in existing.tables.values():
        yield f'  "{table.id}" {{'
        for column in table.columns.values():
            marks = ", ".join(_marks(table, column, "UK"))
            yield "    " + " ".join(part for part in (_short(existing, column), _word(column.name), marks, _said(table, column)) if part)
        yield "  }"


def _short(existing: Existing, column: FoundColumn) -> str:
    """A type without what Mermaid cannot take; its bounds go as a whole."""
    kind = canonical(column.type, existing.dialect)
    kind = SPOKEN.get(kind, kind)
    if UNSPEAKABLE.search(kind.replace(" ", "")):
        kind = kind.partition("(")[0]
    return UNSPEAKABLE.sub("_", kind.strip()) or "unknown"


def _word(name: str) -> str:
    return re.sub(r"[\s\",]+", "_", name)


def _said(table: FoundTable, column: FoundColumn) -> str:
    comment = " ".join(column.comment.replace('"', "'").replace("%%", "%").split())
    required = REQUIRED if not column.nullable and not _is_key(table, column) else ""
    said = "; ".join(part for part in (required, comment) if part)
    return f'"{said}"' if said else ""


def plantuml(existing: Existing) -> Iterator[str]:
    """https://plantuml.com/ie-diagram"""
    yield from ("@startuml", "hide circle", "skinparam linetype ortho")
    for table in existing.tables.values():
        yield f'entity "{table.id}" {{'
        keys = [column for column in table.columns.values() if _is_key(table, column)]
        yield from (f"  {_member(existing, table, column)}" for column in keys)
        yield "  --"
        yield from (f"  {_member(existing, table, column)}" for column in table.columns.values() if column not in keys)
        yield "}"
    yield from (f"{line} {label}" for line, label in _lines(existing))
    yield "@enduml"


def _member(existing: Existing, table: FoundTable, column: FoundColumn) -> str:
    name = column.name if re.fullmatch(r"\w+", column.name) else f'"{column.name}"'
    marks = [*_marks(table, column, "unique"), *(["generated"] if column.numbered else [])]
    parts = ["" if column.nullable else "*", name, ":", canonical(column.type, existing.dialect)]
    parts += [f"<<{mark}>>" for mark in marks]
    parts += [f"= {column.default}"] if column.default and not BRACKETS.search(column.default) else []
    return " ".join(part for part in parts if part)


def _lines(existing: Existing) -> Iterator[tuple[str, str]]:
    """A line for each reference, from the one to the many, and the column that it is held by."""
    for table in existing.tables.values():
        for reference in table.references:
            if reference.table in existing.tables:
                yield f'"{reference.table}" {_ends(table, reference)} "{table.id}" :', reference.columns[-1]


def _ends(table: FoundTable, reference: FoundReference) -> str:
    optional = any(table.columns[column].nullable for column in reference.columns)
    return f"{'|o' if optional else '||'}--{'o|' if is_key(table, reference.columns) else 'o{'}"


def _marks(table: FoundTable, column: FoundColumn, unique: str) -> list[str]:
    """What a column is: of the key, a reference, unique by itself (by the word for it)."""
    said = (("PK", _is_key(table, column)), ("FK", _refers(table, column)), (unique, _is_unique(table, column)))
    return [mark for mark, is_so in said if is_so]


def _is_key(table: FoundTable, column: FoundColumn) -> bool:
    return table.primary is not None and column.name in table.primary.columns


def _refers(table: FoundTable, column: FoundColumn) -> bool:
    return any(column.name in reference.columns for reference in table.references)


def _is_unique(table: FoundTable, column: FoundColumn) -> bool:
    return any(key.columns == (column.name,) for key in table.uniques)
