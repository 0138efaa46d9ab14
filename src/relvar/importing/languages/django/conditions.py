"""Conditions of Django (Q and F) as SQL says them."""

from __future__ import annotations

import ast

from relvar.importing.ddl.cursor import NotUnderstood
from relvar.importing.ddl.dialects import dialect
from relvar.importing.languages.python.modules import Class, items, last, text
from relvar.importing.languages.python.values import Values, constant, raw_text, shown

LOOKUPS = {"exact": "=", "gt": ">", "gte": ">=", "lt": "<", "lte": "<="}
ARITHMETIC: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
FUNCTIONS = {"Lower": "lower", "Upper": "upper", "Length": "length", "Trim": "trim", "Abs": "abs"}


class Conditions:
    """Writes conditions over the columns of one model, field -> column, in the dialect of that name."""

    def __init__(self, values: Values, columns: dict[str, str], found: Class, name: str) -> None:
        self.values, self.columns, self.found, self.dialect = values, columns, found, dialect(name)

    def condition(self, node: ast.expr) -> str:
        """Raises NotUnderstood for what has no words."""
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd | ast.BitOr):
            word = "and" if isinstance(node.op, ast.BitAnd) else "or"
            return f"({self.condition(node.left)} {word} {self.condition(node.right)})"
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Invert):
            return f"not ({self.condition(node.operand)})"
        if isinstance(node, ast.Call) and last(node) == "RawSQL" and node.args and text(node.args[0]):
            return raw_text(text(node.args[0]))
        if isinstance(node, ast.Call) and last(node) == "Q":
            parts = [self.condition(argument) for argument in node.args]
            parts += [self._lookup(argument.arg or "", argument.value) for argument in node.keywords]
            if parts:
                return " and ".join(parts)
        raise NotUnderstood(f"relvar has no words for {shown(node)}")

    def _lookup(self, name: str, value: ast.expr) -> str:
        field, _, lookup = name.partition("__")
        column = self.column(field)
        if not lookup or lookup in LOOKUPS:
            literal = self.value(value)
            if literal == "null":
                return f"{column} is null"
            return f"{column} {LOOKUPS.get(lookup, '=')} {literal}"
        if lookup == "isnull":
            return f"{column} is {'null' if isinstance(value, ast.Constant) and value.value else 'not null'}"
        if lookup == "in":
            members = [self.value(item) for item in items(value)] or [constant(v) for v in self._choices(value)]
            return f"{column} in ({', '.join(members)})"
        if lookup == "range" and len(items(value)) == 2:
            low, high = items(value)
            return f"({column} >= {self.value(low)} and {column} <= {self.value(high)})"
        if lookup in ("startswith", "endswith", "contains") and text(value) and not set(text(value)) & set("%_\\"):
            pattern = {"startswith": "{}%", "endswith": "%{}", "contains": "%{}%"}[lookup].format(text(value).replace("'", "''"))
            return f"{column} like '{pattern}'"
        raise NotUnderstood(f"relvar has no words for the lookup {name}")

    def _choices(self, node: ast.expr) -> tuple[object, ...]:
        found = self.values.choices(node, self.found.module, self.found.name)
        if not found:
            raise NotUnderstood(f"the values of {shown(node)} are not written out here")
        return found

    def value(self, node: ast.expr) -> str:
        """A value: of a field, of a function of one, or as it stands."""
        if isinstance(node, ast.Call) and last(node) == "F":
            return self.column(text(node.args[0]) if node.args else "")
        if isinstance(node, ast.Call) and last(node) in FUNCTIONS and node.args:
            return self.function(node)
        if isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC:
            return f"({self.value(node.left)} {ARITHMETIC[type(node.op)]} {self.value(node.right)})"
        return self.values.literal(node, self.found.module, self.found.name)

    def function(self, node: ast.Call) -> str:
        """lower(column) of Lower("column")."""
        inner = node.args[0]
        return f"{FUNCTIONS[last(node)]}({self.column(text(inner)) if text(inner) else self.value(inner)})"

    def column(self, field: str) -> str:
        name = {"pk": "id"}.get(field, field)
        if name not in self.columns:
            raise NotUnderstood(f"{self.found.name} has no field {field}")
        return self.dialect.quote(self.columns[name])
