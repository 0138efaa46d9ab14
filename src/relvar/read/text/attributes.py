"""What an entity has: each claim "X has Y" becomes an attribute, a reference to another entity, or a relationship."""

from __future__ import annotations

from msgspec.structs import replace

from relvar.model.brief import Source
from relvar.read.text.claims import Has
from relvar.read.text.kinds import acts
from relvar.read.text.links import ASSUMED, STATED, TOLD_BY_NUMBER, Statement
from relvar.read.text.listing import unique_within, values_of
from relvar.read.text.naming import Key, identifier, is_amount, is_attribute_head, is_container, is_nominal, name_of, words_of
from relvar.read.text.nominal import happens
from relvar.read.text.owned import Owned
from relvar.read.text.phrases import Noun
from relvar.read.text.ties import OPTIONAL, STAFF, SUPERIORS, Ties
from relvar.read.text.truths import ASKS_TRUTH, is_flag
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
TOLD_MUCH = 2  # attributes of an entity, and entities with so many, from which on a text describes what it stores
WHOLES = frozenset(["consist", "comprise", "compose"])  # what consists of parts has at least one of them
ANYONE = frozenset(["user", "member", "account", "person"])  # whoever sends, publishes or owns is one of them
LINKED = frozenset(["associated", "related", "corresponding", "linked", "respective"])  # "associated style ID": the style's
ABOVE = frozenset(["parent", "superior", "previous", "next"])  # another of the same
HOLDING = frozenset(["hold", "own", "possess"])  # "a pilot holds licences": one value each
IN_TIME = frozenset(["last", "current", "previous", "new", "old", "initial", "final", "first"])
MEASURED = frozenset(["reading", "count", "measurement", "balance", "level", "score", "value", "total"])
OF_ANYTHING = frozenset(
    ["serial", "inventory", "licence", "license", "registration", "reference", "identification", "asset"]
)  # things of many kinds have one
FRONT = frozenset(["its", "their", "his", "her", "the", "a", "an"])


