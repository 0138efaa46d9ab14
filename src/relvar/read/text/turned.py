"""Turns of phrase that say in other words what is recorded of a doing: "the times are saved as a journey record", "give the course a score"."""

from __future__ import annotations

from msgspec.structs import replace

from relvar.read.text.listing import attribute_list, many_facts
from relvar.read.text.lists import Group, Piece, piece_at, text_of
from relvar.read.text.naming import is_attribute_head
from relvar.read.text.phrases import Mark, Noun, Verb
from relvar.read.text.quantity import ITS, Bounds
from relvar.read.text.turns import Turn, named
from relvar.read.text.words import listed

GIVING = frozenset(["give", "award", "assign", "leave"])
VERDICTS = {"score", "rating", "grade", "mark", "star", "point", "feedback", "vote"}
OPENING = frozenset(["when", "whenever", "if", "after", "once"])
THEY = frozenset(["they", "he", "she", "we", "you", "i"])
ENTERING = frozenset(["enter", "type", "fill", "provide", "give", "specify", "state", "record", "note", "submit", "write", "put"])
ADDING = {"add", "create", "register", "record", "open"}
ANYBODY = {("somebody",), ("someone",), ("anybody",), ("anyone",), ("person",), ("user",)}
PLACES = frozenset(["on", "in", "with", "for", "of", "about", "per"])
OCCASIONS = frozenset(["on", "upon", "at", "after", "before", "during"])


def turned() -> tuple[Turn, ...]:
    """Turns after which each is said in the words of recording."""
    return (
        Turn(_labelled, frozenset([":"]), THEY),
        Turn(_of_it, frozenset([":"]), PLACES),
        Turn(_with_its_own, named(*ITS), frozenset(["COLON", "STOP"])),
        Turn(_made_up, frozenset(["make"])),
        Turn(_inverted, listed("record"), PLACES),
        Turn(_among, frozenset(["among"])),
        Turn(_entered_then, ENTERING, OPENING),
        Turn(_saved_as, frozenset(["as"]), listed("record")),
        Turn(_given_verdict, GIVING, named(*VERDICTS)),
        Turn(_recorded_later, listed("record"), OCCASIONS),
    )


def _made_up(pieces: list[Piece]) -> list[Piece]:
    """ "the name, the weight and the colour make up a telescope": they describe it."""
    for at, verb in enumerate(pieces):
        behind = at + 1 + (text_of(piece_at(pieces, at + 1)) == "up")
        if isinstance(verb, Verb) and verb.base == "make" and not verb.passive and (behind > at + 1 or verb.then == "up"):
            return [*pieces[:at], replace(verb, base="describe", then=""), *pieces[behind:]]
    return pieces


def _labelled(pieces: list[Piece]) -> list[Piece]:
    """ "first the singers: I write down what they are called and their phone": for each singer."""
    at = int(isinstance(piece_at(pieces, 0), Mark))
    thing, colon, who, verb = (piece_at(pieces, at + i) for i in range(4))
    told = isinstance(thing, Group) and len(thing.nouns) == 1 and thing.nouns[0].plural and text_of(colon) == ":" and text_of(who) in THEY
    writes = isinstance(verb, Verb) and (verb.base in listed("record") | {"need", "want", "know"} or (verb.base in ENTERING and verb.then == "down"))
    if not told or not writes or not isinstance(thing, Group) or is_attribute_head(thing.nouns[0].head) or not isinstance(verb, Verb):
        return pieces
    behind = at + 4 + (text_of(piece_at(pieces, at + 4)) == "down")
    noun = thing.nouns[0]
    each = replace(thing, nouns=[replace(noun, bounds=Bounds(1, 1, True, each=True))])
    opening = Mark("PREP", "for", thing.start, thing.start)
    stop = Mark("STOP", ",", thing.end, thing.end)
    return [opening, each, stop, pieces[at + 2], replace(verb, base="record", then=""), *pieces[behind:]]


