"""The tables and objects of a source while its statements are read: looked up as the dialect compares names, then frozen."""

from __future__ import annotations

from typing import Any

import msgspec

from relvar.importing.ddl.constraint import Element, Exclusion, Primary
from relvar.importing.ddl.cursor import Cursor, NotUnderstood
from relvar.importing.ddl.dialects import dialect
from relvar.importing.ddl.words import Word
from relvar.model.existing import (
    Existing,
    FoundCheck,
    FoundColumn,
    FoundIndex,
    FoundKey,
    FoundObject,
    FoundReference,
    FoundStatement,
    FoundTable,
    Leftover,
    Place,
)


class Draft:
    """What has been read so far. Tables are kept under their ids in small letters."""

    def __init__(self, source: str, dialect: str) -> None:
        self.source, self.dialect = source, dialect
        self.tables: dict[str, FoundTable] = {}
        self.objects: list[FoundObject] = []
        self.statements: list[FoundStatement] = []
        self.leftovers: list[Leftover] = []

    def table(self, id_: str) -> FoundTable:
        """The table of that id. Raises NotUnderstood where the source has made none."""
        found = self.tables.get(id_.lower())
        if found is None:
            raise NotUnderstood(f"it names the table {id_}, which this source does not make")
        return found

    def set(self, table: FoundTable, **fields: Any) -> FoundTable:
        """The table with other values of some fields."""
        changed = msgspec.structs.replace(table, **fields)
        self.tables[table.id.lower()] = changed
        return changed

    def add_table(self, table: FoundTable) -> None:
        if table.id.lower() in self.tables:
            raise NotUnderstood(f"the table {table.id} exists already ({self.tables[table.id.lower()].place})")
        self.tables[table.id.lower()] = table

    def rename_table(self, table: FoundTable, name: str) -> FoundTable:
        """The table under another name; references follow it."""
        changed = msgspec.structs.replace(table, name=name)
        del self.tables[table.id.lower()]
        self.add_table(changed)
        for other in tuple(self.tables.values()):
            if any(r.table.lower() == table.id.lower() for r in other.references):
                led = (msgspec.structs.replace(r, table=changed.id) if r.table.lower() == table.id.lower() else r for r in other.references)
                self.set(other, references=tuple(led))
        return changed

    def add_column(self, table: FoundTable, column: FoundColumn) -> FoundTable:
        if find_column(table, column.name) is not None:
            raise NotUnderstood(f"{table.id} has a column {column.name} already")
        return self.set(table, columns={**table.columns, column.name: column})

    def set_column(self, table: FoundTable, old: str, /, **fields: Any) -> FoundTable:
        column = find_column(table, old)
        if column is None:
            raise NotUnderstood(f"{table.id} has no column {old}")
        changed = msgspec.structs.replace(column, **fields)
        return self.set(
            table, columns={(changed.name if k == column.name else k): (changed if k == column.name else c) for k, c in table.columns.items()}
        )

    def rename_column(self, table: FoundTable, old: str, new: str) -> None:
        """The column and every key, index and reference over it."""
        changed = self.set_column(table, old, name=new)
        keys = {field: tuple(_with(k, old, new) for k in getattr(changed, field)) for field in ("uniques", "indexes")}
        refs = tuple(msgspec.structs.replace(r, columns=tuple(new if c.lower() == old.lower() else c for c in r.columns)) for r in changed.references)
        self.set(changed, primary=_with(changed.primary, old, new) if changed.primary else None, references=refs, **keys)

    def add_element(self, table: FoundTable, element: Element) -> FoundTable:
        """A constraint or index joins its table; the columns of a primary key hold no null."""
        if isinstance(element, Primary):
            plain = FoundKey(**{field: getattr(element, field) for field in FoundKey.__struct_fields__})
            members = set() if dialect(self.dialect).keys_take_null else {name.lower() for name in plain.columns}
            columns = {k: msgspec.structs.replace(c, nullable=False) if c.name.lower() in members else c for k, c in table.columns.items()}
            return self.set(table, primary=plain, columns=columns)
        if isinstance(element, FoundKey):
            return self.set(table, uniques=(*table.uniques, element))
        if isinstance(element, FoundReference):
            return self.set(table, references=(*table.references, element))
        if isinstance(element, Exclusion):
            plain_check = FoundCheck(name=element.name, condition=element.condition, place=element.place)
            return self.set(table, exclusions=(*table.exclusions, plain_check))
        if isinstance(element, FoundCheck):
            return self.set(table, checks=(*table.checks, element))
        return self.set(table, indexes=(*table.indexes, element))

    def left(self, cursor: Cursor, words: list[Word], why: str) -> None:
        """Note what was not understood."""
        if words:
            text = cursor.source.text[words[0].start : words[-1].end]
            self.leftovers.append(Leftover(text=" ".join(text.split())[:300], why=why, place=cursor.source.place(words[0].start)))

    def leave(self, text: str, why: str, place: Place) -> None:
        self.leftovers.append(Leftover(text=text, why=why, place=place))

    def done(self) -> Existing:
        """Everything, with references led to the tables and columns that they name."""
        from relvar.importing.resolve import resolved

        found = resolved(
            Existing(
                source=self.source,
                dialect=self.dialect,
                tables={table.id: table for table in self.tables.values()},
                objects=tuple(self.objects),
                statements=tuple(self.statements),
                leftovers=tuple(self.leftovers),
            )
        )
        return msgspec.structs.replace(found, leftovers=tuple(sorted(found.leftovers, key=lambda left: left.place)))


def _with(key: Any, old: str, new: str) -> Any:
    parts = tuple(msgspec.structs.replace(part, column=new) if part.column.lower() == old.lower() else part for part in key.parts)
    return msgspec.structs.replace(key, parts=parts, include=tuple(new if name.lower() == old.lower() else name for name in key.include))


def find_column(table: FoundTable, name: str) -> FoundColumn | None:
    """A column by its name, as it is spelled or without regard to case."""
    if name in table.columns:
        return table.columns[name]
    return next((column for column in table.columns.values() if column.name.lower() == name.lower()), None)


def drop_named(table: FoundTable, name: str) -> dict[str, Any] | None:
    """The fields of a table without the constraint or index of that name; None where it has none."""
    low = name.lower()
    if table.primary is not None and table.primary.name.lower() == low:
        return {"primary": None}
    for field in ("uniques", "checks", "references", "indexes", "exclusions"):
        kept = tuple(element for element in getattr(table, field) if element.name.lower() != low)
        if len(kept) != len(getattr(table, field)):
            return {field: kept}
    return None


def indexed(draft: Draft, name: str) -> tuple[FoundTable, FoundIndex] | None:
    """The index of that name and its table."""
    for table in draft.tables.values():
        for index in table.indexes:
            if index.name.lower() == name.lower():
                return table, index
    return None
