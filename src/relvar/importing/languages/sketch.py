"""Tables while a language is read: what the readers of all languages fill in, and how it becomes `model/existing.py`."""

from __future__ import annotations

import msgspec

from relvar.importing.ddl.dialects import dialect
from relvar.importing.resolve import resolved
from relvar.model.existing import (
    NOWHERE,
    Existing,
    FoundCheck,
    FoundColumn,
    FoundIndex,
    FoundKey,
    FoundObject,
    FoundPart,
    FoundReference,
    FoundTable,
    Leftover,
    Numbering,
    Place,
)
from relvar.model.qualified import qualified


class Sketch(msgspec.Struct, kw_only=True):
    """A table that is being read. `key`: the columns of its primary key so far."""

    name: str
    schema: str = ""
    comment: str = ""
    columns: dict[str, FoundColumn] = {}
    key: list[str] = []
    key_name: str = ""
    uniques: list[FoundKey] = []
    checks: list[FoundCheck] = []
    references: list[FoundReference] = []
    indexes: list[FoundIndex] = []
    place: Place = NOWHERE

    @property
    def id(self) -> str:
        return qualified(self.schema, self.name)

    def is_unique(self, columns: tuple[str, ...]) -> bool:
        """Whether these columns are a key."""
        return tuple(self.key) == columns or any(key.columns == columns for key in self.uniques)

    def make_unique(self, columns: tuple[str, ...], place: Place, name: str = "") -> None:
        """A unique constraint over columns, where they are no key yet."""
        if not self.is_unique(columns):
            self.uniques.append(FoundKey(name=name, parts=parts(columns), place=place))

    def done(self) -> FoundTable:
        """The table; the columns of its key hold no null."""
        columns = {k: msgspec.structs.replace(c, nullable=False) if k in self.key else c for k, c in self.columns.items()}
        return FoundTable(
            name=self.name,
            schema=self.schema,
            columns=columns,
            primary=FoundKey(name=self.key_name, parts=parts(tuple(self.key)), place=self.place) if self.key else None,
            uniques=tuple(self.uniques),
            checks=tuple(self.checks),
            references=tuple(self.references),
            indexes=tuple(self.indexes),
            comment=self.comment,
            place=self.place,
        )


class Sketches:
    """All tables of a source. `dialect`: in whose words its types and values are written."""

    def __init__(self, source: str, language: str, dialect: str) -> None:
        self.source, self.language, self.dialect = source, language, dialect
        self.tables: dict[str, Sketch] = {}
        self.objects: list[FoundObject] = []
        self.leftovers: list[Leftover] = []

    def add(self, sketch: Sketch) -> bool:
        """Whether the table is a new one; one that is there already is said."""
        if (earlier := self.tables.get(sketch.id)) is not None:
            self.leave(sketch.id, f"a table of that name stands already at {earlier.place}", sketch.place)
            return False
        self.tables[sketch.id] = sketch
        return True

    def leave(self, text: str, why: str, place: Place) -> None:
        """Note what was not understood, or what no table can hold."""
        self.leftovers.append(Leftover(text=" ".join(text.split())[:300], why=why, place=place))

    @property
    def numbering(self) -> Numbering:
        """How a key that numbers itself is made in this dialect."""
        return "counter" if dialect(self.dialect).counters else "by default"

    def join(self, name: str, first: Sketch, second: Sketch, place: Place, columns: tuple[str, ...] = (), *, indexed: bool = False) -> None:
        """A table of pairs. `columns`: of the first, then of the second (default: the table's name and that of its key);
        `indexed`: the tool makes an index for the way back."""
        if not all(side.key and set(side.key) <= side.columns.keys() for side in (first, second)):
            return self.leave(name, "a table of pairs needs keys on both sides", place)
        names = columns or tuple(f"{side.name}_{column}" for side in (first, second) for column in side.key)
        if len(names) != len(first.key) + len(second.key):
            return self.leave(name, "a table of pairs by this name has one column for each side, and a key here has several", place)
        if len(set(names)) < len(names):  # a table with itself
            names = tuple(f"{name}_{number}" if name in names[: number - 1] else name for number, name in enumerate(names, start=1))
        made = Sketch(name=name, schema=first.schema, key=list(names), place=place)
        sides = [(first, column) for column in first.key] + [(second, column) for column in second.key]
        for (side, column), own in zip(sides, names, strict=True):
            made.columns[own] = FoundColumn(name=own, type=side.columns[column].type, nullable=False, place=place)
        cut = len(first.key)
        for side, own_names in ((first, names[:cut]), (second, names[cut:])):
            made.references.append(FoundReference(columns=own_names, table=side.id, to=tuple(side.key), on_delete="cascade", place=place))
        if indexed:
            made.indexes.append(FoundIndex(parts=parts(names[cut:]), place=place))
        self.add(made)

    def done(self) -> Existing:
        """Everything, with references led to the tables and columns that they name."""
        found = resolved(
            Existing(
                source=self.source,
                dialect=self.dialect,
                language=self.language,
                tables={sketch.id: sketch.done() for sketch in self.tables.values()},
                objects=tuple(self.objects),
                leftovers=tuple(self.leftovers),
            )
        )
        return msgspec.structs.replace(found, leftovers=tuple(sorted(found.leftovers, key=lambda left: left.place)))


def parts(columns: tuple[str, ...]) -> tuple[FoundPart, ...]:
    return tuple(FoundPart(column=column) for column in columns)
