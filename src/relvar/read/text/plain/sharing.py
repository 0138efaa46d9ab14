"""Whose data are kept apart: a thing, and words of separation, or of sight or sharing that is denied to others or left to its own."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from relvar.read.text.naming import Key
from relvar.read.text.plain.view import THING, View, demand_words, only

OWN = frozenset(["own", "theirs"])
ONLY = frozenset(["only", "just", "solely", "exclusively", "nothing", "except", "alone", "limited", "restricted", "confined"])
THEIR = frozenset(["their", "my", "its", "that", "same", "his", "her", "owns", "belongs", "belong", "inside", "within"])
THEM = frozenset(["him", "her", "them"])
BEHIND = frozenset(["of", "by", "from", "to", "in", "within", "inside", "for", "outside", "between", "with"])
NEVER = frozenset(["not", "never", "cannot"])
MOST = 2  # things: whose the rows are, and the rows


@dataclass(frozen=True, slots=True)
class KeptApart:
    """`things`: one of them is that whose data are apart. `people`: whether it may be persons."""

    things: tuple[Key, ...]
    people: bool


def kept_apart(seen: View) -> KeptApart | None:
    """None where the sentence says more or something else."""
    if not 0 < len(seen.things) <= MOST or seen.facts or seen.numbers:
        return None
    if not only(seen.rest, "separate", "seeing", "others", "hidden", "sharing", "alike", "within", "elsewhere"):
        return None
    said = set(seen.rest)
    denied = said & demand_words("denying", "hidden")
    if said & demand_words("separate") and not _together(seen) and (not said & NEVER or said & demand_words("others")):
        return KeptApart(tuple(seen.things), people=True)
    if _is_theirs(seen):
        return None
    others = said & demand_words("others") and denied and said & (demand_words("seeing", "sharing", "hidden"))
    sees = bool(said & demand_words("seeing"))
    own = sees and ((said & OWN and (said & ONLY or denied)) or (said & ONLY and said & THEIR) or _not_theirs(seen))
    to_them = said & demand_words("hidden") and said & THEM and "to" in said  # "the loans of a member are private to him"
    return KeptApart(tuple(seen.things), people=False) if others or own or to_them else None


def _together(seen: View) -> bool:
    """ "the harbour and the boat are kept separately": two things are kept apart from each other, and not the data of either."""
    places = seen.places(THING)
    return len(seen.things) > 1 and "and" in seen.words(places[0], places[1])


def _not_theirs(seen: View) -> bool:
    """ "members must not read loans that are not theirs"."""
    behind = {word for before, word in pairwise(seen.signs) if before == "not"}
    return not behind.isdisjoint(("his", "hers", "theirs")) and seen.signs.count("not") + seen.signs.count("cannot") > 1


def _is_theirs(seen: View) -> bool:
    """ "users see only their own boats", "nobody sees other boats": the only thing named is what is owned."""
    places = seen.places(THING)
    if len(places) != 1 or not places[0]:
        return False
    marked = places[0] - 1
    if seen.signs[marked] not in OWN | demand_words("others") | {"their", "its"}:
        return False
    before = seen.signs[max(0, marked - 2) : marked]
    return not BEHIND & set(before)
