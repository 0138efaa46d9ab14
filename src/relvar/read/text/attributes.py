"""What an entity has: each claim "X has Y" becomes an attribute, a reference to another entity, or a relationship."""

from __future__ import annotations

from dataclasses import dataclass, field

from relvar.model.brief import Source
from relvar.read.text.claims import Claims, Done, Has, Relates
from relvar.read.text.entities import Entities
from relvar.read.text.links import ASSUMED, SHARED, STATED, TOLD_BY_NUMBER, Links, Statement, is_created
from relvar.read.text.listing import values_of
from relvar.read.text.naming import EMPTY_ADJECTIVES, Key, identifier, is_attribute_head, is_container, is_nominal, name_of, words_of
from relvar.read.text.nominal import happens, is_named, named_after
from relvar.read.text.phrases import Noun
from relvar.read.text.words import listed, singular

REFERRING_HEADS = frozenset(["name", "phone", "telephone", "email"])
# "a customer's customer name" is its name; "planting time" stays, for a bare time says too little
PLAIN_WITHOUT_OWNER = frozenset(
    [
        "name",
        "title",
        "description",
        "status",
        "type",
        "category",
        "price",
        "phone",
        "email",
        "address",
        "gender",
        "age",
        "color",
        "colour",
        "size",
        "weight",
    ]
)
SUPERIORS = {("manager",), ("supervisor",), ("boss",), ("superior",), ("mentor",)}
STAFF = {"employee", "staff", "worker", "personnel", "member"}
STAYS = frozenset(
    [
        "work",
        "live",
        "belong",
        "stay",
        "sit",
        "lie",
        "stand",
        "reside",
        "depend",
        "consist",
        "land",
        "arrive",
        "depart",
        "come",
        "go",
        "happen",
        "occur",
        "remain",
        "report",
    ]
)
# what is done to a row that stands already: until then there is nobody to name
BOUGHT = frozenset(["buy", "purchase", "sell", "rent", "hire", "handle", "use", "borrow"])  # of one ticket or booking there is one holder
LATER = frozenset(
    ["assign", "repair", "approve", "review", "answer", "deliver", "win", "buy", "sell", "check", "handle", "resolve", "close", "reject", "cancel"]
)
# what is taken, mended or judged stands there before anyone does it
TAKEN = frozenset(["adopt", "reserve", "book", "repair", "win", "resolve", "reject"])
FOUND = frozenset(["find", "show", "display"])  # "damages are found on panels" says where they are; to find orders is to look
TOLD_MUCH = 2  # attributes of an entity, and entities with so many, from which on a text describes what it stores
WHOLES = frozenset(["consist", "comprise", "compose"])  # what consists of parts has at least one of them
OPTIONAL = frozenset(["may", "can", "could", "optionally"])
INTO = frozenset(["into", "with"])  # many pieces that something is cut into, many meters it is equipped with, have it as their one
FRONT = frozenset(["its", "their", "his", "her", "the", "a", "an"])


@dataclass(slots=True)
class Owned:
    """One attribute as the text names it."""

    words: Key
    has: Has
    source: Source
    several: bool = False
    required: bool = True
    values: tuple[str, ...] = ()


@dataclass(slots=True)
class Owner:
    """An entity with what was told of it."""

    key: Key
    attributes: dict[str, Owned] = field(default_factory=dict)
    unique: list[tuple[tuple[str, ...], Source]] = field(default_factory=list)
    identifying: list[tuple[Key, Source]] = field(default_factory=list)
    refers: set[Key] = field(default_factory=set)


def named_together(identifying: list[tuple[Key, Source]]) -> list[tuple[list[Key], Source]]:
    """The members that each sentence names together, without sentences that say the same again."""
    by_source: dict[int | None, tuple[list[Key], Source]] = {}
    for words, source in identifying:
        by_source.setdefault(source.start, ([], source))[0].append(words)
    distinct = {frozenset(words): (words, source) for words, source in reversed(by_source.values())}
    return list(reversed(distinct.values()))


def _of_none(relates: Relates) -> bool:
    """ "no box is occupied by two dogs" forbids; it tells of no tie."""
    return any(n.bounds.stated and n.bounds.most == 0 for n in (relates.subject, relates.object))


