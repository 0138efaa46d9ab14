"""Bytes of a row and of an index entry by the engine's page layout, whose parameters its features.toml states.

The layout is one shape with parameters: a page has a header, a row a header and a pointer, a value its width and its alignment.
PostgreSQL's and SQLite's formulas come out of it within 1 % for fixed widths (field/physical.md C1, C3).
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from relvar.model.expression import ColumnRef, Elements, Expression, Member
from relvar.model.features import Features
from relvar.model.physical import Column, ForeignKey, Index, Table, UniqueConstraint, column_at
from relvar.model.semantic import DataType
from relvar.model.walking import columns_in

DEFAULT_TEXT = 24  # bytes of a text of which nothing is known: the mean of names, codes and titles
LISTED = 3  # values of a list of which nothing is known (bench/value_lists.py: three words)
VALUE_BYTES = 20  # of a document that one of its values takes with its key (bench/document_paths.py: 175 bytes, nine values)
INNER_FILL = 0.7  # of inner pages of a B-tree (nbtree.h, BTREE_NONLEAF_FILLFACTOR)
# Share of rows that a partial index is assumed to hold, where nothing says more: open work is a small part of all work.
PARTIAL_SHARE = 0.1
NUMERIC_GROUP_DIGITS, NUMERIC_GROUP_BYTES, NUMERIC_HEADER = 4, 2, 3  # PostgreSQL manual, numeric types: 2 bytes per 4 digits, 3 to 8 overhead
WIDTHS = {"boolean": 1.0, "float": 8.0, "date": 4.0, "time": 8.0, "timestamp": 8.0, "period": 23.0, "uuid": 16.0}


def limit(features: Features, name: str, default: float) -> float:
    """A parameter of the layout, or what holds where the engine states none."""
    return features.limits[name].value if name in features.limits else default


def value_bytes(column: Column, features: Features) -> float:
    """Stored width of a value, without alignment."""
    data = column.data
    if data.base in ("text", "bytes", "json"):
        length = column.average_bytes or (min(data.length, DEFAULT_TEXT) if data.length else DEFAULT_TEXT)
        return length + limit(features, "text_header_bytes", 1)
    if data.base == "decimal":
        digits = data.precision or 12
        groups = math.ceil((digits / 2) / NUMERIC_GROUP_DIGITS)  # half the digits are used on average
        return limit(features, "decimal_bytes", NUMERIC_HEADER + groups * NUMERIC_GROUP_BYTES)
    if data.base == "integer":
        return limit(features, f"integer{data.bits}_bytes", data.bits / 8)
    return limit(features, f"{data.base}_bytes", WIDTHS[data.base])


def _alignment(data: DataType, width: float, features: Features) -> float:
    if data.base in ("text", "bytes", "json", "decimal", "uuid", "period"):
        return 1
    return min(width, limit(features, "alignment_bytes", 1))


def _align(size: float, step: float) -> float:
    return math.ceil(size / step) * step if step > 1 else size


def tuple_bytes(table: Table, features: Features) -> float:
    """A row as it lies in a page, header and alignment included."""
    columns = table.columns.values()
    nullable = any(c.nullable for c in columns)
    bitmap = math.ceil(len(table.columns) / 8) if nullable and len(table.columns) > 8 else 0  # 8 bits fit the header's padding
    size = limit(features, "tuple_header_bytes", 0) + bitmap + len(table.columns) * limit(features, "column_header_bytes", 0)
    for column in columns:
        width = value_bytes(column, features)
        size = _align(size, _alignment(column.data, width, features)) + width
    return _align(size, limit(features, "alignment_bytes", 1))


def heap_bytes(table: Table, features: Features) -> float:
    """Bytes of a table for each row: its share of a page."""
    size = tuple_bytes(table, features) + limit(features, "item_pointer_bytes", 0)
    fill = (table.fill_factor or limit(features, "table_fill_percent", 100)) / 100
    page = limit(features, "page_bytes", 8192)
    room = (page - limit(features, "page_header_bytes", 0)) * fill
    return page / math.floor(room / size) if size <= room else size / fill  # larger rows go out of line, in pages of their own


def index_bytes(table: Table, index: Index, features: Features, parents: float = 0) -> float:
    """Bytes of an index for each row of the table. `parents`: rows that the first column refers to, for entries that share a key."""
    share = PARTIAL_SHARE if index.where is not None else 1.0
    if index.method == "block_range":
        return 0.0
    if listed := [part.expression.operand for part in index.parts if isinstance(part.expression, Elements)]:
        return LISTED * sum(_entry(table, _keyed(member), features) for member in listed)
    if any(part.method_class == "paths" for part in index.parts):
        return sum(document_index_bytes(table.columns[c], features) for part in index.parts for c in columns_in(part.expression))
    columns = [c for part in index.parts for c in _keyed(part.expression)] + list(index.include)
    same = table.rows / parents if parents and not index.unique and len(index.parts) == 1 else 1.0
    return share * _entry(table, columns, features, same)


def document_index_bytes(column: Column, features: Features) -> float:
    """Bytes for each row of an index of all that stands in its document."""
    return max(1.0, column.average_bytes / VALUE_BYTES) * limit(features, "document_value_bytes", VALUE_BYTES)


def _keyed(expression: Expression) -> Iterable[str]:
    """What of a row an index on the expression holds: of a document only the value that it looks for."""
    return [f"{expression.document.column}.{expression.path}"] if isinstance(expression, Member) else columns_in(expression)


def _entry(table: Table, columns: Iterable[str], features: Features, same: float = 1.0) -> float:
    key = 0.0
    for id_ in columns:
        column = column_at(table, id_)
        if column is not None:
            width = value_bytes(column, features)
            key = _align(key, _alignment(column.data, width, features)) + width + limit(features, "column_header_bytes", 0)
    step = limit(features, "alignment_bytes", 1)
    size = _align(limit(features, "index_tuple_overhead_bytes", 8) + key, step) + limit(features, "item_pointer_bytes", 0)
    posting = limit(features, "posting_bytes", 0)
    if posting and same >= 2:  # entries of one key share it: a list of row addresses
        size = posting + size / same
    return _share_of_page(size, features) * limit(features, "index_arrival_percent", 100) / 100


def _share_of_page(size: float, features: Features) -> float:
    """Bytes of leaf and inner pages for each entry of this size."""
    page = limit(features, "page_bytes", 8192)
    room = page - limit(features, "page_header_bytes", 0) - limit(features, "index_page_tail_bytes", 0)
    leaf = max(1, math.floor(room * limit(features, "index_fill_percent", 100) / 100 / size))
    fanout = max(2, room * INNER_FILL / size)
    return page / leaf * (1 + 1 / (fanout - 1))


def all_index_bytes(table: Table, tables: dict[str, Table], features: Features) -> float:
    """Bytes of all keys and indexes of a table for each of its rows."""
    clustered = limit(features, "row_is_in_key", 0) and len(table.primary_key) == 1
    total = 0.0 if clustered or not table.primary_key else _entry(table, table.primary_key, features)
    total += sum(_entry(table, c.columns, features) for c in table.constraints.values() if isinstance(c, UniqueConstraint))
    references = {c.columns[0]: tables[c.table].rows for c in table.constraints.values() if isinstance(c, ForeignKey) and c.table in tables}
    for index in table.indexes.values():
        first = index.parts[0].expression
        parents = references.get(first.column, 0) if isinstance(first, ColumnRef) else 0
        total += index_bytes(table, index, features, parents)
    return total


def table_bytes(table: Table, tables: dict[str, Table], features: Features) -> float:
    """The whole table with its indexes, after the scale's years."""
    return table.rows * (heap_bytes(table, features) + all_index_bytes(table, tables, features))
