"""What lasts from one instant to another: "rooms are booked by a guest from a start date to an end date", "each stay lasts from ... until ..."."""

from __future__ import annotations

from relvar.read.text.happened import Happened
from relvar.read.text.lists import Group
from relvar.read.text.naming import is_attribute_head
from relvar.read.text.nominal import happens
from relvar.read.text.phrases import Verb

UNTIL = ("to", "until", "till")
LASTS = frozenset(["be", "last", "run", "stay", "go", "extend", "continue"])
INSTANTS = frozenset(["date", "time", "start", "end", "beginning", "day", "hour", "arrival", "departure", "return", "timestamp"])


class Spanned(Happened):
    """Two instants, told as a span of what is done or is there."""

    def _spanned(self) -> None:
        at = next((i for i in range(1, len(self.pieces) - 3) if self._is(i, "from") and self._is(i + 2, *UNTIL)), 0)
        span = [self._instant(at + 1), self._instant(at + 3)] if at else []
        here = next((i for i in range(at - 1, -1, -1) if isinstance(self.pieces[i], Verb)), -1)
        verb = self._piece(here)
        if not isinstance(verb, Verb) or any(one is None for one in span):
            return
        nouns = [one.nouns[0] for one in span if one is not None]
        told = Group(nouns, nouns[0].start, nouns[1].end)
        if self._lasts(here, verb, told):
            del self.pieces[at : at + 4]
        elif self._kept_as_done(here, verb, at, told):
            begin = at if any(isinstance(piece, Verb) for piece in self.pieces[:here]) else 0  # what the clause says besides is told with it
            del self.pieces[begin : at + 4]

    def _instant(self, at: int) -> Group | None:
        group = self._piece(at)
        alone = isinstance(group, Group) and len(group.nouns) == 1 and group.nouns[0].bounds.article in ("a", "the")
        instant = isinstance(group, Group) and group.nouns[0].key[-1] in INSTANTS and is_attribute_head(group.nouns[0].head)
        return group if isinstance(group, Group) and alone and instant else None

    def _lasts(self, here: int, verb: Verb, told: Group) -> bool:
        subjects = self._before(here)[0]
        if not subjects or self._is_system(subjects) or not (verb.base in LASTS or happens(subjects[-1].key[-1])):
            return False
        self._list(subjects[-1], told, "have", "")
        return True

    def _kept_as_done(self, here: int, verb: Verb, at: int, told: Group) -> bool:
        """A doing that is kept for as long as it lasts, with who and what take part."""
        done_by, done_to, around = self._participants(here, verb, at)
        event = self._occurrence(verb, told, done_by, done_to)
        ends = [noun for noun in (*done_by, *done_to, *around) if event is not None and self._takes_part(noun, event)]
        if event is None or not ends or self._is_system(done_by):
            return False
        self._tell(event, ends, told)
        return True
