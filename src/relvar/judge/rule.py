"""A rule of the catalogue, what it looks at, and what it finds."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Literal

from relvar.importing.ddl.dialects import Dialect
from relvar.model.existing import NOWHERE, Existing, FoundColumn, FoundIndex, FoundKey, FoundPart, FoundTable, Place
from relvar.model.mending import Edit
from relvar.model.noun import Noun
from relvar.model.physical import Physical
from relvar.model.semantic import DataType

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


class Rule(Noun, frozen=True, kw_only=True):
    """What the catalogue says of a rule. `dialects`: in which it holds (empty: in all). `bad`, `good`: SQL that it finds, and that it does not.
    `mended`: whether a fix of it is written, where the example is none of SQL that would show it."""

    severity: Severity
    title: str
    reason: str
    remedy: str
    source: str
    bad: str
    good: str
    dialects: tuple[str, ...] = ()
    dialect: str = "postgresql"  # of the examples
    mended: bool = False
    id: str = ""
    theme: str = ""


class Hit(Noun, frozen=True, kw_only=True):
    """One find of a rule: `element` is a stable name ("orders.total"), `fix` edits that mend it, where no judgement is needed."""

    element: str
    message: str
    place: Place = NOWHERE
    fix: tuple[Edit, ...] = ()


class Fault(Noun, frozen=True, kw_only=True):
    """A find with its rule, as it is shown. `by_hand`: why nothing is written that mends it, where `fix` is empty."""

    rule: str
    severity: Severity
    element: str
    message: str
    reason: str
    remedy: str
    place: Place = NOWHERE
    fix: tuple[Edit, ...] = ()
    by_hand: str = ""

    @property
    def key(self) -> str:
        """Stable name of the find, whatever line it stands on."""
        return f"{self.rule}:{self.element}"


class Serving(Noun, frozen=True, kw_only=True):
    """What the engine can search by: an index, or the index behind a key. `kind` says which; `upholds`: what would go with it;
    `invisible`: it is kept up to date, and used by nothing."""

    kind: Literal["primary", "unique", "index"]
    name: str
    parts: tuple[FoundPart, ...]
    unique: bool
    where: str = ""
    method: str = ""
    place: Place = NOWHERE
    include: tuple[str, ...] = ()
    upholds: str = ""
    invisible: bool = False


class Look:
    """What rules look at: the source as it is, its physical model, and the facts of its dialect."""

    def __init__(
        self, existing: Existing, physical: Physical, dialect: Dialect, reserved: frozenset[str], longest: int, *, serves_references: bool
    ) -> None:
        self.existing, self.physical, self.dialect = existing, physical, dialect
        self.reserved, self.longest, self.serves_references = reserved, longest, serves_references

    @property
    def tables(self) -> tuple[FoundTable, ...]:
        return tuple(self.existing.tables.values())

    def columns(self) -> Iterator[tuple[FoundTable, FoundColumn]]:
        for table in self.tables:
            for column in table.columns.values():
                yield table, column

    def data(self, table: FoundTable, column: str) -> DataType:
        """The base type of a column."""
        return self.physical.tables[table.id].columns[column].data

    def serving(self, table: FoundTable) -> tuple[Serving, ...]:
        """Everything by which rows of a table are found, the key first."""
        return self._serving[table.id]

    @cached_property
    def _serving(self) -> dict[str, tuple[Serving, ...]]:
        return {table.id: tuple(_serving(table)) for table in self.tables}

    @cached_property
    def referrers(self) -> dict[str, list[FoundTable]]:
        """Table id -> the tables that refer to it."""
        found: dict[str, list[FoundTable]] = {}
        for table in self.tables:
            for reference in table.references:
                found.setdefault(reference.table, []).append(table)
        return found

    def referring(self, table: FoundTable) -> set[str]:
        """Columns that hold a reference."""
        return {column for reference in table.references for column in reference.columns}

    def text(self, kinds: tuple[str, ...]) -> Iterator[tuple[str, str, Place]]:
        """(name, text, place) of the objects of some kinds."""
        for found in self.existing.objects:
            if found.kind in kinds:
                yield found.name, found.text, found.place

    def stands_alone(self, table: FoundTable, column: str) -> bool:
        """Whether no reference leads from or to the column, and nothing computes it."""
        led = any(column in reference.to for other in self.referrers.get(table.id, []) for reference in other.references)
        return not table.columns[column].generated and column not in self.referring(table) and not led

    def shape(self, column: FoundColumn) -> str:
        """The first word of a column's type, in small letters."""
        return column.type.lower().split("(")[0].strip()


def _serving(table: FoundTable) -> Iterator[Serving]:
    if table.primary is not None:
        yield _of_key("primary", table.primary)
    for key in table.uniques:
        yield _of_key("unique", key)
    for index in table.indexes:
        yield _of_index(index)


def _of_key(kind: Literal["primary", "unique"], key: FoundKey) -> Serving:
    return Serving(kind=kind, name=key.name, parts=key.parts, unique=True, place=key.place, include=key.include, invisible=key.invisible)


def _of_index(index: FoundIndex) -> Serving:
    return Serving(
        kind="index",
        name=index.name,
        parts=index.parts,
        unique=index.unique,
        where=index.where,
        method=index.method,
        place=index.place,
        include=index.include,
        upholds=index.upholds,
        invisible=index.invisible,
    )
