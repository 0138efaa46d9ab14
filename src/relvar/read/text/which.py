"""Who and what takes part, asked for in a list: "is kept: which child, by which guardian, at what time" lists a child, a guardian and a time."""

from __future__ import annotations

from msgspec.structs import replace

from relvar.read.text.lists import Group, Piece, piece_at, text_of
from relvar.read.text.phrases import Mark, Noun, Verb
from relvar.read.text.words import listed

TELLING = 6  # pieces behind "which song": where another "which" stands among them, both are asked of one doing
ASKED = "which"  # the article of a noun that was asked for: a fact or one who takes part, whatever its name


def plainly_listed(pieces: list[Piece]) -> list[Piece]:
    """The pieces with what is asked for by "which" and "what" as items of the list that they stand in."""
    kept: list[Piece] = []
    listing, at = False, 0
    while at < len(pieces):
        piece = pieces[at]
        listing |= _opens_list(kept)
        group, behind = _asked(pieces, at) if listing else (None, at)
        alone = group is not None and _stands_alone(pieces, behind, group)
        if group is not None and alone:
            nouns = [_member(group.nouns[0]), *group.nouns[1:]]
            nouns[0].bounds = replace(nouns[0].bounds, article=ASKED)
            _append(kept, Group(nouns, group.start, group.end, group.joiner))
            at = _behind_clause(pieces, behind)
        elif listing and text_of(piece) == "who" and (behind := _behind_who(pieces, at)) > at:
            at = behind
        else:
            listing &= group is None and not (isinstance(piece, Mark) and piece.tag == "STOP")
            kept.append(piece)
            at += 1
    return kept


def _opens_list(before: list[Piece]) -> bool:
    last = before[-1] if before else None
    return (isinstance(last, Verb) and last.base in listed("record") | {"say"}) or (isinstance(last, Mark) and last.tag == "COLON")


def _asked(pieces: list[Piece], at: int) -> tuple[Group | None, int]:
    """What "which child" or "at what time" asks for, and the place behind it; "what" alone asks so only before a verb ("what teacher has ...")."""
    governed = isinstance(first := pieces[at], Mark) and first.tag in ("PREP", "TO")
    asks = at + governed
    group, word = piece_at(pieces, asks + 1), text_of(piece_at(pieces, asks))
    asked = word == "which" or (word == "what" and (governed or isinstance(piece_at(pieces, asks + 2), Verb)))
    return (group, asks + 2) if asked and isinstance(group, Group) and not group.nouns[0].bounds.article else (None, at)


def _stands_alone(pieces: list[Piece], at: int, group: Group) -> bool:
    """An item of the list by itself, or with a verb of its own at the list's end: not "which song was played in which program"."""
    behind = _behind_clause(pieces, at)
    if behind == at:
        return True
    of_one_doing = any(text_of(p) in ("which", "what") for p in pieces[at : at + TELLING])
    ends = isinstance(piece_at(pieces, behind), Mark | None)
    return ends and not of_one_doing and len(group.nouns) == 1


def _behind_clause(pieces: list[Piece], at: int) -> int:
    """Behind "has handed over the child": the clause says what the one who is meant did."""
    here = at
    while isinstance(piece_at(pieces, here), Verb):
        here += 1
    return here + 1 if here > at and isinstance(piece_at(pieces, here), Group) else here


def _behind_who(pieces: list[Piece], at: int) -> int:
    """Behind "who it was," and "who took the exam,": whoever does it, of which the rest of the text tells."""
    behind = _behind_clause(pieces, at + 1 + (text_of(piece_at(pieces, at + 1)) in ("it", "they")))
    return behind + 1 if text_of(piece_at(pieces, behind)) == "," and behind > at + 1 else at


def _member(noun: Noun) -> Noun:
    """ "which member of the staff": one of the staff."""
    return replace(noun.of, bounds=noun.bounds) if noun.of is not None and noun.key in (("member",), ("one",)) else noun


def _append(kept: list[Piece], group: Group) -> None:
    """Joins the group to those asked for before a comma."""
    here = len(kept)
    while here and text_of(kept[here - 1]) in (",", "and", "or"):
        here -= 1
    before = kept[here - 1] if here else None
    if here < len(kept) and isinstance(before, Group) and any(n.bounds.article == ASKED for n in before.nouns):
        before.nouns.extend(group.nouns)
        before.end = group.end
        del kept[here:]
    else:
        kept.append(group)
