"""Whose a list of facts is: not the form's or the table's that shows them, and of what the sentence itself names before what was told earlier."""

from __future__ import annotations

from relvar.read.text.listing import attribute_list, many_facts
from relvar.read.text.lists import Group
from relvar.read.text.naming import is_attribute_head, is_container, is_nominal, words_of
from relvar.read.text.nominal import happens
from relvar.read.text.phrases import Noun, Verb
from relvar.read.text.pieces import Pieces
from relvar.read.text.quantity import Bounds
from relvar.read.text.words import listed, noun_class, singular

# in these the facts of a thing are shown and entered: "the telescope page", "a row of the telescope table"
SHEETS = {"form", "page", "screen", "view", "table", "row", "record", "sheet", "spreadsheet", "worksheet", "column", "field", "schema",
          "dataset", "entry", "dialog", "mask", "tab", "endpoint", "attribute", "property"}  # fmt: skip
OF_ITS_OWN = {"form", "record", "sheet", "entry", "view", "page", "property"}  # may be things that are kept themselves
BACK = 120  # nouns: what the text has spoken of lately
TIES = {"relationship", "relation", "association", "link", "connection", "correspondence", "assignment", "mapping"}
NOBODY = {"somebody", "someone", "anybody", "anyone"}


class Nearer(Pieces):
    """Finds the owner that is meant."""

    def _meant_owner(self, owner: Noun, group: Group) -> Noun:
        return self._shown(self._nearest_thing(owner, group), group)

    def _shown(self, owner: Noun, group: Group) -> Noun:
        """ "the telescope form has fields for name and weight": the telescope has them."""
        head = singular(owner.words[-1])
        if owner.words[0] in ("table", "entity") and len(owner.words) > 1:
            return Noun(owner.words[1:], owner.start, owner.end, owner.bounds)
        if (head not in SHEETS and owner.key[-2:] != ("data", "model")) or not many_facts(group) or owner.quoted:
            return owner
        whose = owner.of or owner.owner or self._for_which(owner)
        if whose is not None:
            return self._shown(whose, group) if not is_attribute_head(whose.head) and not self._is_system([whose]) else owner
        rest = owner.words[:-1]
        own = head in OF_ITS_OWN and not any(words_of(n)[-len(rest) :] == rest for n in self.claims.nouns[-BACK:] if n.start != owner.start)
        if not rest or own or happens(rest[-1]) or is_nominal(rest[-1]) or rest[-1] in owner.adjectives or noun_class(rest[-1]) in ("act", "event"):
            return owner
        return owner if singular(rest[-1]) in SHEETS | TIES | {"data"} else Noun(rest, owner.start, owner.end, Bounds())

    def _for_which(self, owner: Noun) -> Noun | None:
        """ "the spreadsheet for telescopes has columns name and weight"."""
        at = next((i for i, p in enumerate(self.pieces) if isinstance(p, Group) and owner in p.nouns), -1)
        behind = self._piece(at + 2)
        return behind.nouns[0] if at >= 0 and self._is(at + 1, "for", "of", "about") and isinstance(behind, Group) else None

    def _nearest_thing(self, owner: Noun, group: Group) -> Noun:
        """The one thing that this sentence itself names, where the owner was only spoken of before."""
        if not self.pieces or not owner.start < self.pieces[0].start <= group.start or len(group.nouns) < 2 or not attribute_list(group):
            return owner
        if group.nouns[0].bounds.article == "their" or owner is self.heading or self._is(0, "it", "they"):
            return owner  # "it has a leader and participants, each of whom has a task"
        found: dict[tuple[str, ...], Noun] = {}
        for at, piece in enumerate(self.pieces):
            verb = self._piece(at + 1)
            acts = isinstance(verb, Verb) and not verb.passive and verb.form == "finite"
            if not isinstance(piece, Group) or acts or self._is(at - 1, "by", "of"):
                continue
            nouns = [n for noun in piece.nouns for n in (noun, noun.of, noun.owner) if n is not None]
            found |= {words_of(n): n for n in nouns if not group.start <= n.start < group.end and self._may_be_meant(n)}
        return next(iter(found.values())) if len(found) == 1 else owner

    def _may_be_meant(self, noun: Noun) -> bool:
        key = words_of(noun)
        idle = is_container(key) or self._is_system([noun]) or key[-1] in listed("wrapper") or key[-1] in TIES | NOBODY
        named = noun.bounds.article or noun.bounds.each or noun.plural or noun.bounds.stated
        return bool(named) and not (idle or is_attribute_head(noun.head) or noun.quoted or noun_class(key[-1]) == "time" or is_nominal(key[-1]))

    def _unwrapped_before(self, at: int) -> list[Noun]:
        """ "contracts between A and B, including information of the contract, such as its name": the contract's, which stands nearest."""
        here = at - 1 - self._is(at - 1, ",")
        group, verb = self._piece(here), self._piece(here - 1)
        told = isinstance(verb, Verb) and (verb.base == "include" or (verb.base in listed("record") and not self._is(at - 1, ",")))
        about = group.nouns[0].bounds.each if isinstance(group, Group) else False  # "stores information about each guide, such as its color"
        if not (told or about) or not isinstance(group, Group) or len(group.nouns) > 1:
            return []
        noun = group.nouns[0]
        plain = noun.key[-1] in listed("wrapper") or is_attribute_head(noun.head)
        return [] if plain or self._is_system([noun]) else group.nouns
