"""Values written in Python as SQL says them: literals, members of enumerations, and the functions that make times and identifiers."""

from __future__ import annotations

import ast
import re

from relvar.importing.ddl.cursor import NotUnderstood
from relvar.importing.languages.python.modules import Class, Module, assigned, dotted, items, last
from relvar.model.existing import FoundPart

NOW = ("now", "utcnow", "localtime", "current_timestamp", "sysdate", "localtimestamp", "Now")
TODAY = ("today", "current_date", "localdate")
NEW_ID = ("uuid4", "gen_random_uuid", "uuid_generate_v4", "uuid1", "uuid7", "uuid6")
EMPTY = {"dict": "'{}'", "list": "'[]'"}
ENUMERATIONS = ("Enum", "StrEnum", "IntEnum", "TextChoices", "IntegerChoices", "Choices")
WITH_CLASS = re.compile(r"(?P<text>.*\)) (?P<class>\w+_ops)\Z", re.S)
WRAPPERS = ("text", "Value", "literal", "Decimal", "literal_column", "RawSQL")


class Values:
    """What names mean in the modules of a source."""

    def __init__(self, known: dict[str, Class]) -> None:
        self.classes = known

    def literal(self, node: ast.expr, module: Module, within: str = "") -> str:
        """A value as SQL writes it; `within`: the class in which it stands. Raises NotUnderstood."""
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return f"-{self.literal(node.operand, module, within)}"
        if isinstance(node, ast.Constant):
            return constant(node.value)
        if isinstance(node, ast.Call) and last(node) in WRAPPERS and node.args:
            inner = node.args[0]
            plain = last(node) in ("text", "literal_column", "Decimal", "RawSQL") and isinstance(inner, ast.Constant) and isinstance(inner.value, str)
            if last(node) == "RawSQL" and plain and isinstance(inner, ast.Constant):
                return raw_text(str(inner.value))
            return str(inner.value) if plain and isinstance(inner, ast.Constant) else self.literal(inner, module, within)
        if (made := self._made(node)) is not None:
            return made
        if (member := self.member(node, within)) is not None:
            return constant(member)
        name = dotted(node)
        for values in (self.classes[within].values if within in self.classes else {}, module.values):
            if name in values and isinstance(values[name], ast.Constant | ast.UnaryOp):
                return self.literal(values[name], module, within)
        raise NotUnderstood(f"relvar does not run {shown(node)}, so its value is not known")

    def _made(self, node: ast.expr) -> str | None:
        """The function of the database that does what one of Python does."""
        if isinstance(node, ast.Lambda):
            return self._made(node.body)
        word = last(node)
        if word in NOW:
            return "current_timestamp"
        if word in TODAY:
            return "current_date"
        if word in NEW_ID:
            return "gen_random_uuid()"
        return EMPTY.get(word) if isinstance(node, ast.Name) else None

    def member(self, node: ast.expr, within: str = "") -> object:
        """The value of Status.PAID (or Status.PAID.value); None where it is none."""
        name = dotted(node).removesuffix(".value").removesuffix(".name").removeprefix("self.")
        owner, _, label = name.rpartition(".")
        found = self.enumeration(owner, within)
        return None if found is None else found.get(label)

    def enumeration(self, name: str, within: str = "") -> dict[str, object] | None:
        """Label -> value of an enumeration or a class of choices; None where the name is of none."""
        short = name.rpartition(".")[2]
        for candidate in (f"{within}.{name}", name, short):
            found = self.classes.get(candidate)
            if found is not None and any(base in ENUMERATIONS for base in self._roots(found)):
                return {label: _value(node, label) for label, node in assigned(found.node.body) if not label.startswith("_")}
        return None

    def _roots(self, found: Class) -> list[str]:
        return [*found.bases, *(b for base in found.bases if base in self.classes and base != found.name for b in self.classes[base].bases)]

    def choices(self, node: ast.expr, module: Module, within: str) -> tuple[object, ...] | None:
        """The values of a field's choices: written out, named, or those of a class. None where they are not known without running."""
        name = dotted(node)
        found = self.enumeration(name.removesuffix(".choices"), within) if name else None
        if found is not None:
            return tuple(found.values())
        for values in (self.classes[within].values if within in self.classes else {}, module.values):
            if name and name in values:
                return None if dotted(values[name]) else self.choices(values[name], module, within)
        made: list[object] = []
        pairs = (
            [ast.Tuple([key, value]) for key, value in zip(node.keys, node.values, strict=True) if key] if isinstance(node, ast.Dict) else items(node)
        )
        for pair in pairs:
            members = items(pair)
            if len(members) != 2:
                return None
            if items(members[1]):  # a named group of choices
                inner = self.choices(members[1], module, within)
                if inner is None:
                    return None
                made += inner
                continue
            try:
                made.append(_unquoted(self.literal(members[0], module, within)))
            except NotUnderstood:
                return None
        return tuple(made) or None


def over(text: str) -> FoundPart:
    """A member of an index that is an expression; its operator class has no other place than its text."""
    found = WITH_CLASS.match(text)
    return FoundPart(text=found["text"], operator_class=found["class"]) if found else FoundPart(text=text)


def raw_text(text: str) -> str:
    """The text of a RawSQL, in which a per cent sign stands twice."""
    return text.replace("%%", "%")


def _value(node: ast.expr, label: str) -> object:
    """The value of a member: its own, the first of a tuple, or the label where it is counted out."""
    first = items(node)[0] if items(node) else node
    if isinstance(first, ast.Constant):
        return first.value
    return label.lower() if last(first) == "auto" else label


def _unquoted(literal: str) -> object:
    if literal.startswith("'"):
        return literal[1:-1].replace("''", "'")
    return int(literal) if literal.lstrip("-").isdigit() else literal


def constant(value: object) -> str:
    """A value of Python as SQL writes it. Raises NotUnderstood."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    raise NotUnderstood(f"a value of the kind {type(value).__name__} has no words in SQL")


def listed(column: str, values: tuple[object, ...]) -> str:
    """The condition that a column holds one of some values."""
    return f"{column} in ({', '.join(map(constant, values))})"


def shown(node: ast.AST) -> str:
    """A piece of the source, as Python writes it."""
    try:
        return ast.unparse(node)[:120]
    except RecursionError:
        return "what is nested too deeply"
