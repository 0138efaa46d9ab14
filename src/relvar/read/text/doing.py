"""Who does what to what: verbs between two, where and when; what something is for; doings that leave a record."""

from __future__ import annotations

from relvar.read.text.claims import Done, Exists, Has, Relates
from relvar.read.text.kinds import JUDGED, is_agent
from relvar.read.text.listing import many_facts
from relvar.read.text.lists import Group
from relvar.read.text.mended import BESIDE
from relvar.read.text.naming import is_attribute_head, is_nominal, words_of
from relvar.read.text.nominal import happening, happens
from relvar.read.text.owning import STRONG, TIES, WEAK
from relvar.read.text.phrases import Mark, Noun, Verb
from relvar.read.text.quantity import Bounds
from relvar.read.text.specialising import Specialising
from relvar.read.text.words import listed, noun_class

SOFTWARE = {
    "system",
    "platform",
    "application",
    "app",
    "website",
    "site",
    "portal",
    "service",
    "tool",
    "software",
    "solution",
    "marketplace",
    "network",
}
TIED_BY = ("for", "of", "in", "at", "on", "from", "between", "by")
# what many are put into, where parts are what one is taken apart into: "students are divided into groups", "events into shifts"
GROUPINGS = {"group", "team", "class", "category", "type", "kind", "level", "grade", "league", "division", "tier", "squad", "cohort", "band"}
DIVIDING = {"divide", "split", "subdivide", "partition", "separate", "segment"}
KEPT_FOR_ONESELF = {"favourite", "favorite", "bookmark", "wishlist", "watchlist", "wish-list", "watch-list"}
ABOVE = {"parent", "superior", "higher-level", "enclosing", "preceding"}
TRADING = {"order", "rent", "hire", "reserve", "borrow", "subscribe"}  # whoever does it is a customer: restaurants order wines
PARTED = {"pay", "deliver", "ship", "settle", "publish", "release", "repay", "supply"}
PARTS_OF_A_SUM = {"instalment", "installment", "part", "stage", "tranche", "batch", "consignment", "shipment", "portion"}
OF_ONE = {"serve", "need", "require", "make", "design", "develop", "build"}  # idle of the software, a tie of a single thing
RELATING = ("to", "for", "in", "on", "at", "with")
SPACES = {("place",), ("seat",), ("spot",), ("slot",)}
LETTING = {"let", "allow", "enable"}  # "a canteen lets parents order lunches": who does what is said behind it
COMPARING = {"exceed", "surpass", "outnumber", "equal"}  # "a reading exceeds a threshold" compares the two, and neither has the other
READ_ONLY = {"report", "list", "overview", "summary", "dashboard", "statistic", "notification", "reminder", "newsletter", "email", "message", "alert"}
LIMITS = ("until", "unless", "till")  # "the clock falls until a buyer stops it": when something ends, and no tie
CONNECTING = {"connect", "link", "relate", "join", "bind", "tie", "associate"}
LEAVES = {"provide", "give", "leave", "submit", "write", "make", "pay", "file", "issue"}  # what one does when something is over
ADDED = {"add", "attach", "upload", "append"}
GETS = {"get", "receive", "obtain", "gain"}
GIVES = {"give", "assign", "allocate", "issue", "grant"}
SCHEDULED = {"assign", "book", "reserve", "allocate", "rent", "hire"}


def _lasts(noun: Noun) -> bool:
    """ "for a season", "for two weeks": a stretch of time."""
    return noun_class(noun.key[-1]) == "time" and (noun.bounds.article == "a" or noun.bounds.stated or noun.plural)


def _uncounted(noun: Noun) -> Noun:
    """ "one cartoon, which was drawn by a designer": the count belongs to the clause before."""
    return Noun(noun.words, noun.start, noun.end, Bounds(), noun.owner, noun.of) if noun.bounds.stated else noun


def _is_bare(noun: Noun) -> bool:
    return not (noun.plural or noun.bounds.article or noun.bounds.stated)


