"""Tables of who may do what: a row a role and a column a thing, the other way round, or a column of words ("may read films")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from relvar.model.conceptual import Operation
from relvar.read.text.forms.shape import Cell, Granted, Words, words_in
from relvar.read.text.operations import ALL, operations_of
from relvar.read.text.words import verb_form

Row = tuple[int, list[tuple[str, int]]]  # where the line begins, and its cells with their offsets in it
ROLES = frozenset(["role", "roles", "actor", "group", "who", "user"])
THINGS = frozenset(["", "entity", "table", "resource", "object", "data", "thing", "item"])
IN_WORDS = frozenset(
    ["permission", "permissions", "rights", "right", "may", "can", "access", "tasks", "task", "allowed", "responsibilities", "does", "description"]
)
LETTERS: dict[str, tuple[Operation, ...]] = {"c": ("insert",), "r": ("read",), "u": ("update",), "d": ("delete",), "w": ("insert", "update")}
SIGNS = re.compile(r"[crudw]{1,5}")
WHOLE = frozenset(["full", "all", "everything", "admin", "manage"])
NOTHING = frozenset(["no", "none", "nothing", "never"])
BESIDE = frozenset(["own", "only", "theirs", "their", "and", "or", "write", "access"])
YES = re.compile(r"[✓✔☑xX]|yes|allowed|all|always", re.I)
OWN = re.compile(r"\bown\b|\btheirs?\b")


def matrix(header: list[tuple[str, int]], rows: list[Row]) -> list[Granted]:
    """The roles of a table; empty where it is no table of rights."""
    heads = [words_in(cell) for cell, _ in header]
    if len(heads) < 2 or not rows:
        return []
    first = heads[0][-1] if heads[0] else ""
    by_role = first in ROLES and len(heads[0]) <= 2
    if by_role and len(heads) == 2 and set(heads[1]) & IN_WORDS:
        return [Granted(*_named(row), (Cell((), row[1][1][0], row[0] + row[1][1][1]),)) for row in rows if len(row[1]) > 1]
    if by_role and len(heads) > 2 and heads[1] and heads[1][-1] in THINGS and all(operations_of(verb_form(h[0])[0] or h[0]) for h in heads[2:] if h):
        return list(_by_thing(heads, rows))
    body = [cell for _, cells in rows for cell, _ in cells[1:]]
    said = [cell for cell in body if re.search(r"\w", cell)]
    if not (by_role or first in THINGS) or len(said) * 2 < len(body) or not said or not all(map(is_right, body)):
        return []
    return list(_rows(heads, rows) if by_role else _columns(header, rows))


def _named(row: Row) -> tuple[str, int]:
    return row[1][0][0], row[0] + row[1][0][1]


def _rows(heads: list[Words], rows: list[Row]) -> Iterator[Granted]:
    for row in rows:
        cells = tuple(Cell(about, text, row[0] + at) for about, (text, at) in zip(heads[1:], row[1][1:], strict=False))
        yield Granted(*_named(row), cells)


def _by_thing(heads: list[Words], rows: list[Row]) -> Iterator[Granted]:
    """ "| Role | Entity | Read | Write |": a row a role and a thing, a column a deed."""
    for row in rows:
        about, deeds = words_in(row[1][1][0]), zip(heads[2:], row[1][2:], strict=False)
        done = [f"{deed[0]} {'own' if OWN.search(cell.lower()) else ''}" for deed, (cell, _) in deeds if deed and operations_in(f"{cell}")[0]]
        yield Granted(*_named(row), (Cell(about, ", ".join(done), row[0] + row[1][1][1]),))


def _columns(header: list[tuple[str, int]], rows: list[Row]) -> Iterator[Granted]:
    """A column a role: its name stands in the header, which the first row follows."""
    for place, (role, _) in enumerate(header[1:], 1):
        cells = [Cell(words_in(row[1][0][0]), row[1][place][0], row[0] + row[1][place][1]) for row in rows if place < len(row[1])]
        yield Granted(role, rows[0][0], tuple(cells))


def is_right(cell: str) -> bool:
    """Whether each word of a cell says what may be done, or that nothing may."""
    words = re.findall(r"[a-z]+", cell.lower())
    if YES.fullmatch(cell.strip()) or (words and SIGNS.fullmatch("".join(words))):
        return True
    return all(w in WHOLE | NOTHING | BESIDE or operations_of(verb_form(w)[0] or w) for w in words)


def operations_in(cell: str) -> tuple[tuple[Operation, ...], bool]:
    """What a cell lets one do, and whether only with what is one's own."""
    plain = cell.lower().strip()
    words = re.findall(r"[a-z]+", plain)
    own = bool(OWN.search(plain))
    if YES.fullmatch(plain):
        return ("read",), own
    if not words or NOTHING & set(words):
        return (), own
    if WHOLE & set(words):
        return ALL, own
    signs = [w for w in words if w not in ("own", "only")]
    if signs and SIGNS.fullmatch("".join(signs)):
        found = {op for sign in "".join(signs) for op in LETTERS[sign]}
    else:
        found = {op for w in words for op in ((("insert", "update") if w == "write" else ()) or operations_of(verb_form(w)[0] or w))}
    return tuple(op for op in ALL if op in found) or (("read",) if own else ()), own
