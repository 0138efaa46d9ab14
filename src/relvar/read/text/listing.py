"""What a list of nouns is: attributes, values, something wrapped, the software itself; the values and flags of one noun."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from relvar.read.lexicon.units import is_unit
from relvar.read.text.lists import Group, Piece, grouped
from relvar.read.text.naming import is_attribute_head, is_container, words_of
from relvar.read.text.phrases import Mark, Noun, Part, Verb
from relvar.read.text.which import ASKED
from relvar.read.text.words import listed, noun_class

MEASUREMENTS = frozenset(["measurement", "dimension", "reading", "coordinate"])
VALUES = ("attribute", "location", "quantity", "communication", "shape", "relation", "artifact")  # classes of nouns that may be said of a thing

ORGANIZATIONS = {
    "company",
    "organization",
    "organisation",
    "business",
    "enterprise",
    "firm",
    "institution",
    "institute",
    "website",
    "application",
    "function",
}
THINGS = {
    "engine",
    "site",
    "tool",
    "application",
    "network",
    "chain",
    "module",
    "program",
    "part",
    "example",
    "planner",
    "feature",
    "portal",
    "thing",
}


DEPARTMENTS = ("department", "office", "agency", "center", "centre", "bureau", "team")


def runs_it(noun: Noun) -> bool:
    """The software, or the department that manages by it."""
    key = words_of(noun)
    whose = noun.owner or noun.of
    if whose is not None and key[-1] in listed("wrapper"):
        return runs_it(whose)  # "each book's information" is the book's
    if not is_container(key) and not ("management" in key and key[-1] in DEPARTMENTS):
        return False
    if key[-1] in ORGANIZATIONS and (noun.plural or noun.bounds.each):
        return False  # many companies are data, "the company" is who asks
    return key[-1] not in THINGS or not (noun.plural or noun.bounds.each or noun.bounds.article == "a")  # "a station houses several engines"


def is_wrapped(noun: Noun) -> bool:
    """ "customer information", "details of the project": the list behind it belongs to what is wrapped."""
    return noun.of is not None and noun.key[-1] in listed("wrapper") and noun.key[-1] not in ("record", "history", "log")


def is_owned_wrapper(noun: Noun) -> bool:
    """ "each book's information": the list behind it is the book's."""
    return noun.owner is not None and noun.key[-1] in listed("wrapper") and noun.key[-1] not in ("record", "history", "log")


def unwrapped(noun: Noun) -> Noun:
    """ "authors' information", "details of the authors": the authors, as many as there are."""
    if noun.key[-1] in listed("wrapper") and noun.owner is not None:
        return noun.owner
    return noun.of if is_wrapped(noun) and noun.of is not None else noun


def part_by_part(pieces: list[Piece]) -> list[Piece]:
    """ "a name, a position (latitude, longitude)": a value that is told by its parts is these parts."""
    return [_by_parts(piece) if isinstance(piece, Group) else piece for piece in pieces]


def _by_parts(group: Group) -> Group:
    bracketed = any(noun.inside for noun in group.nouns)
    if not bracketed or not (any(map(_is_measured, group.nouns)) or (len(group.nouns) > 1 and attribute_list(group))):
        return group
    made = {id(noun): _parts_of(noun) for noun in group.nouns}
    names = Counter(words_of(n) for noun in group.nouns for n in made[id(noun)] or [noun])
    for noun in group.nouns:
        if any(names[words_of(n)] > 1 for n in made[id(noun)]):  # "a billing address (street, city), a shipping address (street, city)"
            made[id(noun)] = [replace(n, words=(*words_of(noun)[:-1], *words_of(n))) for n in made[id(noun)] if len(noun.words) > 1]
    nouns = [n for noun in group.nouns for n in made[id(noun)] or [noun]]
    return group if nouns == group.nouns else replace(group, nouns=nouns)


def _is_measured(noun: Noun) -> bool:
    """ "body measurements (chest, waist, hip)": each of them is a figure; "measurements" alone may be taken anew each time."""
    return bool(noun.inside) and noun.plural and noun.key[-1] in MEASUREMENTS and (len(noun.words) > 1 or noun.key[-1] != "measurement")


def _parts_of(noun: Noun) -> list[Noun]:
    """The parts of a composite value, [] for what is a thing of its own or has values."""
    if not noun.inside:
        return []
    inner = [piece for piece in grouped(noun.inside) if isinstance(piece, Group)]
    if _is_measured(noun):
        head = noun.key[-1]
        return [n if is_attribute_head(n.head) else replace(n, words=(*n.words, head)) for piece in inner for n in piece.nouns]
    own_thing = noun.key[-1] in listed("party", "event", "lookup") or noun_class(noun.key[-1]) not in VALUES
    if own_thing or len(inner) != 1 or inner[0].joiner == "or" or len(inner[0].nouns) < 2 or not attribute_list(inner[0]):
        return []
    parts = inner[0].nouns
    return parts if all(is_attribute_head(n.head) or noun_class(n.key[-1]) in VALUES for n in parts) else []


