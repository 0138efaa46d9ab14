"""What only holds things: "an account of the devices", "the item dictionary", "the loan module" are the devices, the items, the loans."""

from __future__ import annotations

from msgspec.structs import replace

from relvar.read.text.listing import THINGS, many_facts
from relvar.read.text.lists import Group, Piece, piece_at
from relvar.read.text.naming import is_attribute_head, is_container
from relvar.read.text.nominal import happens
from relvar.read.text.phrases import Mark, Noun, Verb
from relvar.read.text.words import listed

LEDGERS = {"account", "record", "list", "register", "registry", "catalogue", "catalog", "inventory", "ledger", "directory", "file", "database",
           "overview"}  # fmt: skip
HOLDERS = {"dictionary", "catalogue", "catalog", "register", "registry", "directory", "ledger", "inventory", "list", "module", "section", "database"}
COVERS = {"cover", "manage", "handle", "hold", "present"}


def without_ledgers(pieces: list[Piece]) -> list[Piece]:
    """The pieces of a sentence with what is held in the place of what only holds it."""
    return [_held(pieces, at) if isinstance(piece, Group) else _having(pieces, at) for at, piece in enumerate(pieces)]


def _held(pieces: list[Piece], at: int) -> Piece:
    group = pieces[at]
    assert isinstance(group, Group)
    before = piece_at(pieces, at - 1)
    kept = isinstance(before, Verb) and before.base in listed("record", "manage", "contains")
    nouns = [_kept_in(noun) if kept else noun for noun in group.nouns]
    if len(nouns) == 1 and _tells_facts(pieces, at) and (held := _held_by_name(nouns[0])) is not None:
        nouns = [held]
    return group if nouns == group.nouns else replace(group, nouns=nouns)


def _kept_in(noun: Noun) -> Noun:
    """ "keeps an account of devices (name, model)": the devices, and theirs is what stands in brackets."""
    of = noun.of
    if noun.key[0] not in LEDGERS or len(noun.words) > 1 or of is None or not _are_things(of) or is_attribute_head(of.head) or noun.owner is not None:
        return noun
    return replace(of, inside=of.inside or noun.inside)


def _are_things(noun: Noun) -> bool:
    """A plural, or what has none: equipment, staff."""
    return noun.plural or (not noun.bounds.article and not happens(noun.key[-1]))


def _held_by_name(noun: Noun) -> Noun | None:
    """ "the item dictionary": the items."""
    named = len(noun.words) > 1 and noun.key[-1] in HOLDERS and noun.of is None and noun.owner is None and not noun.plural
    words = noun.words[:-1]
    if (
        not named
        or is_attribute_head(words[-1])
        or (is_container(words) and words[-1] not in THINGS)
        or words[-1].endswith("ing")
        or words[-1] in noun.adjectives
    ):
        return None
    return replace(noun, words=words)


def _tells_facts(pieces: list[Piece], at: int) -> bool:
    """Whether a list of facts follows, behind a verb of having or a colon."""
    mark, behind = piece_at(pieces, at + 1), piece_at(pieces, at + 2)
    has = isinstance(mark, Verb) and not mark.passive and mark.base in listed("contains", "record") | COVERS
    return (has or (isinstance(mark, Mark) and mark.tag in ("COLON", "DASH"))) and isinstance(behind, Group) and many_facts(behind)


def _having(pieces: list[Piece], at: int) -> Piece:
    """ "the loan module manages the amount and the rate": the loans have them."""
    verb, holder = pieces[at], piece_at(pieces, at - 1)
    if not isinstance(verb, Verb) or not isinstance(holder, Group) or len(holder.nouns) != 1 or not _tells_facts(pieces, at - 1):
        return verb
    return verb if verb.base in listed("contains") or _held_by_name(holder.nouns[0]) is None else replace(verb, base="contain", word="contains")
