"""How large the rows and keys of a design are. A table of any row is made; a row that is longer than a page is refused."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.base import Size
from relvar.engines.facts import facts
from relvar.model.expression import ColumnRef
from relvar.model.physical import Column, Physical, Table, UniqueConstraint

POINTER = 18  # bytes of a value that was moved out of its row (storage-toast.html)
FIXED = {"boolean": 1, "float": 8, "date": 4, "time": 8, "timestamp": 8, "uuid": 16}  # datatype.html


def sizes(physical: Physical) -> Iterator[Size]:
    """Of each row what stays in its page when all that is longer than a pointer is moved out, and each key whose texts have a bound."""
    header = int(facts("postgresql").limit("tuple_header_bytes"))
    for id_, table in physical.tables.items():
        row = header + sum(_least(column) for column in table.columns.values())
        yield Size("row_bytes", f"{id_}.columns", f"a row of {table.name}", row)
        for key, name, columns in _keys(table):
            bytes_ = sum(column.data.length or _least(column) for column in columns)
            yield Size("index_key_bytes", f"{id_}.{key}", name, bytes_, sure=False)


def _least(column: Column) -> int:
    """What a value takes of its row in any case: one of a fixed type all of it, another at most a pointer."""
    if column.data.base == "integer":
        return column.data.bits // 8
    return FIXED.get(column.data.base) or min(POINTER, 1 + column.average_bytes)


def _keys(table: Table) -> Iterator[tuple[str, str, list[Column]]]:
    yield "primary_key", table.primary_key_name, [table.columns[c] for c in table.primary_key]
    for key, constraint in table.constraints.items():
        if isinstance(constraint, UniqueConstraint):
            yield key, constraint.name, [table.columns[c] for c in constraint.columns]
    for key, index in table.indexes.items():
        if index.method == "ordered":
            yield key, index.name, [table.columns[p.expression.column] for p in index.parts if isinstance(p.expression, ColumnRef)]
