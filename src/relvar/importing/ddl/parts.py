"""Members of keys and indexes: a column or an expression, with direction, nulls, prefix, operator class and collation."""

from __future__ import annotations

from typing import Literal

from relvar.importing.ddl.cursor import Cursor, NotUnderstood, bare, split
from relvar.importing.ddl.words import Word
from relvar.model.existing import FoundPart

Nulls = Literal["", "first", "last"]


def parts(cursor: Cursor) -> tuple[FoundPart, ...]:
    """The members in the parentheses that begin here. Raises NotUnderstood."""
    found = tuple(_part(cursor.inside(words)) for words in split(cursor.group()))
    if not found:
        raise NotUnderstood("a key or index without a column")
    return found


def _part(cursor: Cursor) -> FoundPart:
    words, nulls, descending = _directed(cursor.words)
    words = _without_language(words)
    words, collation = _collated(cursor, words)
    if _is_name(words[0]) and len(words) == 1:
        return FoundPart(column=_name(cursor, words[0]), descending=descending, nulls=nulls, collation=collation)
    if _is_name(words[0]) and len(words) == 4 and words[1].low == "(" and words[2].kind == "number" and cursor.dialect.bodies == "block":
        prefix = int(words[2].text)
        return FoundPart(column=_name(cursor, words[0]), descending=descending, nulls=nulls, collation=collation, prefix=prefix)
    if _is_name(words[0]) and len(words) > 1 and _is_name(words[1]) and all(_in_class(word) for word in words[1:]):
        return FoundPart(
            column=_name(cursor, words[0]), descending=descending, nulls=nulls, collation=collation, operator_class=cursor.text(words[1:])
        )
    words, operator_class = _classed(cursor, words)
    return FoundPart(text=cursor.text(bare(words)), descending=descending, nulls=nulls, collation=collation, operator_class=operator_class)


def _without_language(words: list[Word]) -> list[Word]:
    """A column of a full-text index says the language of its words."""
    return words[:1] if len(words) == 3 and words[1].low == "language" else words


def _directed(words: list[Word]) -> tuple[list[Word], Nulls, bool]:
    nulls: Nulls = ""
    if len(words) > 2 and words[-2].low == "nulls" and words[-1].low in ("first", "last"):
        nulls = "first" if words[-1].low == "first" else "last"
        words = words[:-2]
    descending = len(words) > 1 and words[-1].low == "desc"
    return (words[:-1] if len(words) > 1 and words[-1].low in ("asc", "desc") else words), nulls, descending


def _collated(cursor: Cursor, words: list[Word]) -> tuple[list[Word], str]:
    for at in range(1, len(words) - 1):
        if words[at].low == "collate" and not any(word.low == ")" for word in words[at:]):
            return [*words[:at], *words[at + 2 :]], words[at + 1].text
    return words, ""


def _classed(cursor: Cursor, words: list[Word]) -> tuple[list[Word], str]:
    """An operator class behind an expression that ends with a parenthesis: `lower(name) text_pattern_ops`."""
    for at in range(len(words) - 1, 0, -1):
        if words[at].low == ")":
            behind = words[at + 1 :]
            return (words[: at + 1], cursor.text(behind)) if behind and all(_in_class(word) for word in behind) else (words, "")
    return words, ""


def _in_class(word: Word) -> bool:
    return word.kind in ("word", "name") or word.low == "."


def _is_name(word: Word) -> bool:
    return word.kind in ("word", "name")


def _name(cursor: Cursor, word: Word) -> str:
    return cursor.dialect.fold(word.text, quoted=word.kind == "name")
