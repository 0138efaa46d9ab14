"""Figures of known things, asked for in any words: "the board gets the total fees of each branch every quarter"."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from relvar.read.text.naming import Key
from relvar.read.text.plain.view import THING, View, demand_words, only
from relvar.read.text.words import noun_class

HAS = frozenset(["has", "have", "had"])
BOUNDS = frozenset(["can", "may", "must", "maximum", "minimum", "limit", "most", "least", "allowed"])  # how many there may be
IS = frozenset(["is", "are", "equals", "be"])
FROM = frozenset(["calculated", "computed", "derived", "results", "result"])
TELLS = frozenset(["shows", "show", "lists", "list", "states", "state", "carries", "bears"])  # of a thing: what stands in its row
ASKS = frozenset(["what", "how", "which"])
NEAR = 3  # words between "is" and "sum"
DAYS = frozenset(["day", "days", "daily", "weekday", "weekdays"])


@dataclass(frozen=True, slots=True)
class Reported:
    """`things`: what is measured and what it is grouped by; `measure`: sum, avg or count; `fact`: of what, () for a count; `unit`: day or month."""

    things: tuple[Key, ...]
    measure: str
    fact: Key
    unit: str


def reported(seen: View) -> Reported | None:
    """None where the sentence says more or something else."""
    words = set(seen.rest)
    asks = words & demand_words("counting", "summing_up")
    how_many = any(before == "how" and word in ("many", "much") for before, word in pairwise(seen.signs))
    kept = words & HAS and not how_many  # "each branch has a total fee"
    if not asks or kept or seen.numbers or not seen.things or len(seen.facts) > 1 or words & BOUNDS or words & demand_words("denying"):
        return None
    if (
        _says_what_is(seen)
        or not only(seen.rest, "counting", "showing_figures", "spans", "passing", "within")
        or ({"many", "much"} & words and not how_many)
    ):
        return None
    things, unit = _grouped(seen), _unit(seen)
    measure = "avg" if words & demand_words("averaging") else "sum" if seen.facts else "count"
    if len(things) + bool(unit) + bool(seen.facts) <= 1:
        return None
    return Reported(things, measure, seen.facts[0] if seen.facts else (), unit)


def _says_what_is(seen: View) -> bool:
    """ "the total of an order is the sum of its lines", "an order shows the total amount": of each it is kept or computed, and nobody asks."""
    signs = seen.signs
    if signs[0] in ASKS:
        return False
    summed = demand_words("summing_up", "averaging", "counting") - {"added"}
    is_sum = any(word in IS and not summed.isdisjoint(signs[at + 1 : at + 1 + NEAR]) and signs[at - 1] != "there" for at, word in enumerate(signs))
    first = next((at for at, word in enumerate(signs) if seen.index[at] >= 0), 0)
    opens = signs[first] == THING and first <= 1 and noun_class(seen.things[seen.index[first]][-1]) != "person"
    return is_sum or ("from" in signs and not FROM.isdisjoint(signs)) or (opens and signs[first + 1 : first + 2] != [] and signs[first + 1] in TELLS)


def _grouped(seen: View) -> tuple[Key, ...]:
    """The things, without people who only read the figures."""
    each, before = demand_words("of_each"), [(at, seen.signs[at - 1]) for at in seen.places(THING) if at]
    marked = {seen.things[seen.index[at]] for at, word in before if word in each and (at > 1 or word != "the")}
    return tuple(thing for thing in seen.things if thing in marked or noun_class(thing[-1]) != "person")


def _unit(seen: View) -> str:
    """Of what length the spans are that figures are asked for; "" for none, or where one span is spoken of: "last month"."""
    spans, groups = demand_words("spans"), demand_words("grouping")
    for at, word in enumerate(seen.signs):
        if seen.index[at] >= 0 or word not in spans:
            continue
        before = seen.signs[max(0, at - 2) : at]
        joined = before[-1:] == ["and"] and not groups.isdisjoint(seen.signs[:at])
        if (
            word.endswith("ly")
            or word == "annual"
            or before[-1:] == ["a"]
            or before == ["over", "the"]
            or joined
            or not groups.isdisjoint(before[-1:])
        ):
            return "day" if word in DAYS else "month"
    return ""
