"""A column's definition: its type, then the clauses of every dialect in any order. What is no clause that is known is handed back."""

from __future__ import annotations

from typing import Any, NamedTuple

from relvar.importing.ddl.constraint import Element, Primary, check, key_options, references
from relvar.importing.ddl.cursor import Cursor, NotUnderstood, bare
from relvar.importing.ddl.words import Word
from relvar.model.existing import FoundColumn, FoundKey, FoundPart

# Words that end a type or a default. `character` does so only before `set`.
CLAUSE_WORDS = """
    constraint not null default primary unique references check generated as identity auto_increment autoincrement comment collate charset on
    storage compression invisible visible masked sparse rowguidcol encrypted key virtual stored persisted srid deferrable initially hidden first
    after column_format
"""
CLAUSES = frozenset(CLAUSE_WORDS.split())
BEHIND_COMPUTED = {"persisted", "constraint", "primary", "unique", "check", "foreign"}  # in SQL Server, of a computed column
SERIALS = {"serial", "bigserial", "smallserial", "serial4", "serial8", "serial2"}
ROW_TIMES = {"start": "row start", "end": "row end"}


class Read(NamedTuple):
    """A column, the constraints that stood at it, and what was not understood."""

    column: FoundColumn
    elements: list[Element]
    unknown: list[list[Word]]


def column(cursor: Cursor) -> Read:
    """The column that begins here. Raises NotUnderstood."""
    place = cursor.place
    name = cursor.name()
    return _Reader(cursor, name, {"name": name, "type": type_text(cursor), "place": place}).read()


def type_text(cursor: Cursor) -> str:
    """A type as it was written, in small letters but for the texts in it."""
    words: list[Word] = []
    while not cursor.ended:
        if not words and cursor.sees("as"):  # a computed column of SQL Server has no type
            break
        if cursor.word.low in CLAUSES or (cursor.sees("character", "set")) or cursor.sees("with", "(") or cursor.sees("using"):
            break
        start = cursor.at
        if cursor.low() == "(":
            cursor.group()
        else:
            cursor.next()
        words += cursor.words[start : cursor.at]
    shown = (word.text if word.kind == "name" else cursor.source.text[word.start : word.end] if word.kind == "string" else word.low for word in words)
    return _spaced(list(shown))


def _spaced(words: list[str]) -> str:
    """Words as a type is usually written: no space before a parenthesis, bracket or dot, one behind a comma."""
    text = ""
    for word in words:
        glued = not text or word in ("(", ")", "[", "]", ",", ".") or text[-1] in "([."
        text += word if glued else f" {word}"
    return text.replace(",", ", ").replace(",  ", ", ")


