"""What people say at greater length than they must, in the plain words that the readers of clauses know.

"We must be able to see when it happened" is "we record when it happened"; a list that goes on behind "along with", "followed by" or
"and, if it was late," is one list.
"""

from __future__ import annotations

from dataclasses import replace

from relvar.read.text.listing import attribute_list
from relvar.read.text.lists import SPANS, Group, Piece
from relvar.read.text.phrases import Mark, Noun, Verb
from relvar.read.text.words import listed

ASKERS = {"we", "i", "one", "you", "it"}
KEPT_BY = {"see", "know", "remember", "find", "hold", "ask", "note", "tell", "learn", "say"}  # with "we" before them, and facts behind
QUESTIONS = {"when", "where", "who", "what", "how", "whose", "which", "whether", "from"}
WISHES = {"want", "need", "be", "like", "have", "wish"}
BETWEEN = {"MODAL", "ADV", "TO", "ADJ", "NEG", "ONE"}
FINDS = {"find", "see", "enter", "note", "write", "put"}
PLACES = {"in", "on", "for", "at", "under"}
GO_ON = (
    ("along", "with"), ("together", "with"), ("coupled", "with"), ("plus",), ("as", "well", "as"), ("in", "addition", "to"), ("and", "also"),
    ("and", "finally"), ("and", "of", "course"), ("and", "further"), ("alongside",), ("as", "also"), ("and", "then"),
)  # fmt: skip
ASIDES = {"once", "if", "when", "on", "in", "where", "after", "upon", "for", "until", "as"}
ASIDE = 8  # pieces: a longer clause is more than an aside
NUMBERED_BY = {"under", "by", "with"}


def restated(pieces: list[Piece]) -> list[Piece]:
    """The pieces of a sentence in plain words."""
    for restate in (_please, _recorded, _each_turned, _found_in, _of_each, _listed_questions, _past_asides, _going_on):
        pieces = restate(pieces)
    return pieces


def _text(piece: Piece | None) -> str:
    return piece.text if isinstance(piece, Mark) else ""


def _at(pieces: list[Piece], at: int) -> Piece | None:
    return pieces[at] if 0 <= at < len(pieces) else None


def _begins_facts(piece: Piece | None) -> bool:
    return (isinstance(piece, Group) and attribute_list(piece)) or _text(piece) in QUESTIONS


def _recorded(pieces: list[Piece]) -> list[Piece]:
    """ "we must be able to see when ...", "it is enough to know the date", "we ask for their name": it is recorded."""
    kept: list[Piece] = []
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        verb_at = _verb_of_knowing(pieces, at + 1) if _text(piece) in ASKERS else -1
        verb = _at(pieces, verb_at)
        behind = verb_at + 1 + (_text(_at(pieces, verb_at + 1)) in ("for", "about"))
        kept.append(piece)
        if isinstance(verb, Verb) and _begins_facts(_at(pieces, behind)):
            kept[-1] = replace(piece, text="we") if isinstance(piece, Mark) else piece
            kept.append(replace(verb, base="record", form="finite", passive=False))
            at = behind
        else:
            at += 1
    return kept


def _please(pieces: list[Piece]) -> list[Piece]:
    """ "please remember which gift it was": recorded. The first verb is read as a noun, for none stands before it."""
    kept: list[Piece] = []
    at = 0
    while at < len(pieces):
        piece, asked = pieces[at], _at(pieces, at + 1)
        if isinstance(piece, Verb) and piece.base == "please" and isinstance(asked, Group) and asked.nouns[0].key[-1] in KEPT_BY:
            kept += [Mark("PRON", "we", piece.start, piece.end), Verb("record", "finite", piece.start, asked.end)]
            rest = asked.nouns[1:]
            kept += [Group(rest, rest[0].start, asked.end, asked.joiner)] if rest else []
            at += 2 + (not rest and _text(_at(pieces, at + 2)) == ",")
        else:
            kept.append(piece)
            at += 1
    return kept


def _each_turned(pieces: list[Piece]) -> list[Piece]:
    """ "with each repayment go the loan, the date and the amount": each repayment has them."""
    opening, each, verb, behind = (_at(pieces, i) for i in range(4))
    turned = _text(opening) in ("with", "to") and isinstance(each, Group) and each.nouns[0].bounds.each and isinstance(behind, Group)
    if not (turned and isinstance(verb, Verb) and verb.base in ("go", "come", "belong") and not verb.passive):
        return pieces
    return [pieces[1], replace(verb, base="contain", form="finite"), *pieces[3:]]


