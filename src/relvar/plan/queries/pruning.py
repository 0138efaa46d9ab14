"""Questions that partitions answer by themselves: a stretch of time at least as long as one of them, of which all rows are wanted."""

from __future__ import annotations

from typing import Literal

from relvar.model.expression import ColumnRef
from relvar.model.figures import DAYS_A_MONTH, count
from relvar.plan.queries.need import Need
from relvar.plan.queries.share import Shares

Interval = Literal["day", "week", "month"]
DAYS: dict[Interval, float] = {"month": DAYS_A_MONTH, "week": 7.0, "day": 1.0}  # of a partition, by its interval


def left_out_by_partitions(shares: Shares, need: Need) -> bool:
    """Whether the other partitions are left out anyway, and what is left is wanted: no index would leave out more."""
    table = shares.trace.physical.tables[need.table]
    if table.partition is None or need.ranges != (ColumnRef(column=table.partition.column),) or (need.sort and need.limit):
        return False
    alone = need.driving and not (need.equal or need.fixed or need.search or need.prefix)
    return alone and shares.matching(need.table, need.conditions) >= table.rows_per_day * DAYS[table.partition.interval]


def pruned_in_words(shares: Shares, need: Need) -> str:
    """Why no index is made for such a need."""
    table = shares.trace.physical.tables[need.table]
    interval = table.partition.interval if table.partition is not None else ""
    wanted = f"{count(shares.matching(need.table, need.conditions))} of {count(table.rows)} {table.name}"
    return f"it wants {wanted}, whole {interval}s of them: the other partitions are left out"
