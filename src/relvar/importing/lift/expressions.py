"""A condition or value as it was written -> a tree of the model, by sqlglot's parser. None where the model has no such words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

from relvar.importing.ddl.dialects import dialect
from relvar.model import expression as e
from relvar.model.expression import Expression
from relvar.model.walking import every

if TYPE_CHECKING:
    from sqlglot import exp

COMPARED: dict[str, e.CompareOperator] = {"NEQ": "<>", "LT": "<", "LTE": "<=", "GT": ">", "GTE": ">="}
ARITHMETIC: dict[str, Literal["+", "-", "*", "/"]] = {"Add": "+", "Sub": "-", "Mul": "*", "Div": "/"}
NOW = {"CurrentTimestamp", "CurrentDatetime", "UtcTimestamp", "CurrentTimestampLTZ", "Localtimestamp"}
TODAY = {"CurrentDate", "UtcDate"}
CALLED: dict[str, e.Function] = {
    "Lower": "lower",
    "Length": "length",
    "Trim": "trim",
    "Coalesce": "coalesce",
    "Sum": "sum",
    "Min": "min",
    "Max": "max",
    "Avg": "avg",
}
NAMED: dict[str, e.Function] = {
    "gen_random_uuid": "new_uuid", "uuid_generate_v4": "new_uuid", "newid": "new_uuid", "uuid": "new_uuid", "uuidv4": "new_uuid",
    "uuidv7": "new_ordered_uuid", "ordered_uuid": "new_ordered_uuid", "newsequentialid": "new_ordered_uuid", "uuid_generate_v7": "new_ordered_uuid",
    "now": "now", "sysutcdatetime": "now", "getutcdate": "now", "sysdatetimeoffset": "now", "getdate": "now", "clock_timestamp": "now",
    "utc_timestamp": "now", "utc_date": "today", "char_length": "length", "character_length": "length", "len": "length",
}  # fmt: skip


# What a node may carry beside its operands without meaning something else; anything more has no words.
HARMLESS = {"this", "expression", "expressions", "low", "high", "is_string", "negate", "to", "safe", "typed", "coalesce", "binary", "encoding",
            "sysdate", "is_null", "is_numeric", "kind", "unit_type", "default", "parameters"}  # fmt: skip
TEXTS = ("TEXT", "VARCHAR", "CHAR", "NVARCHAR", "NCHAR")


class NoWords(Exception):
    """Raised inside the lift of an expression: the model has no words for it."""


class Lifter:
    """Lifts the expressions of one dialect. `idioms`: texts that an engine writes for a function of the model."""

    def __init__(self, dialect_name: str, idioms: dict[str, e.Function] | None = None) -> None:
        self.tokens = dialect(dialect_name).tokens
        self.like_classes = dialect(dialect_name).like_classes
        self.idioms = idioms or {}
        self._known: dict[str, Expression | None] = {}

    def lift(self, text: str, columns: dict[str, str]) -> Expression | None:
        """The tree of a text over columns (names in small letters to their ids); None where there is none."""
        key = f"{text}\0{','.join(columns)}"
        if key not in self._known:
            self._known[key] = self._lift(text, columns)
        return self._known[key]

    def _lift(self, text: str, columns: dict[str, str]) -> Expression | None:
        plain = squeezed(text)
        if plain in self.idioms:
            return e.Call(function=self.idioms[plain])
        try:
            found = _tree(self._parsed(text), columns)
        except NoWords:
            return None
        return None if self.like_classes and _has_class(found) else found

    def _parsed(self, text: str) -> exp.Condition:
        from sqlglot import exp, parse_one
        from sqlglot.errors import SqlglotError

        try:
            return parse_one(text, dialect=self.tokens, into=exp.Condition)
        except (SqlglotError, RecursionError) as error:
            raise NoWords from error


def _has_class(value: object) -> bool:
    """Whether a LIKE somewhere inside has a class of characters, which the model's patterns do not know."""
    return any("[" in like.pattern for like in every(e.Like, value))


