"""What a table is after an edit: every dialect says the same change in its own way, and one that cannot change a table in place makes it anew."""

from __future__ import annotations

from typing import NamedTuple

from msgspec.structs import replace

from relvar.engines import NAMES, engine
from relvar.importing.ddl.dialects import dialect
from relvar.model.changes import Alter, SetTable
from relvar.model.existing import FoundColumn, FoundKey, FoundPart, FoundTable, Numbering
from relvar.model.expression import Constant
from relvar.model.mending import Edit, Step
from relvar.model.physical import Column


class Edited(NamedTuple):
    """The table before and after; `kind`: the edit's name among the templates, `back` that of its reverse; `column`: of which it is, else ""."""

    kind: str
    back: str
    before: FoundTable
    after: FoundTable
    column: str = ""


def edited(table: FoundTable, edit: Edit, dialect_name: str, no: str) -> Edited | None:
    """What the edit makes of the table; None for one that is of no column and no key. `no`: how the dialect writes it."""
    if isinstance(edit, SetTable):
        return _keyed(table, edit.after.primary_key)
    if isinstance(edit, Alter) and isinstance(edit.before, Column) and isinstance(edit.after, Column):
        return _altered(table, edit.id, edit.before, edit.after, dialect_name, no)
    if not isinstance(edit, Step):
        return None
    if edit.step in ("set_type", "set_instant", "widen"):
        return _column(table, edit.step, edit.step, replace(table.columns[edit.column], type=edit.texts["type"]))
    if edit.step == "touch":
        return _column(table, "touch_column", "touch_column", replace(table.columns[edit.column], on_update=edit.texts["default"]))
    if edit.step == "set_not_null":
        return _column(table, "set_not_null", "drop_not_null", replace(table.columns[edit.column], nullable=False))
    if edit.step == "make_strict":
        types = {name: replace(column, type=edit.texts[name]) for name, column in table.columns.items()}
        return Edited("make_strict", "make_strict", table, replace(table, columns=types, options={**table.options, "strict": ""}))
    if edit.step == "number_rows":
        return _numbered(table, edit, dialect_name)
    return None


def _altered(table: FoundTable, name: str, before: Column, after: Column, dialect_name: str, no: str) -> Edited | None:
    column = table.columns[name]
    if before.identity != after.identity:
        return _column(table, "make_identity", "drop_identity", replace(column, numbered="by default"))
    if before.nullable and not after.nullable:
        fills = column.default if column.default.lower() != "null" else ""
        fills = fills or (no if isinstance(after.default, Constant) and after.default.value is False else "")
        return _column(table, "set_not_null", "drop_not_null", replace(column, nullable=False, default=fills))
    if dialect_name not in NAMES:
        return None
    text = engine(dialect_name).native(after.data).text
    text = f"varchar({after.data.length})" if after.data.base == "text" and after.data.length else text  # not said by a check
    kind = "set_instant" if after.data.base == "timestamp" else "set_type"
    return _column(table, kind, kind, replace(column, type=text))


def _column(table: FoundTable, kind: str, back: str, column: FoundColumn) -> Edited:
    return Edited(kind, back, table, replace(table, columns={**table.columns, column.name: column}), column.name)


def _keyed(table: FoundTable, columns: tuple[str, ...]) -> Edited:
    key = FoundKey(parts=tuple(FoundPart(column=column) for column in columns))
    return Edited("set_key", "drop_key", table, replace(table, primary=key))


def _numbered(table: FoundTable, step: Step, dialect_name: str) -> Edited:
    """A column that the engine numbers, before all others, and the key of it."""
    numbered: Numbering = "counter" if dialect(dialect_name).counters else "by default"
    column = FoundColumn(name=step.column, type=step.texts["type"], nullable=False, numbered=numbered)
    key = FoundKey(parts=(FoundPart(column=step.column),))
    after = replace(table, columns={step.column: column, **table.columns}, primary=key)
    return Edited("number_rows", "drop_number", table, after, step.column)
