"""What the compiler's model holds, as flat facts: key -> value, in the form that `expected.py` gives. Runs in the worker's process."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from Microsoft.SqlServer.Dac import Model

Facts = Iterator[tuple[str, str]]
PROBE = "relvar_probe"


def facts(model: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for group in (_columns, _defaults, _keys, _checks, _references, _indexes, _columnar, _code):
        found.update(group(model))
    return dict(sorted(found.items()))


def _all(model: Any, kind: Any) -> list[Any]:
    return list(model.GetObjects(Model.DacQueryScopes.UserDefined, kind))


def _name(element: Any) -> str:
    return ".".join(str(part) for part in element.Name.Parts)


def _last(element: Any) -> str:
    return str(list(element.Name.Parts)[-1])


def _to(element: Any, relation: Any) -> list[Any]:
    return list(element.GetReferenced(relation))


def _histories(model: Any) -> set[str]:
    """Tables of former versions, which the engine makes out of the tables that they are of."""
    return {
        _name(history) for table in _all(model, Model.ModelSchema.Table) for history in _to(table, Model.Table.TemporalSystemVersioningHistoryTable)
    }


def _columns(model: Any) -> Facts:
    kind, histories = Model.Column, _histories(model)
    for table in _all(model, Model.ModelSchema.Table):
        if _name(table) in histories:
            continue  # the engine's own, made of the table's columns
        for history in _to(table, Model.Table.TemporalSystemVersioningHistoryTable):
            yield f"versions {_name(table)}", _name(history)
        for column in _to(table, Model.Table.Columns):
            name = f"column {_name(column)}"
            if str(column.GetMetadata[Model.ColumnType](kind.ColumnType)) == "ComputedColumn":
                yield name, "computed"
                continue
            null = "null" if column.GetProperty[bool](kind.Nullable) else "not null"
            identity = ", identity" if column.GetProperty[bool](kind.IsIdentity) else ""
            yield name, f"{_type(column)}, {null}{identity}"
            if column.GetProperty(kind.MaskingFunction):
                yield f"mask {_name(column)}", "masked"


def _type(column: Any) -> str:
    kind = Model.Column
    name = _last(_to(column, kind.DataType)[0]).lower()
    length, precision, scale = (column.GetProperty[int](p) for p in (kind.Length, kind.Precision, kind.Scale))
    if column.GetProperty[bool](kind.IsMax):
        return f"{name}(max)"
    if name in ("timestamp", "rowversion"):
        return "rowversion"
    if name in ("nvarchar", "varchar", "varbinary", "char", "nchar", "binary"):
        return f"{name}({length})"
    if name in ("decimal", "numeric"):
        return f"{name}({precision},{scale})"
    if name in ("datetimeoffset", "datetime2", "time"):
        return f"{name}({scale})"
    return f"float({precision})" if name == "float" else name


def _defaults(model: Any) -> Facts:
    for default in _all(model, Model.ModelSchema.DefaultConstraint):
        yield f"default {_name(default)}", _name(_to(default, Model.DefaultConstraint.TargetColumn)[0])


def _keys(model: Any) -> Facts:
    for word, kind, schema in (
        ("primary", Model.PrimaryKeyConstraint, Model.ModelSchema.PrimaryKeyConstraint),
        ("unique", Model.UniqueConstraint, Model.ModelSchema.UniqueConstraint),
    ):
        for key in _all(model, schema):
            host = _name(_to(key, kind.Host)[0])
            yield f"key {_name(key)}", f"{word} {host} ({', '.join(_last(c) for c in _to(key, kind.Columns))})"


def _checks(model: Any) -> Facts:
    for check in _all(model, Model.ModelSchema.CheckConstraint):
        yield f"check {_name(check)}", _name(_to(check, Model.CheckConstraint.Host)[0])


def _references(model: Any) -> Facts:
    kind = Model.ForeignKeyConstraint
    for key in _all(model, Model.ModelSchema.ForeignKeyConstraint):
        own, to = (", ".join(_last(c) for c in _to(key, relation)) for relation in (kind.Columns, kind.ForeignColumns))
        action = str(key.GetProperty[Model.ForeignKeyAction](kind.DeleteAction))
        yield f"reference {_name(key)}", f"{_name(_to(key, kind.Host)[0])} ({own}) -> {_name(_to(key, kind.ForeignTable)[0])} ({to}) {action}"


def _indexes(model: Any) -> Facts:
    kind, histories = Model.Index, _histories(model)
    for index in _all(model, Model.ModelSchema.Index):
        if _name(index).rpartition(".")[0] in histories:
            continue
        parts = [
            _last(r.Object) + ("" if r.GetProperty[bool](kind.ColumnsRelationship.Ascending) else " desc")
            for r in index.GetReferencedRelationshipInstances(kind.Columns)
        ]
        carried = sorted(_last(c) for c in _to(index, kind.IncludedColumns))
        text = f"{'unique ' if index.GetProperty[bool](kind.Unique) else ''}({', '.join(parts)})"
        text += f" include ({', '.join(carried)})" if carried else ""
        yield f"index {_name(index)}", text + (" filtered" if index.GetProperty(kind.FilterPredicate) else "")


def _columnar(model: Any) -> Facts:
    kind = Model.ColumnStoreIndex
    for index in _all(model, Model.ModelSchema.ColumnStoreIndex):
        whole = index.GetProperty[bool](kind.Clustered)
        yield f"columnstore {_name(index)}", "all columns" if whole else ", ".join(_last(c) for c in _to(index, kind.Columns))


def _code(model: Any) -> Facts:
    for trigger in _all(model, Model.ModelSchema.DmlTrigger):
        kind = Model.DmlTrigger
        events = [
            w
            for w, p in (("delete", kind.IsDeleteTrigger), ("insert", kind.IsInsertTrigger), ("update", kind.IsUpdateTrigger))
            if trigger.GetProperty[bool](p)
        ]
        yield f"trigger {_name(trigger)}", f"{_name(_to(trigger, kind.TriggerObject)[0])} {', '.join(events)}"
    for word, schema in (("procedure", Model.ModelSchema.Procedure), ("view", Model.ModelSchema.View), ("policy", Model.ModelSchema.SecurityPolicy)):
        for element in _all(model, schema):
            if PROBE not in _name(element):
                yield f"{word} {_name(element)}", word
