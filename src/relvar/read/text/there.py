"""What there is: "there are several hives at each apiary", "under one account there can be several cards"."""

from __future__ import annotations

from relvar.read.text.claims import Has, Relates
from relvar.read.text.listing import many_facts
from relvar.read.text.lists import Group
from relvar.read.text.naming import is_attribute_head, words_of
from relvar.read.text.nearer import TIES
from relvar.read.text.nominal import happens
from relvar.read.text.owning import STRONG
from relvar.read.text.phrases import Noun
from relvar.read.text.quantity import Bounds
from relvar.read.text.recording import Recording
from relvar.read.text.words import singular


def _is_one(noun: Noun) -> bool:
    return noun.bounds.most == 1 or noun.bounds.each


class There(Recording):
    """Constructions that only say that something is there, and of what."""

    def _there_are(self, at: int) -> None:
        group = self._group_at(at + 1)
        ends = self._group_at(1) if self._is(0, "between") else None
        if group is not None and ends is not None and singular(group.nouns[0].key[-1]) in TIES and len(ends.nouns) == 2:
            self._of_both(ends.nouns, ends.start, group.end)  # "between students and courses there is a many-to-many relationship"
            return
        if group is not None and ends is not None and len(ends.nouns) == 2 and happens(group.nouns[0].key[-1]):
            facts = self._group_at(at + 3) if self._is(at + 2, "with") else None
            self.spelled.add(at + 2)
            self._tell_pair(group.nouns[0], ends.nouns, facts or Group([], group.start, group.end))
            return  # "between visitors and telescopes there are loans with a date"
        pair = self._group_at(at + 3) if self._is(at + 2, "per", "for") else None
        if group is not None and pair is not None and len(pair.nouns) > 1 and not any(n.plural or is_attribute_head(n.head) for n in pair.nouns):
            for noun in pair.nouns:
                self._tie(group.nouns[0], noun)  # "there is one study record per student and course"
        whole = self._whole_of(at, group) if group is not None else None
        place = at - 2 - self._is(at - 2, ",")  # "..., and in each plot there are up to forty trestles"
        around = self._group_at(place) if self._is(place - 1, "under", "within", "in", "at", "on") else None
        if group is not None and around is not None and group.nouns[0].plural and whole is None and _is_one(around.nouns[0]):
            one, part = Noun(words_of(around.nouns[0]), around.start, around.end, Bounds(1, 1, True)), group.nouns[0]
            self.claims.relates.append(Relates(part, "belong", "to", one, around.start, group.end, alone=True))
        if group is not None and whole is not None and group.nouns[0].bounds.stated:
            noun = group.nouns[0]  # "for every panel there is one cartoon": no other panel's
            self.claims.has.append(Has(whole, noun, noun.start, noun.end, flags=frozenset({"own"} if noun.bounds.most == 1 else {"events"})))
        if group is not None:
            self._keeps(group, STRONG, "there are")
            self.topic = group.nouns[-1]
        facts = self._group_at(at + 4) if self._is(at + 2, ",") and self._is(at + 3, "with") else None
        if group is not None and facts is not None and many_facts(facts):
            self.spelled.add(at + 3)
            self._list(group.nouns[-1], facts, "have", "")  # "there is also the telescope, with its name, weight and colour"

    def _whole_of(self, at: int, group: Group) -> Noun | None:
        """ "for every client there are ...", "there are several hives at each apiary": of what there are so many."""
        if self.each is not None:
            return self.each
        behind = self._group_at(at + 3) if self._is(at + 2, "at", "in", "on", "for", "per") else None
        one = behind is not None and (
            behind.nouns[0].bounds.each or behind.nouns[0].bounds.article == "a" or (self._is(at + 2, "per") and len(behind.nouns) == 1)
        )
        return behind.nouns[0] if behind is not None and one else None