class Doing(Specialising):
    """Constructions by which two things are related."""

    def _does(self, at: int, verb: Verb, subjects: list[Noun], direct: bool) -> None:
        if (self.idle and not self._with_its_own(at)) or (verb.base in listed("idle") and not (verb.passive or self._does_itself(verb, subjects))):
            return
        if verb.base in COMPARING or (verb.base in LETTING and not verb.passive) or self._is(at - 2, *LIMITS):
            return
        if verb.base in GETS and (told := self._group_at(at + 1)) is not None and told.nouns[0].key[-1] in READ_ONLY and told.nouns[0].of is not None:
            return  # "managers get a monthly report of open defects": they look at the defects
        if self._piece_tag(at - 1) == "REL":
            subjects = [_uncounted(noun) for noun in subjects]
        group = self._group_at(at + 1)
        if verb.passive or verb.form == "ed":
            if not self._numbered_by(verb, subjects, group):
                self._passive(at, verb, subjects)
            return
        objects = group.nouns if group is not None else []
        if self._connects(at, verb, subjects, group):
            return
        if self._numbered_by(verb, subjects, group) or self._regularly(at, verb, subjects, group):
            return
        after_each = self._is(0, "after", "upon", "following") and verb.base in LEAVES and self.each not in subjects
        if self.each is not None and not self.inline and verb.form == "finite" and (not subjects or after_each):
            self._each_has(objects)  # "for each story, create tasks", "after each visit the guest can leave a comment"
            listed_behind = any(isinstance(p, Verb) and p.base == "include" for p in self.pieces[at + 1 :])
            self.claims.exists.extend(Exists(noun, STRONG, "added") for noun in objects if after_each and listed_behind and happens(noun.key[-1]))
        if self._is_system(objects):
            return  # "covers all aspects from registration to payment"
        for subject in subjects:
            for noun in objects:
                self._relate(subject, verb, "", noun, direct=True)
        after = at + 2 if group is not None or self._is(at + 1, "them", "it") else at + 1
        if group is None and not verb.negated and not self._is(at + 1, *RELATING):  # "a donor may donate once in eight weeks"
            self.claims.done.extend(Done(subject, verb.base, verb.start, verb.end) for subject in subjects)
        if group is not None and (given := self._given(after)) is not None:
            objects = self._gives(verb, subjects, objects, given)
            after += 1
        self._prepositions(after, verb, subjects, objects)

    def _connects(self, at: int, verb: Verb, subjects: list[Noun], group: Group | None) -> bool:
        """ "a lease contract connects a tenant with an office": it is of one of each."""
        other = self._group_at(at + 3) if self._is(at + 2, "with", "to") else None
        if verb.base not in CONNECTING or verb.passive or group is None or not subjects or self._is_system(subjects):
            return False
        ends = [group.nouns[0], other.nouns[0]] if other is not None else group.nouns
        single = subjects[-1].bounds.article == "a" or subjects[-1].bounds.each
        doings = happens(subjects[-1].key[-1])  # "loans connect visitors and telescopes": one of each
        if len(ends) != 2 or not (single or doings) or any((n.plural and not doings) or is_attribute_head(n.head) for n in ends):
            return False
        for end in ends:
            self._tie(subjects[-1], end)
            self.claims.exists.append(Exists(end, WEAK, "connected"))
        return True

    def _numbered_by(self, verb: Verb, subjects: list[Noun], group: Group | None) -> bool:
        """ "every sample gets a number upon arrival", "each is assigned a code": it has it from then on."""
        gets = verb.base in GIVES if verb.passive else verb.base in GETS
        if not gets or group is None or verb.negated or not subjects or self._is_system(subjects) or group.nouns[0].counted:
            return False
        if group.nouns[0].key[-1] not in listed("identifier_head"):
            return False
        self._list(subjects[-1], group, "have", verb.modal)
        return True

    def _regularly(self, at: int, verb: Verb, subjects: list[Noun], group: Group | None) -> bool:
        """ "drivers get an invoice each month": one more of the driver's each time."""
        if verb.base not in GETS or verb.negated or not subjects or self._is_system(subjects) or group is None:
            return False
        noun = group.nouns[0]
        when = group.nouns[1] if len(group.nouns) > 1 else None
        behind = self._group_at(at + 2)
        when = behind.nouns[0] if when is None and behind is not None else when
        paced = when is not None and when.bounds.each and noun_class(when.key[-1]) == "time"
        if not paced or noun.bounds.article != "a" or is_attribute_head(noun.head) or noun.key[-1] in READ_ONLY:
            return False
        self.claims.exists.append(Exists(noun, STRONG, "regularly"))
        self.claims.has.append(Has(subjects[-1], noun, noun.start, noun.end, flags=frozenset({"events"})))
        return True

    def _does_itself(self, verb: Verb, subjects: list[Noun]) -> bool:
        """ "each hearing needs one language": what the software helps with is said of its users in general, this of each one."""
        at = next((i for i, p in enumerate(self.pieces) if p is verb), 0)
        group = self._group_at(at + 1)
        if verb.base == "need" and not (group is not None and group.nouns[0].bounds.stated and not self._is_system(group.nouns)):
            return False  # "a bakery needs a database"
        if verb.base in ("make", "build") and group is not None and group.nouns[0].plural and not group.nouns[0].bounds.stated:
            return False  # "a tailor makes suits": what the business does
        single = bool(subjects) and (subjects[-1].bounds.each or subjects[-1].bounds.article == "a")
        if verb.base in JUDGED and subjects and (subjects[-1].key[-1] in listed("party") or is_agent(subjects[-1].key[-1])):
            return True  # "a manager evaluates a contract"
        return verb.base in OF_ONE and single and not self._is_system(subjects)

    def _given(self, at: int) -> Group | None:
        """ "gives a pupil a mark": right behind the one who gets it, what is given."""
        piece = self._piece(at)
        return piece if isinstance(piece, Group) and (piece.nouns[0].bounds.article == "a" or piece.nouns[0].bounds.stated) else None

    def _gives(self, verb: Verb, subjects: list[Noun], receivers: list[Noun], given: Group) -> list[Noun]:
        self.claims.relates[:] = (
            [r for r in self.claims.relates if not (r.start >= min(s.start for s in subjects) and r.object in receivers)]
            if (subjects)
            else self.claims.relates
        )
        for noun in given.nouns:
            for subject in subjects:
                self._relate(subject, verb, "", noun, direct=True)
            for receiver in receivers:
                self._relate(noun, verb, "to", receiver, direct=True)
        return given.nouns

    def _each_has(self, objects: list[Noun]) -> None:
        for noun in objects:
            if self.each is not None and (happens(noun.key[-1]) or not is_attribute_head(noun.head)):
                self.claims.has.append(Has(self.each, noun, noun.start, noun.end, flags=frozenset({"events"})))
                self.claims.exists.append(Exists(noun, WEAK, "for each"))

    def _passive(self, at: int, verb: Verb, subjects: list[Noun]) -> None:
        comes = verb.base in listed("create") | {"give", "do", "open"} or self._is(0, "from")
        if (cause := self._when(at)) is not None and comes and subjects and subjects[-1].bounds.article == "a" and verb.form == "finite":
            self._tie(subjects[-1], cause)  # "when a bicycle is handed in, a repair order is opened": for the bicycle
        if self.each is not None and not self.inline and comes and self.each not in subjects:
            self._each_has([n for n in subjects if n.bounds.article == "a" or n.bounds.stated])  # "after each loan a report is made"
        here = at + 1
        placed = isinstance(self._piece(here), Mark) and self._group_at(here + 1) is not None
        if self._is(here, "twice") or not (verb.negated or placed):  # "cannot be rented twice": that it is rented goes without saying
            self.claims.done.extend(Done(subject, verb.base, verb.start, verb.end) for subject in subjects)
        while isinstance(self._piece(here), Mark) and self._group_at(here + 1) is not None:
            preposition, group = self._piece(here), self._group_at(here + 1)
            assert isinstance(preposition, Mark) and group is not None
            if preposition.tag != "PREP" and preposition.text != "to":
                break
            if self._dated(preposition, group, subjects):
                here += 2
                continue
            for noun in group.nouns:
                for subject in subjects:
                    if words_of(noun) == words_of(subject) and not ({"other", "another"} & {*noun.words, noun.bounds.article}):
                        continue
                    if preposition.text == "in" and verb.base in PARTED and noun.plural and noun.key[-1] in PARTS_OF_A_SUM:
                        self._list(subject, group, "include", verb.modal)  # "invoices may be paid in instalments"
                    elif preposition.text == "into" and verb.base in DIVIDING and not (subject.plural and noun.key[-1] in GROUPINGS):
                        self._list(subject, group, "include", verb.modal)  # "every lot is divided into spaces"
                    elif preposition.text == "by" and verb.base in listed("view_verbs") and _is_bare(noun):
                        continue  # "listed by section": how
                    elif preposition.text in ("upon", "on") and _is_bare(noun) and noun.key in BESIDE:
                        continue  # "issued upon request": how
                    elif preposition.text == "between" and self._between_two(here - 1, subject):
                        continue  # "a marriage is concluded between two persons"
                    elif preposition.text == "by":
                        self._relate(noun, verb, "", subject, direct=True, passive=True)
                    else:
                        self._relate(subject, verb, preposition.text, noun, direct=False, passive=True)
            here += 2

    def _when(self, at: int) -> Noun | None:
        """To what something is done in the clause before, behind "when", "once" or "after"."""
        thing, done = self._piece(1), self._piece(2)
        opens = self._is(0, "when", "whenever", "once", "if", "after") and any(self._is(i, ",") for i in range(3, at))
        told = opens and isinstance(thing, Group) and isinstance(done, Verb) and done.passive
        noun = thing.nouns[-1] if told and isinstance(thing, Group) else None
        return noun if noun is not None and noun.bounds.article == "a" and not is_attribute_head(noun.head) else None

    def _added(self, at: int, verb: Verb, subjects: list[Noun]) -> bool:
        """ "several descriptions can be added to each product, including content and type": a product's, with a list of their own."""
        whole = self._group_at(at + 2) if verb.base in ADDED and not verb.negated and self._is(at + 1, "to") else None
        if whole is None or not subjects or not subjects[-1].plural:
            return False
        one = whole.nouns[0]
        if not (one.bounds.each or one.bounds.article == "a") or self._is_system(whole.nouns) or is_attribute_head(one.head):
            return False
        part = subjects[-1]
        self.claims.has.append(Has(one, part, part.start, one.end, flags=frozenset({"events"})))
        following = self._piece(at + 4)
        list_ = self._group_at(at + 5) if isinstance(following, Verb) and following.base == "include" else None
        if list_ is not None and any(n.key[:1] == part.key[-1:] for n in list_.nouns):
            self.claims.exists.append(Exists(part, STRONG, "added"))
            self.added = part
        return True

    def _prepositions(self, here: int, verb: Verb, subjects: list[Noun], objects: list[Noun]) -> None:
        while True:
            mark, group = self._piece(here), self._group_at(here + 1)
            if not isinstance(mark, Mark) or group is None:
                return
            when = mark.text in ("after", "before") and (group.nouns[0].bounds.each or group.nouns[0].bounds.article == "a")
            if mark.tag != "PREP" and not (when and not isinstance(self._piece(here + 2), Verb)):
                return
            if mark.text == "with" and self._looks_owned(group) and not self._companion(here, group):
                return
            placed = [o for o in objects if o.key not in SPACES]
            if (
                self._dated(mark, group, objects or subjects)
                or self._saved(mark, group, subjects, objects)
                or self._divided(here, verb, group, objects)
            ):
                here += 2
                continue
            for noun in group.nouns:
                for source in placed or subjects:
                    self._relate(source, verb, mark.text, noun, direct=not placed and bool(objects), alone=not placed)
            here += 2

    def _divided(self, here: int, verb: Verb, group: Group, objects: list[Noun]) -> bool:
        """ "coordinators split events into shifts", "create events and split them into shifts": the events have the shifts."""
        if verb.base not in DIVIDING or not self._is(here, "into") or group.nouns[0].key[-1] in GROUPINGS:
            return False
        pronoun = self._is(here - 1, "them", "it")
        made = [p for p in self.pieces[: here - 1] if isinstance(p, Group) and isinstance(self._piece(self.pieces.index(p) - 1), Verb)]
        wholes = (made[-1].nouns if made else []) if pronoun else objects
        for whole in wholes[-1:]:
            self._list(whole, Group(group.nouns[:1], group.start, group.end), "include", verb.modal)
        return bool(wholes)

    def _saved(self, mark: Mark, group: Group, subjects: list[Noun], objects: list[Noun]) -> bool:
        """ "buyers save listings to favourites": which of them whom, each time."""
        noun = group.nouns[0]
        if mark.text not in ("to", "as", "in") or noun.key[-1] not in KEPT_FOR_ONESELF or not subjects or not objects:
            return False
        self.claims.exists.append(Exists(noun, STRONG, "saved"))
        for end in (subjects[-1], objects[-1]):
            one = Noun(words_of(end), end.start, end.end, Bounds(1, 1, True))
            self.claims.has.append(Has(noun, one, end.start, end.end, flags=frozenset({"tie"})))
        start = min(o.start for o in objects)
        self.claims.relates[:] = [r for r in self.claims.relates if not (r.object in objects and r.subject in subjects and r.start <= start)]
        return True

    def _dated(self, mark: Mark, group: Group, of: list[Noun]) -> bool:
        """ "handed out to a household on a date", "takes place at a time": when it was belongs to it."""
        noun = group.nouns[0]
        if mark.text == "in" and noun.key[-1] in ("order", "sequence", "way", "manner") and noun.words[0] in noun.adjectives:
            return True  # "in a fixed order" says how
        if mark.text not in ("on", "at") or noun.bounds.article != "a" or noun.key[-1] not in ("date", "time", "day") or not of:
            return False
        before = [piece.nouns[-1] for piece in self.pieces if isinstance(piece, Group) and piece.end <= mark.start][-1:]
        if noun.key[-1] == "time" and any(n.bounds.stated for n in (of[-1], *before)):
            return False  # "one vehicle at a time", "by only one buyer at a time" say how many
        self._list(of[-1], group, "have", "")
        return True

    def _for_a_while(self) -> bool:
        """ "keepers are assigned to a lighthouse for a period": who is there when is kept."""
        pairs = zip(self.pieces, self.pieces[1:], strict=False)
        return any(isinstance(m, Mark) and m.text == "for" and isinstance(g, Group) and _lasts(g.nouns[0]) for m, g in pairs)

    def _relate(self, subject: Noun, verb: Verb, preposition: str, noun: Noun, direct: bool, alone: bool = False, passive: bool = False) -> None:
        if preposition == "by" and verb.form == "finite" and not noun.bounds.article and not noun.plural:
            return  # "batch by batch", "by chip number": a manner
        if preposition == "by" and verb.base in listed("view_verbs") and noun.key[-1] in listed("written") and len(noun.key) == 1:
            return  # "search articles by words": how
        start, end = min(subject.start, noun.start), max(subject.end, noun.end)
        seen = verb.base in listed("view_verbs") or noun.key[-1] in ("report", "list", "board", "overview")
        if noun.of is not None and not is_attribute_head(noun.head) and not is_nominal(noun.head) and not seen:
            self.claims.has.append(Has(noun.of, noun, noun.start, noun.end, flags=frozenset({"events"})))
            self.claims.exists.append(Exists(noun.of, WEAK, "of"))
        if (
            verb.base in SCHEDULED
            and (self.overlaps or self._for_a_while())
            and noun.key[-1] not in listed("event")
            and subject.key[-1] not in listed("event")
            and preposition != "by"
        ):
            self.claims.exists.append(Exists(Noun((happening(verb.base),), verb.start, verb.end, Bounds()), STRONG, "scheduled"))
        if is_agent(subject.key[-1]) and subject.key[-1] not in listed("party") and not preposition:
            self.claims.hints.append(Exists(subject, WEAK, "agent"))
        for one in (subject, noun):
            if one.bounds.stated and one.bounds.most != 0 and not is_attribute_head(one.head) and not is_nominal(one.head) and not seen:
                self.claims.hints.append(Exists(one, WEAK, "counted end"))
        if noun.words[0] in ABOVE and noun.key[1:] == words_of(subject) and not self._is_system([subject]):
            self._list(subject, Group([noun], noun.start, noun.end), "have", verb.modal)
            return  # "folders can be nested under a parent folder"
        self._eventful(subject, verb, preposition, noun)
        if noun.key in SPACES and not preposition:
            return  # "book places in classes" is to book classes
        self.claims.relates.append(Relates(subject, verb.base, preposition, noun, start, end, verb.modal, verb.negated, direct, alone, passive))

    def _eventful(self, subject: Noun, verb: Verb, preposition: str, noun: Noun) -> None:
        """ "members comment on tasks", "buyers bid for lots": what they do is kept, each time."""
        signs_up = verb.base == "register" and preposition == "for"
        if (
            not (signs_up or verb.base in listed("eventful"))
            or preposition not in ("", "on", "for", "in", "to")
            or (noun.key[-1] in listed("event") and not signs_up)
            or is_attribute_head(noun.head)
        ):
            return
        acts = words_of(subject)[-1] in listed("party") or (verb.base in TRADING and not self._is_system([subject]))
        if acts and not verb.negated and (subject.plural or subject.bounds.each or subject.bounds.article == "a"):
            event = Noun((happening(verb.base),), verb.start, verb.end, Bounds())
            self.claims.exists.append(Exists(event, STRONG, "eventful"))
            self.done_now = event
            self.data.add(event.words)

    def _be(self, at: int, subjects: list[Noun]) -> None:
        group = self._group_at(at + 1)
        first = self._piece(0)
        if isinstance(first, Verb) and first.form == "ed" and first.base in listed("record") and group is not None and self.each is not None:
            self._list(self.each, group, "record", "")  # "recorded for each trip are the driver, the date and the distance"
            return
        if not subjects:
            return
        if self._is(at - 2, "whose") and all(is_attribute_head(n.head) for n in subjects):
            subjects[-1].inside = [p for p in [self._piece(at + 1)] if isinstance(p, Mark)]  # "a decoder, whose address is unique"
            for owner in self._antecedent(at - 2)[-1:]:
                self._list(owner, Group(subjects, subjects[0].start, subjects[-1].end), "have", "")
            return
        if self._consists_of(at, group, subjects[-1]) or self._available(at, subjects[-1]) or self._is_of_so_many_kinds(at, subjects[-1]):
            return
        if group is None:
            return
        if isinstance(first, Mark) and first.tag == "PREP" and many_facts(group) and (whose := self.each or subjects[-1].of) is not None:
            self._list(whose, group, "record", "")  # "on the card of each housekeeper are the number and the name"
            return
        if len(group.nouns) > 2 and many_facts(group) and not self._is_system(subjects) and self._may_own(subjects[-1]):
            self._list(subjects[-1], group, "have", "")  # "each roast is a record of lot number, machine number and roast time"
            return
        noun = group.nouns[0]
        verb = self._piece(at)
        if isinstance(verb, Verb) and verb.base == "become" and noun.bounds.article == "a" and noun.key[-1] in listed("event"):
            one = Noun(words_of(subjects[-1]), subjects[-1].start, subjects[-1].end, Bounds(1, 1, True))
            self.claims.has.append(Has(noun, one, noun.start, noun.end, flags=frozenset({"tie"})))
            self.claims.exists.append(Exists(noun, STRONG, "made of"))  # "an accepted offer becomes an order"
            return
        if not self._is_system(subjects) and self._is_of_kinds(at, subjects[-1], group):
            return
        if noun.bounds.article == "a" and noun.key[-1] in SOFTWARE and len(subjects) == 1 and not subjects[0].bounds.article:
            self.names.add(words_of(subjects[0]))  # "DevFlix is a platform": its name
            return
        if len(subjects) == 1 and len(group.nouns) == 1 and not self._is_part_of(subjects[0], noun):
            self._is_a(at, subjects[0], group)

    def _available(self, at: int, subject: Noun) -> bool:
        """ "each part is available from several suppliers": many of both."""
        places = self._group_at(at + 3) if self._is(at + 1, "available") and self._is(at + 2, "from", "in", "at") else None
        if places is None or not places.nouns[0].plural or is_attribute_head(subject.head) or self._is_system([*places.nouns]):
            return False
        several = Noun(places.nouns[0].words, places.start, places.end, Bounds(0, None, True))
        self.claims.relates.append(Relates(subject, "associate", "with", several, subject.start, places.end, alone=True))
        return True

    def _between_two(self, at: int, subject: Noun) -> bool:
        """ "each match is between two clubs, which are the home club and the away club": a reference to each of the two, by its role."""
        two = self._group_at(at + 2) if self._is(at + 1, "between") else None
        if two is None or len(two.nouns) > 1 or not two.nouns[0].plural or self._is_system([subject]) or subject.key[-1] in TIES:
            return False
        clause, head = self._group_at(at + 6), two.nouns[0].key
        named = [n for n in clause.nouns if n.key[-1:] == head[-1:] and len(n.words) > 1] if clause is not None and self._is(at + 4, "which") else []
        words = [n.key for n in named] if len(named) == 2 else [("first", *head), ("second", *head)]
        for role in words:
            one = Noun(role, two.start, two.end, Bounds(1, 1, True))
            self.claims.has.append(Has(subject, one, two.start, two.end, 2, flags=frozenset({"tie"}), verb="be"))
        self.claims.exists.append(Exists(Noun(head, two.start, two.end, Bounds()), WEAK, "tied"))
        return True

    def _consists_of(self, at: int, group: Group | None, subject: Noun) -> bool:
        """ "each stay is for one dog in one box", "a performance is one artist on one stage": the subject points at each."""
        here = at + 1
        counted = group is not None and group.nouns[0].bounds.stated and group.nouns[0].bounds.most == 1 and self._is(at + 2, *TIED_BY)
        verb = self._piece(at)
        if isinstance(verb, Verb) and verb.modal:
            return False  # "can be on only one active trip" is a limit
        if self._between_two(at, subject):
            return True
        if self._is_system([subject]) or not (counted or (self._is(here, *TIED_BY) and self._group_at(here + 1) is not None)):
            return False
        found = list(group.nouns) if counted and group is not None else []
        if found and found[0].key[-1] in listed("event"):  # "a sailing is one trip of a ferry on a route": what it is, not what it points at
            found = [Noun(words_of(n.of), n.of.start, n.of.end, Bounds(1, 1, True)) for n in found if n.of is not None]
        here += 1 if counted else 0
        while self._is(here, *TIED_BY) and (behind := self._group_at(here + 1)) is not None:
            found += behind.nouns
            here += 2
        found = [n for n in found if n.key != ("time",)]  # "in one vault at a time" says how many
        tied = [n for n in found if n.bounds.article == "a" or (n.bounds.stated and n.bounds.most == 1)]
        for noun in tied:
            self.claims.has.append(Has(subject, noun, noun.start, noun.end, len(tied), verb="be"))
            if not is_attribute_head(noun.head):
                self.claims.exists.append(Exists(noun, WEAK, "tied"))
        return bool(tied)
