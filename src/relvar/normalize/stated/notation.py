"""The file of `relvar normalize`: relations with their dependencies, a line each.

    relation bookings                      # a name; may be left out where there is one relation
    attributes theater, city, title        # may be left out: those of the dependencies, in their order
    theater -> city                        # functional: read "determines"; the comment says why and is shown as its source
    title, city -> theater
    course ->> teacher                     # multivalued
    join {agent company} {company product} {agent product}
    -> currency                            # nothing on the left: a constant, the same in every row
    key theater, title                     # determines every attribute
    rows 100,000                           # how many rows are expected, and
    values city 400                        # how many different values: to say how much would be repeated

Names are separated by commas or blanks, dependencies of one line by semicolons. A relation may be written bookings(theater, city, title),
an arrow as books do: → ⟶ ⇒ => -->, and ↠ ⇉ →→ ->-> where it is multivalued.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from relvar.errors import ModelError
from relvar.normalize.theory.dependency import Names

ATTRIBUTES_AT_MOST = 1600  # no engine that relvar knows stores a wider table (PostgreSQL manual, appendix K: 1,600 columns)
DEPENDENCIES_AT_MOST = 10_000  # a cover is quadratic in them: beyond it minutes become hours
MULTIVALUED = r"-{1,2}>>|=>>|->->|→→|⟶⟶|↠|⇉|⇶"
ARROW = re.compile(rf"({MULTIVALUED}|-{{1,2}}>|=>|[–—]>|[→⟶⇒⟹↦])")
HEADER = re.compile(r"(?P<name>[^\s,(){}<>]+)\s*\((?P<attributes>[^()<>]*)\)")
NAME = re.compile(r"[^\s,;:=(){}<>#-][^\s,;:=(){}<>#]*")
WORDS = ("relation", "attributes", "join", "key", "rows", "values")


class Statement(NamedTuple):
    """One dependency: `left` and `right`, or `parts` of a join dependency; `words` as they stand in the file, `because` its comment."""

    kind: str  # "functional", "multivalued", "join"
    left: Names
    right: Names
    parts: tuple[Names, ...]
    line: int
    words: str
    because: str = ""


class Stated(NamedTuple):
    """One relation of the file. `rows` and `values` are 0 and empty where nobody said how many."""

    name: str
    attributes: Names
    statements: tuple[Statement, ...]
    rows: int = 0
    values: dict[str, int] = {}


def parse(text: str) -> tuple[Stated, ...]:
    """The relations of a text. Raises ModelError with the line and a remedy."""
    found: list[_Relation] = []
    for number, line in enumerate(text.splitlines(), start=1):
        content, _, comment = line.partition("#")
        for piece in content.split(";"):
            if piece := piece.strip().rstrip(".").strip():
                _read(found, piece, comment.strip(), number)
    if not found:
        raise ModelError(what="the file states no dependency", remedy="write a line such as: postal_code -> city")
    return tuple(one.stated() for one in found)


def _read(found: list[_Relation], content: str, comment: str, number: int) -> None:
    """One statement, for the relation it belongs to."""
    word = content.split()[0].lower()
    header = HEADER.fullmatch(content[len(word) :].strip() if word == "relation" else content)
    if header or (word == "relation" and not ARROW.search(content)):
        name = header["name"] if header else content[len(word) :].strip() or f"r{len(found) + 1}"
        if any(one.name == name for one in found):
            raise ModelError(what=f"line {number}: relation {name} stands twice", remedy="put its lines together, or name one of them otherwise")
        found.append(_Relation(name))
        if header:
            found[-1].declared = _names(header["attributes"], number)
        return
    if not found:
        found.append(_Relation("r"))
    found[-1].read(word, content, comment, number)


class _Relation:
    """Collects the lines of one relation."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.declared: tuple[str, ...] = ()
        self.statements: list[Statement] = []
        self.keys: list[Statement] = []
        self.rows = 0
        self.values: dict[str, tuple[int, int]] = {}

    def read(self, word: str, content: str, comment: str, number: int) -> None:
        rest = content[len(word) :]
        arrows = ARROW.findall(content)
        if arrows:
            self.statements.append(_dependency(content, comment, number))
        elif word == "attributes":
            self.declared = (*self.declared, *_names(rest, number))
        elif word == "join":
            parts = tuple(_names(part, number) for part in re.findall(r"\{([^}]*)\}", rest))
            if len(parts) < 2 or not all(parts):
                raise ModelError(what=f"line {number}: a join dependency has two parts or more, none empty", remedy="write: join {A B} {B C} {A C}")
            self.statements.append(Statement("join", (), (), parts, number, content, comment))
        elif word == "key":
            if not rest.strip():
                raise ModelError(what=f"line {number}: the key names no attribute", remedy="write: key A, B; for one row alone: -> A")
            self.keys.append(Statement("functional", _names(rest, number), (), (), number, content, comment))
        elif word == "rows":
            known, self.rows = self.rows, _number(rest, number)
            if known not in (0, self.rows):
                raise ModelError(what=f"line {number}: {known:,} rows were stated before", remedy="leave one of the two lines out")
        elif word == "values" and len(rest.split()) >= 2:
            name, _, count = rest.strip().partition(" ")
            self.values[name.rstrip(",")] = (_number(count, number), number)
        else:
            remedy = "a line is a dependency (A, B -> C or A ->> B) or begins with " + ", ".join(WORDS)
            raise ModelError(what=f"line {number}: “{content}” is not understood", remedy=remedy)

    def stated(self) -> Stated:
        named = [name for s in (*self.statements, *self.keys) for name in (*s.left, *s.right, *(n for part in s.parts for n in part))]
        attributes = tuple(dict.fromkeys(self.declared or named))
        if not attributes:
            raise ModelError(what=f"relation {self.name} has no attributes", remedy="write: attributes A, B, C")
        self._bounded(attributes)
        known = set(attributes)
        for statement in (*self.statements, *self.keys):
            self._check(statement, known)
        for name, (count, number) in self.values.items():
            self._known(name, known, number)
            if self.rows and count > self.rows:
                what = f"line {number}: {name} cannot have {count:,} different values in {self.rows:,} rows"
                raise ModelError(what=what, remedy="raise `rows`, or lower `values`")
        keys = [k._replace(right=tuple(name for name in attributes if name not in k.left)) for k in self.keys]
        return Stated(self.name, attributes, (*self.statements, *keys), self.rows, {name: count for name, (count, _) in self.values.items()})

    def _bounded(self, attributes: tuple[str, ...]) -> None:
        if len(attributes) > ATTRIBUTES_AT_MOST:
            what = f"relation {self.name} has {len(attributes):,} attributes; {ATTRIBUTES_AT_MOST:,} is the most a table of any engine has"
            raise ModelError(what=what, remedy="state the subjects that it mixes as relations of their own")
        if len(self.statements) > DEPENDENCIES_AT_MOST:
            what = f"relation {self.name} has {len(self.statements):,} dependencies; at most {DEPENDENCIES_AT_MOST:,} are computed with"
            raise ModelError(what=what, remedy="give a cover: leave out what follows from the rest")

    def _check(self, statement: Statement, known: set[str]) -> None:
        for name in (*statement.left, *statement.right, *(n for part in statement.parts for n in part)):
            self._known(name, known, statement.line)
        missing = known - {name for part in statement.parts for name in part}
        if statement.kind == "join" and missing:
            what = f"line {statement.line}: the join dependency leaves out {', '.join(sorted(missing))}"
            raise ModelError(what=what, remedy="its parts together name every attribute of the relation")
        if any(known <= set(part) for part in statement.parts):
            what = f"line {statement.line}: the join dependency says nothing, for one of its parts is the whole relation"
            raise ModelError(what=what, remedy="leave it out, or name parts that have less")

    def _known(self, name: str, known: set[str], line: int) -> None:
        if name not in known:
            shown = ", ".join(list(self.declared)[:20]) + (" ..." if len(self.declared) > 20 else "")
            raise ModelError(what=f"line {line}: {name} is no attribute of {self.name}", remedy=f"it has {shown}; add it to the line `attributes`")


