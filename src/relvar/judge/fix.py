"""Fixes as a migration with its way back: the edits of the faults in the dialect's own words, from `fixes.toml`.

The original text of a column's type and default is taken from the source, so that nothing changes that no edit names. An edit that the
dialect cannot make in place is told, not guessed at.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from relvar.engines import NAMES, engine
from relvar.importing.ddl.dialects import dialects
from relvar.judge.rule import Fault
from relvar.model.changes import Add, Alter, Change, Drop, SetTable
from relvar.model.existing import Existing, FoundTable
from relvar.model.expression import ColumnRef, Constant
from relvar.model.physical import Column, Index

Statement = tuple[str, str]  # kind, text
SERIALS = {"serial": "integer", "bigserial": "bigint", "smallserial": "smallint", "serial4": "integer", "serial8": "bigint"}


class Fixes(NamedTuple):
    """The two files, and the faults whose fix this dialect cannot write."""

    up: str
    down: str
    written: tuple[Fault, ...]
    left: tuple[Fault, ...]


@cache
def _templates(dialect: str) -> dict[str, Any]:
    found: dict[str, dict[str, Any]] = tomllib.loads((files(__package__) / "fixes.toml").read_text("utf-8"))
    own = found.get(dialect, {})
    return {**found.get(own.get("as", ""), {}), **own}


def fixes(existing: Existing, faults: tuple[Fault, ...]) -> Fixes:
    """Every edit once, in the order of the faults; the way back in the opposite one."""
    writer = _Writer(existing)
    up: list[tuple[Fault, Statement]] = []
    down: list[Statement] = []
    left, seen = [], set[str]()
    for fault in faults:
        edits = [(writer.up(change), writer.down(change), repr(change)) for change in fault.fix]
        if not edits or not all(one and other for one, other, _ in edits):
            left += [fault] if fault.fix else []
            continue
        for one, other, name in edits:
            if name not in seen and one and other:
                seen.add(name)
                up.append((fault, one))
                down.insert(0, other)
    outside = tuple(_templates(existing.dialect).get("outside", ()))
    written = tuple(dict.fromkeys(fault for fault, _ in up))
    said = [(f"-- {fault.place}: {fault.message} [{fault.rule}]\n", statement) for fault, statement in up]
    return Fixes(writer.file(said, outside), writer.file([("", statement) for statement in down], outside), written, tuple(left))


class _Writer:
    def __init__(self, existing: Existing) -> None:
        self.existing = existing
        self.templates = _templates(existing.dialect)
        qualified = existing.dialect in dialects() and self.templates.get("schemas", True)
        self.default_schema = dialects()[existing.dialect].schema if qualified else ""

    def file(self, statements: list[tuple[str, Statement]], outside: tuple[str, ...]) -> str:
        """What may stand in a transaction does; the rest follows by itself."""
        within = [head + text for head, (kind, text) in statements if kind not in outside]
        beside = [head + text for head, (kind, text) in statements if kind in outside]
        begin, commit = self.templates.get("begin", ""), self.templates.get("commit", "")
        held = [text for text in (begin, *within, commit) if text] if within else []
        return "\n\n".join([*held, *beside]) + ("\n" if held or beside else "")

    def up(self, change: Change) -> Statement | None:
        if isinstance(change, Add) and isinstance(change.element, Index):
            return self._index("add_index", change.table, change.element)
        if isinstance(change, Drop) and isinstance(change.element, Index):
            return self._index("drop_index", change.table, change.element)
        if isinstance(change, SetTable):
            return self._key("set_key", change)
        return self._column(change) if isinstance(change, Alter) and isinstance(change.after, Column) else None

    def down(self, change: Change) -> Statement | None:
        if isinstance(change, Add) and isinstance(change.element, Index):
            return self._index("drop_index", change.table, change.element)
        if isinstance(change, Drop) and isinstance(change.element, Index):
            return self._index("add_index", change.table, change.element)
        if isinstance(change, SetTable):
            return self._key("drop_key", change)
        return self._column_back(change) if isinstance(change, Alter) and isinstance(change.before, Column) else None

    def _said(self, kind: str, **values: str) -> Statement | None:
        template: str | None = self.templates.get(kind)
        return (kind, template.strip().format(**values)) if template else None

    def quote(self, name: str) -> str:
        mark: str = self.templates.get("quote", '"')
        if name.replace("_", "a").isalnum() and name == name.lower() and not name[0].isdigit():
            return name
        return f"[{name}]" if mark == "[" else f"{mark}{name}{mark}"

    def table(self, table: FoundTable) -> str:
        schema = table.schema or self.default_schema
        return f"{self.quote(schema)}.{self.quote(table.name)}" if schema else self.quote(table.name)

    def _index(self, kind: str, table_id: str, index: Index) -> Statement | None:
        table = self.existing.tables[table_id]
        plain = [p.expression.column for p in index.parts if isinstance(p.expression, ColumnRef) and not p.method_class]
        if len(plain) != len(index.parts) or index.where is not None or index.include or index.method != "ordered":
            return None  # what made it is not said again from here
        schema = table.schema or self.default_schema
        parts = ", ".join(self.quote(name) + (" desc" if part.descending else "") for name, part in zip(plain, index.parts, strict=True))
        return self._said(
            kind,
            unique="unique " if index.unique else "",
            index=self.quote(index.name),
            schema_index=f"{self.quote(schema)}.{self.quote(index.name)}" if schema else self.quote(index.name),
            table=self.table(table),
            parts=parts,
        )

    def _key(self, kind: str, change: SetTable) -> Statement | None:
        table = self.existing.tables[change.table]
        columns = ", ".join(map(self.quote, change.after.primary_key))
        return self._said(kind, table=self.table(table), columns=columns, name=self.quote(f"{table.name}_pkey"))

    def _column(self, change: Alter) -> Statement | None:
        before, after = change.before, change.after
        assert isinstance(before, Column) and isinstance(after, Column)
        if before.identity != after.identity:
            return self._said("make_identity", **self._place(change))
        if before.nullable and not after.nullable:
            return self._said("set_not_null", **self._place(change), type=self._own(change))
        return self._retyped(change, self._type(after))

    def _column_back(self, change: Alter) -> Statement | None:
        before, after = change.before, change.after
        assert isinstance(before, Column) and isinstance(after, Column)
        if before.identity != after.identity:
            return self._said("drop_identity", **self._place(change))
        if before.nullable and not after.nullable:
            return self._said("drop_not_null", **self._place(change), type=self._own(change))
        return self._retyped(change, self._own(change))

    def _retyped(self, change: Alter, kind: str) -> Statement | None:
        """Another type, or the engine's own one for what the model holds to be the same (timestamp and timestamptz)."""
        after = change.after
        assert isinstance(after, Column)
        template = "set_instant" if after.data.base == "timestamp" and "set_instant" in self.templates else "set_type"
        return self._said(template, **self._place(change), type=kind) if kind else None

    def _type(self, column: Column) -> str:
        """The type in the engine's words; a text keeps its bound where the engine would say it by a check."""
        if self.existing.dialect not in NAMES:
            return ""
        text = engine(self.existing.dialect).native(column.data).text
        return f"varchar({column.data.length})" if column.data.base == "text" and column.data.length else text

    def _own(self, change: Alter) -> str:
        kind = self.existing.tables[change.table].columns[change.id].type
        return SERIALS.get(kind, kind)

    def _place(self, change: Alter) -> dict[str, str]:
        table = self.existing.tables[change.table]
        column = table.columns[change.id]
        after = change.after
        assert isinstance(after, Column)
        said = column.default or ("false" if isinstance(after.default, Constant) and after.default.value is False else "")
        null = "" if column.nullable else "not null "
        sequence = f"{table.name}_{column.name}_seq"
        schema = table.schema or self.default_schema
        remark = f" comment {_quoted(column.comment)}" if column.comment else ""
        return {
            "table": self.table(table),
            "column": self.quote(column.name),
            "table_text": self.table(table),
            "column_text": column.name,
            "default": said,
            "back_default": "" if column.default else f", alter column {self.quote(column.name)} drop default",
            "kept": (f" on update {column.on_update}" if column.on_update else "") + remark,
            "collation": f" collate {column.collation}" if column.collation else "",
            "back": f" default {column.default}" if column.default else "",
            "definition": f"{null}default {column.default}" if column.default else null.strip(),
            "schema_sequence": f"{self.quote(schema)}.{self.quote(sequence)}" if schema else self.quote(sequence),
        }


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"
