"""What one sentence claims: who has what, who does what to what. One method a construction of English."""

from __future__ import annotations

from relvar.read.text.claims import Claims, Exists, Has, Identifies, Relates, Subtype
from relvar.read.text.lists import Group, Piece, grouped
from relvar.read.text.naming import is_attribute_head, is_container, is_nominal, words_of
from relvar.read.text.phrases import Mark, Noun, Part, Verb
from relvar.read.text.quantity import Bounds
from relvar.read.text.words import listed

STRONG, FAIR, WEAK = 3.0, 2.0, 1.0  # points for an entity, added up in entities.py; the threshold stands there
EXPANDERS = {"such", "like", "namely", "e.g", "e.g.", "i.e", "i.e.", "eg", "ie"}
EACH_CONTEXT = {"for", "with", "per", "of"}
EVENT_CONTEXT = {"at", "during", "on", "after", "upon", "in", "when", "whenever", "before"}
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
THINGS = {"engine", "network", "chain", "module", "program", "part", "example", "planner", "feature", "portal", "thing"}
AIMS = {"ensure", "help", "facilitate", "improve", "enhance", "guarantee", "aim", "reduce", "avoid", "prevent", "achieve", "understand", "promote",
        "strengthen", "assist", "optimize", "optimise", "simplify"}  # fmt: skip
IDENTIFY = {"identify", "distinguish", "determine"}
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
PAIRED = {"quantity", "amount", "count", "level", "role", "share", "percentage", "dosage", "dose", "rank", "grade", "position", "price", "weight"}
DESCRIBES = {
    "describe",
    "characterize",
    "characterise",
    "register",
    "identify",
    "define",
    "specify",
    "represent",
    "list",
    "create",
    "equip",
    "save",
    "note",
}
TIES = {"relationship", "relation", "association", "link", "connection", "correspondence", "assignment"}
EVENTFUL = {"comment": "comment", "bid": "bid", "vote": "vote", "review": "review", "rate": "rating", "reserve": "reservation", "sign": "signature",
            "donate": "donation", "apply": "application", "enrol": "enrolment", "enroll": "enrollment", "subscribe": "subscription", "order": "order",
            "borrow": "loan", "rent": "rental", "hire": "rental"}  # fmt: skip
SCHEDULED = {"assign": "assignment", "book": "booking", "reserve": "reservation", "allocate": "allocation", "rent": "rental", "hire": "rental"}
MEASURED = {
    "measure": "measurement",
    "weigh": "weighing",
    "sample": "sample",
    "observe": "observation",
    "inspect": "inspection",
    "test": "test",
    "count": "count",
}


