"""Rows that overlap another of their owner, found by one walk in the order of their starts.

A lookup of every row's rivals compares each row of an owner with all others of it. In the order of starts two neighbours are enough: a row
overlaps an earlier one where the latest end before it is after its start, and a later one where the next start is before its end. Of rows that
start together the one that ends first comes first, so that one that ends as it starts meets none that only begins there. That no row ends
before it starts is kept by the check of what starts and ends.
Source: MongoDB manual, "$setWindowFields", "$shift" (both since 5.0; DocumentDB runs them).
"""

from __future__ import annotations

from typing import Any, NamedTuple

from relvar.engines.mongodb.places import is_pair, pairs_of, refs_of
from relvar.engines.mongodb.types import FOREVER
from relvar.model import expression as e
from relvar.model.expression import Expression
from relvar.model.noun import Noun
from relvar.model.query import Select
from relvar.model.walking import mapped
from relvar.plan.queries.need import conjuncts


class Rivals(NamedTuple):
    """What makes two rows of one table rivals: equal columns, and periods that meet."""

    per: tuple[e.ColumnRef, ...]
    start: e.ColumnRef
    end: e.ColumnRef


class Names(NamedTuple):
    """Fields of the pipeline that no document has."""

    latest_end: str
    next_start: str
    last: str = ""  # the end of a period that may have none, "" where each has one


def rivals(select: Select, it: e.Exists, key: tuple[str, ...]) -> Rivals | None:
    """The rivalry that a question asks about, where both rows must satisfy the same; None where it asks for anything else."""
    if it.table != select.table or select.joins:
        return None
    theirs = list(conjuncts(it.where))
    meets = [c for c in theirs if isinstance(c, e.Overlaps)]
    equal = [p for p in pairs_of(it.where, it.alias) if p[0].column == p[1].column and p[1].table == select.alias]
    others = [c for c in theirs if _differs(c, it.alias, select.alias, key)]
    left = [c for c in theirs if c not in meets and c not in others and not any(is_pair(c, p) for p in equal)]
    own = [c for c in conjuncts(select.where) if c != it]
    per = tuple(mine for _, mine in equal)
    shared = [c for c in own if {r.column for r in refs_of(c)} <= {r.column for r in per}]
    mirrored = [_said_of(c, select.alias, it.alias) for c in own if c not in shared]
    found = _period(meets, it.alias, select.alias)
    if found is None or not others or any(c not in left for c in mirrored) or any(c not in mirrored for c in left):
        return None
    return Rivals(per, *found)


def _differs(condition: Expression, other: str, mine: str, key: tuple[str, ...]) -> bool:
    """Whether a condition says that the two rows are not one."""
    if isinstance(condition, e.Compare) and condition.op == "<>":
        condition = e.Not(item=e.Compare(op="=", left=condition.left, right=condition.right))
    if not isinstance(condition, e.Not):
        return False
    return {(a.column, b.column) for a, b in pairs_of(condition.item, other) if b.table == mine} == {(c, c) for c in key}


def _period(meets: list[e.Overlaps], other: str, mine: str) -> tuple[e.ColumnRef, e.ColumnRef] | None:
    """The columns of the one period that both rows have."""
    if len(meets) != 1 or not isinstance(meets[0].start, e.ColumnRef) or not isinstance(meets[0].end, e.ColumnRef):
        return None
    start, end = meets[0].start, meets[0].end
    same = (meets[0].other_start, meets[0].other_end) == (_said_of(start, mine, other), _said_of(end, mine, other))
    return (start, end) if same and (start.table, end.table) == (mine, mine) else None


def _said_of(condition: Expression, mine: str, other: str) -> Expression:
    """What a condition on one row says of the other."""

    def told(node: Noun) -> Noun | None:
        return e.ColumnRef(column=node.column, table=other) if isinstance(node, e.ColumnRef) and node.table == mine else None

    return mapped(condition, told)


def walked(per: list[str], start: str, end: str, names: Names) -> list[dict[str, Any]]:
    """Stages after which only rows are left that overlap another, by the paths of what makes them rivals. A missing end never comes."""
    stages: list[dict[str, Any]] = [{"$set": {names.last: {"$ifNull": [f"${end}", FOREVER]}}}] if names.last else []
    end = names.last or end
    output = {
        names.latest_end: {"$max": f"${end}", "window": {"documents": ["unbounded", -1]}},
        names.next_start: {"$shift": {"output": f"${start}", "by": 1}},
    }
    owner: Any = f"${per[0]}" if len(per) == 1 else {path.replace(".", "_"): f"${path}" for path in per}
    window: dict[str, Any] = {**({"partitionBy": owner} if per else {}), "sortBy": {start: 1, end: 1}, "output": output}
    earlier = {"$gt": [f"${names.latest_end}", f"${start}"]}
    later = {"$and": [{"$gt": [f"${names.next_start}", None]}, {"$lt": [f"${names.next_start}", f"${end}"]}]}
    return [*stages, {"$setWindowFields": window}, {"$match": {"$expr": {"$or": [earlier, later]}}}]
