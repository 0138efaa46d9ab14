"""Fields of Django that hold values, as columns."""

from __future__ import annotations

import ast
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from relvar.importing.ddl.cursor import NotUnderstood
from relvar.importing.languages.django.models import Model
from relvar.importing.languages.python.modules import Class, is_false, is_true, items, keyword, last, number, text
from relvar.importing.languages.python.values import Values, listed, raw_text, shown
from relvar.importing.languages.sketch import Sketch, Sketches, parts
from relvar.model.existing import FoundCheck, FoundColumn, FoundIndex, Numbering, Place

COUNTED = ("AutoField", "BigAutoField", "SmallAutoField")
POSITIVE = ("PositiveIntegerField", "PositiveSmallIntegerField", "PositiveBigIntegerField")
BOUNDS = {"MinValueValidator": ">=", "MaxValueValidator": "<="}
TIMES = ("DateTimeField", "DateField", "TimeField")
ENDING = "Field"


@cache
def _words(dialect: str) -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads((files(__package__) / "types.toml").read_text("utf-8"))
    own = found.get(dialect, {})
    return {**found["postgresql"], **found.get(own.get("as", ""), {}), **own, "lengths": found["lengths"]}


def is_field(call: ast.Call) -> bool:
    """Whether a call makes a field, by its name."""
    return last(call).endswith(ENDING) and not last(call).startswith(("Form", "Serializer"))


