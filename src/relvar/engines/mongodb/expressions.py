"""Expressions of the model as expressions of the aggregation language, with SQL's three-valued logic, and as query documents.

A condition is true, false or unknown; where a value is absent it is unknown. So a condition is compiled twice: `holds`, true only where
it is surely true (what a question keeps), and `refuted`, true only where it is surely false (what a check refuses).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Protocol

from relvar.engines.mongodb.script import AGO, NOW, PARAMETER, TODAY, WITHIN
from relvar.engines.mongodb.types import FOREVER, ejson
from relvar.model import expression as e
from relvar.model.expression import Expression
from relvar.model.semantic import DataType

OPERATORS = {"=": "$eq", "<>": "$ne", "<": "$lt", "<=": "$lte", ">": "$gt", ">=": "$gte"}
FLIPPED: dict[e.CompareOperator, e.CompareOperator] = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
NEGATED = {"=": "<>", "<>": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
ARITHMETIC = {"+": "$add", "-": "$subtract", "*": "$multiply", "/": "$divide"}
KINDS = {  # BSON types of what is of a kind of JSON, or null, or not there
    "number": ["int", "long", "double", "decimal", "null", "missing"],
    "boolean": ["bool", "null", "missing"],
    "list": ["array", "missing"],
}
BRACKETS = {"[:alpha:]": "A-Za-z", "[:digit:]": "0-9", "[:alnum:]": "A-Za-z0-9", "[:space:]": r"\s", "[:upper:]": "A-Z", "[:lower:]": "a-z"}


class Inexpressible(Exception):
    """Raised when an expression has no form here; the message says which."""


class Scope(Protocol):
    """What column references mean: paths into the document at hand, and whether a value may be absent."""

    def path(self, ref: e.ColumnRef) -> str: ...
    def data(self, ref: e.ColumnRef) -> DataType | None:
        """The column's type; None for a key that the engine makes."""

    def may_be_absent(self, ref: e.ColumnRef) -> bool: ...
    def lowered(self, ref: e.ColumnRef) -> str:
        """The path of the field that holds the value in lower case, "" where there is none."""


def regex(pattern: str) -> str:
    """A POSIX extended regular expression as PCRE."""
    for posix, plain in BRACKETS.items():
        pattern = pattern.replace(posix, plain)
    return pattern


def like(pattern: str) -> str:
    """A LIKE pattern as a regular expression over the whole value."""
    return "^" + "".join(".*" if c == "%" else "." if c == "_" else re.escape(c) for c in pattern) + "$"


# --- values ---


def value(expression: Expression, scope: Scope, like_type: DataType | None = None) -> Any:
    """The expression as a value of the aggregation language. Raises Inexpressible."""
    if isinstance(expression, e.ColumnRef):
        return _named(scope.path(expression))
    if isinstance(expression, e.Member):
        return _named(_member(expression, scope))
    if isinstance(expression, e.Constant):
        return constant(expression, like_type)
    if isinstance(expression, e.Parameter | e.Context):
        return {PARAMETER: expression.name}
    if isinstance(expression, e.Ago):
        return {AGO: [expression.amount, expression.unit]}
    if isinstance(expression, e.Arithmetic):
        data = like_type or _type(expression.left, scope) or _type(expression.right, scope)
        return {ARITHMETIC[expression.op]: [value(expression.left, scope, data), value(expression.right, scope, data)]}
    if isinstance(expression, e.Call):
        return _call(expression, scope)
    if isinstance(expression, e.Compare | e.And | e.Or | e.Not | e.IsNull | e.InList | e.Matches | e.Like):
        return holds(expression, scope)
    raise Inexpressible(type(expression).__name__)


def _member(member: e.Member, scope: Scope) -> str:
    """The path of a value in a document: fields within a field."""
    return f"{scope.path(member.document)}.{member.path}"


def _named(path: str) -> str:
    return path if path.startswith("$") else f"${path}"


def constant(it: e.Constant, data: DataType | None) -> Any:
    if it.as_decimal and it.value is not None:
        return {"$numberDecimal": str(it.value)}
    if data is not None and data.base in ("decimal", "timestamp", "date", "uuid") and it.value is not None:
        return ejson(it.value, data)
    return it.value


def _type(expression: Expression, scope: Scope) -> DataType | None:
    return scope.data(expression) if isinstance(expression, e.ColumnRef) else None


