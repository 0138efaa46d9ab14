"""How wide rows and keys may be, and what is done where they would be wider.

A row holds 65,535 bytes of everything but the text types, each character of a varchar counted as four: the longest varchars that
stand in no index become text. A key holds 3072 bytes: a plain index takes the beginning of its texts, a unique one the digest of
its longest. Each limit was met on a real server (tests/live).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

ROW_BYTES = 65_535  # column-count-limit.html
KEY_BYTES = 3_072  # innodb-limits.html
CHARACTER = 4  # bytes, utf8mb4
DIGEST = 32  # bytes of sha2(..., 256)
POINTER = 12  # bytes that a text, blob or json leaves in the row: 9 to 12
INLINE = 40  # bytes of a long value that a row keeps in any case (innodb-row-format.html)
ROW_HEADER = 18
FIXED = {"bigint": 8, "int": 4, "smallint": 2, "boolean": 1, "double": 8, "date": 3, "time": 3, "datetime": 8}
KIND = re.compile(r"(\w+)(?:\((\d+))?")


def column_bytes(kind: str) -> int:
    """The most that a column of this type takes of a row."""
    match = KIND.match(kind)
    assert match is not None, kind
    name, size = match[1], int(match[2] or 0)
    if name == "varchar":
        return size * CHARACTER + (1 if size * CHARACTER < 256 else 2)
    if name in ("binary", "varbinary"):
        return size + (2 if name == "varbinary" else 0)
    return -(-size // 2) + 1 if name == "decimal" else FIXED.get(name, POINTER)


def outside(kinds: Mapping[str, str], kept: set[str]) -> set[str]:
    """Columns that must become text so that the row fits, the longest first; `kept` stand in an index and stay."""
    total = sum(column_bytes(kind) for kind in kinds.values()) + len(kinds) // 8 + 1
    found: set[str] = set()
    free = [(column_bytes(kind), column) for column, kind in kinds.items() if kind.startswith("varchar") and column not in kept]
    for size, column in sorted(free, key=lambda item: -item[0]):
        if total <= ROW_BYTES:
            break
        found.add(column)
        total += POINTER - size
    return found


def inline_bytes(kinds: Mapping[str, str]) -> int:
    """The least of a row that stays in its page: of each text or blob the first 40 bytes and their length."""
    return ROW_HEADER + sum(_inline(kind) for kind in kinds.values())


def _inline(kind: str) -> int:
    name = kind.split("(")[0]
    if name in (*FIXED, "binary", "decimal"):
        return column_bytes(kind)
    return min(column_bytes(kind), INLINE + 1) if name.startswith("var") else INLINE + 1


class KeyPart(NamedTuple):
    """A part of a key as written, the bytes it takes, whether it is a text that may be shortened, the type of its values."""

    text: str
    bytes: int
    is_text: bool
    kind: str = ""

    @property
    def is_expression(self) -> bool:
        return self.text.startswith("(")


def fitted(parts: Sequence[KeyPart], unique: bool) -> list[KeyPart]:
    """The parts of a key so that it fits."""
    if sum(part.bytes for part in parts) <= KEY_BYTES:
        return list(parts)
    return _digested(list(parts)) if unique else _shortened(_whole(parts))


def _whole(parts: Sequence[KeyPart]) -> Sequence[KeyPart]:
    """Without the last of the parts that cannot be shortened (values in documents), until those fit."""
    while sum(part.bytes for part in parts if not part.is_text) > KEY_BYTES:
        parts = parts[:-1]
    return parts


def _digested(parts: list[KeyPart]) -> list[KeyPart]:
    while sum(part.bytes for part in parts) > KEY_BYTES and any(part.is_text for part in parts):
        at = max((n for n, part in enumerate(parts) if part.is_text), key=lambda n: parts[n].bytes)
        parts[at] = KeyPart(f"(unhex(sha2({_bare(parts[at].text)}, 256)))", DIGEST, False, f"binary({DIGEST})")
    return parts


def _shortened(parts: Sequence[KeyPart]) -> list[KeyPart]:
    fixed = sum(part.bytes for part in parts if not part.is_text)
    characters = (KEY_BYTES - fixed) // max(1, sum(part.is_text for part in parts)) // CHARACTER
    return [_beginning(part, characters) for part in parts]


def _beginning(part: KeyPart, characters: int) -> KeyPart:
    if not part.is_text or part.bytes <= characters * CHARACTER:
        return part
    if part.is_expression:
        return part._replace(text=f"(left({_bare(part.text)}, {characters}))", kind=re.sub(r"\(\d+\)", f"({characters})", part.kind, count=1))
    return part._replace(text=f"{_bare(part.text)}({characters})")


def _bare(text: str) -> str:
    """A part without the parentheses of an expression or the length of a beginning."""
    return text[1:-1] if text.startswith("(") else re.sub(r"\(\d+\)\Z", "", text)
