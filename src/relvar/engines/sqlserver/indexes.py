"""Indexes as statements of their own: CREATE INDEX takes INCLUDE and a condition in every version.

A condition may only compare a column with a constant, list constants, ask for null and join these by AND. A unique key over a column
that may be empty is an index over the rows that have a value, for here one null is equal to another. A text that does not fit the
1,700 bytes of a key is carried beside it; of a unique key its digest stands in a computed column.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from msgspec.structs import replace

from relvar.engines.base import Statement
from relvar.engines.sqlserver.objects import shortened
from relvar.engines.sqlserver.partitions import scheme_name
from relvar.engines.sqlserver.query import TsqlWriter
from relvar.engines.sqlserver.sizes import KEY_BYTES, column_bytes
from relvar.engines.sqlserver.types import is_lowered, native
from relvar.model import expression as e
from relvar.model.expression import Expression
from relvar.model.physical import ForeignKey, Index, IndexPart, Physical, Table, UniqueConstraint
from relvar.model.walking import columns_of


class Computed(NamedTuple):
    """A column that carries an expression, or the digest of a text, for an index."""

    name: str
    text: str
    because: str
    bytes: int = 32  # of SHA2_256, and of most expressions that stand in a key


class Indexes:
    """The indexes of one store, with the computed columns that some of them need."""

    def __init__(self, writer: TsqlWriter) -> None:
        self.writer = writer
        self.physical: Physical = writer.physical

    def of(self, table_id: str) -> dict[str, Index]:
        """Every index of a table, those as well that stand in for a unique constraint over what may be empty."""
        table = self.physical.tables[table_id]
        found = {}
        for key, constraint in table.constraints.items():
            if isinstance(constraint, UniqueConstraint) and is_index(self.physical, table_id, constraint):
                parts = tuple(IndexPart(expression=e.ColumnRef(column=c)) for c in constraint.columns)
                empty = [
                    e.IsNull(operand=e.ColumnRef(column=c), negated=True) for c in constraint.columns if may_be_empty(self.physical, table_id, c)
                ]
                where = empty[0] if len(empty) == 1 else e.And(items=tuple(empty))
                found[key] = Index(name=constraint.name, parts=parts, unique=True, where=where, because=constraint.says)
        return found | {k: self._valued(table_id, i) for k, i in table.indexes.items() if i.method in ("ordered", "columnar", "columnar_table")}

    def _valued(self, table_id: str, index: Index) -> Index:
        """A unique index over what may be empty holds the rows that have a value."""
        if not index.unique or index.where is not None:
            return index
        columns = [c for p in index.parts if isinstance(p.expression, e.ColumnRef) or is_lowered(p.expression) for c in columns_of(p.expression)]
        empty = [e.IsNull(operand=e.ColumnRef(column=c), negated=True) for c in columns if may_be_empty(self.physical, table_id, c)]
        return replace(index, where=empty[0] if len(empty) == 1 else e.And(items=tuple(empty))) if empty else index

    def computed(self, table_id: str) -> Iterator[Computed]:
        """Columns of expressions that stand in indexes, each once."""
        made: set[str] = set()
        for index in self.of(table_id).values():
            for part in index.parts:
                found = self._carrier(table_id, index, part.expression)
                if found is not None and found.name not in made:
                    made.add(found.name)
                    yield found

    def _carrier(self, table_id: str, index: Index, expression: Expression) -> Computed | None:
        """None where a column says it by itself."""
        names = "_".join(self.physical.tables[table_id].columns[c].name for c in sorted(columns_of(expression)))
        if isinstance(expression, e.ColumnRef) or self._is_word(table_id, expression):
            if index.unique and self._bytes(table_id, index) > KEY_BYTES and self._long(table_id, expression):
                text = self.writer.value(expression, table_id)
                return Computed(shortened(f"{names}_digest"), f"cast(hashbytes('SHA2_256', {text}) as binary(32)) persisted", "too long for a key")
            return None
        if isinstance(expression, e.Member):
            names = f"{names}_{expression.path.replace('.', '_')}"
            return Computed(shortened(names), self.writer.value(expression, table_id), "stands in an index", self._member_bytes(table_id, expression))
        word = expression.function if isinstance(expression, e.Call) else "computed"
        return Computed(shortened(f"{names}_{word}"), self.writer.value(expression, table_id), "stands in an index")

    def _member_bytes(self, table_id: str, member: e.Member) -> int:
        data = self.writer.type_of(member, self.writer.alone(table_id))
        return column_bytes(native(data).text) if data is not None else KEY_BYTES

    def _is_word(self, table_id: str, expression: Expression) -> bool:
        """lower() of a text that is compared without case."""
        return is_lowered(expression) and not self.writer.types.is_exact(table_id, next(iter(columns_of(expression))))

    def _long(self, table_id: str, expression: Expression) -> bool:
        return max((column_bytes(self.writer.types.bare(table_id, c)) for c in columns_of(expression)), default=0) > KEY_BYTES // 2

    def _bytes(self, table_id: str, index: Index) -> int:
        return sum(max((column_bytes(self.writer.types.bare(table_id, c)) for c in columns_of(p.expression)), default=8) for p in index.parts)

    def parts(self, table_id: str, index: Index) -> tuple[list[str], list[str]]:
        """The key's parts as written, and the columns carried beside them."""
        key: list[str] = []
        carried, left = [self.writer.columns(table_id, (c,)) for c in index.include], KEY_BYTES
        for part in index.parts:
            found = self._carrier(table_id, index, part.expression)
            name = self.writer.quote(found.name) if found else self.writer.columns(table_id, tuple(columns_of(part.expression)))
            wide = self._part_bytes(table_id, index, part)
            if index.unique or wide <= left or not key:
                key.append(f"{name} desc" if part.descending else name)
                left -= wide
            else:
                carried.append(name)
        return key, list(dict.fromkeys(carried))

    def key_bytes(self, table_id: str, index: Index) -> int:
        """The most that a unique key takes as written."""
        return sum(self._part_bytes(table_id, index, part) for part in index.parts)

    def _part_bytes(self, table_id: str, index: Index, part: IndexPart) -> int:
        if (found := self._carrier(table_id, index, part.expression)) is not None:
            return found.bytes
        return max((column_bytes(self.writer.types.bare(table_id, c)) for c in columns_of(part.expression)), default=8)

    def where(self, table_id: str, index: Index) -> str:
        """The condition, "" where there is none or the engine takes it in no index."""
        if index.where is None or not takes(index.where):
            return ""
        return self.writer.condition(index.where, table_id)

    def statement(self, table_id: str, index: Index, online: bool = False) -> Statement:
        quote, table = self.writer.quote, self.physical.tables[table_id]
        if index.method == "columnar_table":
            text = f"create clustered columnstore index {quote(index.name)}\non {self.writer.table(table_id)}"
            return Statement(text=text + self._place(table, index), because=index.because, element=table_id)
        if index.method == "columnar":
            columns = self.writer.columns(table_id, [c for p in index.parts for c in columns_of(p.expression)])
            text = f"create nonclustered columnstore index {quote(index.name)}\non {self.writer.table(table_id)} ({columns})"
            return Statement(text=text + self._place(table, index), because=index.because, element=table_id)
        key, carried = self.parts(table_id, index)
        text = (
            f"create {'unique ' if index.unique else ''}nonclustered index {quote(index.name)}\non {self.writer.table(table_id)} ({', '.join(key)})"
        )
        text += f" include ({', '.join(carried)})" if carried else ""
        if where := self.where(table_id, index):
            text += f"\nwhere {where}"
        options = [*(["data_compression = page"] if is_compressed(table) else []), *(["online = on"] if online else [])]
        text += f"\nwith ({', '.join(options)})" if options else ""
        text += self._place(table, index)
        return Statement(text=text, because=index.because, element=table_id)

    def _place(self, table: Table, index: Index) -> str:
        """Cut as the table is, but for a unique key that leaves the time out."""
        if table.partition is None:
            return ""
        named = {c for p in index.parts for c in columns_of(p.expression)}
        if index.unique and table.partition.column not in named:
            return "\non [primary]"
        return f"\non {self.writer.quote(scheme_name(table))} ({self.writer.quote(table.columns[table.partition.column].name)})"


