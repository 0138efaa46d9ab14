"""What the grouping of one sentence took apart or left between: put right before any reader of clauses sees it."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from msgspec.structs import replace

from relvar.read.text.lists import Group, Piece, piece_at, text_of
from relvar.read.text.naming import is_attribute_head
from relvar.read.text.phrases import Mark, Noun, Verb
from relvar.read.text.quantity import ITS, Bounds
from relvar.read.text.turns import Said, Turn, cues_in, in_plain_words, named
from relvar.read.text.words import listed

BESIDE = {("basis",), ("behalf",), ("course",), ("help",), ("presence",), ("request",), ("front",), ("hand",), ("charge",), ("supervision",)}
WANTS = {"want", "need", "know", "require"}
AWAY = ("away", "out", "off", "in", "up", "down", "back", "thereby", "afterwards")


def mended(pieces: list[Piece]) -> Said:
    """The pieces of a sentence without reduced clauses in a list that is recorded, and with both ends of a "between"."""
    return in_plain_words(Said(pieces, cues_in(pieces)), _turns())


@cache
def _turns() -> tuple[Turn, ...]:
    recorded, passive, whose = listed("record"), frozenset(["-passive"]), frozenset(["whose"])
    return (
        Turn(_called_in_full, named("each"), named(*listed("wrapper"))),
        Turn(_not_more, frozenset(["NEG"])),
        Turn(_not_only, frozenset(["not"]), frozenset(["but"])),
        Turn(_of_the_many, whose),
        Turn(_had_of_them, frozenset(["have"]), named(*ITS)),
        Turn(_got, frozenset(["get"])),
        Turn(_apart_from_when, recorded, passive),
        Turn(_whose_are_wanted, whose),
        Turn(_without_reduced, frozenset(["-ed"]), passive),
        Turn(_apart_from_clause, recorded, passive),
        Turn(_between, frozenset(["between"])),
        Turn(_from_one_to_another, frozenset(["from"]), named("another") | {"another"}),
        Turn(_beside, named(*(word for (word,) in BESIDE))),
        Turn(_with_theirs, named("their")),
    )


def _of_the_many(pieces: list[Piece]) -> list[Piece]:
    """ "a team of technicians whose name and phone are kept": the technicians'."""
    for at in range(len(pieces) - 1):
        group = pieces[at]
        many = group.nouns[-1].of if isinstance(group, Group) else None
        if isinstance(group, Group) and many is not None and many.plural and text_of(pieces[at + 1]) == "whose" and not is_attribute_head(many.head):
            return [*pieces[:at], replace(group, nouns=[*group.nouns[:-1], many]), *pieces[at + 1 :]]
    return pieces


def _had_of_them(pieces: list[Piece]) -> list[Piece]:
    """ "we have their name and e-mail": what we record of them."""
    who, verb, facts = (piece_at(pieces, at) for at in range(3))
    ours = text_of(who) in ("we", "i") and isinstance(verb, Verb) and verb.base == "have" and isinstance(facts, Group)
    if not ours or not isinstance(verb, Verb) or not isinstance(facts, Group) or facts.nouns[0].bounds.article not in ITS:
        return pieces
    return [pieces[0], replace(verb, base="record", word="record"), *pieces[2:]] if is_attribute_head(facts.nouns[0].head) else pieces


def _got(pieces: list[Piece]) -> list[Piece]:
    """ "the time and the outcome get logged": are logged; "they've got a name": have."""
    kept: list[Piece] = []
    for piece in pieces:
        last = kept[-1] if kept else None
        if isinstance(piece, Verb) and piece.base == "get" and text_of(last).endswith("'ve") and isinstance(last, Mark):
            kept[-1:] = [replace(last, text=last.text.removesuffix("'ve")), replace(piece, base="have", form="finite", word="have")]
        elif isinstance(piece, Verb) and piece.form == "ed" and isinstance(last, Verb) and last.base == "get" and last.form in ("finite", "to"):
            kept[-1] = replace(piece, form="finite", passive=True, modal=last.modal, negated=last.negated, start=last.start)
        else:
            kept.append(piece)
    return kept


