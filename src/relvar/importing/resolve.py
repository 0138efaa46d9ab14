"""References and keys led to the tables and columns they name, in the spelling of those; what leads nowhere is said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from relvar.importing.ddl.dialects import dialect
from relvar.model.existing import Existing, FoundKey, FoundPart, FoundReference, FoundTable, Leftover


def resolved(existing: Existing) -> Existing:
    """The same with names as they are defined; a reference without columns means the key of its table."""
    ids = {id_.lower(): id_ for id_ in existing.tables}
    leftovers: list[Leftover] = list(existing.leftovers)
    tables = {}
    for id_, table in existing.tables.items():
        spelled = {name.lower(): name for name in table.columns}
        references = tuple(_reference(existing, ids, spelled, reference) for reference in table.references)
        tables[id_] = msgspec.structs.replace(
            table,
            primary=_key(spelled, table.primary) if table.primary else None,
            uniques=tuple(_key(spelled, key) for key in table.uniques),
            indexes=tuple(msgspec.structs.replace(index, **_members(spelled, index)) for index in table.indexes),
            references=references,
        )
        leftovers += _dangling(existing, ids, tables[id_])
        tables[id_] = _sound(tables[id_])
    return msgspec.structs.replace(existing, tables=tables, leftovers=tuple(leftovers))


def _reference(existing: Existing, ids: dict[str, str], spelled: dict[str, str], reference: FoundReference) -> FoundReference:
    table = ids.get(reference.table.lower(), reference.table)
    target = existing.tables.get(table)
    to = reference.to
    if target is not None:
        names = {name.lower(): name for name in target.columns}
        to = tuple(names.get(name.lower(), name) for name in to) if to else (target.primary.columns if target.primary else ())
    columns = tuple(spelled.get(name.lower(), name) for name in reference.columns)
    return msgspec.structs.replace(reference, table=table, to=to, columns=columns)


def _key(spelled: dict[str, str], key: FoundKey) -> FoundKey:
    return msgspec.structs.replace(key, **_members(spelled, key))


def _members(spelled: dict[str, str], element: Any) -> dict[str, Any]:
    parts: tuple[FoundPart, ...] = element.parts
    return {
        "parts": tuple(
            msgspec.structs.replace(part, column=spelled.get(part.column.lower(), part.column)) if part.column else part for part in parts
        ),
        "include": tuple(spelled.get(name.lower(), name) for name in element.include),
    }


def _sound(table: FoundTable) -> FoundTable:
    """The table without what names columns that it does not have, which is said."""

    def stands(columns: tuple[str, ...]) -> bool:
        return bool(columns) and all(column in table.columns for column in columns if column)

    return msgspec.structs.replace(
        table,
        primary=table.primary if table.primary is not None and stands(table.primary.columns) else None,
        uniques=tuple(key for key in table.uniques if stands(key.columns)),
        indexes=tuple(index for index in table.indexes if stands((*index.columns, *index.include))),
        references=tuple(reference for reference in table.references if stands(reference.columns)),
    )


def _dangling(existing: Existing, ids: dict[str, str], table: FoundTable) -> Iterator[Leftover]:
    """References to what this source does not hold, and members that are no columns."""
    for reference in table.references:
        if reference.table.lower() not in ids:
            yield Leftover(text=f"{table.id} refers to {reference.table}", why="this source does not make that table", place=reference.place)
            continue
        if reference.inline and (told := dialect(existing.dialect).inline_references):
            yield Leftover(text=f"{table.id} refers to {reference.table}", why=told, place=reference.place)
        unknown = [name for name in reference.to if name not in existing.tables[ids[reference.table.lower()]].columns]
        unknown += [name for name in reference.columns if name not in table.columns]
        if unknown or not reference.to:
            yield Leftover(
                text=f"{table.id} refers to {reference.table}", why=f"no such column: {', '.join(unknown) or 'it has no key'}", place=reference.place
            )
    for key in (*((table.primary,) if table.primary else ()), *table.uniques, *table.indexes):
        unknown = [name for name in (*key.columns, *key.include) if name and name not in table.columns]
        if unknown or not key.parts:
            yield Leftover(text=f"{table.id}: {key.name or 'key'} ({', '.join(unknown)})", why="no such column", place=key.place)