def is_columnar(table: Table) -> bool:
    """Whether the rows themselves are kept by column."""
    return any(index.method == "columnar_table" for index in table.indexes.values())


def may_be_empty(physical: Physical, table_id: str, column: str) -> bool:
    return physical.tables[table_id].columns[column].nullable


def is_index(physical: Physical, table_id: str, constraint: UniqueConstraint) -> bool:
    """Whether the key is over what may be empty: then it is an index, unless a reference leads to it."""
    if not any(may_be_empty(physical, table_id, c) for c in constraint.columns):
        return False
    keys = (c for t in physical.tables.values() for c in t.constraints.values() if isinstance(c, ForeignKey) and c.table == table_id)
    return not any(set(key.to) == set(constraint.columns) for key in keys)


def takes(condition: Expression) -> bool:
    """Whether the engine takes the condition in an index."""
    if isinstance(condition, e.And):
        return all(takes(item) for item in condition.items)
    if isinstance(condition, e.Compare):
        return isinstance(condition.left, e.ColumnRef) and isinstance(condition.right, e.Constant)
    return isinstance(condition, e.InList | e.IsNull | e.ColumnRef) and (
        isinstance(condition, e.ColumnRef) or isinstance(condition.operand, e.ColumnRef)
    )


BIG_ROWS = 1_000_000  # rows from which page compression pays: it costs processor time at each write and saves about half of the pages


def is_compressed(table: Table) -> bool:
    """Big, and its rows are seldom written again."""
    return table.rows >= BIG_ROWS and table.updates_per_row <= 1