def _call(it: e.Call, scope: Scope) -> Any:
    if it.function == "now":
        return {NOW: 1}
    if it.function == "today":
        return {TODAY: 1}
    if it.function == "lower" and isinstance(it.arguments[0], e.ColumnRef) and (field := scope.lowered(it.arguments[0])):
        return _named(field)
    arguments = [value(a, scope) for a in it.arguments]
    made: dict[str, Callable[[], Any]] = {
        "lower": lambda: {"$toLower": arguments[0]},
        "length": lambda: {"$strLenCP": {"$ifNull": [arguments[0], ""]}},
        "trim": lambda: {"$trim": {"input": arguments[0]}},
        "coalesce": lambda: {"$ifNull": arguments},
        "concat": lambda: {"$concat": arguments},
        "day": lambda: {"$dateTrunc": {"date": arguments[0], "unit": "day"}},
        "month": lambda: {"$dateTrunc": {"date": arguments[0], "unit": "month"}},
    }
    if it.function not in made:
        raise Inexpressible(it.function)
    return made[it.function]()


# --- conditions ---


def holds(condition: Expression, scope: Scope) -> Any:
    """True only where the condition is true."""
    if isinstance(condition, e.And):
        return {"$and": [holds(c, scope) for c in condition.items]}
    if isinstance(condition, e.Or):
        return {"$or": [holds(c, scope) for c in condition.items]}
    if isinstance(condition, e.Not):
        return refuted(condition.item, scope)
    return _guarded(condition, scope, _test(condition, scope, negated=False))


def refuted(condition: Expression, scope: Scope) -> Any:
    """True only where the condition is false: neither true nor unknown."""
    if isinstance(condition, e.And):
        return {"$or": [refuted(c, scope) for c in condition.items]}
    if isinstance(condition, e.Or):
        return {"$and": [refuted(c, scope) for c in condition.items]}
    if isinstance(condition, e.Not):
        return holds(condition.item, scope)
    return _guarded(condition, scope, _test(condition, scope, negated=True))


def passes(condition: Expression, scope: Scope) -> Any:
    """What a check accepts: true or unknown."""
    found = refuted(condition, scope)
    return found["$not"][0] if set(found) == {"$not"} else {"$not": [found]}


def _test(condition: Expression, scope: Scope, *, negated: bool) -> Any:
    if isinstance(condition, e.Compare):
        data = _type(condition.left, scope) or _type(condition.right, scope)
        op = NEGATED[condition.op] if negated else condition.op
        return {OPERATORS[op]: [value(condition.left, scope, data), value(condition.right, scope, data)]}
    if isinstance(condition, e.IsNull):
        given = value(condition.operand, scope)
        return {"$gt" if condition.negated != negated else "$lte": [given, None]}
    found: Any
    if isinstance(condition, e.InList):
        data = _type(condition.operand, scope)
        found = {"$in": [value(condition.operand, scope), [constant(c, data) for c in condition.items]]}
    elif isinstance(condition, e.Matches):
        found = {"$regexMatch": {"input": value(condition.operand, scope), "regex": regex(condition.regex)}}
    elif isinstance(condition, e.Like):
        found = {"$regexMatch": {"input": value(condition.operand, scope), "regex": like(condition.pattern)}}
    elif isinstance(condition, e.Overlaps):
        start, other_start = value(condition.start, scope), value(condition.other_start, scope)
        end, other_end = (_or_forever(x, scope) for x in (condition.end, condition.other_end))
        found = {"$and": [{"$lt": [start, other_end]}, {"$lt": [other_start, end]}]}
    elif isinstance(condition, e.OfKind):
        found = {"$in": [{"$type": value(condition.operand, scope)}, KINDS[condition.base]]}
    elif isinstance(condition, e.ColumnRef | e.Constant):
        found = {"$eq": [value(condition, scope), True]}
    else:
        raise Inexpressible(type(condition).__name__)
    return {"$not": [found]} if negated else found


def _or_forever(end: Expression, scope: Scope) -> Any:
    """The end of a period; a missing one never comes."""
    absent = isinstance(end, e.ColumnRef) and scope.may_be_absent(end)
    return {"$ifNull": [value(end, scope), FOREVER]} if absent else value(end, scope)


def _guarded(condition: Expression, scope: Scope, test: Any) -> Any:
    """The test, where every value it compares is there; of a period the end may be missing."""
    if isinstance(condition, e.IsNull):
        return test
    needed = (condition.start, condition.other_start) if isinstance(condition, e.Overlaps) else condition
    paths = dict.fromkeys(scope.path(ref) for ref in _columns(needed) if scope.may_be_absent(ref))
    if not paths:
        return test
    return {"$and": [*({"$gt": [_named(path), None]} for path in paths), test]}


