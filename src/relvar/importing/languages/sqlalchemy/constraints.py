"""Constraints and indexes over several columns: in `__table_args__`, in a `Table`, or beside the tables."""

from __future__ import annotations

import ast

from relvar.importing.ddl.cursor import NotUnderstood
from relvar.importing.languages.python.modules import Module, dotted, is_true, items, keyword, last, text
from relvar.importing.languages.python.values import over, shown
from relvar.importing.languages.sketch import Sketch, parts
from relvar.importing.languages.sqlalchemy.columns import condition, target
from relvar.model.existing import FoundCheck, FoundIndex, FoundKey, FoundPart, FoundReference

KINDS = ("PrimaryKeyConstraint", "UniqueConstraint", "CheckConstraint", "ForeignKeyConstraint", "Index", "ExcludeConstraint")
WHERE = ("postgresql_where", "sqlite_where", "mssql_where")
METHODS = ("postgresql_using", "mysql_using", "mysql_prefix")
INCLUDE = ("postgresql_include", "mssql_include")
FUNCTIONS = ("lower", "upper", "coalesce", "length", "trim", "abs")


def constraint(sketch: Sketch, call: ast.Call, module: Module, columns: dict[str, str]) -> None:
    """A constraint or index joins its table. `columns`: attribute -> column. Raises NotUnderstood."""
    kind, place, name = last(call), module.place(call), text(keyword(call, "name"))
    if kind == "PrimaryKeyConstraint":
        sketch.key[:], sketch.key_name = [_column(argument, columns) for argument in call.args], name
    elif kind == "UniqueConstraint":
        late = is_true(call, "deferrable")
        deferred = text(keyword(call, "initially")).upper() == "DEFERRED"
        equal = is_true(call, "postgresql_nulls_not_distinct")
        columns_ = parts(tuple(_column(argument, columns) for argument in call.args))
        sketch.uniques.append(FoundKey(name=name, parts=columns_, deferrable=late, deferred=deferred, nulls_equal=equal, place=place))
    elif kind == "CheckConstraint" and call.args:
        sketch.checks.append(FoundCheck(name=name, condition=condition(call.args[0]), place=place))
    elif kind == "ForeignKeyConstraint" and len(call.args) > 1:
        _reference(sketch, call, module, columns, name)
    elif kind == "Index" and call.args:
        _index(sketch, call, module, columns)
    else:
        raise NotUnderstood(f"relvar has no words for {kind}")


def _reference(sketch: Sketch, call: ast.Call, module: Module, columns: dict[str, str], name: str) -> None:
    targets = [target(item) for item in items(call.args[1])]
    sketch.references.append(
        FoundReference(
            name=name,
            columns=tuple(_column(item, columns) for item in items(call.args[0])),
            table=targets[0][0] if targets else "",
            to=tuple(to for _, to in targets),
            on_delete=text(keyword(call, "ondelete")).lower(),
            on_update=text(keyword(call, "onupdate")).lower(),
            deferrable=is_true(call, "deferrable"),
            deferred=text(keyword(call, "initially")).upper() == "DEFERRED",
            place=module.place(call),
        )
    )


def _index(sketch: Sketch, call: ast.Call, module: Module, columns: dict[str, str]) -> None:
    where = next((found for word in WHERE if (found := keyword(call, word)) is not None), None)
    classes = keyword(call, "postgresql_ops")
    known = dict(zip([text(k) for k in classes.keys if k], [text(v) for v in classes.values], strict=True)) if isinstance(classes, ast.Dict) else {}
    members = tuple(_part(argument, columns, known) for argument in call.args[1:])
    sketch.indexes.append(
        FoundIndex(
            name=text(call.args[0]),
            parts=members,
            unique=is_true(call, "unique"),
            where=condition(where) if where is not None else "",
            include=tuple(text(item) for word in INCLUDE for item in items(keyword(call, word))),
            method=next((said.lower() for word in METHODS if (said := text(keyword(call, word)))), ""),
            concurrent=is_true(call, "postgresql_concurrently"),
            place=module.place(call),
        )
    )


def _part(node: ast.expr, columns: dict[str, str], classes: dict[str, str]) -> FoundPart:
    if isinstance(node, ast.Call):
        word = last(node)
        if word in ("desc", "asc"):
            inner = node.func.value if isinstance(node.func, ast.Attribute) and not node.args else node.args[0] if node.args else node
            return FoundPart(column=_column(inner, columns), descending=word == "desc")
        if word == "text" and node.args:
            return over(condition(node))
        if word in FUNCTIONS and node.args:
            return FoundPart(text=f"{word}({', '.join(_column(argument, columns) for argument in node.args)})")
        raise NotUnderstood(f"relvar has no words for {shown(node)}")
    column = _column(node, columns)
    return FoundPart(column=column, operator_class=classes.get(column, ""))


def _column(node: ast.expr, columns: dict[str, str]) -> str:
    """The column of a name, of an attribute of a class, or of table.c.column. Raises NotUnderstood."""
    name = text(node) or dotted(node).rpartition(".")[2]
    if not name:
        raise NotUnderstood(f"{shown(node)} names no column")
    return columns.get(name, name) if not text(node) else name if name in columns.values() else columns.get(name, name)