def _of_it(pieces: list[Piece]) -> list[Piece]:
    """ "of the vehicle kept by that resident: number plate and colour": each vehicle has them."""
    of, thing = piece_at(pieces, 0), piece_at(pieces, 1)
    colon = next((at for at, p in enumerate(pieces) if text_of(p) == ":"), 0)
    facts = piece_at(pieces, colon + 1)
    opened = text_of(of) in ("of", "about", "for", "on") and isinstance(thing, Group) and len(thing.nouns) == 1
    if not opened or not isinstance(thing, Group) or colon < 2 or not isinstance(facts, Group) or not attribute_list(facts):
        return pieces
    if is_attribute_head(thing.nouns[0].head) or any(isinstance(p, Verb) and p.form == "finite" for p in pieces[:colon]):
        return pieces
    return [thing, Verb("have", "finite", thing.end, thing.end, word="has"), *pieces[colon + 1 :]]


def _with_its_own(pieces: list[Piece]) -> list[Piece]:
    """ "so: the cow, her ear tag number, name and breed": each cow has them."""
    at = next((i + 1 for i, p in enumerate(pieces[:2]) if isinstance(p, Mark) and p.tag in ("COLON", "STOP")), 0)
    group = piece_at(pieces, at)
    if not isinstance(group, Group) or len(group.nouns) < 3 or isinstance(piece_at(pieces, at + 1), Verb):
        return pieces
    thing, *facts = group.nouns
    if is_attribute_head(thing.head) or facts[0].bounds.article not in ITS or not is_attribute_head(facts[0].head):
        return pieces
    has = Verb("have", "finite", thing.end, thing.end, word="has")
    return [*pieces[:at], replace(group, nouns=[thing], end=thing.end), has, replace(group, nouns=facts, start=facts[0].start), *pieces[at + 1 :]]


def _inverted(pieces: list[Piece]) -> list[Piece]:
    """ "on each booking are noted its number and the name of the booker": each booking has them."""
    on, thing, verb, facts = (piece_at(pieces, at) for at in range(4))
    told = text_of(on) in PLACES and isinstance(verb, Verb) and verb.passive and verb.base in listed("record") and isinstance(facts, Group)
    if not told or not isinstance(thing, Group) or len(thing.nouns) > 1 or not isinstance(verb, Verb) or not isinstance(facts, Group):
        return pieces
    if is_attribute_head(thing.nouns[0].head) or not attribute_list(facts) or not (thing.nouns[0].bounds.each or thing.nouns[0].bounds.article):
        return pieces
    return [thing, Verb("have", "finite", verb.start, verb.end, word="has"), facts, *pieces[4:]]


def _among(pieces: list[Piece]) -> list[Piece]:
    """ "among the data of a vacancy are its title and its location": each vacancy has them."""
    among, thing, verb, facts = (piece_at(pieces, at) for at in range(4))
    told = text_of(among) == "among" and isinstance(verb, Verb) and verb.base == "be" and isinstance(facts, Group)
    if not told or not isinstance(thing, Group) or not isinstance(verb, Verb) or facts is None:
        return pieces
    return [thing, Verb("have", "finite", verb.start, verb.end, word="has"), facts, *pieces[4:]]


def _entered_then(pieces: list[Piece]) -> list[Piece]:
    """ "when somebody adds a shift, they type in the length and the weight": when a shift is added, they are recorded."""
    opening, doer, doing, done_to, comma, they, verb = (piece_at(pieces, at) for at in range(7))
    opens = text_of(opening) in OPENING and isinstance(doing, Verb) and not doing.passive and isinstance(done_to, Group)
    by_them = text_of(they) in THEY and isinstance(verb, Verb) and verb.form == "finite" and verb.base in ENTERING
    if not opens or not by_them or not isinstance(comma, Mark) or not isinstance(verb, Verb):
        return pieces
    behind = 7 + (text_of(piece_at(pieces, 7)) in ("in", "down", "out"))
    facts = piece_at(pieces, behind)
    if not isinstance(facts, Group) or not attribute_list(facts) or not isinstance(doer, Group) or not isinstance(doing, Verb):
        return pieces
    recorded = Verb("record", "finite", verb.start, verb.end, passive=True)
    if doer.nouns[0].key in ANYBODY or doing.base in ADDING:
        done = replace(doing, passive=True, form="finite", word=doing.word)
        return [pieces[0], pieces[3], done, comma, facts, recorded, *pieces[behind + 1 :]]
    return [*pieces[:5], facts, recorded, *pieces[behind + 1 :]]