class Placer:
    """Places every claim of the text on the chosen entities."""

    def __init__(self, text: str, claims: Claims, entities: Entities, links: Links) -> None:
        self.text, self.claims, self.entities, self.links = text, claims, entities, links
        self.owners: dict[Key, Owner] = {key: Owner(key) for key in entities.chosen}

    def place(self) -> None:
        for has in self.claims.has:
            self._has(has)
        for relates in self.claims.relates:
            self._relates(relates)
        for done in self.claims.done:
            self._done(done)
        for identifies in self.claims.identifies:
            self._identifies(identifies.owner, identifies.members, self.source(identifies.start, identifies.end))

        self._through_events()
        self._by_numbers()

    def _by_numbers(self) -> None:
        """ "the record includes the membership number": where that numbers a member, the record points at the member."""
        numbered: dict[str, list[Key]] = {}
        for key, owner in self.owners.items():
            for name, owned in owner.attributes.items():
                if len(owned.words) > 1 and singular(owned.words[-1]) in listed("identifier_head"):
                    numbered.setdefault(name, []).append(key)
        for name, keys in numbered.items():
            home = self._home(name, keys) if len(keys) > 1 else None
            for key in keys:
                if home not in (None, key) and not self.links.between(key, home):
                    owned = self.owners[key].attributes.pop(name)
                    self.links.tell(key, home, Statement(None, 1, TOLD_BY_NUMBER, owned.source), "have")
                    self.owners[key].refers.add(home)

    def _home(self, name: str, keys: list[Key]) -> Key | None:
        """Whose number it is: of what it is the first attribute, a thing or person before an event."""
        first = [key for key in keys if next(iter(self.owners[key].attributes)) == name]
        plain = [key for key in first if key[-1] not in listed("event") and not is_nominal(key[-1])]
        return next(iter(plain or first), None)

    def forget_bare(self) -> None:
        """Where the text tells much of some things, what it only mentions, without a fact or a tie, is nothing to be stored."""
        rich = [owner for owner in self.owners.values() if len(owner.attributes) >= TOLD_MUCH]
        if len(rich) < TOLD_MUCH:
            return
        tied = {key for link in self.links.links.values() for key in (link.a, link.b)}
        for key, owner in list(self.owners.items()):
            if not owner.attributes and key not in tied and not self.entities.is_told(key):
                del self.owners[key]
                self.entities.forget(key)

    def _through_events(self) -> None:
        """ "students enrol in courses" where enrolments are kept: the enrolment points at both, and the two are not joined besides."""
        for where, link in list(self.links.links.items()):
            event = self._event(link.verb, link.a, link.b)
            if event is not None:
                del self.links.links[where]
                self._point(event, (link.a, link.b), link.verb, link.source)

    def _event(self, verb: str, a: Key, b: Key) -> Key | None:
        """The entity that the verb names, unless it is one of the two that the verb joins."""
        if verb in ("", "have") or verb in listed("contains"):
            return None
        event = next((key for name in named_after(verb) if (key := self.entities.named((name,))) is not None), None)
        event = event or next((key for key in self.owners if len(key) > 1 and key[0] == verb and key[-1] in listed("event")), None)
        return None if event is None or event in (a, b) or len(event) > 2 else event

    def _point(self, event: Key, ends: tuple[Key, ...], verb: str, source: Source) -> None:
        for end in ends:
            if not self.links.between(event, end):
                self.links.tell(event, end, Statement(None, 1, ASSUMED, source), verb)
            self.owners[event].refers.add(end)

    def source(self, start: int, end: int) -> Source:
        return Source(kind="brief", words=" ".join(self.text[start:end].split()), start=start)

    # --- X has Y ---

    def _has(self, has: Has) -> None:
        owner = self.entities.resolve(has.owner) or self._wrapped_owner(has.owner)
        if owner is None:
            return
        item = has.item
        if item.owner is not None and self.entities.resolve(item.owner) not in (None, owner):
            owner = self.entities.resolve(item.owner) or owner
        words = name_of(item)
        if item.owner is not None and self.entities.resolve(item.owner) is None and not is_container(words_of(item.owner)):
            words = (*words_of(item.owner), *words)  # "the queen's age" of a visit, where queens are nothing stored
        target = self._target(owner, item)
        if target is not None:
            self._has_entity(owner, target, has)
        elif "tie" not in has.flags and not self._refers(owner, words, has):
            self._attribute(owner, words, has)

    def _wrapped_owner(self, noun: Noun) -> Key | None:
        return self.entities.resolve(noun.of) if noun.of is not None else None

    def _target(self, owner: Key, item: Noun) -> Key | None:
        """The entity that an item of a list is, unless it is the owner's own property."""
        if item.of is not None and is_attribute_head(item.head):
            return None
        target = self.entities.resolve(item)
        if target is None and (*owner, *words_of(item)) in self.entities.chosen:
            target = (*owner, *words_of(item))  # an invoice's lines are invoice lines
        if words_of(item) in SUPERIORS and owner[-1] in STAFF:
            return owner
        if target is None or (target == owner and words_of(item) == owner):
            return None
        return target

    def _has_entity(self, owner: Key, target: Key, has: Has) -> None:
        item = has.item
        bounds = item.bounds
        source = self.source(has.start, has.end)
        role = self._role(words_of(item), target)
        if owner == target and not role:
            return
        many = (bounds.stated and bounds.most != 1) or (not bounds.stated and item.plural) or "events" in has.flags
        sure = STATED if bounds.stated or bounds.article == "a" else TOLD_BY_NUMBER
        least = bounds.least if bounds.stated else 1 if many and has.verb in WHOLES else None
        if (
            has.modal in OPTIONAL and not (bounds.stated and bounds.least and bounds.most != 1)
        ) or "optional" in has.flags:
            least = 0
        statement = Statement(least, bounds.most if bounds.stated and bounds.most == 1 else None if many else 1, sure, source)
        if has.verb == "of" and self.links.between(owner, target):
            return  # "the visits of a pet" says nothing new where visits and pets are tied
        part = many and has.verb in ("have", "contain", "consist", "comprise", "include")
        listed_plural = many and not bounds.stated and has.listed > 2 and target[: len(owner)] != owner
        shared = "shared" in has.flags or (listed_plural and "mixed" in has.flags and has.verb != "consist") or (many and self._in_several(owner, target, has))
        back = Statement(0, None, ASSUMED, source) if shared else Statement(1, 1, ASSUMED, source) if "own" in has.flags else None
        self.links.tell(owner, target, statement, has.verb, role, back, part=part)
        if not many:
            self.owners[owner].refers.add(target)
        elif "events" in has.flags and not shared:
            self.owners[target].refers.add(owner)

    def _in_several(self, owner: Key, target: Key, has: Has) -> bool:
        """A person belongs to one team or company, and takes part in many projects, books and films; a tag or genre is many things' own."""
        if target[-1] in listed("lookup") and target[: len(owner)] != owner and has.item.bounds.stated:
            return True
        person = target[-1] in listed("party") and target[-1] not in listed("organized")
        return person and owner[-1] not in listed("organized") | listed("party") and has.verb in ("have", "include", "involve", "record")

    def _role(self, words: Key, target: Key) -> str:
        """The words by which a reference differs from the entity's name: "operating user" -> operating_user."""
        if words in SUPERIORS and target[-1] in STAFF:
            return words[0]
        if words == target or (words[-1] == target[-1] and len(words) <= len(target)):
            return ""
        extra = [w for w in words if w not in target and w not in EMPTY_ADJECTIVES]
        return identifier(words) if extra and singular(words[-1]) == target[-1] else ""

    def _refers(self, owner: Key, words: Key, has: Has) -> bool:
        """ "customer ID" in an order's list refers to the customer; "customer name" does and belongs to the customer."""
        head = singular(words[-1])
        if len(words) < 2 or not (head in listed("identifier_head") or head in REFERRING_HEADS) or words[-2] in ("phone", "contact", "telephone"):
            return False
        target = self.entities.named(words[:-1])
        if target is None or target == owner or set(words[:-1]) <= set(owner):
            return False
        if head in REFERRING_HEADS:
            if target not in self._party_like():
                return False
            self._attribute(target, (head,), has)
        role = self._role(words[:-1], target)
        source = self.source(has.start, has.end)
        least = 0 if "optional" in has.flags else None
        self.links.tell(owner, target, Statement(least, 1, TOLD_BY_NUMBER, source), "have", role)
        self.owners[owner].refers.add(target)
        return True

    def _party_like(self) -> set[Key]:
        return {key for key in self.owners if key[-1] in listed("party")}

    def _attribute(self, owner: Key, words: Key, has: Has) -> None:
        kept = self._shortened(owner, words)
        if not kept or kept == owner or kept[-1] in ("etc", "following", "other"):
            return
        name = identifier(kept)
        several = (
            (has.item.bounds.stated and has.item.bounds.most != 1)
            or (has.item.plural and kept[-1] in listed("several_values"))
            or "several" in has.flags
        )
        if name in self.owners[owner].attributes:
            known = self.owners[owner].attributes[name]
            known.values = known.values or values_of(has.item)
        else:
            required = not ({"optional"} & has.flags) and has.modal not in ("may", "can", "could")
            made = Owned(kept, has, self.source(has.start, has.end), several, required, values_of(has.item))
            self.owners[owner].attributes[name] = made
        if {"unique", "primary"} & has.flags:
            self.owners[owner].unique.append(((name,), self.source(has.start, has.end)))

    def _shortened(self, owner: Key, words: Key) -> Key:
        """Without articles, without "unique", and without the owner's name in front: a customer's "customer name" is its name."""
        while len(words) > 1 and words[0] in FRONT | {"unique", "basic", "specific", "relevant", "own", "detailed"}:
            words = words[1:]
        if words in (("id",), ("identifier",), ("number",), ("no",)):
            return (*owner, "number" if words[0] in ("number", "no") else "id")
        for size in range(len(owner), 0, -1):
            if len(words) == size + 1 and words[:size] == owner[-size:] and words[-1] in PLAIN_WITHOUT_OWNER:
                return words[size:]
        return words

    # --- X does Y ---

    def _relates(self, relates: Relates) -> None:
        a, b = self.entities.resolve(relates.subject), self.entities.resolve(relates.object)
        if (a is None) != (b is None) and not relates.negated:
            self._one_end(a or b, relates)
        if a is None or b is None or relates.negated or _of_none(relates):
            return
        if a == b:
            self._itself(a, relates)
            return
        if "own" in relates.object.words or "assigned" in relates.object.words:
            self._own(a, b, relates)
        if relates.verb in listed("view_verbs") and not (relates.verb in FOUND and relates.passive):
            return
        source = self.source(relates.start, relates.end)
        if (event := self._event(relates.verb, a, b)) is not None:
            self._point(event, (a, b), relates.verb, source)
            return
        forth = self._counted(relates.object, source, relates)
        role = self._role(words_of(relates.object), b)
        if relates.verb in ("belong", "pertain"):
            least = relates.object.bounds.least if relates.object.bounds.stated else None
            several = relates.object.plural and (relates.object.bounds.stated or not relates.subject.plural or relates.modal in OPTIONAL)
            of_many = Statement(0, None, ASSUMED, source) if several else None  # "can belong to multiple types": types of many
            self.links.tell(a, b, forth if several else Statement(least, 1, STATED, source), relates.verb, role, of_many)
            return
        if relates.preposition and not self._shared_by_preposition(relates):
            self._beside(a, b, relates, source, role)
            return
        back = self._back(relates, source)
        if self.links.between(a, b) and not (relates.object.bounds.stated or relates.subject.bounds.stated):
            return  # what was counted before is not undone by a verb
        self.links.tell(a, b, forth, relates.verb, "", back)

    def _done(self, done: Done) -> None:
        """ "equipment must be checked every month; each check has a date": the check is of one piece."""
        end = self.entities.resolve(done.noun)
        event = self._event(done.verb, end, end) if end is not None else None
        if end is not None and event is not None and (happens(event[-1]) or is_named(done.verb)):
            self._point(event, (end,), done.verb, self.source(done.start, done.end))

    def _one_end(self, end: Key | None, relates: Relates) -> None:
        """ "students submit code to problems" where submissions are kept: each is of a student and of a problem, whatever the code is."""
        if end is None or relates.verb in listed("view_verbs") | listed("idle") | listed("manage"):
            return
        event = self._event(relates.verb, end, end)
        if event is not None and happens(event[-1]):
            self._point(event, (end,), relates.verb, self.source(relates.start, relates.end))

    def _own(self, a: Key, b: Key, relates: Relates) -> None:
        """ "nurses see only their own ward", "customers see their own orders": one belongs to the other."""
        source = self.source(relates.start, relates.end)
        if relates.object.plural:
            self.links.tell(b, a, Statement(None, 1, ASSUMED, source), "belong")
            self.owners[b].refers.add(a)
        else:
            self.links.tell(a, b, Statement(None, 1, ASSUMED, source), "belong")
            self.owners[a].refers.add(b)

    def _counted(self, noun: Noun, source: Source, relates: Relates) -> Statement:
        bounds = noun.bounds
        if bounds.stated:
            least = bounds.least if bounds.least != bounds.most or bounds.most == 1 else 0
            if bounds.most == 1 and relates.modal in OPTIONAL and not relates.passive:
                least = 0
            return Statement(least, bounds.most, STATED, source)
        if relates.modal in ("must",) and not noun.plural:
            return Statement(1, 1, STATED, source)
        return Statement(0, None, ASSUMED, source)

    def _back(self, relates: Relates, source: Source) -> Statement | None:
        """How many subjects one object has."""
        made = is_created(relates.verb) and relates.verb not in SHARED
        bounds = relates.subject.bounds
        optional = relates.passive and relates.modal in OPTIONAL
        if bounds.stated:
            return Statement(0 if optional and bounds.most == 1 else bounds.least, bounds.most, STATED, source)
        if optional and not relates.subject.plural:
            return Statement(0, 1, TOLD_BY_NUMBER, source)
        if relates.object.bounds.stated and relates.object.bounds.most == 1 and not (relates.passive or made):
            return Statement(0, None, ASSUMED, source)  # "each crier wears one uniform": of one uniform nothing is said
        later = relates.verb in LATER and self._is_event(relates.object) and not relates.object.bounds.each
        if (later and not made and relates.verb not in SHARED) or (relates.verb in TAKEN and not self._is_event(relates.object)):
            return Statement(0, 1, ASSUMED, source)  # an order stands before anyone delivers it
        if made:
            return Statement(1, 1, ASSUMED, source)
        if (relates.alone or relates.verb in SHARED) and not (relates.verb in BOUGHT and self._is_event(relates.object)):
            return Statement(0, None, ASSUMED, source)
        return Statement(1, 1, ASSUMED, source)

    def _itself(self, a: Key, relates: Relates) -> None:
        """ "species may be confused with other species", "an apprentice is taught by another": rows of one entity, tied to each other."""
        noun = next((n for n in (relates.object, relates.subject) if {"other", "another"} & {*n.words, n.bounds.article}), None)
        if noun is None or relates.verb in listed("view_verbs"):
            return
        source = self.source(relates.start, relates.end)
        several = noun.plural or (noun.bounds.stated and noun.bounds.most != 1)
        one = Statement(0, 1, TOLD_BY_NUMBER, source)
        many = Statement(0, None, TOLD_BY_NUMBER, source)
        self.links.tell(a, a, many, relates.verb, identifier(("other", *a)), many if several else one)

    def _is_event(self, noun: Noun) -> bool:
        return words_of(noun)[-1] in listed("event")

    def _shared_by_preposition(self, relates: Relates) -> bool:
        """Intransitive verbs of sharing: "students enrol in courses"."""
        return (
            relates.alone
            and not happens(relates.subject.key[-1])  # "burials take place in graves": each in one
            and relates.verb not in STAYS
            and relates.preposition in ("in", "to", "at", "for", "on", "with")
            and relates.object.plural
            and relates.subject.plural
        )

    def _beside(self, a: Key, b: Key, relates: Relates, source: Source, role: str) -> None:
        """What stands behind a preposition is one for each of what stands before it, unless there are more of it than of that."""
        bounds, subject = relates.object.bounds, relates.subject
        if (known := self.links.between(a, b)) and not bounds.stated and known[0].told(a):
            return
        counted = subject.bounds.article == "a" or subject.bounds.each
        one_of_many = relates.object.plural and counted and not (subject.plural or bounds.stated or (self._is_event(subject) and relates.preposition != "into"))  # "a route leads through streets"
        if one_of_many and self._is_event(relates.object) and relates.preposition in ("on", "in", "during", "for") and a[-1] not in listed("event"):
            self.links.tell(b, a, Statement(None, 1, TOLD_BY_NUMBER, source), relates.verb, role)  # "takes a vehicle on trips": each with one
            self.owners[b].refers.add(a)
            return
        many = one_of_many or (bounds.stated and bounds.most != 1)
        later = relates.verb in LATER and not bounds.stated and relates.preposition in ("to", "with")
        least = 0 if relates.modal in OPTIONAL or later else bounds.least if many and bounds.stated else None
        sure = STATED if bounds.stated else TOLD_BY_NUMBER if one_of_many else ASSUMED
        own = relates.preposition in INTO or (relates.preposition == "for" and a in self._party_like())  # "clients apply for several cards"
        back = Statement(0, None, ASSUMED, source) if many and not own else None
        self.links.tell(a, b, Statement(least, None if many else 1, sure, source), relates.verb, role, back)
        if not many:
            self.owners[a].refers.add(b)

    # --- identified by ---

    def _identifies(self, noun: Noun | None, members: tuple[Noun, ...], source: Source) -> None:
        owner = self.entities.resolve(noun) if noun is not None else None
        if owner is None:
            return
        self.owners[owner].identifying.extend((name_of(member), source) for member in members)
