"""Files of Django -> tables, one for each model that is not abstract."""

from __future__ import annotations

from relvar.importing.languages.django.fields import Fields, is_field
from relvar.importing.languages.django.meta import Meta, columns_of
from relvar.importing.languages.django.models import MANAGERS, Model, models
from relvar.importing.languages.django.relations import GENERIC, KEY, MANY, ONE, Relations
from relvar.importing.languages.python.modules import classes, last, modules, text
from relvar.importing.languages.python.values import Values, shown
from relvar.importing.languages.sketch import Sketch, Sketches
from relvar.model.existing import Existing, FoundColumn

DEFAULT = "postgresql"
COMPOSITE = "CompositePrimaryKey"  # of Django 5.2


def read_django(files: list[tuple[str, str]], source: str, dialect: str = "") -> Existing:
    """What the models of files make of a database. `dialect`: that of the engine (default: PostgreSQL, for models do not say it)."""
    sketches = Sketches(source, "django", dialect or DEFAULT)
    known = classes(modules(files, sketches))
    found = models(known)
    values = Values(known)
    fields = Fields(sketches, values)
    relations = Relations(sketches, found, fields)
    for model in found.values():
        comment = model.option("db_table_comment")
        place = model.found.module.place(model.found.node)
        model.sketch = Sketch(name=model.table, comment=text(comment[0]) if comment else "", place=place)
        sketches.add(model.sketch)
    for model in found.values():
        _table(model, sketches, fields, relations)
        Meta(sketches, values, model, columns_of(model, relations.key_of(model).name)).read(_made(model))
    for model in found.values():
        for name, (call, owner) in model.fields.items():
            if last(call) in MANY:
                relations.many(model, _made(model), name, call, owner)
    return sketches.done()


def _made(model: Model) -> Sketch:
    assert model.sketch is not None  # made for every model before any is read
    return model.sketch


def _table(model: Model, sketches: Sketches, fields: Fields, relations: Relations) -> None:
    """The columns of a model: its key first, as Django makes them."""
    sketch = _made(model)
    composite: list[str] = []
    for base in model.unknown:
        sketches.leave(f"class {model.name}({base})", "this source does not hold the base, so what it adds is not known", sketch.place)
    for parent in model.parents[:1]:
        if parent in relations.models:
            relations.parent(model, sketch, relations.models[parent], sketch.place)
    for name, (call, found) in model.fields.items():
        kind = last(call)
        if kind in ONE:
            relations.one(model, sketch, name, call, found)
        elif kind in GENERIC:
            sketches.leave(f"{model.name}.{name} = {shown(call)}", "it refers to rows of any table, which no reference can", found.module.place(call))
        elif kind == COMPOSITE:
            composite = [text(argument) for argument in call.args]
        elif is_field(call) and kind not in MANY:
            fields.column(model, sketch, name, call, found)
        elif kind not in (*MANY, *MANAGERS) and not kind.endswith(("Manager", "as_manager", "Relation", "FieldTracker")):
            sketches.leave(f"{model.name}.{name} = {shown(call)}", "no field of Django is called so", found.module.place(call))
    if composite:
        columns = columns_of(model, "")
        sketch.key[:] = [columns.get(name, name) for name in composite]
    if not sketch.key:
        number = FoundColumn(name=KEY.name, type=KEY.type, nullable=False, numbered=sketches.numbering, place=sketch.place)
        sketch.columns = {KEY.name: number, **sketch.columns}
        sketch.key.append(KEY.name)
