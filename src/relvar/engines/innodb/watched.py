"""Which rows go, or lose a reference, by a reference's action while somebody waits for their triggers."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.model.behaviour import Audit, KeepTotal, Publish, TakeStock
from relvar.model.physical import ForeignKey, Physical

LOGGED = "a log"  # no table is called so: names hold no blank


def removed_first(physical: Physical) -> dict[str, list[tuple[str, str]]]:
    """Per parent table: (child table, reference) whose rows a trigger must remove or change, by id. Grandchildren make their parents
    so too.
    """
    waited_for: set[str] = set()
    watchers = _watchers(physical)
    before = -1
    found: dict[str, list[tuple[str, str]]] = {}
    while before != len(waited_for):
        before = len(waited_for)
        found = {}
        for child, key, reference in _acting(physical):
            goes = reference.on_delete == "cascade"
            if (goes and child in waited_for) or _is_watched(watchers.get(child, set()), reference.table, goes):
                found.setdefault(reference.table, []).append((child, key))
                waited_for.add(reference.table)
    return found


def _acting(physical: Physical) -> Iterator[tuple[str, str, ForeignKey]]:
    """References that change rows. A trigger may not write its own table, so those of a table to itself stay unseen (a decision)."""
    for child, table in physical.tables.items():
        for key, constraint in table.constraints.items():
            if isinstance(constraint, ForeignKey) and constraint.on_delete != "restrict" and constraint.table != child:
                yield child, key, constraint


def unseen(physical: Physical) -> Iterator[tuple[str, str]]:
    """(table, reference) of audited tables that act on themselves."""
    audited = {b.table for b in physical.behaviours.values() if isinstance(b, Audit | Publish)}
    for table_id, table in physical.tables.items():
        for key, c in table.constraints.items():
            if isinstance(c, ForeignKey) and c.on_delete != "restrict" and c.table == table_id and table_id in audited:
                yield table_id, key


def _watchers(physical: Physical) -> dict[str, set[str]]:
    """Per table: what the deletion of its row changes elsewhere: a log's name, or the tables of totals and stocks."""
    found: dict[str, set[str]] = {}
    for behaviour in physical.behaviours.values():
        if isinstance(behaviour, Audit | Publish):
            found.setdefault(behaviour.table, set()).add(LOGGED)
        elif isinstance(behaviour, KeepTotal | TakeStock):
            found.setdefault(behaviour.of, set()).add(behaviour.table)
    return found


def _is_watched(watchers: set[str], parent: str, goes: bool) -> bool:
    """Whether the deletion (or change) of a child's row does something that outlives its parent's row."""
    return LOGGED in watchers or (goes and bool(watchers - {parent}))
