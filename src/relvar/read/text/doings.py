"""Doings with a list that no verb of recording introduces: "visitors borrow telescopes (date, remarks)", "borrowing a telescope: date, remarks"."""

from __future__ import annotations

from msgspec.structs import replace

from relvar.read.text.kinds import OUTCOMES, TIME_HEADS
from relvar.read.text.listing import attribute_list
from relvar.read.text.lists import Group, Piece, grouped, piece_at, text_of
from relvar.read.text.naming import is_attribute_head
from relvar.read.text.nominal import happening, happens
from relvar.read.text.phrases import Mark, Noun, Verb
from relvar.read.text.quantity import Bounds
from relvar.read.text.words import listed

STATES = {"state", "give", "enter", "specify", "provide", "declare", "note"}
OPENS = {"when", "on", "upon", "while", "after", "by"}


def doings(pieces: list[Piece]) -> list[Piece]:
    """The pieces of a sentence, with what is told of a doing said as recorded."""
    for turn in (_each_time, _keep_colon, _bracketed, _colon, _gerund):
        pieces = turn(pieces)
    return pieces


def _is_doing(verb: Piece | None) -> bool:
    idle = listed("record", "contains", "manage", "idle", "promise", "view_verbs") | {"be", "have", "belong"}
    return isinstance(verb, Verb) and verb.form == "finite" and not verb.passive and not verb.negated and verb.base not in idle


def _of_once(facts: Group) -> bool:
    """A list with a time or an outcome: what happened once has it."""
    return attribute_list(facts) and any(n.key[-1] in TIME_HEADS | OUTCOMES for n in facts.nouns)


def _recorded(facts: Group) -> list[Piece]:
    return [
        Mark("STOP", ",", facts.start, facts.start),
        facts,
        Verb("record", "finite", facts.end, facts.end, passive=True, word="recorded"),
    ]


def _each_time(pieces: list[Piece]) -> list[Piece]:
    """ "and each time the date and the cost are recorded": how often stands in no list."""
    kept: list[Piece] = []
    for piece in pieces:
        again = isinstance(piece, Group) and len(piece.nouns) > 1 and next((n for n in piece.nouns[1:] if _is_each_time(n)), None)
        if isinstance(piece, Group) and again:
            nouns = [n for n in piece.nouns if n is not again]
            piece = replace(piece, nouns=nouns, end=nouns[-1].end)
            kept += [piece, Mark("STOP", ",", again.start, again.start)]
        else:
            kept.append(piece)
    return _joined(kept)


def _is_each_time(noun: Noun) -> bool:
    return noun.key == ("time",) and noun.bounds.each


def _joined(pieces: list[Piece]) -> list[Piece]:
    """ "{date} , {remarks} are recorded": one list, which a wrong cut parted."""
    kept: list[Piece] = []
    for at, piece in enumerate(pieces):
        first, stop, verb = piece_at(kept, len(kept) - 2), piece_at(kept, len(kept) - 1), piece_at(pieces, at + 1)
        before = piece_at(kept, len(kept) - 3)
        recorded = isinstance(verb, Verb) and verb.passive and verb.base in listed("record")
        parted = isinstance(piece, Group) and isinstance(first, Group) and text_of(stop) == "," and recorded and text_of(before) in (",", ":")
        if parted and isinstance(piece, Group) and isinstance(first, Group) and attribute_list(first) and attribute_list(piece):
            kept[-2:] = [Group([*first.nouns, *piece.nouns], first.start, piece.end, "and")]
        else:
            kept.append(piece)
    return kept


def _keep_colon(pieces: list[Piece]) -> list[Piece]:
    """ "we store: date and remarks": we store them."""
    for at, verb in enumerate(pieces):
        facts = piece_at(pieces, at + 2)
        stores = isinstance(verb, Verb) and not verb.passive and verb.base in listed("record") and text_of(piece_at(pieces, at + 1)) == ":"
        if stores and text_of(piece_at(pieces, at - 1)) in ("we", "i", "you") and isinstance(facts, Group) and attribute_list(facts):
            return [*pieces[: at + 1], *pieces[at + 2 :]]
    return pieces


