"""Rules between rows of one table: keys, overlaps, limits. Each says whether a row is admitted, and takes note of one that was stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from copy import copy
from functools import partial
from typing import Any, Protocol

from relvar.model.behaviour import ForbidOverlap, LimitCount, UpholdDependency
from relvar.model.expression import ColumnRef
from relvar.model.physical import Physical, Table
from relvar.populate.evaluate import Evaluate, Unknowable, World, columns_of, compiled
from relvar.populate.references import unique_keys

Row = dict[str, Any]


class Guard(Protocol):
    """`columns`: what can be changed to be admitted; `where`: the condition under which the rule counts, or None."""

    @property
    def columns(self) -> tuple[str, ...]: ...
    @property
    def where(self) -> Any: ...
    def admits(self, row: Row) -> bool: ...
    def take(self, row: Row) -> None: ...
    def copied(self) -> Guard: ...


class Distinct:
    """A key: no two rows (that satisfy `where`) have equal values; null is equal to nothing."""

    def __init__(self, columns: tuple[str, ...], parts: tuple[Evaluate, ...], where: Any, applies: Evaluate | None) -> None:
        self.columns = columns
        self.parts = parts
        self.only = parts[0] if len(parts) == 1 else None
        self.where = where
        self.applies = applies
        self.seen: set[tuple[Any, ...]] = set()

    def _key(self, row: Row) -> tuple[Any, ...] | None:
        if self.applies is not None and self.applies(row) is not True:
            return None
        if self.only is not None:  # most keys are one column
            value = self.only(row)
            return None if value is None else (value,)
        key = tuple([part(row) for part in self.parts])
        return None if None in key else key

    def admits(self, row: Row) -> bool:
        key = self._key(row)
        return key is None or key not in self.seen

    def take(self, row: Row) -> None:
        key = self._key(row)
        if key is not None:
            self.seen.add(key)

    def copied(self) -> Distinct:
        made = copy(self)
        made.seen = set(self.seen)
        return made


class Apart:
    """No overlap: rows of one key are laid one after the other; a row without an end closes its key."""

    def __init__(self, rule: ForbidOverlap, applies: Evaluate | None) -> None:
        self.rule = rule
        self.columns = (rule.start, rule.end)
        self.where = rule.where
        self.applies = applies
        self.ends: dict[tuple[Any, ...], Any] = {}
        self.closed: set[tuple[Any, ...]] = set()

    def _key(self, row: Row) -> tuple[Any, ...] | None:
        key = tuple(row.get(c) for c in self.rule.per)
        return None if None in key else key

    def free_from(self, row: Row) -> Any:
        """The end of the last row of the same key, or None."""
        key = self._key(row)
        return self.ends.get(key) if key is not None else None

    def admits(self, row: Row) -> bool:
        key = self._key(row)
        if key is None or (self.applies is not None and self.applies(row) is not True):
            return True
        last, start = self.ends.get(key), row.get(self.rule.start)
        return key not in self.closed and (last is None or (start is not None and start >= last))

    def take(self, row: Row) -> None:
        key = self._key(row)
        if key is None or (self.applies is not None and self.applies(row) is not True):
            return
        end = row.get(self.rule.end)
        if end is None:
            self.closed.add(key)
        else:
            last = self.ends.get(key)
            self.ends[key] = end if last is None else max(last, end)

    def copied(self) -> Apart:
        made = copy(self)
        made.ends, made.closed = dict(self.ends), set(self.closed)
        return made


class Alike:
    """A dependency: rows of one left side have one right side; a missing value is equal to nothing."""

    def __init__(self, rule: UpholdDependency) -> None:
        self.rule = rule
        self.columns = (rule.right,)
        self.where = None
        self.known: dict[tuple[Any, ...], Any] = {}

    def _key(self, row: Row) -> tuple[Any, ...] | None:
        key = tuple(row.get(c) for c in self.rule.left)
        return None if None in key else key

    def wanted(self, row: Row) -> Any:
        """The right side that rows with this left one have, or None where there is none yet."""
        key = self._key(row)
        return self.known.get(key) if key is not None else None

    def admits(self, row: Row) -> bool:
        known, value = self.wanted(row), row.get(self.rule.right)
        return known is None or value is None or known == value

    def take(self, row: Row) -> None:
        key, value = self._key(row), row.get(self.rule.right)
        if key is not None and value is not None:
            self.known.setdefault(key, value)

    def copied(self) -> Alike:
        made = copy(self)
        made.known = dict(self.known)
        return made


class AtMost:
    """No more rows for one parent than its limit; `limit_of` gives the parent's own."""

    def __init__(self, rule: LimitCount, applies: Evaluate | None, limit_of: Callable[[tuple[Any, ...]], int]) -> None:
        self.rule = rule
        self.columns: tuple[str, ...] = ()
        self.where = rule.where
        self.applies = applies
        self.limit_of = limit_of
        self.counts: Counter[tuple[Any, ...]] = Counter()

    def _key(self, row: Row) -> tuple[Any, ...] | None:
        if self.applies is not None and self.applies(row) is not True:
            return None
        key = tuple(row.get(c) for c in self.rule.reference)
        return None if None in key else key

    def admits(self, row: Row) -> bool:
        key = self._key(row)
        return key is None or self.counts[key] < self.limit_of(key)

    def take(self, row: Row) -> None:
        key = self._key(row)
        if key is not None:
            self.counts[key] += 1

    def copied(self) -> AtMost:
        made = copy(self)
        made.counts = Counter(self.counts)
        return made


def distinct_of(table: Table, world: World) -> Iterator[Distinct]:
    """A guard for every key of the table: primary, unique constraints, unique indexes (partial and on expressions too)."""
    for columns in dict.fromkeys(unique_keys(table)):
        yield Distinct(columns, tuple(compiled(ColumnRef(column=c), world) for c in columns), None, None)
    for index in table.indexes.values():
        if index.unique:
            try:
                parts = tuple(compiled(p.expression, world) for p in index.parts)
                applies = compiled(index.where, world) if index.where is not None else None
            except Unknowable:
                continue
            yield Distinct(columns_of(tuple(p.expression for p in index.parts)), parts, index.where, applies)


def apart_of(physical: Physical, table_id: str, world: World) -> Iterator[Apart]:
    for rule in physical.behaviours.values():
        if isinstance(rule, ForbidOverlap) and rule.table == table_id:
            yield Apart(rule, compiled(rule.where, world) if rule.where is not None else None)


def alike_of(physical: Physical, table_id: str) -> Iterator[Alike]:
    for rule in physical.behaviours.values():
        if isinstance(rule, UpholdDependency) and rule.table == table_id:
            yield Alike(rule)


def at_most_of(physical: Physical, table_id: str, world: World, limit_of: Callable[[LimitCount, tuple[Any, ...]], int]) -> Iterator[AtMost]:
    for rule in physical.behaviours.values():
        if isinstance(rule, LimitCount) and rule.table == table_id:
            applies = compiled(rule.where, world) if rule.where is not None else None
            yield AtMost(rule, applies, partial(limit_of, rule))
