"""Attributes of Prisma: `@name(value, key: value)` at a field, `@@name(...)` at a block."""

from __future__ import annotations

from typing import NamedTuple

from relvar.importing.languages.scanning import Stream, Token, joined, split
from relvar.model.existing import Place


class Attribute(NamedTuple):
    """`plain`: the values without a key; `keyed`: those with one. Each is a list of tokens."""

    name: str
    plain: tuple[tuple[Token, ...], ...]
    keyed: dict[str, tuple[Token, ...]]
    place: Place

    def value(self, key: str, *, first: bool = False) -> tuple[Token, ...]:
        """The value of a key, or (`first`) the first one without a key; () where there is none."""
        return self.keyed.get(key, self.plain[0] if first and self.plain else ())

    def text(self, key: str, *, first: bool = False) -> str:
        found = self.value(key, first=first)
        return found[0].text if found else ""


def attributes(line: Stream) -> list[Attribute]:
    """Those that stand from here to the end of the line. Raises NotUnderstood."""
    made = []
    while not line.ended:
        place = line.place
        line.expect("@")
        line.take("@")
        name = line.name()
        while line.take("."):
            name += "." + line.name()
        made.append(_with_values(line, name, place))
    return made


def _with_values(line: Stream, name: str, place: Place) -> Attribute:
    plain: list[tuple[Token, ...]] = []
    keyed: dict[str, tuple[Token, ...]] = {}
    for member in split(line.bracketed("(")) if line.token.low == "(" else []:
        if len(member) > 1 and member[1].low == ":":
            keyed[member[0].text] = tuple(member[2:])
        else:
            plain.append(tuple(member))
    return Attribute(name, tuple(plain), keyed, place)


class Member(NamedTuple):
    """A field in a list, with what is said of it there: `name(sort: Desc, length: 10, ops: X)`."""

    field: str
    said: dict[str, str]


def members(value: tuple[Token, ...]) -> list[Member]:
    """The fields of a list `[a, b(sort: Desc)]`."""
    if not value or value[0].low != "[":
        return [Member(value[0].text, {})] if value else []
    made = []
    for member in split(list(value[1:-1])):
        said = {pair[0].text: joined(pair[2:]) for pair in split(member[2:-1]) if len(pair) > 2} if len(member) > 1 else {}
        made.append(Member(member[0].text, said))
    return made
