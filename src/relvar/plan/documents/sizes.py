"""Bytes of documents. BSON stores every field's name with every value: type byte, name, closing byte, value.

The widths are those of the specification (bsonspec.org, 1.1); against 200,000 documents encoded by pymongo the sums were exact
(field/physical.md C5).
"""

from __future__ import annotations

from relvar.model.physical import Column, Physical
from relvar.plan.documents.layout import made_by_engine

DOCUMENT = 5  # length and closing byte of a document or an array
ELEMENT = 2  # type byte and the byte that ends a name
ARRAY_INDEX = 2  # an element's name in an array is its number: two digits on average
WIDTHS = {"boolean": 1, "float": 8, "date": 8, "time": 13, "timestamp": 8, "period": 40, "uuid": 21, "decimal": 16}
OBJECT_ID = 12
TEXT_OVERHEAD = 5  # length and closing byte
DEFAULT_TEXT = 24  # the mean of names, codes and titles


def value_bytes(column: Column, made: bool) -> float:
    """A value without its name; `made`: a key that the engine makes, or a reference to one."""
    if made:
        return OBJECT_ID
    data = column.data
    if data.base in ("text", "bytes", "json"):
        return TEXT_OVERHEAD + (column.average_bytes or min(data.length or DEFAULT_TEXT, DEFAULT_TEXT))
    if data.base == "integer":
        return 4 if data.bits <= 32 else 8
    return WIDTHS[data.base]


def row_bytes(physical: Physical, table_id: str, left_out: frozenset[str] = frozenset()) -> float:
    """A row as a document of its own, or as an element without the columns that its surrounding document tells."""
    table = physical.tables[table_id]
    fields = [(c.name, value_bytes(c, made_by_engine(physical, table_id, i)), c.nullable) for i, c in table.columns.items() if i not in left_out]
    filled = sum((ELEMENT + len(name) + width) * (0.5 if nullable else 1) for name, width, nullable in fields)  # an absent field costs nothing
    return DOCUMENT + filled
