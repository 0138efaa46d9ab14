"""Every reference is a prefix of some key or index of its table, in any order of its own columns: else deleting a parent reads the child whole."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.model.design import Design, Finding
from relvar.model.expression import ColumnRef, IsNull
from relvar.model.physical import ForeignKey, Index, Physical, Table, UniqueConstraint
from relvar.prove.static.claim import Fault, reported, stores

CHECK = "every_reference_is_served"


def every_reference_is_served(design: Design) -> Iterator[Finding]:
    for store, physical in stores(design):
        explained = {d.subject for d in design.decisions if d.store in ("", store)}
        count = sum(isinstance(c, ForeignKey) for t in physical.tables.values() for c in t.constraints.values())
        yield from reported(CHECK, _faults(physical, explained), f"{count} references are each served by a prefix of a key or index", store)


def _faults(physical: Physical, explained: set[str]) -> Iterator[Fault]:
    for id_, table in physical.tables.items():
        for name, key in table.constraints.items():
            if isinstance(key, ForeignKey) and not is_served(table, key) and f"{id_}.{name}" not in explained:
                remedy = f"an index on ({', '.join(key.columns)})"
                yield Fault(f"{id_}.{name}", f"{table.name}.{key.name}: no key or index begins with {', '.join(key.columns)}", remedy)


def is_served(table: Table, key: ForeignKey) -> bool:
    keys = [table.primary_key, *(c.columns for c in table.constraints.values() if isinstance(c, UniqueConstraint))]
    if any(set(columns) <= set(key.columns) for columns in keys):
        return True  # one row at most, found by its own key
    keys += [columns for index in table.indexes.values() if (columns := _plain(index, key)) is not None]
    width = len(key.columns)
    return any(set(columns[:width]) == set(key.columns) for columns in keys)


def _plain(index: Index, key: ForeignKey) -> tuple[str, ...] | None:
    """The index's leading columns; None where it leaves out rows of the reference (a reference that is empty needs no entry)."""
    if index.method != "ordered":
        return None
    where = index.where
    if where is not None and not (isinstance(where, IsNull) and where.negated and getattr(where.operand, "column", "") in key.columns):
        return None
    columns: list[str] = []
    for part in index.parts:
        if not isinstance(part.expression, ColumnRef):
            break
        columns.append(part.expression.column)
    return tuple(columns)