class Reader:
    """Reads the sentences of a text in order; remembers what the last ones spoke of."""

    def __init__(self, claims: Claims) -> None:
        self.claims = claims
        self.topic: Noun | None = None  # what "it", "they" and "each" mean
        self.heading: Noun | None = None  # the entity that the heading above names
        self.each: Noun | None = None  # "for each X," of this sentence
        self.pieces: list[Piece] = []
        self.names: set[tuple[str, ...]] = set()  # names of the software: "DevFlix is a platform"
        self.title: tuple[str, ...] = ()  # what the software itself is called in the first sentence
        self.first = True
        self.overlaps = False  # the text forbids two at the same time: what is scheduled is an entity then

    def read(self, parts: list[Part], owner: Noun | None = None) -> None:
        """Read one sentence. `owner`: whose list it is, where a bullet or heading says so."""
        self.pieces = grouped(parts)
        self._rejoin()
        self.each = owner
        self.last: Noun | None = None  # whose list this sentence spoke of last
        self.idle = False  # behind "ensure", "help": what follows stores nothing
        self.aimed = False  # behind "helps monitor progress": nor does a verb of recording
        self.inline = False  # "... for each X" stands behind the verb
        self.subject: list[Noun] = []
        self._remember(parts)
        if self.first and parts:
            self._title()
        self._context()
        for at, piece in enumerate(self.pieces):
            if isinstance(piece, Verb):
                self._verb(at, piece)
            elif isinstance(piece, Mark):
                self._mark(at, piece)
            elif isinstance(piece, Group):
                self._group(at, piece)

    def _rejoin(self) -> None:
        """ "includes the user who created the list, the name and the number of visits": the name goes on behind the clause."""
        for at in range(3, len(self.pieces)):
            group, verb, relative, before = self.pieces[at], self.pieces[at - 1], self.pieces[at - 2], self.pieces[at - 3]
            if not (isinstance(group, Group) and isinstance(verb, Verb) and isinstance(relative, Mark) and relative.tag == "REL"):
                continue
            rest = group.nouns[1:]
            listing = any(isinstance(p, Verb) and p.base in listed("contains") for p in self.pieces[: at - 3])
            if isinstance(before, Group) and listing and rest and any(is_attribute_head(n.head) for n in rest):
                group.nouns[:] = group.nouns[:1]
                before.nouns.extend(rest)

    def _asker(self) -> None:
        """ "A film archive restores films": who asks is no entity."""
        group, verb = self._piece(0), self._piece(1)
        if isinstance(group, Group) and isinstance(verb, Verb) and len(group.nouns) == 1:
            noun = group.nouns[0]
            if noun.bounds.article in ("a", "the", "our", "my") and noun.key[-1] in listed("owner_of_software") and not noun.bounds.each:
                self.title = words_of(noun)

    def _title(self) -> None:
        """The first phrase, where a colon or "with" follows it and no article stands before: the name of the software."""
        self.first = False
        self._asker()
        group, mark = self._piece(0), self._piece(1)
        if not isinstance(group, Group) or not isinstance(mark, Mark) or len(group.nouns) > 1:
            return
        noun = group.nouns[0]
        colon = next((i for i, p in enumerate(self.pieces) if isinstance(p, Mark) and p.tag in ("COLON", "DASH")), 0)
        behind = self._group_at(colon + 1) if colon else self._group_at(2)
        # "Petitions: citizens sign petitions" is about petitions; "Petition system: ..." names the software
        is_topic = noun.plural and bool(colon) and not is_container(words_of(noun))
        plain = not (noun.bounds.each or noun.bounds.stated or noun.inside or is_topic)
        bare = not noun.bounds.article or (behind is not None and len(behind.nouns) > 1 and not any(isinstance(p, Verb) for p in self.pieces))
        if not plain or behind is None or not (colon or (mark.text in ("with", "where", "for", "that", "storing") and bare)):
            return
        if any(isinstance(p, Verb) for p in self.pieces[: colon or 1]) or (_attribute_list(behind) and not any(n.plural for n in behind.nouns)):
            return
        self.title = words_of(noun)
        if mark.text == "for" and behind.nouns[0].plural and words_of(behind.nouns[0])[-1] not in listed("party"):
            self._keeps(behind, WEAK, "for")

    def _remember(self, parts: list[Part]) -> None:
        for part in parts:
            if isinstance(part, Noun):
                self.claims.nouns.append(part)
                self._remember(part.inside)
                self._remember([n for n in (part.owner, part.of) if n is not None])

    # --- the place of a piece ---

    def _piece(self, at: int) -> Piece | None:
        return self.pieces[at] if 0 <= at < len(self.pieces) else None

    def _piece_tag(self, at: int) -> str:
        piece = self._piece(at)
        return piece.tag if isinstance(piece, Mark) and piece.text != "with" else ""

    def _group_at(self, at: int) -> Group | None:
        piece = self._piece(at)
        while isinstance(piece, Mark) and (piece.tag in ("ADV", "COLON", "SLASH") or piece.text in ("both", "either")):
            at += 1
            piece = self._piece(at)
        if isinstance(piece, Mark) and piece.text in ("them", "it"):
            return self._meant(at)
        return piece if isinstance(piece, Group) else None

    def _meant(self, at: int) -> Group | None:
        """What "them" means: the nouns before the subject of this verb."""
        groups = [p for p in self.pieces[:at] if isinstance(p, Group)]
        if len(groups) < 2:
            return Group([self.topic], self.topic.start, self.topic.end) if self.topic and groups and self.topic not in groups[-1].nouns else None
        return next((g for g in reversed(groups[:-1]) if not set(map(id, g.nouns)) & set(map(id, self.subject))), None)

    def _is(self, at: int, *texts: str) -> bool:
        piece = self._piece(at)
        return isinstance(piece, Mark) and piece.text in texts

    def _before(self, at: int) -> tuple[list[Noun], bool]:
        """The nouns that stand to the left of `at` as its subject, and whether they govern it directly."""
        at -= 1
        if self._is(at, "and", "or", "then", ",") and any(isinstance(p, Verb) and p.form == "finite" for p in self.pieces[:at]):
            return self.subject, True  # "members borrow books and review them"
        while at >= 0:
            piece = self.pieces[at]
            if isinstance(piece, Group):
                while at > 1 and self._piece_tag(at - 1) == "PREP" and isinstance(self.pieces[at - 2], Group):
                    at -= 2  # "every treatment on an element is recorded": the treatment
                head = self.pieces[at]
                assert isinstance(head, Group)
                return head.nouns, True
            if isinstance(piece, Verb):
                if piece.form == "ed" and self._is(at - 1, "each"):
                    return self._antecedent(at - 1), True
                return self.subject, piece.passive and piece.base in listed("record") | DESCRIBES
            if piece.text in ("i", "we", "you", "us"):
                return [], True
            if piece.tag == "REL" or piece.tag == "PRON" or piece.tag == "EACH" or piece.text == "of":
                return self._antecedent(at), True
            if piece.tag in ("STOP", "COLON", "DASH"):
                return ([self.topic] if self.topic else []), False
            at -= 1
        return ([self.topic] if self.topic else []), False

    def _nearest(self, at: int) -> list[Noun]:
        """The nouns to the left that ", including" spells out: the head of "authors' information for each book"."""
        while at > 0 and not isinstance(self.pieces[at - 1], Group):
            if isinstance(self.pieces[at - 1], Verb):
                return self._before(at)[0]
            at -= 1
        at -= 1
        while at > 1 and self._piece_tag(at - 1) == "PREP" and isinstance(self.pieces[at - 2], Group):
            at -= 2
        found = self._piece(at)
        return found.nouns if isinstance(found, Group) else self._before(at)[0]

    def _antecedent(self, at: int) -> list[Noun]:
        for here in range(at - 1, -1, -1):
            piece = self.pieces[here]
            if isinstance(piece, Group) and not (self._is(at, "each", "they", "them") and self._is_system(piece.nouns)):
                return [piece.nouns[-1]] if len(piece.nouns) > 1 and not self._is(at, "they", "them") else piece.nouns
        return [self.topic] if self.topic else []

    # --- "for each X," and "at a visit," ---

    def _context(self) -> None:
        first, second = self._piece(0), self._piece(1)
        if isinstance(first, Mark) and first.tag in ("SUB", "EACH", "ADV", "PREP") and isinstance(second, Group):
            noun = second.nouns[0]
            each = noun.bounds.each or noun.bounds.article == "a"
            if (first.text in ("for", "per", "with") and (noun.bounds.each or noun.bounds.stated)) or (
                first.text in EVENT_CONTEXT and each and not is_attribute_head(noun.head) and first.tag == "PREP"
            ):
                self.each = noun
            if self.each is noun:
                self.claims.exists.append(Exists(noun, FAIR, "for each"))
        for at, piece in enumerate(self.pieces):
            group = self._group_at(at + 1)
            if self.each is None and isinstance(piece, Mark) and piece.text == "for" and group is not None and group.nouns[0].bounds.each:
                self.each = group.nouns[0]
                self.inline = True

    # --- groups: nouns with a list in brackets behind them, "each X" ---

    def _group(self, at: int, group: Group) -> None:
        for noun in group.nouns:
            if noun.bounds.each and not is_attribute_head(noun.head):
                self.claims.exists.append(Exists(noun, FAIR, "each"))
            if noun.of is not None and noun.key[-1] in ("report", "list", "overview", "history") and noun.of.plural:
                self.claims.exists.append(Exists(noun.of, WEAK, "report of"))
            if noun.owner is not None and not noun.inside:
                self._possessive(noun)
            if noun.of is not None and is_attribute_head(noun.head) and not is_attribute_head(noun.of.head):
                self.claims.exists.append(Exists(noun.of, 0.5, "of"))
            self._brackets(noun)

    def _possessive(self, noun: Noun) -> None:
        owner = noun.owner
        if owner is not None and not is_container(words_of(owner)):
            self.claims.exists.append(Exists(owner, 0.5, "possessive"))

    def _brackets(self, noun: Noun) -> None:
        inner = [piece for piece in grouped(noun.inside) if isinstance(piece, Group)]
        if not inner or len(inner[0].nouns) < 2 or _is_value_list(noun, inner[0]):
            return
        owner = noun
        if noun.plural and not _attribute_list(inner[0]):
            self._kinds(noun)
            return
        self._list(owner, inner[0], "have", "")
        self.claims.exists.append(Exists(owner, FAIR, "brackets"))

    def _kinds(self, noun: Noun) -> None:
        """ "members (students and staff)", "elements (negative, print)": a type with these values."""
        kind = Noun(("type",), noun.start, noun.end, Bounds())
        kind.inside = noun.inside
        self._list(noun, Group([kind], noun.start, noun.end), "have", "")

    # --- marks: with, such as, colon ---

    def _mark(self, at: int, mark: Mark) -> None:
        if mark.tag == "STOP":
            self.aimed = False
        if mark.text == "with" and mark.tag == "PREP":
            self._with(at)
        elif mark.text in EXPANDERS:
            self._expand(at + (2 if mark.text == "such" else 1), at)
        elif mark.tag in ("COLON", "DASH"):
            self._colon(at)

    def _with(self, at: int) -> None:
        group = self._group_at(at + 1)
        following = self._piece(at + 2)
        if group is None or (isinstance(following, Verb) and following.form in ("ing", "finite")):
            return  # "with each farm recording ...": the verb tells
        owners, direct = self._before(at)
        if not owners or self._companion(at, group):
            return
        if self._quantities(at, owners[-1], group) or self._paired(at, owners[-1], group):
            return
        if self._is(at - 1, "each") or (direct and self._looks_owned(group)):
            owner = owners[-1]
            if self._is_system([owner]):
                self._keeps(group, STRONG, "with")
            else:
                self._list(owner, group, "have", "")

    def _quantities(self, at: int, owner: Noun, group: Group) -> bool:
        """ "an order contains products with quantities": the quantity is of the product within the order, a line of its own."""
        verb = self._piece(at - 2)
        if not isinstance(verb, Verb) or verb.base not in listed("contains") or not self.subject or self._is_system(self.subject):
            return False
        if not (owner.plural and all(n.key[-1] in ("quantity", "amount", "count", "price", "position", "share", "percentage") for n in group.nouns)):
            return False
        whole = self.subject[-1]
        line = Noun((*words_of(whole), "line"), group.start, group.end, Bounds())
        self.claims.has.append(Has(whole, line, group.start, group.end, flags=frozenset({"events"})))
        one = Noun(words_of(owner), owner.start, owner.end, Bounds(1, 1, True))
        self._list(line, Group([one, *group.nouns], group.start, group.end), "have", "")
        self.claims.has[:] = [h for h in self.claims.has if not (h.owner is whole and h.item is owner)]
        self.claims.exists.append(Exists(line, STRONG, "line"))
        self.claims.exists.append(Exists(owner, WEAK, "in a line"))
        return True

    def _paired(self, at: int, owner: Noun, group: Group) -> bool:
        """ "an interpreter speaks several languages, each with a level": the level is of the pair, not of the language."""
        verb = next((p for p in reversed(self.pieces[:at]) if isinstance(p, Verb)), None)
        apart = self._is(at - 1, "each") and owner.plural and verb is not None and verb.base not in ("consist", "comprise", "compose")
        part = owner.key[-1] in ("line", "item", "entry", "position", "row") or not self.subject or self._is_system(self.subject)
        if not apart or part or not all(n.key[-1] in PAIRED for n in group.nouns):
            return False
        whole = self.subject[-1]
        pair = Noun((*words_of(whole), *words_of(owner)), group.start, group.end, Bounds())
        self.claims.exists.extend((Exists(pair, STRONG, "paired"), Exists(owner, FAIR, "paired"), Exists(whole, FAIR, "paired")))
        ends = [Noun(words_of(n), n.start, n.end, Bounds(1, 1, True)) for n in (whole, owner)]
        self._list(pair, Group([*ends, *group.nouns], group.start, group.end), "have", "")
        self.claims.has[:] = [h for h in self.claims.has if not (h.owner is whole and h.item is owner)]
        self.claims.relates[:] = [r for r in self.claims.relates if not (r.subject is whole and r.object is owner)]
        return True

    def _measured(self, at: int, verb: Verb, subjects: list[Noun]) -> bool:
        """ "at each stake the depth is measured twice a year by observers": measurements of the stake."""
        name = MEASURED.get(verb.base)
        if name is None or not (verb.passive or verb.form == "ed") or not subjects or self.each is None or self.each in subjects:
            return False
        event = Noun((name,), verb.start, verb.end, Bounds())
        self._list(event, Group(subjects, subjects[0].start, subjects[-1].end), "record", "")
        self.claims.has.append(Has(self.each, event, verb.start, verb.end, flags=frozenset({"events"})))
        self.claims.exists.append(Exists(event, STRONG, "measured"))
        by = next((i for i in range(at + 1, len(self.pieces)) if self._is(i, "by")), 0)
        agents = self._group_at(by + 1) if by else None
        for agent in agents.nouns[:1] if agents is not None else ():
            self.claims.has.append(Has(event, Noun(words_of(agent), agent.start, agent.end, Bounds(1, 1, True)), agent.start, agent.end))
            self.claims.exists.append(Exists(agent, WEAK, "agent"))
        return True

    def _companion(self, at: int, group: Group) -> bool:
        """ "patients book appointments with doctors": behind the object of a verb, one uncounted noun is who or what is met."""
        verb = self._piece(at - 2)
        alone = len(group.nouns) == 1 and not is_attribute_head(group.nouns[0].head) and not group.nouns[0].bounds.stated
        return (
            isinstance(verb, Verb) and verb.form == "finite" and verb.base not in listed("contains") | listed("manage") | listed("record") and alone
        )

    def _looks_owned(self, group: Group) -> bool:
        """What follows "with" is a list, an attribute or a counted noun, and not a companion ("appointments with a vet")."""
        first = group.nouns[0]
        return len(group.nouns) > 1 or is_attribute_head(first.head) or first.bounds.stated or first.plural or not first.bounds.article

    def _expand(self, after: int, at: int) -> None:
        group = self._group_at(after)
        owners, _direct = self._before(at)
        if group is None or not owners:
            return
        owner = owners[-1]
        if _is_value_list(owner, group):
            owner.inside = [*owner.inside, *group.nouns]
        elif any(is_attribute_head(noun.head) for noun in group.nouns):
            self._include(owner, group)

    def _include(self, owner: Noun, group: Group) -> None:
        """ "X, including a, b, c": of X, or of what the sentence is about where X is a wrapper such as "details"."""
        key = words_of(owner)
        if owner.owner is not None and key[-1] in listed("wrapper"):
            owner = owner.owner
        elif owner.of is not None and (key[-1] in listed("wrapper") or is_nominal(key[-1])):
            owner = owner.of
        elif (key[-1] in listed("wrapper") and len(key) == 1) or is_container(key):
            owner = self.last or self.each or self.heading or self.topic or owner
        self._list(owner, group, "include", "")

    def _colon(self, at: int) -> None:
        left, group = self._piece(at - 1), self._group_at(at + 1)
        if isinstance(left, Verb) and group is not None and self.each is not None and not self.inline:
            self._list(self.each, group, "record", "")  # "for each department, you can set: ..."
            return
        if not isinstance(left, Group) or group is None:
            return
        start = self._piece(0)
        titled = isinstance(start, Group) and self._is_system(start.nouns[:1]) and not any(isinstance(p, Verb) for p in self.pieces[:at])
        if titled and not isinstance(self._piece(at + 2), Verb):
            self._keeps(group, STRONG, "list")
            return
        named = left.nouns[-1]
        if at != 1 and self.last is not None and is_attribute_head(named.head):
            named.inside = [*named.inside, *group.nouns]  # "a status: open, pending, closed"
        if at != 1 or len(left.nouns) > 1 or titled:
            return
        clause = isinstance(self._piece(at + 2), Verb) and isinstance(self._piece(at + 1), Group)
        if clause and (len(group.nouns) == 1 or not all(is_attribute_head(n.head) for n in group.nouns)):
            return
        owner = left.nouns[0]
        process = is_nominal(owner.head) and len(owner.words) == 1 and owner.key[-1] not in listed("event")
        if not _attribute_list(group) and (is_container(words_of(owner)) or process):
            self._keeps(group, STRONG, "list")
        elif self.each is not None and _is_value_list(owner, group):
            owner.inside = [*owner.inside, *group.nouns]
            self._list(self.each, Group([owner], owner.start, owner.end), "have", "")
        else:
            self.claims.exists.append(Exists(owner, FAIR, "heads a list"))
            self._list(owner, group, "have", "")
            self.topic = owner

    # --- verbs ---

    def _verb(self, at: int, verb: Verb) -> None:
        subjects, direct = self._before(at)
        if verb.form in ("ing", "ed") and self._is(at - 1, ",", "and", "or") and verb.base != "include":
            subjects, direct = self.subject, False
        elif verb.form in ("ing", "ed"):
            subjects = subjects[-1:]
        if verb.form == "finite" and direct:
            self.subject = subjects
            if subjects and not (verb.passive and verb.base in listed("record")) and not is_container(words_of(subjects[-1])):
                self.topic = subjects[-1]
        if verb.base in ("want", "need", "wish", "like") and len(subjects) == 1 and subjects[0].bounds.article in ("a", "our", "the", "my"):
            self.title = words_of(subjects[0])
        if verb.base in listed("idle") and not verb.passive:
            self.idle = True
            self.aimed |= verb.base in AIMS
        if self.aimed and verb.base in listed("record") | listed("manage") and verb.base not in AIMS:
            return
        if verb.base == "be" and self._is(at - 1, "there"):
            self._there_are(at)
        elif verb.base == "be" or verb.base == "become":
            self._be(at, subjects)
        elif self._measured(at, verb, subjects):
            return
        elif verb.base in IDENTIFY and (verb.passive or verb.form == "ed"):
            self._identified(at, subjects)
        elif verb.base in listed("contains") and not verb.passive and not verb.negated and not self._views(verb, subjects):
            self._has(at, verb, subjects, direct)
        elif verb.base in listed("record") and not verb.negated and self._records(at, verb, subjects, direct):
            return
        elif self._is_system(subjects) or (verb.form in ("to", "ing") and self._is_system(self.subject)):
            self._system(at, verb)
        else:
            self._does(at, verb, subjects, direct)

    def _views(self, verb: Verb, subjects: list[Noun]) -> bool:
        """Curators who list the elements look at them; a page that lists them has them."""
        return verb.base in listed("view_verbs") and bool(subjects) and words_of(subjects[-1])[-1] in listed("party")

    def _is_system(self, nouns: list[Noun]) -> bool:
        return bool(nouns) and all(_runs_it(noun) or words_of(noun) == self.title or words_of(noun) in self.names for noun in nouns)

    def _be(self, at: int, subjects: list[Noun]) -> None:
        group = self._group_at(at + 1)
        if not subjects:
            return
        if self._consists_of(at, group, subjects[-1]):
            return
        if group is None:
            return
        noun = group.nouns[0]
        if noun.bounds.article == "a" and noun.key[-1] in SOFTWARE and len(subjects) == 1 and not subjects[0].bounds.article:
            self.names.add(words_of(subjects[0]))  # "DevFlix is a platform": its name
            return
        if noun.bounds.article == "a" and subjects[0].bounds.article in ("a", "") and not is_attribute_head(noun.head) and len(subjects) == 1:
            self.claims.subtypes.append(Subtype(subjects[0], noun, subjects[0].start, noun.end))

    def _consists_of(self, at: int, group: Group | None, subject: Noun) -> bool:
        """ "each stay is for one dog in one box", "a performance is one artist on one stage": the subject points at each."""
        here = at + 1
        counted = group is not None and group.nouns[0].bounds.stated and group.nouns[0].bounds.most == 1 and self._is(at + 2, *TIED_BY)
        if self._is_system([subject]) or not (counted or (self._is(here, *TIED_BY) and self._group_at(here + 1) is not None)):
            return False
        found = list(group.nouns) if counted and group is not None else []
        here += 1 if counted else 0
        while self._is(here, *TIED_BY) and (behind := self._group_at(here + 1)) is not None:
            found += behind.nouns
            here += 2
        tied = [n for n in found if n.bounds.article == "a" or (n.bounds.stated and n.bounds.most == 1) or is_attribute_head(n.head)]
        for noun in tied:
            self.claims.has.append(Has(subject, noun, noun.start, noun.end, len(tied), verb="be"))
            if not is_attribute_head(noun.head):
                self.claims.exists.append(Exists(noun, WEAK, "tied"))
        return bool(tied)

    def _there_are(self, at: int) -> None:
        group = self._group_at(at + 1)
        if group is not None:
            self._keeps(group, STRONG, "there are")
            self.topic = group.nouns[-1]

    def _identified(self, at: int, subjects: list[Noun]) -> None:
        group = self._group_at(at + 2) if self._is(at + 1, "by") else self._group_at(at + 1)
        owner = subjects[-1] if subjects else self.topic
        if group is not None and owner is not None:
            self.claims.identifies.append(Identifies(owner, tuple(group.nouns), owner.start, group.end))
            self._list(owner, group, "identify", "")

    def _has(self, at: int, verb: Verb, subjects: list[Noun], direct: bool) -> None:
        group = self._group_at(at + 1)
        if group is None:
            return
        if verb.form == "ing" and verb.base == "include":
            subjects = self._nearest(at)
            if subjects:
                self._include(subjects[-1], group)
            return
        if self._is_system(subjects):
            self._system_has(group, verb)
            return
        if verb.base in ("consist", "comprise"):
            self.claims.exists.extend(Exists(n, FAIR, "list") for n in group.nouns if n.plural)
        for owner in subjects:
            self._include(owner, group) if is_wrapped(owner) else self._list(owner, group, verb.base, verb.modal)

    def _system_has(self, group: Group, verb: Verb) -> None:
        if self.each is not None:
            self._list(self.each, group, verb.base, verb.modal)
        else:
            self._keeps(group, STRONG, verb.base)

    def _records(self, at: int, verb: Verb, subjects: list[Noun], direct: bool) -> bool:
        """ "records a, b, c", "a, b and c are recorded": of what the sentence is about. False: an ordinary verb after all."""
        group = self._group_at(at + 1)
        place = self._group_at(at + 2)
        if verb.passive and self._is(at + 1, "in", "at", "on") and place is not None and not self._is_system(place.nouns) and self.each is None:
            return _attribute_list(Group(subjects, 0, 0)) or place.nouns[0].of is not None  # "props are stored in boxes"
        if verb.passive or (verb.form == "ed" and group is None):
            nouns = subjects
            group = Group(nouns, nouns[0].start, nouns[-1].end) if nouns else None
            system = True
        else:
            system = self._is_system(subjects) or not direct or not subjects or verb.form == "to"
        if group is None:
            return True
        if self._ties(at, group, subjects):
            return True
        owner = self._recorded_owner(group, subjects, system, verb)
        if owner is not None:
            self._list(owner, group, "record", verb.modal)
            return True
        if system:
            self._keeps(group, FAIR, "record")
            return True
        subject = words_of(subjects[-1]) if subjects else ()
        if subject and (subject[-1] in listed("party") or not _attribute_list(group)):
            return False
        for noun in subjects:
            self._list(noun, group, "record", verb.modal)
        return True

    def _ties(self, at: int, group: Group, subjects: list[Noun]) -> bool:
        """ "each usage record captures the relationship between the land and the project": it refers to both."""
        tied = self._group_at(at + 3) if self._is(at + 2, "between") else None
        if tied is None or group.nouns[0].key[-1] not in TIES or not subjects or self._is_system(subjects):
            return False
        owner = subjects[-1]
        for noun in tied.nouns:
            self.claims.has.append(Has(owner, Noun(words_of(noun), noun.start, noun.end, Bounds(1, 1, True)), noun.start, noun.end, len(tied.nouns)))
        group.nouns[:] = [owner]  # "..., including its duration" goes on about the record
        return True

    def _recorded_owner(self, group: Group, subjects: list[Noun], system: bool, verb: Verb) -> Noun | None:
        first, last = group.nouns[0], group.nouns[-1]
        if self.inline and self.each is not None and system and not any(is_attribute_head(n.head) for n in group.nouns):
            self._keeps(group, FAIR, "for each")
            others = [n for n in map(_unwrapped, group.nouns) if words_of(n) != words_of(self.each)]
            self.claims.has.extend(Has(self.each, n, n.start, n.end, flags=frozenset({"events"}), verb="record") for n in others)
            return None
        if self.each is not None and (system or (subjects and words_of(subjects[-1])[-1] in listed("party"))):
            return self.each
        if system and first.owner is not None and is_attribute_head(first.head):
            return first.owner
        if system and last.of is not None and is_attribute_head(last.head) and not is_attribute_head(last.of.head):
            return last.of
        if system and _attribute_list(group):
            if verb.form == "ing" and self.subject and not self._is_system(self.subject):
                return self.subject[-1]
            after = isinstance(self._piece(0), Mark) and self._is(0, *EVENT_CONTEXT)
            return self.heading or (self.topic if verb.form != "finite" or verb.passive or after else None)
        return None

    def _system(self, at: int, verb: Verb) -> None:
        """The software does something: what it manages exists; what it promises says nothing."""
        group = self._group_at(at + 1)
        if group is None or verb.negated:
            return
        if verb.base in listed("manage"):
            self._keeps(group, FAIR, verb.base)
        elif verb.base not in listed("promise"):
            self._keeps(group, WEAK, verb.base)

    def _keeps(self, group: Group, weight: float, why: str) -> None:
        for noun in group.nouns:
            target = noun
            key = words_of(noun)
            if noun.owner is not None and key[-1] in listed("wrapper"):
                target = noun.owner
            elif noun.of is not None and (is_nominal(key[-1]) or key[-1] in listed("wrapper")):
                target = noun.of
            elif noun.of is not None and not is_attribute_head(noun.head):
                self.claims.has.append(Has(noun.of, noun, noun.start, noun.end, flags=frozenset({"part"})))
            elif noun.owner is not None and not is_container(words_of(noun.owner)):
                self.claims.has.append(Has(noun.owner, noun, noun.start, noun.end))
            elif is_nominal(key[-1]) and why == "support":
                if len(key) == 1 or key[-1] in listed("event"):
                    continue  # "supports creation and deletion": what one does there
                target = Noun(key[:-1], noun.start, noun.end, Bounds())
            self.claims.exists.append(Exists(target, weight, why))

    def _does(self, at: int, verb: Verb, subjects: list[Noun], direct: bool) -> None:
        if self.idle or verb.base in listed("idle"):
            return
        group = self._group_at(at + 1)
        if verb.passive or verb.form == "ed":
            self._passive(at, verb, subjects)
            return
        objects = group.nouns if group is not None else []
        for subject in subjects:
            for noun in objects:
                self._relate(subject, verb, "", noun, direct=True)
        after = at + 2 if group is not None else at + 1
        self._prepositions(after, verb, subjects, objects)

    def _passive(self, at: int, verb: Verb, subjects: list[Noun]) -> None:
        here = at + 1
        while isinstance(self._piece(here), Mark) and self._group_at(here + 1) is not None:
            preposition = self._piece(here)
            assert isinstance(preposition, Mark)
            if preposition.tag != "PREP" and preposition.text != "to":
                break
            group = self._group_at(here + 1)
            assert group is not None
            if self._dated(preposition, group, subjects):
                here += 2
                continue
            for noun in group.nouns:
                for subject in subjects:
                    if words_of(noun) == words_of(subject):
                        continue
                    if preposition.text == "by":
                        self._relate(noun, verb, "", subject, direct=True)
                    else:
                        self._relate(subject, verb, preposition.text, noun, direct=False)
            here += 2

    def _prepositions(self, here: int, verb: Verb, subjects: list[Noun], objects: list[Noun]) -> None:
        while True:
            mark, group = self._piece(here), self._group_at(here + 1)
            if not isinstance(mark, Mark) or mark.tag != "PREP" or group is None:
                return
            if mark.text == "with" and self._looks_owned(group) and not self._companion(here, group):
                return
            placed = [o for o in objects if o.key[-1] not in ("place", "seat", "spot", "slot")]
            if self._dated(mark, group, objects or subjects):
                here += 2
                continue
            for noun in group.nouns:
                for source in placed or subjects:
                    self._relate(source, verb, mark.text, noun, direct=not placed and bool(objects), alone=not placed)
            here += 2

    def _dated(self, mark: Mark, group: Group, of: list[Noun]) -> bool:
        """ "handed out to a household on a date", "takes place at a time": when it was belongs to it."""
        noun = group.nouns[0]
        if mark.text not in ("on", "at") or noun.bounds.article != "a" or noun.key[-1] not in ("date", "time", "day") or not of:
            return False
        self._list(of[-1], group, "have", "")
        return True

    def _relate(self, subject: Noun, verb: Verb, preposition: str, noun: Noun, direct: bool, alone: bool = False) -> None:
        if preposition == "by" and verb.form == "finite" and not noun.bounds.article and not noun.plural:
            return  # "batch by batch", "by chip number": a manner
        start, end = min(subject.start, noun.start), max(subject.end, noun.end)
        seen = verb.base in listed("view_verbs") or noun.key[-1] in ("report", "list", "board", "overview")
        if noun.of is not None and not is_attribute_head(noun.head) and not is_nominal(noun.head) and not seen:
            self.claims.has.append(Has(noun.of, noun, noun.start, noun.end, flags=frozenset({"events"})))
            self.claims.exists.append(Exists(noun.of, WEAK, "of"))
        if (
            self.overlaps
            and verb.base in SCHEDULED
            and noun.key[-1] not in listed("event")
            and subject.key[-1] not in listed("event")
            and preposition != "by"
        ):
            self.claims.exists.append(Exists(Noun((SCHEDULED[verb.base],), verb.start, verb.end, Bounds()), STRONG, "scheduled"))
        self._eventful(subject, verb, preposition, noun)
        if noun.key[-1] in ("place", "seat", "spot", "slot") and not preposition:
            return  # "book places in classes" is to book classes
        self.claims.relates.append(Relates(subject, verb.base, preposition, noun, start, end, verb.modal, verb.negated, direct, alone))

    def _eventful(self, subject: Noun, verb: Verb, preposition: str, noun: Noun) -> None:
        """ "members comment on tasks", "buyers bid for lots": what they do is kept, each time."""
        name = EVENTFUL.get(verb.base)
        if name is None or preposition not in ("", "on", "for", "in", "to") or noun.key[-1] in listed("event") or is_attribute_head(noun.head):
            return
        if words_of(subject)[-1] in listed("party") and not verb.negated and (subject.plural or subject.bounds.each or subject.bounds.article == "a"):
            self.claims.exists.append(Exists(Noun((name,), verb.start, verb.end, Bounds()), STRONG, "eventful"))

    # --- lists of what somebody has ---

    def _list(self, owner: Noun, group: Group, verb: str, modal: str) -> None:
        self.last = owner
        for noun in group.nouns:
            if noun.key == words_of(noun) and len(noun.key) == 1 and noun.key[-1] in ("information", "detail", "data", "following", "etc", "etc."):
                continue
            flags = {"unique"} if "unique" in noun.words else set()
            flags |= _flags(noun)
            if noun.companion is not None:
                self._list(noun, Group([noun.companion], noun.companion.start, noun.companion.end), "have", "")
            flags |= {"mixed"} if _attribute_list(group) else set()
            values = values_of(noun)
            if noun.counted and "mixed" in flags and len(group.nouns) > 1:
                noun = Noun(("number", "of", *noun.words), noun.start, noun.end, Bounds())
            self.claims.has.append(Has(owner, noun, noun.start, noun.end, len(group.nouns), values, frozenset(flags), modal, verb))


