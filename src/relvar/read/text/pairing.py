"""What is kept of each or of each pair: "hours are kept per crane and operator", "for each hall and judge, the marks are noted"."""

from __future__ import annotations

from relvar.read.text.colons import Colons
from relvar.read.text.kinds import OUTCOMES, PAIRED, TIME_HEADS
from relvar.read.text.listing import attribute_list
from relvar.read.text.lists import Group
from relvar.read.text.naming import is_attribute_head, is_nominal, words_of
from relvar.read.text.nominal import happening, happens, is_named
from relvar.read.text.phrases import Mark, Noun, Verb
from relvar.read.text.quantity import Bounds
from relvar.read.text.words import listed, singular

JUDGING = {"rate", "review", "evaluate", "assess", "grade"}
LIGHT_DOING = {"carry", "perform", "do", "make", "conduct", "undertake", "execute"}
PERIODS = {"day", "week", "fortnight", "month", "year", "date"}
TIMES = {
    "day",
    "week",
    "fortnight",
    "month",
    "year",
    "time",
    "hour",
    "morning",
    "evening",
    "night",
    "date",
    "place",
    "advance",
    "order",
    "way",
    "case",
    "duty",
}


def _period(noun: Noun) -> Noun:
    """The day, week or month that something is kept for, as an attribute."""
    return Noun(("date",) if noun.key == ("day",) else noun.key, noun.start, noun.end, Bounds())


