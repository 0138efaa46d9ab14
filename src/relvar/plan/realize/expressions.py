"""Walks over expressions: which columns stand in one, and the same expression over other columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from relvar.model.expression import And, ColumnRef, Expression
from relvar.model.noun import Noun


def columns_in(expression: Any) -> Iterator[str]:
    """Ids of the columns in an expression, in reading order, repeated where they are."""
    if isinstance(expression, ColumnRef):
        yield expression.column
    elif isinstance(expression, Noun):
        for name in expression.__struct_fields__:
            yield from columns_in(getattr(expression, name))
    elif isinstance(expression, tuple):
        for item in expression:
            yield from columns_in(item)


def substitute(expression: Expression, columns: Mapping[str, str]) -> Expression:
    """The expression with columns renamed; those not in `columns` stay."""
    replaced = _replace(expression, columns)
    assert isinstance(replaced, Noun)
    return replaced  # type: ignore[return-value]


def _replace(node: Any, columns: Mapping[str, str]) -> Any:
    if isinstance(node, ColumnRef):
        return msgspec.structs.replace(node, column=columns.get(node.column, node.column))
    if isinstance(node, Noun):
        return msgspec.structs.replace(node, **{name: _replace(getattr(node, name), columns) for name in node.__struct_fields__})
    if isinstance(node, tuple):
        return tuple(_replace(item, columns) for item in node)
    return node


def parts(conditions: Iterable[Expression]) -> list[Expression]:
    """What is asked for together, nested conjunctions flattened and repeated conditions dropped."""
    flat: list[Expression] = []
    for condition in conditions:
        for item in condition.items if isinstance(condition, And) else (condition,):
            if item not in flat:
                flat.append(item)
    return flat


def all_of(conditions: Iterable[Expression]) -> Expression | None:
    """Their conjunction; None of none."""
    flat = parts(conditions)
    if not flat:
        return None
    return flat[0] if len(flat) == 1 else And(items=tuple(flat))
