"""Indexes, conditions and questions in words of the design, for decisions."""

from __future__ import annotations

from collections.abc import Sequence

from relvar.model.expression import Call, ColumnRef, Compare, Constant, Elements, Expression, InList, IsNull, Member
from relvar.model.physical import IndexPart, Physical, Table


def parts_in_words(table: Table, parts: Sequence[IndexPart], include: Sequence[str] = (), where: Expression | None = None) -> str:
    """(customer_id, placed_at descending) with total, where status is one of new, paid."""
    said = ", ".join(_part(table, part) for part in parts)
    carried = f" with {', '.join(table.columns[c].name for c in include)}" if include else ""
    return f"({said}){carried}" + (f" where {condition_in_words(table, where)}" if where is not None else "")


def _part(table: Table, part: IndexPart) -> str:
    name = value_in_words(table, part.expression)
    if isinstance(part.expression, Elements):
        return name
    return (
        name
        + (" descending" if part.descending else "")
        + {"prefix": " by prefix", "trigram": " by its parts", "paths": " by all that stands in it"}.get(part.method_class, "")
    )


def value_in_words(table: Table, expression: Expression) -> str:
    if isinstance(expression, ColumnRef):
        column = table.columns.get(expression.column)
        return column.name if column else expression.column
    if isinstance(expression, Member):
        return f"{expression.path} in {value_in_words(table, expression.document)}"
    if isinstance(expression, Elements):
        return f"each of the {value_in_words(table, expression.operand)}"
    if isinstance(expression, Call):
        return f"{expression.function} of {value_in_words(table, expression.arguments[0])}" if expression.arguments else expression.function
    return str(expression.value) if isinstance(expression, Constant) else "a given value"


def condition_in_words(table: Table, condition: Expression) -> str:
    """A condition of constants: "status is one of new, paid"."""
    if isinstance(condition, InList):
        return f"{value_in_words(table, condition.operand)} is one of {', '.join(str(i.value) for i in condition.items)}"
    if isinstance(condition, IsNull):
        return f"{value_in_words(table, condition.operand)} is {'filled' if condition.negated else 'empty'}"
    if isinstance(condition, Compare):
        return f"{value_in_words(table, condition.left)} {condition.op} {value_in_words(table, condition.right)}"
    items: tuple[Expression, ...] = getattr(condition, "items", ())
    return " and ".join(condition_in_words(table, item) for item in items)


def names_of(physical: Physical, tables: Sequence[str]) -> str:
    """Names of tables, joined as people say it."""
    names = [physical.tables[t].name for t in tables]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
