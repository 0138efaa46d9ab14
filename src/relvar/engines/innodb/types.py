"""Base type and bounds -> native type, the collation of texts, and what is lost.

A text is `varchar` while its bound can stand in an index as a whole (3072 bytes are 768 characters of four bytes), else one of the
text types, which hold no default and are indexed by their beginning only. Words are compared as people do, without regard to case
and accents (the database's default); what programs compare - keys, codes, states, anything with a checked form - exactly, so that a
check or a key means here what it means elsewhere. Instants are `datetime(6)` in UTC, for `timestamp` ends in 2038 on some. Identifiers
take 16 bytes, for in InnoDB every index carries the row's key.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from relvar.engines.base import Native
from relvar.engines.innodb.dialect import Dialect, dialect
from relvar.engines.innodb.sizes import outside
from relvar.model import expression as e
from relvar.model.expression import Expression
from relvar.model.physical import CheckConstraint, Column, ForeignKey, Index, Physical, Table, UniqueConstraint
from relvar.model.semantic import DataType
from relvar.model.walking import columns_of, nodes

# The largest text that an index takes whole: 3072 bytes of four a character (innodb-limits.html).
INDEXED_CHARACTERS = 768
TEXT_CHARACTERS = 16_383  # text: 65,535 bytes
# A key of a text without a bound is given one: 255 characters fit three to an index.
UNBOUNDED_KEY = 255
LISTED = 32  # characters of a text with a closed list: room for a longer word later, and the list's check refuses what is none of it
PLAIN = {
    "boolean": "boolean",
    "float": "double",
    "bytes": "longblob",
    "date": "date",
    "time": "time",
    "timestamp": "datetime(6)",
    "period": "json",
    "json": "json",
}
LOSES = {
    "period": "the type: a period is two columns here",
    "timestamp": "the offset: instants are kept in UTC, sessions must not convert them",
    "boolean": "the type: a check keeps the whole number at 0 or 1",
}
INTEGERS = {16: "smallint", 32: "int", 64: "bigint"}
KEPT = 8  # stores whose types are remembered: a design, the steps of its migrations, and a flavour beside it
WIDEST_DECIMAL = "decimal(38, 10)"  # where no bounds are known: 28 digits before the point, 10 after


def native(data: DataType, words: Dialect) -> Native:
    """The type of a value that stands in no key."""
    if data.base == "uuid":
        return Native(text=words.uuid)
    if data.base == "text":
        return Native(text=_text(data.length), loses="" if data.length else "text beyond 16 MB")
    if data.base == "integer":
        return Native(text=INTEGERS[data.bits])
    if data.base == "decimal":
        return Native(text=f"decimal({data.precision}, {data.scale})") if data.precision else Native(text=WIDEST_DECIMAL, loses="digits beyond 38")
    if data.base == "bytes" and data.length:
        return Native(text=f"varbinary({data.length})" if data.length <= INDEXED_CHARACTERS else "mediumblob")
    return Native(text=PLAIN[data.base], loses=LOSES.get(data.base, ""))


def _text(length: int) -> str:
    if length and length <= INDEXED_CHARACTERS:
        return f"varchar({length})"
    return "text" if length and length <= TEXT_CHARACTERS else "mediumtext"


class ColumnTypes:
    """The types of a store's columns where they stand. Which texts stand in keys and indexes is found once for all."""

    def __init__(self, physical: Physical) -> None:
        self.physical = physical
        self.dialect = dialect(physical)
        self.keyed: dict[str, set[str]] = {id_: set(_keys(table)) for id_, table in physical.tables.items()}
        self.searched = {id_: {c for i in t.indexes.values() if i.method == "text" for c in _members(i)} for id_, t in physical.tables.items()}
        self.indexed = {id_: {c for i in t.indexes.values() if i.method == "ordered" for c in _members(i)} for id_, t in physical.tables.items()}
        for table in physical.tables.values():
            for key in table.constraints.values():
                if isinstance(key, ForeignKey) and key.table in self.keyed:
                    self.keyed[key.table] |= set(key.to)
        self.outside: dict[str, set[str]] = {}
        for id_, table in physical.tables.items():
            kinds = {column: self.bare(id_, column) for column in table.columns}
            self.outside[id_] = outside(kinds, self.keyed[id_] | self.indexed[id_] | self.searched[id_])

    def text(self, table_id: str, column_id: str) -> str:
        """The type of a column: a text in a key is bounded, and its collation said where it is not the default."""
        column = self.physical.tables[table_id].columns[column_id]
        kind = self.bare(table_id, column_id)
        return f"{kind} collate {self.dialect.exact}" if column.data.base == "text" and self.is_exact(table_id, column_id) else kind

    def bare(self, table_id: str, column_id: str) -> str:
        """The type without its collation."""
        column = self.physical.tables[table_id].columns[column_id]
        data = column.data
        kind = native(data, self.dialect).text
        if column_id in self.outside.get(table_id, ()):
            return "text"
        if data.base != "text" or kind.startswith("varchar"):
            return kind
        if words := self.listed(table_id, column_id):
            return f"varchar({max(LISTED, *map(len, words))})"
        return f"varchar({min(data.length, INDEXED_CHARACTERS) or UNBOUNDED_KEY})" if self.is_bounded(table_id, column_id) else kind

    def is_bounded(self, table_id: str, column_id: str) -> bool:
        """Whether a text is given a bound that the design does not state: it stands in a key, or without any bound in an index."""
        column = self.physical.tables[table_id].columns[column_id]
        data = column.data
        if data.base != "text" or self.listed(table_id, column_id) or 0 < data.length <= INDEXED_CHARACTERS:
            return False
        return column_id in self.keyed[table_id] or (not data.length and column_id in self.indexed[table_id])

    def listed(self, table_id: str, column_id: str) -> tuple[str, ...]:
        """The words of a closed list, by the column's own values or by a check that names them."""
        table = self.physical.tables[table_id]
        if table.columns[column_id].values:
            return table.columns[column_id].values
        checks = [c.condition for c in table.constraints.values() if isinstance(c, CheckConstraint)]
        lists = [c for c in checks if isinstance(c, e.InList) and c.operand == e.ColumnRef(column=column_id)]
        return tuple(str(item.value) for found in lists for item in found.items)

    def is_exact(self, table_id: str, column_id: str) -> bool:
        """Whether programs compare the text: it identifies, has a closed list or a checked form, or is nobody's words.

        What is searched by words is words: a full-text index takes one collation only, and people do not search by case.
        """
        table = self.physical.tables[table_id]
        column = table.columns[column_id]
        if column.data.base != "text" or column_id in self.searched[table_id]:
            return False
        checks = [c.condition for c in table.constraints.values() if isinstance(c, CheckConstraint)]
        formed = any(column_id in columns_of(condition) and has_form(condition) for condition in checks)
        return bool(column.values) or formed or column.sensitivity == "secret" or column_id in self.keyed[table_id]