def squeezed(text: str) -> str:
    """A text without the spaces and enclosing parentheses in which two ways of writing the same differ."""
    plain = "".join(text.lower().split())
    while plain.startswith("(") and plain.endswith(")") and _pair(plain):
        plain = plain[1:-1]
    return plain


def _pair(text: str) -> bool:
    depth = 0
    for at, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return at == len(text) - 1
    return False


def _tree(node: Any, columns: dict[str, str]) -> Expression:
    kind = type(node).__name__
    if kind not in ("Column", "Boolean") and any(value for name, value in node.args.items() if name not in HARMLESS):
        raise NoWords
    if node.args.get("negate") and kind != "Is":
        return e.Not(item=_plain(node, kind, columns))
    return _plain(node, kind, columns)


def _plain(node: Any, kind: str, columns: dict[str, str]) -> Expression:
    if kind in COMPARED:
        return e.Compare(op=COMPARED[kind], left=_tree(node.this, columns), right=_tree(node.expression, columns))
    if kind in ARITHMETIC:
        return e.Arithmetic(op=ARITHMETIC[kind], left=_tree(node.this, columns), right=_tree(node.expression, columns))
    if kind in NOW:
        return e.Call(function="now")
    if kind in TODAY:
        return e.Call(function="today")
    if kind in CALLED:
        return _call(node, CALLED[kind], columns)
    read = _READERS.get(kind)
    if read is None:
        raise NoWords
    return read(node, columns)


def _call(node: Any, function: e.Function, columns: dict[str, str]) -> Expression:
    arguments = (node.this, *node.expressions)
    if kind_of(node) == "Trim" and any(node.args.get(extra) for extra in ("expression", "position")):
        raise NoWords
    return e.Call(function=function, arguments=tuple(_tree(a, columns) for a in arguments if a is not None))


def kind_of(node: Any) -> str:
    return type(node).__name__


def _joined(word: str) -> Callable[[Any, dict[str, str]], Expression]:
    made = e.And if word == "And" else e.Or

    def read(node: Any, columns: dict[str, str]) -> Expression:
        items: list[Expression] = []
        for side in (node.this, node.expression):
            inner = _tree(side, columns)
            items += inner.items if isinstance(inner, made) and kind_of(side) == word else [inner]
        return made(items=tuple(items))

    return read


def _column(node: Any, columns: dict[str, str]) -> Expression:
    found = columns.get(node.name.lower())
    if found is None:
        raise NoWords
    return e.ColumnRef(column=found)


def _literal(node: Any, columns: dict[str, str]) -> Expression:
    if node.is_string:
        return e.Constant(value=node.this)
    if "." in node.this or "e" in node.this.lower():
        return e.Constant(value=node.this, as_decimal=True)
    return e.Constant(value=int(node.this))


def _negative(node: Any, columns: dict[str, str]) -> Expression:
    inner = _tree(node.this, columns)
    if not isinstance(inner, e.Constant) or isinstance(inner.value, bool) or inner.value is None:
        raise NoWords
    return e.Constant(value=f"-{inner.value}", as_decimal=True) if inner.as_decimal else e.Constant(value=-int(inner.value))


def _is(node: Any, columns: dict[str, str]) -> Expression:
    if kind_of(node.expression) != "Null":
        raise NoWords
    return e.IsNull(operand=_tree(node.this, columns), negated=bool(node.args.get("negate")))


def _not(node: Any, columns: dict[str, str]) -> Expression:
    inner = node.this.this if kind_of(node.this) == "Paren" else node.this
    if kind_of(inner) == "Is" and kind_of(inner.expression) == "Null":
        return e.IsNull(operand=_tree(inner.this, columns), negated=not inner.args.get("negate"))
    return e.Not(item=_tree(inner, columns))


def _in(node: Any, columns: dict[str, str]) -> Expression:
    items = [_tree(item, columns) for item in node.expressions]
    if not items or not all(isinstance(item, e.Constant) for item in items):
        raise NoWords
    return e.InList(operand=_tree(node.this, columns), items=tuple(item for item in items if isinstance(item, e.Constant)))