def _saved_as(pieces: list[Piece]) -> list[Piece]:
    """ "the entry time and the fee are saved as a journey record": each journey record has them."""
    for at, verb in enumerate(pieces):
        facts, named = piece_at(pieces, at - 1), piece_at(pieces, at + 2)
        saved = isinstance(verb, Verb) and verb.passive and verb.base in listed("record") and text_of(piece_at(pieces, at + 1)) == "as"
        if not saved or not isinstance(facts, Group) or not isinstance(named, Group) or not isinstance(verb, Verb):
            continue
        noun = named.nouns[0]
        if noun.bounds.article != "a" or is_attribute_head(noun.head) or not many_facts(facts):
            continue
        each = Group([replace(noun, bounds=Bounds(1, 1, each=True))], named.start, named.end)
        has = Verb("have", "finite", verb.start, verb.end, word="has")
        stop = Mark("STOP", ".", facts.start, facts.start)
        return [*pieces[: at - 1], stop, each, has, facts, *pieces[at + 3 :]]
    return pieces


def _given_verdict(pieces: list[Piece]) -> list[Piece]:
    """ "learners give the course a score and a comment": when they rate it, the score and the comment are recorded."""
    for at, verb in enumerate(pieces):
        who, judged, verdict = (piece_at(pieces, at + ahead) for ahead in (-1, 1, 2))
        gives = isinstance(verb, Verb) and verb.base in GIVING and not verb.passive and not verb.negated and verb.form == "finite"
        if not gives or not isinstance(verb, Verb) or not all(isinstance(p, Group) for p in (who, judged, verdict)):
            continue
        assert isinstance(who, Group) and isinstance(judged, Group) and isinstance(verdict, Group)
        told = len(verdict.nouns) > 1 and attribute_list(verdict) and verdict.nouns[0].key[-1] in VERDICTS
        if not told or len(judged.nouns) > 1 or is_attribute_head(judged.nouns[0].head):
            continue
        when, stop = Mark("SUB", "when", who.start, who.start), Mark("STOP", ",", judged.end, judged.end)
        rates = replace(verb, base="rate", word="rate", modal="")
        recorded = Verb("record", "finite", verdict.end, verdict.end, passive=True)
        return [*pieces[: at - 1], when, who, rates, judged, stop, verdict, recorded, *pieces[at + 3 :]]
    return pieces


def _recorded_later(pieces: list[Piece]) -> list[Piece]:
    """ "the start time is recorded, and on return, the return time and the fee": recorded as well, in the same row."""
    for at, verb in enumerate(pieces):
        recorded = isinstance(verb, Verb) and verb.passive and verb.base in listed("record") and verb.form == "finite"
        before, occasion, later = piece_at(pieces, at - 1), piece_at(pieces, at + 3), piece_at(pieces, at + 4)
        joined = text_of(piece_at(pieces, at + 1)) in (",", ";") and text_of(piece_at(pieces, at + 2)) == "and"
        if not recorded or not joined or text_of(occasion) not in OCCASIONS or not isinstance(before, Group) or not isinstance(later, Group):
            continue
        facts = _behind_occasion(later)
        ends = piece_at(pieces, at + 5)
        if facts and many_facts(Group(facts, later.start, later.end)) and attribute_list(before) and not isinstance(ends, Verb):
            for noun in facts:
                noun.optional = True
            together = Group([*before.nouns, *facts], before.start, later.end, "and")
            return [*pieces[: at - 1], together, verb, *pieces[at + 5 :]]
    return pieces


def _behind_occasion(later: Group) -> list[Noun]:
    """The facts behind "on return", which is read as the first of them."""
    first, *rest = later.nouns
    return rest if not first.bounds.article and rest and rest[0].bounds.article == "the" else []
