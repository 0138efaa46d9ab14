"""Which of the kinds that a text names are things of their own, and which are words of a list.

A kind that the text tells something of (a fact, or what it takes part in) is a subtype of what it is a kind of, which holds what is common.
One of which nothing is told stays a value of the type. "X is a Y" is taken for it only where the name says so (a savings account is an
account) or where the text describes both: a wrong supertype is worse than none.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from relvar.model.brief import Source
from relvar.model.conceptual import Specialisation
from relvar.read.text.attributes import Placer
from relvar.read.text.claims import Claims, Has, Specialises
from relvar.read.text.entities import Entities
from relvar.read.text.kinds import is_agent
from relvar.read.text.links import PART_VERBS, Links
from relvar.read.text.naming import Key, identifier, words_of
from relvar.read.text.owned import Owned
from relvar.read.text.phrases import Noun
from relvar.read.text.words import listed

TYPE, OTHER_TYPE = "type", "kind"  # what says of which kind an instance is; the second where the first says something else
BELONGING = PART_VERBS | {"belong", "of", "associate"}


@dataclass(slots=True)
class Special:
    """The subtypes of one entity. `values`: what its type says of an instance of each, empty where nothing says it."""

    general: Key
    kinds: dict[Key, str]
    attribute: str
    exclusive: bool
    total: bool
    assumed: tuple[str, ...]
    source: Source


@dataclass(slots=True)
class _Told:
    """Claims that divide one entity in one way: a list, each list again by itself, and all that only say of something that it is one."""

    general: Key
    names: dict[Key, None] = field(default_factory=dict)
    kinds: dict[Key, Noun] = field(default_factory=dict)
    exclusive: bool | None = None
    total: bool | None = None
    listed: bool = False
    first: Specialises | None = None


class Specialised:
    """Reads the claims once everything else has its place; `found` are the subtypes, and bare kinds have left the entities."""

    def __init__(self, claims: Claims, entities: Entities, placer: Placer, links: Links) -> None:
        self.entities, self.placer, self.links = entities, placer, links
        self.found: list[Special] = []
        self.supertypes: dict[Key, Key] = {}
        told: list[_Told] = []
        for claim in sorted(claims.specialises, key=lambda one: len(one.kinds) == 1):  # what lists have named is no news
            general = entities.resolve(claim.general)
            if general is not None and general in placer.owners:
                self._gather(self._division(told, general, claim), general, claim)
        self._count({key for one in told for key in one.kinds}, claims.has)
        for one in told:
            self._settle(one.general, one)

    def _division(self, told: list[_Told], general: Key, claim: Specialises) -> _Told:
        """Bookings are private or a company's, and some are tournaments: two ways to divide them, which exclude nothing of each other."""
        names, single = dict.fromkeys(words_of(noun) for noun in claim.kinds), len(claim.kinds) == 1
        found = next((t for t in told if t.general == general and (t.names.keys() & names or (single and not t.listed))), None)
        if found is None:
            found = _Told(general)
            told.append(found)
        found.names |= names
        return found

    def _count(self, kinds: set[Key], said: list[Has]) -> None:
        """ "Cars have a number of doors": what tells one kind from another is a fact, where the text says no more of doors."""
        for has in said:
            owner, counted = self.entities.resolve(has.owner), words_of(has.item)
            bare = counted in self.placer.owners and not self.placer.owners[counted].attributes and self.entities.times[counted] == 1
            if has.item.counted and owner in kinds and bare:
                words = ("number", "of", has.item.words[-1])
                source = self.placer.source(has.start, has.end)
                self.placer.owners[owner].attributes[identifier(words)] = Owned(words, has, source)
                for where in [w for w, link in self.links.links.items() if counted in (link.a, link.b)]:
                    del self.links.links[where]
                del self.placer.owners[counted]
                self.entities.forget(counted)

    def _gather(self, told: _Told, general: Key, claim: Specialises) -> None:
        single = len(claim.kinds) == 1
        for noun in claim.kinds:
            key = words_of(noun)
            if key in self.entities.chosen and key != general and (not single or self._is_sure(general, key)):
                told.kinds.setdefault(key, noun)
                told.first = told.first or claim
        if not single:
            told.listed, told.exclusive, told.total = True, claim.exclusive, claim.total
        elif claim.total is not None and not told.listed:
            told.total = claim.total

    def _is_sure(self, general: Key, key: Key) -> bool:
        """ "A savings account is an account", or "a driver is an employee" where both are described."""
        named = len(key) > len(general) and key[-len(general) :] == general
        return named or (bool(self.placer.owners[general].attributes) and bool(self.placer.owners[key].attributes))

    def _settle(self, general: Key, told: _Told) -> None:
        for key in list(told.kinds):
            self._inherit(general, key)
            if not self._is_thing(general, key) or self._is_above(general, key):
                noun = told.kinds.pop(key)
                self._forget(general, key, noun)
        if not told.kinds or told.first is None:
            return
        exclusive = told.exclusive if told.exclusive is not None else told.listed or self._by_name(general, told)
        total = told.total if told.total is not None else told.listed
        unsaid = (("exclusive", told.exclusive), ("total", told.total))
        alone = len(told.kinds) == 1 and not told.listed  # then there is no other kind to be besides
        assumed = tuple(name for name, said in unsaid if said is None and not (alone and name == "exclusive"))
        source = self.placer.source(told.first.start, told.first.end)
        kinds = dict.fromkeys(told.kinds, "")
        attribute = self._typed(general, told, kinds, total, source) if exclusive else self._untyped(general, told)
        self.found.append(Special(general, kinds, attribute, exclusive, total, assumed, source))
        self.supertypes.update(dict.fromkeys(kinds, general))

    def _by_name(self, general: Key, told: _Told) -> bool:
        """A person may have several roles; a thing that is called after its kind (savings account) is of that kind."""
        return not is_agent(general[-1]) and general[-1] not in listed("party") and all(key[-len(general) :] == general for key in told.kinds)

    def _inherit(self, general: Key, key: Key) -> None:
        """What the general one is told to have as well, the kind has from it."""
        for name in self.placer.owners[general].attributes.keys() & self.placer.owners[key].attributes.keys():
            del self.placer.owners[key].attributes[name]

    def _is_thing(self, general: Key, key: Key) -> bool:
        """Whether something is told of it, and it is no part of the general one or belongs to it: "a delivery belongs to an order"."""
        tied = [link for link in self.links.links.values() if key in (link.a, link.b)]
        belongs = any(general in (link.a, link.b) and (link.part or link.identifying or link.verb in BELONGING) for link in tied)
        return not belongs and bool(self.placer.owners[key].attributes or tied)

    def _is_above(self, general: Key, key: Key) -> bool:
        """Whether the kind is above what it would be a kind of, or is a kind of something already."""
        if key in self.supertypes:
            return True
        above = general
        while above in self.supertypes:
            above = self.supertypes[above]
            if above == key:
                return True
        return False

    def _forget(self, general: Key, key: Key, noun: Noun) -> None:
        """A kind of which nothing is told is no entity; whoever speaks of it speaks of the general one."""
        if not self.placer.owners[key].attributes and not any(key in (link.a, link.b) for link in self.links.links.values()):
            del self.placer.owners[key]
            self.entities.forget(key)
            self.entities.alias[key] = general

    # --- what says of which kind an instance is ---

    def _typed(self, general: Key, told: _Told, kinds: dict[Key, str], total: bool, source: Source) -> str:
        """The attribute that names the kind, each kind with its value there; made where no list made it."""
        owner = self.placer.owners[general]
        known = owner.attributes.get(TYPE)
        values = {_key(value): value for value in known.values} if known is not None else {}
        if known is None or not set(kinds) <= set(values):
            name = OTHER_TYPE if known is not None and (known.values or TYPE not in known.words) else TYPE
            values = {key: " ".join(key) for key in told.names} if told.listed else {key: " ".join(key) for key in kinds}
            noun = next(iter(told.kinds.values()))
            has = Has(noun, noun, noun.start, noun.end)
            known = owner.attributes[name] = Owned((name,), has, source, values=tuple(values.values()))
        kinds.update({key: values[key] for key in kinds})
        known.source, known.required, known.several = source, total, False
        return known.words[-1]

    def _untyped(self, general: Key, told: _Told) -> str:
        """Where one may be of two kinds, no single word says of which."""
        known = self.placer.owners[general].attributes.get(TYPE)
        if known is not None and {_key(value) for value in known.values} <= set(told.kinds):
            del self.placer.owners[general].attributes[TYPE]
        return ""


def _key(value: str) -> Key:
    return tuple(value.split())


def as_rule(special: Special, ids: dict[Key, str]) -> Specialisation:
    """The rule that says it, by the ids of the entities."""
    return Specialisation(
        entity=ids[special.general],
        attribute=special.attribute,
        kinds={ids[key]: value for key, value in special.kinds.items()},
        exclusive=special.exclusive,
        total=special.total,
        assumed=special.assumed,
        source=special.source,
    )
