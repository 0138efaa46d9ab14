"""No index repeats the beginning of another key or index: it would cost every write and answer nothing more.

A partial index beside a whole one is no repetition: it holds the few rows that are asked for."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.model.design import Design, Finding
from relvar.model.expression import ColumnRef
from relvar.model.physical import Index, IndexPart, Table, UniqueConstraint
from relvar.prove.static.claim import Fault, reported, stores

CHECK = "no_redundant_index"


def no_redundant_index(design: Design) -> Iterator[Finding]:
    for store, physical in stores(design):
        faults = [fault for id_, table in physical.tables.items() for fault in _faults(id_, table)]
        count = sum(len(t.indexes) for t in physical.tables.values())
        yield from reported(CHECK, faults, f"none of {count} indexes repeats the beginning of another", store)


def _faults(id_: str, table: Table) -> Iterator[Fault]:
    for name, index in table.indexes.items():
        if index.unique or index.method != "ordered":
            continue
        for other, parts in _others(table, name, index):
            if parts[: len(index.parts)] == index.parts:
                yield Fault(f"{id_}.{name}", f"{table.name}.{index.name} repeats the beginning of {other}", "leave it out")
                break


def _others(table: Table, name: str, index: Index) -> Iterator[tuple[str, tuple[IndexPart, ...]]]:
    """Keys and indexes that hold at least the same rows and columns."""
    if not index.include and index.where is None:
        yield table.primary_key_name, _parts(table.primary_key)
        for constraint in table.constraints.values():
            if isinstance(constraint, UniqueConstraint):
                yield constraint.name, _parts(constraint.columns)
    names = list(table.indexes)
    for id_, other in table.indexes.items():
        wide = set(index.include) <= set(other.include) and other.method == "ordered" and other.where == index.where
        twin = other.parts == index.parts and other.where == index.where and set(other.include) == set(index.include)
        if id_ != name and wide and not (twin and names.index(id_) > names.index(name)):  # of two twins one is redundant
            yield other.name, other.parts


def _parts(columns: tuple[str, ...]) -> tuple[IndexPart, ...]:
    return tuple(IndexPart(expression=ColumnRef(column=c)) for c in columns)
