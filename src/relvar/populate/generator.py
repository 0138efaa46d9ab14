"""Rows of one table: references, values, instants; repaired until the checks hold and the guards admit them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from itertools import islice
from operator import itemgetter
from random import Random
from typing import Any

from relvar.model.behaviour import LimitCount, NumberWithoutGaps
from relvar.model.physical import CheckConstraint, Physical, Table
from relvar.populate.clock import Clock, is_moment
from relvar.populate.evaluate import Evaluate, World, compiled
from relvar.populate.guards import Alike, Apart, Distinct, Guard, alike_of, apart_of, at_most_of, distinct_of
from relvar.populate.makers import makers_of
from relvar.populate.references import References, unique_keys
from relvar.populate.solver import Solver, Wanted, wanted

Row = dict[str, Any]
ATTEMPTS = 40  # drafts of one row before the table counts as full
FREE_VALUES = 12  # values tried of a column of a key that is taken


class Generator:
    """Makes the rows of one table and remembers them for those that refer to them."""

    def __init__(self, physical: Physical, table_id: str, parents: Mapping[str, Generator], cyclic: frozenset[str], now: datetime, seed: int) -> None:
        self.id = table_id
        self.table: Table = physical.tables[table_id]
        self.world = World(now=now)
        self.random = Random(f"{seed}/{table_id}")
        self.made = 0
        self.turn = 0
        self.target = 0
        self.parents = parents
        self.stored: list[tuple[Any, ...]] = []
        self.columns = tuple(c for c, kind in self.table.columns.items() if kind.generated is None)
        self.values_of = picking(self.columns)
        self.place = {c: i for i, c in enumerate(self.columns)}
        self._indexes: dict[tuple[tuple[str, ...], tuple[str, ...]], _Lookup] = {}
        self.generated = {c: compiled(k.generated, self.world) for c, k in self.table.columns.items() if k.generated is not None}
        self.checks = self._checks()
        self.references = References(self.table, {**parents, table_id: self}, cyclic, self)
        self.makers = makers_of(physical, table_id, self.world)
        self.clock = Clock(physical, table_id, now, self.references.columns)
        self.numbered = _numbered(physical, table_id, self.references.columns)
        self.numbers: Counter[tuple[Any, ...]] = Counter()
        fixed = self.references.columns | frozenset(self.table.primary_key) | self.generated.keys()
        self.solver = Solver(self.table.columns, self.makers, fixed, self.derive)
        self.apart = list(apart_of(physical, table_id, self.world))
        self.distinct = list(distinct_of(self.table, self.world))
        self.guards: list[Guard] = [
            *self.apart,
            *alike_of(physical, table_id),
            *self.distinct,
            *at_most_of(physical, table_id, self.world, self._limit),
        ]
        self.asked = [w.run for w in self.checks]
        self.open_checks = [w.run for w in self.checks if not self._is_certain(w)]
        self.plain = [(c, self.makers[c]) for c in self.columns if not is_moment(self.table.columns[c]) or self.table.columns[c].values]
        self.optional = [(c, made) for c, made in self.plain if self.table.columns[c].nullable]
        self.required = [(c, made) for c, made in self.plain if not self.table.columns[c].nullable]

    def _checks(self) -> list[Wanted]:
        conditions = [c.condition for c in self.table.constraints.values() if isinstance(c, CheckConstraint)]
        return [w for c in conditions if (w := wanted(c, self.world)) is not None]

    def _is_certain(self, check: Wanted) -> bool:
        """Whether every value that the column's maker can draw passes: a closed list against itself."""
        values = self.table.columns[check.columns[0]].values if len(check.columns) == 1 and check.columns[0] in self.table.columns else ()
        return bool(values) and all(check.met({check.columns[0]: v}) for v in values)

    # --- making ---

    def make(self, fixed: Row | None = None, aims: tuple[Wanted, ...] = ()) -> Row | None:
        """One legal row that is not stored; `fixed` values and `aims` are kept. None when none was found."""
        given = frozenset(fixed or ())
        for _ in range(ATTEMPTS):
            self.turn += 1
            row = self._draft(dict(fixed or {}), given)
            if row is not None and self._legal(row, given, aims):
                return row
        return None

    def _draft(self, row: Row, given: frozenset[str]) -> Row | None:
        random, n = self.random, self.turn
        if not self.references.fill(row, random, self.made, self.target, n - 1, given):
            return None
        self._lay(row, n)
        for column, made in self.required:
            if column not in row:
                row[column] = made(random, n)
        for column, made in self.optional:
            if column not in row:
                row[column] = made(random, n) if random.random() > OPTIONAL_EMPTY else None
        self.clock.fill(row, random, n, self.target)
        for column, per in self.numbered.items():
            key = tuple(row.get(c) for c in per)
            row[column] = self.numbers[(column, *key)] + 1
        self.derive(row)
        return row

    def _lay(self, row: Row, n: int) -> None:
        for start, end in self.clock.slots:
            if start in row or end in row:
                continue
            ends = [free for g in self.apart if (g.rule.start, g.rule.end) == (start, end) and (free := g.free_from(row)) is not None]
            self.clock.slot(row, start, end, max(ends, default=None), self.random, n)

    def derive(self, row: Row) -> None:
        for column, value in self.generated.items():
            row[column] = value(row)

    def _legal(self, row: Row, keep: frozenset[str], aims: tuple[Wanted, ...]) -> bool:
        drawn = self.asked if keep else self.open_checks
        broken = any(not w.met(row) for w in aims) or False in [run(row) for run in drawn]
        if broken and not self.solver.settle(row, [*self.checks, *aims], self.random, self.turn, keep):
            return False
        refused = [g for g in self.guards if not g.admits(row)]
        return not refused or self._all_amended(row, refused, [*self.checks, *aims], keep)

    def _all_amended(self, row: Row, refused: list[Guard], wishes: list[Wanted], keep: frozenset[str]) -> bool:
        return all(self._amend(row, g, wishes, keep) for g in refused) and all(g.admits(row) for g in self.guards)

    def _amend(self, row: Row, guard: Guard, wishes: list[Wanted], keep: frozenset[str]) -> bool:
        if isinstance(guard, Alike):
            if guard.rule.right in keep:
                return False
            row[guard.rule.right] = guard.wanted(row)
            self.derive(row)
            return all(w.met(row) for w in wishes)
        if isinstance(guard, Distinct):
            for column in guard.columns:
                if column not in self.references.columns and column not in keep and column in self.makers and self._renew(row, column, guard, wishes):
                    return True
        if guard.where is None:
            return False
        outside = wanted(guard.where, self.world, False)
        if outside is None:
            return False
        outside = outside._replace(run=_definite(outside.run))  # null is outside as well
        return self.solver.settle(row, [*wishes, outside], self.random, self.turn, keep)

    def _renew(self, row: Row, column: str, guard: Distinct, wishes: list[Wanted]) -> bool:
        """Another value of a key's column: by its maker, then by number, then by a suffix."""
        before = row[column]
        for value in _others(before, self.makers[column], self.random, self.turn, self.table.columns[column].data.length):
            row[column] = value
            self.derive(row)
            if guard.admits(row) and all(w.met(row) for w in wishes):
                return True
        row[column] = before
        self.derive(row)
        return False

    # --- storing ---

    @contextmanager
    def aside(self) -> Iterator[Callable[[Row], None]]:
        """A function that takes note of rows for a while only: of those in a transaction that will be taken back."""
        kept = self.guards, self.apart, self.distinct
        copies = {id(guard): guard.copied() for guard in self.guards}
        self.guards = list(copies.values())
        self.apart = [c for g in self.apart if isinstance(c := copies[id(g)], Apart)]
        self.distinct = [c for g in self.distinct if isinstance(c := copies[id(g)], Distinct)]

        def note(row: Row) -> None:
            whole = {**dict.fromkeys(self.columns), **row}
            self.derive(whole)
            for guard in self.guards:
                guard.take(whole)

        try:
            yield note
        finally:
            self.guards, self.apart, self.distinct = kept

    def store(self, row: Row) -> tuple[Any, ...]:
        """Take note of a row; its values by `columns`."""
        for guard in self.guards:
            guard.take(row)
        for column, per in self.numbered.items():
            self.numbers[(column, *(row.get(c) for c in per))] += 1
        self.made += 1
        values = self.values_of(row)
        self.stored.append(values)
        return values

    def keys(self, columns: tuple[str, ...]) -> list[tuple[Any, ...]]:
        """Values of the columns, of every stored row."""
        return self._lookup(columns, ()).all()

    def keys_where(self, columns: tuple[str, ...], bound: tuple[str, ...], values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        return self._lookup(columns, bound).of(values)

    def has(self, columns: tuple[str, ...], values: tuple[Any, ...]) -> bool:
        return bool(self._lookup(columns, columns).of(values))

    def _lookup(self, columns: tuple[str, ...], bound: tuple[str, ...]) -> _Lookup:
        key = (columns, bound)
        if key not in self._indexes:
            self._indexes[key] = _Lookup(self.stored, [self.place[c] for c in columns], [self.place[c] for c in bound])
        return self._indexes[key]

    def _limit(self, rule: LimitCount, key: tuple[Any, ...]) -> int:
        if not rule.limit_column:
            return rule.limit
        parent = self.parents[rule.parent] if rule.parent != self.id else self
        found = parent.keys_where((rule.limit_column,), parent.table.primary_key[-len(key) :], key)
        return int(found[0][0]) if found and found[0][0] is not None else rule.limit or 1


OPTIONAL_EMPTY = 0.25  # share of optional facts that nobody gave


class _Lookup:
    """Values of some columns of the stored rows, by the values of others; follows the rows as they come."""

    def __init__(self, rows: list[tuple[Any, ...]], wanted_places: list[int], bound_places: list[int]) -> None:
        self.rows = rows
        self.wanted = picking(wanted_places)
        self.bound = picking(bound_places)
        self.read = 0
        self.by: dict[tuple[Any, ...], list[tuple[Any, ...]]] = {}

    def all(self) -> list[tuple[Any, ...]]:
        return self.of(())

    def of(self, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        if self.read < len(self.rows):
            for row in islice(self.rows, self.read, None):
                self.by.setdefault(self.bound(row), []).append(self.wanted(row))
            self.read = len(self.rows)
        return self.by.get(values, [])


def picking(places: Sequence[Any]) -> Callable[[Any], tuple[Any, ...]]:
    """A function row -> its values at these places, always as a tuple."""
    if len(places) > 1:
        return itemgetter(*places)
    return lambda row: tuple([row[place] for place in places])


def room(longest: int, n: int) -> int | None:
    """Characters of a text that stay when the number `n` is put behind it."""
    return max(longest - len(str(n)), 0) if longest else None


def _definite(run: Evaluate) -> Evaluate:
    return lambda row: bool(run(row))


def _others(before: Any, made: Callable[[Random, int], Any], random: Random, n: int, longest: int) -> list[Any]:
    fresh = [made(random, n + 7919 * turn) for turn in range(FREE_VALUES)]
    if isinstance(before, str):
        fresh += [f"{before[: room(longest, n)]}{n}"]
    elif isinstance(before, int) and not isinstance(before, bool):
        fresh += [n, n + 1, before + 1]
    elif isinstance(before, date):  # an instant is a date too
        fresh += [before + timedelta(days=turn) for turn in range(1, FREE_VALUES + 1)]
    return fresh


def _numbered(physical: Physical, table_id: str, pointing: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """Columns that count 1, 2, 3 within the other columns of a key: line numbers, and numbers without gaps."""
    found: dict[str, tuple[str, ...]] = {}
    table = physical.tables[table_id]
    for key in unique_keys(table):
        own = [c for c in key if c not in pointing]
        if len(own) == 1 and table.columns[own[0]].data.base == "integer" and not table.columns[own[0]].identity:
            per = tuple(c for c in key if c != own[0])
            if any(c in pointing and not _is_shared(physical, c) for c in per):
                found[own[0]] = per
    for rule in physical.behaviours.values():
        if isinstance(rule, NumberWithoutGaps) and rule.table == table_id:
            found[rule.column] = rule.per
    return found


def _is_shared(physical: Physical, column: str) -> bool:
    """Whether a key's column is the tenant, which numbers nothing by itself."""
    return column in physical.context
