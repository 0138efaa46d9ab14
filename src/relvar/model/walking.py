"""What lies inside a value: every noun of it, and the value with some of them changed. The one way into expressions and statements."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar, cast

import msgspec

from relvar.model.expression import ColumnRef
from relvar.model.noun import Noun

Kind = TypeVar("Kind")
Value = TypeVar("Value")


def nodes(value: object) -> Iterator[Noun]:
    """Every noun inside a value, itself first, in reading order; tuples and mappings are gone through."""
    if isinstance(value, Noun):
        yield value
        for field in value.__struct_fields__:
            yield from nodes(getattr(value, field))
    elif isinstance(value, tuple):
        for item in value:
            yield from nodes(item)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from nodes(item)


def every(kind: type[Kind], value: object) -> Iterator[Kind]:
    """Every noun of a kind inside a value, in reading order."""
    return (node for node in nodes(value) if isinstance(node, kind))


def columns_in(value: object) -> Iterator[str]:
    """Ids of the columns that a value names, in reading order, repeated where they are."""
    return (reference.column for reference in every(ColumnRef, value))


def columns_of(value: object) -> set[str]:
    """Ids of the columns that a value names."""
    return set(columns_in(value))


def mapped(value: Value, change: Callable[[Noun], Noun | None]) -> Value:
    """The value with `change` of each noun in its place; where that is None, the noun stays and what lies in it is gone through."""
    return cast(Value, _mapped(value, change))


def _mapped(value: Any, change: Callable[[Noun], Noun | None]) -> Any:
    if isinstance(value, Noun):
        made = change(value)
        if made is not None:
            return made
        return msgspec.structs.replace(value, **{field: _mapped(getattr(value, field), change) for field in value.__struct_fields__})
    return tuple(_mapped(item, change) for item in value) if isinstance(value, tuple) else value


def requalified(value: Value, alias: str) -> Value:
    """The value with every unqualified column said to be of `alias`."""

    def told(node: Noun) -> Noun | None:
        return ColumnRef(column=node.column, table=node.table or alias) if isinstance(node, ColumnRef) else None

    return mapped(value, told)
