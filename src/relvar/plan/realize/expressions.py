"""Walks over expressions: which columns stand in one, and the same expression over other columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from relvar.model.expression import And, ColumnRef, Expression
from relvar.model.noun import Noun
from relvar.model.walking import mapped


def substitute(expression: Expression, columns: Mapping[str, str]) -> Expression:
    """The expression with columns renamed; those not in `columns` stay."""

    def renamed(node: Noun) -> Noun | None:
        return msgspec.structs.replace(node, column=columns.get(node.column, node.column)) if isinstance(node, ColumnRef) else None

    return mapped(expression, renamed)


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
