"""A condition that a model reports, as a tree or not at all: parsed by `read/formula.py`, then held to a small closed grammar.

Allowed are comparisons of an attribute with a number, a text or another attribute of its type, lists of texts, "is null", and, or.
No function, no arithmetic, no pattern. A condition that no value satisfies would refuse every row, so ranges are checked too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import inf

from relvar.errors import ModelError
from relvar.model import expression as e
from relvar.model.conceptual import Attribute
from relvar.read import formula
from relvar.read.language_model.bounds import DEEPEST_CONDITION

NUMBERS = ("integer", "decimal", "float")
ORDERED = (*NUMBERS, "date", "timestamp", "time")
Range = tuple[float, float]


def condition(written: str, attributes: Mapping[str, Attribute]) -> e.Expression | None:
    """The tree of a condition over these attributes, or None."""
    if written.count("(") > DEEPEST_CONDITION:
        return None
    try:
        tree = formula.parse(written)
    except (ModelError, IndexError):
        return None
    return tree if _allowed(tree, attributes) and _possible(tree, attributes) else None


def bad_value(tree: e.Expression) -> dict[str, str | int | float | bool | None]:
    """A value that breaks a comparison with a whole number, for the proof; {} where the proof has to search."""
    if not (isinstance(tree, e.Compare) and isinstance(tree.left, e.ColumnRef) and isinstance(tree.right, e.Constant)):
        return {}
    value = tree.right.value
    if not isinstance(value, int):
        return {}
    return {tree.left.column: value + {">=": -1, "<=": 1, ">": 0, "<": 0, "=": 1, "<>": 0}[tree.op]}


def compared(tree: e.Expression) -> Iterator[frozenset[str]]:
    """Pairs of attributes that are compared with each other."""
    if isinstance(tree, e.And | e.Or):
        for item in tree.items:
            yield from compared(item)
    elif isinstance(tree, e.Compare) and isinstance(tree.left, e.ColumnRef) and isinstance(tree.right, e.ColumnRef):
        yield frozenset((tree.left.column, tree.right.column))


def ranges(tree: e.Expression, column: str) -> dict[str, Range]:
    """The numbers that each attribute may have if the condition holds; `column` renames "value" of a type's own check."""
    found: dict[str, Range] = {}
    for item in tree.items if isinstance(tree, e.And) else (tree,):
        if isinstance(item, e.And):
            found = _met(found, ranges(item, column))
        elif isinstance(item, e.Compare) and isinstance(item.left, e.ColumnRef) and (number := _number(item.right)) is not None:
            name = column if item.left.column == "value" else item.left.column
            low = number if item.op in (">=", ">", "=") else -inf
            high = number if item.op in ("<=", "<", "=") else inf
            edge = 1e-9 if item.op in (">", "<") else 0.0
            found = _met(found, {name: (low + edge, high - edge)})
    return found


def _met(one: dict[str, Range], other: Mapping[str, Range]) -> dict[str, Range]:
    met = dict(one)
    for name, (low, high) in other.items():
        before = met.get(name, (-inf, inf))
        met[name] = (max(low, before[0]), min(high, before[1]))
    return met


def meets(one: Mapping[str, Range], other: Mapping[str, Range]) -> bool:
    """Whether values are left that satisfy both."""
    return all(low <= high for low, high in _met(dict(one), other).values())


def _possible(tree: e.Expression, attributes: Mapping[str, Attribute]) -> bool:
    if isinstance(tree, e.Or):
        return all(_possible(item, attributes) for item in tree.items)
    own: dict[str, Range] = {}
    for name in ranges(tree, ""):
        check = attributes[name].meaning.check
        own = _met(own, ranges(check, name)) if check is not None else own
    return meets(own, ranges(tree, ""))


def _allowed(tree: e.Expression, attributes: Mapping[str, Attribute]) -> bool:
    if isinstance(tree, e.And | e.Or):
        return all(_allowed(item, attributes) for item in tree.items)
    if isinstance(tree, e.IsNull):
        return tree.negated and _base(tree.operand, attributes) != ""
    if isinstance(tree, e.InList):
        return bool(tree.items) and all(_fits(item, tree.operand, attributes) for item in tree.items)
    if not isinstance(tree, e.Compare) or not isinstance(tree.left, e.ColumnRef):
        return False
    if isinstance(tree.right, e.ColumnRef):
        same = _base(tree.left, attributes) == _base(tree.right, attributes)
        return same and tree.left != tree.right and _base(tree.left, attributes) in ORDERED and tree.op not in ("=", "<>")
    return _fits(tree.right, tree.left, attributes) and (_base(tree.left, attributes) in NUMBERS or tree.op in ("=", "<>"))


def _fits(constant: e.Expression, operand: e.Expression, attributes: Mapping[str, Attribute]) -> bool:
    """Whether a constant is of the operand's type."""
    base = _base(operand, attributes)
    if not base or not isinstance(constant, e.Constant) or not isinstance(operand, e.ColumnRef) or constant.value is None:
        return False
    if base in NUMBERS:
        return not isinstance(constant.value, bool) and _number(constant) is not None and (base != "integer" or not constant.as_decimal)
    if base == "boolean":
        return isinstance(constant.value, bool)
    data = attributes[operand.column].meaning.data
    plain = base == "text" and isinstance(constant.value, str) and not constant.as_decimal and constant.value.isprintable()
    return plain and 0 < len(str(constant.value)) <= (data.length or len(str(constant.value)))


def _base(node: e.Expression, attributes: Mapping[str, Attribute]) -> str:
    """The base type of an attribute that has one value; "" for what is none."""
    if not isinstance(node, e.ColumnRef) or node.table or node.column not in attributes or attributes[node.column].multivalued:
        return ""
    return attributes[node.column].meaning.data.base


def _number(node: e.Expression) -> float | None:
    if not isinstance(node, e.Constant) or isinstance(node.value, bool) or node.value is None:
        return None
    if isinstance(node.value, str):
        return float(node.value) if node.as_decimal else None
    return float(node.value) if abs(node.value) < 2**31 else None  # what every whole number's column holds
