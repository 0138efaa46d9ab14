"""Files of SQLAlchemy -> tables: classes that name a table, tables that are made by hand, and what both inherit."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from functools import partial

import msgspec

from relvar.importing.ddl.cursor import NotUnderstood
from relvar.importing.languages.python.modules import Class, Module, classes, dotted, items, keyword, last, modules, text
from relvar.importing.languages.python.values import Values, shown
from relvar.importing.languages.sketch import Sketch, Sketches
from relvar.importing.languages.sqlalchemy.columns import MAKERS, Columns
from relvar.importing.languages.sqlalchemy.constraints import KINDS, constraint
from relvar.importing.languages.sqlalchemy.references import lead
from relvar.importing.languages.sqlalchemy.types import Types, annotation
from relvar.model.existing import Existing

DEFAULT = "postgresql"
FLASK = "Model"  # of Flask-SQLAlchemy, which names tables after their classes
WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
DECORATOR = "TypeDecorator"
APPENDED = "append_constraint"
NO_COLUMN = (
    "relationship",
    "backref",
    "column_property",
    "association_proxy",
    "hybrid_property",
    "synonym",
    "deferred",
    "dynamic_loader",
    "composite",
)


def read_sqlalchemy(files: list[tuple[str, str]], source: str, dialect: str = "") -> Existing:
    """What the models of files make of a database. `dialect`: that of the engine (default: PostgreSQL, for models do not say it)."""
    sketches = Sketches(source, "sqlalchemy", dialect or DEFAULT)
    found = modules(files, sketches)
    reader = _Reader(sketches, found, classes(found))
    for module in found:
        reader.tables(module)
    for name in reader.classes:
        reader.model(name)
    for module in found:
        reader.beside(module)
    lead(sketches, reader.made, reader.columns.attributes, reader.schema)
    return sketches.done()


class _Reader:
    def __init__(self, sketches: Sketches, found: list[Module], known: dict[str, Class]) -> None:
        self.sketches, self.classes = sketches, known
        self.values = Values(known)
        self.types = Types(sketches.dialect, self.values)
        self.columns = Columns(sketches, self.values, self.types)
        self.made: dict[str, Sketch] = {}  # class or variable -> its table
        self.schema = next((s for m in found for v in m.values.values() if isinstance(v, ast.Call) and (s := _schema_of(v))), "")
        for each in known.values():
            self._own_types(each)

    def _own_types(self, found: Class) -> None:
        """Types that the source makes: the map of its base class, and decorators of others."""
        values = found.values
        if DECORATOR in found.bases and "impl" in values:
            self.types.own[found.name] = values["impl"]
        if isinstance(given := values.get("type_annotation_map"), ast.Dict):
            self.types.own |= {last(key): value for key, value in zip(given.keys, given.values, strict=True) if key is not None and last(key)}
        if isinstance(metadata := values.get("metadata"), ast.Call):
            self.schema = self.schema or _schema_of(metadata)

    # --- tables made by hand ---

    def tables(self, module: Module) -> None:
        """`name = Table("name", metadata, Column(...), ...)` in a module."""
        for name, value in module.values.items():
            if isinstance(value, ast.Call) and last(value) == "Table" and value.args and text(value.args[0]):
                self.made[name] = self._by_hand(value, module)

    def _by_hand(self, call: ast.Call, module: Module) -> Sketch:
        schema = text(keyword(call, "schema")) or self.schema
        sketch = Sketch(name=text(call.args[0]), schema=schema, comment=text(keyword(call, "comment")), place=module.place(call))
        self.sketches.add(sketch)
        for argument in call.args[1:]:
            if isinstance(argument, ast.Call) and last(argument) in MAKERS:
                self._try(argument, module, partial(self.columns.column, sketch, "", argument, None, module, "", module.place(argument)))
        for argument in call.args[2:]:
            if isinstance(argument, ast.Call) and last(argument) in KINDS:
                self._constraint(sketch, argument, module)
            elif isinstance(argument, ast.Starred):
                self.sketches.leave(shown(argument), "what is unpacked here is not written out", module.place(argument))
        return sketch

    def _try(self, node: ast.AST, module: Module, read: Callable[[], None]) -> None:
        try:
            read()
        except NotUnderstood as error:
            self.sketches.leave(shown(node), str(error), module.place(node))

    def _constraint(self, sketch: Sketch, call: ast.Call, module: Module) -> None:
        columns = self.columns.attributes.get(sketch.id, {})
        self._try(call, module, lambda: constraint(sketch, call, module, columns))

    # --- classes ---

    def model(self, name: str, above: tuple[str, ...] = ()) -> Sketch | None:
        """The table of a class, made once; None for one that has none."""
        found = self.classes[name]
        if name in self.made or name in above:
            return self.made.get(name)
        parents = [s for b in found.bases if b in self.classes and (s := self.model(b, (*above, name))) is not None]
        table = self._table_name(found)
        if isinstance(by_hand := found.values.get("__table__"), ast.Call):
            self.made[name] = self._by_hand(by_hand, found.module)
        elif table:
            self.made[name] = self._declared(found, table, parents)
        elif parents:  # a class that lives in the table of its parent
            self.made[name] = parents[0]
            self._members(parents[0], found, single=True)
        return self.made.get(name)

    def _table_name(self, found: Class) -> str:
        if "__abstract__" in found.values:
            return ""
        if (named := text(found.values.get("__tablename__"))) or "__tablename__" in found.values:
            return named
        flask = any(dotted(base).endswith(f".{FLASK}") for base in found.node.bases) and any(_is_column(value) for value in found.values.values())
        return "_".join(WORDS.split(found.name)).lower() if flask else ""

    def _declared(self, found: Class, table: str, parents: list[Sketch]) -> Sketch:
        arguments = found.values.get("__table_args__")
        options = next((n for n in [*items(arguments), arguments] if isinstance(n, ast.Dict)), None)
        said = {text(k): v for k, v in zip(options.keys, options.values, strict=True) if k is not None} if options else {}
        sketch = Sketch(
            name=table, schema=text(said.get("schema")) or self.schema, comment=text(said.get("comment")), place=found.module.place(found.node)
        )
        self.sketches.add(sketch)
        for base in self._mixins(found, ()):
            self._members(sketch, base)
        self._members(sketch, found)
        for node in items(arguments):
            if isinstance(node, ast.Call):
                self._constraint(sketch, node, found.module)
        return sketch

    def _mixins(self, found: Class, above: tuple[str, ...]) -> list[Class]:
        """The bases that have no table of their own, the farthest first."""
        made: list[Class] = []
        for name in found.bases:
            if name in self.classes and name not in self.made and name not in above:
                made += [*self._mixins(self.classes[name], (*above, name)), self.classes[name]]
        return made

    def _members(self, sketch: Sketch, found: Class, *, single: bool = False) -> None:
        """The columns in a class's body. `single`: of a class that shares a table, whose columns others leave empty."""
        for node in found.node.body:
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                self._member(sketch, found, node.target.id, node.value, node.annotation)
            elif isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
                self._member(sketch, found, node.targets[0].id, node.value, None)
            elif isinstance(node, ast.FunctionDef) and any(last(d) == "declared_attr" for d in node.decorator_list):
                self._declared_attribute(sketch, found, node)
        if single:
            own = found.values
            for attribute, column in self.columns.attributes.get(sketch.id, {}).items():
                if attribute in own and column in sketch.columns:
                    sketch.columns[column] = msgspec.structs.replace(sketch.columns[column], nullable=True)

    def _member(self, sketch: Sketch, found: Class, name: str, value: ast.expr | None, note: ast.expr | None) -> None:
        said = annotation(note, found.module) if note is not None else None
        call = value if isinstance(value, ast.Call) else None
        if call is not None and last(call) in ("deferred", "column_property") and call.args and _is_column(call.args[0]):
            call = call.args[0] if isinstance(call.args[0], ast.Call) else None
        if call is not None and last(call) in NO_COLUMN:
            return
        if (call is not None and last(call) in MAKERS) or (said is not None and value is None):
            place = found.module.place(call or note or found.node)
            self._try(call or found.node, found.module, partial(self.columns.column, sketch, name, call, said, found.module, found.name, place))

    def _declared_attribute(self, sketch: Sketch, found: Class, node: ast.FunctionDef) -> None:
        """A column that a function returns at once."""
        returned = node.body[-1].value if isinstance(node.body[-1], ast.Return) else None
        if node.name.startswith("__") or (isinstance(returned, ast.Call) and last(returned) in NO_COLUMN):
            return
        if isinstance(returned, ast.Call) and last(returned) in MAKERS:
            place = found.module.place(node)
            self._try(node, found.module, partial(self.columns.column, sketch, node.name, returned, None, found.module, found.name, place))
        else:
            self.sketches.leave(f"{found.name}.{node.name}", "a function is not run, so what it declares is not known", found.module.place(node))

    # --- what stands beside the tables, and what waits for all of them ---

    def beside(self, module: Module) -> None:
        """`Index("name", Class.column)` and `Class.__table__.append_constraint(ForeignKeyConstraint(...))` in a module."""
        for node in module.tree.body:
            call = node.value if isinstance(node, ast.Expr | ast.Assign) else None
            if not isinstance(call, ast.Call):
                continue
            if last(call) == APPENDED and isinstance(call.func, ast.Attribute) and call.args and last(call.args[0]) in KINDS:
                owners, call = [_owner(call.func.value)], call.args[0]
            elif last(call) == "Index" and len(call.args) > 1:
                owners = [
                    dotted(a.func.value if isinstance(a, ast.Call) and isinstance(a.func, ast.Attribute) else a).split(".")[0] for a in call.args[1:]
                ]
            else:
                continue
            assert isinstance(call, ast.Call)  # as `last` of a constraint's class was
            sketch = next((self.made[owner] for owner in owners if owner in self.made), None)
            if sketch is None:
                self.sketches.leave(shown(call), "the table that it belongs to is not known", module.place(call))
            else:
                self._constraint(sketch, call, module)


def _owner(node: ast.expr) -> str:
    """Class of Class.column, of Class.column.desc() and of func.lower(Class.column)."""
    if isinstance(node, ast.Call):
        return _owner(node.args[0]) if node.args else _owner(node.func.value) if isinstance(node.func, ast.Attribute) else ""
    return dotted(node).split(".")[0]


def _is_column(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and last(node) in MAKERS


def _schema_of(call: ast.Call) -> str:
    """That of `MetaData(schema="shop")`, or of what is given one: `declarative_base(metadata=MetaData(...))`."""
    if last(call) == "MetaData":
        return text(keyword(call, "schema"))
    inner = keyword(call, "metadata")
    return _schema_of(inner) if isinstance(inner, ast.Call) else ""
