"""The one vocabulary of edits of a physical design. Every edit knows its reverse; a Drop carries what it dropped."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

import msgspec

from relvar.model.behaviour import (
    Audit,
    Expire,
    FollowLifeCycle,
    ForbidOverlap,
    Freeze,
    KeepTotal,
    LimitCount,
    NumberWithoutGaps,
    Publish,
    TakeStock,
    TouchTime,
    UpholdDependency,
)
from relvar.model.documents import Collection
from relvar.model.noun import TaggedNoun
from relvar.model.physical import (
    CheckConstraint,
    Column,
    ForeignKey,
    Grant,
    Index,
    IntegrityCheck,
    Job,
    Partition,
    Physical,
    Policy,
    Role,
    Setting,
    Table,
    UniqueConstraint,
    View,
)
from relvar.model.query import Query, Transaction

InTable = Literal["columns", "constraints", "indexes"]
InStore = Literal[
    "tables",
    "views",
    "behaviours",
    "queries",
    "transactions",
    "integrity",
    "roles",
    "grants",
    "policies",
    "settings",
    "jobs",
    "collections",
]
Element = (
    Column
    | CheckConstraint
    | UniqueConstraint
    | ForeignKey
    | Index
    | Table
    | View
    | Query
    | Transaction
    | IntegrityCheck
    | Role
    | Grant
    | Policy
    | Setting
    | Job
    | TouchTime
    | Audit
    | KeepTotal
    | TakeStock
    | ForbidOverlap
    | LimitCount
    | FollowLifeCycle
    | Freeze
    | Expire
    | NumberWithoutGaps
    | Collection
    | Publish
    | UpholdDependency
)


class Add(TaggedNoun, frozen=True, kw_only=True):
    """`element` appears under `id`, in a collection of the store or (with `table`) of one table."""

    collection: InStore | InTable
    id: str
    element: Element
    table: str = ""


class Drop(TaggedNoun, frozen=True, kw_only=True):
    """`element` goes; it is kept here, so that the reverse can bring it back."""

    collection: InStore | InTable
    id: str
    element: Element
    table: str = ""


def name_within(change: Add | Drop) -> str:
    """What the engine calls the column, constraint or index that appears in a table or goes from it."""
    assert isinstance(change.element, Column | CheckConstraint | UniqueConstraint | ForeignKey | Index)
    return change.element.name


class Alter(TaggedNoun, frozen=True, kw_only=True):
    """The element under `id` becomes `after`. Where only `name` differs this is a rename, for ids do not change."""

    collection: InStore | InTable
    id: str
    before: Element
    after: Element
    table: str = ""


class SetTable(TaggedNoun, frozen=True, kw_only=True):
    """Options of a table that are no elements of their own. Only the named fields change."""

    table: str
    before: TableOptions
    after: TableOptions


class TableOptions(TaggedNoun, frozen=True, kw_only=True):
    """The options of a table: partition, fill factor, row storage, versions, key, comment."""

    partition: Partition | None = None
    fill_factor: int = 0
    without_rowid: bool = False
    versions_months: int = 0
    primary_key: tuple[str, ...] = ()
    comment: str = ""


class Require(TaggedNoun, frozen=True, kw_only=True):
    """An extension of the engine is needed."""

    extension: str


class SetContext(TaggedNoun, frozen=True, kw_only=True):
    """A context value ("tenant_id") exists; it is compared with `like` ("table.column")."""

    name: str
    like: str


Change = Add | Drop | Alter | SetTable | Require | SetContext


def options(table: Table) -> TableOptions:
    """The options of a table as one value."""
    return TableOptions(**{name: getattr(table, name) for name in TableOptions.__struct_fields__})


def reverse(change: Change) -> Change | None:
    """The edit that undoes `change`; None for Require and SetContext, which do no harm when they stay."""
    if isinstance(change, Add):
        return Drop(collection=change.collection, id=change.id, element=change.element, table=change.table)
    if isinstance(change, Drop):
        return Add(collection=change.collection, id=change.id, element=change.element, table=change.table)
    if isinstance(change, Alter):
        return msgspec.structs.replace(change, before=change.after, after=change.before)
    if isinstance(change, SetTable):
        return msgspec.structs.replace(change, before=change.after, after=change.before)
    return None


def apply(physical: Physical, changes: Iterable[Change]) -> Physical:
    """A new Physical with all `changes` made, in one pass: linear in elements touched, not in changes times elements.

    Raises KeyError when a Drop or Alter names what is not there, ValueError when an Add names what is.
    """
    draft = _Draft(physical)
    for change in changes:
        draft.make(change)
    return draft.done()


class _Draft:
    """Mutable copies of the mappings that are touched, made once each."""

    def __init__(self, physical: Physical) -> None:
        self.physical = physical
        self.store: dict[str, dict[str, Any]] = {}
        self.inside: dict[str, dict[str, dict[str, Any]]] = {}
        self.table_options: dict[str, TableOptions] = {}
        self.extensions = list(physical.extensions)

    def make(self, change: Change) -> None:
        if isinstance(change, SetTable):
            self.table_options[change.table] = change.after
        elif isinstance(change, Require):
            if change.extension not in self.extensions:
                self.extensions.append(change.extension)
        elif isinstance(change, SetContext):
            self._collection("", "context")[change.name] = change.like
        else:
            self._edit(change)

    def _edit(self, change: Add | Drop | Alter) -> None:
        mapping = self._collection(change.table, change.collection)
        if isinstance(change, Add):
            if change.id in mapping:
                raise ValueError(f"{change.collection}: {change.table}.{change.id} exists already")
            mapping[change.id] = change.element
        elif isinstance(change, Drop):
            del mapping[change.id]
        else:
            if change.id not in mapping:
                raise KeyError(change.id)
            mapping[change.id] = change.after

    def _collection(self, table: str, name: str) -> dict[str, Any]:
        if not table:
            if name not in self.store:
                self.store[name] = dict(getattr(self.physical, name))
            return self.store[name]
        touched = self.inside.setdefault(table, {})
        if name not in touched:
            touched[name] = dict(getattr(self._table(table), name))
        return touched[name]

    def _table(self, table: str) -> Table:
        tables = self.store.get("tables", self.physical.tables)
        found = tables[table]
        assert isinstance(found, Table)
        return found

    def done(self) -> Physical:
        if self.inside or self.table_options:
            tables = self._collection("", "tables")
            for name, touched in self.inside.items():
                if name in tables:
                    tables[name] = msgspec.structs.replace(tables[name], **touched)
            for name, after in self.table_options.items():
                tables[name] = msgspec.structs.replace(tables[name], **msgspec.structs.asdict(after))
        return msgspec.structs.replace(self.physical, **self.store, extensions=tuple(sorted(self.extensions)))
