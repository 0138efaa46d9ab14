"""Whether one fact must be given: a word of absence that is denied or allowed, or a word of need."""

from __future__ import annotations

from dataclasses import dataclass

from relvar.read.text.naming import Key
from relvar.read.text.plain.view import FACT, View, demand_words, only

MUST = frozenset(["must", "need", "needs", "have", "has", "always"])
ALLOWED = frozenset(["may", "can", "might", "could", "sometimes", "some"])
DOES = frozenset(["able", "see", "sees", "seen", "know", "knows", "want", "wants"])  # what users do with it
EVERY = frozenset(["every", "always", "each", "all", "necessarily", "everybody", "everyone"])
THERE = frozenset(["there", "some"])
NEGATIONS = ("no", "without", "nothing")  # of these lists both: what lacks, and what denies


@dataclass(frozen=True, slots=True)
class Given:
    """Whether each `thing` has the `fact`."""

    thing: Key
    fact: Key
    required: bool


def given(seen: View, owner: Key) -> Given | None:
    """None where the sentence says more or something else."""
    if any(thing != owner for thing in seen.things) or not only(seen.rest, "lacking", "obliged", "free"):
        return None
    said = _required(seen)
    return None if said is None else Given(owner, seen.facts[0], said)


def _required(seen: View) -> bool | None:
    words = seen.rest
    lacks, denials = _lacking(seen)
    free = demand_words("free").intersection(words)
    obliged = [word for word in words if word in demand_words("obliged")]
    if {"optional", "optionally", "voluntary"} & set(words):
        return None if denials % 2 else False
    if lacks:
        if denials % 2:
            return True
        return False if (free or THERE & set(words) or words == ["null"]) and not {"must"} & set(words) else None
    if obliged or EVERY & set(words):
        if denials % 2:
            return False if not free & {"may", "can"} or "nobody" in words else None
        if denials or free & ALLOWED or DOES & set(words):
            return None
        must = MUST & set(words) and demand_words("giving").intersection(words)
        return True if obliged and (must or demand_words("needing").intersection(words)) else None
    return None


def _lacking(seen: View) -> tuple[bool, int]:
    """Whether something is said to be absent, and how many other words deny."""
    lacks, denials = False, 0
    for at, word in enumerate(seen.signs):
        if seen.index[at] >= 0:
            continue
        before_fact = any(seen.signs[i] == FACT and seen.index[i] >= 0 for i in range(at + 1, min(at + 4, len(seen.signs))))
        near = not any(seen.index[i] >= 0 and seen.signs[i] != FACT for i in range(at + 1, min(at + 4, len(seen.signs))))
        if word in NEGATIONS:
            absent = before_fact and (near or word == "without")
            lacks, denials = lacks or absent, denials + (not absent)
        elif word in demand_words("lacking") and word not in ("in", "out", "open"):
            lacks = True
        elif word in demand_words("denying"):
            denials += 1
    return lacks, denials
