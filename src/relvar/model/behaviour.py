"""Shared intent that each engine turns into native objects: triggers, routines, constraints, jobs. Tables and columns by physical id."""

from __future__ import annotations

from relvar.model.expression import Expression
from relvar.model.noun import TaggedNoun

OPEN_DAYS = 7  # that work stays open, where the brief does not say: a working week


class TouchTime(TaggedNoun, frozen=True, kw_only=True):
    """`column` is set to now on every update."""

    table: str
    column: str


class Audit(TaggedNoun, frozen=True, kw_only=True):
    """Every change of `table` is kept in `log` (a table): who, when, what was before. `secret` columns are named, never copied."""

    table: str
    log: str
    key: tuple[str, ...]
    secret: tuple[str, ...] = ()


class KeepTotal(TaggedNoun, frozen=True, kw_only=True):
    """`table.column` = sum of `term` over rows of `of` whose `reference` columns name it; kept by trigger, under the row's lock."""

    table: str
    column: str
    of: str
    reference: tuple[str, ...]
    term: Expression


class TakeStock(TaggedNoun, frozen=True, kw_only=True):
    """Each row of `of` takes `quantity` from `table.column` through `reference`; a change or deletion gives it back."""

    table: str
    column: str
    of: str
    reference: tuple[str, ...]
    quantity: str


class ForbidOverlap(TaggedNoun, frozen=True, kw_only=True):
    """Rows with equal `per` columns never share an instant of [start, end), among rows that satisfy `where`."""

    table: str
    per: tuple[str, ...]
    start: str
    end: str
    where: Expression | None = None


class LimitCount(TaggedNoun, frozen=True, kw_only=True):
    """At most as many rows of `table` (satisfying `where`) for one parent row as `limit_column` of the parent, or `limit`, says."""

    table: str
    reference: tuple[str, ...]
    parent: str
    limit_column: str = ""
    limit: int = 0
    where: Expression | None = None


class FollowLifeCycle(TaggedNoun, frozen=True, kw_only=True):
    """`column` moves only along `transitions`; a row in a `final` state does not change at all. `passing`: states that open work passes through,
    where the model names them; in the others rows stay, even where they may be opened again.
    """

    table: str
    column: str
    initial: str
    transitions: tuple[tuple[str, str], ...]
    final: tuple[str, ...] = ()
    passing: tuple[str, ...] = ()


class Freeze(TaggedNoun, frozen=True, kw_only=True):
    """`columns` never change after insert; empty: no update and no delete at all (append-only)."""

    table: str
    columns: tuple[str, ...] = ()


class Expire(TaggedNoun, frozen=True, kw_only=True):
    """Rows older than `months` by `since` leave: by dropping partitions where the table is partitioned by it, else in batches.

    `anonymise`: columns emptied instead of deleting the row. Where `months` is 0, all but the `newest` by `since` leave, of those with equal
    `per` columns; `bytes`: what the newest are to take, from which an advisor reckons how many they are.
    """

    table: str
    since: str
    months: int
    anonymise: tuple[str, ...] = ()
    newest: int = 0
    bytes: int = 0
    per: tuple[str, ...] = ()

    @property
    def by_number(self) -> bool:
        return not self.months

    @property
    def term(self) -> str:
        """In words, behind the name of the rows: those that leave."""
        if self.by_number:
            return f"beyond the newest {self.newest:,}" + (" of one owner" if self.per else "")
        return f"older than {self.months} month{'' if self.months == 1 else 's'}"


class NumberWithoutGaps(TaggedNoun, frozen=True, kw_only=True):
    """`column` counts 1, 2, 3 ... per `per` columns from a counter row, locked until commit."""

    table: str
    column: str
    per: tuple[str, ...]
    counter: str


class Publish(TaggedNoun, frozen=True, kw_only=True):
    """Every change of `table` leaves a row in `outbox` (a table) in the same transaction: key, what was done, and `columns` as they are then.

    What a rollback takes back is never told, and what was committed always is (transactional outbox).
    """

    table: str
    outbox: str
    key: tuple[str, ...]
    columns: tuple[str, ...]
    to: tuple[str, ...] = ()  # roles of the stores that follow it


class UpholdDependency(TaggedNoun, frozen=True, kw_only=True):
    """Rows of `table` with equal `left` columns have the same `right`: a functional dependency that no key upholds.

    As with keys, a missing value is equal to nothing: rows where one of them is empty break nothing.
    """

    table: str
    left: tuple[str, ...]
    right: str


Behaviour = (
    TouchTime
    | Audit
    | KeepTotal
    | TakeStock
    | ForbidOverlap
    | LimitCount
    | FollowLifeCycle
    | Freeze
    | Expire
    | NumberWithoutGaps
    | Publish
    | UpholdDependency
)
