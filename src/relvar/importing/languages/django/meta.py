"""The Meta of a model: keys, indexes and conditions over several fields."""

from __future__ import annotations

import ast

import msgspec

from relvar.importing.ddl.cursor import NotUnderstood
from relvar.importing.languages.django.conditions import FUNCTIONS, Conditions
from relvar.importing.languages.django.models import Model
from relvar.importing.languages.python.modules import assigned, is_false, items, keyword, last, text
from relvar.importing.languages.python.values import Values, over, shown
from relvar.importing.languages.sketch import Sketch, Sketches
from relvar.model.existing import FoundCheck, FoundIndex, FoundKey, FoundPart, Place

METHODS = {
    "Index": "", "BTreeIndex": "btree", "GinIndex": "gin", "GistIndex": "gist", "BrinIndex": "brin", "HashIndex": "hash",
    "SpGistIndex": "spgist", "BloomIndex": "bloom",
}  # fmt: skip
# What says nothing of the table: how Django calls, orders and guards the rows.
HARMLESS_WORDS = """
    abstract app_label base_manager_name db_table db_table_comment default_manager_name default_related_name get_latest_by ordering permissions
    default_permissions proxy required_db_features select_on_save verbose_name verbose_name_plural swappable
"""
HARMLESS = frozenset(HARMLESS_WORDS.split())


class Meta:
    """Reads the options of one model."""

    def __init__(self, sketches: Sketches, values: Values, model: Model, columns: dict[str, str]) -> None:
        self.sketches, self.model, self.columns = sketches, model, columns
        self.conditions = Conditions(values, columns, model.found, sketches.dialect)

    def read(self, sketch: Sketch) -> None:
        """Every option joins the table, or is listed."""
        for meta in self.model.meta:
            for name, value in assigned(meta.body):
                place = self._place(value)
                try:
                    self._option(sketch, name, value, place)
                except NotUnderstood as error:
                    self.sketches.leave(f"{self.model.name}.Meta {name} = {shown(value)}", str(error), place)

    def _place(self, node: ast.AST) -> Place:
        return self.model.found.module.place(node)

    def _option(self, sketch: Sketch, name: str, value: ast.expr, place: Place) -> None:
        if name in ("unique_together", "index_together"):
            groups = [value] if items(value) and all(text(item) for item in items(value)) else items(value)
            for group in groups:
                parts = tuple(self._part(text(item)) for item in items(group))
                if name == "unique_together":
                    sketch.uniques.append(FoundKey(parts=parts, place=place))
                else:
                    sketch.indexes.append(FoundIndex(parts=parts, place=place))
        elif name in ("indexes", "constraints"):
            for item in items(value):
                self._try(sketch, item)
        elif name == "managed" and isinstance(value, ast.Constant) and value.value is False:
            self.sketches.leave(f"{self.model.name}.Meta managed = False", "another tool makes this table; it is read as the model says it", place)
        elif name == "order_with_respect_to":
            raise NotUnderstood("Django keeps a column _order for it: say it as an attribute")
        elif name not in HARMLESS and name != "managed":
            raise NotUnderstood("no option of a model is called so")

    def _try(self, sketch: Sketch, node: ast.expr) -> None:
        place = self._place(node)
        try:
            if not isinstance(node, ast.Call):
                raise NotUnderstood("what stands here is not written out")
            self._element(sketch, node, place)
        except NotUnderstood as error:
            self.sketches.leave(f"{self.model.name}: {shown(node)}", str(error), place)

    def _element(self, sketch: Sketch, call: ast.Call, place: Place) -> None:
        kind = last(call)
        name = text(keyword(call, "name")).replace("%(class)s", self.model.name.lower()).replace("%(app_label)s", self.model.label)
        where = keyword(call, "condition")
        if kind == "CheckConstraint":
            condition = keyword(call, "condition", 0) or keyword(call, "check")
            if condition is None:
                raise NotUnderstood("a check without a condition")
            sketch.checks.append(FoundCheck(name=name, condition=self.conditions.condition(condition), place=place))
        elif kind == "UniqueConstraint":
            parts = self._parts(call)
            clause = self.conditions.condition(where) if where is not None else ""
            include = tuple(self._column(text(item)) for item in items(keyword(call, "include")))
            if clause or not all(part.column for part in parts):
                sketch.indexes.append(FoundIndex(name=name, parts=parts, unique=True, where=clause, include=include, place=place))
            else:
                late = keyword(call, "deferrable")
                deferred = late is not None and last(late) == "DEFERRED"
                equal = is_false(call, "nulls_distinct")
                sketch.uniques.append(
                    FoundKey(name=name, parts=parts, include=include, deferrable=late is not None, deferred=deferred, nulls_equal=equal, place=place)
                )
        elif kind in METHODS:
            clause = self.conditions.condition(where) if where is not None else ""
            include = tuple(self._column(text(item)) for item in items(keyword(call, "include")))
            sketch.indexes.append(FoundIndex(name=name, parts=self._parts(call), where=clause, include=include, method=METHODS[kind], place=place))
        else:
            raise NotUnderstood(f"relvar has no words for {kind}")

    def _parts(self, call: ast.Call) -> tuple[FoundPart, ...]:
        classes = [text(item) for item in items(keyword(call, "opclasses"))]
        found = [self._part(text(item)) for item in items(keyword(call, "fields"))] + [self._expression(node) for node in call.args]
        if not found:
            raise NotUnderstood("no fields are written out")
        if classes:
            found = [FoundPart(column=p.column, text=p.text, descending=p.descending, operator_class=c) for p, c in zip(found, classes, strict=False)]
        return tuple(found)

    def _expression(self, node: ast.expr) -> FoundPart:
        descending = isinstance(node, ast.Call) and last(node) == "desc"
        inner = node.func.value if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and last(node) in ("desc", "asc") else node
        if text(inner):
            return self._part(text(inner))
        if isinstance(inner, ast.Call) and last(inner) == "F" and inner.args:
            return FoundPart(column=self._column(text(inner.args[0])), descending=descending)
        if isinstance(inner, ast.Call) and last(inner) in FUNCTIONS and inner.args:
            return FoundPart(text=self.conditions.function(inner), descending=descending)
        if isinstance(inner, ast.Call) and last(inner) == "RawSQL":
            return msgspec.structs.replace(over(self.conditions.condition(inner)), descending=descending)
        raise NotUnderstood(f"relvar has no words for {shown(node)}")

    def _part(self, field: str) -> FoundPart:
        return FoundPart(column=self._column(field.lstrip("-")), descending=field.startswith("-"))

    def _column(self, field: str) -> str:
        if field not in self.columns:
            raise NotUnderstood(f"{self.model.name} has no field {field or 'that is written out'}")
        return self.columns[field]


def columns_of(model: Model, key: str) -> dict[str, str]:
    """Field -> column, as conditions and keys name them; a field goes before a column that is called so."""
    from relvar.importing.languages.django.relations import ONE

    fields, columns = {}, {}
    for name, (call, _) in model.fields.items():
        column = text(keyword(call, "db_column")) or (f"{name}_id" if last(call) in ONE else name)
        fields[name] = columns[column] = column
        if last(call) in ONE:
            columns[f"{name}_id"] = column
    return {"pk": key, "id": key, **columns, **fields}
