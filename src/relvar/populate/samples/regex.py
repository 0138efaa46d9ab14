"""A text that a regular expression accepts: its parse tree is walked and one branch taken at random.

Repetitions stay short (at most `MORE` beyond the least), for sample values should look like values. Look-arounds and back references
are not followed: the maker's caller evaluates the check on what comes out anyhow.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from random import Random
from typing import Any

from relvar.populate.evaluate import pattern

# The parser of the standard library, of which no types are published
c: Any = import_module("re._constants")
parser: Any = import_module("re._parser")
MORE = 6
PRINTABLE = tuple(map(chr, range(33, 127)))
CLASSES: dict[Any, str] = {
    c.CATEGORY_DIGIT: "0123456789",
    c.CATEGORY_WORD: "abcdefghijklmnopqrstuvwxyz0123456789_",
    c.CATEGORY_SPACE: " ",
}


class Pattern:
    """Texts of one regular expression; digits and letters are preferred where a negated class leaves the choice."""

    def __init__(self, regex: str, longest: int = 0) -> None:
        self.tree = parser.parse(pattern(regex).pattern)
        self.longest = longest

    def text(self, random: Random) -> str:
        return "".join(self._walk(self.tree, random))

    def _walk(self, tree: Iterable[tuple[Any, Any]], random: Random) -> Iterable[str]:
        for op, argument in tree:
            yield from self._one(op, argument, random)

    def _one(self, op: Any, argument: Any, random: Random) -> Iterable[str]:
        if op is c.LITERAL:
            yield chr(argument)
        elif op is c.IN:
            yield random.choice(_members(argument))
        elif op in (c.ANY, c.NOT_LITERAL):
            yield random.choice("abcdefghijklmnopqrstuvwxyz")
        elif op in (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT):
            least, most, inner = argument
            for _ in range(random.randint(least, _capped(least, most))):
                yield from self._walk(inner, random)
        elif op is c.SUBPATTERN:
            yield from self._walk(argument[3], random)
        elif op is c.BRANCH:
            yield from self._walk(random.choice(argument[1]), random)


def _capped(least: int, most: Any) -> int:
    return min(least + MORE, int(most)) if most is not c.MAXREPEAT else least + MORE


def _members(items: list[tuple[Any, Any]]) -> str:
    negated = items[0][0] is c.NEGATE
    members = "".join(_range(op, argument) for op, argument in items if op is not c.NEGATE)
    if not negated:
        return members
    left = "".join(x for x in PRINTABLE if x not in members)
    return "".join(x for x in left if x.isalnum()) or left


def _range(op: Any, argument: Any) -> str:
    if op is c.LITERAL:
        return chr(argument)
    if op is c.RANGE:
        return "".join(map(chr, range(argument[0], argument[1] + 1)))
    return CLASSES.get(argument, "x")