def _columns(node: object) -> list[e.ColumnRef]:
    if isinstance(node, e.ColumnRef):
        return [node]
    if isinstance(node, e.Call) and node.function == "coalesce":
        return []  # never unknown, by its last argument
    if isinstance(node, tuple):
        return [ref for item in node for ref in _columns(item)]
    fields = getattr(node, "__struct_fields__", ())
    return [ref for field in fields for ref in _columns(getattr(node, field))]


# --- query documents, which indexes serve ---


def match(condition: Expression, scope: Scope) -> dict[str, Any] | None:
    """The condition as a query document; None where only an expression says it."""
    if isinstance(condition, e.And):
        parts = [match(c, scope) for c in condition.items]
        return both([p for p in parts if p is not None]) if all(p is not None for p in parts) else None
    if isinstance(condition, e.Or):
        parts = [match(c, scope) for c in condition.items]
        return {"$or": parts} if all(p is not None for p in parts) else None
    if isinstance(condition, e.Compare):
        return _compared(condition, scope)
    if isinstance(condition, e.InList) and (path := _path(condition.operand, scope)):
        data = _type(condition.operand, scope)
        return {path: {"$in": [constant(c, data) for c in condition.items]}}
    if isinstance(condition, e.IsNull) and (path := _path(condition.operand, scope)):
        return {path: {"$exists": True} if condition.negated else None}
    if isinstance(condition, e.StartsWith) and (path := _path(condition.operand, scope)):
        return {path: {"$gte": {PARAMETER: condition.prefix.name}, "$lt": {PARAMETER: f"{condition.prefix.name}_end"}}}
    if isinstance(condition, e.Contains) and (path := _path(_unlowered(condition.operand), scope)):
        return {path: {"$regex": {PARAMETER: f"{condition.part.name}_escaped"}, "$options": "i"}}
    if isinstance(condition, e.Includes):
        return {_member(condition.elements.operand, scope): _given(condition.item, scope, None)}
    if isinstance(condition, e.Holds):
        return {"$and": [{WITHIN: [scope.path(condition.document), {PARAMETER: condition.part.name}]}]}
    if isinstance(condition, e.TextSearch):
        return {"$text": {"$search": {PARAMETER: condition.words.name}}}
    return None


def _compared(it: e.Compare, scope: Scope) -> dict[str, Any] | None:
    left, right, op = it.left, it.right, it.op
    if not _path(left, scope):
        left, right, op = right, left, FLIPPED[op]
    path = _path(left, scope)
    given = _given(right, scope, _type(left, scope))
    if not path or given is None:
        return None
    if op == "<>":
        return {path: {"$ne": given, "$exists": True}}
    return {path: given if op == "=" else {OPERATORS[op]: given}}


def _unlowered(operand: Expression) -> Expression:
    """What a search without regard to case looks at."""
    return operand.arguments[0] if isinstance(operand, e.Call) and operand.function == "lower" else operand


def _path(operand: Expression, scope: Scope) -> str:
    """The path of a column, of a value in one, or of the field that holds it in lower case; "" for anything else."""
    if isinstance(operand, e.ColumnRef):
        found = scope.path(operand)
    elif isinstance(operand, e.Member):
        found = _member(operand, scope)
    elif isinstance(operand, e.Call) and operand.function == "lower" and isinstance(operand.arguments[0], e.ColumnRef):
        found = scope.lowered(operand.arguments[0])
    else:
        return ""
    return "" if found.startswith("$") else found


def _given(expression: Expression, scope: Scope, data: DataType | None) -> Any:
    """A value that the caller or a clock gives, with no column in it; None for anything else."""
    if isinstance(expression, e.Call) and expression.function == "lower" and isinstance(expression.arguments[0], e.Parameter):
        return {PARAMETER: f"{expression.arguments[0].name}_lower"}
    if isinstance(expression, e.Parameter | e.Context | e.Ago) or (isinstance(expression, e.Constant) and expression.value is not None):
        return value(expression, scope, data)
    if isinstance(expression, e.Call) and expression.function in ("now", "today"):
        return value(expression, scope)
    return None


def both(parts: list[dict[str, Any]]) -> dict[str, Any]:
    """All of several query documents: merged where their paths differ or their operators do."""
    merged: dict[str, Any] = {}
    for part in parts:
        for path, condition in part.items():
            there = merged.get(path)
            if path not in merged:
                merged[path] = condition
            elif isinstance(there, dict) and isinstance(condition, dict) and not there.keys() & condition.keys() and _operators(there, condition):
                merged[path] = {**there, **condition}
            else:
                return {"$and": parts}
    return merged


def _operators(*found: dict[str, Any]) -> bool:
    return all(key.startswith("$") and key not in (PARAMETER, AGO, NOW, TODAY) and not key.startswith("$number") for one in found for key in one)