def _cast(node: Any, columns: dict[str, str]) -> Expression:
    """A cast of a constant, or of a text to a text, says nothing; any other changes the value."""
    inner = _tree(node.this, columns)
    to_text = node.args["to"].this.name in TEXTS if hasattr(node.args["to"].this, "name") else False
    if isinstance(inner, e.Constant) or (to_text and isinstance(inner, e.ColumnRef)):
        return inner
    raise NoWords


def _any(node: Any, columns: dict[str, str]) -> Expression:
    """x = ANY (ARRAY['a', 'b']), as a PostgreSQL catalog and dump write a list."""
    holder = node.expression
    array = holder.this if kind_of(holder) == "Any" else None
    while array is not None and kind_of(array) in ("Paren", "Cast"):
        array = array.this
    if array is None or kind_of(array) != "Array":
        raise NoWords
    items = [_tree(item, columns) for item in array.expressions]
    if not items or not all(isinstance(item, e.Constant) for item in items):
        raise NoWords
    return e.InList(operand=_tree(node.this, columns), items=tuple(item for item in items if isinstance(item, e.Constant)))


def _equals(node: Any, columns: dict[str, str]) -> Expression:
    if kind_of(node.expression) == "Any":
        return _any(node, columns)
    return e.Compare(op="=", left=_tree(node.this, columns), right=_tree(node.expression, columns))


def _between(node: Any, columns: dict[str, str]) -> Expression:
    operand = _tree(node.this, columns)
    low, high = _tree(node.args["low"], columns), _tree(node.args["high"], columns)
    return e.And(items=(e.Compare(op=">=", left=operand, right=low), e.Compare(op="<=", left=operand, right=high)))


def _like(node: Any, columns: dict[str, str]) -> Expression:
    pattern = _tree(node.expression, columns)
    if not isinstance(pattern, e.Constant) or not isinstance(pattern.value, str):
        raise NoWords
    return e.Like(operand=_tree(node.this, columns), pattern=pattern.value)


def _matches(node: Any, columns: dict[str, str]) -> Expression:
    pattern = _tree(node.expression, columns)
    if not isinstance(pattern, e.Constant) or not isinstance(pattern.value, str) or not (pattern.value[:1] == "^" and pattern.value[-1:] == "$"):
        raise NoWords  # the model's are anchored
    return e.Matches(operand=_tree(node.this, columns), regex=pattern.value)


def _anonymous(node: Any, columns: dict[str, str]) -> Expression:
    function = NAMED.get(str(node.this).lower())
    if function is None:
        raise NoWords
    given = node.expressions if function == "length" else ()
    return e.Call(function=function, arguments=tuple(_tree(a, columns) for a in given))


def _concat(node: Any, columns: dict[str, str]) -> Expression:
    sides = node.expressions if kind_of(node) == "Concat" else (node.this, node.expression)
    items: list[Expression] = []
    for side in sides:
        inner = _tree(side, columns)
        items += inner.arguments if isinstance(inner, e.Call) and inner.function == "concat" else [inner]
    return e.Call(function="concat", arguments=tuple(items))


def _qualified_call(node: Any, columns: dict[str, str]) -> Expression:
    """schema.function(): the schema is not part of what it means."""
    return _tree(node.expression, columns)


_READERS: dict[str, Callable[[Any, dict[str, str]], Expression]] = {
    "EQ": _equals,
    "And": _joined("And"),
    "Or": _joined("Or"),
    "Column": _column,
    "Literal": _literal,
    "Introducer": lambda node, columns: _tree(node.expression, columns),
    "National": lambda node, columns: e.Constant(value=node.this),
    "Boolean": lambda node, columns: e.Constant(value=bool(node.this)),
    "Null": lambda node, columns: e.Constant(value=None),
    "Neg": _negative,
    "Paren": lambda node, columns: _tree(node.this, columns),
    "Cast": _cast,
    "Is": _is,
    "Not": _not,
    "In": _in,
    "Between": _between,
    "Like": _like,
    "RegexpLike": _matches,
    "Anonymous": _anonymous,
    "Uuid": lambda node, columns: e.Call(function="new_uuid"),
    "Concat": _concat,
    "DPipe": _concat,
    "Dot": _qualified_call,
}
