"""DBML (https://dbml.dbdiagram.io/docs): tables with notes, keys, checks and indexes; lists of words; references beside the tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from relvar.engines import NAMES, engine
from relvar.exporting.models.ddl_words import Words, words_of
from relvar.model.existing import Existing, FoundCheck, FoundColumn, FoundIndex, FoundKey, FoundReference, FoundTable
from relvar.model.qualified import unqualified

PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
PLAIN_TYPE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:\([0-9, ]*\))?(?:\[\])*\Z")
NUMBER = re.compile(r"-?\d+(?:\.\d+)?\Z")
TEXT = re.compile(r"'(?P<said>(?:[^']|'')*)'\Z")
QUOTED_NAME = re.compile(r"`(\w+)`")  # as MySQL quotes; a backtick ends an expression of DBML
WORDS = {"note", "indexes", "checks", "records", "ref", "metadata"}  # begin something else in the body of a table


def dbml(existing: Existing) -> Iterator[str]:
    """The lines of a file."""
    kind = engine(existing.language if existing.language in NAMES else existing.dialect).title
    yield from ("Project database {", f"  database_type: {_text(kind)}", "}")
    for found in existing.objects:
        if found.kind == "enum":
            yield from ("", f"Enum {_id(found.name)} {{", *(f"  {_name(value, always=True)}" for value in found.values), "}")
    words = words_of(existing.dialect)
    for table in existing.tables.values():
        yield from ("", f"Table {_id(table.id)} {{", *_body(table, words), "}")
    references = [(table, reference) for table in existing.tables.values() for reference in table.references if reference.to]
    yield from ("",) if references else ()
    yield from (_reference(table, reference) for table, reference in references)


def _body(table: FoundTable, words: Words) -> Iterator[str]:
    for column in table.columns.values():
        yield f"  {_name(column.name)} {_type(column.type)}{_settings(_column(table, column, words))}"
    indexes = [line for line in _indexes(table, words) if line]
    if indexes:
        yield from ("", "  indexes {", *(f"    {line}" for line in indexes), "  }")
    checks = [line for check in table.checks if (line := _check(check, words))]
    if checks:
        yield from ("", "  checks {", *(f"    {line}" for line in checks), "  }")
    if table.comment:
        yield from ("", f"  Note: {_text(table.comment)}")


def _column(table: FoundTable, column: FoundColumn, words: Words) -> Iterator[str]:
    if table.primary is not None and _at_column(table.primary) and table.primary.columns == (column.name,):
        yield "pk"
    if column.numbered:
        yield "increment"
    if not column.nullable:
        yield "not null"
    if any(_at_column(key) and key.columns == (column.name,) for key in table.uniques):
        yield "unique"
    if column.default and (default := _default(column.default, words)):
        yield f"default: {default}"
    if column.comment:
        yield f"note: {_text(column.comment)}"


def _at_column(key: FoundKey) -> bool:
    """Whether a key says no more than that its one column is one."""
    return len(key.parts) == 1 and not key.name and not key.comment


def _default(text: str, words: Words) -> str:
    if NUMBER.match(text):
        return text
    found = TEXT.match(text)
    return _text(found["said"].replace("''", "'")) if found else _expression(text, words)


def _indexes(table: FoundTable, words: Words) -> Iterator[str]:
    if table.primary is not None and not _at_column(table.primary):
        yield _index(table.primary, "pk", words)
    yield from (_index(key, "unique", words) for key in table.uniques if not _at_column(key))
    yield from (_index(index, "unique" if index.unique else "", words) for index in table.indexes if not index.where)


def _index(found: FoundKey | FoundIndex, kind: str, words: Words) -> str:
    """A line of `indexes`; "" for what DBML has no letters for."""
    members = [_name(part.column) if part.column else _expression(part.text, words) for part in found.parts]
    if not all(members):
        return ""
    said = [kind, f"name: {_text(found.name)}" if found.name else "", f"type: {found.method}" if found.method and kind != "pk" else ""]
    said.append(f"note: {_text(found.comment)}" if found.comment else "")
    return f"({', '.join(members)}){_settings(part for part in said if part)}"


def _check(check: FoundCheck, words: Words) -> str:
    condition = _expression(check.condition, words)
    return condition and condition + _settings([f"name: {_text(check.name)}"] if check.name else [])


def _reference(table: FoundTable, found: FoundReference) -> str:
    ends = [f"{_id(id_)}.({', '.join(map(_name, columns))})" for id_, columns in ((table.id, found.columns), (found.table, found.to))]
    actions = [f"{verb}: {said.partition(' (')[0]}" for verb, said in (("delete", found.on_delete), ("update", found.on_update)) if said]
    return f"Ref{f' {_name(found.name)}' if found.name else ''}: {' > '.join(ends)}{_settings(actions)}"


def _settings(said: Iterator[str] | list[str]) -> str:
    joined = ", ".join(said)
    return f" [{joined}]" if joined else ""


def _expression(text: str, words: Words) -> str:
    """Between backticks; "" where it has some of its own that are more than quotes around a plain name."""
    plain = QUOTED_NAME.sub(lambda name: name[1] if words.quote(name[1]) == name[1] else name[0], " ".join(text.splitlines()))
    return "" if "`" in plain else f"`{plain}`"


def _type(text: str) -> str:
    return text if PLAIN_TYPE.match(text) else _double(text)


def _id(table: str) -> str:
    """The name of a table with its schema."""
    schema, name = unqualified(table)
    return f"{_name(schema)}.{_name(name)}" if schema else _name(name)


def _name(name: str, *, always: bool = False) -> str:
    return _double(name) if always or not PLAIN.match(name) or name.lower() in WORDS else name


def _double(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _text(text: str) -> str:
    return "'" + " ".join(text.split("\n")).replace("\\", "\\\\").replace("'", "\\'") + "'"
