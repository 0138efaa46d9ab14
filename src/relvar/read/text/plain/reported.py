"""Figures of known things, asked for in any words: "the board gets the total fees of each branch every quarter"."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from relvar.read.text.naming import Key
from relvar.read.text.plain.view import THING, View, demand_words, only
from relvar.read.text.words import noun_class

HAS = frozenset(["has", "have", "had"])
EACH = frozenset(
    [
        "per",
        "by",
        "each",
        "every",
        "of",
        "for",
        "in",
        "from",
        "across",
        "over",
        "between",
        "all",
        "the",
        "their",
        "a",
        "an",
        "does",
        "did",
        "do",
        "will",
    ]
)
BOUNDS = frozenset(["can", "may", "must", "maximum", "minimum", "limit", "most", "least", "allowed"])  # how many there may be
GROUPS = frozenset(["per", "by", "each", "every", "over", "across", "for"])
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
    if not only(seen.rest, "counting", "showing_figures", "spans", "passing", "within") or ({"many", "much"} & words and not how_many):
        return None
    things, unit = _grouped(seen), _unit(seen)
    measure = "avg" if words & demand_words("averaging") else "sum" if seen.facts else "count"
    if len(things) + bool(unit) + bool(seen.facts) <= 1:
        return None
    return Reported(things, measure, seen.facts[0] if seen.facts else (), unit)


def _grouped(seen: View) -> tuple[Key, ...]:
    """The things, without people who only read the figures."""
    marked = {
        seen.things[seen.index[at]] for at in seen.places(THING) if at and seen.signs[at - 1] in EACH and (at > 1 or seen.signs[at - 1] != "the")
    }
    return tuple(thing for thing in seen.things if thing in marked or noun_class(thing[-1]) != "person")


def _unit(seen: View) -> str:
    """Of what length the spans are that figures are asked for; "" for none, or where one span is spoken of: "last month"."""
    spans = demand_words("spans")
    for at, word in enumerate(seen.signs):
        if seen.index[at] < 0 and word in spans:
            before = seen.signs[at - 1] if at else ""
            behind_and = before == "and" and bool(GROUPS.intersection(seen.signs[:at]))
            if (
                word.endswith("ly")
                or word == "annual"
                or before in GROUPS | {"a"}
                or behind_and
                or (before == "the" and seen.signs[at - 2 : at - 1] == ["over"])
            ):
                return "day" if word in DAYS else "month"
    return ""