def _listed_questions(pieces: list[Piece]) -> list[Piece]:
    """ "is kept: which child, by which guardian, at what time": the child, the guardian, the time."""
    kept: list[Piece] = []
    listing, at = False, 0
    while at < len(pieces):
        piece = pieces[at]
        asks = at + 1 if isinstance(piece, Mark) and piece.tag in ("PREP", "TO") else at
        group = _at(pieces, asks + 1)
        listing |= _opens_list(kept)
        of_which = _text(_at(pieces, asks)) == "which" or (
            _text(_at(pieces, asks)) == "what" and (asks > at or isinstance(_at(pieces, asks + 2), Verb))
        )
        asked = of_which and isinstance(group, Group) and not group.nouns[0].bounds.article
        if listing and asked and isinstance(group, Group) and _stands_alone(pieces, asks + 2, group):
            nouns = [_member(group.nouns[0]), *group.nouns[1:]]
            nouns[0].bounds = replace(nouns[0].bounds, article="which")
            _append(kept, Group(nouns, group.start, group.end, group.joiner))
            at = _behind_verbs(pieces, asks + 2)
        elif listing and _text(piece) == "who" and (behind := _behind_who(pieces, at)) > at:
            at = behind
        else:
            listing &= not (asked or (isinstance(piece, Mark) and piece.tag == "STOP"))
            kept.append(piece)
            at += 1
    return kept


def _opens_list(before: list[Piece]) -> bool:
    last = before[-1] if before else None
    return (isinstance(last, Verb) and last.base in listed("record") | {"say"}) or (isinstance(last, Mark) and last.tag == "COLON")


def _behind_who(pieces: list[Piece], at: int) -> int:
    """Behind "who it was," and "who took the exam,": whoever does it, of which the rest of the text tells."""
    behind = _behind_verbs(pieces, at + 1 + (_text(_at(pieces, at + 1)) in ("it", "they")))
    return behind + 1 if _text(_at(pieces, behind)) == "," and behind > at + 1 else at


def _stands_alone(pieces: list[Piece], at: int, group: Group) -> bool:
    """An item of the list by itself, or with a verb of its own at the list's end: not "which song was played in which program"."""
    verbs = _behind_verbs(pieces, at)
    following = _at(pieces, verbs)
    clause = any(_text(p) in ("which", "what") for p in pieces[at : at + 6]) and verbs > at
    ends = following is None or isinstance(following, Mark)
    return (ends and not clause and not (len(group.nouns) > 1 and verbs > at)) or verbs == at


def _behind_verbs(pieces: list[Piece], at: int) -> int:
    """Behind "has handed over the child": the clause says what the one who is meant did."""
    here = at
    while isinstance(_at(pieces, here), Verb):
        here += 1
    return here + 1 if here > at and isinstance(_at(pieces, here), Group) else here


def _member(noun: Noun) -> Noun:
    """ "which member of the staff": one of the staff."""
    return replace(noun.of, bounds=noun.bounds) if noun.of is not None and noun.key in (("member",), ("one",)) else noun


def _append(kept: list[Piece], group: Group) -> None:
    """Joins the group to the list before a comma."""
    here = len(kept)
    while here and _text(kept[here - 1]) in (",", "and", "or"):
        here -= 1
    before = kept[here - 1] if here else None
    if here < len(kept) and isinstance(before, Group) and any(n.bounds.article == "which" for n in before.nouns):
        before.nouns.extend(group.nouns)
        before.end = group.end
        del kept[here:]
    else:
        kept.append(group)


def _verb_of_knowing(pieces: list[Piece], at: int) -> int:
    """The place of "see" in "must be able to see", or -1."""
    while isinstance(piece := _at(pieces, at), Verb) or (isinstance(piece, Mark) and piece.tag in BETWEEN):
        if isinstance(piece, Verb) and piece.base in KEPT_BY and not piece.negated:
            return at
        if isinstance(piece, Verb) and piece.base not in WISHES:
            return -1
        at += 1
    enough = isinstance(piece, Group) and piece.nouns[0].key == ("enough",)
    return _verb_of_knowing(pieces, at + 1) if enough else -1


