"""How wide keys may be, and what is done where they would be wider.

A clustered key holds 900 bytes, another 1,700; the server warns when an index is made and refuses the row that is longer, so that a
key must fit by its types. A text without a bound is given one where it stands in a key; of a plain index a text that does not fit is
carried beside the key, where it bounds nothing.
"""

from __future__ import annotations

import re

CLUSTERED_BYTES, KEY_BYTES = 900, 1_700  # maximum-capacity-specifications-for-sql-server
FIXED = {
    "bigint": 8, "int": 4, "smallint": 2, "bit": 1, "float": 8, "date": 3, "time": 5, "datetimeoffset": 10, "datetime2": 8,
    "uniqueidentifier": 16, "rowversion": 8,
}  # fmt: skip
UNBOUNDED = 1_000_000
KIND = re.compile(r"(\w+)(?:\((\w+)(?:, *\d+)?\))?")


def column_bytes(kind: str) -> int:
    """The most that a value of this type takes of a key."""
    match = KIND.match(kind)
    assert match is not None, kind
    name, size = match[1], match[2] or ""
    if size == "max":
        return UNBOUNDED
    if name in ("nvarchar", "nchar"):
        return 2 * int(size)
    if name in ("varchar", "char", "varbinary", "binary"):
        return int(size)
    if name == "decimal":
        digits = int(size)
        return 5 if digits <= 9 else 9 if digits <= 19 else 13 if digits <= 28 else 17
    return FIXED[name]


def fixed_bytes(kinds: list[str]) -> int:
    """The least of a row that stays in its page: of each value that may leave it the pointer of 24 bytes."""
    return sum(min(column_bytes(kind), 24) if "char" in kind or "binary" in kind else column_bytes(kind) for kind in kinds)
