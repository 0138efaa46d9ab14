"""Conditions as Django says them (Q, F, functions), where it has the words; else as RawSQL, which it takes as it stands."""

from __future__ import annotations

from relvar.exporting.python import called
from relvar.importing.idioms import idioms
from relvar.importing.languages.django.conditions import FUNCTIONS, LOOKUPS
from relvar.importing.lift.expressions import Lifter
from relvar.model import expression as e
from relvar.model.existing import FoundTable

LOOKUP = {sign: name for name, sign in LOOKUPS.items() if name != "exact"}
CALLS = {function: name for name, function in FUNCTIONS.items()}


class NoWords(Exception):
    """Raised inside: Django has no words for it."""


def raw(text: str, output: str = "") -> str:
    """The database's own words. A per cent sign would be a place for a parameter."""
    return f"RawSQL({called(text.replace('%', '%%'))}, (){f', output_field=models.{output}()' if output else ''})"


class Conditions:
    """Over the columns of one table. `fields`: column -> field."""

    def __init__(self, name: str, table: FoundTable, fields: dict[str, str]) -> None:
        self.fields = fields
        self.columns = {column.lower(): column for column in table.columns}
        self.lifter = Lifter(name, idioms(name))

    def condition(self, text: str) -> str:
        tree = self.lifter.lift(text, self.columns)
        try:
            if tree is None:
                raise NoWords
            return self._q(tree)
        except NoWords:
            return f"Q({raw(text, 'BooleanField')})"

    def function(self, text: str) -> str:
        """functions.Lower("email") of lower(email); "" where it is no function that Django knows."""
        tree = self.lifter.lift(text, self.columns)
        if isinstance(tree, e.Call) and tree.function in CALLS and len(tree.arguments) == 1 and isinstance(tree.arguments[0], e.ColumnRef):
            return f"functions.{CALLS[tree.function]}({called(self._field(tree.arguments[0]))})"
        return ""

    def _field(self, node: e.Expression) -> str:
        if not isinstance(node, e.ColumnRef) or node.column not in self.fields:
            raise NoWords
        return self.fields[node.column]

    def _q(self, node: e.Expression) -> str:
        if isinstance(node, e.And | e.Or):
            sign = " & " if isinstance(node, e.And) else " | "
            return "(" + sign.join(self._q(item) for item in node.items) + ")"
        if isinstance(node, e.Not):
            return f"~{self._q(node.item)}"
        if isinstance(node, e.IsNull):
            return f"Q({self._field(node.operand)}__isnull={not node.negated})"
        if isinstance(node, e.InList):
            members = ", ".join(self._value(item) for item in node.items)
            return f"Q({self._field(node.operand)}__in=[{members}])"
        if isinstance(node, e.Compare) and node.op != "<>":
            lookup = LOOKUP.get(node.op, "")
            return f"Q({self._field(node.left)}{f'__{lookup}' if lookup else ''}={self._value(node.right)})"
        raise NoWords

    def _value(self, node: e.Expression) -> str:
        if isinstance(node, e.ColumnRef):
            return f"F({called(self._field(node))})"
        if isinstance(node, e.Constant) and node.value is not None and not node.as_decimal:
            return called(node.value) if isinstance(node.value, str) else repr(node.value)
        raise NoWords