def _found_in(pieces: list[Piece]) -> list[Piece]:
    """ "a record, in which one finds the client and the time": which contains them."""
    kept: list[Piece] = []
    at = 0
    while at < len(pieces):
        place, which, who, verb = (_at(pieces, at + i) for i in range(4))
        opened = at > 0 and _text(place) in PLACES and isinstance(which, Mark) and _text(which) == "which"
        if opened and isinstance(which, Mark) and _text(who) in ASKERS and isinstance(verb, Verb) and verb.base in FINDS:
            kept += [replace(which, tag="REL"), replace(verb, base="contain", form="finite", passive=False)]
            at += 4
        elif opened and isinstance(which, Mark) and isinstance(who, Group) and who.nouns[0].key in (("find",), ("see",)) and isinstance(verb, Group):
            kept += [replace(which, tag="REL"), Verb("contain", "finite", who.start, who.end)]  # "in which one finds", read as a noun
            at += 3
        else:
            kept.append(pieces[at])
            at += 1
    return kept


def _of_each(pieces: list[Piece]) -> list[Piece]:
    """ "the names of the bride and of the groom, a phone": the name of the one and the name of the other, and the list goes on."""
    kept: list[Piece] = []
    for piece in pieces:
        before = kept[-3] if len(kept) > 2 else None
        joined = isinstance(piece, Group) and _text(kept[-1]) == "of" and _text(kept[-2]) == "and" if len(kept) > 2 else False
        told = before.nouns[-1] if isinstance(before, Group) else None
        if joined and isinstance(piece, Group) and isinstance(before, Group) and told is not None and told.of is not None:
            second = piece.nouns[0]
            again = Noun(told.words, second.start, second.end, told.bounds, of=second)
            del kept[-2:]
            before.nouns += [again, *piece.nouns[1:]]
            before.end = piece.end
        else:
            kept.append(piece)
    return kept


def _past_asides(pieces: list[Piece]) -> list[Piece]:
    """ "the code and, once it has been judged, the running time": the list goes on, with what may be missing."""
    at = 1
    while at < len(pieces):
        before, end = pieces[at - 1], _end_of_aside(pieces, at)
        rest = _at(pieces, end)
        if isinstance(before, Group) and isinstance(rest, Group) and end > at and attribute_list(before) and attribute_list(rest):
            verb = _at(pieces, end + 1)
            if not (isinstance(verb, Verb) and verb.form == "finite"):
                for noun in rest.nouns:
                    noun.optional = True
                before.nouns.extend(rest.nouns)
                before.end = rest.end
                pieces = [*pieces[:at], *pieces[end + 1 :]]
                continue
        at += 1
    return pieces


def _end_of_aside(pieces: list[Piece], at: int) -> int:
    """The place behind ", and, if the borrower was late,", or `at`."""
    start = at
    while _text(_at(pieces, start)) in (",", "and"):
        start += 1
    joined = any(_text(p) == "and" for p in pieces[at:start])
    if not joined or _text(_at(pieces, start)) not in ASIDES:
        return at
    comma = next((i for i in range(start + 1, min(start + ASIDE, len(pieces))) if _text(pieces[i]) == ","), 0)
    inner = [p for p in pieces[start:comma] if isinstance(p, Group)]
    return comma + 1 if comma and not any(len(g.nouns) > 1 for g in inner) else at


def _going_on(pieces: list[Piece]) -> list[Piece]:
    """ "by supplier ID along with their name", "under a couple ID with the names", "a title, followed by the description": one list."""
    at = 1
    while at < len(pieces):
        before, behind = pieces[at - 1], _behind_link(pieces, at)
        rest = _at(pieces, behind)
        paced = isinstance(before, Group) and before.nouns[-1].key[-1] in SPANS  # "every 15 minutes together with ..."
        if behind > at and not paced and isinstance(before, Group) and isinstance(rest, Group) and attribute_list(before) and attribute_list(rest):
            before.nouns.extend(rest.nouns)
            before.end = rest.end
            pieces = [*pieces[:at], *pieces[behind + 1 :]]
            continue
        at += 1
    return pieces


def _behind_link(pieces: list[Piece], at: int) -> int:
    """The place behind what links two lists, or `at`."""
    here = at + (_text(_at(pieces, at)) == ",")
    follow = _at(pieces, here)
    if isinstance(follow, Verb) and follow.base == "follow" and follow.form == "ed" and _text(_at(pieces, here + 1)) == "by":
        return here + 2
    for words in GO_ON:
        if all(_text(_at(pieces, here + i)) == word for i, word in enumerate(words)):
            return here + len(words)
    before = _at(pieces, at - 1)
    numbered = isinstance(before, Group) and len(before.nouns) == 1 and before.nouns[0].key[-1] in listed("identifier_head")
    if numbered and _text(_at(pieces, at - 2)) in NUMBERED_BY and _text(_at(pieces, here)) in ("with", ":"):
        return here + 1
    return at
