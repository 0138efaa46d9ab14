"""Fixes as a migration with its way back: the edits of the faults in the dialect's own words, from `fixes.toml`.

Of a column and a table everything is said again that no edit names. An edit that the dialect cannot make is told, not guessed at.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from relvar.engines import NAMES, engine
from relvar.exporting.models import ddl_elements
from relvar.exporting.models.ddl_words import words_of
from relvar.importing.ddl.dialects import dialects
from relvar.judge.rule import Fault
from relvar.mending.edits import Edited, edited
from relvar.mending.rebuild import rebuild
from relvar.mending.scripted import scripted
from relvar.mending.written import Fixes
from relvar.model.changes import Add, Drop
from relvar.model.existing import Existing, FoundColumn, FoundTable
from relvar.model.expression import ColumnRef
from relvar.model.mending import Edit, Step
from relvar.model.physical import Index
from relvar.model.qualified import qualified, unqualified

Statement = tuple[str, str]  # kind, text
ALL = "*"  # every kind of statement stands by itself
RENAMES = ("rename_column", "rename_table")
THERE = "_there"  # ends the places of what is named with its schema
REBUILT = "rebuild"  # the kind of what makes a table anew
SERIALS = {"serial": "integer", "bigserial": "bigint", "smallserial": "smallint", "serial4": "integer", "serial8": "bigint"}


@cache
def _templates(dialect: str) -> dict[str, Any]:
    found: dict[str, dict[str, Any]] = tomllib.loads((files(__package__) / "fixes.toml").read_text("utf-8"))
    own = found.get(dialect, {})
    return {**found.get(own.get("as", ""), {}), **own}


def fixes(existing: Existing, faults: tuple[Fault, ...]) -> Fixes:
    """Every edit once, in the order of the faults; the way back in the opposite one."""
    if existing.language in NAMES and engine(existing.language).mend is not None:
        return scripted(existing, faults, engine(existing.language))
    writer = _Writer(existing)
    ways: list[tuple[str, Statement, Statement]] = []
    written, left, seen = [], [], set[str]()
    for fault in (fault for fault in faults if fault.fix):
        if not all(writer.can(edit) for edit in fault.fix):
            left.append((fault, f"{existing.dialect} cannot change it in place"))
            continue
        written.append(fault)
        for edit in fault.fix:
            if (name := repr(edit)) not in seen:
                seen.add(name)
                there, back = writer.write(edit)
                ways += [(f"-- {fault.place}: {fault.message} [{fault.rule}]\n", there, back)] if there[1] else []
    ways = [*writer.rebuilt(), *sorted(ways, key=lambda way: writer.turn(way[1][0]))]
    up = writer.file([(head, there) for head, there, _ in ways])
    down = writer.file([("", back) for _, _, back in reversed(ways)])
    return Fixes(up, down, tuple(written), tuple(left))


class _Writer:
    """Tables as they are after the edits that have been written: each edit begins where the one before it ended."""

    def __init__(self, existing: Existing) -> None:
        self.existing = existing
        self.templates = _templates(existing.dialect)
        self.words = words_of(existing.dialect) if existing.dialect in dialects() else words_of("postgresql")
        self.tables = dict(existing.tables)
        self.anew: dict[str, list[Edited]] = {}
        self.number = 0

    # --- files ---

    def file(self, statements: list[tuple[str, Statement]]) -> str:
        """What may stand in a transaction does, together with its neighbours that may."""
        groups: list[tuple[bool, list[str]]] = []
        for head, (kind, text) in statements:
            alone = kind in self.outside or ALL in self.outside
            if alone or not groups or groups[-1][0]:
                groups.append((alone, []))
            groups[-1][1].append(head + text)
        anew = "_anew" if any(kind == REBUILT for _, (kind, _) in statements) else ""
        begin, commit = (self.templates.get(word + anew, "") for word in ("begin", "commit"))
        framed = [texts if alone else [begin, *texts, commit] for alone, texts in groups]
        return "\n\n".join(text for texts in framed for text in texts if text) + ("\n" if groups else "")

    @property
    def outside(self) -> tuple[str, ...]:
        return tuple(self.templates.get("outside", ()))

    def turn(self, kind: str) -> int:
        """When a statement is run: what needs no transaction of its own first, what changes names that others say last."""
        return RENAMES.index(kind) + 2 if kind in RENAMES else int(kind in self.outside)

    def rebuilt(self) -> list[tuple[str, Statement, Statement]]:
        """Comment, way there and way back of every table that is made anew: once, whatever is mended in it."""
        made = []
        for id_ in self.anew:
            before, after = self.existing.tables[id_], self.tables[id_]
            there, back = rebuild(self.existing, before, after), rebuild(self.existing, after, before)
            made.append((f"-- {id_} is made anew\n", (REBUILT, there), (REBUILT, back)))
        return made

    # --- edits ---

    def can(self, edit: Edit) -> bool:
        """Whether the dialect has words for the edit."""
        if isinstance(edit, Add | Drop):
            return isinstance(edit.element, Index) and self._is_plain(edit.element) and "add_index" in self.templates
        if self._is_step(edit):
            return True
        change = self._edited(edit)
        if change is not None and change.column in _keyed(change.before) and not self.templates.get("keyed_columns", True):
            return False
        return change is not None and (change.kind in self.templates or (REBUILT in self.templates and self._is_whole(change.before)))

    def write(self, edit: Edit) -> tuple[Statement, Statement]:
        """The statement of the edit and that of its reverse; without a text where the table is made anew."""
        if isinstance(edit, Add | Drop):
            add, drop = (self._index(kind, edit.table, edit.element) for kind in ("add_index", "drop_index"))
            return (add, drop) if isinstance(edit, Add) else (drop, add)
        if isinstance(edit, Step) and self._is_step(edit):
            return self._step(edit)
        change = self._edited(edit)
        assert change is not None  # `can` was asked
        self.tables[edit.table] = change.after
        if change.kind not in self.templates:
            self.anew.setdefault(edit.table, []).append(change)
            return (REBUILT, ""), (REBUILT, "")
        return self._change(change.kind, change.before, change.after, change.column), self._change(
            change.back, change.after, change.before, change.column
        )

    def _is_step(self, edit: Edit) -> bool:
        return isinstance(edit, Step) and edit.step in self.templates.get("steps", {})

    def _edited(self, edit: Edit) -> Edited | None:
        return edited(self.tables[edit.table], edit, self.existing.dialect, self.templates.get("no", "false")) if edit.table in self.tables else None

    def _is_whole(self, table: FoundTable) -> bool:
        """Whether everything of the table was understood: what was not would be lost."""
        return not any(table.id in left.text or (left.place.line and left.place == table.place) for left in self.existing.leftovers)

    @staticmethod
    def _is_plain(index: Index) -> bool:
        """Whether what made the index is said again from here."""
        columns = all(isinstance(p.expression, ColumnRef) and not p.method_class for p in index.parts)
        return columns and index.where is None and not index.include and index.method == "ordered"

    def _said(self, kind: str, **values: str) -> Statement:
        template: str = self.templates[kind]
        return kind, template.strip().format(**values)

    def _index(self, kind: str, table_id: str, index: Any) -> Statement:
        quote = self.words.quote
        parts = ", ".join(quote(part.expression.column) + (" desc" if part.descending else "") for part in index.parts)
        unique = "unique " if index.unique else ""
        schema = self.existing.tables[table_id].schema or self._schema
        schema_index = f"{quote(schema)}.{quote(index.name)}" if schema else quote(index.name)
        return self._said(kind, unique=unique, index=quote(index.name), schema_index=schema_index, table=self._table(table_id), parts=parts)

    def _step(self, step: Step) -> tuple[Statement, Statement]:
        up, down = self.templates["steps"][step.step]
        self.number += 1
        names = {place: self._there(name) if place.endswith(THERE) else self.words.table(name) for place, name in step.names.items()}
        texts = {f"{place}_text": names[place] if place.endswith(THERE) else unqualified(name).name for place, name in step.names.items()}
        values = {**names, **step.texts, "table": self._table(step.table), "column": self.words.quote(step.column), "number": str(self.number)}
        texts |= {f"{word}_text": values[word] for word in ("table", "column")}
        values |= {place: text.replace("'", "''") for place, text in texts.items()}
        return (step.step, up.strip().format(**values)), (step.step, down.strip().format(**values))

    def _change(self, kind: str, before: FoundTable, after: FoundTable, column: str) -> Statement:
        values = {"table": self._table(after.id), "table_text": self._table(after.id), "name": self.words.quote(f"{after.name}_pkey")}
        key = after.primary or before.primary
        values["columns"] = ", ".join(map(self.words.quote, key.columns)) if key else ""
        if column:
            values |= self._place(before, after, column)
        return self._said(kind, **values)

    def _place(self, before: FoundTable, after: FoundTable, name: str) -> dict[str, str]:
        """What the templates say of a column; {after}: its whole definition."""
        self.number += 1
        now, then = after.columns.get(name), before.columns.get(name)
        column = now or then
        assert column is not None
        schema, sequence = after.schema or self._schema, self.words.quote(f"{after.name}_{name}_seq")
        values = {
            "column": self.words.quote(name),
            "column_text": name.replace("'", "''"),
            "type": self._type(column),
            "after": ddl_elements.column(self.words, after, column),
            "null": "null" if column.nullable else "not null",
            "default": column.default or (then.default if then else ""),
            "back_default": f", alter column {self.words.quote(name)} drop default" if then and then.default and not column.default else "",
            "schema_sequence": f"{self.words.quote(schema)}.{sequence}" if schema else sequence,
            "number": str(self.number),
            "default_name": self.words.quote(column.options.get("default name") or f"{after.name}_{name}_df"),
        }
        for word in ("without_default", "with_default"):
            held = column.default if word == "with_default" else (then.default if then else "")
            template = self.templates.get(word, "") if held else ""
            values[word] = template.format(**values, table=self._table(after.id), table_text=self._table(after.id)) if template else ""
        return values

    def _type(self, column: FoundColumn) -> str:
        return SERIALS.get(column.type, column.type)

    @property
    def _schema(self) -> str:
        """That of a table which names none, where the dialect writes one."""
        return self.words.dialect.schema if self.existing.dialect in dialects() and self.templates.get("schemas", True) else ""

    def _there(self, id_: str) -> str:
        """What lies in a schema, with that of the dialect where it names none."""
        schema, name = unqualified(id_)
        return self.words.table(qualified(schema or self._schema, name))

    def _table(self, id_: str) -> str:
        return self._there(id_) if id_ else ""


def _keyed(table: FoundTable) -> set[str]:
    """The columns of keys and indexes."""
    keys = (*((table.primary,) if table.primary else ()), *table.uniques, *table.indexes)
    return {name for key in keys for name in (*key.columns, *key.include) if name}
