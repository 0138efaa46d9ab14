"""Clauses put between: "an editor, of whom we know the name"; facts "recorded each time"."""

from __future__ import annotations

from msgspec.structs import replace

from relvar.read.text.kinds import IDENTIFY
from relvar.read.text.listing import attribute_list
from relvar.read.text.lists import Group, Piece, piece_at, text_of
from relvar.read.text.naming import is_attribute_head
from relvar.read.text.phrases import Mark, Verb
from relvar.read.text.turns import Turn, named
from relvar.read.text.words import listed

OF = frozenset(["of", "about", "for", "from"])
NAMED = IDENTIFY | {"describe", "characterize", "characterise"}
KNOWS = {"know", "need", "want", "keep"}
WHO = frozenset(["whom", "which"])


def plainly_aside() -> tuple[Turn, ...]:
    """Turns after which such clauses stand in plain words."""
    return (
        Turn(_of_whom, WHO, OF),
        Turn(_each_time, frozenset(["with"]), named("time", "occasion")),
        Turn(_named_behind, NAMED, frozenset(["by"])),
    )


def _of_whom(pieces: list[Piece]) -> list[Piece]:
    """ "one editor, of whom we know the number and the name": who has them."""
    for at in range(1, len(pieces) - 2):
        if text_of(pieces[at]) not in OF or text_of(pieces[at + 1]) not in WHO:
            continue
        who = pieces[at + 1]
        facts, verb, behind = _told_of_them(pieces, at + 2)
        if isinstance(who, Mark) and facts is not None and verb is not None:
            has = Verb("have", "finite", verb.start, verb.end, word="has")
            return [*pieces[:at], replace(who, text="which", tag="REL"), has, facts, *pieces[behind:]]
    return pieces


def _told_of_them(pieces: list[Piece], at: int) -> tuple[Group | None, Verb | None, int]:
    """The facts of "we know the name" and "the name is recorded", their verb, and the place behind."""
    first, second, third = (piece_at(pieces, at + i) for i in range(3))
    if isinstance(first, Mark) and first.tag == "PRON" and isinstance(second, Verb) and second.base in listed("record") | KNOWS:
        return (third, second, at + 3) if isinstance(third, Group) and attribute_list(third) else (None, None, at)
    recorded = isinstance(second, Verb) and second.passive and second.base in listed("record") | KNOWS
    if isinstance(first, Group) and attribute_list(first) and isinstance(second, Verb) and recorded:
        return first, second, at + 2
    return None, None, at


def _each_time(pieces: list[Piece]) -> list[Piece]:
    """ "keepers feed animals, with the time and the food recorded each time": and these are recorded."""
    if len(pieces) < 5:
        return pieces
    with_, facts, verb, moment = pieces[-4:]
    told = text_of(with_) == "with" and isinstance(facts, Group) and isinstance(verb, Verb) and verb.base in listed("record")
    timed = isinstance(moment, Group) and moment.nouns[0].key[-1] in ("time", "occasion") and moment.nouns[0].bounds.each
    if not (told and timed) or not isinstance(verb, Verb) or not isinstance(facts, Group) or not attribute_list(facts):
        return pieces
    joined = Mark("CONJ", "and", facts.start, facts.start)
    return [*pieces[:-4], joined, facts, replace(verb, form="finite", passive=True)]


def _named_behind(pieces: list[Piece]) -> list[Piece]:
    """ "each mandate leads to a matter, identified by its file number": which is identified so."""
    for at in range(2, len(pieces) - 2):
        thing, verb = pieces[at - 2], pieces[at]
        named = isinstance(verb, Verb) and verb.form == "ed" and verb.base in NAMED and text_of(pieces[at + 1]) == "by"
        told = (
            isinstance(thing, Group) and text_of(pieces[at - 1]) == "," and any(isinstance(p, Verb) and p.form == "finite" for p in pieces[: at - 2])
        )
        if named and told and isinstance(verb, Verb) and isinstance(thing, Group) and not is_attribute_head(thing.nouns[-1].head):
            which = Mark("REL", "which", verb.start, verb.start)
            return [*pieces[:at], which, replace(verb, form="finite", passive=True), *pieces[at + 1 :]]
    return pieces
