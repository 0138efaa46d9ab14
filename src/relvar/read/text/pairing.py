"""What belongs to a pair: "each with a level", "hours are kept per crane and operator", "for each hall and day, the visitors are counted"."""

from __future__ import annotations

from relvar.read.text.claims import Exists, Has
from relvar.read.text.listing import attribute_list
from relvar.read.text.lists import Group
from relvar.read.text.naming import is_attribute_head, words_of
from relvar.read.text.nominal import happening, happens, is_named
from relvar.read.text.owning import FAIR, PAIRED, STRONG, Owning
from relvar.read.text.phrases import Noun, Verb
from relvar.read.text.quantity import Bounds
from relvar.read.text.words import singular

PERIODS = {"day", "week", "month", "year", "date"}
TIMES = {"day", "week", "month", "year", "time", "hour", "morning", "evening", "night", "date", "place", "advance", "order", "way", "case", "duty"}


def _period(noun: Noun) -> Noun:
    """The day, week or month that something is kept for, as an attribute."""
    return Noun(("date",) if noun.key == ("day",) else noun.key, noun.start, noun.end, Bounds())


class Pairing(Owning):
    """Constructions by which two things together have something."""

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

    def _kept_per(self, at: int, group: Group) -> bool:
        """Whether what is recorded is kept of each, or of each pair, that "for each", "of every" and "per" name; it is then told."""
        per = self._group_at(at + 2) if self._is(at + 1, "per", "for") else None
        counted = per is not None and (self._is(at + 1, "per") or per.nouns[0].bounds.each)
        ends = [n for n in (per.nouns if counted and per is not None else self.eaches) if self._is_kept_of(n)]
        lone = group.nouns[0]
        of_one = lone.of if len(group.nouns) == 1 and happens(lone.key[-1]) else None
        if of_one is not None and len(ends) == 1 and of_one.bounds.each and words_of(of_one) != words_of(ends[0]):
            self._tell_pair(Noun(lone.words, lone.start, lone.end, Bounds()), [ends[0], of_one], Group([], lone.start, lone.end))
            return True  # "for each rehearsal the attendance of every musician is recorded"
        if len(ends) == 1 and counted and per is not None and attribute_list(group) and self._is(at + 1, "per"):
            periods = [_period(n) for n in per.nouns if singular(n.key[-1]) in PERIODS]
            if periods:  # "hours are noted per worker and day": once for each
                owner = Noun((*words_of(ends[0]), lone.key[-1]), lone.start, lone.end, Bounds())
                self._tell_pair(owner, ends, Group([*periods, *group.nouns], group.start, group.end))
            else:
                self._list(ends[0], group, "record", "")
            return True
        if len(ends) != 2:
            return False
        event = len(group.nouns) == 1 and happens(lone.key[-1]) and not is_attribute_head(lone.head)
        words = words_of(lone) if event else (*words_of(ends[0]), *words_of(ends[1]))
        self._tell_pair(Noun(words, lone.start, lone.end, Bounds()), ends, Group([] if event else group.nouns, group.start, group.end))
        return True

    def _is_kept_of(self, noun: Noun) -> bool:
        return not (singular(noun.key[-1]) in TIMES or is_attribute_head(noun.head) or self._is_system([noun]))
