"""Who has what: lists behind "with", "such as", ":" and in brackets; the pair that a quantity or a level belongs to."""

from __future__ import annotations

from relvar.read.text.alongside import whose_list
from relvar.read.text.claims import Exists, Has
from relvar.read.text.kinds import OUTCOMES, PAIRED, TIME_HEADS
from relvar.read.text.listing import attribute_list, flags_of, is_owned_wrapper, is_value_list, many_facts, values_of
from relvar.read.text.lists import Group, grouped
from relvar.read.text.naming import is_attribute_head, is_container, is_nominal, words_of
from relvar.read.text.nearer import Nearer
from relvar.read.text.nominal import happening, happens, is_named
from relvar.read.text.phrases import Mark, Noun, Verb
from relvar.read.text.quantity import Bounds
from relvar.read.text.words import listed, noun_class

STRONG, FAIR, WEAK = 3.0, 2.0, 1.0  # points for an entity, added up in entities.py; the threshold stands there
PLAIN_FACTS = {("attribute",), ("property",), ("characteristic",), ("field",)}  # "each role has attributes such as a name": the role has them
NO_FACTS = PLAIN_FACTS - {("field",)} | {("particular",), ("information",), ("detail",), ("data",), ("following",), ("etc",), ("etc.",)}
OF_A_THING = {"birth", "founding", "publication", "creation", "registration", "production", "manufacture", "update", "release"}
COURSES = {"status", "situation", "history", "process", "progress", "log"}
ENTERS = {"register", "sign", "apply", "enrol", "enroll", "join", "subscribe", "log"}
SERIES = {"playlist", "programme", "program", "collection", "selection", "sequence", "list", "menu", "catalogue", "catalog", "set", "series", "range"}
SHARED_SERIES = {"playlist", "programme", "program", "menu", "selection", "catalogue", "catalog"}  # what stands in one may stand in another
# what is between two and is no more than that
TIES = {"relationship", "relation", "association", "connection", "link", "difference", "interaction", "communication", "cooperation", "distance"}


OF_A_PERSON = ((), ("personal",), ("basic",), ("contact",))  # "the customer's personal information"
DOINGS = ("act", "event", "process")  # classes of nouns of which one person has many: talks, participations

# what one does with data, though the word does not end like such a noun
ACTIONS = {"input", "entry", "storage", "control", "display", "query", "search", "upload", "download", "import", "export", "backup"}


# bodies of which there is one in the world of a brief that speaks of "the X"
ONLY_ONE = {"community", "city", "town", "village", "company", "organization", "organisation", "school", "university", "association", "union", "club",
            "hospital", "library", "museum", "center", "centre", "institution", "enterprise", "shop", "store", "hotel", "platform",
            "country"}  # fmt: skip