def _runs_it(noun: Noun) -> bool:
    """The software, or the department that manages by it."""
    key = words_of(noun)
    if (noun.plural or noun.bounds.each) and key[-1] in ORGANIZATIONS:
        return False  # many companies are data, "the company" is who asks
    if key[-1] in THINGS and (noun.plural or noun.bounds.each or noun.bounds.article == "a"):
        return False  # "a station houses several engines"
    return is_container(key) or ("management" in key and key[-1] in ("department", "office", "agency", "center", "centre", "bureau", "team"))


def is_wrapped(noun: Noun) -> bool:
    """ "customer information", "details of the project": the list behind it belongs to what is wrapped."""
    return noun.of is not None and noun.key[-1] in listed("wrapper") and noun.key[-1] not in ("record", "history", "log")


def _unwrapped(noun: Noun) -> Noun:
    """ "authors' information", "details of the authors": the authors, as many as there are."""
    if noun.key[-1] in listed("wrapper") and noun.owner is not None:
        return noun.owner
    return noun.of if is_wrapped(noun) and noun.of is not None else noun


def _attribute_list(group: Group) -> bool:
    return any(is_attribute_head(noun.head) for noun in group.nouns)


def _is_value_list(noun: Noun, group: Group) -> bool:
    """A list behind an attribute's name is its values ("status (active, closed)"); quoted words always are."""
    if any(n.quoted for n in group.nouns):
        return True
    attributes = any(n.key[-1] in listed("sure_attribute") for n in group.nouns)
    bare = not noun.plural and not any(n.bounds.article or is_attribute_head(n.head) for n in group.nouns) and noun.key == words_of(noun)
    return (is_attribute_head(noun.head) and not attributes) or group.joiner == "or" or (bare and all(len(n.words) < 3 for n in group.nouns))


