"""Lists behind a colon: of a heading, of "for each X", of what the clause before the colon says that is done."""

from __future__ import annotations

from relvar.read.text.claims import Exists
from relvar.read.text.kinds import is_agent
from relvar.read.text.listing import attribute_list, is_value_list, many_facts
from relvar.read.text.lists import Group
from relvar.read.text.naming import is_attribute_head, is_container, is_nominal, words_of
from relvar.read.text.nominal import happening
from relvar.read.text.owning import FAIR, PLAIN_FACTS, STRONG, Owning
from relvar.read.text.phrases import Mark, Noun, Verb
from relvar.read.text.quantity import Bounds
from relvar.read.text.words import listed

FACTS_OF = {"attribute", "field", "property", "column"}  # "expedition fields: speed, name": of the expedition


class Colons(Owning):
    """Constructions by which something has the list behind a colon."""

    def _colon(self, at: int) -> None:
        left, group = self._piece(at - 1), self._group_at(at + 1)
        if at > 1 and group is not None and many_facts(group) and (numbered := self._numbered_before(at, group)) is not None:
            self.claims.exists.append(Exists(numbered, FAIR, "heads a list"))
            self._list(numbered, group, "have", "")  # "keeps an inventory of the flowers: flower ID, name and quantity"
            return
        if isinstance(left, Verb) and group is not None and self.each is not None and not self.inline:
            self._list(self.each, group, "record", "")  # "for each department, you can set: ..."
            return
        verb = self._piece(at + 2)
        recorded = isinstance(verb, Verb) and verb.passive and self._is(at + 3, "for", "per")  # "...: the days worked are recorded for each repair"
        if group is not None and many_facts(group) and not recorded and (done_to := self._done_to(at)) is not None:
            self._list(done_to, group, "have", "")
            return
        if isinstance(left, Group) and at == 1 and len(left.nouns) == 1 and self._listed_at_the_end(at, left.nouns[0]):
            return
        if not isinstance(left, Group) or group is None:
            return
        if self.each is not None and left.nouns[-1] is self.each and at == 2 and many_facts(group):
            self._list(self.each, group, "record", "")  # "for each surgery: the name, the surgeon, the planned time"
            return
        start = self._piece(0)
        titled = isinstance(start, Group) and self._is_system(start.nouns[:1]) and not any(isinstance(p, Verb) for p in self.pieces[:at])
        if titled and not isinstance(self._piece(at + 2), Verb):
            self._keeps(group, STRONG, "list")
            return
        named = left.nouns[-1]
        if self._spelled_out(at, named, group):
            return
        if at != 1 and self.last is not None and (named.key in PLAIN_FACTS or "following" in named.words):
            self._list(self.last, group, "have", "")  # "the order includes the following fields: ..."
            return
        if at != 1 and self.last is None and many_facts(group) and not is_attribute_head(named.head) and self._keeps_something(at):
            self._list(named, group, "record", "")  # "the following is kept about each customer: ..."
            return
        if at != 1 and self.last is not None and is_attribute_head(named.head):
            named.inside = [*named.inside, *group.nouns]  # "a status: open, pending, closed"
        if at != 1 or len(left.nouns) > 1 or titled:
            return
        clause = isinstance(self._piece(at + 2), Verb) and isinstance(self._piece(at + 1), Group)
        if clause and (len(group.nouns) == 1 or not all(is_attribute_head(n.head) for n in group.nouns)):
            return
        owner = left.nouns[0]
        process = is_nominal(owner.head) and len(owner.words) == 1 and owner.key[-1] not in listed("event")
        if not attribute_list(group) and (is_container(words_of(owner)) or process):
            self._keeps(group, STRONG, "list")
        elif self.each is not None and is_value_list(owner, group):
            owner.inside = [*owner.inside, *group.nouns]
            self._list(self.each, Group([owner], owner.start, owner.end), "have", "")
        else:
            if owner.key[-1] in FACTS_OF and len(owner.words) > 1:
                owner = Noun(owner.words[:-1], owner.start, owner.end, owner.bounds)
            self.claims.exists.append(Exists(owner, FAIR, "heads a list"))
            self._list(owner, group, "have", "")
            self.topic = owner

    def _spelled_out(self, at: int, done_to: Noun, group: Group) -> bool:
        """ "vets prescribe drugs: drug, dose, start and end": the list begins with what it is done to, so it is of the doing."""
        verb = self._piece(at - 2)
        again = words_of(group.nouns[0]) == words_of(done_to) and len(group.nouns) > 2
        if not again or not isinstance(verb, Verb) or verb.form == "ed" or not self.subject or self._is_system(self.subject):
            return False
        event = Noun((happening(verb.base),), verb.start, verb.end, Bounds())
        ends = [done_to, *(n for n in self.subject if is_agent(n.key[-1]))]
        self._tell_pair(event, ends, Group(group.nouns[1:], group.start, group.end))
        return True

    def _may_own(self, noun: Noun) -> bool:
        return not (
            is_attribute_head(noun.head)
            or noun.key in PLAIN_FACTS
            or words_of(noun)[-1] in listed("wrapper") - {"record"}
            or "following" in noun.words
        )

    def _done_to(self, colon: int) -> Noun | None:
        """ "a defect is submitted from a run: title, severity, status": of which the main clause before the colon says what is done to it."""
        left = self._piece(colon - 1)
        if isinstance(left, Group) and (is_attribute_head(left.nouns[-1].head) or "following" in left.nouns[-1].words):
            return None
        told = listed("record", "contains", "manage")
        for at in range(colon - 1, 0, -1):
            verb, subjects = self.pieces[at], self.subjects.get(at, [])
            done = isinstance(verb, Verb) and verb.form == "finite" and (verb.passive or verb.base == "be") and not verb.negated
            if isinstance(verb, Verb) and done and verb.base not in told:
                opened = next((p for p in reversed(self.pieces[:at]) if isinstance(p, Mark) and p.tag in ("STOP", "COMMA", "SUB", "REL")), None)
                aside = opened is not None and opened.tag in ("SUB", "REL")
                if subjects and not aside and not self._is_system(subjects) and self._may_own(subjects[-1]):
                    return subjects[-1]
        return None

    def _listed_at_the_end(self, at: int, owner: Noun) -> bool:
        """ "Prize: an activity contains several prizes; prize name, level, total number": behind a clause, what the heading has."""
        last = len(self.pieces) - 1 - (self._piece_tag(len(self.pieces) - 1) == "STOP")
        group, clause = self._piece(last), self.pieces[at + 1 : last]
        said = any(isinstance(p, Verb) and p.form == "finite" for p in clause)
        if not said or not self._is(last - 1, ";") or not isinstance(group, Group) or not attribute_list(group) or len(group.nouns) < 2:
            return False
        self.claims.exists.append(Exists(owner, FAIR, "heads a list"))
        self._list(owner, group, "have", "")
        self.topic = owner
        return True
