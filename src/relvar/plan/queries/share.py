"""How many rows a condition leaves: from keys, parents, closed lists, life cycles and arrival rates, with the arithmetic in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from relvar.model.behaviour import OPEN_DAYS
from relvar.model.conceptual import PASSING, LifeCycle
from relvar.model.expression import (
    Ago,
    Call,
    ColumnRef,
    Compare,
    Constant,
    Contains,
    Elements,
    Expression,
    Holds,
    Includes,
    InList,
    IsNull,
    Member,
    StartsWith,
    TextSearch,
)
from relvar.model.figures import count
from relvar.model.physical import Column, Table, UniqueConstraint, column_at
from relvar.plan.capacity.bytes import LISTED
from relvar.plan.trace import Trace, foreign_keys

# Values of a column of which nothing is known: PostgreSQL's DEFAULT_NUM_DISTINCT (src/include/utils/selfuncs.h).
DISTINCT = 200
# A range between two instants is taken for a month: reports and boards ask for a day to a month, the longer one costs more.
RANGE_DAYS = 30
RANGE_SHARE = 0.1  # of a column that is no time; PostgreSQL assumes 1/3 for one bound, 0.5 % for two (DEFAULT_RANGE_INEQ_SEL): between them
PREFIX_SHARE = 0.005  # three letters typed: PostgreSQL's DEFAULT_MATCH_SEL
SEARCH_SHARE = 0.005  # the same for a word
NULL_SHARE = 0.5  # an optional column of which nothing is known is filled in every other row


class Share(NamedTuple):
    """A fraction of a table's rows, and the words for it."""

    fraction: float
    says: str


class Shares:
    """Estimates over one store. `cap`: no table has more rows than this (the size at which a proof is made); 0 = as designed."""

    def __init__(self, trace: Trace, cap: float = 0) -> None:
        self.trace = trace
        self.cap = cap
        self.states = {(r.entity, r.attribute): r for r in trace.design.conceptual.rules.values() if isinstance(r, LifeCycle)}

    def rows(self, table_id: str) -> float:
        rows = max(1.0, self.trace.physical.tables[table_id].rows)
        return min(rows, self.cap) if self.cap else rows

    def arriving(self, table_id: str) -> float:
        """Rows a day, at the same pace of the table's life where the table is capped."""
        table = self.trace.physical.tables[table_id]
        return table.rows_per_day * self.rows(table_id) / max(1.0, table.rows)

    def matching(self, table_id: str, conditions: Sequence[Expression]) -> float:
        """Rows of a table that satisfy all conditions, taken as independent but for keys and references."""
        rows = self.rows(table_id)
        equal = {column for c in conditions if (column := equal_column(c))}
        if self._is_unique(self.trace.physical.tables[table_id], equal):
            return 1.0
        fraction = self._equalities(table_id, equal)
        for condition in conditions:
            if not equal_column(condition):
                fraction *= self.share(table_id, condition).fraction
        return max(1.0, rows * fraction)

    def _is_unique(self, table: Table, equal: set[str]) -> bool:
        keys = [set(table.primary_key)] + [set(c.columns) for c in table.constraints.values() if isinstance(c, UniqueConstraint)]
        keys += [{column_of(p.expression) for p in i.parts} for i in table.indexes.values() if i.unique]
        return any(key and key <= equal for key in keys)

    def _equalities(self, table_id: str, equal: set[str]) -> float:
        """References among the columns, widest first; the tenant counts once though it stands in each of them."""
        table = self.trace.physical.tables[table_id]
        tenant = self.trace.tenant_column(table_id)
        tenants = self.rows(self.trace.design.conceptual.tenant) if tenant in equal else 1.0
        fraction, covered = 1 / tenants, {tenant} & equal
        for key in sorted(foreign_keys(table), key=lambda k: -len(k.columns)):
            own = set(key.columns) - {tenant}
            if own and own <= equal - covered:
                fraction *= min(1.0, (tenants if tenant in key.columns else 1.0) / self.rows(key.table))
                covered |= own
        for column in sorted(equal - covered):
            if column_at(table, column) is not None:
                fraction *= 1 / self.distinct(table_id, column)
        return fraction

    def distinct(self, table_id: str, column_id: str) -> float:
        """Different values of a column, or of a value in documents. Raises KeyError where the table has neither."""
        table = self.trace.physical.tables[table_id]
        column = column_at(table, column_id)
        if column is None:
            raise KeyError(column_id)
        if column.data.base == "boolean":
            return 2
        if column.values:
            return len(column.values)
        if column.data.base in ("date", "timestamp") and self.arriving(table_id):
            return max(1.0, self.rows(table_id) / self.arriving(table_id))
        if self._is_unique(table, {column_id} | {self.trace.tenant_column(table_id)}) or column.data.base == "uuid":
            return self.rows(table_id)
        if column.sensitivity in ("personal", "secret") and column.data.base == "text":
            return self.rows(table_id)  # a phone, an address, a token: nearly everybody has one of their own
        return min(DISTINCT, self.rows(table_id))

    def share(self, table_id: str, condition: Expression) -> Share:
        """The fraction of rows that satisfy one condition, and why."""
        table = self.trace.physical.tables[table_id]
        id_ = column_of(condition)
        column = column_at(table, id_)
        if column is None:
            return Share(SEARCH_SHARE if isinstance(condition, TextSearch) else RANGE_SHARE, "assumed")
        if isinstance(condition, InList) or (isinstance(condition, Compare) and isinstance(condition.right, Constant)):
            return self._constants(table_id, id_, column, constants(condition))
        if isinstance(condition, IsNull):
            fraction = NULL_SHARE if column.nullable else 0.0
            return Share(1 - fraction if condition.negated else fraction, f"{NULL_SHARE:.0%} of {column.name} assumed empty")
        if isinstance(condition, StartsWith):
            return Share(PREFIX_SHARE, f"{PREFIX_SHARE:.1%} begin with what is typed")
        if isinstance(condition, Contains):
            return Share(PREFIX_SHARE, f"{PREFIX_SHARE:.1%} hold what is typed")
        if isinstance(condition, Holds):
            return Share(SEARCH_SHARE, f"{SEARCH_SHARE:.1%} hold what is asked for")
        if isinstance(condition, Includes):
            distinct = self.distinct(table_id, id_)
            return Share(min(1.0, LISTED / distinct), f"{LISTED} of {count(distinct)} values in each list")
        if isinstance(condition, Compare) and condition.op == "=":
            distinct = self.distinct(table_id, id_)
            return Share(1 / distinct, f"one of {count(distinct)} values of {column.name}")
        return self._range(table_id, column, condition)

    def _constants(self, table_id: str, id_: str, column: Column, values: Sequence[object]) -> Share:
        table = self.trace.physical.tables[table_id]
        entity, _, attribute = column.of.partition(".")
        cycle = self.states.get((entity, attribute or id_))
        kind = self.trace.design.conceptual.entities[entity].entity_kind if cycle else ""
        passing = kind in PASSING
        if cycle and passing and self.arriving(table_id) and not set(values) & set(_resting(cycle)):
            share = min(1.0, OPEN_DAYS * self.arriving(table_id) / self.rows(table_id))
            says = f"{OPEN_DAYS} days × {count(table.rows_per_day)} {table.name} a day of {count(table.rows)}"
            return Share(share, says)
        distinct = self.distinct(table_id, id_)
        return Share(min(1.0, len(values) / distinct), f"{len(values)} of {count(distinct)} values of {column.name}")

    def _range(self, table_id: str, column: Column, condition: Expression) -> Share:
        table = self.trace.physical.tables[table_id]
        days = next((side.amount for side in _sides(condition) if isinstance(side, Ago) and side.unit == "day"), RANGE_DAYS)
        if column.data.base in ("date", "timestamp") and self.arriving(table_id):
            # two bounds of one range come as two conditions: the lower one carries the whole estimate
            whole = isinstance(condition, Compare) and condition.op in (">", ">=")
            share = min(1.0, days * self.arriving(table_id) / self.rows(table_id)) if whole else 1.0
            return Share(share, f"{days} days × {count(table.rows_per_day)} {table.name} a day")
        return Share(RANGE_SHARE**0.5, f"a range of {column.name}, {RANGE_SHARE:.0%} assumed")


