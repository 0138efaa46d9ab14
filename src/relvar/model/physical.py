"""The physical model: tables, indexes, partitions, roles of one store. Everything by stable id; names are what SQL sees."""

from __future__ import annotations

from typing import Literal

from relvar.model.behaviour import Behaviour
from relvar.model.documents import Collection
from relvar.model.expression import Expression
from relvar.model.hosting import SELF
from relvar.model.noun import Noun, TaggedNoun
from relvar.model.query import Query, Select, Transaction
from relvar.model.semantic import DataType, Sensitivity

Operation = Literal["select", "insert", "update", "delete"]
ReferenceAction = Literal["restrict", "cascade", "set_null"]


class Column(TaggedNoun, frozen=True, kw_only=True):
    """A column. `samples`, `bad`, `average_bytes` come from the semantic type, for rows that fit and rows that do not."""

    name: str
    data: DataType
    nullable: bool = False
    default: Expression | None = None
    generated: Expression | None = None  # stored, from columns of the same row
    identity: bool = False  # numbered by the engine
    comment: str = ""
    sensitivity: Sensitivity = "internal"
    mask: str = ""
    samples: str = ""
    values: tuple[str, ...] = ()  # closed list, where a check holds it
    average_bytes: int = 0
    of: str = ""  # "entity.attribute" it realizes
    many: bool = False  # of a value in a document: a list of such values
    members: tuple[Column, ...] = ()  # of a document: the values that somebody asks for, named by their path; texts, numbers, flags as JSON has them


class CheckConstraint(TaggedNoun, frozen=True, kw_only=True):
    """`bad`: column values that break only this constraint."""

    name: str
    condition: Expression
    says: str
    bad: dict[str, str | int | float | bool | None] = {}


class UniqueConstraint(TaggedNoun, frozen=True, kw_only=True):
    """A candidate key; where it is partial or on an expression it is a unique Index instead."""

    name: str
    columns: tuple[str, ...]
    says: str = ""


class ForeignKey(TaggedNoun, frozen=True, kw_only=True):
    """columns -> to (columns of `table`, by id). `because` states why the action is right."""

    name: str
    columns: tuple[str, ...]
    table: str
    to: tuple[str, ...]
    on_delete: ReferenceAction = "restrict"
    deferred: bool = False
    because: str = ""


Constraint = CheckConstraint | UniqueConstraint | ForeignKey


class IndexPart(Noun, frozen=True, kw_only=True):
    """A column or expression of an index. `method_class`: "" plain, "prefix" (as one types), "trigram", "paths" (all in a document)."""

    expression: Expression
    descending: bool = False
    method_class: Literal["", "prefix", "trigram", "paths"] = ""


class Index(TaggedNoun, frozen=True, kw_only=True):
    """`method`: ordered (B-tree), block_range (BRIN), inverted (GIN), text (full text), columnar (beside the rows), columnar_table (the rows
    themselves). `serves`: pattern ids and constraint ids.
    """

    name: str
    parts: tuple[IndexPart, ...]
    unique: bool = False
    where: Expression | None = None
    include: tuple[str, ...] = ()
    method: Literal["ordered", "block_range", "inverted", "text", "columnar", "columnar_table"] = "ordered"
    block_range: int = 0  # blocks that one entry of a block_range index sums up
    serves: tuple[str, ...] = ()
    because: str = ""


class Partition(Noun, frozen=True, kw_only=True):
    """Range partitions by time. `ahead`: how many lie ready; `keep`: how many stay, 0 = all."""

    column: str
    interval: Literal["day", "week", "month"]
    ahead: int = 3
    keep: int = 0


class Table(TaggedNoun, frozen=True, kw_only=True):
    """A table. `rows`: after the scale's years; `rows_per_day`: arriving; `fill_factor` in percent, 0 = the engine's default."""

    name: str
    columns: dict[str, Column]
    primary_key: tuple[str, ...]
    primary_key_name: str
    comment: str
    constraints: dict[str, Constraint] = {}
    indexes: dict[str, Index] = {}
    partition: Partition | None = None
    schema: str = "app"
    relation: str = ""  # logical relation it realizes, "" for a log or counter
    rows: float = 0.0
    rows_at_start: float = 0.0
    rows_per_day: float = 0.0
    skew: dict[str, float] = {}  # foreign key id -> Zipf exponent
    greatest: dict[str, float] = {}  # foreign key id -> rows of the one that has most, where the text says so
    fill_factor: int = 0
    updates_per_row: float = 0.0
    without_rowid: bool = False
    versions_months: int = 0  # the engine keeps former versions of its rows so long; 0: none


