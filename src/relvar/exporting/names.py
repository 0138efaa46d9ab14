"""What tables, columns and references are called where each is a word of a programming language: classes, attributes, ways between them."""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable
from typing import NamedTuple

from relvar.importing.lift.names import free
from relvar.model.existing import Existing, FoundReference, FoundTable
from relvar.read.text.words import plural, singular

ENDINGS = ("_id", "_uuid", "_code", "_key", "_no")  # of a column that refers: what is left calls the row it refers to

# What the modules that are written import or define themselves; a class of that name would hide it.
IMPORTED = {"Base", "Model", "F", "Q", "RawSQL", "Any", "Mapped", "DeclarativeBase", "Decimal", "UUID"}


class Relation(NamedTuple):
    """A reference, from both ends. `forth`: what the one that refers calls the other; `back`: what it is called from there.

    `single`: at most one row refers to a row; `optional`: a row may refer to none.
    """

    owner: str
    target: str
    reference: FoundReference
    forth: str
    back: str
    single: bool
    optional: bool


class Named(NamedTuple):
    """`classes`: table id -> class; `attributes`: table id -> column -> attribute; `relations` in the order of the tables."""

    classes: dict[str, str]
    attributes: dict[str, dict[str, str]]
    relations: tuple[Relation, ...]

    def of(self, table: str) -> tuple[Relation, ...]:
        """The references that a table holds."""
        return tuple(relation for relation in self.relations if relation.owner == table)

    def to(self, table: str) -> tuple[Relation, ...]:
        """The references that lead to it."""
        return tuple(relation for relation in self.relations if relation.target == table)


def named(existing: Existing, reserved: frozenset[str]) -> Named:
    """Names for all that stands in a source. `reserved`: what no attribute may be called."""
    taken: set[str] = {*IMPORTED, *reserved}
    classes = {id_: free(class_name(table), taken) for id_, table in existing.tables.items()}
    used = {id_: set(reserved) for id_ in existing.tables}
    attributes = {
        id_: {column: free(attribute_name(column, reserved), used[id_]) for column in table.columns} for id_, table in existing.tables.items()
    }
    relations = []
    for id_, table in existing.tables.items():
        for reference in table.references:
            if reference.table in existing.tables and reference.to:
                forth = free(attribute_name(_forth(existing.tables[reference.table], reference), reserved), used[id_])
                single = is_key(table, reference.columns)
                relations.append(_relation(table, reference, id_, forth, used, reserved, single=single))
    return Named(classes, attributes, tuple(relations))


def _relation(
    table: FoundTable, reference: FoundReference, id_: str, forth: str, used: dict[str, set[str]], reserved: frozenset[str], *, single: bool
) -> Relation:
    several = sum(other.table == reference.table for other in table.references) > 1
    back = _snake(table.name)
    back = _last(back, singular) if single else _last(_last(back, singular), plural)
    back = free(attribute_name(f"{back}_as_{forth}" if several else back, reserved), used[reference.table])
    return Relation(id_, reference.table, reference, forth, back, single, any(table.columns[c].nullable for c in reference.columns))


def class_name(table: FoundTable) -> str:
    """OrderLine of order_lines."""
    words = _last(_snake(table.name), singular).split("_")
    name = "".join(word[:1].upper() + word[1:] for word in words if word)
    return name if name[:1].isalpha() and not keyword.iskeyword(name) else f"T{name}"


def attribute_name(column: str, reserved: frozenset[str]) -> str:
    """The column's own name where a language allows it."""
    name = re.sub(r"_{2,}", "_", re.sub(r"\W", "_", column, flags=re.ASCII)).strip("_")
    name = name if name[:1].isalpha() else f"c_{name}".rstrip("_")
    return f"{name}_value" if name in reserved or keyword.iskeyword(name) else name


def _forth(target: FoundTable, reference: FoundReference) -> str:
    name = attribute_name(reference.columns[-1], frozenset())
    for ending in (f"_{reference.to[-1]}", *ENDINGS):
        if name.endswith(ending) and len(name) > len(ending):
            return attribute_name(name.removesuffix(ending), frozenset())
    return _last(_snake(target.name), singular)


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", re.sub(r"\W+", "_", name, flags=re.ASCII)).strip("_").lower() or "t"


def _last(name: str, change: Callable[[str], str]) -> str:
    """The name with its last word changed."""
    head, underscore, word = name.rpartition("_")
    return f"{head}{underscore}{change(word)}"


def is_key(table: FoundTable, columns: tuple[str, ...]) -> bool:
    """Whether these columns, in any order, are a key of the table."""
    return any(key == set(columns) for key in _keys(table))


def holds_key(table: FoundTable, columns: tuple[str, ...]) -> bool:
    """Whether a key of the table is among these columns: no two rows have the same."""
    return any(key <= set(columns) for key in _keys(table))


def _keys(table: FoundTable) -> list[set[str]]:
    keys = [*([table.primary] if table.primary else []), *table.uniques]
    whole = [index.columns for index in table.indexes if index.unique and not index.where]
    return [set(key) for key in (*(k.columns for k in keys), *whole)]