class Pairing(Colons):
    """Constructions by which something is kept per one thing or per two together."""

    def _kept_per(self, at: int, group: Group) -> bool:
        """Whether what is recorded is kept of each, or of each pair, that "for each", "of every" and "per" name; it is then told."""
        if self._in_each(at, group) or self._done_in(at, group):
            return True
        per = self._group_at(at + 2) if self._is(at + 1, "per", "for") else None
        counted = per is not None and (self._is(at + 1, "per") or per.nouns[0].bounds.each)
        ends = [n for n in (per.nouns if counted and per is not None else self.eaches) if self._is_kept_of(n)]
        lone = group.nouns[0]
        of_one = lone.of if len(group.nouns) == 1 and happens(lone.key[-1]) else None
        if of_one is not None and len(ends) == 1 and (of_one.bounds.each or of_one.plural) and words_of(of_one) != words_of(ends[0]):
            self._tell_pair(Noun(lone.words, lone.start, lone.end, Bounds()), [ends[0], of_one], Group([], lone.start, lone.end))
            return True  # "for each rehearsal the attendance of every musician is recorded"
        if (both := self._of_both_of(group)) is not None:
            group.nouns[-1].of = None
            self._tell_pair(Noun((*words_of(both[0]), *words_of(both[1])), group.start, group.end, Bounds()), both, group)
            return True
        held_by = (
            self._group_at(at + 5) if counted and isinstance(self._piece(at + 3), Verb) and self._is(at + 4, "by", "in", "at", "on", "with") else None
        )
        if len(ends) == 1 and held_by is not None and held_by.nouns[0].bounds.each and self._is_kept_of(held_by.nouns[0]):
            ends = [held_by.nouns[0], *ends]  # "the quantity for each stock held by each user"
        if not ends and (met := self._meeting(group)) is not None:
            self._tell_pair(Noun(lone.words, lone.start, lone.end, Bounds()), met, Group([], lone.start, lone.end))
            return True  # "the attendance of every musician at every rehearsal is recorded"
        if len(ends) == 1 and counted and per is not None and attribute_list(group) and self._is(at + 1, "per"):
            periods = [_period(n) for n in per.nouns if singular(n.key[-1]) in PERIODS]
            if periods:  # "hours are noted per worker and day": once for each
                owner = Noun((*words_of(ends[0]), lone.key[-1]), lone.start, lone.end, Bounds())
                self._tell_pair(owner, ends, Group([*periods, *group.nouns], group.start, group.end))
            else:
                self._list(ends[0], group, "record", "")
            return True
        further = self._group_at(at + 4) if counted and self._is(at + 3, "in", "at", "on", "of", "within") else None
        if len(ends) == 1 and further is not None and further.nouns[0].bounds.each and self._is_kept_of(further.nouns[0]):
            ends = [*ends, further.nouns[0]]  # "the status is recorded for each subscriber in each campaign"
        if len(ends) != 2:
            return False
        event = len(group.nouns) == 1 and (happens(lone.key[-1]) or is_nominal(lone.key[-1])) and not is_attribute_head(lone.head)
        words = words_of(lone) if event else (*words_of(ends[0]), *words_of(ends[1]))
        self._tell_pair(Noun(words, lone.start, lone.end, Bounds()), ends, Group([] if event else group.nouns, group.start, group.end))
        return True

    def _in_each(self, at: int, group: Group) -> bool:
        """ "keeps track of the products and quantities in each order": lines of the order."""
        behind = self._group_at(at + 2) if self._is(at + 1, "in", "within", "per", "of", "for") else None
        last = group.nouns[-1]
        whole = last.of if last.of is not None and last.of.bounds.each else behind.nouns[0] if behind is not None else None
        counted = len(group.nouns) > 1 and all(n.key[-1] in PAIRED for n in group.nouns[1:])
        if not counted or whole is None or not whole.bounds.each or not group.nouns[0].plural or not self._is_kept_of(group.nouns[0]):
            return False
        self._line_of(whole, group)
        return True

    def _with(self, at: int) -> None:
        if not self._judged_with(at) and not self._done_with_facts(at):
            super()._with(at)

    def _done_with_facts(self, at: int) -> bool:
        """ "researchers take part in projects with a role and hours", "workers carry out operations on plots, with date and duration"."""
        group = self._group_at(at + 1)
        verb_at = next((i for i in range(at - 1, -1, -1) if isinstance(self.pieces[i], Verb)), -1)
        verb = self._piece(verb_at)
        between = [p for p in self.pieces[verb_at + 1 : at] if isinstance(p, Group)]
        if group is None or not isinstance(verb, Verb) or verb.passive or verb.form != "finite" or not self.subject or not between:
            return False
        doer, done_to = self.subject[-1], between[0].nouns[0]
        plural = doer.plural and done_to.plural and not self._is_system([doer]) and not is_attribute_head(done_to.head)
        if not plural or not attribute_list(group) or not any(n.key[-1] in PAIRED | OUTCOMES | TIME_HEADS for n in group.nouns):
            return False
        if happens(done_to.key[-1]) and verb.base in LIGHT_DOING:
            self._tie(done_to, doer)
            self._list(done_to, group, "have", "")
            return True
        if verb.base in listed("contains", "record", "manage", "belong", "create") or not is_named(verb.base):
            return False
        self._tell_pair(Noun((happening(verb.base),), verb.start, verb.end, Bounds()), [doer, done_to], group)
        return True

    def _judged_with(self, at: int) -> bool:
        """ "passengers rate the driver with a score and a comment": of the rating."""
        verb, judged, group = self._piece(at - 2), self._piece(at - 1), self._group_at(at + 1)
        judges = isinstance(verb, Verb) and verb.base in JUDGING and not verb.passive and bool(self.subject)
        if not judges or not isinstance(verb, Verb) or not isinstance(judged, Group) or group is None or not attribute_list(group):
            return False
        event = Noun((happening(verb.base),), verb.start, verb.end, Bounds())
        self._tell_pair(event, [self.subject[-1], judged.nouns[-1]], group)
        return True

    def _for_each_of_both(self, at: int) -> bool:
        """ "records for each banner on each page by date the number of clicks": of the two, each day."""
        ends: list[Noun] = []
        here = at + 1
        while isinstance(mark := self._piece(here), Mark) and mark.tag == "PREP" and (found := self._group_at(here + 1)) is not None:
            period = not found.nouns[0].bounds.each and singular(found.nouns[0].key[-1]) in PERIODS
            if not (period or (found.nouns[0].bounds.each and self._is_kept_of(found.nouns[0]))) or (period and not ends):
                break
            ends.append(found.nouns[0])
            here += 2
        facts = self._group_at(here)
        pair = [n for n in ends if n.bounds.each]
        if len(pair) != 2 or facts is None or not attribute_list(facts):
            return False
        periods = [_period(n) for n in ends if not n.bounds.each]
        words = (*words_of(pair[0]), *words_of(pair[1]))
        self._tell_pair(Noun(words, facts.start, facts.end, Bounds()), pair, Group([*periods, *facts.nouns], facts.start, facts.end))
        return True

    def _done_in(self, at: int, group: Group) -> bool:
        """ "the treatments carried out in an appointment together with the fee": the fee of each of them in each of the other."""
        done, where, facts = self._piece(at + 1), self._group_at(at + 3), self._group_at(at + 6)
        told = isinstance(done, Verb) and done.form == "ed" and self._is(at + 4, "together", "along") and self._is(at + 5, "with")
        if facts is None:
            facts, told = self._group_at(at + 5), isinstance(done, Verb) and done.form == "ed" and self._is(at + 4, "with", "including")
        if not told or where is None or facts is None or not attribute_list(facts) or len(group.nouns) > 1 or not group.nouns[0].plural:
            return False
        place, thing = where.nouns[0], group.nouns[0]
        single = place.bounds.article == "a" or place.bounds.each
        if not single or is_attribute_head(thing.head) or not self._is_kept_of(thing) or not self._is_kept_of(place):
            return False
        self.spelled |= {at + 4, at + 5}
        self._tell_pair(Noun((*words_of(place), *words_of(thing)), group.start, facts.end, Bounds()), [place, thing], facts)
        return True

    def _meeting(self, group: Group) -> list[Noun] | None:
        """What each of one has with each of another."""
        noun = group.nouns[0]
        here = next((i for i, p in enumerate(self.pieces) if isinstance(p, Group) and p.nouns[0] is noun), len(self.pieces))
        other = self._group_at(here + 2) if self._is(here + 1, "at", "in", "on", "for", "by", "to") else None
        if len(group.nouns) > 1 or noun.of is None or not noun.of.bounds.each or other is None or not other.nouns[0].bounds.each:
            return None
        named = (happens(noun.key[-1]) or is_nominal(noun.key[-1])) and not is_attribute_head(noun.head)
        return [noun.of, other.nouns[0]] if named and self._is_kept_of(noun.of) and self._is_kept_of(other.nouns[0]) else None

    def _of_both_of(self, group: Group) -> list[Noun] | None:
        """ "the arrival time and the fee of each technician at each call", "the content and time of each speaker in the session": of the two."""
        here = next((i for i, p in enumerate(self.pieces) if p is group), len(self.pieces))
        whose = group.nouns[-1].of
        other = self._group_at(here + 2) if self._is(here + 1, "at", "in", "on", "for", "during") else None
        if whose is None or not whose.bounds.each or other is None or not attribute_list(group) or any(n.plural for n in group.nouns[:1]):
            return None
        where = other.nouns[0]
        single = where.bounds.each or (where.bounds.article in ("the", "a") and not where.plural and not self._is_title(where))
        return [whose, where] if single and self._is_kept_of(whose) and self._is_kept_of(where) else None

    def _is_kept_of(self, noun: Noun) -> bool:
        return not (singular(noun.key[-1]) in TIMES or is_attribute_head(noun.head) or self._is_system([noun]))
