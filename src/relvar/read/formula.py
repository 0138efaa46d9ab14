"""Conditions as people write them in model.yaml ("price >= 0 and status in ('draft', 'sent')"), and back into trees.

`text(expression)` gives the short form only where `parse` reads it back as the very same tree; otherwise None, and the
caller keeps the tree. The grammar is that of an SQL condition: or, and, not, comparison, arithmetic, call.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import cast, get_args

from relvar.errors import ModelError
from relvar.model import expression as e

FUNCTIONS = frozenset(get_args(e.Function))
TOKEN = re.compile(r"\s*(?:(?P<number>\d+\.\d+|\d+)|(?P<string>'(?:[^']|'')*')|(?P<word>[A-Za-z_][\w]*)|(?P<sign><>|<=|>=|[=<>+\-*/(),.~]))")
KEYWORDS = {"and", "or", "not", "in", "is", "null", "like", "true", "false"}


def text(expression: e.Expression) -> str | None:
    """The short form, or None where it would not read back as the same tree."""
    try:
        written = _write(expression)
        return written if parse(written) == expression else None
    except (ModelError, TypeError):
        return None


def parse(written: str) -> e.Expression:
    """The tree of a condition. Raises ModelError with the place that cannot be read."""
    parser = _Parser(written)
    tree = parser.disjunction()
    parser.expect_end()
    return tree


def _quote(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _constant(node: e.Constant) -> str:
    value = node.value
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if node.as_decimal:
        return str(value)
    return _quote(value) if isinstance(value, str) else str(value)


def _write(node: e.Expression) -> str:
    writer = _WRITERS.get(type(node))
    if writer is None:
        raise TypeError(type(node).__name__)
    return writer(node)


def _joined(word: str) -> Callable[[e.And | e.Or], str]:
    return lambda node: f" {word} ".join(f"({_write(i)})" if isinstance(i, e.And | e.Or) else _write(i) for i in node.items)


def _side(node: e.Expression) -> str:
    return f"({_write(node)})" if isinstance(node, e.Arithmetic) else _write(node)


_WRITERS: dict[type, Callable[..., str]] = {
    e.ColumnRef: lambda n: f"{n.table}.{n.column}" if n.table else n.column,
    e.Constant: _constant,
    e.Compare: lambda n: f"{_write(n.left)} {n.op} {_write(n.right)}",
    e.InList: lambda n: f"{_write(n.operand)} in ({', '.join(_constant(i) for i in n.items)})",
    e.IsNull: lambda n: f"{_write(n.operand)} is {'not ' if n.negated else ''}null",
    e.And: _joined("and"),
    e.Or: _joined("or"),
    e.Not: lambda n: f"not ({_write(n.item)})",
    e.Call: lambda n: f"{n.function}({', '.join(_write(a) for a in n.arguments)})",
    e.Arithmetic: lambda n: f"{_side(n.left)} {n.op} {_side(n.right)}",
    e.Like: lambda n: f"{_write(n.operand)} like {_quote(n.pattern)}",
    e.Matches: lambda n: f"{_write(n.operand)} ~ {_quote(n.regex)}",
}


class _Parser:
    """Recursive descent over the tokens of one condition."""

    def __init__(self, written: str) -> None:
        self.written = written
        self.tokens = list(self._split())
        self.at = 0

    def _split(self) -> list[tuple[str, str]]:
        tokens, place = [], 0
        while place < len(self.written.rstrip()):
            found = TOKEN.match(self.written, place)
            if not found or found.lastgroup is None:
                raise self._error(f"{self.written[place:].strip()[:20]!r}")
            tokens.append((found.lastgroup, found.group(found.lastgroup)))
            place = found.end()
        return tokens

    def _error(self, near: str) -> ModelError:
        return ModelError(what=f"the condition {self.written!r} cannot be read at {near}", remedy="write it like: price >= 0 and price < 100")

    def peek(self) -> str:
        if self.at >= len(self.tokens):
            return ""
        kind, word = self.tokens[self.at]
        return word.lower() if kind == "word" and word.lower() in KEYWORDS else word

    def take(self, *words: str) -> str:
        if self.peek() in words and self.tokens[self.at][0] != "string":
            self.at += 1
            return words[0] if len(words) == 1 else self.tokens[self.at - 1][1]
        return ""

    def need(self, word: str) -> None:
        if not self.take(word):
            raise self._error(self.peek() or "its end")

    def expect_end(self) -> None:
        if self.at < len(self.tokens):
            raise self._error(repr(self.peek()))

    def disjunction(self) -> e.Expression:
        items = [self.conjunction()]
        while self.take("or"):
            items.append(self.conjunction())
        return items[0] if len(items) == 1 else e.Or(items=tuple(items))

    def conjunction(self) -> e.Expression:
        items = [self.negation()]
        while self.take("and"):
            items.append(self.negation())
        return items[0] if len(items) == 1 else e.And(items=tuple(items))

    def negation(self) -> e.Expression:
        if self.take("not"):
            return e.Not(item=self.negation())
        return self.comparison()

    def comparison(self) -> e.Expression:
        left = self.sum()
        if op := self.take("=", "<>", "<=", ">=", "<", ">"):
            return e.Compare(op=cast(e.CompareOperator, op), left=left, right=self.sum())
        if self.take("is"):
            negated = bool(self.take("not"))
            self.need("null")
            return e.IsNull(operand=left, negated=negated)
        if self.take("in"):
            return e.InList(operand=left, items=tuple(self._constants()))
        if self.take("like"):
            return e.Like(operand=left, pattern=self._string())
        if self.take("~"):
            return e.Matches(operand=left, regex=self._string())
        return left

    def _constants(self) -> list[e.Constant]:
        items = []
        for item in self._arguments():
            if not isinstance(item, e.Constant):
                raise self._error("a list that holds more than constants")
            items.append(item)
        return items

    def _arguments(self) -> list[e.Expression]:
        self.need("(")
        items: list[e.Expression] = []
        while not self.take(")"):
            items.append(self.disjunction())
            if not self.take(",") and self.peek() != ")":
                raise self._error(self.peek() or "its end")
        return items

    def _string(self) -> str:
        node = self.atom()
        if not isinstance(node, e.Constant) or not isinstance(node.value, str):
            raise self._error("a quoted text that is missing")
        return node.value

    def sum(self) -> e.Expression:
        left = self.product()
        while op := self.take("+", "-"):
            left = e.Arithmetic(op=cast(e.ArithmeticOperator, op), left=left, right=self.product())
        return left

    def product(self) -> e.Expression:
        left = self.atom()
        while op := self.take("*", "/"):
            left = e.Arithmetic(op=cast(e.ArithmeticOperator, op), left=left, right=self.atom())
        return left

    def atom(self) -> e.Expression:
        if self.at >= len(self.tokens):
            raise self._error("its end")
        kind, word = self.tokens[self.at]
        if self.take("("):
            inner = self.disjunction()
            self.need(")")
            return inner
        self.at += 1
        if kind == "number":
            return e.Constant(value=word, as_decimal=True) if "." in word else e.Constant(value=int(word))
        if kind == "string":
            return e.Constant(value=word[1:-1].replace("''", "'"))
        if kind == "sign" and word == "-" and self.at < len(self.tokens) and self.tokens[self.at][0] == "number":
            return self._negative()
        if kind != "word":
            raise self._error(repr(word))
        return self._word(word)

    def _negative(self) -> e.Constant:
        number = self.tokens[self.at][1]
        self.at += 1
        return e.Constant(value="-" + number, as_decimal=True) if "." in number else e.Constant(value=-int(number))

    def _word(self, word: str) -> e.Expression:
        if word.lower() in ("true", "false"):
            return e.Constant(value=word.lower() == "true")
        if word.lower() == "null":
            return e.Constant(value=None)
        if self.peek() == "(" and word in FUNCTIONS:
            return e.Call(function=cast(e.Function, word), arguments=tuple(self._arguments()))
        if self.take("."):
            _, column = self.tokens[self.at]
            self.at += 1
            return e.ColumnRef(table=word, column=column)
        return e.ColumnRef(column=word)
