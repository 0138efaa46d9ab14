"""Whose a list behind "with" is, where a number or other facts stand before it: "identified by a code, with a bay and a row"."""

from __future__ import annotations

from relvar.read.text.listing import attribute_list, many_facts
from relvar.read.text.lists import Group, Piece, piece_at, text_of
from relvar.read.text.naming import is_attribute_head
from relvar.read.text.phrases import Noun, Verb

IDENTIFYING = frozenset(["identify", "distinguish", "number", "name", "label", "mark"])


def whose_list(pieces: list[Piece], at: int, group: Group) -> Noun | None:
    """`at`: the place of "with"; `group`: the list behind it. None where what stands before "with" may have it."""
    own = _of_its_own(pieces, at, group) if many_facts(group) else None
    plain = len(group.nouns) > 1 and not any(noun.plural for noun in group.nouns)
    return own or (_of_the_identified(pieces, at) if plain or many_facts(group) else None)


def _of_its_own(pieces: list[Piece], at: int, group: Group) -> Noun | None:
    """ "the cost is recorded, together with the name, address and phone of the shop": the shop's."""
    last = group.nouns[-1]
    whose = last.of
    together = text_of(piece_at(pieces, at - 1)) in ("together", "along")
    if not together or whose is None or not whose.bounds.article or is_attribute_head(whose.head):
        return None
    last.of = None
    return whose


def _of_the_identified(pieces: list[Piece], at: int) -> Noun | None:
    """ "slots identified by a slot code with a bay and a row", "slots are identified by a code, with ...": the slots'."""
    here = at - 1 - (text_of(piece_at(pieces, at - 1)) == ",")
    number, by, verb = piece_at(pieces, here), piece_at(pieces, here - 1), piece_at(pieces, here - 2)
    thing = piece_at(pieces, here - 3)
    identified = isinstance(verb, Verb) and verb.base in IDENTIFYING and (verb.passive or verb.form == "ed")
    if not identified or text_of(by) != "by" or not isinstance(number, Group) or not attribute_list(number):
        return None
    return thing.nouns[-1] if isinstance(thing, Group) else None
