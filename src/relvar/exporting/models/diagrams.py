"""What exists as diagrams of Mermaid and PlantUML: columns with their types, keys and comments, and a line for each reference."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from relvar.exporting.names import holds_key
from relvar.exporting.types import canonical
from relvar.importing.languages.diagrams.labels import coded, label
from relvar.importing.lift.names import free
from relvar.model.existing import Existing, FoundColumn, FoundReference, FoundTable

UNSPEAKABLE = re.compile(r"[^\w()\[\]-]")  # of a type or a name in Mermaid, which takes letters, digits and these signs
BEGINS = re.compile(r"[^\W\d]")
SPOKEN = {"double precision": "double"}  # types of two words that have one of one word (importing/languages/diagrams/types.toml)
DECIMAL, HEXADECIMAL = "#{};", "<U+{:04X}>"  # a character by its number, in Mermaid and in PlantUML
BRACKETS = re.compile(r"[<>{}\[\]\"\n]")  # would begin a mark of PlantUML, or end a text
IS_A = "is a"  # what a row of a subtype is to that of its supertype, with which it shares the key
INHERITS = re.compile(r" [|o]{2}--\S+ ")
REQUIRED = "not null"  # what Mermaid has no sign for stands at the head of the comment, where our reader looks for it


def mermaid(existing: Existing, *, comments: bool = True) -> Iterator[str]:
    """https://mermaid.js.org/syntax/entityRelationshipDiagram.html. Without `comments` it is a picture, and says less than what exists."""
    yield "erDiagram"
    yield from (f'  {line} : "{label}"' for line, label in _lines(existing, DECIMAL, _words))
    for table in existing.tables.values():
        yield f'  "{coded(table.id, DECIMAL)}" {{'
        words = _words(table)
        for column in table.columns.values():
            marks, said = ", ".join(_marks(table, column, "UK")), _said(table, column) if comments else ""
            yield "    " + " ".join(part for part in (_short(existing, column), words[column.name], marks, said) if part)
        yield "  }"


def _short(existing: Existing, column: FoundColumn) -> str:
    """A type without what Mermaid cannot take; its bounds go as a whole."""
    kind = canonical(column.type, existing.dialect)
    kind = SPOKEN.get(kind, kind)
    if UNSPEAKABLE.search(kind.replace(" ", "")):
        kind = kind.partition("(")[0]
    return UNSPEAKABLE.sub("_", kind.strip()) or "unknown"


def _words(table: FoundTable) -> dict[str, str]:
    """The columns as words of Mermaid: of letters, digits and a few signs, no digit first."""
    taken: set[str] = set()
    words = (UNSPEAKABLE.sub("_", name) for name in table.columns)
    return {name: free(word if BEGINS.match(word) else f"_{word}", taken) for name, word in zip(table.columns, words, strict=True)}


def _said(table: FoundTable, column: FoundColumn) -> str:
    comment = " ".join(column.comment.replace('"', "'").replace("%%", "%").split())
    required = REQUIRED if not column.nullable and not _is_key(table, column) else ""
    said = "; ".join(part for part in (required, comment) if part)
    return f'"{said}"' if said else ""


def plantuml(existing: Existing) -> Iterator[str]:
    """https://plantuml.com/ie-diagram"""
    yield from ("@startuml", "hide circle", "skinparam linetype ortho")
    for table in existing.tables.values():
        yield f'entity "{coded(table.id, HEXADECIMAL)}" {{'
        keys = [column for column in table.columns.values() if _is_key(table, column)]
        yield from (f"  {_member(existing, table, column)}" for column in keys)
        yield "  --"
        yield from (f"  {_member(existing, table, column)}" for column in table.columns.values() if column not in keys)
        yield "}"
    for line, said in _lines(existing, HEXADECIMAL, _coded):
        yield INHERITS.sub(" <|-- ", line) if said == IS_A else f"{line} : {said}"
    yield "@enduml"


def _member(existing: Existing, table: FoundTable, column: FoundColumn) -> str:
    name = column.name if re.fullmatch(r"(?!__)\w+", column.name) else f'"{coded(column.name, HEXADECIMAL)}"'
    marks = [*_marks(table, column, "unique"), *(["generated"] if column.numbered else [])]
    parts = ["" if column.nullable else "*", name, ":", canonical(column.type, existing.dialect)]
    parts += [f"<<{mark}>>" for mark in marks]
    parts += [f"= {column.default}"] if column.default and not BRACKETS.search(column.default) else []
    return " ".join(part for part in parts if part)


def _coded(table: FoundTable) -> dict[str, str]:
    return {name: coded(name, HEXADECIMAL) for name in table.columns}


def _lines(existing: Existing, code: str, called: Callable[[FoundTable], dict[str, str]]) -> Iterator[tuple[str, str]]:
    """A line for each reference, from the one to the many, and its label."""
    for table in existing.tables.values():
        for reference in table.references:
            if reference.table in existing.tables:
                one, many = coded(reference.table, code), coded(table.id, code)
                yield f'"{one}" {_ends(table, reference)} "{many}"', _label(existing.tables[reference.table], table, reference, called)


def _label(target: FoundTable, table: FoundTable, reference: FoundReference, called: Callable[[FoundTable], dict[str, str]]) -> str:
    """The column that holds the line; where there are several, or they lead to another key than the first, all of them."""
    if reference.verb == IS_A:
        return IS_A
    columns = tuple(called(table)[name] for name in reference.columns)
    if len(columns) == 1 and target.primary is not None and reference.to == target.primary.columns:
        return columns[0]
    return label(columns, tuple(called(target)[name] for name in reference.to))


def _ends(table: FoundTable, reference: FoundReference) -> str:
    optional = any(table.columns[column].nullable for column in reference.columns)
    return f"{'|o' if optional else '||'}--{'o|' if holds_key(table, reference.columns) else 'o{'}"


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
