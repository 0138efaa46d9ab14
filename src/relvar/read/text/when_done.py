"""A doing that is kept by its time: "tracks when a character accepts a quest, its completion time and its status"."""

from __future__ import annotations

from msgspec.structs import replace

from relvar.read.text.lists import Group, Piece, piece_at, text_of
from relvar.read.text.naming import is_attribute_head
from relvar.read.text.phrases import Mark, Noun, Verb
from relvar.read.text.quantity import Bounds
from relvar.read.text.questions import ASKING
from relvar.read.text.words import listed

KEEPING = {"track", "log", "see", "know"}
NO_DOING = {"be", "have", "need", "want"}


def when_done(pieces: list[Piece]) -> list[Piece]:
    """The same, said as "when a character accepts a quest, the date, the completion time and the status are recorded"."""
    keeps, when, doer, doing, done_to = (piece_at(pieces, at) for at in range(1, 6))
    kept = isinstance(keeps, Verb) and not keeps.passive and keeps.base in listed("record") | KEEPING and text_of(when) == "when"
    if not kept or not isinstance(keeps, Verb) or not isinstance(when, Mark) or not isinstance(done_to, Group) or not isinstance(doer, Group):
        return pieces
    does = isinstance(doing, Verb) and doing.form == "finite" and not doing.passive and doing.base not in NO_DOING
    thing, *facts = done_to.nouns
    if not does or doing is None or is_attribute_head(thing.head) or len(doer.nouns) > 1 or is_attribute_head(doer.nouns[0].head):
        return pieces
    for fact in facts:
        fact.bounds = replace(fact.bounds, article="the")  # "its" is of the doing
    date = Noun(("date",), when.start, when.end, Bounds(article="the"))
    stop = Mark("STOP", ",", thing.end, thing.end)
    told = Group([date, *facts], when.start, done_to.end, "and")
    end = _end_of_facts(pieces)
    recorded = replace(keeps, base="record", passive=True, start=pieces[end - 1].end, end=pieces[end - 1].end)
    return [when, doer, doing, Group([thing], thing.start, thing.end), stop, told, *pieces[6:end], recorded, *pieces[end:]]


def _end_of_facts(pieces: list[Piece]) -> int:
    """Behind what goes on to ask ("..., how long it took and the findings"), else behind what was done."""
    end = next((at for at in range(6, len(pieces)) if isinstance(mark := pieces[at], Mark) and mark.tag == "STOP"), len(pieces))
    return end if any(text_of(piece) in ASKING for piece in pieces[6:9]) else 6
