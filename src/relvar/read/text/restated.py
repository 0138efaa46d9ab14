"""What people say at greater length than they must, in the plain words that the readers of clauses know.

"We must be able to see when it happened" is "we record when it happened".
"""

from __future__ import annotations

from functools import cache

from msgspec.structs import replace

from relvar.read.text.aside import plainly_aside
from relvar.read.text.doings import doings
from relvar.read.text.going_on import GOES_ON, gone_on
from relvar.read.text.ledgers import HOLDERS, LEDGERS, without_ledgers
from relvar.read.text.listing import attribute_list, part_by_part
from relvar.read.text.lists import Group, Piece, piece_at, text_of
from relvar.read.text.phrases import Mark, Verb
from relvar.read.text.questions import ASKING
from relvar.read.text.shown import told_of
from relvar.read.text.turned import turned
from relvar.read.text.turns import Said, Turn, in_plain_words, named
from relvar.read.text.when_done import when_done
from relvar.read.text.which import plainly_listed

ASKERS = {"we", "i", "one", "you", "i'd", "we'd"}
KEPT_BY = {"see", "know", "remember", "find", "hold", "ask", "note", "tell", "learn", "say"}  # with "we" before them, and facts behind
BEFORE_FACTS = ASKING | {"which", "from"}
WISHES = {"want", "need", "be", "like", "have", "wish"}
BETWEEN = {"MODAL", "ADV", "TO", "ADJ", "NEG", "ONE"}
FINDS = {"find", "see", "enter", "note", "write", "put"}
GOES_WITH = frozenset(["go", "come", "belong"])
PLACES = frozenset(["in", "on", "for", "at", "under"])


def restated(said: Said) -> Said:
    """The sentence in plain words."""
    return in_plain_words(said, _turns())


@cache
def _turns() -> tuple[Turn, ...]:
    return (
        Turn(_please, frozenset(["please"])),
        Turn(_recorded, frozenset([*ASKERS, "it"])),
        Turn(_each_turned, GOES_WITH, named("each")),
        Turn(_found_in, frozenset(["which"]), PLACES),
        *doings(),
        Turn(when_done, frozenset(["when"])),
        *told_of(),
        *plainly_aside(),
        *turned(),
        Turn(plainly_listed, frozenset(["which", "what", "who"])),
        Turn(gone_on, GOES_ON),
        Turn(without_ledgers, named(*LEDGERS, *HOLDERS)),
        Turn(part_by_part, frozenset(["("])),
    )


def _please(pieces: list[Piece]) -> list[Piece]:
    """ "please remember which gift it was": recorded. The first verb is read as a noun, for none stands before it."""
    kept: list[Piece] = []
    at = 0
    while at < len(pieces):
        piece, asked = pieces[at], piece_at(pieces, at + 1)
        if isinstance(piece, Verb) and piece.base == "please" and isinstance(asked, Verb) and asked.base in KEPT_BY:
            kept += [Mark("PRON", "we", piece.start, piece.end), replace(asked, base="record")]
            at += 2
        elif isinstance(piece, Verb) and piece.base == "please" and isinstance(asked, Group) and asked.nouns[0].key[-1] in KEPT_BY:
            kept += [Mark("PRON", "we", piece.start, piece.end), Verb("record", "finite", piece.start, asked.end)]
            rest = asked.nouns[1:]
            kept += [Group(rest, rest[0].start, asked.end, asked.joiner)] if rest else []
            at += 2 + (not rest and text_of(piece_at(pieces, at + 2)) == ",")
        else:
            kept.append(piece)
            at += 1
    return kept


def _recorded(pieces: list[Piece]) -> list[Piece]:
    """ "we must be able to see when ...", "it is enough to know the date", "we ask for their name": it is recorded."""
    kept: list[Piece] = []
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        verb_at = _verb_of_knowing(pieces, at) if isinstance(piece, Mark) else -1
        verb = piece_at(pieces, verb_at)
        behind = verb_at + 1 + (text_of(piece_at(pieces, verb_at + 1)) in ("for", "about")) if verb_at >= 0 else at
        if isinstance(piece, Mark) and isinstance(verb, Verb) and _begins_facts(piece_at(pieces, behind)):
            kept += [replace(piece, text="we"), replace(verb, base="record", form="finite", passive=False)]
            at = behind
        else:
            kept.append(piece)
            at += 1
    return kept


def _verb_of_knowing(pieces: list[Piece], at: int) -> int:
    """The place of "see" behind "we must be able to" or "it is enough to", or -1."""
    enough = text_of(pieces[at]) != "it"
    if enough and text_of(pieces[at]) not in ASKERS:
        return -1
    needed = piece_at(pieces, at + 1)
    told = isinstance(needed, Verb) and needed.base in ("need", "want", "require") and not isinstance(piece_at(pieces, at + 2), Verb)
    if enough and told and isinstance(needed, Verb) and not needed.negated:
        return at + 1  # "for each room we need the number and the floor"
    for here in range(at + 1, len(pieces)):
        piece = pieces[here]
        if isinstance(piece, Verb) and piece.base not in WISHES:
            return here if enough and piece.base in KEPT_BY and not piece.negated else -1
        if isinstance(piece, Group):
            if piece.nouns[0].key != ("enough",):
                return -1
            enough = True
        elif text_of(piece) == "possible":
            enough = True  # "it must be possible to see the weight of any telescope"
        elif isinstance(piece, Mark) and piece.tag not in BETWEEN:
            return -1
    return -1


def _begins_facts(piece: Piece | None) -> bool:
    return (isinstance(piece, Group) and attribute_list(piece)) or text_of(piece) in BEFORE_FACTS


def _each_turned(pieces: list[Piece]) -> list[Piece]:
    """ "with each repayment go the loan, the date and the amount": each repayment has them."""
    opening, each, verb, behind = (piece_at(pieces, i) for i in range(4))
    turned = text_of(opening) in ("with", "to") and isinstance(each, Group) and each.nouns[0].bounds.each and isinstance(behind, Group)
    if not (turned and isinstance(verb, Verb) and verb.base in GOES_WITH and not verb.passive):
        return pieces
    return [pieces[1], replace(verb, base="contain", form="finite"), *pieces[3:]]


def _found_in(pieces: list[Piece]) -> list[Piece]:
    """ "a record, in which one finds the client and the time": which contains them."""
    kept: list[Piece] = []
    at = 0
    while at < len(pieces):
        which, behind = piece_at(pieces, at + 1), _behind_finding(pieces, at) if at else at
        if isinstance(which, Mark) and behind > at:
            kept += [replace(which, tag="REL"), Verb("contain", "finite", which.start, pieces[behind - 1].end)]
            at = behind
        else:
            kept.append(pieces[at])
            at += 1
    return kept


def _behind_finding(pieces: list[Piece], at: int) -> int:
    """Behind "in which one finds", which may be read as a noun, or `at`."""
    if text_of(pieces[at]) not in PLACES or text_of(piece_at(pieces, at + 1)) != "which":
        return at
    who, verb = piece_at(pieces, at + 2), piece_at(pieces, at + 3)
    if text_of(who) in ASKERS and isinstance(verb, Verb) and verb.base in FINDS:
        return at + 4
    return at + 3 if isinstance(who, Group) and who.nouns[0].key in (("find",), ("see",)) and isinstance(verb, Group) else at
