"""From placed claims to the conceptual model: ids, kinds, attributes with their meaning, identifiers, relationships."""

from __future__ import annotations

import re

from relvar.model.brief import Source
from relvar.model.conceptual import Attribute, Entity, Identifier, OneOf, Relationship, Rule
from relvar.model.semantic import SemanticType
from relvar.read.lexicon import named_type, semantic_type, typed
from relvar.read.text.attributes import Placer
from relvar.read.text.entities import Entities
from relvar.read.text.evidence import is_person
from relvar.read.text.kinds import PARTS, kind
from relvar.read.text.links import Link, Links, built, sureness
from relvar.read.text.naming import Key, identifier, plural_words
from relvar.read.text.owned import Owned, Owner, named_together
from relvar.read.text.phrases import Noun
from relvar.read.text.specialised import Specialised, as_rule
from relvar.read.text.sureness import Sure
from relvar.read.text.words import listed, singular

PAYS = re.compile(r"\b(?:pay|paid|payment|credit|debit|bank|checkout|charge|purchase|buy)", re.I)
ARTICLE = re.compile(r"^(?:the|an?|its|their|his|her) ")
BRACKETS = re.compile(r"\s?\([^()\n]{1,30}\)|\s?\[[^\[\]\n]{1,30}\]")  # a unit is short


