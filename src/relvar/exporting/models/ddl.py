"""SQL that makes what a source holds, in the source's own dialect: nothing is translated, so what was read is what is written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from relvar.exporting.models import ddl_elements as elements
from relvar.exporting.models.ddl_words import Words, words_of
from relvar.importing.lift.types import meaning
from relvar.model.existing import Existing, FoundCheck, FoundColumn, FoundIndex, FoundKey, FoundObject, FoundTable
from relvar.model.qualified import unqualified

# Kinds of objects that tables are made of; a function is one where a table calls it.
BEFORE = ("role", "schema", "extension", "enum", "type", "domain", "sequence", "partitioning", "catalog of words")
ROUTINES = ("trigger", "procedure", "function", "event")
PROTECTED = "row level security"
WORD = re.compile(r"\w+\Z")
NAME = re.compile(r"\w+")


def ddl(existing: Existing) -> Iterator[str]:
    """The statements, one after the other, in an order in which they can run."""
    made = _Ddl(existing)
    yield from (f"{statement}\n" for statement in made.statements())


def table_text(existing: Existing, table: FoundTable) -> str:
    """The statement that makes one table."""
    return _Ddl(existing).table(table)


def index_text(existing: Existing, table: FoundTable, index: FoundIndex) -> str:
    words = words_of(existing.dialect)
    return elements.index(words, table.id, index) + words.ends


def object_text(existing: Existing, found: FoundObject) -> str:
    """The statement that makes what stands beside the tables."""
    return _Ddl(existing).object(found)


class _Ddl:
    def __init__(self, existing: Existing) -> None:
        self.existing = existing
        self.words: Words = words_of(existing.dialect)
        texts = (text for table in existing.tables.values() for text in _texts(table))
        self.said = {word.lower() for text in texts for word in NAME.findall(text)}  # every name in the expressions of tables
        self.enums = existing.enums

    def statements(self) -> Iterator[str]:
        first = [o for o in self.existing.objects if o.kind in BEFORE or (o.kind == "function" and self._is_called(o))]
        if self.words.head and any(o.kind == "function" for o in self.existing.objects):
            yield self.words.head
        yield from self._schemas(first)
        yield from (text for o in sorted(first, key=lambda o: BEFORE.index(o.kind) if o.kind in BEFORE else len(BEFORE)) if (text := self.object(o)))
        for table in self.existing.tables.values():
            yield self.table(table)
        for table in self.existing.tables.values():
            yield from (self._ended(elements.index(self.words, table.id, index)) for index in table.indexes)
        yield from self._added()
        yield from self._comments()
        yield from (text for o in self.existing.objects if o not in first and (text := self.object(o)))
        for table in self.existing.tables.values():
            for option in table.options:
                if option.endswith(PROTECTED):
                    yield self._ended(f"alter table {self.words.table(table.id)} {option}")

    def _ended(self, statement: str) -> str:
        return statement + self.words.ends

    def _is_called(self, found: FoundObject) -> bool:
        """Whether a table needs the function to be there."""
        return unqualified(found.name).name.lower() in self.said

    def _schemas(self, first: list[FoundObject]) -> Iterator[str]:
        """Schemas that a source names and does not make; where a schema is a database, it is there already."""
        made = {unqualified(o.name).name.lower() for o in first if o.kind == "schema"}
        for schema in dict.fromkeys(table.schema for table in self.existing.tables.values()):
            if schema and schema.lower() not in made and self.words.dialect.schema:
                yield self._ended(f"create schema {self.words.quote(schema)}")

    def object(self, found: FoundObject) -> str:
        """What stands beside the tables, as it was written; a list of words that another language told as this dialect says it."""
        if found.kind == "enum" and not found.text:
            values = ", ".join(map(self.words.literal, found.values))
            return self._ended(f"create type {self.words.table(found.name)} as enum ({values})") if self.words.enums else ""
        if found.kind == "partition":
            return self._ended(f"create table {self.words.table(found.name)} partition of {self.words.table(found.on)} {found.text}")
        if found.kind in ROUTINES and self.words.frame[0]:
            return f"{self.words.frame[0]}{found.text}{self.words.frame[1]}"
        ends = self.words.ends if self.words.ends == ";" else self.words.ends.removeprefix(";")  # a batch keeps its own semicolons
        return found.text + ends if found.text else ""

    def table(self, table: FoundTable) -> str:
        lines = [*self._elements(table)]
        comma = [f"{line}," for line in lines[:-1]] + lines[-1:]
        if self.words.comments == "lines":
            columns = list(table.columns.values())
            comma = [self._above(columns[at].comment, "  ") + f"  {line}" if at < len(columns) else f"  {line}" for at, line in enumerate(comma)]
        else:
            comma = [f"  {line}" for line in comma]
        body = "\n".join(comma)
        above = self._above(table.comment, "") if self.words.comments == "lines" else ""
        return self._ended(f"{above}create table {self.words.table(table.id)} (\n{body}\n){self._options(table)}")

    def _above(self, comment: str, indent: str) -> str:
        return f"{indent}-- {' '.join(comment.split())}\n" if comment else ""

    def _elements(self, table: FoundTable) -> Iterator[str]:
        words = self.words
        for column in table.columns.values():
            yield elements.column(words, table, self._typed(column))
        if (period := table.options.get("period for system_time")) is not None:
            yield f"period for system_time ({period})"
        if table.primary and not any(elements.counts_at_column(words, table, c) for c in table.columns.values()):
            yield elements.key(words, table.primary, primary=True)
        yield from (elements.key(words, key, primary=False) for key in table.uniques)
        yield from (elements.check(words, check) for check in table.checks if check.validated or not words.unvalidated)
        yield from (f"constraint {words.quote(e.name)} {e.condition}" if e.name else e.condition for e in table.exclusions)
        if not words.adds_references:
            yield from (elements.reference(words, reference) for reference in table.references)

    def _typed(self, column: FoundColumn) -> FoundColumn:
        """A list of words that is a type of its own elsewhere stands at the column here."""
        from msgspec.structs import replace

        values = () if self.words.enums else meaning(column.type, self.enums).values
        if not values or "(" in column.type:
            return column
        return replace(column, type=f"enum({', '.join(map(self.words.literal, values))})")

    def _options(self, table: FoundTable) -> str:
        """What follows the elements of a table."""
        words, said = self.words, []
        if table.inherits:
            said.append(f"inherits ({table.inherits})")
        scheme = table.partition.removeprefix("scheme ")
        if table.partition and scheme != table.partition:
            said.append(f"on {scheme}")
        for name, value in table.options.items():
            if name in ("strict", "without rowid"):
                said.append(f"{name},")
            elif name == "system versioned":
                said.append("with system versioning")
            elif name == "with":
                said.append(f"with ({value})")
            elif name in ("tablespace", "using", "on", "textimage_on", "filestream_on"):
                said.append(f"{name} {words.quote(value)}")
            elif words.comments == "inline" and name not in ("like",) and not name.endswith(PROTECTED):
                said.append(f"{name} = {value if WORD.match(value) else words.literal(value)}")
        if table.comment and words.comments == "inline":
            said.append(f"comment = {words.literal(table.comment)}")
        if table.partition and scheme == table.partition:
            said.insert(0 if words.comments == "statements" else len(said), f"partition by {table.partition}")
        return (" " + " ".join(said)).rstrip(" ,") if said else ""

    def _added(self) -> Iterator[str]:
        """References, and checks that were never held against the rows, once every table stands."""
        words = self.words
        for table in self.existing.tables.values():
            checks = [(elements.check(words, c), False) for c in table.checks if not c.validated and words.unvalidated]
            references = [(elements.reference(words, r), r.validated) for r in table.references if words.adds_references]
            for text, validated in (*checks, *references):
                unheld = "" if validated else words.unvalidated
                before, behind = (f"{unheld} ", "") if unheld.startswith("with") else ("", f" {unheld}" if unheld else "")
                yield self._ended(f"alter table {words.table(table.id)} {before}add {text}{behind}")

    def _comments(self) -> Iterator[str]:
        for table in self.existing.tables.values():
            if self.words.comments == "statements":
                yield from self._said(table)
            elif self.words.comments == "properties":
                yield from self._properties(table)

    def _said(self, table: FoundTable) -> Iterator[str]:
        words, name = self.words, self.words.table(table.id)
        schema = f"{words.quote(table.schema)}." if table.schema else ""
        said = [(f"table {name}", table.comment)]
        said += [(f"column {name}.{words.quote(c.name)}", c.comment) for c in table.columns.values()]
        named: list[FoundCheck | FoundKey] = [*table.checks, *table.uniques]
        said += [(f"constraint {words.quote(c.name)} on {name}", c.comment) for c in named if c.name]
        said += [(f"index {schema}{words.quote(i.name)}", i.comment) for i in table.indexes if i.name]
        yield from (self._ended(f"comment on {what} is {words.literal(comment)}") for what, comment in said if comment)

    def _properties(self, table: FoundTable) -> Iterator[str]:
        words = self.words
        for name, comment in (("", table.comment), *((c.name, c.comment) for c in table.columns.values())):
            if comment:
                levels = [("schema", table.schema or words.dialect.schema), ("table", table.name), *([("column", name)] if name else [])]
                where = ", ".join(f"'{kind}', {words.literal(value)}" for kind, value in levels)
                yield self._ended(f"exec sp_addextendedproperty 'MS_Description', {words.literal(comment)}, {where}")


def _texts(table: FoundTable) -> Iterator[str]:
    """The expressions that a table holds."""
    for column in table.columns.values():
        yield from (column.default, column.generated, column.type)
    yield from (check.condition for check in (*table.checks, *table.exclusions))
    for index in table.indexes:
        yield from (index.where, *(part.text for part in index.parts))
