"""What every notation draws: the references between tables, with how many stand at each end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from relvar.exporting.models.diagrams import IS_A
from relvar.model.design import Design
from relvar.model.physical import ForeignKey, Physical, Table, UniqueConstraint


class Edge(NamedTuple):
    """`parent` is referred to by `child`. `optional`: a child may have none; `single`: a parent has at most one child; `special`: it is one."""

    parent: str
    child: str
    label: str
    optional: bool
    single: bool
    special: bool = False


def supertypes(design: Design) -> frozenset[tuple[str, str]]:
    """(subtype, supertype) of the model."""
    return frozenset((id_, entity.supertype) for id_, entity in design.conceptual.entities.items() if entity.supertype)


def edges(physical: Physical, special: frozenset[tuple[str, str]] = frozenset()) -> Iterator[Edge]:
    """Every reference of the store, in table order. `special`: (subtype, supertype), which share a key."""
    for id_, owner in physical.tables.items():
        for key in owner.constraints.values():
            if isinstance(key, ForeignKey) and key.table in physical.tables:
                optional = any(owner.columns[c].nullable for c in key.columns)
                is_a = (id_, key.table) in special and set(owner.primary_key) <= set(key.columns)
                yield Edge(key.table, id_, IS_A if is_a else _label(owner, key), optional, _unique(owner, key.columns), is_a)


def _label(owner: Table, key: ForeignKey) -> str:
    return owner.columns[key.columns[-1]].name


def _unique(owner: Table, columns: tuple[str, ...]) -> bool:
    keys = [owner.primary_key, *(c.columns for c in owner.constraints.values() if isinstance(c, UniqueConstraint))]
    return any(set(k) <= set(columns) for k in keys)


def reference_columns(owner: Table) -> set[str]:
    """Column ids that take part in a reference."""
    return {c for key in owner.constraints.values() if isinstance(key, ForeignKey) for c in key.columns}