def _resting(cycle: LifeCycle) -> tuple[str, ...]:
    """States in which instances stay: final ones, and those that are no open work where open ones are named."""
    states = {cycle.initial} | {s for pair in cycle.transitions for s in pair}
    if cycle.open:
        return tuple(sorted(states - set(cycle.open)))
    leaving = {source for source, _ in cycle.transitions}
    return tuple(sorted(set(cycle.final) | (states - leaving)))


def _sides(condition: Expression) -> tuple[Expression, ...]:
    return (condition.left, condition.right) if isinstance(condition, Compare) else ()


def constants(condition: Expression) -> tuple[object, ...]:
    """Constant values that a condition names."""
    if isinstance(condition, InList):
        return tuple(item.value for item in condition.items)
    return tuple(side.value for side in _sides(condition) if isinstance(side, Constant))


def equal_column(condition: Expression) -> str:
    """The column that the condition compares with one given value, "" where it does something else."""
    if isinstance(condition, Compare) and condition.op == "=" and not isinstance(condition.right, Constant):
        return column_of(condition.left)
    return ""


def column_of(expression: Expression) -> str:
    """The column that an expression or the left of a condition is about, also under lower(), or "column.path" of a value in a document;
    "" where there are several or none.
    """
    if isinstance(expression, ColumnRef):
        return expression.column
    if isinstance(expression, Member):
        return f"{expression.document.column}.{expression.path}"
    if isinstance(expression, Call):
        return column_of(expression.arguments[0]) if len(expression.arguments) == 1 else ""
    if isinstance(expression, Compare):
        return column_of(expression.left)
    if isinstance(expression, Holds):
        return expression.document.column
    if isinstance(expression, Includes):
        return column_of(expression.elements)
    if isinstance(expression, Elements):
        return column_of(expression.operand)
    if isinstance(expression, InList | IsNull | StartsWith | Contains):
        return column_of(expression.operand)
    return ""
