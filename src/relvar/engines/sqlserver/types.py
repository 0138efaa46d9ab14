"""Base type and bounds -> native type, the collation of texts, and what is lost.

A text is `nvarchar(n)` up to 4,000 characters, else `nvarchar(max)`. Words are compared without regard to case, by the database's
collation, which deploy/01_database.sql sets; what programs compare - keys, codes, states, anything with a checked form - exactly
(Latin1_General_100_BIN2), so that a check or a key means here what it means elsewhere. A text that the design lowers before it
compares stays among the words: there its index is the column's own. Instants are `datetimeoffset(6)`, kept in UTC. Amounts are
`decimal`, never `money`, which rounds within an expression. A column that only says that a row was changed meanwhile is `rowversion`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeGuard

from relvar.engines.base import Native
from relvar.model import expression as e
from relvar.model.expression import Expression
from relvar.model.physical import CheckConstraint, Column, ForeignKey, Index, Physical, Table, UniqueConstraint
from relvar.model.semantic import DataType
from relvar.model.walking import columns_of, nodes

LONGEST_TEXT = 4_000  # characters of nvarchar(n)
LONGEST_BYTES = 8_000  # of varbinary(n)
EXACT = "Latin1_General_100_BIN2"
WORDS = "Latin1_General_100_CI_AS_SC"
UNBOUNDED_KEY = 255  # characters given to a text without a bound that stands in a key: three of them fit the 1,700 bytes
LISTED = 32  # characters of a text with a closed list: room for a longer word later
PLAIN = {
    "boolean": "bit",
    "float": "float(53)",
    "bytes": "varbinary(max)",
    "date": "date",
    "time": "time(0)",
    "timestamp": "datetimeoffset(6)",
    "period": "nvarchar(max)",
    "uuid": "uniqueidentifier",
    "json": "nvarchar(max)",
}
LOSES = {
    "period": "the type: a period is two columns here",
    "json": "the type: a check asks isjson() of a text",
    "time": "fractions of a second",
}
INTEGERS = {16: "smallint", 32: "int", 64: "bigint"}
WIDEST_DECIMAL = "decimal(38, 10)"


def native(data: DataType) -> Native:
    """SQL Server's type of a value that stands in no key."""
    if data.base == "text":
        return Native(
            text=f"nvarchar({data.length})" if 0 < data.length <= LONGEST_TEXT else "nvarchar(max)", loses="trailing blanks, in comparisons"
        )
    if data.base == "integer":
        return Native(text=INTEGERS[data.bits])
    if data.base == "decimal":
        return Native(text=f"decimal({data.precision}, {data.scale})") if data.precision else Native(text=WIDEST_DECIMAL, loses="digits beyond 38")
    if data.base == "bytes" and 0 < data.length <= LONGEST_BYTES:
        return Native(text=f"varbinary({data.length})")
    return Native(text=PLAIN[data.base], loses=LOSES.get(data.base, ""))


class ColumnTypes:
    """The types of a store's columns where they stand. Which texts stand in keys and indexes is found once for all."""

    def __init__(self, physical: Physical) -> None:
        self.physical = physical
        self.keyed: dict[str, set[str]] = {id_: set(_keys(table)) for id_, table in physical.tables.items()}
        self.indexed = {id_: {c for i in t.indexes.values() if i.method == "ordered" for c in _members(i)} for id_, t in physical.tables.items()}
        self.searched = {id_: {c for i in t.indexes.values() if i.method == "text" for c in _members(i)} for id_, t in physical.tables.items()}
        self.lowered = {id_: set(_lowered(table)) for id_, table in physical.tables.items()}
        self.versions = {t.version_column for t in physical.transactions.values() if t.version_column}
        for table in physical.tables.values():
            for key in table.constraints.values():
                if isinstance(key, ForeignKey) and key.table in self.keyed:
                    self.keyed[key.table] |= set(key.to)

    def text(self, table_id: str, column_id: str) -> str:
        """The type of a column, with its collation where it is not the database's."""
        kind = self.bare(table_id, column_id)
        return f"{kind} collate {EXACT}" if "char" in kind and self.is_exact(table_id, column_id) else kind

    def bare(self, table_id: str, column_id: str) -> str:
        """The type without its collation."""
        if self.is_version(table_id, column_id):
            return "rowversion"
        column = self.physical.tables[table_id].columns[column_id]
        kind = native(column.data).text
        if column.data.base != "text":
            return kind
        if words := self.listed(table_id, column_id):
            return f"varchar({max(LISTED, *map(len, words))})"
        if kind == "nvarchar(max)" and column_id in self.keyed[table_id] | self.indexed[table_id]:
            return f"nvarchar({UNBOUNDED_KEY})"
        return kind

    def is_version(self, table_id: str, column_id: str) -> bool:
        """Whether the column only says that the row was changed: the engine numbers it."""
        return f"{table_id}.{column_id}" in self.versions

    def listed(self, table_id: str, column_id: str) -> tuple[str, ...]:
        """The words of a closed list, by the column's own values or by a check that names them; only where all are ASCII."""
        table = self.physical.tables[table_id]
        words = table.columns[column_id].values
        if not words:
            checks = [c.condition for c in table.constraints.values() if isinstance(c, CheckConstraint)]
            lists = [c for c in checks if isinstance(c, e.InList) and c.operand == e.ColumnRef(column=column_id)]
            words = tuple(str(item.value) for found in lists for item in found.items)
        return words if all(word.isascii() for word in words) else ()

    def is_exact(self, table_id: str, column_id: str) -> bool:
        """Whether programs compare the text: it identifies, has a closed list or a checked form, or is nobody's words."""
        table = self.physical.tables[table_id]
        column = table.columns[column_id]
        if column.data.base != "text" or column_id in self.searched[table_id] | self.lowered[table_id]:
            return False
        checks = [c.condition for c in table.constraints.values() if isinstance(c, CheckConstraint)]
        formed = any(column_id in columns_of(condition) and has_form(condition) for condition in checks)
        return bool(column.values) or formed or column.sensitivity == "secret" or column_id in self.keyed[table_id]


def _keys(table: Table) -> Iterator[str]:
    """Columns of a table that stand in a key, a reference or a unique index."""
    yield from table.primary_key
    for constraint in table.constraints.values():
        if isinstance(constraint, UniqueConstraint | ForeignKey):
            yield from constraint.columns
    for index in table.indexes.values():
        if index.unique:
            yield from _members(index)


def _lowered(table: Table) -> Iterator[str]:
    for index in table.indexes.values():
        for part in index.parts:
            if is_lowered(part.expression):
                yield from columns_of(part.expression)


def is_lowered(expression: Expression) -> TypeGuard[e.Call]:
    """`lower(column)`."""
    return isinstance(expression, e.Call) and expression.function == "lower" and isinstance(expression.arguments[0], e.ColumnRef)


def _members(index: Index) -> set[str]:
    return {column for part in index.parts for column in columns_of(part.expression)}


def has_form(condition: Expression) -> bool:
    """Whether a condition says more of a text than how long it is."""
    return any(isinstance(part, e.Matches | e.Like | e.InList) for part in nodes(condition))


def held_by_type(column_id: str, column: Column, constraint: CheckConstraint) -> bool:
    """Whether the check only says the bound that nvarchar(n) holds already (error 2628)."""
    bound = column.data.length
    if column.data.base != "text" or not 0 < bound <= LONGEST_TEXT:
        return False
    measured = e.Call(function="length", arguments=(e.ColumnRef(column=column_id),))
    return constraint.condition == e.Compare(op="<=", left=measured, right=e.Constant(value=bound))
