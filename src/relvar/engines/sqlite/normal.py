"""The normal form of SQL text, in which what the engine reports is compared with what was designed.

SQLite keeps statements as they were written, and edits them where a column is renamed or added. Two texts are equal here
when their tokens are: white space, comments, letter case of words and quotes around plain names do not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

TOKEN = re.compile(
    r"""(?P<space>\s+)|(?P<comment>--[^\n]*|/\*.*?\*/)|(?P<string>[xX]?'(?:[^']|'')*')|(?P<quoted>"(?:[^"]|"")*")"""
    r"""|(?P<word>\w+)|(?P<sign>\|\||<=|>=|<>|!=|==|.)""",
    re.DOTALL,
)
PLAIN = re.compile(r"[a-z_][a-z0-9_]*\Z")


class Part(NamedTuple):
    """An item of the list in a `create table`: a column or a table constraint, with the comments above and inside it."""

    tokens: tuple[str, ...]
    comment: str


def tokens(sql: str) -> Iterator[str]:
    """Normal tokens without comments."""
    for kind, text in _lexed(sql):
        if kind != "comment":
            yield text


def normal(sql: str) -> str:
    """The text in normal form."""
    return _joined(tuple(tokens(sql)))


def _lexed(sql: str) -> Iterator[tuple[str, str]]:
    for match in TOKEN.finditer(sql):
        kind, text = str(match.lastgroup), match.group()
        if kind == "space":
            continue
        if kind == "word":
            text = text.lower()
        if kind == "quoted" and PLAIN.match(text[1:-1]):
            text = text[1:-1]
        yield kind, text


def _joined(items: tuple[str, ...]) -> str:
    text = " ".join(items)
    return re.sub(r" ?([(),.]) ?", r"\1", text)


def parts(create_table: str) -> tuple[str, tuple[Part, ...]]:
    """(the table's comment, its columns and constraints) out of the text of a `create table`.

    The table's comment is the one that an empty line parts from the first column.
    """
    body = create_table[create_table.index("(") + 1 :]
    head, body = _table_comment(body)
    found: list[Part] = []
    items: list[str] = []
    notes: list[str] = []
    depth = 0
    for kind, text in _lexed(body):
        if kind == "comment":
            notes.append(_words(text))
            continue
        if depth == 0 and text in (",", ")"):
            found.append(Part(tuple(items), " ".join(notes)))
            items, notes = [], []
            if text == ")":
                break
            continue
        depth += {"(": 1, ")": -1}.get(text, 0)
        items.append(text)
    return head, tuple(found)


def _table_comment(body: str) -> tuple[str, str]:
    match = re.match(r"\s*((?:--[^\n]*\n\s*?)+)\n", body)
    if match is None:
        return "", body
    return " ".join(_words(line.strip()) for line in match.group(1).split("\n") if line.strip()), body[match.end() :]


def _words(comment: str) -> str:
    """What a comment says, without its marks."""
    return (comment[2:-2] if comment.startswith("/*") else comment[2:]).strip()


def constraint_of(part: Part) -> tuple[str, str]:
    """(name, normal text) of a table constraint."""
    assert part.tokens[0] == "constraint"
    return part.tokens[1].strip('"'), _joined(part.tokens[2:])


def inner_constraints(part: Part) -> list[tuple[str, str]]:
    """Named constraints that stand inside a column's definition, as a migration adds them."""
    at = [n for n, token in enumerate(part.tokens) if token == "constraint"]
    ends = [*at[1:], len(part.tokens)]
    return [(part.tokens[n + 1].strip('"'), _joined(part.tokens[n + 2 : end])) for n, end in zip(at, ends, strict=False)]
