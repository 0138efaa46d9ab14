"""Facts told from the other side: "the name and the weight are attributes of the telescope", "on the telescope page, users see its name"."""

from __future__ import annotations

from relvar.read.text.listing import attribute_list, many_facts
from relvar.read.text.lists import Group, Piece, piece_at, text_of
from relvar.read.text.naming import is_attribute_head
from relvar.read.text.phrases import Mark, Noun, Verb
from relvar.read.text.turns import Turn, named
from relvar.read.text.words import listed

KINDS_OF_FACT = {"attribute", "property", "field", "column", "part", "characteristic", "detail"}
DESCRIBING = frozenset(["describe", "characterize", "characterise", "define"])
SHOWS = {"page", "screen", "form", "view", "dialog", "tab"}
SEEING = frozenset(["see", "enter", "find", "view", "edit", "fill", "type"])
NEEDED = {"require", "need", "enter", "provide", "give", "specify", "fill", "set"}
MAKING = frozenset(["create", "add", "register", "enter", "record", "save", "make", "open"])
GIVING = frozenset(["give", "enter", "provide", "specify", "state", "fill", "supply"])


def told_of() -> tuple[Turn, ...]:
    """Turns after which the thing that has the facts stands first, and then that it has them."""
    return (
        Turn(_are_attributes, DESCRIBING | {"be"}, DESCRIBING | named(*KINDS_OF_FACT)),
        Turn(_on_the_page, SEEING, named(*SHOWS)),
        Turn(_on_creating, frozenset(["-ing"]), MAKING),
        Turn(_to_create, GIVING | MAKING | listed("create"), frozenset(["-to", "by"])),
    )


def _has(thing: Noun, facts: Group, rest: list[Piece]) -> list[Piece]:
    has = Verb("have", "finite", facts.start, facts.start, word="has")
    return [Group([thing], thing.start, thing.end), has, facts, *rest]


def _is_thing(noun: Noun) -> bool:
    return not is_attribute_head(noun.head) and bool(noun.bounds.article or noun.bounds.each or noun.plural)


def _are_attributes(pieces: list[Piece]) -> list[Piece]:
    """ "the name and weight are attributes of the telescope", "name and weight describe a telescope"."""
    facts, verb, behind = (piece_at(pieces, at) for at in range(3))
    if not isinstance(facts, Group) or not many_facts(facts) or not isinstance(verb, Verb) or not isinstance(behind, Group):
        return pieces
    last = behind.nouns[0]
    if verb.base == "be" and last.key[-1] in KINDS_OF_FACT and last.of is not None and _is_thing(last.of):
        return _has(last.of, facts, pieces[3:])
    if verb.base in DESCRIBING and not verb.passive and not verb.negated and _is_thing(last) and facts.nouns[-1].of is None:
        return _has(last, facts, pieces[3:])
    return pieces


def _on_the_page(pieces: list[Piece]) -> list[Piece]:
    """ "on the telescope page, users see the name and the weight": the page has them."""
    on, page, comma, who, verb = (piece_at(pieces, at) for at in range(5))
    behind = 5 + (text_of(piece_at(pieces, 5)) == "in")
    facts = piece_at(pieces, behind)
    shown = text_of(on) in ("on", "in") and isinstance(page, Group) and page.nouns[0].key[-1] in SHOWS and isinstance(comma, Mark)
    sees = isinstance(verb, Verb) and verb.base in SEEING and not verb.passive and (isinstance(who, Group) or text_of(who) != "")
    if not shown or not sees or not isinstance(page, Group) or not isinstance(facts, Group) or not many_facts(facts):
        return pieces
    return _has(page.nouns[0], facts, pieces[behind + 1 :])


def _on_creating(pieces: list[Piece]) -> list[Piece]:
    """ "when creating a telescope, the name and the weight are required": each telescope has them."""
    opening, verb, list_ = (piece_at(pieces, at) for at in range(3))
    creating = isinstance(verb, Verb) and verb.form == "ing" and verb.base in MAKING and text_of(opening) in ("when", "while", "on", "upon", "for")
    if not creating or not isinstance(list_, Group) or not _is_thing(list_.nouns[0]):
        return pieces
    thing, *first = list_.nouns
    rest = piece_at(pieces, 4) if isinstance(piece_at(pieces, 3), Mark) else None
    at = 5 if isinstance(rest, Group) else 3
    facts = [*first, *(rest.nouns if isinstance(rest, Group) else [])]
    needed = piece_at(pieces, at)
    told = isinstance(needed, Verb) and ((needed.passive and needed.base in NEEDED) or text_of(piece_at(pieces, at + 1)) in ("required", "mandatory"))
    if not told or not facts or not many_facts(Group(facts, 0, 0)):
        return pieces
    return _has(thing, Group(facts, facts[0].start, facts[-1].end, "and"), [])


def _to_create(pieces: list[Piece]) -> list[Piece]:
    """ "the user fills in the name and the weight to create a telescope", "users register telescopes by giving name and weight"."""
    for at in range(1, len(pieces) - 2):
        first, second = pieces[at], piece_at(pieces, at + 1)
        if not isinstance(first, Verb) or not isinstance(second, Group) or first.passive:
            continue
        create, made = piece_at(pieces, at + 2), piece_at(pieces, at + 3)
        fills = first.base in GIVING and many_facts(second) and isinstance(create, Verb) and create.form == "to" and create.base in MAKING
        if fills and isinstance(made, Group) and _is_thing(made.nouns[0]):
            return _has(made.nouns[0], second, pieces[at + 4 :])
        by, giving, facts = create, made, piece_at(pieces, at + 4)
        told = text_of(by) == "by" and isinstance(giving, Verb) and giving.form == "ing" and giving.base in GIVING
        makes = first.base in MAKING | listed("create") and len(second.nouns) == 1 and _is_thing(second.nouns[0])
        if told and makes and isinstance(facts, Group) and attribute_list(facts):
            return _has(second.nouns[0], facts, pieces[at + 5 :])
    return pieces