def _dependency(content: str, comment: str, number: int) -> Statement:
    left, arrow, right = ARROW.split(content, maxsplit=1)
    if ARROW.search(right):
        raise ModelError(what=f"line {number}: two arrows in one line", remedy="write each dependency on a line of its own")
    kind = "multivalued" if re.fullmatch(MULTIVALUED, arrow) else "functional"
    rights = _names(right, number)
    if not rights:
        raise ModelError(what=f"line {number}: nothing stands to the right of the arrow", remedy="write: A, B -> C")
    return Statement(kind, _names(left, number), rights, (), number, content, comment)


def _names(text: str, number: int) -> tuple[str, ...]:
    """Names separated by commas or blanks; {} and ∅ stand for none."""
    cleaned = text.replace("{", " ").replace("}", " ").replace("∅", " ")
    return tuple(_all_names(cleaned, number))


def _all_names(text: str, number: int) -> Iterator[str]:
    for word in re.split(r"[\s,]+", text):
        if word:
            if not NAME.fullmatch(word):
                raise ModelError(
                    what=f"line {number}: {word} is no name", remedy="names are separated by commas or blanks, without any of < > : = ( )"
                )
            yield word


def _number(text: str, line: int) -> int:
    digits = text.strip().replace(",", "").replace("_", "").replace(" ", "")
    if not digits.isdigit() or not int(digits):
        raise ModelError(
            what=f"line {line}: {text.strip() or 'nothing'} is no number of rows", remedy="write a whole number above 0, such as 100,000"
        )
    return int(digits)
