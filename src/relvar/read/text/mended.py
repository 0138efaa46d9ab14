"""What the grouping of one sentence took apart or left between: put right before any reader of clauses sees it."""

from __future__ import annotations

from itertools import pairwise

from relvar.read.text.lists import Group, Piece
from relvar.read.text.phrases import Mark, Noun, Verb
from relvar.read.text.words import listed

BESIDE = {("basis",), ("behalf",), ("course",), ("help",), ("presence",), ("request",), ("front",), ("hand",), ("supervision",)}
AWAY = ("away", "out", "off", "in", "up", "down", "back", "thereby", "afterwards")


def mended(pieces: list[Piece]) -> list[Piece]:
    """The pieces of a sentence without reduced clauses in a list that is recorded, and with both ends of a "between"."""
    return _beside(_between(_without_reduced(pieces)))


def _beside(pieces: list[Piece]) -> list[Piece]:
    """ "made on the basis of an eye test", "bought on behalf of a client": beside the test, the client."""
    for mark, group in pairwise(pieces):
        if isinstance(mark, Mark) and mark.tag == "PREP" and isinstance(group, Group):
            group.nouns[:] = [n.of if n.of is not None and n.key in BESIDE else n for n in group.nouns]
    return pieces


def _without_reduced(pieces: list[Piece]) -> list[Piece]:
    """ "the time and the weight taken away need to be recorded": what the participle adds to the last of the list."""
    kept: list[Piece] = []
    at = 0
    while at < len(pieces):
        behind = at + 1
        while behind < len(pieces) and isinstance(mark := pieces[behind], Mark) and (mark.tag == "ADV" or mark.text in AWAY):
            behind += 1
        if _is_reduced(pieces, at, behind):
            at = behind
            continue
        kept.append(pieces[at])
        at += 1
    return kept


def _is_reduced(pieces: list[Piece], at: int, behind: int) -> bool:
    verb, before = pieces[at], pieces[at - 1] if at else None
    following = pieces[behind] if behind < len(pieces) else None
    if not isinstance(verb, Verb) or verb.form != "ed" or not isinstance(before, Group) or not isinstance(following, Verb):
        return False
    return following.form == "finite" and following.passive and following.base in listed("record")


def _between(pieces: list[Piece]) -> list[Piece]:
    """ "the lease between a tenant and a house is stored": the two belong together, whatever verb follows."""
    kept: list[Piece] = []
    for piece in pieces:
        first, joint, mark = (kept[-2], kept[-1], kept[-3]) if len(kept) > 2 else (None, None, None)
        apart = isinstance(joint, Mark) and joint.tag in ("STOP", "CONJ") and isinstance(mark, Mark) and mark.text == "between"
        if isinstance(piece, Group) and apart and isinstance(first, Group) and len(first.nouns) == 1:
            kept[-2:] = [Group([*first.nouns, *piece.nouns], first.start, piece.end, "and")]
        else:
            kept.append(piece)
    return kept


def of_owners(group: Group) -> list[tuple[Noun, list[Noun]]]:
    """ "a program's name and type, a host's name and phone": each owner with what it has; empty where there are not several."""
    runs: list[tuple[Noun, list[Noun]]] = []
    for noun in group.nouns:
        if noun.owner is not None:
            runs.append((noun.owner, []))
        if not runs:
            return []
        runs[-1][1].append(noun)
    return runs if len(runs) > 1 and any(len(nouns) > 1 for _, nouns in runs) else []