class Fields:
    """Makes columns of fields."""

    def __init__(self, sketches: Sketches, values: Values) -> None:
        self.sketches, self.values = sketches, values

    def type_of(self, call: ast.Call) -> str:
        """The type of a field. Raises NotUnderstood for a field that relvar does not know."""
        words, name = _words(self.sketches.dialect), last(call)
        if name == "ArrayField":
            base = keyword(call, "base_field", 0)
            return (self.type_of(base) if isinstance(base, ast.Call) else "text") + "[]"
        if name == "GeneratedField":
            output = keyword(call, "output_field")
            return self.type_of(output) if isinstance(output, ast.Call) else "text"
        if name not in words:
            raise NotUnderstood(f"no field of Django is called {name}")
        length = number(keyword(call, "max_length")) or words["lengths"].get(name)
        digits = number(keyword(call, "max_digits")), number(keyword(call, "decimal_places"))
        template: str = words[name]
        if "{n}" in template and not length:
            return template.replace("({n})", "(max)" if template.startswith("n") else "")
        if "{p}" in template and None in digits:
            return template.partition("(")[0]
        return template.format(n=length, p=digits[0], s=digits[1])

    def kept_as(self, call: ast.Call) -> str:
        """The type that the field's column has: text where relvar does not know the field, which is told where the column is made."""
        try:
            return self.type_of(call)
        except NotUnderstood:
            return "text"

    def column(self, model: Model, sketch: Sketch, name: str, call: ast.Call, found: Class) -> None:
        """The field joins the table."""
        place, column = found.module.place(call), text(keyword(call, "db_column")) or name
        try:
            kind = self.type_of(call)
        except NotUnderstood as error:
            kind = "text"
            self.sketches.leave(f"{model.name}.{name} = {shown(call)}", f"{error}: kept as a text", place)
        self.add(sketch, column, kind, call, found, f"{model.name}.{name}")
        if last(call) in POSITIVE and "unsigned" not in kind:
            sketch.checks.append(FoundCheck(condition=f"{column} >= 0", place=place))
        if last(call) == "SlugField" and not is_false(call, "db_index"):
            self._indexed(sketch, column, place)
        if (choices := keyword(call, "choices")) is not None:
            self._choices(sketch, column, choices, found, f"{model.name}.{name}")
        self._validators(sketch, column, call, found, f"{model.name}.{name}")
        if last(call) == "GeneratedField" and not sketch.columns[column].generated:
            self.sketches.leave(f"{model.name}.{name} = {shown(call)}", "an expression of Django is not run: say what it computes", place)

    def add(self, sketch: Sketch, column: str, kind: str, call: ast.Call, found: Class, called: str) -> None:
        """A column with what every field says alike: null, default, key, unique, index, comment."""
        place = found.module.place(call)
        sketch.columns[column] = FoundColumn(
            name=column,
            type=kind,
            nullable=is_true(call, "null") or last(call) == "NullBooleanField",
            default=self._default(call, found, called),
            numbered=self._numbered(call),
            generated=_computed(call),
            stored=not is_false(call, "db_persist"),
            collation=_collation(call),
            comment=text(keyword(call, "db_comment")) or text(keyword(call, "help_text")),
            place=place,
        )
        if is_true(call, "primary_key"):
            sketch.key[:] = [column]
        elif is_true(call, "unique"):
            sketch.make_unique((column,), place)
        elif is_true(call, "db_index"):
            self._indexed(sketch, column, place)
        for said in ("unique_for_date", "unique_for_month", "unique_for_year"):
            if keyword(call, said) is not None:
                self.sketches.leave(f"{called} {said}", "Django checks it when a form is saved; no constraint of the table says it", place)

    def _numbered(self, call: ast.Call) -> Numbering:
        return self.sketches.numbering if last(call) in COUNTED else ""

    def _indexed(self, sketch: Sketch, column: str, place: Place) -> None:
        if not any(index.columns[:1] == (column,) for index in sketch.indexes):
            sketch.indexes.append(FoundIndex(parts=parts((column,)), place=place))

    def _default(self, call: ast.Call, found: Class, called: str) -> str:
        """The default of the database, else that which Django gives every row."""
        if is_true(call, "auto_now"):
            self.sketches.leave(f"{called} auto_now", "a time kept by Django is a behaviour: say it anew", found.module.place(call))
        if is_true(call, "auto_now_add") and last(call) in TIMES:
            return "current_date" if last(call) == "DateField" else "current_timestamp"
        node = keyword(call, "db_default") or keyword(call, "default")
        if node is None:
            return ""
        try:
            value = self.values.literal(node, found.module, found.name)
        except NotUnderstood as error:
            self.sketches.leave(f"{called} default={shown(node)}", str(error), found.module.place(node))
            return ""
        return "" if value == "null" else value

    def _choices(self, sketch: Sketch, column: str, node: ast.expr, found: Class, called: str) -> None:
        values = self.values.choices(node, found.module, found.name)
        if values is None:
            self.sketches.leave(f"{called} choices={shown(node)}", "the choices are not written out in this source", found.module.place(node))
            return
        if sketch.columns[column].nullable:
            values = tuple(value for value in values if value not in (None, ""))
        try:
            sketch.checks.append(FoundCheck(condition=listed(column, values), place=found.module.place(node)))
        except NotUnderstood as error:
            self.sketches.leave(f"{called} choices={shown(node)}", str(error), found.module.place(node))

    def _validators(self, sketch: Sketch, column: str, call: ast.Call, found: Class, called: str) -> None:
        for node in items(keyword(call, "validators")):
            place = found.module.place(node)
            try:
                sign = BOUNDS.get(last(node), "")
                bound = self.values.literal(node.args[0], found.module, found.name) if sign and isinstance(node, ast.Call) and node.args else ""
            except NotUnderstood:
                bound = ""
            if bound:
                sketch.checks.append(FoundCheck(condition=f"{column} {sign} {bound}", place=place))
            else:
                self.sketches.leave(f"{called} validators={shown(node)}", "a validator runs in Django, and no constraint of the table says it", place)


def _computed(call: ast.Call) -> str:
    """What a generated field computes, where that is written in the database's own words."""
    expression = keyword(call, "expression", 0) if last(call) == "GeneratedField" else None
    written = isinstance(expression, ast.Call) and last(expression) == "RawSQL" and expression.args
    return raw_text(text(expression.args[0])) if written and isinstance(expression, ast.Call) else ""


def _collation(call: ast.Call) -> str:
    """That of the field, or of the field that a generated one is kept as."""
    output = keyword(call, "output_field")
    return text(keyword(call, "db_collation")) or (text(keyword(output, "db_collation")) if isinstance(output, ast.Call) else "")


def renamed(column: FoundColumn, name: str, place: Place) -> FoundColumn:
    """A column that holds the key of another table: of its type, and numbered by nobody."""
    return msgspec.structs.replace(column, name=name, nullable=False, default="", numbered="", comment="", place=place)