def _apart_from_when(pieces: list[Piece]) -> list[Piece]:
    """ "when an admin installs a patch on a server, the time and the outcome are saved": the server is none of what is saved."""
    for at in range(2, len(pieces) - 1):
        group, verb = pieces[at], pieces[at + 1]
        if not (isinstance(group, Group) and isinstance(verb, Verb) and verb.passive and verb.base in listed("record") and len(group.nouns) > 1):
            continue
        first, *rest = group.nouns
        told = any(isinstance(p, Verb) for p in pieces[:at]) and text_of(pieces[at - 1]) not in ("and", "or")
        apart = first.bounds.article == "a" and not is_attribute_head(first.head) and rest[0].bounds.article == "the"
        if told and apart and is_attribute_head(rest[0].head):
            stop = Mark("STOP", ",", first.end, first.end)
            alone = replace(group, nouns=[first], end=first.end)
            return [*pieces[:at], alone, stop, Group(rest, rest[0].start, group.end, group.joiner), *pieces[at + 1 :]]
    return pieces


def _whose_are_wanted(pieces: list[Piece]) -> list[Piece]:
    """ "one supplier, whose name and phone the kitchen wants at hand": whose name and phone are recorded."""
    for at in range(1, len(pieces) - 3):
        facts, who, verb = pieces[at + 1 : at + 4]
        somebody = isinstance(who, Group) or (isinstance(who, Mark) and who.tag == "PRON")
        wanted = isinstance(verb, Verb) and verb.form == "finite" and not verb.passive and verb.base in listed("record") | WANTS
        if text_of(pieces[at]) == "whose" and isinstance(facts, Group) and somebody and wanted and isinstance(verb, Verb):
            return [*pieces[: at + 2], replace(verb, base="record", passive=True)]
    return pieces


def _with_theirs(pieces: list[Piece]) -> list[Piece]:
    """ "stores signatures together with their cost and their type": what bears "their" is said of the plural before it."""
    kept: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Group) and len(piece.nouns) > 1 and _is_of_first(*piece.nouns[:2]):
            first, *rest = piece.nouns
            between = Mark("PREP", "with", rest[0].start, rest[0].start)
            kept += [replace(piece, nouns=[first], end=first.end), between, Group(rest, rest[0].start, piece.end, piece.joiner)]
        else:
            kept.append(piece)
    return kept


def _is_of_first(first: Noun, fact: Noun) -> bool:
    return fact.bounds.article == "their" and is_attribute_head(fact.head) and first.plural and not is_attribute_head(first.head)


def _not_more(pieces: list[Piece]) -> list[Piece]:
    """ "a film cannot have more than 20 songs": it may have up to 20."""
    pieces = list(pieces)
    for at in range(len(pieces) - 1, 0, -1):
        verb, group = pieces[at - 1], pieces[at]
        if not isinstance(verb, Verb) or not isinstance(group, Group):
            continue
        denied = isinstance(mark := piece_at(pieces, at - 2), Mark) and mark.tag == "NEG"
        noun = group.nouns[0]
        bounds = noun.bounds
        more = bounds.most is None and bool(bounds.least)  # more than so many, which is none: at most so many
        fewer = bounds.least == 0 and (bounds.most or 0) > 1
        if (denied or verb.negated) and bounds.stated and (more or fewer):
            noun.bounds = replace(bounds, least=0, most=bounds.least) if more else replace(bounds, least=bounds.most, most=None)
            verb.negated, verb.modal = False, "may"
            pieces[at - 2 : at - 1] = [] if denied else pieces[at - 2 : at - 1]
    return pieces


