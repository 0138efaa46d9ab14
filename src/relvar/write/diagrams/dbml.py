"""DBML (dbdiagram.io, dbdocs)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from relvar.engines import engine
from relvar.model.design import Design
from relvar.model.physical import Column, ForeignKey, Table
from relvar.write.diagrams.edges import supertypes


def dbml(design: Design, store: str) -> Iterator[str]:
    physical = design.physical[store]
    native = engine(physical.engine).native
    for owner in physical.tables.values():
        yield f"Table {_name(owner.name)} {{"
        for id_, column in owner.columns.items():
            yield f"  {_name(column.name)} {_type(native(column.data).text)} [{', '.join(_notes(owner, id_, column))}]"
        if len(owner.primary_key) > 1:
            yield f"  indexes {{ ({', '.join(_name(owner.columns[c].name) for c in owner.primary_key)}) [pk] }}"
        yield f"  Note: {_quoted(owner.comment)}"
        yield "}"
    special = supertypes(design)
    for id_, owner in physical.tables.items():
        for key in owner.constraints.values():
            if isinstance(key, ForeignKey):
                other = physical.tables[key.table]
                mine = ", ".join(_name(owner.columns[c].name) for c in key.columns)
                theirs = ", ".join(_name(other.columns[c].name) for c in key.to)
                action = {"restrict": "restrict", "cascade": "cascade", "set_null": "set null"}[key.on_delete]
                many = "-" if (id_, key.table) in special and set(owner.primary_key) <= set(key.columns) else ">"  # one to one: is a
                yield f"Ref {_name(key.name)}: {_name(owner.name)}.({mine}) {many} {_name(other.name)}.({theirs}) [delete: {action}]"


def _name(name: str) -> str:
    """A name as DBML takes it: quoted where it is more than a word."""
    return name if re.fullmatch(r"\w+", name) else f'"{name}"'


def _type(text: str) -> str:
    return f'"{text}"' if " " in text else text


def _notes(owner: Table, id_: str, column: Column) -> Iterator[str]:
    if owner.primary_key == (id_,):
        yield "pk"
    yield "null" if column.nullable else "not null"
    if column.comment:
        yield f"note: {_quoted(column.comment)}"


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", " ") + "'"
