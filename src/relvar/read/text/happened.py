"""What happens and what is recorded of it: "each time an instrument is lent, the date and its state are recorded" keeps lendings.

The clause before the recording says who does what to what: the occurrence refers to each of them and owns the list.
"""

from __future__ import annotations

from relvar.read.text.claims import Exists, Has
from relvar.read.text.kinds import JUDGED, OUTCOMES, PAIRED, TIME_HEADS, is_agent
from relvar.read.text.listing import attribute_list
from relvar.read.text.lists import Group
from relvar.read.text.naming import is_attribute_head, is_nominal, words_of
from relvar.read.text.nominal import gerund, happening, happens, is_named, named_after
from relvar.read.text.owning import ENTERS, FAIR, OF_A_THING, STRONG, WEAK
from relvar.read.text.pairing import TIMES, Pairing
from relvar.read.text.phrases import Mark, Noun, Verb
from relvar.read.text.quantity import Bounds
from relvar.read.text.words import listed, noun_class, singular

# verbs that say nothing of what happens: the noun beside them does ("milking takes place", "a test is carried out")
LIGHT = {
    "put",
    "take",
    "make",
    "do",
    "perform",
    "carry",
    "conduct",
    "occur",
    "happen",
    "get",
    "become",
    "be",
    "have",
    "need",
    "want",
    "finish",
    "come",
    "go",
    "give",
    "pass",
    "say",
    "tell",
}
LEAVES_A_RECORD = {"check", "read", "order", "get", "like", "support", "serve", "display"}  # though they mostly promise, or only look
ATTENDS = {"visit", "attend", "join", "enter", "watch"}
CONCERNS = {"concern", "involve", "belong", "cover", "refer", "relate", "depend"}  # these say of what something is; nothing happens
BRINGS_TOGETHER = {"match", "pair", "link", "connect", "associate", "combine", "assign"}
ENTERED_ANEW = {"add", "register", "create", "enter", "introduce", "set", "open", "record"}  # a row comes into being, and that is all
LEFT = {"leave", "submit", "provide", "enter"}
NEAR_FACTS = 200  # claims: what was described longer ago is of another part of a long text
BACK = 12  # ties: what was told longer ago is hardly meant by "the evaluation"
SEPARATORS = (",", ";", "and", "then")


def _calls(verb: Verb, group: Group) -> bool:
    """A verb that leaves a record whatever else it says, or after which something of the list is called: "opened; the opening time"."""
    return verb.base in LEAVES_A_RECORD or any(len(n.words) > 1 and n.words[0] == gerund(verb.base) for n in group.nouns)


def _is_doing(verb: Verb, noun: Noun) -> bool:
    """ "carry out alterations": what is carried out is done, whatever its name."""
    return happens(noun.key[-1]) or (verb.then == "out" and is_nominal(noun.key[-1]))


def _informed_of(group: Group) -> Noun | None:
    """ "whenever a runner enters a race, the registration information is recorded, including ...": a registration, whose list follows."""
    noun = group.nouns[0]
    wrapped = len(group.nouns) == 1 and noun.of is None and noun.key[-1] in listed("wrapper") and happens(words_of(noun)[-1])
    return Noun(words_of(noun), noun.start, noun.end, Bounds()) if wrapped else None


