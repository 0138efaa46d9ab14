"""What lasts and is never there twice at a time, in any words: "while a room is booked, nobody else can book it"."""

from __future__ import annotations

from dataclasses import dataclass

from relvar.read.text.naming import Key
from relvar.read.text.plain.view import View, demand_words, only

SPANS = frozenset(
    ["time", "times", "moment", "period", "periods", "night", "nights", "day", "days", "hour", "hours", "slot", "interval", "dates", "date"]
)
SAME = frozenset(["same", "given"])
ANY = frozenset(["a", "any", "one"])  # behind "at": a booking of one day is no clash
FREE = frozenset(["free", "available", "vacant", "unoccupied"])
WHILE = frozenset(["while", "already", "whenever"])
WHOLE = frozenset(["whole", "entire"])
AT_ONCE = frozenset(["once", "simultaneously"])
NO_MORE = 2  # "not two bookings", "at most one"


@dataclass(frozen=True, slots=True)
class Overlapping:
    """Of what lasts among the things, or of what refers to the first, no two share the other at a time. `lasting`: all that is known to last."""

    things: tuple[Key, ...]
    lasting: frozenset[Key] = frozenset()


def overlapping(seen: View) -> Overlapping | None:
    """None where the sentence says more or something else."""
    words = set(seen.rest)
    if not seen.things or seen.facts or any(number > NO_MORE for number in seen.numbers):
        return None
    denied = bool(words & demand_words("denying") - {"too"}) or "only" in words or "most" in words
    held = bool(words & demand_words("holding_it"))
    clash = words & demand_words("clashing") or (held and words & WHILE and denied) or (held and words & FREE and denied)
    blocked = not {"block", "blocks"}.isdisjoint(words) and words & WHOLE
    if not ((clash and denied) or (_at_a_time(seen) and (denied or _one_at_a_time(seen))) or blocked):
        return None
    return Overlapping(tuple(seen.things)) if only(seen.rest, "clashing", "holding_it", "at_a_time", "alike", "refusing") else None


def _at_a_time(seen: View) -> bool:
    """ "at the same time", "at once", "for the same nights", "at any given time"."""
    for before, one, two in zip(["", *seen.signs], seen.signs, seen.signs[1:], strict=False):
        if (two in SPANS and (one in SAME or (one in ANY and before == "at"))) or (one == "at" and two in AT_ONCE):
            return True
    return False


def _one_at_a_time(seen: View) -> bool:
    """ "a room is given to one guest at a time"."""
    return "one" in seen.signs and any(seen.signs[at : at + 3] == ["at", "a", "time"] for at in range(len(seen.signs)))
