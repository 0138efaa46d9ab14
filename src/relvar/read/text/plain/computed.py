"""What is computed of other facts: in one row by a word of multiplying, subtracting or adding, or over the rows of another thing."""

from __future__ import annotations

from dataclasses import dataclass

from relvar.model.expression import ArithmeticOperator
from relvar.read.text.naming import Key
from relvar.read.text.plain.view import FACT, View, demand_words, only

PARTS = 3  # what is computed, and of which two
EQUALS = frozenset([":", "=", ":="])
IS = frozenset(["is", "are", "be"])


@dataclass(frozen=True, slots=True)
class Computed:
    """Of each `thing`, `fact` is `left` with `right`."""

    thing: Key
    fact: Key
    left: Key
    right: Key
    op: ArithmeticOperator


@dataclass(frozen=True, slots=True)
class Summed:
    """Two things, each with a fact: that of the one that the other refers to is the sum of the other's."""

    one: tuple[Key, Key]
    other: tuple[Key, Key]


def computed(seen: View, owner: Key) -> Computed | None:
    """None where the sentence says more or something else."""
    places = seen.places(FACT)
    if len(places) != PARTS or len(seen.facts) != PARTS or any(thing != owner for thing in seen.things) or not _only(seen):
        return None
    op = _operator(seen)
    facts = [seen.facts[seen.index[at]] for at in places]
    target = _target(seen, places) if op else None
    if op is None or target is None:
        return None
    left, right = (at for number, at in enumerate(places) if number != target)
    swapped = op == "-" and bool({"from", "off"} & set(seen.words(left, right))) and not {"difference", "minus"} & set(seen.rest)
    one, two = (seen.facts[seen.index[at]] for at in ((right, left) if swapped else (left, right)))
    return Computed(owner, facts[target], one, two, op)


def summed(seen: View, one: Key, other: Key) -> Summed | None:
    """None where the sentence says more or something else. `one`, `other`: whose the two facts are."""
    rest = set(seen.rest)
    added = rest & demand_words("summing") or ({"add", "adds", "added", "adding"} & rest and {"up", "together"} & rest)
    if not added or set(seen.things) - {one, other} or not _only(seen) or len(seen.places(FACT)) != PARTS - 1 or rest & demand_words("refused"):
        return None
    return Summed((one, seen.facts[0]), (other, seen.facts[1]))


def _only(seen: View) -> bool:
    allowed = only(seen.rest, "multiplying", "subtracting", "summing", "resulting", "computing")
    return allowed and not demand_words("comparing").intersection(seen.rest)


def _operator(seen: View) -> ArithmeticOperator | None:
    words = {word for word, index in zip(seen.signs, seen.index, strict=True) if index < 0}
    between = {word for at in seen.places(FACT)[1:] for word in seen.signs[at - 1 : at]}
    said: list[ArithmeticOperator] = []
    if words & demand_words("multiplying") or "*" in between:
        said.append("*")
    if words & demand_words("taking") or "-" in between:
        said.append("-")
    if words & {"sum", "plus", "+", "adding", "added"}:
        said.append("+")
    if not said and words & demand_words("subtracting"):
        said.append("-")
    return said[0] if len(said) == 1 else None


def _target(seen: View, places: list[int]) -> int | None:
    """Which of the three is computed: what is asked for first, or stands on the side of "is", "gives" and the like where the other two do not."""
    before, first, second = seen.words(0, places[0]), seen.words(places[0] + 1, places[1]), seen.words(places[1] + 1, places[2])
    doing = demand_words("multiplying", "taking", "summing") & {*before}
    if (before[:1] == ["for"] or demand_words("resulting", "asking").intersection(before)) and not doing:
        return 0
    for signs in (demand_words("resulting") | EQUALS, IS):
        one, two = bool(signs.intersection(first)), bool(signs.intersection(second))
        if one != two:
            return 0 if one else PARTS - 1
    return None
