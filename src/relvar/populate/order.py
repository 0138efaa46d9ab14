"""The order in which tables load: referenced ones first; a cycle is cut at a reference that may stay empty."""

from __future__ import annotations

from relvar.model.behaviour import Audit, NumberWithoutGaps, Publish
from relvar.model.physical import ForeignKey, Physical, Table


def load_order(physical: Physical) -> tuple[list[str], frozenset[tuple[str, str]]]:
    """Table ids in order, and the references (table, constraint) that stay empty because they close a cycle.

    Tables that the engine fills by itself (audit logs, counters) are left out. A cycle without an optional reference is cut at a
    deferred one, else at its first.
    """
    written = written_by_rules(physical)
    left = {i: t for i, t in physical.tables.items() if i not in written}
    order: list[str] = []
    cut: set[tuple[str, str]] = set()
    while left:
        ready = [i for i, t in left.items() if all(k.table not in left for c, k in _outward(i, t) if (i, c) not in cut)]
        if not ready:
            cut.add(_cut(left, cut))
            continue
        for id_ in ready:
            order.append(id_)
            del left[id_]
    return order, frozenset(cut)


def written_by_rules(physical: Physical) -> set[str]:
    """Tables whose rows the database writes by itself: logs of changes, counters, the outbox."""
    rules = physical.behaviours.values()
    logs = {it.log for it in rules if isinstance(it, Audit)} | {it.counter for it in rules if isinstance(it, NumberWithoutGaps)}
    return logs | {it.outbox for it in rules if isinstance(it, Publish)}


def _outward(id_: str, table: Table) -> list[tuple[str, ForeignKey]]:
    return [(c, k) for c, k in table.constraints.items() if isinstance(k, ForeignKey) and k.table != id_]


def _cut(left: dict[str, Table], cut: set[tuple[str, str]]) -> tuple[str, str]:
    open_ = [(i, c, k) for i, t in left.items() for c, k in _outward(i, t) if k.table in left and (i, c) not in cut]
    optional = [(i, c) for i, c, k in open_ if any(left[i].columns[x].nullable for x in k.columns)]
    deferred = [(i, c) for i, c, k in open_ if k.deferred]
    return (optional or deferred or [(i, c) for i, c, _ in open_])[0]
