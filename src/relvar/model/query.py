"""What is asked of the tables, in no engine's words."""

from __future__ import annotations

from typing import Literal

from relvar.model.conceptual import RaceKind
from relvar.model.expression import Expression
from relvar.model.noun import Noun, TaggedNoun


class Join(Noun, frozen=True, kw_only=True):
    """Join `table` as `alias` where `on` holds."""

    table: str
    alias: str
    on: Expression
    outer: bool = False


class Output(Noun, frozen=True, kw_only=True):
    expression: Expression
    name: str


class Ordering(Noun, frozen=True, kw_only=True):
    expression: Expression
    descending: bool = False


class Select(TaggedNoun, frozen=True, kw_only=True):
    """A question. `lock`: rows are locked for update, in key order;
    `skip_locked`: those that another holds are left to it. `having`: which groups. Tables are named by physical id."""

    table: str
    alias: str
    outputs: tuple[Output, ...]
    joins: tuple[Join, ...] = ()
    where: Expression | None = None
    group_by: tuple[Expression, ...] = ()
    having: Expression | None = None
    order_by: tuple[Ordering, ...] = ()
    limit: int = 0
    lock: bool = False
    skip_locked: bool = False


class Insert(TaggedNoun, frozen=True, kw_only=True):
    """One row; columns not named take their default. `returning`: columns given back. `ignore_duplicates_of`: columns of a
    unique key whose violation means "already done" (idempotency): nothing is inserted and nothing returned.
    """

    table: str
    values: dict[str, Expression]
    returning: tuple[str, ...] = ()
    ignore_duplicates_of: tuple[str, ...] = ()


class Update(TaggedNoun, frozen=True, kw_only=True):
    """`expect_rows`: the caller rolls back when a different number of rows was changed (0: any)."""

    table: str
    sets: dict[str, Expression]
    where: Expression
    returning: tuple[str, ...] = ()
    expect_rows: int = 0


class Delete(TaggedNoun, frozen=True, kw_only=True):
    table: str
    where: Expression


Statement = Select | Insert | Update | Delete


class Query(TaggedNoun, frozen=True, kw_only=True):
    """An access pattern realized on tables. Id = the pattern's id."""

    name: str
    statement: Statement
    per_day: float
    latency_ms: int
    rows: float = 0.0  # expected rows in the answer
    roles: tuple[str, ...] = ()
    served_by: tuple[str, ...] = ()  # "table.index" ids (or "table.primary_key", "table.<constraint id>") its plan must use
    rivals: tuple[str, ...] = ()  # what a planner may as well use in place of the first of them: as few rows are left at the proof's size;
    # a table's id alone: that it is read until the page is full
    view: str = ""  # id of the materialized view that answers it instead
    exempt: str = ""  # why no index is demanded (table designed to stay small), or ""
    read_whole: str = ""  # where exempt: the table id that is visited first, and read as a whole


Isolation = Literal["read committed", "repeatable read", "serializable"]


class Transaction(TaggedNoun, frozen=True, kw_only=True):
    """A use case realized. Id = the use case's id. `statements` run in order, with parameters shared by name.

    `guard`: what upholds the invariant: "table.<constraint id>", "lock", "condition" (an update's where), or "key".
    `invariant_holds`: a question that returns no row while the invariant holds.
    """

    name: str
    statements: tuple[Statement, ...]
    invariant: str
    isolation: Isolation
    isolation_because: str
    guard: str
    races: tuple[RaceKind, ...] = ()
    invariant_holds: Select | None = None
    lock_order: tuple[str, ...] = ()  # table ids in the order in which rows are locked
    version_column: str = ""  # "table.column"
    idempotency_key: str = ""  # "table.column"
    retry: str = ""
    guards: dict[str, str] = {}  # race -> what guards against it, where that is another than `guard`
    faults: dict[str, Select] = {}  # race -> a question that returns a row when it went wrong, where that is another than `invariant_holds`
    per_day: float = 0.0
    roles: tuple[str, ...] = ()
