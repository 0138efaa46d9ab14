"""Fields of Django that lead to other models: columns with references, and tables of pairs."""

from __future__ import annotations

import ast

import msgspec

from relvar.importing.languages.django.fields import Fields, renamed
from relvar.importing.languages.django.models import Model
from relvar.importing.languages.python.modules import Class, dotted, is_false, is_true, keyword, last, text
from relvar.importing.languages.python.values import shown
from relvar.importing.languages.sketch import Sketch, Sketches, parts
from relvar.model.existing import FoundColumn, FoundIndex, FoundReference, Place
from relvar.model.qualified import qualified

ONE = ("ForeignKey", "OneToOneField", "ParentalKey", "TreeForeignKey")
MANY = ("ManyToManyField", "ParentalManyToManyField")
GENERIC = ("GenericForeignKey",)
ACTIONS = {
    "CASCADE": "cascade", "PROTECT": "restrict", "RESTRICT": "restrict", "SET_NULL": "set null", "SET_DEFAULT": "set default", "DO_NOTHING": "",
}  # fmt: skip
USERS = ("AbstractUser", "AbstractBaseUser")
USER_TABLE = "auth_user"  # what AUTH_USER_MODEL means where the source holds no users of its own
KEY = FoundColumn(name="id", type="bigint")  # what a model without a key of its own is given (DEFAULT_AUTO_FIELD)


class Relations:
    """Leads fields to models."""

    def __init__(self, sketches: Sketches, models: dict[str, Model], fields: Fields) -> None:
        self.sketches, self.models, self.fields = sketches, models, fields

    def key_of(self, model: Model, above: tuple[str, ...] = ()) -> FoundColumn:
        """The column of a model's key, whether its table is made already or not."""
        for name, (call, found) in model.fields.items():
            if is_true(call, "primary_key"):
                if last(call) in ONE:
                    target = self.target(call, model)
                    kind = self.key_of(target, (*above, model.name)).type if target and target.name not in above else KEY.type
                    return FoundColumn(name=text(keyword(call, "db_column")) or f"{name}_id", type=kind)
                return FoundColumn(name=text(keyword(call, "db_column")) or name, type=self.fields.kept_as(call), place=found.module.place(call))
        if model.parents and model.parents[0] in self.models and model.parents[0] not in above:
            parent = self.models[model.parents[0]]
            return msgspec.structs.replace(self.key_of(parent, (*above, model.name)), name=f"{parent.name.lower()}_ptr_id")
        return KEY

    def target(self, call: ast.Call, model: Model) -> Model | None:
        """The model that a field leads to; None where the source does not hold it."""
        node = keyword(call, "to", 0)
        name = (text(node) or dotted(node) if node is not None else "").rpartition(".")[2]
        if name == "self":
            return model
        if name == "AUTH_USER_MODEL" or (node is not None and last(node) == "get_user_model"):
            return next((m for m in self.models.values() if any(base in USERS for base in m.found.bases)), None)
        return self.models.get(name)

    def one(self, model: Model, sketch: Sketch, name: str, call: ast.Call, found: Class) -> None:
        """A column with its reference, and the index that Django makes for it."""
        place, target = found.module.place(call), self.target(call, model)
        column = text(keyword(call, "db_column")) or f"{name}_id"
        key = self._referred(target, call) if target else KEY
        self.fields.add(sketch, column, key.type, call, found, f"{model.name}.{name}")
        single = last(call) == "OneToOneField"
        if single and sketch.key != [column]:
            sketch.make_unique((column,), place)
        if not is_false(call, "db_index") and not sketch.is_unique((column,)):
            sketch.indexes.append(FoundIndex(parts=parts((column,)), place=place))
        if is_false(call, "db_constraint"):
            self.sketches.leave(f"{model.name}.{name} db_constraint=False", "the database holds no reference then; it is taken as meant", place)
        node = keyword(call, "on_delete", 1)
        action = last(node) if node is not None else ""
        if node is not None and (isinstance(node, ast.Call) or (action and action not in ACTIONS)):
            self.sketches.leave(f"{model.name}.{name} on_delete={shown(node)}", "no action of a database does so", place)
        table = target.table if target else self._elsewhere(call)
        to = qualified("", table)
        sketch.references.append(FoundReference(columns=(column,), table=to, to=(key.name,), on_delete=ACTIONS.get(action, ""), place=place))

    def _referred(self, target: Model, call: ast.Call) -> FoundColumn:
        to = text(keyword(call, "to_field"))
        if to and to in target.fields:
            field, _ = target.fields[to]
            return FoundColumn(name=text(keyword(field, "db_column")) or to, type=self.fields.kept_as(field))
        return self.key_of(target)

    def _elsewhere(self, call: ast.Call) -> str:
        """The table of a model that another source makes."""
        node = keyword(call, "to", 0)
        written = text(node) if node is not None else ""
        app, _, name = written.rpartition(".")
        if app and name != "AUTH_USER_MODEL":
            return f"{app}_{name.lower()}"
        word = dotted(node).rpartition(".")[2] if node is not None and not written else name
        return USER_TABLE if word in ("AUTH_USER_MODEL", "User", "") else word.lower()

    def many(self, model: Model, sketch: Sketch, name: str, call: ast.Call, found: Class) -> None:
        """The table of pairs; where the field names a model for it, that one is its table."""
        place = found.module.place(call)
        if keyword(call, "through") is not None:
            return
        target = self.target(call, model)
        if target is None or target.sketch is None:
            self.sketches.leave(f"{model.name}.{name} = {shown(call)}", "this source does not make the model that it leads to", place)
            return
        table = text(keyword(call, "db_table")) or f"{model.table}_{name}"
        if target is model:
            columns = (f"from_{model.name.lower()}_id", f"to_{model.name.lower()}_id")
        else:
            columns = (f"{model.name.lower()}_id", f"{target.name.lower()}_id")
        self.sketches.join(table, sketch, target.sketch, place, columns, indexed=True)

    def parent(self, model: Model, sketch: Sketch, parent: Model, place: Place) -> None:
        """A model that derives from one with a table of its own: its key is that of the parent, and refers to it."""
        key = self.key_of(parent)
        column = f"{parent.name.lower()}_ptr_id"
        sketch.columns = {column: renamed(key, column, place), **sketch.columns}
        sketch.key[:] = [column]
        sketch.references.append(
            FoundReference(columns=(column,), table=qualified("", parent.table), to=(key.name,), on_delete="cascade", place=place)
        )