def _bracketed(pieces: list[Piece]) -> list[Piece]:
    """ "visitors borrow telescopes (date, remarks)": of each loan."""
    who, verb, what = (piece_at(pieces, at) for at in range(3))
    if not isinstance(who, Group) or not _is_doing(verb) or not isinstance(what, Group) or len(what.nouns) > 1 or len(who.nouns) > 1:
        return pieces
    inner = [piece for piece in grouped(what.nouns[0].inside) if isinstance(piece, Group)]
    ends = piece_at(pieces, 3)
    if len(inner) != 1 or not _of_once(inner[0]) or not (ends is None or (isinstance(ends, Mark) and ends.tag == "STOP")):
        return pieces
    thing = replace(what.nouns[0], inside=[])
    return [who, pieces[1], Group([thing], what.start, what.end), *_recorded(inner[0]), *pieces[3:]]


def _colon(pieces: list[Piece]) -> list[Piece]:
    """ "visitors borrow telescopes: the date and the remarks are to be kept": of each loan."""
    who, verb, what, colon, facts = (piece_at(pieces, at) for at in range(5))
    plain = isinstance(who, Group) and len(who.nouns) == 1 and not is_attribute_head(who.nouns[0].head) and _is_doing(verb)
    if not plain or not isinstance(what, Group) or text_of(colon) != ":" or not isinstance(facts, Group) or not _of_once(facts):
        return pieces
    behind = piece_at(pieces, 5)
    kept = isinstance(behind, Verb) and behind.passive and behind.base in listed("record")
    if not (kept or behind is None or (isinstance(behind, Mark) and behind.tag == "STOP")) or facts.nouns[0].key == what.nouns[0].key:
        return pieces
    return [*pieces[:3], *_recorded(facts), *pieces[5 + kept :]]


def _gerund(pieces: list[Piece]) -> list[Piece]:
    """ "borrowing a telescope: the visitor and the date are saved", "when borrowing a telescope, a visitor states the date": of each loan."""
    at = int(text_of(piece_at(pieces, 0)) in OPENS)
    verb, what, mark, first = (piece_at(pieces, at + ahead) for ahead in range(4))
    doing = isinstance(verb, Verb) and verb.form == "ing" and happens(happening(verb.base)) and verb.base not in listed("create", "manage", "record")
    if not doing or not isinstance(verb, Verb) or not isinstance(what, Group) or not isinstance(first, Group) or text_of(mark) not in (",", ":"):
        return pieces
    thing = what.nouns[0]
    nouns, behind = _told_of_doing(pieces, at + 3)
    if len(what.nouns) > 1 or is_attribute_head(thing.head) or not nouns or not _of_once(Group(nouns, 0, 0)):
        return pieces
    event = Noun((happening(verb.base),), verb.start, verb.end, Bounds(each=True))
    one = [replace(n, bounds=Bounds(article="the")) for n in (thing, *nouns)]
    facts = Group(one, first.start, nouns[-1].end, "and")
    opening: list[Piece] = [Mark("PREP", "for", verb.start, verb.start), Group([event], verb.start, verb.end)]
    return [*opening, *_recorded(facts), *pieces[behind:]]


def _told_of_doing(pieces: list[Piece], at: int) -> tuple[list[Noun], int]:
    """Who does it and its facts: what is recorded, or what somebody states."""
    first, verb = pieces[at], piece_at(pieces, at + 1)
    assert isinstance(first, Group)
    nouns = list(first.nouns)
    if text_of(verb) == "," and isinstance(more := piece_at(pieces, at + 2), Group):
        nouns += more.nouns
        at, verb = at + 2, piece_at(pieces, at + 3)
    if isinstance(verb, Verb) and verb.passive and verb.base in listed("record"):
        return nouns, at + 2
    facts = piece_at(pieces, at + 2)
    if isinstance(verb, Verb) and not verb.passive and verb.base in STATES and isinstance(facts, Group):
        return [*nouns, *facts.nouns], at + 3
    return [], at