def _not_only(pieces: list[Piece]) -> list[Piece]:
    """ "has not only an address but also an email and a phone": one list."""
    pieces = list(pieces)
    for at in range(len(pieces) - 4, -1, -1):
        no, first, but, rest = (piece_at(pieces, at + ahead) for ahead in range(4))
        if text_of(no) == "not" and text_of(but) == "but" and isinstance(first, Group) and isinstance(rest, Group):
            pieces[at : at + 4] = [Group([*first.nouns, *rest.nouns], first.start, rest.end, "and")]
    return pieces


def _called_in_full(pieces: list[Piece]) -> list[Piece]:
    """ "mailing lists, with each list being tied to an account": the mailing list, named before in the same sentence."""
    full: dict[str, tuple[str, ...]] = {}
    for noun in (noun for piece in pieces if isinstance(piece, Group) for noun in piece.nouns):
        if len(noun.words) > 1:
            full.setdefault(noun.key[-1], noun.key)
        elif noun.bounds.each and noun.key[-1] in listed("wrapper") and noun.key[-1] in full:
            noun.words = full[noun.key[-1]]
    return pieces


def _apart_from_clause(pieces: list[Piece]) -> list[Piece]:
    """ "an order consumes several parts and the quantity is recorded": what is recorded opens a clause of its own."""
    kept: list[Piece] = []
    for at, piece in enumerate(pieces):
        kept.append(piece)
        if not isinstance(piece, Group) or len(piece.nouns) < 2:
            continue
        before, verb = piece_at(pieces, at - 1), piece_at(pieces, at + 1)
        if not (isinstance(before, Verb) and before.form == "finite" and isinstance(verb, Verb)):
            continue
        done_to, *told = piece.nouns
        counted = done_to.plural and not done_to.bounds.article and told[0].bounds.article == "the"
        if counted and verb.passive and verb.form == "finite" and verb.base in listed("record") and before.base not in listed("record"):
            stop = Mark("STOP", ";", told[0].start, told[0].start)
            kept[-1:] = [Group([done_to], piece.start, done_to.end), stop, Group(told, told[0].start, piece.end, piece.joiner)]
    return kept


def _from_one_to_another(pieces: list[Piece]) -> list[Piece]:
    """ "goes from one port to another": from the one where it begins, to the one where it ends."""
    kept: list[Piece] = []
    at = 0
    while at < len(pieces):
        one, to = pieces[at], piece_at(pieces, at + 1)
        begins = bool(kept) and text_of(kept[-1]) == "from" and text_of(to) == "to"
        other = piece_at(pieces, at + 2) if begins else None
        again = text_of(other) == "another" or (isinstance(other, Group) and other.nouns[0].bounds.article == "another")
        if isinstance(one, Group) and len(one.nouns) == 1 and again and to is not None and other is not None:
            noun, rest = one.nouns[0], other.nouns[1:] if isinstance(other, Group) else []
            ends = (Noun((side, *noun.words), noun.start, noun.end, Bounds(1, 1, True)) for side in ("origin", "destination"))
            first, second = (Group([end, *more], one.start, one.end) for end, more in zip(ends, ([], rest), strict=True))
            kept += [first, to, second]
            at += 3
        else:
            kept.append(one)
            at += 1
    return kept


def _beside(pieces: list[Piece]) -> list[Piece]:
    """ "made on the basis of an eye test", "bought on behalf of a client": beside the test, the client."""
    kept = pieces[:1]
    for mark, piece in pairwise(pieces):
        if mark.tag == "PREP" and isinstance(piece, Group) and any(n.of is not None and n.key in BESIDE for n in piece.nouns):
            piece = replace(piece, nouns=[n.of if n.of is not None and n.key in BESIDE else n for n in piece.nouns])
        kept.append(piece)
    return kept


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
    if text_of(piece_at(pieces, at - 2)) == "whether":
        return False  # "whether the group escaped is recorded": that it did is what is recorded
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
