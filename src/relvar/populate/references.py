"""Values of reference columns: rows that exist, the same tenant wherever references share a column, some parents far busier than others."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any, Protocol

from relvar.model.physical import ForeignKey, Table, UniqueConstraint
from relvar.populate.kinds import constants

Row = dict[str, Any]
EMPTY_SHARE = 0.2  # of optional references that stay empty
ENDS_SHARE = 0.5  # of references to a row of the same table, each once, that stay empty: most rows reverse or replace no other
LATEST = 16  # rows that are looked through for one that nothing refers to yet
COVERED = 2  # children per parent from which every parent gets one, so that no parent is left without


class Parents(Protocol):
    """The rows of a table that were made so far, by any of its columns."""

    def keys(self, columns: tuple[str, ...]) -> list[tuple[Any, ...]]: ...
    def keys_where(self, columns: tuple[str, ...], bound: tuple[str, ...], values: tuple[Any, ...]) -> list[tuple[Any, ...]]: ...
    def has(self, columns: tuple[str, ...], values: tuple[Any, ...]) -> bool: ...


class Pointing:
    """One foreign key: which parents it picks, how unevenly, and whether every parent is picked once."""

    def __init__(self, table: Table, id_: str, key: ForeignKey, parents: Parents, own: Parents | None) -> None:
        self.id = id_
        self.key = key
        self.parents = parents
        self.columns = frozenset(key.columns)
        self.exponent = table.skew.get(id_, 0.0)
        self.nullable = tuple(c for c in key.columns if table.columns[c].nullable)
        self.chain = parents is own
        self.one_to_one = any(self.columns.issuperset(unique) for unique in unique_keys(table))
        self.empty_share = self._empty_share()

    def _empty_share(self) -> float:
        if not self.nullable:
            return 0.0
        if self.one_to_one:
            return ENDS_SHARE if self.chain else 0.0
        return EMPTY_SHARE

    @property
    def weight(self) -> tuple[bool, int, str]:
        """Required ones first, wide ones before narrow: a composite reference decides what a shared column is."""
        return (bool(self.nullable), -len(self.key.columns), self.id)


def unique_keys(table: Table) -> list[tuple[str, ...]]:
    """Column sets that are unique among all rows."""
    return [table.primary_key, *(c.columns for c in table.constraints.values() if isinstance(c, UniqueConstraint))]


class References:
    """All foreign keys of a table, filled together."""

    def __init__(self, table: Table, parents: Mapping[str, Parents], cyclic: frozenset[str], own: Parents | None = None) -> None:
        found = [
            Pointing(table, id_, c, parents[c.table], own) for id_, c in table.constraints.items() if isinstance(c, ForeignKey) and id_ not in cyclic
        ]
        self.pointing = sorted(found, key=lambda p: p.weight)
        self.columns = frozenset(c for k in table.constraints.values() if isinstance(k, ForeignKey) for c in k.columns)
        self.constants = constants(table)
        self.own = own
        self.empty = {c: None for id_ in sorted(cyclic) for c in _columns(table, id_) if table.columns[c].nullable}

    def fill(self, row: Row, random: Random, made: int, target: int, turn: int, given: frozenset[str]) -> bool:
        """Set every reference column; False where no parent fits (another turn may find one).

        `turn` counts attempts at all; references whose columns are all `given` are taken as they are.
        """
        for column in self.empty:
            row.setdefault(column, None)
        for column, value in self.constants.items():
            row.setdefault(column, value)
        first = True
        for p in self.pointing:
            if not p.columns <= given and not self._point(p, row, random, made, target, turn, first=first):
                return False
            first = False
        return True

    def of_kind(self) -> int | None:
        """How many rows there are to refer to, where those of one kind are meant and each is referred to once; else None."""
        for p in self.pointing:
            held = tuple(c for c in p.key.columns if c in self.constants)
            if held and p.one_to_one:
                there = tuple(p.key.to[p.key.columns.index(c)] for c in held)
                return len(p.parents.keys_where(p.key.to, there, tuple(self.constants[c] for c in held)))
        return None

    def _point(self, p: Pointing, row: Row, random: Random, made: int, target: int, turn: int, *, first: bool) -> bool:
        columns = p.key.columns
        bound = tuple([c for c in columns if c in row])
        if bound:
            if any(row[c] is None for c in bound):
                row.update({c: None for c in p.nullable if c not in row})
                return all(c in row for c in columns)
            if len(bound) == len(columns):
                return p.parents.has(p.key.to, tuple(row[c] for c in columns))
        stays_empty = p.empty_share > 0 and random.random() < p.empty_share
        picked = None if stays_empty else self._pick(p, bound, row, random, made, target, turn, first)
        if picked is None:
            row.update({c: None for c in p.nullable if c not in bound})
            return bool(p.nullable) and all(c in row for c in columns)
        row.update(zip(columns, picked, strict=True))
        return True

    def _pick(
        self, p: Pointing, bound: tuple[str, ...], row: Row, random: Random, made: int, target: int, turn: int, cover: bool
    ) -> tuple[Any, ...] | None:
        if bound:
            there = tuple(p.key.to[p.key.columns.index(c)] for c in bound)
            offered = p.parents.keys_where(p.key.to, there, tuple(row[c] for c in bound))
        else:
            offered = p.parents.keys(p.key.to)
        count = len(offered)
        if not count:
            return None
        if p.one_to_one and not bound:
            return offered[turn % count]
        if p.one_to_one and self.constants.keys() >= set(bound):
            return self._free(p, offered, turn)
        if cover and made < count and target >= COVERED * count:
            return offered[turn % count]
        return offered[zipf(random, count, p.exponent)]

    def _free(self, p: Pointing, offered: list[tuple[Any, ...]], turn: int) -> tuple[Any, ...]:
        """One in turn, or of the last ones, which came after the rows of this table, one that no row refers to yet."""
        inturn = offered[turn % len(offered)]
        if self.own is None or not self.own.has(p.key.columns, inturn):
            return inturn
        free = [one for one in offered[-LATEST:] if not self.own.has(p.key.columns, one)]
        return free[turn % len(free)] if free else inturn


def zipf(random: Random, count: int, exponent: float) -> int:
    """An index below `count`; the first ones are busier, by a power law's inverse."""
    u = random.random()
    if exponent <= 0:
        return int(u * count)
    if abs(exponent - 1) < 1e-6:
        return min(int((count + 1) ** u) - 1, count - 1)
    power = 1 - exponent
    return min(int((((count + 1) ** power - 1) * u + 1) ** (1 / power)) - 1, count - 1)


def _columns(table: Table, id_: str) -> tuple[str, ...]:
    key = table.constraints[id_]
    assert isinstance(key, ForeignKey)
    return key.columns