class Happened(Pairing):
    """Constructions by which a doing leaves a record."""

    def _happened(self, at: int, group: Group, recorders: list[Noun]) -> bool:
        """Whether the list behind or before the recording at `at` belongs to what the clause before tells; it is then told."""
        here = self._doing_before(at, group)
        verb = self._piece(here)
        noted = bool(recorders) and not self._is_system(recorders)  # by those who do it: "inspectors visit hives and note the age"
        if noted and happens(recorders[-1].key[-1]):
            return False  # "each casting records the furnace": its own list
        informed = _informed_of(group)
        told = informed is not None or (noted and attribute_list(group)) or (isinstance(verb, Verb) and self._is_of_an_occurrence(verb, group))
        if here < 0 or not isinstance(verb, Verb) or not told:
            return False
        done_by, done_to, around = self._participants(here, verb, at)
        event = informed or self._for_each(here, at) or self._occurrence(verb, group, done_by, done_to)
        if event is None or (noted and event.key[-1] not in listed("event") and not is_named(verb.base)):
            return False
        wholes = [n.of for n in done_to if n.of is not None and (n.of.plural or n.of.bounds.article)]  # "check the hygiene of rooms"
        ends = [n for n in (*done_by, *done_to, *wholes, *around) if self._takes_part(n, event)]
        if not ends:
            return False
        self._tell(event, ends, group if informed is None else Group([], group.start, group.end))
        here, said = self.pieces[0].start, self.claims.relates[self.told_until :]
        self.claims.relates[self.told_until :] = [r for r in said if not (r.verb == verb.base and here <= r.start and r.end <= group.end)]
        return True

    def _done_by_whom(self) -> None:
        """ "loans of telescopes by visitors", "a visitor's loan of a telescope": of one visitor and one telescope each."""
        if self._is(0, "by", "through"):
            return  # "by recording the usage of land by projects, the system ensures ..."
        for at, piece in enumerate(self.pieces):
            if not isinstance(piece, Group):
                continue
            for noun in piece.nouns:
                event = noun.of if noun.of is not None and is_attribute_head(noun.head) else noun
                by = self._group_at(at + 2) if self._is(at + 1, "by") else None
                doer = event.owner or (by.nouns[0] if by is not None and noun is piece.nouns[-1] else None)
                told = event.key[-1] in listed("event") and event.of is not None and doer is not None
                if told and event.of is not None and doer is not None and all(self._takes_part(n, event) for n in (event.of, doer)):
                    plain = Noun(words_of(event), event.start, event.end, event.bounds)
                    self._tell(plain, [doer, event.of], Group([], event.start, event.end))

    def _goes_somewhere(self, at: int, verb: Verb) -> bool:
        """ "players register for tournaments", "a character enters a guild": nothing is written down."""
        entered = self._group_at(at + 1) if verb.base == "enter" else None
        guild = entered is not None and len(entered.nouns) == 1 and bool(entered.nouns[0].bounds.article) and not attribute_list(entered)
        return guild or (verb.base == "register" and self._is(at + 1, "for"))

    def _left_behind(self, at: int, verb: Verb) -> bool:
        """ "technicians inspect machines, leaving the time and the result": what is left is of the inspection."""
        if not self._is(at - 1, ","):
            return False
        by_them = verb.base in LEFT or (verb.base in listed("record") and bool(self.subject) and not self._is_system(self.subject))
        group = self._group_at(at + 1) if by_them else None
        return group is not None and attribute_list(group) and self._happened(at, group, [])

    def _for_each(self, here: int, at: int) -> Noun | None:
        """ "lessons are given by instructors; for each lesson, the date is recorded": what happens is named, right before the list."""
        for place in (*range(here + 1, at), at + 1):  # "... must be recorded for each processing"
            named = self._group_at(place + 1)
            noun = named.nouns[0] if named is not None else None
            if self._is(place, "for") and noun is not None and noun.bounds.each and (happens(noun.key[-1]) or noun_class(noun.key[-1]) == "act"):
                return noun
        return None

    def _is_named_by_doing(self, at: int, group: Group) -> bool:
        """ "engineers sign on work cards; the signing time ...": what is recorded is called after the doing before it."""
        verb = self._piece(self._doing_before(at, group))
        return isinstance(verb, Verb) and verb.base not in LEAVES_A_RECORD and _calls(verb, group)

    def _doing_before(self, at: int, group: Group) -> int:
        """The place of the finite verb of the clause before the recording, or -1."""
        apart = False
        for here in range(at - 1, -1, -1):
            piece = self.pieces[here]
            if isinstance(piece, Mark):
                apart |= piece.tag in ("STOP", "COMMA", "CONJ") or piece.text in SEPARATORS
                if piece.tag == "COLON":
                    return -1
            elif isinstance(piece, Verb) and piece.form == "finite":
                told = listed("record", "contains", "manage", "idle", "view_verbs") - JUDGED
                if self._piece_tag(here - 1) in ("REL", "PRON") and here > 1 and not self._is(here - 2, "when", "whenever", "if"):
                    continue  # "the repositories they are interested in"
                if piece.base in ENTERS and self._is(here + 1, "in", "up") and self._is(here + 2, "with", ",", ";"):
                    return -1  # "members sign in with an email; the club also keeps their name": the members'
                marked = piece.passive and self._is(here + 1, "with", "under", "by") and self._is_of_facts(here + 2)
                if marked or (piece.base in LIGHT and self._is_of_facts(here + 1)):
                    return -1  # "a claim gets its own ID", "a hive is marked with a number": nothing happens
                does = piece.base not in told or piece.then == "out" or _calls(piece, group)  # "carry out inspections" holds nothing
                does |= _informed_of(group) is not None or self._holds_counted(here, group) or self._goes_somewhere(here, piece)
                return here if apart and not piece.negated and does else -1
        return -1

    def _is_of_facts(self, at: int) -> bool:
        group = self._piece(at)
        return isinstance(group, Group) and all(is_attribute_head(n.head) for n in group.nouns)

    def _is_of_an_occurrence(self, verb: Verb, group: Group) -> bool:
        """A list with a time, an amount or an outcome; names and addresses describe a thing."""
        if any(n.owner is not None for n in group.nouns[:1]):
            return False
        words = {verb.base, verb.word, *named_after(verb.base)}
        return any(
            (n.key[-1] in TIME_HEADS and n.words[0] not in OF_A_THING) or n.key[-1] in OUTCOMES or (len(n.words) > 1 and n.words[0] in words)
            for n in group.nouns
        )

    def _participants(self, here: int, verb: Verb, at: int) -> tuple[list[Noun], list[Noun], list[Noun]]:
        """Who does it, to what, and what else takes part: behind prepositions, up to the recording's clause."""
        subjects = self.subjects.get(here) or self._before(here)[0]
        behind = self._group_at(here + 1)
        around: list[Noun] = []
        agents: list[Noun] = []
        place = here + 1 if behind is None else here + 2
        while place < at and isinstance(self._piece(place), Mark):
            mark, group = self._piece(place), self._group_at(place + 1)
            if not isinstance(mark, Mark) or mark.tag not in ("PREP", "TO") or group is None or place + 1 >= at:
                break
            (agents if mark.text == "by" else around).extend(group.nouns[:1])
            place += 2
        if verb.passive:
            return agents, subjects, around
        following = self._piece(here + 2)  # "submit complaints including the content; the result is noted" is done to complaints
        governed = isinstance(following, Verb) and not (following.form == "ing" and following.base == "include")
        objects = behind.nouns[:1] if behind is not None and not governed else []
        objects += [
            n.of for n in objects if n.of is not None and n.of.bounds.each and not is_attribute_head(n.of.head)
        ]  # "reads the meter of each site"
        if verb.base in LIGHT:
            objects = [n for n in objects if _is_doing(verb, n) or self._is_described(n)]  # "gets sick", "takes place"
        return subjects, objects, around

    def _occurrence(self, verb: Verb, group: Group, done_by: list[Noun], done_to: list[Noun]) -> Noun | None:
        """What it is called: the event that is named beside the verb, by the verb, or by the time that is recorded."""
        numbered = group.nouns[0]
        many = done_to[0] if done_to and done_to[0].plural and done_to[0].bounds.stated else None
        if many is not None and done_by and all(n.key[-1] in PAIRED for n in group.nouns):  # "an order uses several parts, and the quantity is noted"
            return Noun((*words_of(done_by[0]), *words_of(many)), many.start, many.end, Bounds())
        if verb.base in LIGHT and len(numbered.words) == 2 and numbered.key[-1] in listed("identifier_head"):
            known = {words_of(n) for n in (*done_by, *done_to)}
            if numbered.key[:-1] not in known:  # "when goods come in, the inbound number, the date and the quantity are registered"
                return Noun(numbered.words[:1], verb.start, verb.end, Bounds())
        said = self._called(verb, group)
        by_list = said if said in {n.words[0].replace("-", "") for n in group.nouns if len(n.words) > 1} else ""
        attended = verb.base in ATTENDS  # "visits an exhibition": a visit, not the exhibition
        named = [n for n in (*done_to, *done_by) if (n.key[-1] in listed("event") and not attended) or (verb.base in LIGHT and _is_doing(verb, n))]
        named_well = is_named(verb.base) or happening(verb.base) in listed("event")
        if done_by and named_well and verb.base not in listed("create") - listed("noted") and all(map(self._has_facts, named)):
            named = []  # "an employee repairs a purchase order", of which the text has told the price: a repair
        if named and by_list in ("", *(n.key[-1] for n in named)):
            return named[0]
        if done_to and verb.passive and verb.base in ENTERED_ANEW and not done_by:
            return done_to[0]  # "when a report is added, the date and the budget are entered"
        made = verb.base in listed("create") and verb.base not in listed("eventful", "noted")
        if done_to and made and not any(n.key[-1] not in listed("party") and not is_agent(n.key[-1]) for n in done_by):
            return done_to[0]  # what somebody makes bears the list; "channels are opened by applications" makes nothing
        return Noun((said,), verb.start, verb.end, Bounds()) if said else None

    def _called(self, verb: Verb, group: Group) -> str:
        """ "the lending date" says that what lends is called a lending; behind a light verb only the list can say it."""
        first = [n.words[0].replace("-", "") for n in group.nouns if len(n.words) > 1]
        if verb.base in LIGHT:
            return next((n.words[0] for n in group.nouns if len(n.words) > 1 and n.key[-1] in TIME_HEADS and happens(n.words[0])), "")
        after = next((w for w in first if w in named_after(verb.base) or (w.startswith(verb.base) and w in listed("event"))), "")
        known = is_named(verb.base) or happening(verb.base) in listed("event") or verb.base in CONCERNS
        return after or ("" if known else self._dated_by(group)) or happening(verb.base)

    def _dated_by(self, group: Group) -> str:
        """ "crews fix lamps; the repair time and the cost are registered": a repair, where only one time has the name of an event."""
        dated = {n.words[0] for n in group.nouns if len(n.words) == 2 and n.key[-1] in TIME_HEADS}
        named = next(iter(dated)) if len(dated) == 1 else ""
        return named if named in listed("event") and named not in OF_A_THING else ""

    def _is_kept_of_doing(self, event: Noun, group: Group) -> bool:
        """ "the vote direction", "the voting time": facts that bear the name of what is done, or a time and what came of it."""
        names = {event.key[-1], gerund(event.key[-1])}
        once = any((n.key[-1] in TIME_HEADS and n.words[0] not in OF_A_THING) or n.key[-1] in OUTCOMES for n in group.nouns)
        return once or any(len(n.words) > 1 and n.words[0] in names for n in group.nouns)

    def _opens(self, group: Group) -> bool:
        """Whether the sentence begins with the list, or with the recording of it: "Record the date and the comment"."""
        first = self.pieces[1] if isinstance(self.pieces[0], Verb) and len(self.pieces) > 1 else self.pieces[0]
        return isinstance(first, Group) and first.nouns[0] is group.nouns[0]

    def _is_of_both_before(self, event: Noun) -> None:
        """ "missions and rescuers have a many-to-many relationship. For each participation, the role is recorded": of one of each."""
        tied = self.told_before[0] if len(self.told_before) == 1 else None
        if tied is None or tied.verb != "associate" or not (happens(event.key[-1]) or is_nominal(event.key[-1])) or tied not in self.claims.relates:
            return
        self.claims.relates.remove(tied)
        self._tell(event, [tied.subject, tied.object], Group([], event.start, event.end))

    def _must_be_given(self, verb: Verb, subjects: list[Noun]) -> bool:
        """ "the title must be filled in", of a film whose title was told before: a demand on it, and nobody else's title."""
        lone = subjects[0] if len(subjects) == 1 else None
        if lone is None or not verb.passive or verb.modal != "must" or lone.of is not None or lone.owner is not None:
            return False
        return any(words_of(has.item) == words_of(lone) for has in self.claims.has[-NEAR_FACTS:])

    def _meant_by_its(self, group: Group) -> Noun | None:
        """ "when a puppet is registered, its budget and its title are entered": the puppet's; else of what was spoken of."""
        thing = self._group_at(1) if self._is(0, "when", "whenever", "if", "once", "after") else None
        noun = thing.nouns[-1] if thing is not None and thing.end < group.start else None
        told = noun is not None and noun.bounds.article == "a" and not is_attribute_head(noun.head) and group.nouns[0].bounds.article == "its"
        return noun if told else self.topic

    def _all_called_after(self, group: Group) -> Noun | None:
        """What happens, where every fact of a list bears its name, a time among them."""
        names = {n.words[0] if len(n.words) > 1 else "" for n in group.nouns}
        name = next(iter(names))
        dated = any(n.key[-1] in TIME_HEADS for n in group.nouns)
        once = len(names) == 1 and len(group.nouns) > 2 and dated and name not in OF_A_THING
        return Noun((name,), group.start, group.end, Bounds(article="the")) if once and name else None

    def _within(self, at: int, group: Group) -> None:
        """ "manages several sessions within a conference": each session is in one."""
        whole = self._group_at(at + 3) if self._is(at + 2, "within") else None
        part = group.nouns[-1]
        noun = whole.nouns[0] if whole is not None else None
        if noun is None or not part.plural or self._is_system([noun]) or is_attribute_head(noun.head):
            return
        if noun.bounds.article == "a" or noun.bounds.each:
            self._tie(part, noun)

    def _of_what_was_told(self, group: Group) -> Noun | None:
        """ "seekers deliver a resume to a position. The system records the delivery time": a delivery, of all who take part in it."""
        called = {n.words[0] for n in group.nouns if len(n.words) > 1 and n.key[-1] in TIME_HEADS}
        last = self.claims.relates[-1] if self.claims.relates else None
        name = next((w for w in named_after(last.verb) if w in called and w != last.verb), "") if last is not None and last.verb else ""
        name = name or self._doing_just_told(group)
        if last is None or not name or last.negated:
            return None
        told = [
            r for r in self.claims.relates[-BACK:] if r.verb == last.verb and (r.start == last.start or r.end == last.end or r.object is last.subject)
        ]
        ends = {words_of(n): n for r in told for n in (r.subject, r.object)}
        self.claims.relates[-BACK:] = [r for r in self.claims.relates[-BACK:] if r not in told]
        event = Noun((name,), group.start, group.end, Bounds(article="the"))
        self._tell(event, list(ends.values()), Group([], group.start, group.end))
        return event

    def _doing_just_told(self, group: Group) -> str:
        """ "Customers can repair devices. Record the cost and the result.": a repair, where the sentence before told of nothing else."""
        verbs = {r.verb for r in self.told_before}
        verb = next(iter(verbs)) if len(verbs) == 1 else ""
        by_people = any(r.direct and not r.negated and not self._is_system([r.subject]) for r in self.told_before)
        plain = verb and verb not in listed("create", "manage", "belong") | LIGHT and happening(verb) in listed("event")
        told = plain and by_people and self._opens(group) and self._is_kept_of_doing(Noun((verb,), 0, 0, Bounds()), group)
        return happening(verb) if told else ""

    def _connected(self, at: int) -> list[Noun]:
        """One of each that a verb before this place brings together: "matches one participant with one volunteer for a language"."""
        for here in range(at - 1, 0, -1):
            verb, first = self._piece(here), self._group_at(here + 1)
            if not isinstance(verb, Verb) or verb.base not in BRINGS_TOGETHER or first is None:
                continue
            ends, place = [first.nouns[0]], here + 2
            while self._is(place, "with", "to", "for") and (other := self._group_at(place + 1)) is not None:
                ends.append(other.nouns[0])
                place += 2
            return ends if len(ends) > 1 and not any(n.plural for n in ends) else []
        return []

    def _is_described(self, noun: Noun) -> bool:
        """Whether the text has told facts of it: "each timing point has a name", "orders have a date"."""
        named = len(noun.words) > 1 or (noun.plural and singular(noun.key[-1]) in TIMES)  # "orders", which "in order" is not
        return named and any(words_of(has.owner) == words_of(noun) for has in self.claims.has[-NEAR_FACTS:])

    def _has_facts(self, noun: Noun) -> bool:
        return any(words_of(has.owner) == words_of(noun) for has in self.claims.has[-NEAR_FACTS:])

    def _holds_counted(self, here: int, group: Group) -> bool:
        """ "an order contains several breads and the quantity is noted": of the bread within the order."""
        held = self._group_at(here + 1)
        counted = held is not None and held.nouns[0].plural and held.nouns[0].bounds.stated
        return counted and all(n.key[-1] in PAIRED for n in group.nouns)

    def _of_what_was_done(self, subjects: list[Noun]) -> None:
        """ "proposals are evaluated by reviewers. The evaluation stores the score": of those who take part in what was told before."""
        event = subjects[-1] if subjects else None
        if event is None or event.plural or len(event.words) > 1 or not is_nominal(event.head) or event.head.endswith("ing"):
            return
        told = next((r for r in reversed(self.claims.relates[-BACK:]) if r.verb and event.key[-1] in named_after(r.verb)), None)
        if told is not None and not told.negated:
            self.claims.relates.remove(told)
            self._tell(event, [told.subject, told.object], Group([], event.start, event.end))

    def _takes_part(self, noun: Noun, event: Noun) -> bool:
        named = noun.plural or noun.bounds.article or noun.bounds.each or noun.bounds.stated or noun.key[-1] in listed("party")
        if not named and happens(noun.key[-1]):
            return False  # "upon request": a manner
        if words_of(event)[: len(noun.words)] == words_of(noun) and event.words != noun.words:
            return True  # "an order uses several parts": an order part is of the order
        return not (
            noun is event
            or words_of(noun) == words_of(event)
            or self._is_system([noun])
            or (is_attribute_head(noun.head) and not happens(noun.key[-1]) and not self._has_facts(noun))
            or (singular(noun.key[-1]) in TIMES and not self._is_described(noun))
        )

    def _tell(self, event: Noun, ends: list[Noun], group: Group) -> None:
        for noun in ends:
            whose = noun.owner if noun.owner is not None and noun.owner.key[-1] in listed("party") else noun
            one = Noun(words_of(whose), noun.start, noun.end, Bounds(1, 1, True))
            self.claims.has.append(Has(event, one, noun.start, noun.end, len(ends), flags=frozenset({"tie"})))
            person = whose.key[-1] in listed("party") or is_agent(whose.key[-1])
            self.claims.exists.append(Exists(whose, FAIR if person and group.nouns else WEAK, "takes part"))
        known = {words_of(n) for n in ends}
        for item in group.nouns:
            if item.of is not None and words_of(item.of) in known:
                item.of = None  # "the yield of each cow" of a milking of one cow
        self._list(event, group, "record", "")
        self.occasion = event
        self.claims.exists.append(Exists(event, STRONG, "paired"))