class Placer(Ties):
    """Places every claim of the text on the chosen entities."""

    def place(self) -> None:
        for has in self.claims.has:
            self._has(has)
        for counted in self.claims.counted:
            self._counted_so(counted)
        for relates in self.claims.relates:
            self._relates(relates)
        for done in self.claims.done:
            self._done(done)
        for identifies in self.claims.identifies:
            self._identifies(identifies.owner, identifies.members, self.source(identifies.start, identifies.end))

        self._through_events()
        self._by_numbers()
        self._called_after()
        self._by_roles()

    def _by_roles(self) -> None:
        """ "sender ID", "publisher ID" where users are the only people there are: users in that role."""
        people = [key for key in self.owners if key[-1] in ANYONE]
        for key, owner in list(self.owners.items()) if len(people) == 1 else []:
            for name, owned in list(owner.attributes.items()):
                words = owned.words
                role = words[:-1] if len(words) == 2 and words[-1] == "id" and key != people[0] else ()
                if role and acts(role[0]) and role[0] not in key and self.entities.named(role) is None:
                    del owner.attributes[name]
                    if any(link.verb and role[0].startswith(link.verb[:-1]) for link in self.links.between(key, people[0])):
                        continue  # "users publish posts": the publisher is known
                    self.links.tell(key, people[0], Statement(None, 1, TOLD_BY_NUMBER, owned.source), "have", identifier(role))
                    owner.refers.add(people[0])

    def _called_after(self) -> None:
        """ "customer feedback", "machine repair": of a customer, of a machine, where the text does not say otherwise."""
        for event in self.owners:
            owner = next((event[:cut] for cut in range(len(event) - 1, 0, -1) if event[:cut] in self.owners), None)
            if owner is None or not happens(event[-1]) or happens(owner[-1]) or self.links.between(event, owner):
                continue
            first = self.entities.chosen[event].first
            self.links.tell(event, owner, Statement(None, 1, ASSUMED, self.source(first.start, first.end)), "have")
            self.owners[event].refers.add(owner)

    def _by_numbers(self) -> None:
        """ "the record includes the membership number": where that numbers a member, the record points at the member."""
        numbered: dict[str, list[Key]] = {}
        for key, owner in self.owners.items():
            for name, owned in owner.attributes.items():
                if len(owned.words) > 1 and singular(owned.words[-1]) in listed("identifier_head") and owned.words[0] not in OF_ANYTHING:
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
        """What is without a fact or a tie is nothing to be stored: where the text tells much of other things, or where it only acts."""
        rich = [owner for owner in self.owners.values() if len(owner.attributes) >= TOLD_MUCH]
        tied = {key for link in self.links.links.values() for key in (link.a, link.b)}
        for key, owner in list(self.owners.items()):
            untied = not owner.attributes and key not in tied and not self.entities.is_told(key)
            if untied and (len(rich) >= TOLD_MUCH or self.entities.only_acts(key)):
                del self.owners[key]
                self.entities.forget(key)

    def _through_events(self) -> None:
        """ "students enrol in courses" where enrolments are kept: the enrolment points at both, and the two are not joined besides."""
        for where, link in list(self.links.links.items()):
            event = self._event(link.verb, link.a, link.b)
            if event is not None:
                del self.links.links[where]
                self._point(event, (link.a, link.b), link.verb, link.source)

    # --- X has Y ---

    def _has(self, has: Has) -> None:
        owner = self.entities.resolve(has.owner) or self._wrapped_owner(has.owner)
        if owner is None:
            return
        item = has.item
        if item.owner is not None and self.entities.resolve(item.owner) not in (None, owner):
            owner = self.entities.resolve(item.owner) or owner
        of_owner = item.of is not None and item.key != ("number",) and self.entities.resolve(item.of) == owner
        words = name_of(Noun(item.words, item.start, item.end, item.bounds) if of_owner else item)  # "the location of the talk" of a talk
        if item.owner is not None and self.entities.resolve(item.owner) is None and not is_container(words_of(item.owner)):
            words = (*words_of(item.owner), *words)  # "the queen's age" of a visit, where queens are nothing stored
        target = self._target(owner, item)
        if target is not None and item.owner is not None and (item.owner.plural or item.owner.bounds.each) and happens(target[-1]):
            has = replace(has, flags=has.flags | {"events"})  # "the users' order information": many orders of each
        if target is not None:
            self._has_entity(owner, target, has)
        elif not {"tie", "promised"} & has.flags and not self._refers(owner, words, has):
            self._attribute(owner, words, has)

    def _wrapped_owner(self, noun: Noun) -> Key | None:
        return self.entities.resolve(noun.of) if noun.of is not None else None

    def _target(self, owner: Key, item: Noun) -> Key | None:
        """The entity that an item of a list is, unless it is the owner's own property."""
        if (item.of is not None and is_attribute_head(item.head)) or (item.written and is_flag(item.words)):
            return None
        target = self.entities.resolve(item)
        if target is None and (*owner, *words_of(item)) in self.entities.chosen:
            target = (*owner, *words_of(item))  # an invoice's lines are invoice lines
        if words_of(item) in SUPERIORS and owner[-1] in STAFF:
            return owner
        if target is None or (target == owner and (words_of(item) == owner or self._is_value_of(item))):
            return None
        return target

    def _is_value_of(self, item: Noun) -> bool:
        """ "the last reading and the current reading" of a reading are figures, no other readings."""
        return item.words[0] in IN_TIME and len(item.words) == 2 and singular(item.head) in MEASURED

    def _has_entity(self, owner: Key, target: Key, has: Has) -> None:
        item = has.item
        bounds = item.bounds
        source = self.source(has.start, has.end)
        role = self._role(words_of(item), target)
        if owner == target and not role:
            return
        taking_place = "events" in has.flags or ("part" in has.flags and happens(target[-1]))
        many = (bounds.stated and bounds.most != 1) or (not bounds.stated and item.plural) or taking_place
        sure = STATED if bounds.stated or bounds.article == "a" else TOLD_BY_NUMBER
        least = bounds.least if bounds.stated else 1 if many and has.verb in WHOLES else None
        if (has.modal in OPTIONAL and not (bounds.stated and bounds.least and bounds.most != 1)) or "optional" in has.flags:
            least = 0
        statement = Statement(least, bounds.most if bounds.stated and bounds.most == 1 else None if many else 1, sure, source)
        if has.verb == "of" and self.links.between(owner, target):
            return  # "the visits of a pet" says nothing new where visits and pets are tied
        part = many and has.verb in ("have", "contain", "consist", "comprise", "include")
        listed_plural = many and not bounds.stated and has.listed > 2 and target[: len(owner)] != owner
        in_several = many and self._in_several(owner, target, has)
        shared = "shared" in has.flags or (listed_plural and "mixed" in has.flags and has.verb != "consist") or in_several
        back = Statement(0, None, ASSUMED, source) if shared else Statement(1, 1, ASSUMED, source) if "own" in has.flags else None
        self.links.tell(owner, target, statement, has.verb, role, back, part=part)
        if not many:
            self.owners[owner].refers.add(target)
        elif taking_place and not shared:
            self.owners[target].refers.add(owner)

    def _in_several(self, owner: Key, target: Key, has: Has) -> bool:
        """A person belongs to one team or company, and takes part in many projects, books and films; a tag or genre is many things' own."""
        if target[-1] in listed("lookup") and target[: len(owner)] != owner and has.item.bounds.stated:
            return True
        person = target[-1] in listed("party") and target[-1] not in listed("organized")
        return person and owner[-1] not in listed("organized", "party") and has.verb in ("have", "include", "involve", "record")

    def _refers(self, owner: Key, words: Key, has: Has) -> bool:
        """ "customer ID" in an order's list refers to the customer; "customer name" does and belongs to the customer."""
        head = singular(words[-1])
        while len(words) > 2 and words[0] in LINKED:
            words = words[1:]
        if len(words) < 2 or not (head in listed("identifier_head") or head in REFERRING_HEADS) or words[-2] in ("phone", "contact", "telephone"):
            return False
        if words[0] in ABOVE and head in listed("identifier_head") and set(words[1:-1]) <= set(owner):
            source = self.source(has.start, has.end)  # "parent menu ID" of a menu item
            self.links.tell(owner, owner, Statement(0, 1, TOLD_BY_NUMBER, source), "have", identifier((words[0], *owner)))
            return True
        target = self.entities.named(words[:-1])
        if target is None or target == owner or (set(words[:-1]) <= set(owner) and not self._is_between(owner, target)):
            return False
        if head in REFERRING_HEADS:
            if not self._is_party(target):
                return False
            self._attribute(target, (head,), has)
        role = self._role(words[:-1], target)
        source = self.source(has.start, has.end)
        least = 0 if "optional" in has.flags else None
        self.links.tell(owner, target, Statement(least, 1, TOLD_BY_NUMBER, source), "have", role)
        self.owners[owner].refers.add(target)
        return True

    def _is_between(self, owner: Key, target: Key) -> bool:
        """A "role permission" has the number of a role, a "reagent usage" that of a reagent: neither is their own."""
        return "paired" in self.entities.chosen[owner].why or (happens(owner[-1]) and target == owner[: len(target)])

    def _attribute(self, owner: Key, words: Key, has: Has) -> None:
        if is_amount(has.item):
            return  # "no tank holds more than 500 litres"
        kept = self._shortened(owner, words)
        if not kept or kept == owner or kept[-1] in ("etc", "following", "other"):
            return
        if has.item.free:
            kept = (*kept[:-1], has.item.words[-1])  # "settings" are one document
        name = identifier(kept)
        several = not has.item.free and (
            (has.item.bounds.stated and has.item.bounds.most != 1)
            or (has.item.plural and (kept[-1] in listed("several_values") or (has.verb in HOLDING and has.listed == 1)))
            or "several" in has.flags
        )
        if name in self.owners[owner].attributes:
            known = self.owners[owner].attributes[name]
            if not known.values and (values := values_of(has.item)):
                known.values, known.valued = values, self.source(has.start, has.end)
        else:
            required = not ({"optional"} & has.flags) and has.modal not in ("may", "can", "could")
            made = Owned(kept, has, self.source(has.start, has.end), several, required, values_of(has.item))
            self.owners[owner].attributes[name] = made
        if {"unique", "primary"} & has.flags:
            within = unique_within(has.item)
            self.owners[owner].unique.append(((*within, name), self.source(has.start, has.end)))

    def _shortened(self, owner: Key, words: Key) -> Key:
        """Without articles, without "unique", and without the owner's name in front: a customer's "customer name" is its name."""
        while len(words) > 1 and words[0] in FRONT | {"unique", "basic", "specific", "relevant", "own", "detailed"}:
            words = words[1:]
        if words in (("id",), ("identifier",), ("number",), ("no",)):
            return (*owner, "number" if words[0] in ("number", "no") else "id")
        for size in range(len(owner), 0, -1):
            if len(words) == size + 1 and words[:size] == owner[-size:] and words[-1] in PLAIN_WITHOUT_OWNER:
                return words[size:]
            if words[0] in ASKS_TRUTH and len(words) > size + 1 and words[1 : size + 1] == owner[-size:]:
                return (words[0], *words[size + 1 :])  # "whether the product is discontinued"
        return words

    # --- identified by ---

    def _identifies(self, noun: Noun | None, members: tuple[Noun, ...], source: Source) -> None:
        owner = self.entities.resolve(noun) if noun is not None else None
        if owner is None:
            return
        self.owners[owner].identifying.extend((name_of(member), source) for member in members)
