"""What is recorded of what: verbs of having and keeping, the software that keeps, what is measured, what identifies."""

from __future__ import annotations

from relvar.read.text.claims import Exists, Has, Identifies, Relates
from relvar.read.text.kinds import TIME_HEADS, is_agent
from relvar.read.text.listing import attribute_list, is_owned_wrapper, is_wrapped, many_facts, unwrapped
from relvar.read.text.lists import Group
from relvar.read.text.naming import is_attribute_head, is_container, words_of
from relvar.read.text.nearer import TIES
from relvar.read.text.nominal import happening, happens
from relvar.read.text.owning import FAIR, PLAIN_FACTS, STRONG, WEAK
from relvar.read.text.phrases import Mark, Noun, Verb
from relvar.read.text.quantity import ITS, Bounds
from relvar.read.text.spanned import Spanned
from relvar.read.text.words import listed, noun_class, singular

EVENT_CONTEXT = {"at", "during", "on", "after", "upon", "in", "when", "whenever", "before"}
MEASURING = {"measure", "weigh", "sample", "observe", "inspect", "test", "count"}
KINDS_OF_THING = {"entity", "object", "concept", "table", "resource", "component"}
COUNTS = {"number", "amount", "quantity", "kind", "type", "date", "year", "percentage", "degree", "level", "place", "state", "means"}
SHOWN = {
    "give",
    "show",
    "indicate",
    "specify",
    "state",
    "mention",
    "display",
    "plan",
    "fix",
    "set",
    "fill",
    "print",
    "provide",
    "require",
    "supply",
}  # facts that are shown are kept
STORING = {"keep", "store", "hold", "archive"}
PLACES = {"artifact", "location", "object"}


