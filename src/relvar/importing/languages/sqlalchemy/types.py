"""Types of SQLAlchemy, and Python's own in Mapped[...], as a database writes them."""

from __future__ import annotations

import ast
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from relvar.importing.ddl.cursor import NotUnderstood
from relvar.importing.languages.python.modules import Module, dotted, is_true, items, keyword, last, number, text
from relvar.importing.languages.python.values import Values
from relvar.model.existing import Place

ZONED = {"timestamp": "timestamptz", "time": "timetz"}
BOUNDED = ("varchar", "numeric", "char", "nvarchar", "nchar", "varbinary", "binary", "decimal", "float", "datetimeoffset")
OPTIONAL, UNION = "Optional", "Union"


class Typed(NamedTuple):
    """A type as the database writes it. `values`: the closed list that it names."""

    text: str
    values: tuple[object, ...] = ()


class Annotation(NamedTuple):
    """What Mapped[...] says: the type, whether it may be missing, and the column that `Annotated` carries."""

    type: ast.expr | None
    optional: bool
    carried: ast.Call | None = None


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "types.toml").read_text("utf-8"))


class Types:
    """Reads types for one dialect. `own`: what a type_annotation_map or a TypeDecorator of the source says of a name."""

    def __init__(self, dialect: str, values: Values) -> None:
        self.dialect, self.values = dialect, values
        self.own: dict[str, ast.expr] = {}

    def _native(self, word: str) -> str:
        words = _table().get(self.dialect, {})
        found: str = {**_table().get(words.get("as", ""), {}), **words}.get(word, word)
        return found

    def type_of(self, node: ast.expr, module: Module, within: str) -> Typed:
        """The type that an argument of a column names. Raises NotUnderstood."""
        if isinstance(node, ast.Call) and last(node) == "with_variant" and isinstance(node.func, ast.Attribute):
            return self.type_of(node.func.value, module, within)
        name = module.renamed.get(last(node), last(node))
        arguments = node.args if isinstance(node, ast.Call) else []
        if name == "Enum" and isinstance(node, ast.Call):
            return self._enum(node, within)
        if name in ("ARRAY", "MutableList", "MutableDict"):
            inner = self.type_of(arguments[0], module, within) if arguments else Typed(self._native("json"))
            return Typed(inner.text + "[]") if name == "ARRAY" else inner
        if name in ("as_mutable",) and arguments:
            return self.type_of(arguments[0], module, within)
        if name in self.own and dotted(self.own[name]) != name:
            return self.type_of(self.own[name], module, within)
        known = _table()["types"].get(name) or (name.lower() if name.isupper() else "")
        if not known:
            raise NotUnderstood(f"no type of SQLAlchemy is called {name or ast.dump(node)[:40]}")
        bounds = [n for n in (number(a) for a in arguments) if n is not None]
        bounds += [n for key in ("length", "precision", "scale") if isinstance(node, ast.Call) and (n := number(keyword(node, key))) is not None]
        if isinstance(node, ast.Call) and (digits := number(keyword(node, "fsp"))) is not None:
            return Typed(f"{self._native(known)}({digits})")
        if isinstance(node, ast.Call) and is_true(node, "timezone"):
            return Typed(ZONED.get(known, known) if self._native(known) == known else self._native(known))
        bounded = known in BOUNDED and bool(bounds)
        if bounded:
            return Typed(f"{self._native(known)}({','.join(map(str, bounds))})")
        return Typed(_table()["unbounded"].get(self.dialect, {}).get(known) or self._native(known))

    def _enum(self, call: ast.Call, within: str) -> Typed:
        """The labels: written out, or the names of a Python enumeration's members, which are what SQLAlchemy keeps."""
        if call.args and all(text(argument) for argument in call.args):
            return Typed("varchar", tuple(text(argument) for argument in call.args))
        found = self.values.enumeration(dotted(call.args[0]), within) if call.args else None
        if found is None:
            raise NotUnderstood("the members of the enumeration are not written out in this source")
        return Typed("varchar", tuple(found.values()) if keyword(call, "values_callable") is not None else tuple(found))

    def python(self, node: ast.expr, module: Module, within: str) -> Typed:
        """The type that a type of Python stands for. Raises NotUnderstood."""
        name = module.renamed.get(last(node), last(node))
        if name in self.own:
            return self.type_of(self.own[name], module, within)
        if name == "Literal" and isinstance(node, ast.Subscript):
            members = items(node.slice) or [node.slice]
            return Typed("varchar", tuple(text(member) for member in members))
        if (members_of := self.values.enumeration(dotted(node), within)) is not None:
            return Typed("varchar", tuple(members_of))
        known = _table()["python"].get(name)
        if known is None:
            raise NotUnderstood(f"no type of a column stands for {name or 'this'}")
        return Typed(self._native(known))


def annotation(node: ast.expr, module: Module) -> Annotation | None:
    """What Mapped[...] says; None for an annotation that is none."""
    if not isinstance(node, ast.Subscript) or last(node) != "Mapped":
        return None
    return _inner(node.slice, module)


def _inner(node: ast.expr, module: Module) -> Annotation:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        try:
            return _inner(ast.parse(node.value, mode="eval").body, module)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return Annotation(None, False)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        sides = [side for side in (node.left, node.right) if not _is_none(side)]
        inner = _inner(sides[0], module) if sides else Annotation(None, True)
        return inner._replace(optional=inner.optional or len(sides) < 2)
    if isinstance(node, ast.Subscript) and last(node) in (OPTIONAL, UNION):
        sides = [side for side in items(node.slice) or [node.slice] if not _is_none(side)]
        inner = _inner(sides[0], module) if sides else Annotation(None, True)
        return inner._replace(optional=last(node) == OPTIONAL or inner.optional or len(sides) < len(items(node.slice)))
    name = dotted(node)
    carried = module.values.get(name) if name else node
    if isinstance(carried, ast.Subscript) and last(carried) == "Annotated":
        members = items(carried.slice)
        call = next((m for m in members[1:] if isinstance(m, ast.Call) and last(m) in ("mapped_column", "Column")), None)
        inner = _inner(members[0], module) if (members and not name) or (members and dotted(members[0]) != name) else Annotation(None, False)
        return inner._replace(carried=call)
    return Annotation(node, False)


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def place_of(module: Module, node: ast.AST) -> Place:
    return module.place(node)