class _Reader:
    """Collects the clauses of one column."""

    def __init__(self, cursor: Cursor, name: str, facts: dict[str, Any]) -> None:
        self.cursor, self.name, self.facts = cursor, name, facts
        self.options: dict[str, str] = {}
        self.elements: list[Element] = []
        self.unknown: list[list[Word]] = []
        self.label = ""  # of the constraint that follows

    def read(self) -> Read:
        if self.facts["type"] in SERIALS:
            self.facts.update(numbered="sequence", nullable=False)
        while not self.cursor.ended:
            if not (self._value() or self._key() or self._option()):
                self.unknown.append(self.cursor.until(CLAUSES, least=1))
        if self.options:
            self.facts["options"] = self.options
        return Read(FoundColumn(**self.facts), self.elements, self.unknown)

    def _value(self) -> bool:
        """Null or not, default, generated, numbered."""
        cursor = self.cursor
        if cursor.take("constraint"):
            self.label = cursor.name()
        elif cursor.take("not", "null"):
            self.facts["nullable"] = False
        elif cursor.take("null"):
            pass
        elif cursor.take("default"):
            self.facts["default"] = cursor.text(self._expression())
            if self.label:
                self.options["default name"] = self.label
            if "nextval" in self.facts["default"].lower():
                self.facts["numbered"] = "sequence"
        elif cursor.take("on", "update"):
            self.facts["on_update"] = cursor.text(self._expression())
        elif cursor.take("on", "conflict"):
            self.options["on conflict"] = cursor.next().low
        elif cursor.take_any("auto_increment", "autoincrement"):
            self.facts["numbered"] = "counter"
        elif cursor.take("identity"):
            self.facts.update(numbered="always", nullable=False)
            if cursor.low() == "(":
                self.options["sequence"] = cursor.text(cursor.group())
        elif cursor.take("generated") or cursor.sees("as"):
            self._generated()
        else:
            return False
        return True

    def _expression(self) -> list[Word]:
        """A default: at least one word, then up to a clause; a cast or a sign takes the next word with it."""
        words = self.cursor.until(CLAUSES, least=1)
        while self.cursor.words and words and words[-1].low in ("::", "-", "+") and not self.cursor.ended:
            words = words + self.cursor.until(CLAUSES, least=1)
        return words

    def _generated(self) -> None:
        cursor = self.cursor
        always = cursor.take("always") or not cursor.take("by", "default")
        cursor.take("on", "null")
        if not cursor.take("as"):
            raise NotUnderstood("GENERATED without AS")
        if cursor.take("identity"):
            self.facts.update(numbered="always" if always else "by default", nullable=False)
            if cursor.low() == "(":
                self.options["sequence"] = cursor.text(cursor.group())
        elif cursor.take("row"):
            self.options["row time"] = ROW_TIMES.get(cursor.next().low, "row")
        else:
            self.facts["generated"] = cursor.text(bare(self._computed()))
            kept = cursor.take_any("stored", "virtual", "persisted", "persistent")
            self.facts["stored"] = kept in ("stored", "persisted", "persistent")

    def _computed(self) -> list[Word]:
        """An expression in parentheses; where a column is known to be computed by having no type, they may be missing."""
        return self.cursor.group() if self.facts["type"] else self.cursor.until(BEHIND_COMPUTED, least=1)

    def _key(self) -> bool:
        """Constraints at the column itself."""
        cursor, place = self.cursor, self.cursor.place
        if cursor.take("primary", "key") or (cursor.sees("key") and cursor.take("key")):
            self.elements.append(Primary(name=self._named(), parts=self._itself(), place=place, **self._key_facts()))
        elif cursor.take("unique"):
            cursor.take("key")
            self.elements.append(FoundKey(name=self._named(), parts=self._itself(), place=place, **self._key_facts()))
        elif cursor.sees("references"):
            self.elements.append(references(cursor, (self.name,), self._named(), place, inline=True))
        elif cursor.take("check"):
            self.elements.append(check(cursor, self._named(), place))
        else:
            return False
        return True

    def _itself(self) -> tuple[FoundPart, ...]:
        return (FoundPart(column=self.name, descending=bool(self.cursor.take_any("asc", "desc") == "desc")),)

    def _key_facts(self) -> dict[str, Any]:
        facts: dict[str, Any] = {}
        if word := self.cursor.take_any("clustered", "nonclustered"):
            facts["clustered"] = word == "clustered"
        if self.cursor.take("deferrable"):
            facts["deferrable"] = True
            facts["deferred"] = self.cursor.take("initially", "deferred")
        if self.cursor.sees("with", "(") or self.cursor.sees("using", "index") or self.cursor.sees("nulls"):
            facts.update({k: v for k, v in key_options(self.cursor.inside(self.cursor.until(CLAUSES))).items() if k != "options"})
        if self.cursor.take("on", "conflict"):
            facts["options"] = {"on conflict": self.cursor.next().low}
        return facts

    def _named(self) -> str:
        label, self.label = self.label, ""
        return label

    def _option(self) -> bool:
        cursor = self.cursor
        if cursor.take("comment"):
            self.facts["comment"] = cursor.next().text
        elif cursor.take("collate"):
            self.facts["collation"] = cursor.qualified()[1]
        elif cursor.take("character", "set") or cursor.take("charset"):
            self.options["character set"] = cursor.next().low
        elif cursor.take("masked"):
            cursor.take("with")
            self.options["masked"] = cursor.text(cursor.group())
        elif cursor.take("encrypted"):
            cursor.take("with")
            self.options["encrypted"] = cursor.text(cursor.group())
        elif word := cursor.take_any("storage", "compression", "srid", "column_format", "after"):
            self.options[word] = cursor.next().text.lower()
        elif word := cursor.take_any("invisible", "hidden", "sparse", "rowguidcol", "visible", "first"):
            self.options[word] = "yes"
        elif cursor.take("not", "for", "replication") or cursor.take("deferrable") or cursor.take("not", "deferrable"):
            pass
        elif cursor.take("initially"):
            cursor.next()
        else:
            return False
        return True
