"""A maker for every column of a table that is written: by meaning, narrowed by checks, with states and counters as their rules want them."""

from __future__ import annotations

import uuid
from bisect import bisect
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from itertools import accumulate
from random import Random
from typing import Any

from relvar.model.behaviour import OPEN_DAYS, FollowLifeCycle, KeepTotal, LimitCount, TakeStock
from relvar.model.expression import Call, Constant, Expression
from relvar.model.physical import CheckConstraint, Column, Physical, Table
from relvar.populate.evaluate import World, columns_of
from relvar.populate.kinds import shares
from relvar.populate.narrow import narrowed
from relvar.populate.samples import maker

Maker = Callable[[Random, int], Any]
FINAL_SHARE = 0.8  # most rows have reached the end of their life cycle
STOCK_AT_FIRST = 1_000_000  # enough for every row that takes from it
ROOM_AT_FIRST = 60  # a limit that sample children stay under
GOLDEN = (5**0.5 - 1) / 2
RARE_TRUE = 0.1  # share of flags that are set where they are off by default


def makers_of(physical: Physical, table_id: str, world: World) -> dict[str, Maker]:
    """Makers by column id."""
    table = physical.tables[table_id]
    alone: dict[str, list[Expression]] = {}
    for check in table.constraints.values():
        if isinstance(check, CheckConstraint) and len(named := columns_of(check.condition)) == 1:
            alone.setdefault(named[0], []).append(check.condition)
    ruled = _ruled(physical, table_id)
    made: dict[str, Maker] = {}
    for id_, column in table.columns.items():
        if column.generated is None:
            plain = ruled.get(id_) or _plain(id_, column, id_ in table.primary_key, world.now)
            made[id_] = plain if id_ in ruled and isinstance(ruled[id_], _Zero) else narrowed(id_, column, plain, alone.get(id_, ()), world)
    return made


def _plain(id_: str, column: Column, key: bool, now: datetime) -> Maker:
    base = column.data.base
    if column.values:
        return weighted({v: 1 / (n + 1) for n, v in enumerate(column.values)})
    if column.identity or (key and base == "integer"):
        return lambda random, n: n
    if base == "uuid" and isinstance(column.default, Call) and column.default.function == "new_ordered_uuid":
        return _ordered_uuid(now)
    if base == "boolean" and isinstance(column.default, Constant):
        usual = bool(column.default.value)
        return lambda random, n: usual if random.random() > RARE_TRUE else not usual
    if base in ("timestamp", "date"):
        return (lambda random, n: now.date()) if base == "date" else (lambda random, n: now)
    return maker(id_, column)


class _Zero:
    """A total before its rows: the trigger adds them."""

    def __init__(self, column: Column) -> None:
        self.value: Any = Decimal(0).scaleb(-column.data.scale) if column.data.base == "decimal" else 0

    def __call__(self, random: Random, n: int) -> Any:
        return self.value


def _ruled(physical: Physical, table_id: str) -> dict[str, Maker]:
    """Makers that rules ask for: totals begin at zero, stock is ample, limits have room, states are as seen in life."""
    columns = physical.tables[table_id].columns
    found: dict[str, Maker] = {}
    touched = any(isinstance(b, KeepTotal | TakeStock) and b.table == table_id for b in physical.behaviours.values())
    for rule in physical.behaviours.values():
        if isinstance(rule, KeepTotal) and rule.table == table_id:
            found[rule.column] = _Zero(columns[rule.column])
        elif isinstance(rule, TakeStock) and rule.table == table_id:
            found[rule.column] = _constant(columns[rule.column], STOCK_AT_FIRST)
        elif isinstance(rule, LimitCount) and rule.parent == table_id and rule.limit_column:
            found[rule.limit_column] = _constant(columns[rule.limit_column], ROOM_AT_FIRST)
        elif isinstance(rule, FollowLifeCycle) and rule.table == table_id:
            found[rule.column] = _states(rule, touched, physical.tables[table_id])
    return {column: _even(kinds) for column, kinds in shares(physical, table_id).items()} | found


def _constant(column: Column, wished: int) -> Maker:
    most = 2 ** (column.data.bits - 1) - 1 if column.data.base == "integer" else 10 ** (column.data.precision - column.data.scale) - 1
    value: Any = min(wished, most) if column.data.base == "integer" else Decimal(min(wished, most)).quantize(Decimal(1).scaleb(-column.data.scale))
    return lambda random, n: value


def _shares(rule: FollowLifeCycle, touched: bool) -> dict[str, float]:
    """Shares of the states. Rows that other rows' triggers will still change are not in a final state."""
    states = list(dict.fromkeys([rule.initial, *(s for pair in rule.transitions for s in pair)]))
    final = [s for s in states if s in rule.final]
    moving = [s for s in states if s not in rule.final]
    if touched or not final:
        return {s: 1 / (n + 1) for n, s in enumerate(moving)}
    shares = {s: FINAL_SHARE / (n + 1) / sum(1 / (k + 1) for k in range(len(final))) for n, s in enumerate(final)}
    return {s: shares.get(s, (1 - FINAL_SHARE) / len(moving) if moving else 0) for s in states}


def _states(rule: FollowLifeCycle, touched: bool, table: Table) -> Maker:
    """A maker of states. Open work of which rows are made that triggers change is as little as its pace says; the first rows are one of each such."""
    resting = [s for s in dict.fromkeys(s for pair in rule.transitions for s in pair) if s not in (*rule.passing, *rule.final)]
    if not (touched and rule.passing and resting and table.rows):
        return weighted(_shares(rule, touched))
    share = min(1 - FINAL_SHARE, OPEN_DAYS * table.rows_per_day / table.rows)
    drawn = _even({s: share / len(rule.passing) for s in rule.passing} | {s: (1 - share) / len(resting) for s in resting})
    return lambda random, n: rule.passing[n - 1] if 0 < n <= len(rule.passing) else drawn(random, n)


def weighted(shares: dict[str, float]) -> Maker:
    """A maker that picks by share."""
    values = tuple(shares)
    steps = list(accumulate(shares.values()))
    return lambda random, n: values[min(bisect(steps, random.random() * steps[-1]), len(values) - 1)]


def _even(shares: dict[str, float]) -> Maker:
    """A maker that gives each its share of even a few rows: multiples of the golden ratio lie apart however many there are (Knuth, TAOCP 3, 6.4)."""
    values = tuple(shares)
    steps = list(accumulate(shares.values()))
    return lambda random, n: values[min(bisect(steps, n * GOLDEN % 1 * steps[-1]), len(values) - 1)]


def _ordered_uuid(now: datetime) -> Maker:
    """Version 7: milliseconds, then random bits; rows made later sort later."""
    start = int(now.timestamp() * 1000) - 400 * 86_400_000

    def made(random: Random, n: int) -> uuid.UUID:
        bits = ((start + n) << 80) | random.getrandbits(80)
        return uuid.UUID(int=(bits & ~(0xF << 76) & ~(0x3 << 62)) | (0x7 << 76) | (0x2 << 62))

    return made
