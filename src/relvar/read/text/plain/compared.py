"""Two facts of one thing and a word of order: which of them is the greater, or the later."""

from __future__ import annotations

from dataclasses import dataclass

from relvar.model.expression import CompareOperator
from relvar.read.text.demands.comparing import FLIPPED
from relvar.read.text.naming import Key
from relvar.read.text.plain.view import FACT, View, demand_words, only

SIGNS: dict[str, CompareOperator] = {"<=": "<=", "≤": "<=", ">=": ">=", "≥": ">=", "<": "<", ">": ">"}
WITH_EQUAL: dict[CompareOperator, CompareOperator] = {">": ">=", "<": "<="}
ARTICLES = frozenset(["a", "an", "the", "each", "every", "its", "any", "of", "'s", ":"])
ALLOWED = frozenset(["may", "can", "might", "could"])
LONGEST_GAP = 4  # words: "closing date on or after opening date"
KEPT_BELOW = frozenset(["limited", "capped", "restricted", "bounded"])  # by the other, or at it
REACHED = frozenset(["limit", "maximum", "cap", "ceiling", "max"])  # the first is that of the other
ACCEPTING = frozenset(["accept", "accepts", "accepted", "save", "saves", "saved", "allow", "allows", "allowed", "permit", "permits", "permitted"])
FIRST = frozenset(["first"])
SECOND = frozenset(["then", "afterwards", "next", "second", "last"])


@dataclass(frozen=True, slots=True)
class Compared:
    """Of `thing`, `first` is so to `second`."""

    thing: Key
    first: Key
    second: Key
    op: CompareOperator


def compared(seen: View, owner: Key) -> Compared | None:
    """None where the sentence says more or something else."""
    accepted = ACCEPTING if "only" in seen.rest else frozenset()  # "we only accept loans with a start date before the end date"
    rest = [word for word in seen.rest if word not in accepted | KEPT_BELOW | REACHED]
    if any(thing != owner for thing in seen.things) or not only(rest, "after", "before", "equal", "ordering", "lacking"):
        return None
    places = seen.places(FACT)
    if len(places) != 2:
        return None
    first, second = (seen.facts[seen.index[at]] for at in places)
    op = _order(seen, places[1])
    return Compared(owner, first, second, op) if op else None


def _order(seen: View, second: int) -> CompareOperator | None:
    """The first fact's place to the second, with denials."""
    words, denials = seen.rest, sum(word in demand_words("denying") for word in seen.rest)
    if sign := next((SIGNS[word] for word in seen.signs if word in SIGNS), None):
        return None if denials else sign  # in a formula
    text = " ".join(words)
    if "at least" in text or "at most" in text:
        return None if denials else ">=" if "at least" in text else "<="
    if not denials and (KEPT_BELOW | REACHED) & set(words):
        return "<=" if KEPT_BELOW & set(words) else ">="
    said = [">"] * bool(demand_words("after").intersection(words)) + ["<"] * bool(demand_words("before").intersection(words))
    if not said and FIRST & set(words) and SECOND & set(words):
        return "<" if not denials and words.index("first") < next(i for i, w in enumerate(words) if w in SECOND) else None
    if len(said) != 1:
        return None
    op: CompareOperator = ">" if said[0] == ">" else "<"
    if not denials and not _is_said(seen, second):
        return None
    if demand_words("equal").intersection(words) and "or" in words:
        op = WITH_EQUAL[op]
    elif "or" in seen.words(second + 1, len(seen.signs)) and not denials:
        return WITH_EQUAL[op]  # "the closing date is the opening date or later"
    return FLIPPED[op] if denials % 2 else op


def _is_said(seen: View, second: int) -> bool:
    """Whether the order is said of the facts ("must be later than"), and no doing is ("enters the remark after the price") and nothing allowed."""
    first = seen.places(FACT)[0]
    between, before = seen.words(first + 1, second), [word for word in seen.words(0, first) if word not in ARTICLES]
    order = next((at for at, word in enumerate(between) if word in demand_words("after", "before")), 0)
    told = (
        order > 0
        or bool({"has", "have", "valid", "accept", "only"} & set(before))
        or (not before and len(between) < LONGEST_GAP)
        or between[:1] in (["follows"], ["precedes"])
    )
    return told and (not ALLOWED & set(seen.rest) or "only" in seen.rest)
