"""Lists that go on: "by supplier ID along with their name", "a title, followed by a text", "the code and, once it has been judged, the verdict"."""

from __future__ import annotations

from typing import NamedTuple

from relvar.read.text.listing import attribute_list
from relvar.read.text.lists import SPANS, Group, Piece, piece_at, text_of
from relvar.read.text.phrases import Noun, Verb
from relvar.read.text.words import listed

LINKS = (
    ("along", "with"), ("together", "with"), ("coupled", "with"), ("plus",), ("as", "well", "as"), ("in", "addition", "to"), ("and", "also"),
    ("and", "finally"), ("and", "of", "course"), ("and", "further"), ("alongside",), ("as", "also"), ("and", "then"),
)  # fmt: skip
BEGUN = {words[0]: tuple(link for link in LINKS if link[0] == words[0]) for words in LINKS}
GOES_ON = frozenset(["follow", "with", ":", "and", *BEGUN])  # of these one stands before all that goes on
ASIDES = {"once", "if", "when", "on", "in", "where", "after", "upon", "for", "until", "as"}
ASIDE = 8  # pieces: a longer clause is more than an aside
NUMBERED_BY = {"under", "by", "with"}


class Link(NamedTuple):
    """What joins a list to what stands before: the place behind it, and whether what follows may be missing."""

    behind: int
    optional: bool = False


def gone_on(pieces: list[Piece]) -> list[Piece]:
    """The pieces with each list that goes on as one."""
    kept: list[Piece] = []
    at = 0
    while at < len(pieces):
        before = kept[-1] if kept and not isinstance(pieces[at], Group) else None
        link = _link(pieces, at, kept) if isinstance(before, Group) else None
        rest = piece_at(pieces, link.behind) if link is not None else None
        if link is not None and isinstance(before, Group) and isinstance(rest, Group) and _goes_on(before, rest):
            for noun in rest.nouns if link.optional else ():
                noun.optional = True
            before.nouns.extend(rest.nouns)
            before.end = rest.end
            at = link.behind + 1
        else:
            if not _joins_another(kept, pieces[at]):
                kept.append(pieces[at])
            at += 1
    return kept


def _goes_on(before: Group, rest: Group) -> bool:
    """Facts on both sides; "every 15 minutes together with the time" is a pace and a fact."""
    return attribute_list(before) and attribute_list(rest) and before.nouns[-1].key[-1] not in SPANS


def _joins_another(kept: list[Piece], piece: Piece) -> bool:
    """ "the names of the bride and of the groom, a phone": the name of the groom and what follows are added to the list of the bride's."""
    before = kept[-3] if len(kept) > 2 else None
    if not isinstance(piece, Group) or not isinstance(before, Group) or (text_of(kept[-2]), text_of(kept[-1])) != ("and", "of"):
        return False
    told, second = before.nouns[-1], piece.nouns[0]
    if told.of is None:
        return False
    before.nouns += [Noun(told.words, second.start, second.end, told.bounds, of=second), *piece.nouns[1:]]
    before.end = piece.end
    del kept[-2:]
    return True


def _link(pieces: list[Piece], at: int, kept: list[Piece]) -> Link | None:
    here = at + (text_of(pieces[at]) == ",")
    follow = piece_at(pieces, here)
    if isinstance(follow, Verb) and follow.base == "follow" and follow.form == "ed" and text_of(piece_at(pieces, here + 1)) == "by":
        return Link(here + 2)
    for words in BEGUN.get(text_of(follow), ()):
        if all(text_of(piece_at(pieces, here + i)) == word for i, word in enumerate(words)):
            return Link(here + len(words))
    if text_of(follow) in ("with", ":") and _is_numbered(kept):
        return Link(here + 1)
    return _aside(pieces, at, here)


def _is_numbered(kept: list[Piece]) -> bool:
    """ "under a couple ID", "by supplier ID"."""
    last = kept[-1]
    number = isinstance(last, Group) and len(last.nouns) == 1 and last.nouns[0].key[-1] in listed("identifier_head")
    return number and text_of(piece_at(kept, len(kept) - 2)) in NUMBERED_BY


def _aside(pieces: list[Piece], at: int, start: int) -> Link | None:
    """ ", and, if the borrower was late,": no more than one noun stands in it, and behind the list no verb that makes it a clause."""
    joined = text_of(piece_at(pieces, start)) == "and"
    start += joined
    start += joined and text_of(piece_at(pieces, start)) == ","
    if not joined or text_of(piece_at(pieces, start)) not in ASIDES:
        return None
    comma = next((i for i in range(start + 1, min(start + ASIDE, len(pieces))) if text_of(pieces[i]) == ","), 0)
    verb = piece_at(pieces, comma + 2)
    if not comma or any(isinstance(p, Group) and len(p.nouns) > 1 for p in pieces[at:comma]):
        return None
    return None if isinstance(verb, Verb) and verb.form == "finite" else Link(comma + 1, optional=True)
