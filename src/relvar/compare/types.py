"""How each store keeps a type of the design, and what it loses of it."""

from __future__ import annotations

from typing import NamedTuple

from relvar.engines import engine
from relvar.engines.base import Native
from relvar.model.design import Design
from relvar.model.semantic import DataType


class Stored(NamedTuple):
    """One type of the design's columns: the columns ("table.column") that have it, and by store how it is kept."""

    data: DataType
    columns: tuple[str, ...]
    kept: dict[str, Native]


def stored(design: Design) -> tuple[Stored, ...]:
    """Every type that some store keeps with a loss; empty with fewer than two stores. Texts that differ in length alone are one type."""
    if len(design.physical) < 2:
        return ()
    natives = {store: engine(physical.engine).native for store, physical in design.physical.items()}
    found: dict[tuple[str, ...], tuple[DataType, dict[str, None]]] = {}
    for physical in design.physical.values():
        for table in physical.tables.values():
            for column in (it for it in table.columns.values() if not it.values):  # a closed list has a length
                lost = tuple(native(column.data).loses for native in natives.values())
                if any(lost):
                    found.setdefault((column.data.base, *lost), (column.data, {}))[1][f"{table.name}.{column.name}"] = None
    return tuple(Stored(data, tuple(columns), {store: native(data) for store, native in natives.items()}) for data, columns in found.values())
