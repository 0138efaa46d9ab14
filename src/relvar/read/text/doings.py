"""Doings with a list that no verb of recording introduces: "visitors borrow telescopes (date, remarks)", "borrowing a telescope: date, remarks"."""

from __future__ import annotations

from functools import cache

from msgspec.structs import replace

from relvar.read.text.kinds import OUTCOMES, TIME_HEADS
from relvar.read.text.listing import attribute_list
from relvar.read.text.lists import Group, Piece, grouped, piece_at, text_of
from relvar.read.text.naming import is_attribute_head
from relvar.read.text.nominal import happening, happens
from relvar.read.text.phrases import Mark, Noun, Verb
from relvar.read.text.quantity import Bounds
from relvar.read.text.turns import Turn, named
from relvar.read.text.words import listed

STATES = frozenset(["state", "give", "enter", "specify", "provide", "declare", "note"])
FILLING = STATES | {"fill", "submit"}
LETTING = frozenset(["let", "allow"])
RECORDS = {"record", "log", "entry", "list", "register", "journal", "trace", "history"}
KEEPS = {"remember", "need", "want", "track", "see", "know"}
OPENS = {"when", "on", "upon", "while", "after", "by"}


def doings() -> tuple[Turn, ...]:
    """Turns by which what is told of a doing is said as recorded."""
    colon, recorded = frozenset([":"]), listed("record")
    return (
        Turn(_each_time, named("time"), named("each")),
        Turn(_joined, recorded, frozenset(["-passive"])),
        Turn(_keep_colon, colon, recorded),
        Turn(_let, LETTING, frozenset(["and"])),
        Turn(_to_do, FILLING, frozenset(["-to"])),
        Turn(_there_is_a_record, frozenset(["there"]), frozenset(["with"])),
        Turn(_of_every, colon),
        Turn(_bracketed, frozenset(["("])),
        Turn(_colon, colon),
        Turn(_gerund, frozenset(["-ing"]), frozenset([",", ":"])),
    )


@cache
def _idle() -> frozenset[str]:
    made = listed("create") - listed("eventful", "noted")  # what is written or made has the list itself
    return listed("record", "contains", "manage", "idle", "promise", "view_verbs") | {"be", "have", "belong"} | made


def _is_doing(verb: Piece | None) -> bool:
    return isinstance(verb, Verb) and verb.form == "finite" and not verb.passive and not verb.negated and verb.base not in _idle()


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
    return kept


def _is_each_time(noun: Noun) -> bool:
    return noun.bounds.each and noun.key == ("time",)


def _joined(pieces: list[Piece]) -> list[Piece]:
    """ "{date} , {remarks} are recorded": one list, which a wrong cut parted."""
    kept: list[Piece] = []
    for at, piece in enumerate(pieces):
        before, first, stop = kept[-3:] if len(kept) > 2 else (None, None, None)
        verb = piece_at(pieces, at + 1) if text_of(stop) == "," and text_of(before) in (",", ":") else None
        parted = isinstance(verb, Verb) and verb.passive and verb.base in listed("record")
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


def _let(pieces: list[Piece]) -> list[Piece]:
    """ "let guests book rooms and save the date and the cost each time": when they book one, it is recorded."""
    let, who, verb, what = (piece_at(pieces, at) for at in range(4))
    lets = isinstance(let, Verb) and let.base in LETTING and isinstance(who, Group) and isinstance(what, Group) and _is_doing(verb)
    saves, facts = (piece_at(pieces, at) for at in (5, 6))
    saved = text_of(piece_at(pieces, 4)) == "and" and isinstance(saves, Verb) and saves.base in listed("record") and isinstance(facts, Group)
    if not lets or not saved or not isinstance(facts, Group) or not attribute_list(facts):
        return pieces
    again = piece_at(pieces, 7)
    paced = isinstance(again, Group) and _is_each_time(again.nouns[0])
    return [Mark("SUB", "when", pieces[0].start, pieces[0].start), *pieces[1:4], *_recorded(facts), *pieces[7 + paced :]]


def _to_do(pieces: list[Piece]) -> list[Piece]:
    """ "to evaluate a film, a judge fills in a form with the date and the score": when a judge evaluates it, they are recorded."""
    verb, what, comma, who, fills = (piece_at(pieces, at) for at in range(5))
    purpose = isinstance(verb, Verb) and verb.form == "to" and _is_doing(replace(verb, form="finite")) and verb.base not in listed("create")
    filled = isinstance(fills, Verb) and not fills.passive and fills.base in FILLING and isinstance(comma, Mark)
    if not purpose or not filled or not isinstance(verb, Verb) or not isinstance(what, Group) or not isinstance(who, Group):
        return pieces
    at = 7 if text_of(piece_at(pieces, 6)) == "with" else 5
    facts = piece_at(pieces, at)
    if not isinstance(facts, Group) or not _of_once(facts):
        return pieces
    return [Mark("SUB", "when", verb.start, verb.start), who, replace(verb, form="finite"), what, *_recorded(facts), *pieces[at + 1 :]]


def _there_is_a_record(pieces: list[Piece]) -> list[Piece]:
    """ "if a judge rates a film, there must be a record of it with the date and the score": they are recorded."""
    at = next((at for at, piece in enumerate(pieces) if text_of(piece) == "there"), 0)
    be, record = piece_at(pieces, at + 1), piece_at(pieces, at + 2)
    there = at and isinstance(be, Verb) and be.base == "be" and isinstance(record, Group) and record.nouns[0].key[-1] in RECORDS
    behind = at + 3 + 2 * (text_of(piece_at(pieces, at + 3)) == "of" and text_of(piece_at(pieces, at + 4)) in ("it", "this", "that"))
    facts = piece_at(pieces, behind + 1)
    if not there or text_of(piece_at(pieces, behind)) != "with" or not isinstance(facts, Group) or not attribute_list(facts):
        return pieces
    before = pieces[: at - (text_of(pieces[at - 1]) in (",", "then"))]
    return [*before, *_recorded(facts), *pieces[behind + 2 :]]


def _of_every(pieces: list[Piece]) -> list[Piece]:
    """ "remember every visit: the guide, the place, the date", "a log of repairs: which mechanic, which machine, the date": for each of them."""
    colon = next((at for at, piece in enumerate(pieces) if text_of(piece) == ":"), 0)
    named, facts = piece_at(pieces, colon - 1), piece_at(pieces, colon + 1)
    if not isinstance(named, Group) or not isinstance(facts, Group) or len(named.nouns) > 1 or not _of_once(facts) or len(facts.nouns) < 2:
        return pieces
    noun = named.nouns[0]
    event = noun.of if noun.of is not None and noun.key[-1] in RECORDS else noun
    keeps = isinstance(verb := piece_at(pieces, colon - 2), Verb) and verb.base in listed("record") | KEEPS
    wished = text_of(piece_at(pieces, colon - 2)) == "need" or keeps
    if not wished or not happens(event.key[-1]) or not (event.bounds.each or event is noun.of):
        return pieces
    behind = piece_at(pieces, colon + 2)
    if not (behind is None or (isinstance(behind, Mark) and behind.tag == "STOP")):
        return pieces
    each = replace(event, bounds=Bounds(each=True))
    return [Mark("PREP", "for", event.start, event.start), Group([each], event.start, event.end), *_recorded(facts), *pieces[colon + 2 :]]


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
