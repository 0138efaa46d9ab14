"""That changes can be told later: beside known things, words of change and of keeping their trace remain.

"Nobody may touch a loan without it being logged", "we want to find out later who changed which loan".
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from relvar.read.text.naming import Key
from relvar.read.text.plain.view import THING, View, demand_words, only

DENIALS = frozenset(["not", "never", "cannot", "n't"])
AT_ONCE = frozenset(["immediately", "instantly", "live", "directly"])  # what others see of a change, and no trace of it
EACH = frozenset(["each", "every", "any", "a", "the", "one", "no"])
WHO = frozenset(["who", "whom", "whoever", "what"])
VERSIONS = frozenset(["revision", "revisions", "version", "versions"])
OLD = frozenset(["old", "previous", "former", "earlier", "past", "prior"])


@dataclass(frozen=True, slots=True)
class Traced:
    """Who changed the things, and what they were before, can be told later."""

    things: tuple[Key, ...]


def traced(seen: View) -> Traced | None:
    """None where the sentence says more or something else."""
    words = set(seen.rest)
    changing = words & demand_words("changing")
    versions = "history" in words and not words & WHO and words & VERSIONS  # what it was, and not who changed it: a trait of its own
    if not seen.things or seen.numbers or not changing or words & (DENIALS | AT_ONCE) or versions:
        return None
    surely = bool(words & demand_words("tracing"))
    later = words & demand_words("telling_later") and (words & (WHO | OLD | {"without"}) or _names_changes(seen))
    said = only(seen.rest, "changing", "tracing", "telling_later", "what_was", "obliged", "free", "lacking")
    return Traced(_changed(seen)) if said and (surely or later) and _changed(seen) else None


def _changed(seen: View) -> tuple[Key, ...]:
    """The things, without who changes them: "the clerk who created the order"."""
    doers = {seen.things[seen.index[at]] for at in seen.places(THING) if seen.signs[at + 1 : at + 2] == ["who"]}
    return tuple(thing for thing in seen.things if thing not in doers)


def _names_changes(seen: View) -> bool:
    """Whether changes are spoken of, and not only what somebody changes."""
    single = any(before in EACH and word in ("change", "edit", "update") for before, word in pairwise(seen.signs))
    return single or not demand_words("changes_named").isdisjoint(seen.rest)