_LATELY: deque[ColumnTypes] = deque(maxlen=KEPT)


def column_types(physical: Physical) -> ColumnTypes:
    """The types of a store, found once: every statement's writer asks for them, and no store is changed in place."""
    found = next((known for known in tuple(_LATELY) if known.physical is physical), None)
    if found is None:
        found = ColumnTypes(physical)
        _LATELY.append(found)
    return found


def _keys(table: Table) -> Iterator[str]:
    """Columns of a table that stand in a key, a reference or a unique index."""
    yield from table.primary_key
    for constraint in table.constraints.values():
        if isinstance(constraint, UniqueConstraint | ForeignKey):
            yield from constraint.columns
    for index in table.indexes.values():
        if index.unique:
            yield from _members(index)


def _members(index: Index) -> set[str]:
    return {column for part in index.parts for column in columns_of(part.expression)} | set(index.include)


def has_form(condition: Expression) -> bool:
    """Whether a condition says more of a text than how long it is."""
    return any(isinstance(part, e.Matches | e.Like | e.InList) for part in nodes(condition))


def held_by_type(column_id: str, column: Column, constraint: CheckConstraint) -> bool:
    """Whether the check only says the bound that `varchar` holds already (strict mode refuses a longer text: error 1406)."""
    bound = column.data.length
    if column.data.base != "text" or not 0 < bound <= INDEXED_CHARACTERS:
        return False
    measured = e.Call(function="length", arguments=(e.ColumnRef(column=column_id),))
    return constraint.condition == e.Compare(op="<=", left=measured, right=e.Constant(value=bound))