def values_of(noun: Noun) -> tuple[str, ...]:
    pieces = grouped(noun.inside)
    groups = [piece for piece in pieces if isinstance(piece, Group)]
    if not groups:
        return ()
    nouns = [n for g in groups for n in g.nouns if n.head not in ("etc", "etc.", "example")]
    values = _between_commas(noun.inside)
    if not _is_value_list(noun, Group(nouns, noun.start, noun.end, groups[0].joiner)) or len(values) < 2:
        return ()
    return values


def _between_commas(parts: list[Part]) -> tuple[str, ...]:
    """What stands between the commas, each with all its words ("in progress", "A")."""
    found: list[list[str]] = [[]]
    for part in parts:
        if isinstance(part, Mark) and part.tag in ("COMMA", "CONJ", "STOP", "SLASH", "DASH"):
            found.append([])
        elif isinstance(part, Noun):
            found[-1].extend(part.words)
            found.extend([] for _ in (part.of,) if part.of is None)
        elif isinstance(part, Verb):
            found[-1].append(part.word or part.base)
        elif part.text not in ("such", "as", "like", "e.g", "e.g.", "i.e", "i.e.", "either", "etc", "etc.", "or", ":"):
            found[-1].append(part.text)
    words = (" ".join(item) for item in found if item and item[0] not in ("etc", "etc.", "example"))
    return tuple(dict.fromkeys(words))


def _flags(noun: Noun) -> set[str]:
    words = {p.text for p in noun.inside if isinstance(p, Mark)} | {w for p in noun.inside if isinstance(p, Noun) for w in p.words}
    return {flag for flag in ("unique", "optional", "required", "mandatory", "primary") if flag in words} | (
        {"optional"} if "optional" in noun.words else set()
    )
