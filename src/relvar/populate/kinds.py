"""Rows of a kind: each names a row that says of itself that it is of this kind, and each such row is named once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from relvar.model.expression import ColumnRef, Compare, Constant
from relvar.model.physical import CheckConstraint, ForeignKey, Physical, Table


class OfKind(NamedTuple):
    """A table whose rows are of one kind of what they refer to: `column` there holds `value`."""

    table_id: str
    table: Table
    key: ForeignKey
    column: str
    value: Any


def constants(table: Table) -> dict[str, Any]:
    """Columns of references that a check holds at one value."""
    pointing = {c for key in table.constraints.values() if isinstance(key, ForeignKey) for c in key.columns}
    found: dict[str, Any] = {}
    for check in table.constraints.values():
        one = check.condition if isinstance(check, CheckConstraint) else None
        if not (isinstance(one, Compare) and one.op == "=" and isinstance(one.left, ColumnRef) and isinstance(one.right, Constant)):
            continue
        if one.left.column in pointing:
            found[one.left.column] = one.right.value
    return found


def shares(physical: Physical, table_id: str) -> dict[str, dict[str, float]]:
    """How many rows are of which kind, by the column that says so: as many as the tables of the kinds hold; of others their mean."""
    found: dict[str, dict[str, float]] = {}
    for kind in kinds_of(physical, table_id):
        found.setdefault(kind.column, {})[kind.value] = max(kind.table.rows, 1.0)
    for column, known in found.items():
        mean = sum(known.values()) / len(known)
        found[column] = {value: known.get(value, mean) for value in physical.tables[table_id].columns[column].values or tuple(known)}
    return found


def kinds_of(physical: Physical, table_id: str) -> Iterator[OfKind]:
    """The tables that hold rows of one kind of a table's rows each."""
    for id_, table in physical.tables.items():
        held = constants(table)
        for key in table.constraints.values() if held else ():
            if isinstance(key, ForeignKey) and key.table == table_id:
                yield from (OfKind(id_, table, key, to, held[c]) for c, to in zip(key.columns, key.to, strict=True) if c in held)