class Owning(Nearer):
    """Constructions by which something has a list."""

    def _list(self, owner: Noun, group: Group, verb: str, modal: str) -> None:
        owner = self._meant_owner(owner, group)
        self.last = owner
        if self._is_lines(owner, group):
            self._line_of(Noun(words_of(owner), owner.start, owner.end, Bounds()), group)
            return
        mixed = {"mixed"} if attribute_list(group) else set()
        for noun in group.nouns:
            if noun.key in NO_FACTS and noun.key == words_of(noun) and not noun.free:
                continue
            if is_owned_wrapper(noun) and noun.owner is not None and noun.words[:-1] in OF_A_PERSON and noun.owner.key[-1] in listed("party"):
                noun = Noun(words_of(noun.owner), noun.start, noun.end, Bounds(1, 1, True))  # "the customer's personal information": the customer
            flags = {"unique"} if "unique" in noun.words else set()
            flags |= flags_of(noun)
            if noun.companion is not None and noun.key[-1] in TIES:
                self._tie(owner, noun.companion)  # "a relative has a name and a relationship with the prisoner"
            elif noun.companion is not None:
                self._list(noun, Group([noun.companion], noun.companion.start, noun.companion.end), "have", "")
            flags |= mixed
            flags |= {"promised"} if self.aimed and not noun.bounds.article else set()
            values = values_of(noun)
            if noun.of is not None and noun.key[-1] in SERIES and noun.of.plural:
                bounds = noun.of.bounds if noun.of.bounds.stated else Bounds(0, None, True)
                flags |= {"shared"} if noun.key[-1] in SHARED_SERIES else set()
                noun = Noun(noun.of.words, noun.of.start, noun.of.end, bounds)  # "a programme of several works" is the works
            if noun.counted and "mixed" in flags and len(group.nouns) > 1:
                noun = Noun(("number", "of", *noun.words), noun.start, noun.end, Bounds())
            self.claims.has.append(Has(owner, noun, noun.start, noun.end, len(group.nouns), values, frozenset(flags), modal, verb))

    def _include(self, owner: Noun, group: Group) -> None:
        """ "X, including a, b, c": of X, or of what the sentence is about where X is a wrapper such as "details"."""
        key = words_of(owner)
        if self._are_numbers_of_several(group):
            return
        if self.occasion is not None and key == words_of(self.occasion):
            owner = self.occasion  # "in each match the performance of players is recorded, including ..."
        elif (event := self._kept_of(owner)) is not None:
            owner = event
        elif self._is_occurrence(owner, group):
            self.claims.exists.append(Exists(owner, STRONG, "paired"))
            self._tie(owner, owner.of)
        elif owner.owner is not None and key[-1] in listed("wrapper"):
            owner = owner.owner
        elif owner.of is not None and (key[-1] in listed("wrapper") or is_nominal(key[-1]) or key in PLAIN_FACTS):
            owner = owner.of
        elif key[-1] == "attribute" and len(key) > 1:
            owner = Noun(owner.words[:-1], owner.start, owner.end, owner.bounds)  # "customer attributes include ..."
        elif (key[-1] in listed("wrapper") and len(key) == 1) or (self._is_system([owner])) or key in PLAIN_FACTS:
            owner = self.last or self.each or self.heading or self.topic or owner
        self._list(owner, group, "include", "")

    def _are_numbers_of_several(self, group: Group) -> bool:
        """ "records the authors of each book, including book number and author ID": whose they are is told already."""
        if not all(n.key[-1] in listed("identifier_head") and len(n.key) > 1 for n in group.nouns):
            return False
        before = {words_of(n) for p in self.pieces if isinstance(p, Group) and p is not group for n in p.nouns}
        return len({key for key in before for n in group.nouns if n.key[: len(key)] == key}) > 1

    def _is_occurrence(self, noun: Noun, group: Group) -> bool:
        """ "the examinations of each student, including the subject, the date and the score": each examination's, not the student's."""
        once = noun.of is not None and (noun.of.bounds.each or noun.bounds.each) and happens(noun.key[-1]) and noun.key[-1] not in OF_A_THING
        return once and any(n.key[-1] in TIME_HEADS and n.words[0] not in OF_A_THING for n in group.nouns)

    def _kept_of(self, noun: Noun) -> Noun | None:
        """ "the inspection status for each project", "the change history of each contract", with a list: inspections, contract changes."""
        if len(noun.words) < 2 or noun.key[-1] not in COURSES or not happens(noun.words[-2]):
            return None
        whose = noun.of or self.each
        words = noun.words[:-1] if len(noun.words) > 2 or whose is None else (*words_of(whose), noun.words[0])
        event = Noun(words, noun.start, noun.end, Bounds())
        self.claims.exists.append(Exists(event, STRONG, "paired"))
        self._tie(event, whose)
        return event

    def _tie(self, event: Noun, whose: Noun | None) -> None:
        """One of what happens is of one of `whose`."""
        if whose is not None:
            one = Noun(words_of(whose), whose.start, whose.end, Bounds(1, 1, True))
            self.claims.has.append(Has(event, one, whose.start, whose.end, flags=frozenset({"tie"})))

    def _with(self, at: int) -> None:
        group = self._group_at(at + 1)
        following = self._piece(at + 2)
        whole = self._piece(at - 1)
        if group is not None and isinstance(whole, Group) and self._is_brought(at + 1):
            parts = group.nouns[0]  # "a report with photos is made by a conservator"
            self.claims.has.append(Has(whole.nouns[-1], parts, parts.start, parts.end, flags=frozenset({"events"})))
            self.claims.exists.append(Exists(parts, STRONG, "brought"))
            return
        if group is None or (isinstance(following, Verb) and following.form in ("ing", "finite")):
            return  # "with each farm recording ...": the verb tells
        if self._behind_counted(at, group) or self._numbered(at, group):
            return
        if (owner := whose_list(self.pieces, at, group)) is not None:
            self._list(owner, group, "have", "")
            return
        if self._is(at - 2, "to") and self._is(at - 4, "from") and self.subject and not attribute_list(group):
            self._list(self.subject[-1], group, "have", "")  # "a sailing goes from one port to another with one ship": by which it goes
            return
        owners, direct = self._before(at)
        verb = self._piece(at - 1)
        if isinstance(verb, Mark) and (verb.text in ("in", "on", "up") or verb.tag == "ADV"):
            verb = self._piece(at - 2)  # "log in with a username and a password", "register online with ..."
        comes = isinstance(verb, Verb) and verb.base in ENTERS | {"arrive", "come", "appear"} and not verb.passive
        if comes and owners and many_facts(group) and not self._is_system(owners):
            self._list(owners[-1], group, "have", "")  # "users register with their name and email", "batches arrive with a number"
            return
        if self._is_done_with(at, group) and self.done_now is not None:
            self._list(self.done_now, group, "record", "")  # "tenants reserve a room for a while with start time and end time"
            self.occasion = self.done_now
            return
        if isinstance(verb, Verb) and verb.passive and owners and attribute_list(group) and not self._is_system(owners):
            self._list(owners[-1], group, "have", "")  # "every tree is labelled with a tag number"
            return
        subject = self._passive_subject(at)
        if subject is not None and many_facts(group):
            self._list(subject, group, "have", "")  # "alarms are raised by turbines with a code and a time"
            return
        if not owners or self._companion(at, group) or (subject is not None and not attribute_list(group)):
            return  # "flown by one pilot with one drone": with it is flown
        be = self._piece(at - 2)
        if (
            isinstance(be, Verb)
            and be.base == "be"
            and self.subject
            and owners[-1].plural
            and many_facts(group)
            and not self._is_system(self.subject)
        ):
            self._list(self.subject[-1], group, "have", "")  # "deliverymen are employees with a number and a name"
            return
        if self._quantities(at, owners[-1], group) or self._paired(at, owners[-1], group):
            return
        if self._is(at - 1, "each") or (direct and self._looks_owned(group)):
            owner = owners[-1]
            if self._is_system([owner]):
                self._keeps(group, STRONG, "with")
            else:
                self._list(owner, group, "have", "")

    def _is_done_with(self, at: int, group: Group) -> bool:
        """A list of when, behind a doing that is kept each time, in the same clause."""
        verb_at = next((i for i in range(at - 1, -1, -1) if isinstance(self.pieces[i], Verb)), -1)
        between = self.pieces[verb_at + 1 : at]
        apart = any(isinstance(p, Mark) and p.tag in ("STOP", "COLON") for p in between)
        verb = self._piece(verb_at)
        doing = self.done_now is not None and isinstance(verb, Verb) and self.done_now.start == verb.start
        return doing and not apart and len(group.nouns) > 1 and any(n.key[-1] in TIME_HEADS or n.key[-1] in OUTCOMES for n in group.nouns)

    def _behind_counted(self, at: int, group: Group) -> bool:
        """ "a job produces several artifacts, with a file name and size": the list behind the comma is of what was counted."""
        place = at - 4 if self._is(at - 3, "like", "as") else at - 2
        place -= self._is(place, "such")
        before = self._piece(place)  # "a race has several categories like fun run, with a name and a distance": of the categories
        counted = isinstance(before, Group) and self._is(at - 1, ",") and before.nouns[-1].plural and before.nouns[-1].bounds.stated
        if not counted or not isinstance(before, Group) or not many_facts(group) or not isinstance(self._piece(place - 1), Verb):
            return False
        self._list(before.nouns[-1], group, "have", "")
        return True

    def _numbered(self, at: int, group: Group) -> bool:
        """ "lessons are given by instructors, with instructor ID and name": whose number the list has, has the list."""
        before = self._piece(at - 1 - self._is(at - 1, ","))
        if not isinstance(before, Group) or self._is_system(before.nouns):
            return False
        nearest = before.nouns[-1]
        numbered = any(n.key[:-1] == words_of(nearest) and n.key[-1] in listed("identifier_head") for n in group.nouns)
        numbered |= group.nouns[0].key == (*words_of(nearest)[-1:], "name")  # "provides psychological scales, with scale name and scoring rule"
        owner = nearest if numbered else self._numbered_before(at, group)  # "gifts are in a catalogue, with a gift ID and a name"
        if owner is not None:
            self._list(owner, group, "have", "")
        return owner is not None

    def _passive_subject(self, at: int) -> Noun | None:
        """What a passive verb speaks of, where only where, when and by whom stands between it and this place."""
        here = at - 1
        when = self._piece(at - 1)
        occasion = isinstance(when, Group) and happens(when.nouns[0].key[-1]) and not (when.nouns[0].bounds.article or when.nouns[0].plural)
        if not (self._is(at - 2, "by", "during", "against") or (occasion and self._is(at - 2, "upon", "on", "at", "after", "before"))):
            return None  # "stored in vaults with a temperature": the place's own; "recorded upon admission with a name": what is recorded
        while here > 1 and isinstance(self._piece(here), Group) and self._piece_tag(here - 1) == "PREP":
            here -= 2
        verb = self._piece(here)
        found = self.subject[-1] if self.subject and here < at - 1 and isinstance(verb, Verb) and verb.passive else None
        return None if found is None or self._is_system([found]) else found

    def _quantities(self, at: int, owner: Noun, group: Group) -> bool:
        """ "an order contains products with quantities": the quantity is of the product within the order, a line of its own."""
        verb = self._piece(at - 2)
        if not isinstance(verb, Verb) or verb.base not in listed("contains") or not self.subject or self._is_system(self.subject):
            return False
        if not (owner.plural and all(n.key[-1] in PAIRED for n in group.nouns)):
            return False
        whole = self.subject[-1]
        self._line_of(whole, Group([owner, *group.nouns], group.start, group.end))
        self.claims.has[:] = [h for h in self.claims.has if not (h.owner is whole and h.item is owner)]
        return True

    def _line_of(self, whole: Noun, group: Group) -> None:
        """Lines of `whole`, each with one of every plural of `group` and a value of the rest."""
        line = Noun((*words_of(whole), "line"), group.start, group.end, Bounds())
        self.claims.has.append(Has(whole, line, group.start, group.end, flags=frozenset({"events"})))
        others = [n for n in group.nouns[1:] if n.plural and not is_attribute_head(n.head) and n.key[-1] not in PAIRED]
        things = [group.nouns[0], *others]
        amounts = {n.start for n in group.nouns if n.plural and n.key[-1] in PAIRED}
        ones = {n.start: Bounds(1, 1, True) for n in things} | dict.fromkeys(amounts, Bounds())
        items = [Noun(words_of(n), n.start, n.end, ones[n.start]) if n.start in ones else n for n in group.nouns]
        self._list(line, Group(items, group.start, group.end), "have", "")
        self.claims.exists.append(Exists(line, STRONG, "line"))
        self.claims.exists.extend(Exists(n, WEAK, "in a line") for n in things)

    def _is_lines(self, owner: Noun, group: Group) -> bool:
        """ "order details including parts, suppliers, quantity and price": an order has several such lines."""
        if owner.key[-1] != "detail" or len(owner.key) == 1:
            return False
        things = [n for n in group.nouns if n.plural and not n.bounds.stated and not is_attribute_head(n.head) and n.key[-1] not in PAIRED]
        amounts = [n for n in group.nouns if not n.plural and n.key[-1] in PAIRED]
        return bool(things and amounts) and things[0] is group.nouns[0]

    def _paired(self, at: int, owner: Noun, group: Group) -> bool:
        """ "an interpreter speaks several languages, each with a level": the level is of the pair, not of the language."""
        verb = next((p for p in reversed(self.pieces[:at]) if isinstance(p, Verb)), None)
        if not self._is(at - 1, "each") or verb is None or not self.subject or self._is_system(self.subject):
            return False
        whole = self.subject[-1]
        several = whole if whole.plural and not owner.plural else owner  # "several members serve in a team, each with a role"
        part = several.key[-1] in ("line", "item", "entry", "position", "row") or verb.base in ("consist", "comprise", "compose")
        if not (several.plural or several.bounds.stated) or part or not all(n.key[-1] in PAIRED for n in group.nouns):
            return False
        words = (happening(verb.base),) if several is whole and is_named(verb.base) else (*words_of(whole), *words_of(owner))
        self._tell_pair(Noun(words, group.start, group.end, Bounds()), [whole, owner], group)
        self.claims.has[:] = [h for h in self.claims.has if not (h.owner is whole and h.item is owner)]
        self.claims.relates[:] = [r for r in self.claims.relates if not (r.subject is whole and r.object is owner)]
        return True

    def _tell_pair(self, pair: Noun, ends: list[Noun], group: Group) -> None:
        """The pair, as something that points at both and has the list."""
        self.claims.exists.append(Exists(pair, STRONG, "paired"))
        self.claims.exists.extend(Exists(n, FAIR, "paired") for n in reversed(ends))
        ones = [Noun(words_of(n), n.start, n.end, Bounds(1, 1, True)) for n in ends]
        self._list(pair, Group([*ones, *group.nouns], group.start, group.end), "have", "")
        self.occasion = pair

    def _companion(self, at: int, group: Group) -> bool:
        """ "patients book appointments with doctors": behind the object of a verb, one uncounted noun is who or what is met."""
        verb = self._piece(at - 2)
        alone = len(group.nouns) == 1 and not is_attribute_head(group.nouns[0].head) and not group.nouns[0].bounds.stated
        return isinstance(verb, Verb) and verb.form == "finite" and verb.base not in listed("contains", "manage", "record") and alone

    def _looks_owned(self, group: Group) -> bool:
        """What follows "with" is a list, an attribute or a counted noun, and not a companion ("appointments with a vet")."""
        first = group.nouns[0]
        return len(group.nouns) > 1 or is_attribute_head(first.head) or first.bounds.stated or first.plural or not first.bounds.article

    def _expand(self, after: int, at: int) -> None:
        after += self._is(after, ",")  # "i.e., name and rank"
        group = self._group_at(after)
        owners = self._unwrapped_before(at) or self._before(at)[0]
        if group is None or not owners:
            return
        identified = whose_list(self.pieces, at - 2, group) if self._is(at - 2, "with") else None
        owner = identified or owners[-1]
        if is_value_list(owner, group):
            owner.inside = [*owner.inside, *group.nouns]
        elif any(is_attribute_head(noun.head) for noun in group.nouns):
            self._include(owner, group)

    def _brackets(self, at: int, noun: Noun) -> None:
        inner = [piece for piece in grouped(noun.inside) if isinstance(piece, Group)] if noun.inside else []
        if not inner or len(inner[0].nouns) < 2 or is_value_list(noun, inner[0]):
            return
        if noun.plural and not attribute_list(inner[0]):
            self._kinds(noun)
            return
        before = self._piece(at - 2)
        drawn = noun.key[-1] in SERIES and self._is(at - 1, "from", "in", "of")
        owner = noun
        if drawn and isinstance(before, Group) and not is_attribute_head(before.nouns[-1].head):
            owner = before.nouns[-1]  # "a procedure from the catalogue (code, price)": the procedure's
        made = self._piece(at - 2 - self._is(at - 2, "once")) if self._is(at - 1, "per") else None
        if isinstance(made, Group) and not is_attribute_head(made.nouns[-1].head):
            owner = made.nouns[-1]  # "submit an answer sheet once per questionnaire (submission time, address)": the sheet's
            self._tie(owner, noun)
        self._list(owner, inner[0], "have", "")
        self.claims.exists.append(Exists(owner, FAIR, "brackets"))

    def _kinds(self, noun: Noun) -> None:
        """ "members (students and staff)", "elements (negative, print)": a type with these values."""
        kind = Noun(("type",), noun.start, noun.end, Bounds())
        kind.inside = noun.inside
        self._list(noun, Group([kind], noun.start, noun.end), "have", "")

    def _possessive(self, noun: Noun) -> None:
        owner = noun.owner
        if owner is not None and not is_container(words_of(owner)):
            self.claims.exists.append(Exists(owner, 0.5, "possessive"))

    def _group(self, at: int, group: Group) -> None:
        met, tied = self._is(at + 1, "to", "at", "by", "from", "with"), self._is(at + 1, "between")
        for noun in group.nouns:
            if noun.bounds.each and not is_attribute_head(noun.head):
                self.claims.exists.append(Exists(noun, FAIR, "each"))
            if noun.of is not None and noun.key[-1] in ("report", "list", "overview", "history") and noun.of.plural:
                self.claims.exists.append(Exists(noun.of, WEAK, "report of"))
            if noun.owner is not None and not noun.inside:
                self._possessive(noun)
            if met:
                self._takes_place_with(at, noun)
            if tied:
                self._joins(at, noun)
            if noun.of is not None and noun.of.bounds.stated and noun.of.bounds.most != 1 and noun.of.plural:
                self._group_of_several(noun, noun.of)
            if self._are_of(noun):
                assert noun.of is not None
                self.claims.has.append(Has(noun.of, noun, noun.start, noun.end, flags=frozenset({"events"}), verb="of"))
            if noun.of is not None and noun.key != ("number",) and is_attribute_head(noun.head) and not is_attribute_head(noun.of.head):
                self.claims.exists.append(Exists(noun.of, 0.5, "of"))
            if noun.inside:
                self._brackets(at, noun)

    def _group_of_several(self, whole: Noun, parts: Noun) -> None:
        """ "a jury of several members": it has them."""
        a_group = whole.key[-1] in listed("organized") or (whole.bounds.article == "a" and not whole.plural)
        if a_group and not (whole.key[-1] in SERIES | listed("wrapper", "event") or is_nominal(whole.head) or is_attribute_head(whole.head)):
            self.claims.has.append(Has(Noun(words_of(whole), whole.start, whole.end, Bounds()), parts, whole.start, parts.end))
            self.claims.exists.append(Exists(whole, WEAK, "of several"))

    def _takes_place_with(self, at: int, event: Noun) -> None:
        """ "each loan of an exhibit to a museum", "each call of a ship at a berth": of one museum, at one berth."""
        behind = self._piece(at + 2)
        if not isinstance(behind, Group) or not (event.bounds.each or (event.owner is not None and event.owner.bounds.each)):
            return
        noun = behind.nouns[0]
        if (
            (noun.bounds.article == "a" or (noun.bounds.article == "the" and not self._is_title(noun)))
            and self._is_done(event)
            and not is_attribute_head(noun.head)
        ):
            self._tie(event, noun)

    def _is_done(self, noun: Noun) -> bool:
        return noun.key[-1] in listed("event") or (noun.owner is not None and noun_class(noun.key[-1]) in DOINGS)

    def _joins(self, at: int, noun: Noun) -> None:
        """ "the lease between a tenant and a house": of one tenant, and of one house."""
        ends = self._piece(at + 2)
        if not isinstance(ends, Group) or len(ends.nouns) != 2 or is_attribute_head(noun.head):
            return
        if noun.key[-1] in TIES or any(end.bounds.article != "a" and not end.bounds.each for end in ends.nouns):
            return
        for end in ends.nouns:
            self._tie(noun, end)

    def _are_of(self, noun: Noun) -> bool:
        """ "the visits of a pet", "each session of a script": the pet has the visits. "Residents of the community" are of the one there is."""
        if noun.of is None or is_attribute_head(noun.head) or is_container(noun.of.key) or noun.key in PLAIN_FACTS:
            return False
        many = noun.plural or (noun.bounds.each and noun.key[-1] in listed("event"))
        if noun.plural and noun.of.plural and happens(noun.key[-1]) and not noun.of.bounds.stated:
            return True  # "inspections of lighthouses"
        return many and bool(noun.of.bounds.article) and not (noun.of.bounds.article == "the" and self._is_title(noun.of))

    def _is_title(self, noun: Noun) -> bool:
        """ "the judges of the court" in a "court case management system": whose software it is."""
        return noun.key[-1] in ONLY_ONE or noun.key[-1] in self.title

    def _is_done_to(self, noun: Noun, head: str) -> bool:
        """ "creation of accounts", "information on lots"; "each sowing of a packet" is kept itself."""
        return not (noun.bounds.each and happens(head)) and (is_nominal(head) or head in listed("wrapper") or head in ACTIONS)

    def _keeps_something(self, at: int) -> bool:
        return any(isinstance(p, Verb) and p.base in listed("record", "manage", "contains") for p in self.pieces[:at])

    def _keeps(self, group: Group, weight: float, why: str) -> None:
        for noun in group.nouns:
            target = noun
            key = words_of(noun)
            if noun.owner is not None and key[-1] in listed("wrapper"):
                target = noun.owner
            elif noun.of is not None and self._is_done_to(noun, key[-1]):
                target = noun.of
            elif noun.of is not None and not is_attribute_head(noun.head) and not is_container(noun.of.key):
                each = {"events"} if noun.bounds.each else set()
                self.claims.has.append(Has(noun.of, noun, noun.start, noun.end, flags=frozenset({"part", *each})))
            elif noun.owner is not None and not is_container(words_of(noun.owner)):
                many = noun.owner.plural or noun.owner.bounds.each
                done = noun_class(key[-1]) in DOINGS or happens(key[-1]) or noun.key[-1] in listed("wrapper")
                each = {"events"} if many and done and key[-1] not in listed("party") else set()
                self.claims.has.append(Has(noun.owner, noun, noun.start, noun.end, flags=frozenset(each)))
            elif is_nominal(key[-1]) and why == "support":
                if len(key) == 1 or key[-1] in listed("event"):
                    continue  # "supports creation and deletion": what one does there
                target = Noun(key[:-1], noun.start, noun.end, Bounds())
            self.claims.exists.append(Exists(target, weight, why))
        if len(group.nouns) == 1 and group.nouns[0].plural:
            self.topic = group.nouns[0]  # "the system keeps a list of players. Each has a name"
