"""What may not come twice within something: one fact, what it is within, and a word of sameness that is denied, or of being told apart."""

from __future__ import annotations

from dataclasses import dataclass

from relvar.read.text.naming import Key
from relvar.read.text.plain.view import THING, View, demand_words, only

SCOPED = frozenset(["within", "inside", "in", "per", "for", "of", "same", "twice", "across", "another", "more", "together", "combination"])


@dataclass(frozen=True, slots=True)
class Alone:
    """No two of the things within one of `scope` have the same `fact`."""

    thing: Key
    fact: Key
    scope: Key


def within(seen: View, owner: Key) -> Alone | None:
    """None where the sentence names no scope, or says more or something else."""
    scopes = [thing for thing in seen.things if thing != owner]
    if len(scopes) != 1 or not only(seen.rest, "alike", "apart", "within", "elsewhere", "free", "above"):
        return None
    said = set(seen.rest)
    if owner not in seen.things and not (said & SCOPED and not _two_of_it(seen)):
        return None  # "every harbour has a unique label", though only a label of fog horns was told of
    denied = bool(said & demand_words("denying"))
    contrast = bool(said & {"but", "only", "another", "different"})  # "may repeat elsewhere, but not inside one"
    if said & demand_words("elsewhere") and not (denied and contrast):
        return None
    told_apart = said & demand_words("apart") - {"different"} or _is_different(seen)
    alike = said & demand_words("alike") and (denied or {"only", "different"} <= said)
    if "only" in said and not denied and "different" in said and alike:
        return Alone(owner, seen.facts[0], scopes[0])  # "the same only if they are in different ones"
    if (alike and denied) or (told_apart and (not denied or contrast or alike)):
        return Alone(owner, seen.facts[0], scopes[0])
    return None


def _two_of_it(seen: View) -> bool:
    """ "no two harbours have the same label"."""
    return any(word == "two" and seen.signs[at + 1 : at + 2] == [THING] for at, word in enumerate(seen.signs))


def _is_different(seen: View) -> bool:
    """ "every one has a different label", and not "different harbours"."""
    return any(word == "different" and seen.signs[at + 1 : at + 2] != [THING] for at, word in enumerate(seen.signs))