def many_facts(group: Group) -> bool:
    """A list of at least two, half of them or more attributes by their names."""
    facts = sum(is_attribute_head(n.head) or n.bounds.article == ASKED for n in group.nouns)  # "which gift" is asked for as a fact is
    return len(group.nouns) > 1 and facts * 2 >= len(group.nouns)


def attribute_list(group: Group) -> bool:
    return any(is_attribute_head(noun.head) for noun in group.nouns)


def is_value_list(noun: Noun, group: Group) -> bool:
    """A list behind an attribute's name is its values ("status (active, closed)"); quoted words always are."""
    if any(n.quoted for n in group.nouns):
        return True
    attributes = any(n.key[-1] in listed("sure_attribute") for n in group.nouns)
    bare = not noun.plural and not any(n.bounds.article or is_attribute_head(n.head) for n in group.nouns) and noun.key == words_of(noun)
    return (is_attribute_head(noun.head) and not attributes) or group.joiner == "or" or (bare and all(len(n.words) < 3 for n in group.nouns))


FLAGS = {"unique", "optional", "required", "mandatory", "primary", "nullable", "hashed", "encrypted", "hidden", "visible"}
WHERE = ("in", "on", "out", "off", "up", "away", "under")  # "in progress", "lent out"
STATES = ("ADJ", "COMMA", "CONJ", "SLASH", "ADV")


def _is_unit_inside(inside: Sequence[Part]) -> bool:
    """ "(in m/s)", "(l/m²)": what is measured so has no values."""
    told = [p for p in inside if not (isinstance(p, Mark) and p.text in ("in", "measured"))]
    words = ["per" if isinstance(p, Mark) and p.text == "per" else "/" if isinstance(p, Mark) and p.tag == "SLASH" else _written(p) for p in told]
    return is_unit(" ".join(words).replace(" / ", "/"))


def _written(part: Part) -> str:
    return " ".join(part.words) if isinstance(part, Noun) else part.text if isinstance(part, Mark) else part.word or part.base


def values_of(noun: Noun) -> tuple[str, ...]:
    """The values that stand in brackets behind a fact, () where nothing or something else does."""
    if not noun.inside:
        return ()
    if _is_unit_inside(noun.inside) or any(isinstance(p, Mark) and p.text in ("it", "they") for p in noun.inside):
        return ()  # "a status: it is raw at first, then checked" tells a life
    pieces = grouped(noun.inside)
    groups = [piece for piece in pieces if isinstance(piece, Group)]
    if not groups:
        only_states = is_attribute_head(noun.head) and all(
            isinstance(p, Verb) or p.tag in STATES or p.text in WHERE or p.text.isdigit() for p in noun.inside if not isinstance(p, Noun)
        )
        stated = _between_commas(noun.inside) if only_states else ()  # "a status (open, closed, cancelled)"
        return stated if len(stated) > 1 and not FLAGS & set(stated) else ()
    nouns = [n for g in groups for n in g.nouns if n.head not in ("etc", "etc.", "example")]
    values = _between_commas(noun.inside)
    if not is_value_list(noun, Group(nouns, noun.start, noun.end, groups[0].joiner)) or len(values) < 2:
        return ()
    return values


def _between_commas(parts: Sequence[Part]) -> tuple[str, ...]:
    """What stands between the commas, each with all its words ("in progress", "A")."""
    found: list[list[str]] = [[]]
    named_until = 0  # where the last name of the item ends
    for part in parts:
        if isinstance(part, Mark) and part.tag in ("COMMA", "CONJ", "STOP", "SLASH", "DASH"):
            found.append([])
            named_until = 0
        elif isinstance(part, Noun):
            if named_until and part.start > named_until + 1:
                found.append([])  # two that only a sign kept apart, which is no part: "shops or restaurants"
            found[-1].extend(part.words)
            named_until = part.end
        elif isinstance(part, Verb):
            found[-1].append(part.word or part.base)
        elif part.text not in ("such", "as", "like", "e.g", "e.g.", "i.e", "i.e.", "either", "etc", "etc.", "or", ":"):
            found[-1].append(part.text)
    words = (" ".join(item) for item in found if item and item[0] not in ("etc", "etc.", "example"))
    return tuple(dict.fromkeys(words))


def unique_within(noun: Noun) -> tuple[str, ...]:
    """ "a serial number (unique per make)": the fact within whose value it is unique."""
    for word, link, fact in zip(noun.inside, noun.inside[1:], noun.inside[2:], strict=False):
        if (
            isinstance(word, Mark)
            and word.text == "unique"
            and isinstance(link, Mark)
            and link.text in ("per", "within", "in")
            and isinstance(fact, Noun)
        ):
            return ("_".join(fact.key),)
    return ()


def flags_of(noun: Noun) -> set[str]:
    own = {"optional"} if "optional" in noun.words else set()
    if not noun.inside:
        return own
    words = {p.text for p in noun.inside if isinstance(p, Mark)} | {w for p in noun.inside if isinstance(p, Noun) for w in p.words}
    return own.union(flag for flag in ("unique", "optional", "required", "mandatory", "primary") if flag in words)
