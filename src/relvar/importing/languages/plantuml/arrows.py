"""Lines between entities and classes of PlantUML: crow's feet, multiplicities, compositions, inheritance."""

from __future__ import annotations

import re

from relvar.importing.ddl.cursor import NotUnderstood
from relvar.importing.languages.diagrams.drawing import End, Line
from relvar.importing.languages.diagrams.labels import decoded
from relvar.model.existing import Place

NAME = r'"[^"]*"|\w+(?:\.\w+)*'
ARROW = re.compile(
    rf"""(?P<first>{NAME})[ \t]*(?:"(?P<few>[^"]*)")?[ \t]*
    (?P<left>[|}}][o|]|\}}|<\|?|[*o+^\#x](?=[-.]))?
    (?P<body>[-.]++(?:\[[^\]]*\])?(?:(?:left|right|up|down|le|ri|do|[lrud])(?=[-.\[]))?(?:\[[^\]]*\])?[-.]*+)
    (?P<right>[o|][|{{]|\{{|\|?>|[*o+^\#x](?!\w))?
    [ \t]*(?:"(?P<many>[^"]*)")?[ \t]*(?P<second>{NAME})[ \t]*(?::(?P<label>.*))?""",
    re.X,
)
FEET = {
    "|o": (0, False), "o|": (0, False), "||": (1, False), "}o": (0, True), "o{": (0, True), "}|": (1, True), "|{": (1, True),
    "}": (0, True), "{": (0, True),
}  # fmt: skip
DIRECTION = re.compile(r"\A[<>]+(?!U\+)|(?<!<U\+[0-9A-F]{4})[<>]+\Z")  # in which a label is read; no sign of a code
ONE, ANY = (1, False), (0, True)
WHOLES = {"*": (1, False), "o": (0, False)}  # composition and aggregation: how many wholes a part has where no number says it
BOUNDS = re.compile(r"(?:(?P<least>\d+)[ \t]*\.\.[ \t]*)?(?P<most>\d+|\*|n|m|many)", re.I)

Count = tuple[int, bool]


def arrow(found: re.Match[str], place: Place) -> Line:
    """The line that an arrow draws. Raises NotUnderstood where it says nothing that data could hold."""
    names = [decoded(found[side].strip('"')) for side in ("first", "second")]
    heads = [found["left"] or "", found["right"] or ""]
    label = decoded(DIRECTION.sub("", (found["label"] or "").strip()).strip().strip('"'))
    if "|>" in heads or "<|" in heads:
        return _inheritance(names, heads, found["body"], place)
    numbers = [_count(found["few"]), _count(found["many"])]
    feet = [FEET.get(head) for head in heads]
    if any(feet):
        ends = [foot or number or ONE for foot, number in zip(feet, numbers, strict=True)]
    else:
        ends = _counted(heads, numbers, dotted="." in found["body"])
    first, second = (End(name, *end) for name, end in zip(names, ends, strict=True))
    if "*" in heads:
        return Line(second, first, label, place, "composition") if heads[1] == "*" else Line(first, second, label, place, "composition")
    return Line(first, second, label, place)


def _inheritance(names: list[str], heads: list[str], body: str, place: Place) -> Line:
    if "." in body:
        raise NotUnderstood("what an interface asks for is no data")
    parent, child = names if heads[0] == "<|" else reversed(names)
    return Line(End(parent, *ONE), End(child, 0, False), "", place, "inheritance")


def _counted(heads: list[str], numbers: list[Count | None], *, dotted: bool) -> list[Count]:
    """How many stand at each end by the numbers there, else by what the heads say."""
    if dotted and not any(numbers):
        raise NotUnderstood("a dependency is no data")
    whole = next((at for at in (0, 1) if heads[at] in WHOLES), None)
    if whole is not None:
        said = [ANY, ANY]
        said[whole] = WHOLES[heads[whole]]
    elif any(numbers):
        said = [ONE, ONE]
    elif heads[1] == ">":
        said = [ANY, (0, False)]
    elif heads[0] == "<":
        said = [(0, False), ANY]
    else:
        raise NotUnderstood("it says of neither end how many there are")
    return [number or default for number, default in zip(numbers, said, strict=True)]


def _count(written: str | None) -> Count | None:
    """ "1", "0..1", "*", "1..n" -> at least, many; a word before it is the name of the role."""
    if not written or not written.split():
        return None
    found = BOUNDS.fullmatch(written.split()[-1]) or BOUNDS.fullmatch(written.split()[0])
    if found is None:
        return None
    many = not found["most"].isdigit() or int(found["most"]) > 1
    least = int(found["least"]) if found["least"] else 0 if many else int(found["most"])
    return min(least, 1), many
