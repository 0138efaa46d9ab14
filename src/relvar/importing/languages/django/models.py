"""Which classes are models of Django, what they inherit, and what their tables are called."""

from __future__ import annotations

import ast
from importlib.resources import files
from pathlib import PurePath

import msgspec

from relvar.importing.languages.python.modules import Class, Module, assigned, classes, last, text
from relvar.importing.languages.sketch import Sketch

ROOTS = ("Model", "MPTTModel", "PolymorphicModel", "TypedModel")
PLAIN = ("object", "ABC", "Generic", "Protocol")  # bases without fields
MANAGERS = ("Manager", "QuerySet", "UserManager", "BaseUserManager")


class Model(msgspec.Struct):
    """`fields`: its own ones and those of its abstract bases, in the order in which Django creates them, each with its class."""

    found: Class
    label: str
    table: str
    meta: list[ast.ClassDef]
    fields: dict[str, tuple[ast.Call, Class]] = {}
    parents: list[str] = []
    unknown: list[str] = []
    sketch: Sketch | None = None

    @property
    def name(self) -> str:
        return self.found.name

    def option(self, name: str) -> tuple[ast.expr, Class] | None:
        """An option of its Meta, or of that which it inherits."""
        for meta in self.meta:
            for key, value in assigned(meta.body):
                if key == name:
                    return value, self.found
        return None


def known() -> dict[str, Class]:
    """The abstract models of Django itself."""
    text_ = (files(__package__) / "known.txt").read_text("utf-8")
    return classes([Module("django", ast.parse(text_))])


def models(found: dict[str, Class]) -> dict[str, Model]:
    """The models that have tables, by the names of their classes."""
    every = {**known(), **found}
    made = {}
    for name, each in found.items():
        meta = _meta(each)
        if not is_model(name, every) or "." in name or _flag(meta, "abstract") or _flag(meta, "proxy"):
            continue
        made[name] = _model(each, every)
    return made


def is_model(name: str, every: dict[str, Class], above: tuple[str, ...] = ()) -> bool:
    """Whether a class derives from Django's Model, however far up."""
    found = every.get(name)
    if found is None or name in above:
        return False
    return any((base in ROOTS and base not in every) or is_model(base, every, (*above, name)) for base in found.bases)


def _model(found: Class, every: dict[str, Class]) -> Model:
    label = _label(found)
    model = Model(found, label, "", [])
    _gather(model, found, every, ())
    table = model.option("db_table")
    own = _meta(found)
    named = text(next((v for k, v in assigned(own.body) if k == "db_table"), None)) if own else ""
    if (app := model.option("app_label")) is not None and text(app[0]):
        model.label = text(app[0])
    model.table = named or (text(table[0]) if table and not own else "") or f"{model.label}_{found.name.lower()}"
    return model


def _gather(model: Model, found: Class, every: dict[str, Class], above: tuple[str, ...]) -> None:
    """The fields of the bases first, then its own; a field that is set to None is gone."""
    meta = _meta(found)
    if meta is not None and (not model.meta or any(last(base) == "Meta" for m in model.meta for base in m.bases)):
        model.meta.append(meta)
    for base in reversed(found.node.bases):
        name = found.module.renamed.get(last(base), last(base))
        if name in every and name not in above:
            inherited = every[name]
            if not is_model(name, every) or _flag(_meta(inherited), "abstract"):
                _gather(model, inherited, every, (*above, name))
                above_it = _meta(inherited)
                if meta is None and not model.meta and above_it is not None:
                    model.meta.append(above_it)
            elif not _flag(_meta(inherited), "proxy"):
                model.parents.append(name)
            else:
                _gather(model, inherited, every, (*above, name))
        elif name not in (*ROOTS, *PLAIN, *above):
            model.unknown.append(name)
    for name, value in assigned(found.node.body):
        if isinstance(value, ast.Call):
            model.fields.pop(name, None)
            model.fields[name] = (value, found)
        elif isinstance(value, ast.Constant) and value.value is None:
            model.fields.pop(name, None)


def _meta(found: Class) -> ast.ClassDef | None:
    return next((node for node in found.node.body if isinstance(node, ast.ClassDef) and node.name == "Meta"), None)


def _flag(meta: ast.ClassDef | None, name: str) -> bool:
    value = next((value for key, value in assigned(meta.body) if key == name), None) if meta else None
    return isinstance(value, ast.Constant) and value.value is True


def _label(found: Class) -> str:
    """The app: the folder in which models.py or models/ stands, else the file's own name."""
    path = PurePath(found.module.file)
    folders = path.parent.parts
    if path.stem == "models" and folders:
        return folders[-1]
    if "models" in folders[1:]:
        return folders[len(folders) - 1 - folders[::-1].index("models") - 1]
    return path.stem
