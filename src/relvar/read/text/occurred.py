"""What happens, told by what is written of it: a list of known things and of facts belongs to the occurrence that the sentence speaks of.

No construction is looked for. "In it he enters the pupil, the bus and the boarding time", "out of this comes a boarding record: the pupil,
the bus, the boarding time", "kept of every boarding are ...": beside the occurrence, known things and facts, only verbs of keeping and
saying may remain (lexicon: `puts_down`), and clauses that say when it happens.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from functools import cache

import msgspec

from relvar.read.text.describing import PAPERS as ON_PAPER
from relvar.read.text.happened import LIGHT
from relvar.read.text.kinds import TIME_HEADS, is_agent
from relvar.read.text.lists import Group, Piece, piece_at, text_of
from relvar.read.text.naming import Key, is_attribute_head, is_container, words_of
from relvar.read.text.nominal import happening, happens, is_doing, named_after
from relvar.read.text.owning import PLAIN_FACTS, TIES
from relvar.read.text.phrases import Mark, Noun, Verb
from relvar.read.text.quantity import Bounds
from relvar.read.text.turns import Said, named
from relvar.read.text.words import listed

WHEN = frozenset(["when", "whenever", "if", "once", "after", "as", "while", "upon"])
ASKED = frozenset(["which", "who", "whom", "what"])
PARTED = WHEN | ASKED | named("time") | {"so"}  # cues: where none of them stands, all verbs are of the main clause, and it goes to the end
MEANT = frozenset(["it", "they", "them", "this", "each"])  # the occurrence of the sentence before
# on which it is written; the others are things themselves, of which a text may tell
PAPERS = ON_PAPER - frozenset(["card", "sheet", "invoice", "label", "certificate"])
BOOKS = frozenset(["list", "book", "register", "sheet", "table", "file", "journal", "diary", "ledger"])  # in which many are
# what happens and is not kept so, or says no more than that two belong together
NOT_KEPT = TIES | {"report", "event", "process", "thing", "search", "view", "use", "change"}
AROUND = frozenset(["after", "before", "during", "at", "upon", "on", "about", "of", "by", "in", "from", "under"])  # what else is spoken of
PAIR = 2  # ends of what is kept of each of two
CREATED = frozenset(["issue", "create", "write", "make", "open", "draw", "generate", "fill", "arise"])


@dataclass(frozen=True, slots=True)
class Occurrence:
    """What happens, who and what take part in it, one of each, and its facts, told from `start` to the end of the sentence."""

    event: Noun
    ends: tuple[Noun, ...]
    facts: tuple[Noun, ...]
    start: int


def _is_occurrence(noun: Noun) -> bool:
    """ "loan", "loan record", "lending", "boarding slip"; no report of such."""
    key = words_of(noun)
    if key[-1] in BOOKS and len(key) > 1:
        return key[-2] in listed("event")  # "the loan list", and no waiting list
    plain = is_doing(key[-1]) and not is_attribute_head(key[-1])
    return (_is_paper(noun) or plain) and key[-1] not in NOT_KEPT and not noun.quoted and not is_container(key)


def _is_paper(noun: Noun) -> bool:
    """ "loan record", "boarding slip"."""
    return len(words_of(noun)) > 1 and words_of(noun)[-1] in PAPERS


def _named(noun: Noun) -> Noun:
    """What is kept in "the loan list" is a loan."""
    key = words_of(noun)
    return Noun(key[:-1] if key[-1] in BOOKS and len(key) > 1 else key, noun.start, noun.end, Bounds(), of=noun.of)


class _Seen(msgspec.Struct, eq=False, gc=False):
    events: list[Noun] = []
    around: list[Noun] = []  # events behind a preposition
    made: list[Noun] = []  # what is issued, written, opened
    ends: list[Noun] = []
    listed: list[Noun] = []  # of the ends, those of the main clause
    facts: list[Noun] = []
    each: list[Noun] = []  # of the ends, those of which each is meant
    which: list[Noun] = []  # "which user learns which languages": one of each, each time
    asked: list[Verb] = []  # what is done in "which X did Y"
    done: bool = False  # a clause says when, by a verb that names a doing
    meant: bool = False  # "it" stands before the list


def occurred(said: Said, known: Container[Key], before: list[Piece], heading: Noun | None) -> Occurrence | None:
    """`known`: things of which the text has told; `before`: the sentence before this one; `heading`: of this part of the text."""
    pieces = said.pieces
    last = next((at + 1 for at in range(len(pieces) - 1, -1, -1) if pieces[at].text == ";"), 0) if ";" in said.cues else 0
    before, pieces = pieces[:last] or before, pieces[last:]
    plain = said.cues.isdisjoint(PARTED)
    seen = None if plain and any(isinstance(p, Verb) and _tells_more(p) for p in pieces) else _seen(pieces, known)
    if seen is None or not seen.ends or not (seen.facts or (len(seen.ends) > 1 and any(map(_is_paper, seen.events)))):
        return None
    event = _event_of(seen, before, heading)
    ends = _ends_of(seen, event, known) if event is not None else ()
    return Occurrence(_named(event), ends, tuple(seen.facts), pieces[0].start) if event is not None and ends else None


def _event_of(seen: _Seen, before: list[Piece], heading: Noun | None) -> Noun | None:
    """What the list belongs to; None where that is no occurrence."""
    told = bool(seen.events or seen.around or seen.made)
    event = _last_of(before) if seen.meant and not told else _of_this(seen, heading)
    if event is None or not (told or seen.asked or len(seen.each) > 1 or _is_occurrence(event)):
        return None
    of_the_two = seen.each and event in seen.around and event.bounds.each  # "the arrival time of each technician at each call"
    return None if of_the_two else event


def _of_this(seen: _Seen, heading: Noun | None) -> Noun | None:
    """What the sentence itself names, or the heading above it, or what is done, or the two of which each is meant."""
    return _chosen(seen) or (heading if not seen.each else None) or _done(seen) or _of_each(seen)


def _ends_of(seen: _Seen, event: Noun, known: Container[Key]) -> tuple[Noun, ...]:
    """Who and what take part, each once; none where the sentence means several of one, or two of a thing in roles of their own."""
    several = [n for n in seen.ends if n.plural and n not in seen.which]
    if several and not (len(several) == len(seen.ends) > 1 and event.plural):
        return ()
    of = [event.of] if event.of is not None and _is_thing(event.of, known) else []  # "the loan of a telescope to a visitor"
    ends = {words_of(_end(n, known)): _end(n, known) for n in (*of, *seen.ends)}
    return tuple(ends.values()) if len(ends) >= len({n.start for n in seen.listed}) else ()


def _last_of(pieces: list[Piece]) -> Noun | None:
    """The occurrence of which a sentence speaks last."""
    return next((n for piece in reversed(pieces) if isinstance(piece, Group) for n in piece.nouns if _is_occurrence(n)), None)


def _chosen(seen: _Seen) -> Noun | None:
    """Where something is made or a record of it is named, that; then what the sentence speaks of, before what it speaks of besides."""
    papers = [n for n in (*seen.events, *seen.around) if _is_paper(n)]
    bare = [n for n in seen.events if words_of(n)[-1] in PAPERS]  # "during sterilisation a protocol is kept": of the sterilisation
    named = [n for n in seen.events if n not in bare]
    bare = [] if seen.done else bare  # "if a guest inspects a gift, there must be a record of it": of the inspection
    return next(iter((*papers[-1:], *seen.made, *named, *reversed(seen.around), *bare)), None)


def _done(seen: _Seen) -> Noun | None:
    """ "which vendor occupied which stall: occupation date, rent": called by the list, or by what is done."""
    if not seen.asked or len(seen.ends) < 2:
        return None
    verb = seen.asked[-1]
    names = [n.words[0] for n in seen.facts if len(n.words) > 1 and n.key[-1] in TIME_HEADS]
    name = next((w for w in names if w in named_after(verb.base) or is_doing(w)), "" if verb.base in LIGHT | {"be", "have"} else happening(verb.base))
    words = (name,) if name else tuple(word for end in seen.ends for word in words_of(end))
    return Noun(words, verb.start, verb.end, Bounds())


def _of_each(seen: _Seen) -> Noun | None:
    """ "the stock of each product in each warehouse", "the marks of every pupil are kept per subject": of the two."""
    if len(seen.each) != len(seen.ends) or len(seen.each) != PAIR:
        return None
    return Noun(tuple(word for end in seen.each for word in words_of(end)), seen.each[0].start, seen.each[0].end, Bounds())


@cache
def _puts_down() -> frozenset[str]:
    return listed("puts_down", "record", "contains")


def _tells_more(verb: Verb) -> bool:
    """Whether it tells of more than that something is put down."""
    return verb.negated or (verb.base != "be" and verb.base not in _puts_down())


def _seen(pieces: list[Piece], known: Container[Key]) -> _Seen | None:
    """What the sentence names; None where it tells of more than an occurrence."""
    seen = _Seen()
    when = told = False
    for at, piece in enumerate(pieces):
        if isinstance(piece, Mark):
            if piece.text == "so" and seen.facts:
                break  # "..., so that complaints can be followed back"
            if piece.text in WHEN and piece.tag == "SUB":
                when, told = True, False
            elif piece.tag in ("COMMA", "STOP", "COLON") and when and told:
                when = False
            seen.meant |= piece.text in MEANT and not (seen.facts or when or _is_nobody(piece_at(pieces, at + 1)))
        elif isinstance(piece, Verb):
            if when and told and not isinstance(piece_at(pieces, at - 1), Verb):
                when = False  # "each time a telescope is taken out is written down"
            told = True
            seen.done |= when and piece.base not in LIGHT | {"be", "have"}
            clause = when or (text_of(piece_at(pieces, at - 2)) in ASKED and isinstance(piece_at(pieces, at - 1), Group))
            if clause and not when:
                seen.asked.append(piece)
            if piece.negated or (not clause and _tells_more(piece)):
                return None
        elif when:
            seen.ends += [n for n in piece.nouns if _is_thing(n, known)]
            new = [n for n in piece.nouns if told and _is_occurrence(n) and words_of(n) not in known]
            seen.around[:0] = new  # "when a guest makes a booking, ..."
            when = not (told and len(piece.nouns) > 1)
        else:
            when = told = False
            when = piece.nouns[0].key[0] == "time" and piece.nouns[0].bounds.each  # "every time a boat goes out, ..."
            if not when:
                _take(pieces, at, piece, known, seen)
    return seen


def _take(pieces: list[Piece], at: int, group: Group, known: Container[Key], seen: _Seen) -> None:
    asked = text_of(piece_at(pieces, at - 1)) in ASKED
    for noun in group.nouns:
        first, thing = noun is group.nouns[0], _is_thing(noun, known)
        named = first and not asked and not thing and (len(group.nouns) == 1 or noun.bounds.article == "a")
        if named and not _is_told(noun, at, known) and (_is_occurrence(noun) or (at == 0 and happens(noun.key[-1]))):
            around = text_of(piece_at(pieces, at - 1)) in AROUND
            if not around or noun.bounds.article or noun.bounds.each or noun.plural:
                (seen.around if around else seen.events).append(noun)
        elif named and ((noun.bounds.article == "a" and _is_made(pieces, at)) or _is_written(pieces, at, noun)):
            seen.made.append(noun)
        elif thing or (first and asked and words_of(noun) in known):
            seen.ends.append(noun)
            seen.listed.append(noun)
            seen.which += [noun] if first and asked else []
            seen.each += [noun] if first and (noun.bounds.each or text_of(piece_at(pieces, at - 1)) == "per") else []
        elif noun.key not in PLAIN_FACTS and (is_attribute_head(noun.head) or len(group.nouns) > 1):
            seen.facts.append(_fact(noun, known, seen))


def _is_told(noun: Noun, at: int, known: Container[Key]) -> bool:
    """ "the purchase order table", "a target flight", where orders and flights were described: the sentence may only point at them."""
    key = words_of(noun)
    spoken_of = at == 0 or noun.bounds.each
    return (key in known and not spoken_of) or (len(key) > 1 and key[-1:] in known)


def _is_nobody(behind: Piece | None) -> bool:
    """ "it is recorded which ...", "it must be known"."""
    return isinstance(behind, Verb) and behind.passive and behind.base in _puts_down()


def _is_written(pieces: list[Piece], at: int, noun: Noun) -> bool:
    """ "outages are logged per server: start time, end time, cause"."""
    verb = next((p for p in pieces[at + 1 : at + 3] if isinstance(p, Verb)), None)
    lists = any(isinstance(p, Mark) and p.tag in ("COLON", "DASH") for p in pieces[at + 2 :])
    recorded = verb is not None and verb.passive and verb.base in listed("record") | {"put", "write"}
    return at == 0 and (noun.plural or noun.bounds.each) and lists and recorded and not is_attribute_head(noun.head)


def _fact(noun: Noun, known: Container[Key], seen: _Seen) -> Noun:
    """The fact; "the stock of each product" is of the product besides."""
    whose = noun.of
    if whose is None or not whose.bounds.each or not _is_thing(whose, known):
        return noun
    seen.ends.append(whose)
    seen.each.append(whose)
    return Noun(noun.words, noun.start, noun.end, noun.bounds, adjectives=noun.adjectives)


def _is_made(pieces: list[Piece], at: int) -> bool:
    """ "a work card is issued", "the clerk opens a case"."""
    before, behind = piece_at(pieces, at - 1), piece_at(pieces, at + 1)
    passive = isinstance(behind, Verb) and (behind.passive or behind.base == "arise")
    verb = behind if passive else before
    return isinstance(verb, Verb) and verb.base in CREATED


def _is_thing(noun: Noun, known: Container[Key]) -> bool:
    key = words_of(noun)
    if key in known:
        return not happens(key[-1]) or is_agent(key[-1])
    return len(key) > 1 and key[-1] in listed("identifier_head") and key[:-1] in known


def _end(noun: Noun, known: Container[Key]) -> Noun:
    key = words_of(noun)
    return Noun(key if key in known else key[:-1], noun.start, noun.end, Bounds(1, 1, True))