class View(TaggedNoun, frozen=True, kw_only=True):
    """`select` None and `masks` set: every column of `table`, the masked ones through their mask. `materialized` with
    `refresh_minutes`. `unique_on`: output names by which a concurrent refresh matches rows.
    """

    name: str
    comment: str
    table: str = ""
    select: Select | None = None
    masks: dict[str, str] = {}
    materialized: bool = False
    refresh_minutes: int = 0
    unique_on: tuple[str, ...] = ()
    schema: str = "app"


class Role(TaggedNoun, frozen=True, kw_only=True):
    """`login`: an application's or person's; group roles do not log in. `read_only` sessions refuse writes. Timeouts in ms."""

    name: str
    comment: str
    login: bool = False
    bypasses_row_rules: bool = False
    read_only: bool = False
    statement_timeout_ms: int = 0
    connection_limit: int = 0
    actor: str = ""  # conceptual actor id
    duty: Literal["application", "owner", "definer", "migrator", "reporting", "auditor", "monitor", "backup", "jobs"] = "application"


class Grant(TaggedNoun, frozen=True, kw_only=True):
    """`columns` empty: the whole table. `on`: table or view id."""

    role: str
    on: str
    operations: tuple[Operation, ...]
    columns: tuple[str, ...] = ()


class Policy(TaggedNoun, frozen=True, kw_only=True):
    """A row rule: which rows `roles` see (`using`) and may write (`check`)."""

    name: str
    table: str
    roles: tuple[str, ...]
    operations: tuple[Operation, ...]
    using: Expression | None = None
    check: Expression | None = None


class Setting(TaggedNoun, frozen=True, kw_only=True):
    """A server setting of the design; `value` in the engine's own notation of units ("2GB").

    `because`: the arithmetic of this design; `means`: what the setting does in any, for whoever reads the server's file.
    """

    value: str
    because: str
    means: str = ""


class Job(TaggedNoun, frozen=True, kw_only=True):
    """Work on a schedule. `task`: closed list turned into statements by the engine. `every_minutes`."""

    name: str
    task: Literal["ensure_partitions", "expire", "refresh_view", "check_integrity", "analyze"]
    on: str = ""
    every_minutes: int = 1440


class IntegrityCheck(TaggedNoun, frozen=True, kw_only=True):
    """A question that returns no row while all is well."""

    name: str
    says: str
    select: Select


class Physical(Noun, frozen=True, kw_only=True):
    """One store's design. `engine` is an engine's name; `schema` names are as the engine shows them."""

    engine: str
    host: str = SELF  # where it runs; what may be assumed there are facts (`engines/hosting`)
    tables: dict[str, Table] = {}
    views: dict[str, View] = {}
    behaviours: dict[str, Behaviour] = {}
    queries: dict[str, Query] = {}
    transactions: dict[str, Transaction] = {}
    integrity: dict[str, IntegrityCheck] = {}
    roles: dict[str, Role] = {}
    grants: dict[str, Grant] = {}
    policies: dict[str, Policy] = {}
    settings: dict[str, Setting] = {}
    jobs: dict[str, Job] = {}
    extensions: tuple[str, ...] = ()
    context: dict[str, str] = {}  # context name ("tenant_id") -> "table.column" it is compared with
    collections: dict[str, Collection] = {}  # of a store of documents: by the id of the table whose rows are its documents


def column_at(table: Table, id_: str) -> Column | None:
    """The column of that id, or the value in a document that "column.path" names; None where the table has neither."""
    if id_ in table.columns:
        return table.columns[id_]
    column, _, member = id_.partition(".")
    found = table.columns.get(column)
    if found is None or not member:
        return None
    return next((one for one in found.members if one.name == member), None)


def column_like(physical: Physical, like: str) -> Column | None:
    """What a parameter or a context value is compared with: the column, or the value in a document, that "table.column" names."""
    table_id, _, column = like.partition(".")
    table = physical.tables.get(table_id)
    return column_at(table, column) if table is not None else None