class Builder:
    """Holds the ids of the entities and makes the model's values."""

    def __init__(self, entities: Entities, placer: Placer, links: Links, special: Specialised) -> None:
        self.entities, self.placer, self.links, self.special = entities, placer, links, special
        self.ids: dict[Key, str] = {}
        self.wholes = self._wholes()
        taken: set[str] = set()
        for key in self._in_reading_order():
            self.ids[key] = _free_id(identifier((*self._whole(key), *key)), taken)
            taken.add(self.ids[key])
        self.rules: dict[str, Rule] = {}
        for one in special.found:
            ways = sum(rule.entity == self.ids[one.general] for rule in self.rules.values())
            self.rules[f"{self.ids[one.general]}_kinds{f'_{ways + 1}' * bool(ways)}"] = as_rule(one, self.ids)
        self.joined: frozenset[str] = frozenset()  # ids of the relationships, once they are made
        self.sure: dict[str, Sure] = {}

    def _in_reading_order(self) -> list[Key]:
        return sorted(self.entities.chosen, key=lambda k: (self.entities.chosen[k].first.start, k))

    def _whole(self, key: Key) -> Key:
        """ "an order has several lines": a bare "line" is called by the one thing that it is a part of."""
        wholes = self.wholes.get(key, ())
        whole = wholes[0] if len(wholes) == 1 and len(key) == 1 and key[-1] in PARTS and key[-1] != "item" else ()
        return () if (*whole, *key) in self.entities.chosen else whole

    def _wholes(self) -> dict[Key, list[Key]]:
        """For either end of the links between a whole and its part: the other end."""
        found: dict[Key, list[Key]] = {}
        for link in self.links.links.values():
            for one, other in dict.fromkeys(((link.a, link.b), (link.b, link.a))) if link.part else ():
                found.setdefault(one, []).append(other)
        return found

    # --- relationships ---

    def relationships(self) -> dict[str, Relationship]:
        found: dict[str, Relationship] = {}
        for link in self._kept():
            self._mark_part(link)
            name, relationship = built(link, self.ids)
            if relationship.identifying or name not in found:
                found.setdefault(name, relationship)
                self.sure.setdefault(name, sureness(link, self.ids[link.a] == relationship.first.entity))
        self.joined = frozenset(found)
        return found

    def _kept(self) -> list[Link]:
        """Without many-to-many links that an entity of its own already realizes ("students enrol in courses", "enrolment")."""
        links = list(self.links.links.values())
        referring: dict[Key, list[Owner]] = {}
        for owner in self.placer.owners.values():
            for end in owner.refers:
                referring.setdefault(end, []).append(owner)
        kept = []
        for link in links:
            carriers = (o for o in referring.get(link.a, ()) if link.b in o.refers and o.key not in (link.a, link.b))
            if not (self._is_shared(link) and any(carriers)):
                kept.append(link)
        return kept

    def _is_shared(self, link: Link) -> bool:
        _, relationship = built(link, self.ids)
        return relationship.first.maximum is None and relationship.second.maximum is None

    def _mark_part(self, link: Link) -> None:
        """ "an order has order lines": the part carries its owner's name and has one of it."""
        whole, part = (link.a, link.b) if link.part else (link.b, link.a)
        named = (len(part) > len(whole) and part[: len(whole)] == whole) or self.ids[part] == identifier((*whole, *part))
        if link.part and named and part[-1] in PARTS:
            link.identifying = True

    # --- entities ---

    def entity(self, key: Key, parts: set[Key]) -> Entity:
        owner = self.placer.owners[key]
        candidate = self.entities.chosen[key]
        first = candidate.first
        words = tuple(o.words for o in owner.attributes.values())
        source = self.placer.source(first.start, first.end)
        attributes = {name: self._attribute(owned) for name, owned in owner.attributes.items()}
        self._value_rules(self.ids[key], owner)
        return Entity(
            name=self.ids[key],
            plural=self._plural(key),
            entity_kind=kind(key, words, key in parts, len(owner.refers)),
            source=source,
            description=source.words if self.ids[key] != "_".join(key) else "",
            attributes=attributes,
            identifiers=self._identifiers(owner, key),
            supertype=self.ids.get(self.special.supertypes.get(key, ()), ""),
        )

    def _plural(self, key: Key) -> str:
        """The id in the plural; where the id is not the words of the name (too long, not ASCII, taken), rows of it."""
        name = self.ids[key]
        return plural_words(tuple(name.split("_"))).replace(" ", "_") if name.endswith("_".join(key)) else f"{name}_rows"

    def _attribute(self, owned: Owned) -> Attribute:
        name = identifier(owned.words)
        return Attribute(
            name=name,
            meaning=typed(self._meant(name, owned.source.words + self._behind(owned.has.item)), owned.has.kind or "json" * owned.has.item.free),
            source=owned.source,
            description="" if name.replace("_", " ") == ARTICLE.sub("", owned.source.words.lower()) else owned.source.words,
            required=owned.required,
            multivalued=owned.several,
        )

    def _behind(self, item: Noun) -> str:
        """ "height (cm)": the brackets behind a name, in which its unit may stand."""
        found = BRACKETS.match(self.placer.text, item.end)
        return found[0] if found else ""

    def _meant(self, name: str, words: str) -> SemanticType:
        """The semantic type of a name; where nobody pays, the number on a card is that of a reader's or a member's card."""
        meant = semantic_type(name, words)
        return named_type("code") if name == "card_number" and meant.name != "code" and not PAYS.search(self.placer.text) else meant

    def _value_rules(self, entity: str, owner: Owner) -> None:
        for name, owned in owner.attributes.items():
            values = tuple(v for v in dict.fromkeys(owned.values) if v)
            if len(values) > 1:
                self.rules[f"{entity}_{name}_values"[:60]] = OneOf(entity=entity, attribute=name, values=values, source=owned.valued or owned.source)

    # --- identifiers ---

    def _identifiers(self, owner: Owner, key: Key) -> tuple[Identifier, ...]:
        found: dict[tuple[str, ...], Identifier] = {}
        for named, source in named_together(owner.identifying):
            members = tuple(dict.fromkeys(m for words in named if (m := self._member(owner, words))))
            if members and not any(set(known) <= set(members) for known in found):
                found[members] = Identifier(members=members, source=source, primary=not found)
        for members, source in owner.unique:
            if members not in found and all(m in owner.attributes for m in members):
                own = self._is_own_id(members[0], owner, key)
                found[members] = Identifier(members=members, source=source, primary=own and not any(i.primary for i in found.values()))
        if not any(i.primary for i in found.values()):
            self._named_like_an_id(owner, key, found)
        several = {name for name, owned in owner.attributes.items() if owned.several}  # of several values none names a row
        return tuple(one for one in found.values() if several.isdisjoint(one.members))

    def _member(self, owner: Owner, words: Key) -> str:
        name = identifier(self.placer._shortened(owner.key, words))
        if name in owner.attributes:
            return name
        target = self.entities.named(words[:-1] if singular(words[-1]) in listed("identifier_head") else words)
        joined = identifier((self.ids[owner.key], self.ids[target])) if target in owner.refers and target is not None else ""
        return joined if joined in self.joined else ""

    def _is_own_id(self, name: str, owner: Owner, key: Key) -> bool:
        return singular(owner.attributes[name].words[-1]) in listed("identifier_head")

    def _named_like_an_id(self, owner: Owner, key: Key, found: dict[tuple[str, ...], Identifier]) -> None:
        """ "order number", "ID", "ISBN": what is numbered is named by its number."""
        own = self._own_id(owner, key)
        if own is None or any(own in members for members in found):
            return  # told to be unique within another fact
        members = (own,)
        source = Source(kind="rule", words=f"{_with_article(owner.attributes[own].source.words)} names one {' '.join(key)}", confidence=0.8)
        found[members] = Identifier(members=members, source=source, primary=True)

    def _own_id(self, owner: Owner, key: Key) -> str | None:
        single = {n: o.words for n, o in owner.attributes.items() if not o.several}
        names = [n for n, words in single.items() if singular(words[-1]) in listed("identifier_head") and not _is_foreign(words, key)]
        exact = [n for n in names if owner.attributes[n].words[:-1] in ((), key, key[-1:], key[:1])]
        whole = [n for n in names if self._meant(n, owner.attributes[n].source.words).name != "line_number"]  # a place in a list names nothing alone
        return next(iter(exact or whole), None)


def _with_article(words: str) -> str:
    return words if words.lower().startswith(("a ", "an ", "the ", "its ", "their ", "his ", "her ", "each ", "every ")) else f"a {words}"


def _free_id(wanted: str, taken: set[str]) -> str:
    made, n = wanted, 2
    while made in taken:
        made, n = f"{wanted}_{n}", n + 1
    return made


# what an office gives a person; a horse's passport number is its own
PERSONAL = frozenset(["passport", "identification", "licence", "license", "security", "tax"])


def _is_foreign(words: Key, key: Key) -> bool:
    """Numbers that are no name of the thing: phone numbers, postal codes, counts, versions, a person's document numbers."""
    before = words[-2] if len(words) > 1 else ""
    others = before in listed("foreign_number") and before not in key
    return others or (before in PERSONAL and is_person(key[-1])) or "of" in words
