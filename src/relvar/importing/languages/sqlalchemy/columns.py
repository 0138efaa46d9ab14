"""Columns of SQLAlchemy: `Column(...)` and `mapped_column(...)`, with what Mapped[...] says of them."""

from __future__ import annotations

import ast

from relvar.importing.ddl.cursor import NotUnderstood
from relvar.importing.languages.python.modules import Module, dotted, is_false, is_true, keyword, last, text
from relvar.importing.languages.python.values import Values, constant, listed, shown
from relvar.importing.languages.sketch import Sketch, Sketches, parts
from relvar.importing.languages.sqlalchemy.types import Annotation, Typed, Types
from relvar.model.existing import FoundCheck, FoundColumn, FoundIndex, FoundReference, Place
from relvar.model.qualified import qualified

MAKERS = ("Column", "mapped_column")
BESIDE_TYPE = ("ForeignKey", "Identity", "Sequence", "Computed", "CheckConstraint", "FetchedValue")
INTEGERS = ("integer", "bigint", "smallint")
CLIENT = ("onupdate",)


class Columns:
    """Makes columns. `attributes`: table name -> attribute -> column, for what refers to a class's attribute."""

    def __init__(self, sketches: Sketches, values: Values, types: Types) -> None:
        self.sketches, self.values, self.types = sketches, values, types
        self.attributes: dict[str, dict[str, str]] = {}

    def column(
        self, sketch: Sketch, attribute: str, call: ast.Call | None, said: Annotation | None, module: Module, within: str, place: Place
    ) -> None:
        """A column joins its table. `attribute`: "" in a table, whose columns say their names themselves."""
        calls = [c for c in (call, said.carried if said else None) if c is not None]
        arguments = [argument for c in calls for argument in c.args]
        name = next((text(a) for a in arguments[:1] if text(a)), "") or _said(calls, "name") or attribute
        if not name:
            raise NotUnderstood("a column without a name")
        called = f"{sketch.name}.{name}"
        references = [a for a in arguments if isinstance(a, ast.Call) and last(a) == "ForeignKey"]
        typed = self._typed(arguments, calls, said, module, within, called, bool(references))
        key = any(is_true(c, "primary_key") for c in calls)
        nullable = any(is_true(c, "nullable") for c in calls) or not any(is_false(c, "nullable") for c in calls)
        if said is not None and not any(keyword(c, "nullable") for c in calls):
            nullable = said.optional
        identity = next((a for a in arguments if isinstance(a, ast.Call) and last(a) in ("Identity", "Sequence")), None)
        computed = next((a for a in arguments if isinstance(a, ast.Call) and last(a) == "Computed" and a.args), None)
        default = self._default(calls, module, within, called, typed)
        numbered = identity is not None or (
            key and typed.text in INTEGERS and not references and not default and not any(is_false(c, "autoincrement") for c in calls)
        )
        sketch.columns[name] = FoundColumn(
            name=name,
            type=typed.text,
            nullable=nullable and not key,
            default=default,
            generated=condition(computed.args[0]) if computed else "",
            numbered=self.sketches.numbering if numbered else "",
            collation=next((found for a in arguments if isinstance(a, ast.Call) and (found := text(keyword(a, "collation")))), ""),
            comment=_said(calls, "comment"),
            place=place,
        )
        self.attributes.setdefault(sketch.id, {})[attribute or name] = name
        if key:
            sketch.key.append(name)
        if typed.values:
            sketch.checks.append(FoundCheck(condition=listed(name, typed.values), place=place))
        self._marks(sketch, name, calls)
        for reference in references:
            self._reference(sketch, name, reference, module)
        for check in (a for a in arguments if isinstance(a, ast.Call) and last(a) == "CheckConstraint" and a.args):
            sketch.checks.append(FoundCheck(name=text(keyword(check, "name")), condition=condition(check.args[0]), place=place))

    def _marks(self, sketch: Sketch, name: str, calls: list[ast.Call]) -> None:
        place = sketch.columns[name].place
        unique, indexed = (any(is_true(c, mark) for c in calls) for mark in ("unique", "index"))
        if unique and indexed:
            sketch.indexes.append(FoundIndex(name=f"ix_{sketch.name}_{name}", parts=parts((name,)), unique=True, place=place))
        elif unique:
            sketch.make_unique((name,), place)
        elif indexed:
            sketch.indexes.append(FoundIndex(name=f"ix_{sketch.name}_{name}", parts=parts((name,)), place=place))
        for word in CLIENT:
            for call in calls:
                if (found := keyword(call, word)) is not None:
                    what = f"{sketch.name}.{name} {word}={shown(found)}"
                    self.sketches.leave(what, "a time kept by SQLAlchemy is a behaviour: say it anew", place)

    def _typed(
        self, arguments: list[ast.expr], calls: list[ast.Call], said: Annotation | None, module: Module, within: str, called: str, refers: bool
    ) -> Typed:
        """The type that is written; else that of the annotation; else (of a reference) that of what it refers to."""
        written = [a for number, a in enumerate(arguments) if last(a) not in BESIDE_TYPE and not (number == 0 and text(a))]
        written += [found for call in calls if (found := keyword(call, "type_")) is not None]
        try:
            if written:
                return self.types.type_of(written[0], module, within)
            if said is not None and said.type is not None:
                return self.types.python(said.type, module, within)
        except NotUnderstood as error:
            node = written[0] if written else said.type if said else None
            self.sketches.leave(f"{called} {shown(node) if node else ''}", f"{error}: kept as a text", module.place(node or ast.Constant(None)))
            return Typed("text")
        if not refers:
            self.sketches.leave(called, "no type is written: kept as a text", module.place(arguments[0]) if arguments else module.place(ast.Pass()))
        return Typed("" if refers else "text")

    def _default(self, calls: list[ast.Call], module: Module, within: str, called: str, typed: Typed) -> str:
        """The default of the database, else that which SQLAlchemy gives every row."""
        for word in ("server_default", "default", "insert_default"):
            for call in calls:
                node = keyword(call, word)
                if node is None or last(node) in ("FetchedValue", "Identity"):
                    continue
                if (label := dotted(node).rpartition(".")[2]) in typed.values:
                    return constant(label)  # of an enumeration, the name is kept
                try:
                    value = self.values.literal(node, module, within)
                except NotUnderstood as error:
                    self.sketches.leave(f"{called} {word}={shown(node)}", str(error), module.place(node))
                    continue
                return "" if value == "null" else value
        return ""

    def _reference(self, sketch: Sketch, column: str, call: ast.Call, module: Module) -> None:
        place = module.place(call)
        if not call.args:
            return
        table, to = target(call.args[0])
        sketch.references.append(
            FoundReference(
                name=text(keyword(call, "name")),
                columns=(column,),
                table=table,
                to=(to,) if to else (),
                on_delete=text(keyword(call, "ondelete")).lower(),
                on_update=text(keyword(call, "onupdate")).lower(),
                deferrable=is_true(call, "deferrable"),
                deferred=text(keyword(call, "initially")).upper() == "DEFERRED",
                place=place,
            )
        )


def _said(calls: list[ast.Call], word: str) -> str:
    return next((found for call in calls if (found := text(keyword(call, word)))), "")


def condition(node: ast.expr) -> str:
    """The SQL of a condition that is written as such. Raises NotUnderstood."""
    if isinstance(node, ast.Call) and last(node) == "text" and node.args:
        return condition(node.args[0])
    if not text(node):
        raise NotUnderstood(f"the condition {shown(node)} is not written as SQL")
    return text(node)


def target(node: ast.expr) -> tuple[str, str]:
    """Table and column that a reference leads to: "schema.table.column", whose last two dots divide, or `table.c.column`, `table.c["column"]`,
    where the table may be `Class.__table__`."""
    if isinstance(node, ast.Subscript):
        return dotted(node.value).split(".")[0], text(node.slice)
    said = text(node)
    *before, to = (said or dotted(node).replace(".__table__", "").replace(".c.", ".")).split(".")
    return (qualified(".".join(before[:-1]), before[-1]) if before else ""), to