class Recording(Spanned):
    """Constructions by which something is kept of something."""

    def _has(self, at: int, verb: Verb, subjects: list[Noun], direct: bool) -> None:
        group = self._group_at(at + 1)
        if group is None or (at == 0 and verb.base in listed("view_verbs")):
            return  # "Show the ten newest films.": what is looked at
        whose = next((i for i in range(at - 2, -1, -1) if self._is(i, "whose")), -1)
        if whose > 0 and subjects and subjects[-1].key[-1] in listed("wrapper"):
            subjects = self._antecedent(whose)  # "students, whose information includes ..."
        if verb.form == "ing" and verb.base == "include":
            group = self._such_as(at, group)
            if self.added is not None:
                self._list(self.added, group, "include", "")
                return
            if self.about is not None and (ends := self._connected(at)):
                words = self.about.words[:-1] if len(self.about.words) > 1 and self.about.key[-1] == "management" else words_of(self.about)
                self._tell_pair(Noun(words, self.about.start, self.about.end, Bounds()), ends, group)
                return  # "for tandem management, it matches one participant with one volunteer, including the start date"
            numbered = self._numbered_before(at, group)
            subjects = [numbered] if numbered is not None else self._nearest(at)
            people = len(subjects) > 1 and all(n.plural and n.key[-1] in listed("party") for n in subjects)
            for owner in subjects if people else subjects[-1:]:
                self._include(owner, group)  # "plaintiffs and defendants, including name and address"
            return
        if self._is_system(subjects):
            self._system_has(group, verb)
            return
        self._of_what_was_done(subjects)
        if subjects and subjects[-1].plural and subjects[-1].key[-1] in KINDS_OF_THING and not many_facts(group):
            self._system_has(group, verb)  # "the core entities include tasks, triggers and locks"
            return
        if verb.base in ("consist", "comprise"):
            self.claims.exists.extend(Exists(n, FAIR, "list") for n in group.nouns if n.plural)
        self._placed(at, subjects)
        following = self._piece(at + 2)
        spelled = (isinstance(following, Mark) and following.text in ("such", "like")) or (
            isinstance(following, Verb) and following.base == "include"
        )
        if spelled and group.nouns[0].key in PLAIN_FACTS:
            self.last = subjects[-1] if subjects else self.last
            return  # "each dock has fields like depth and status": what follows are the facts
        for owner in subjects:
            self._include(owner, group) if is_wrapped(owner) or is_owned_wrapper(owner) or owner.key[-1] == "attribute" else self._list(
                owner, group, verb.base, verb.modal
            )

    def _such_as(self, at: int, group: Group) -> Group:
        """ "including detailed information such as the date and the reason": the list behind "such as"."""
        wrapped = len(group.nouns) == 1 and group.nouns[0].key[-1] in listed("wrapper") and group.nouns[0].of is None
        behind = self._group_at(at + 4) if self._is(at + 2, "such") else self._group_at(at + 3) if self._is(at + 2, "like") else None
        if not wrapped or len(words_of(group.nouns[0])) > 1 or behind is None:
            return group
        self.spelled.add(at + 2)
        return behind

    def _placed(self, at: int, subjects: list[Noun]) -> None:
        """ "articles in a column include a title": each is in one column."""
        place, mark = self._piece(at - 1), self._piece(at - 2)
        thing = self._piece(at - 3)
        if not (isinstance(place, Group) and isinstance(thing, Group) and isinstance(mark, Mark) and mark.text in ("in", "within", "of", "on", "at")):
            return
        where, what = place.nouns[-1], thing.nouns[-1]
        if len(place.nouns) > 1 or what not in subjects or where.bounds.article != "a" or where.plural or is_attribute_head(where.head):
            return
        one = Noun(words_of(where), where.start, where.end, Bounds(1, 1, True))
        self.claims.has.append(Has(what, one, where.start, where.end, flags=frozenset({"tie"})))

    def _system_has(self, group: Group, verb: Verb) -> None:
        if self.each is not None:
            self._list(self.each, group, verb.base, verb.modal)
        else:
            self._keeps(group, STRONG, verb.base)

    def _records(self, at: int, verb: Verb, subjects: list[Noun], direct: bool) -> bool:
        """ "records a, b, c", "a, b and c are recorded": of what the sentence is about. False: an ordinary verb after all."""
        if not verb.passive and subjects and not self._is_system(subjects) and self._goes_somewhere(at, verb):
            return False
        if self._for_each_of_both(at) or self._must_be_given(verb, subjects):
            return True
        group = self._group_at(at + 1)
        place = self._group_at(at + 2)
        behind = self._piece(at + 3)
        if self._is(at + 1, "for", "about", "of") and place is not None and isinstance(behind, Group) and many_facts(behind):
            self._list(place.nouns[-1], behind, "record", verb.modal)  # "to store for each book its title and price"
            return True
        if verb.passive and place is not None and many_facts(Group(subjects, 0, 0)) and self._is_kept_with(at, place):
            self._list(place.nouns[0], Group(subjects, subjects[0].start, subjects[-1].end), "record", verb.modal)
            return True  # "the start date and the deposit are put down in the contract", of which the text speaks
        if (
            verb.passive
            and verb.base not in SHOWN
            and self._is(at + 1, "in", "at", "on")
            and place is not None
            and not self._is_system(place.nouns)
            and self.each is None
        ):
            return attribute_list(Group(subjects, 0, 0)) or place.nouns[0].of is not None  # "props are stored in boxes"
        if verb.passive and verb.base == "register" and self._is(at + 1, "by") and place is not None and not self._is_system(place.nouns):
            agent = place.nouns[0]  # "a patient is registered by a hospital": one that did it
            if subjects and agent.bounds.article == "a" and not is_attribute_head(subjects[-1].head):
                self._tie(subjects[-1], agent)
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
        if verb.passive and self._is_named_by_doing(at, group) and self._happened(at, group, []):
            return True  # "engineers sign on cards; the signing time of each engineer is recorded"
        if (verb.passive or system) and self._kept_per(at if verb.passive else at + 1, group):
            return True
        if system and (self._of_each(group) or self._where_kept(group)):
            return True
        if verb.passive and self._done_for(at):
            return True
        owners = self._whose(group) if verb.passive else []
        for holder in owners:
            self._list(holder, group, "record", verb.modal)
        if owners:
            return True
        if self._happened(at, group, [] if verb.passive else subjects):
            return True
        owner = self._recorded_owner(at, group, subjects, system, verb)
        if owner is not None:
            self._list(owner, group, "record", verb.modal)
            return True
        if system:
            self._keeps(group, FAIR, "record")
            self._kept_at(at, verb, group)
            return True
        if (theirs := self._theirs(at, group, subjects)) is not None:
            self._list(theirs, group, "record", verb.modal)
            return True
        subject = words_of(subjects[-1]) if subjects else ()
        if subject and (subject[-1] in listed("party") or not attribute_list(group)):
            return False
        self._of_what_was_done(subjects)
        for noun in subjects:
            self._list(noun, group, "record", verb.modal)
        return True

    def _theirs(self, at: int, group: Group, subjects: list[Noun]) -> Noun | None:
        """ "patients sign in with a password; the practice also keeps their name": the patients', for there is one practice."""
        single = bool(subjects) and not subjects[-1].plural and group.nouns[0].bounds.article == "their"
        several = [p.nouns[-1] for p in reversed(self.pieces[:at]) if isinstance(p, Group) and p.nouns[-1] not in subjects]
        several += [self.topic_before] if self.topic_before is not None else []  # "Applicants are persons. The office keeps their name."
        return next((n for n in several if n.plural and not is_attribute_head(n.head)), None) if single and attribute_list(group) else None

    def _done_for(self, at: int) -> bool:
        """ "the service time and content provided to customers by each stylist are recorded": services, of a customer and a stylist."""
        first, doing = self._piece(0), self._piece(1)
        to, by = self._group_at(3), self._group_at(5)
        apart = at == 6 and self._is(2, "to", "for", "of") and self._is(4, "by") and to is not None and by is not None
        if not apart or not isinstance(first, Group) or not isinstance(doing, Verb) or doing.form != "ed" or not many_facts(first):
            return False
        called = {n.words[0] for n in first.nouns if len(n.words) > 1}
        word = next(iter(called)) if len(called) == 1 else happening(doing.base)
        assert to is not None and by is not None
        self._tell_pair(Noun((word,), first.start, first.end, Bounds()), [to.nouns[0], by.nouns[0]], first)
        return True

    def _is_kept_with(self, at: int, place: Group) -> bool:
        noun = place.nouns[0]
        if self._is(at + 1, "with") and noun.bounds.article == "the" and not noun.plural and happens(noun.key[-1]):
            return True  # "the name and the number of guests are noted with the booking"
        if not self._is(at + 1, "in", "on"):
            return False
        return self.topic is not None and not noun.plural and noun.bounds.article == "the" and noun.key[-1] == self.topic.key[-1]

    def _kept_at(self, at: int, verb: Verb, group: Group) -> None:
        """ "the club keeps its boats in boathouses": each boat has its place there."""
        place = self._group_at(at + 3) if self._is(at + 2, "in", "at", "on") else None
        noun = group.nouns[-1]
        if place is None or verb.base not in STORING or not noun.plural or is_attribute_head(noun.head):
            return
        where = place.nouns[0]
        if where.plural and noun_class(where.key[-1]) in PLACES and not is_container(words_of(where)):
            one = Noun(words_of(where), where.start, where.end, Bounds(1, 1, True))
            self.claims.has.append(Has(noun, one, where.start, where.end))
            self.claims.exists.append(Exists(where, FAIR, "kept at"))

    def _of_each(self, group: Group) -> bool:
        """ "the name, date and music of a show, the name and phone of a dancer": one list after the other, each of what stands behind it."""
        runs: list[list[Noun]] = [[]]
        for noun in group.nouns:
            runs[-1].append(noun)
            if noun.of is not None and noun.key[-1] not in COUNTS and (noun.of.bounds.article or noun.of.bounds.each or noun.of.plural):
                runs.append([])
        told, rest = runs[:-1], runs[-1]
        if not told or rest or not (len(told) > 1 or len(told[0]) > 1) or any(len(run) > 1 and not many_facts(Group(run, 0, 0)) for run in told):
            return False
        for run in told:
            owner, run[-1].of = run[-1].of, None
            assert owner is not None
            self._list(owner, Group(run, run[0].start, run[-1].end), "record", "")
            self.claims.exists.append(Exists(owner, FAIR, "of each"))
        return True

    def _where_kept(self, group: Group) -> bool:
        """ "variables can be defined for projects, where key and value are saved": of what the clause before speaks of."""
        here = next((i for i, p in enumerate(self.pieces) if p is group), 0)
        if not (self._is(here - 1, "where") or (self._is(here - 1, "which") and self._is(here - 2, "in", "for"))) or not many_facts(group):
            return False
        verb_at = next((i for i in range(here - 1, -1, -1) if isinstance(self.pieces[i], Verb)), -1)
        verb, behind = self._piece(verb_at), self._group_at(verb_at + 1)
        if not isinstance(verb, Verb):
            return False
        nouns = behind.nouns if behind is not None and not verb.passive else self.subjects.get(verb_at, [])
        if nouns and not self._is_system(nouns):
            self._list(nouns[-1], group, "record", "")
        return bool(nouns)

    def _received(self, at: int, verb: Verb, group: Group) -> None:
        """ "a bakery takes orders from cafes": each order is of one cafe."""
        sender = self._group_at(at + 3) if self._is(at + 2, "from") else None
        noun = group.nouns[-1]
        if sender is None or verb.base not in ("take", "receive", "accept", "get", "collect") or noun.key[-1] not in listed("event"):
            return
        one = Noun(words_of(sender.nouns[0]), sender.start, sender.end, Bounds(1, 1, True))
        self.claims.has.append(Has(noun, one, noun.start, sender.end, flags=frozenset({"tie"})))
        self.claims.exists.append(Exists(sender.nouns[0], FAIR, "from"))

    def _tied(self, at: int, group: Group) -> bool:
        """ "manages the relationships between customers and projects", "supports the association of volunteers and activities": many of both."""
        tie = group.nouns[0]
        head = tie.key[-2] if len(tie.key) > 1 and tie.key[-1] == "management" else tie.key[-1]
        between = self._group_at(at + 3) if self._is(at + 2, "between", "among") else None
        ends = between.nouns if between is not None else [*([tie.of] if tie.of is not None else []), *group.nouns[1:]]
        if singular(head) not in TIES or len(ends) != 2 or not all(n.plural for n in ends):
            return False
        self._of_both(ends, tie.start, ends[1].end)
        return True

    def _of_both(self, ends: list[Noun], start: int, end: int) -> None:
        """Many of the one for many of the other."""
        several = Noun(ends[1].words, ends[1].start, ends[1].end, Bounds(0, None, True))
        self.claims.relates.append(Relates(ends[0], "associate", "with", several, start, end, alone=True))
        self.claims.exists.extend(Exists(noun, FAIR, "tied") for noun in ends)

    def _ties(self, at: int, group: Group, subjects: list[Noun]) -> bool:
        """ "each usage record captures the relationship between the land and the project": it refers to both."""
        tied = self._group_at(at + 3) if self._is(at + 2, "between") else None
        if tied is None or group.nouns[0].key[-1] not in TIES or len(tied.nouns) != 2:
            return False
        if not subjects or self._is_system(subjects):
            first, second = tied.nouns
            owner = Noun((*words_of(first), *words_of(second)), group.start, tied.end, Bounds())
            self.claims.exists.extend((Exists(owner, STRONG, "paired"), Exists(first, FAIR, "paired"), Exists(second, FAIR, "paired")))
        else:
            owner = subjects[-1]
        for noun in tied.nouns:
            self.claims.has.append(Has(owner, Noun(words_of(noun), noun.start, noun.end, Bounds(1, 1, True)), noun.start, noun.end, len(tied.nouns)))
        self.last = owner
        group.nouns[:] = [owner]  # "..., including its duration" goes on about the record
        return True

    def _recorded_owner(self, at: int, group: Group, subjects: list[Noun], system: bool, verb: Verb) -> Noun | None:
        first, last = group.nouns[0], group.nouns[-1]
        told = self._told_behind(at, group)
        if self.inline and self.each is not None and system and (told or not any(is_attribute_head(n.head) for n in group.nouns)):
            self._keeps(group, FAIR, "for each")
            others = [n for n in map(unwrapped, group.nouns) if words_of(n) != words_of(self.each)]
            self.claims.has.extend(Has(self.each, n, n.start, n.end, flags=frozenset({"events"}), verb="record") for n in others)
            return None
        if system and (numbered := self._numbered_before(at, group)) is not None:
            return numbered  # "in a station there are several piles, and the pile number and the power are maintained"
        if system and self._goes_on(group):
            self.occasion = self.earlier
            return self.earlier
        if system and self.done_before is not None and self._opens(group) and self._is_kept_of_doing(self.done_before, group):
            self.occasion = self.done_before
            return self.done_before  # "users vote for answers. The vote direction and the voting time are saved"
        if system and (event := self._of_what_was_told(group)) is not None:
            return event
        if self.each is not None and not self.inline and self._is_of_a_part(group):
            assert first.owner is not None
            self._tie(first.owner, self.each)
            self.claims.exists.append(Exists(first.owner, STRONG, "record"))
            return first.owner
        if self.each is not None and (system or (subjects and (words_of(subjects[-1])[-1] in listed("party") or is_agent(subjects[-1].key[-1])))):
            self._is_of_both_before(self.each)
            self.occasion = self.each
            return self.each
        if system and first.owner is not None and (event := self._all_called_after(group)) is not None:
            self._tie(event, first.owner)
            self.claims.exists.append(Exists(event, STRONG, "paired"))
            first.owner = None
            return event  # "the recharge amount, recharge method and recharge time of the client": of each recharge
        if system and first.owner is not None and is_attribute_head(first.head):
            return first.owner
        whose = last.of.of if last.of is not None and last.of.of is not None else last.of  # "the number of pages of every book": the book's
        counted = last.key[-1] in COUNTS and whose is last.of and whose is not None and (whose.plural or not whose.bounds.article)
        of_the_last = first.bounds.article not in ITS or whose is first.of  # "their name, their class and the phone of a parent"
        if system and whose is not None and of_the_last and is_attribute_head(last.head) and not counted and not is_attribute_head(whose.head):
            return whose
        if system and first.bounds.article in ITS and (meant := self._meant_by_its(group)) is not None:
            return meant  # "its difficulty is given as well"
        if system and attribute_list(group):
            if verb.form == "ing" and self.subject and not self._is_system(self.subject):
                return self.subject[-1]
            after = isinstance(self._piece(0), Mark) and self._is(0, *EVENT_CONTEXT)
            after |= any(isinstance(p, Mark) and p.text in ("we", "i", "they") for p in self.pieces)  # "...; we log the time and the battery"
            return self.about or self.heading or (self.topic if verb.form != "finite" or verb.passive or after else None)
        return None

    def _told_behind(self, at: int, group: Group) -> bool:
        """ "the feedback for each project is recorded, including a rating and comments": what has a list of its own and happens."""
        verbs = [i for i, p in enumerate(self.pieces) if i > at and isinstance(p, Verb) and p.base == "include"]
        lists = [self._group_at(i + 1) for i in verbs]
        return any(g and many_facts(g) for g in lists) and len(group.nouns) == 1 and happens(group.nouns[0].key[-1])

    def _is_of_a_part(self, group: Group) -> bool:
        """ "for each department, the mail server's address, port and user are kept": the server's, one for each department."""
        owner = group.nouns[0].owner
        told = owner is not None and many_facts(group) and all(n.owner is None for n in group.nouns[1:])
        return told and owner is not None and owner.key[-1] not in listed("party") and not is_container(words_of(owner)) and owner.words[0] not in ITS

    def _goes_on(self, group: Group) -> bool:
        """ "when a bell is repaired, the date is recorded. The cost and the reason are noted as well": of the same repair."""
        plain = all(n.bounds.article == "the" and n.owner is None and n.of is None for n in group.nouns[:1])
        return self.earlier is not None and self.each is None and plain and self._opens(group) and any(is_attribute_head(n.head) for n in group.nouns)

    def _whose(self, group: Group) -> list[Noun]:
        """ "translators and reviewers, whose name is stored", "to translators and to reviewers, whose ...": each of those before it."""
        at = next((i for i, p in enumerate(self.pieces) if isinstance(p, Group) and p.nouns[0] is group.nouns[0]), 0)
        if not self._is(at - 1, "whose"):
            return []
        here = at - 2 - self._is(at - 2, ",")
        found: list[Noun] = []
        if meant := self._who_they_are(here):
            return meant
        while isinstance(last := self._piece(here), Group):
            found += last.nouns if last.nouns[-1].plural else last.nouns[-1:]
            if not (self._piece_tag(here - 1) in ("PREP", "TO") and self._is(here - 2, "and", "or")):
                break
            here -= 3
        return found

    def _system(self, at: int, verb: Verb) -> None:
        """The software does something: what it manages exists; what it promises says nothing."""
        group = self._group_at(at + 1)
        if group is None or verb.negated or self._tied(at, group):
            return
        self._received(at, verb, group)
        self._within(at, group)
        if verb.base in listed("manage"):
            self._keeps(group, FAIR, verb.base)
        elif verb.base not in listed("promise"):
            self._keeps(group, WEAK, verb.base)

    def _measured(self, at: int, verb: Verb, subjects: list[Noun]) -> bool:
        """ "at each stake the depth is measured twice a year by observers": measurements of the stake."""
        if verb.base not in MEASURING or not (verb.passive or verb.form == "ed") or not subjects or self.each is None or self.each in subjects:
            return False
        if len(self.eaches) == 2 and self._kept_per(at, Group(subjects, subjects[0].start, subjects[-1].end)):
            return True  # "for each station and candidate the number of votes is counted"
        event = Noun((happening(verb.base),), verb.start, verb.end, Bounds())
        self._list(event, Group(subjects, subjects[0].start, subjects[-1].end), "record", "")
        self.claims.has.append(Has(self.each, event, verb.start, verb.end, flags=frozenset({"events"})))
        self.claims.exists.append(Exists(event, STRONG, "measured"))
        by = next((i for i in range(at + 1, len(self.pieces)) if self._is(i, "by")), 0)
        agents = self._group_at(by + 1) if by else None
        for agent in agents.nouns[:1] if agents is not None else ():
            self.claims.has.append(Has(event, Noun(words_of(agent), agent.start, agent.end, Bounds(1, 1, True)), agent.start, agent.end))
            self.claims.exists.append(Exists(agent, WEAK, "agent"))
        return True

    def _identified(self, at: int, subjects: list[Noun]) -> None:
        group = self._group_at(at + 2) if self._is(at + 1, "by") else self._group_at(at + 1)
        owner = subjects[-1] if subjects else self.topic
        if group is not None and owner is not None:
            self.claims.identifies.append(Identifies(owner, tuple(_identifying(group.nouns)), owner.start, group.end))
            self._list(owner, group, "identify", "")

    def _identifies(self, at: int, verb: Verb, subjects: list[Noun]) -> bool:
        """ "the ID card number identifies a student uniquely": which thing has which identifier."""
        group = self._group_at(at + 1) if verb.base in ("identify", "distinguish") and not verb.negated else None
        if group is None or not subjects:
            return False
        owner = group.nouns[0]
        if not all(is_attribute_head(n.head) for n in subjects) or is_attribute_head(owner.head) or self._is_system([owner]):
            return False
        self.claims.identifies.append(Identifies(owner, tuple(_identifying(subjects)), subjects[0].start, owner.end))
        self._list(owner, Group(subjects, subjects[0].start, subjects[-1].end), "identify", "")
        return True

    def _views(self, verb: Verb, subjects: list[Noun]) -> bool:
        """Curators who list the elements look at them; a page that lists them has them."""
        head = words_of(subjects[-1])[-1] if subjects else ""
        return verb.base in listed("view_verbs") and (head in listed("party") or is_agent(head))


def _identifying(nouns: list[Noun]) -> list[Noun]:
    """ "identified by an employee ID, name and phone": the number alone, for what merely describes names nobody."""
    numbers = [n for n in nouns if n.key[-1] in listed("identifier_head")]
    describing = [n for n in nouns if n not in numbers and n.key[-1] in listed("sure_attribute") and n.key[-1] not in TIME_HEADS]
    return numbers if numbers and describing else nouns
