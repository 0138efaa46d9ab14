"""What one sentence claims: who has what, who does what to what. One method a construction of English; the families lie beside."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from relvar.read.text.asked import QUESTIONS
from relvar.read.text.claims import Exists, Relates
from relvar.read.text.degrees import DEGREES
from relvar.read.text.describing import NAMED_BY
from relvar.read.text.doing import LETTING
from relvar.read.text.indirect import APART, BACK, OF_CLAUSES
from relvar.read.text.kinds import IDENTIFY, is_agent
from relvar.read.text.leftover import Leftover
from relvar.read.text.listing import attribute_list, many_facts
from relvar.read.text.lists import KNOWN, Group, grouped, text_of
from relvar.read.text.mended import mended, of_owners
from relvar.read.text.naming import Key, is_attribute_head, is_container, words_of
from relvar.read.text.nominal import happens
from relvar.read.text.occurred import Occurrence, occurred
from relvar.read.text.opened import opened
from relvar.read.text.owning import FAIR, PLAIN_FACTS, STRONG, WEAK
from relvar.read.text.phrases import Mark, Noun, Part, Verb
from relvar.read.text.quantity import ITS, Bounds
from relvar.read.text.recording import EVENT_CONTEXT, SHOWN
from relvar.read.text.restated import restated
from relvar.read.text.sent import opening_pace
from relvar.read.text.truths import asked_whether
from relvar.read.text.turns import Tried, due, named
from relvar.read.text.words import listed, singular

EXPANDERS = {"such", "like", "namely", "e.g", "e.g.", "i.e", "i.e.", "eg", "ie"}
IDENTIFYING = IDENTIFY | {"determine"}
BESIDES = (("besides",), ("apart", "from"), ("next", "to"), ("in", "addition", "to"), ("together", "with"))
ASKS = {"want", "need", "wish", "like"} | LETTING
MANAGES = {"manage", "maintain", "handle", "administer", "track"}
AIMS = {"ensure", "help", "facilitate", "improve", "enhance", "guarantee", "aim", "reduce", "avoid", "prevent", "achieve", "understand", "promote",
        "strengthen", "assist", "optimize", "optimise", "simplify"}  # fmt: skip


class Reader(Leftover):
    """Reads the sentences of a text in order; remembers what the last ones spoke of."""

    def read(self, parts: list[Part], owner: Noun | None = None) -> None:
        """Read one sentence. `owner`: whose list it is, where a bullet or heading says so."""
        had, related, existed = len(self.claims.has), len(self.claims.relates), len(self.claims.exists)
        happened = self._read(parts, owner)
        if happened is None:
            return
        if self._is_told_of(happened, had):  # by whom it is written and where it goes ties nothing
            self.claims.relates[related:] = [told for told in self.claims.relates[related:] if told.end <= happened.start]
            return
        self._forget(had, related, existed, happened.start)
        self._tell(happened.event, list(happened.ends), Group(list(happened.facts), 0, 0))

    def _forget(self, had: int, related: int, existed: int, start: int) -> None:
        """What was found since, in the part of the sentence that begins at `start`."""
        claims = self.claims
        claims.has[had:] = [has for has in claims.has[had:] if has.start < start]
        claims.relates[related:] = [told for told in claims.relates[related:] if told.end <= start]
        claims.exists[existed:] = [exists for exists in claims.exists[existed:] if exists.noun.start < start]

    def _is_told_of(self, happened: Occurrence, had: int) -> bool:
        """Whether the readers of clauses found all of it; of a pair, under whatever name."""
        told: dict[Key, set[Key]] = {}
        for has in self.claims.has[had:]:
            told.setdefault(words_of(has.owner), set()).add(words_of(has.item))
        ends = {words_of(n) for n in happened.ends}
        paired = set(happened.event.words) == {word for end in ends for word in end}
        wanted = ends | {words_of(n) for n in happened.facts}
        return any(wanted <= found for owner, found in told.items() if paired or owner[: len(happened.event.words)] == happened.event.words)

    def _read(self, parts: list[Part], owner: Noun | None) -> Occurrence | None:
        """Read one sentence by its clauses; what happens, where the sentence speaks of nothing else."""
        taken_from = len(self.claims.has)
        pace, parts = opening_pace(parts)
        said = mended(grouped(opened(parts)))
        happened = occurred(said, self.known, self.said, self.heading)
        self.said = said.pieces
        plain, self.cues = restated(said)  # what follows only takes away from it
        self.pieces = [Group([*p.nouns], p.start, p.end, p.joiner) if isinstance(p, Group) else p for p in plain]
        for rejoin in due(_rejoining(), self.cues):
            rejoin(self)
        self._begin(owner)
        self.pace = pace
        self.earlier, self.occasion = self.occasion, None
        self.done_before, self.done_now = self.done_now, None
        self.software_before, self.software = self.software, False
        self._remember(parts)
        for tell in due(_telling(), self.cues):
            tell(self)
        if "which" in self.cues and self._which():
            return happened
        for at, piece in enumerate(self.pieces):
            if isinstance(piece, Verb):
                self._verb(at, piece)
            elif isinstance(piece, Mark):
                self._mark(at, piece)
            elif isinstance(piece, Group):
                self._group(at, piece)
                self._sorted(at, piece)
                self._one_for_many(at)
        self._take_leftover(taken_from)
        self._names_only()
        return happened

    def _names_only(self) -> None:
        """ "Courses.", "One teacher per course.": the sentences behind it speak of what it names."""
        first, second = self._piece(0), self._piece(1)
        if not isinstance(first, Group) or isinstance(second, Group) or len(first.nouns) > 1:
            return
        if not any(isinstance(p, Verb) for p in self.pieces) and _is_thing(first.nouns[0]) and not is_attribute_head(first.nouns[0].head):
            self.topic = first.nouns[0]

    def _besides(self) -> None:
        """ "besides the plot ID, the area and the soil type are kept", "in addition to its name, a ship has a length": one list."""
        start = next((i + 1 for i, p in enumerate(self.pieces) if p.tag == "COLON"), 0) if "COLON" in self.cues else 0
        opening = self._word_at(start)
        at = next((start + len(words) for words in BESIDES if words[0] == opening and self._stands(start, words)), 0)
        added, stop = self._piece(at), self._piece(at + 1)
        if not at or not isinstance(added, Group) or not isinstance(stop, Mark):
            return
        verb = next((i for i in range(at + 2, len(self.pieces)) if isinstance(self.pieces[i], Verb)), 0)
        has = self.pieces[verb]
        list_ = self._piece(verb + 1) if isinstance(has, Verb) and has.base in listed("contains") else self._piece(at + 2)
        if isinstance(list_, Group) and attribute_list(Group([*added.nouns, *list_.nouns], 0, 0)):
            list_.nouns[:0] = added.nouns
            self.pieces[start : at + 2] = []

    def _ranges(self) -> None:
        """ "a rating from 1 to 5 and comments": the list goes on behind the range, which the rules read."""
        for at in range(len(self.pieces) - 6, -1, -1):
            before, *marks, behind = self.pieces[at : at + 7]
            signs = [piece.text for piece in marks if isinstance(piece, Mark)]
            ranged = len(signs) == 5 and signs[0] == "from" and signs[2] == "to" and signs[4] in ("and", ",")
            if ranged and isinstance(before, Group) and isinstance(behind, Group):
                before.nouns.extend(behind.nouns)
                before.end = behind.end
                self.pieces[at + 1 : at + 7] = []

    def _stands(self, start: int, words: tuple[str, ...]) -> bool:
        return all(self._word_at(at) == word for at, word in enumerate(words, start))

    def _word_at(self, at: int) -> str:
        piece = self._piece(at)
        return piece.nouns[0].words[-1] if isinstance(piece, Group) else text_of(piece)

    def _of_owners(self) -> None:
        """ "we keep the program's name and type, the host's name and phone": to each owner what is its own."""
        for at, piece in enumerate(self.pieces):
            runs = of_owners(piece) if isinstance(piece, Group) else []
            for owner, nouns in runs:
                for noun in nouns:
                    noun.owner = None
                self._list(owner, Group(nouns, nouns[0].start, nouns[-1].end), "record", "")
                self.claims.exists.append(Exists(owner, FAIR, "of each"))
            if runs and isinstance(piece, Group):
                self.pieces[at] = Mark("COMMA", ",", piece.start, piece.end)

    def _at_a_time(self) -> None:
        """ "a press runs one job at a time": one after the other, in the end many."""
        for at, piece in enumerate(self.pieces):
            moment = self._piece(at + 1)
            if piece.text == "at" and isinstance(moment, Group) and moment.nouns[0].words == ("time",):
                before = self._piece(at - 1)
                for noun in before.nouns[-1:] if isinstance(before, Group) else ():
                    if noun.bounds.stated and noun.bounds.most == 1:
                        noun.bounds = Bounds(0, None, True)

    def _one_for_many(self, at: int) -> None:
        """ "one plumber for several districts": a clause without a verb that says how many."""
        if not self._is(at + 1, "for", "to"):
            return
        one, many = self._piece(at), self._piece(at + 2)
        if not isinstance(one, Group) or not isinstance(many, Group):
            return
        bare = not isinstance(self._piece(at - 1), Verb) and (at == 0 or self._piece_tag(at - 1) in ("STOP", "COLON", "DASH", "COMMA"))
        first, second = one.nouns[0].bounds, many.nouns[0].bounds
        if bare and first.stated and first.most == 1 and second.stated and second.most != 1 and not isinstance(self._piece(at + 3), Verb):
            start, end = one.start, many.end
            self.claims.relates.append(Relates(one.nouns[0], "have", "", many.nouns[0], start, end))

    def _asker(self) -> None:
        """ "A film archive restores films": who asks is no entity."""
        group, verb = self._piece(0), self._piece(1)
        if isinstance(group, Group) and isinstance(verb, Verb) and len(group.nouns) == 1:
            noun = group.nouns[0]
            asks = noun.key[-1] in listed("owner_of_software") or (len(noun.words) > 1 and noun.key[-1] == "service")  # "a weather service"
            if noun.bounds.article in ("a", "the", "our", "my") and asks and not noun.bounds.each:
                self.title = words_of(noun)

    def _title(self) -> None:
        """The first phrase, where a colon or "with" follows it and no article stands before: the name of the software."""
        if not self.first or not self.said:
            return
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
        stop = next((i for i, p in enumerate(self.pieces) if isinstance(p, Mark) and p.tag == "STOP"), len(self.pieces))
        bare = not noun.bounds.article or (behind is not None and len(behind.nouns) > 1 and not any(isinstance(p, Verb) for p in self.pieces[:stop]))
        if not plain or behind is None or not (colon or (mark.text in ("with", "where", "for", "that", "storing") and bare)):
            return
        if any(isinstance(p, Verb) for p in self.pieces[: colon or 1]) or (
            attribute_list(behind) and not any(n.plural and not is_attribute_head(n.head) for n in behind.nouns)
        ):
            return
        if noun.key[-1] != "management":  # "Player management: players have ..." is about players
            self.title = words_of(noun)
        if mark.text == "for" and behind.nouns[0].plural and words_of(behind.nouns[0])[-1] not in listed("party"):
            self._keeps(behind, WEAK, "for")

    def _context(self) -> None:
        """ "for each X, ...": of what the sentence tells."""
        first, second = self._piece(0), self._piece(1)
        if isinstance(first, Mark) and first.tag in ("SUB", "EACH", "ADV", "PREP") and isinstance(second, Group):
            noun = second.nouns[0]
            each = noun.bounds.each or noun.bounds.article == "a"
            apart = self._piece_tag(2) in ("STOP", "COMMA")
            of_one = first.text == "from" and apart and each and not is_attribute_head(noun.head)  # "from a borehole, several samples are taken"
            if (
                of_one
                or self._is_kept_of_it(noun, first)
                or (first.text in ("for", "per", "with") and (noun.bounds.each or noun.bounds.stated))
                or (first.text == "per" and not noun.plural)
                or (first.text == "of" and (each or noun.plural) and not is_attribute_head(noun.head))  # "of an operator we keep the name"
                or (
                    first.text in EVENT_CONTEXT
                    and each
                    and not is_attribute_head(noun.head)
                    and (first.tag == "PREP" or (apart and first.text in ("after", "before", "upon")))
                )
            ):
                self.each = noun
            moment = noun.of if noun.key[-1] in ("time", "moment") and first.text in ("at", "upon") and apart else None
            if moment is not None and happens(moment.key[-1]):
                self.each = moment  # "at the time of lending, the borrower and the due date are noted"
                self.claims.exists.append(Exists(moment, STRONG, "for each"))
            if first.text in ("for", "during") and self.each is None and apart and noun.plural and happens(noun.key[-1]):
                self.each = noun  # "for exchanges, the old and the new part are recorded"
            if self.each is noun and (noun.bounds.each or noun.bounds.article == "a"):
                self.eaches = second.nouns
                further = self._group_at(3) if self._is(2, "in", "at", "on", "of", "within") else None
                if further is not None and further.nouns[0].bounds.each and len(self.eaches) == 1:
                    self.eaches = [noun, further.nouns[0]]  # "for each night on each telescope the seeing is recorded"
            if self.each is noun:
                self.claims.exists.append(Exists(noun, FAIR, "for each"))

    def _told_for(self) -> None:
        """The same behind what is recorded."""
        for at, piece in enumerate(self.pieces):
            group = self._group_at(at + 1) if piece.text == "for" and self.each is None else None
            if group is not None and self._is_told_for(at, group.nouns[0]):
                self.each = group.nouns[0]
                self.eaches = group.nouns
                self.inline = True

    def _is_told_for(self, at: int, noun: Noun) -> bool:
        """ "... for each X", and "we enter the name and the phone for a customer" at the end of what is recorded."""
        if noun.bounds.each:
            return True
        verb, facts = self._piece(at - 2), self._piece(at - 1)
        if not isinstance(verb, Verb) or verb.passive or verb.base not in listed("record") or not isinstance(facts, Group) or not many_facts(facts):
            return False
        return noun.bounds.article == "a" and not is_attribute_head(noun.head) and facts.nouns[0].bounds.article == "the"

    def _is_kept_of_it(self, noun: Noun, first: Mark) -> bool:
        """ "after the game the remaining time and the score are recorded": of the game, of which the text has spoken."""
        at = 2 + (self._piece_tag(2) in ("STOP", "COMMA"))
        facts, verb = self._piece(at), self._piece(at + 1)
        if first.text not in EVENT_CONTEXT or noun.bounds.article != "the" or is_attribute_head(noun.head) or not isinstance(facts, Group):
            return False
        recorded = isinstance(verb, Verb) and verb.passive and verb.base in listed("record") and attribute_list(facts)
        return recorded and any(before.key == noun.key and before.start < noun.start for before in self.claims.nouns[-BACK:])

    def _mark(self, at: int, mark: Mark) -> None:
        if mark.tag == "STOP":
            self.aimed = False
        if mark.text == "whether":
            self._whether(at)
        elif mark.text == "with" and mark.tag == "PREP" and at not in self.spelled:
            self._with(at)
        elif mark.text in EXPANDERS and at not in self.spelled:
            self._expand(at + (2 if mark.text == "such" else 1), at)
        elif mark.tag in ("COLON", "DASH") and not self._names_kinds(at):
            self._colon(at)

    def _is_passive(self, at: int, verb: Verb) -> bool:
        return verb.passive or (verb.form == "ed" and self._piece_tag(at + 1) == "PREP")

    def _whether(self, at: int) -> None:
        """ "..., and whether it was delivered", "whether it is the default style": true or false of whose list it stands in."""
        about = self._piece(at + 1)
        if self.last is None and at == 0 and isinstance(about, Group) and not is_attribute_head(about.nouns[0].head):
            self.last = about.nouns[0]  # "Whether the product is discontinued."
        end = self._end_of_question(at)
        words = asked_whether(self.pieces[at + 1 : end], self.last) if self.last is not None else ()
        if self.last is not None and words and not (words[0] == "can" and words[1] != "be"):  # what people may do is their right
            first, last = self.pieces[at].start, self.pieces[end - 1].end
            self._list(self.last, Group([Noun(words, first, last, Bounds(), written=True)], first, last), "have", "")
            self.pieces[at + 1 : end] = [Mark("ADV", "", p.start, p.end) for p in self.pieces[at + 1 : end]]  # it ties nothing

    def _manages_facts(self, at: int, verb: Verb) -> bool:
        """ "manages the start time, end time and status of each loan": who manages facts keeps them."""
        group = self._group_at(at + 1) if verb.base in MANAGES and not verb.passive else None
        return group is not None and group.nouns[-1].of is not None and attribute_list(group) and many_facts(group)

    def _is_doubted(self, at: int) -> bool:
        """ "permissions, determining whether they can create or join meetings": what may be so ties nothing."""
        opened = next((p for p in reversed(self.pieces[:at]) if isinstance(p, Mark) and (p.tag == "STOP" or p.text == "whether")), None)
        return opened is not None and opened.text == "whether" and any(self._is(i, "they", "it") for i in range(at))

    def _verb(self, at: int, verb: Verb) -> None:
        subjects, direct = self._before(at)
        if verb.form in ("ing", "ed") and self._is(at - 1, ",", "and", "or") and verb.base != "include":
            subjects, direct = self.subject, False
        elif verb.form in ("ing", "ed"):
            subjects = subjects[-1:]
        self.subjects[at] = subjects
        if verb.form == "finite" and direct:
            self.outer = self.subject if self._piece_tag(at - 1) == "REL" else self.outer
            self.subject = subjects
            self.software = self.software or self._is_system(subjects) or (self._is(0, "it") and self.software_before)
            facts = len(subjects) > 1 and verb.passive and attribute_list(Group(subjects, 0, 0))  # "name and ward are known": of what was spoken of
            kept = facts or (
                verb.passive and (verb.base in listed("record") or verb.then == "down" or (bool(subjects) and subjects[-1].bounds.article in ITS))
            )
            if subjects and not kept and not is_container(words_of(subjects[-1])) and _is_thing(subjects[-1]):
                plain = subjects[-1].key in PLAIN_FACTS and subjects[-1].of is not None
                self.topic = subjects[-1].of if plain else subjects[-1]  # "the attributes of a bug include ...": of the bug
        asks = verb.base in ASKS and not self._does_itself(verb, subjects)
        if asks and len(subjects) == 1 and subjects[0].bounds.article in ("a", "our", "the", "my"):
            self.title = words_of(subjects[0])
        if verb.base in listed("idle") and not verb.passive and not self._does_itself(verb, subjects):
            self.idle = True
            self.aimed |= verb.base in AIMS
        if "whether" in self.cues and self._is_doubted(at):
            return
        if self.aimed and verb.base in listed("record", "manage") and verb.base not in AIMS:
            return
        if verb.base == "be" and self._is(at - 1, "there"):
            self._there_are(at)
        elif verb.form == "ing" and self._left_behind(at, verb):
            return
        elif verb.then == "of" and verb.passive:
            whole = Verb("consist", "finite", verb.start, verb.end, verb.modal)
            self._has(at, whole, subjects, direct)  # "is composed of", "is made up of"
        elif verb.base == "be" or verb.base == "become":
            self._be(at, subjects)
        elif (
            self._measured(at, verb, subjects)
            or self._sent(at, verb, subjects)
            or self._read_off(at, verb, subjects)
            or self._described(at, verb, subjects)
            or self._identifies(at, verb, subjects)
            or self._classified(at, verb, subjects)
            or (verb.passive and self._added(at, verb, subjects))
        ):
            return
        elif verb.base in IDENTIFYING and (verb.passive or verb.form == "ed") and (verb.base not in KNOWN or self._is(at + 1, "by")):
            self._identified(at, subjects)
        elif (
            verb.base in listed("contains")
            and verb.then != "out"
            and not self._is_passive(at, verb)
            and not verb.negated
            and not self._views(verb, subjects)
        ):
            self._has(at, verb, subjects, direct)
        elif (
            (
                verb.base in listed("record")
                or verb.then == "down"
                or self._manages_facts(at, verb)
                or (verb.base == "fill" and verb.passive and attribute_list(Group(subjects, 0, 0)))
            )
            and not verb.negated
            and self._records(at, verb, subjects, direct)
        ) or (
            verb.passive
            and (verb.base in listed("manage") or verb.base in KNOWN or verb.base in SHOWN)
            and (attribute_list(Group(subjects, 0, 0)) or (bool(subjects) and subjects[-1].bounds.article in ITS and verb.base in SHOWN))
            and self._records(at, verb, subjects, direct)
        ):
            return
        elif self._is_system(subjects) or (verb.form in ("to", "ing") and self._is_system(self.subject) and not self._with_its_own(at)):
            self._system(at, verb)
        else:
            self._does(at, verb, subjects, direct)


Readers = tuple[Tried[Callable[[Reader], None]], ...]


@cache
def _rejoining() -> Readers:
    """What makes one list of what stands apart, in this order."""
    ranged = frozenset(["from"]), frozenset(["to"])
    beside = frozenset(words[0] for words in BESIDES)
    return (
        Tried(Reader._at_a_time, frozenset(["at"]), named("time")),
        Tried(Reader._besides, beside | named(*map(singular, beside))),
        Tried(Reader._ranges, *ranged),
        Tried(Reader._asides, frozenset(["unique"])),
        Tried(Reader._named_asides, frozenset(["by"]), NAMED_BY),
        Tried(Reader._rejoin, frozenset(["REL"])),
        Tried(Reader._from_to, *ranged),
        Tried(Reader._served_as, frozenset(["as"])),
        Tried(Reader._counted_roles, APART),
        Tried(Reader._roles, OF_CLAUSES, frozenset(["be"])),
    )


@cache
def _telling() -> Readers:
    """What is told before the verbs are read, in this order; most of it is then taken out of the sentence."""
    return (
        Tried(Reader._degrees, named(*DEGREES, "foreign", "primary", "vice")),
        Tried(Reader._valued, frozenset(["be", "serve", "act", "function"]) | named("value", "values")),
        Tried(Reader._of_owners, frozenset(["'s"])),
        Tried(Reader._asked_facts, QUESTIONS),
        Tried(Reader._how_much, frozenset(["how"])),
        Tried(Reader._told_apart, frozenset(["tell"])),
        Tried(Reader._title),
        Tried(Reader._opening),
        Tried(Reader._done_by_whom, frozenset(["by", "'s"])),
        Tried(Reader._context),
        Tried(Reader._told_for, frozenset(["for"])),
        Tried(Reader._spanned, frozenset(["from"]), frozenset(["to", "until", "till"])),
    )


def _is_thing(noun: Noun) -> bool:
    """Attributes are not what a text is about, but "house owners" are though an owner may be an attribute."""
    return not is_attribute_head(noun.head) or (noun.plural and len(noun.words) > 1 and is_agent(noun.key[-1]))


def _only_facts(group: Group) -> bool:
    return attribute_list(group) and not any(noun.plural and not is_attribute_head(noun.head) for noun in group.nouns)
