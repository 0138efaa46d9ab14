"""Sentences that hold nothing but known things, known facts, numbers and words of closed lists: what is demanded of them, in any construction."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from relvar.read.text.naming import Key
from relvar.read.text.plain.alike import Alone, within
from relvar.read.text.plain.bounded import Bounded, Limited, bounded, limited
from relvar.read.text.plain.compared import Compared, compared
from relvar.read.text.plain.given import Given, given
from relvar.read.text.plain.view import LONGEST, View, demand_words, view, words_in

CONDITIONS = frozenset(["if", "when", "whenever", "unless", "until", "while"])
FORMULA = frozenset(["<", ">", "<=", ">=", "≤", "≥"])
Demand = Bounded | Limited | Alone | Compared | Given


@cache
def _signs() -> frozenset[str]:
    """Without one of these or a number, a sentence demands nothing that is read here."""
    return demand_words("denying", "alike", "apart", "lacking", "obliged", "free", "after", "before", "most", "least") | FORMULA | {"first"}


class Demanded:
    """Reads sentences by the things and facts that the text told before them."""

    def __init__(self, things: Mapping[Key, set[Key]]) -> None:
        self.things = things
        self.facts: dict[Key, dict[Key, None]] = {}  # a fact -> the things that have it
        self.last: Key = ()

    def learn(self, owner: Key, fact: Key) -> None:
        """A fact that the text told of a thing."""
        self.facts.setdefault(fact, {})[owner] = None

    def told(self, sentence: str) -> tuple[Demand, View] | None:
        """What one sentence demands, or None where it says anything else."""
        if len(sentence) > LONGEST or not self.facts:
            return None
        words = words_in(sentence)
        if words[-1:] == ["?"] or not (_signs().intersection(words) or any(word[0].isdigit() for word in words)):
            return None
        if not demand_words("refusing").intersection(words) and CONDITIONS.intersection(words):
            return None  # "if it weighs more than 90, the clerk must look at it"
        seen = view(words, self.things, self.facts)
        demand = self._read(seen)
        self.last = seen.things[0] if seen.things else self.last
        return (demand, seen) if demand is not None else None

    def _read(self, seen: View) -> Demand | None:
        if not seen.facts:
            return limited(seen) if seen.numbers else None
        owner = self._owner(seen)
        if not owner:
            return None
        if seen.numbers:
            return bounded(seen, owner)
        if len(seen.facts) == 2:
            return compared(seen, owner)
        if len(seen.facts) != 1:
            return None
        return within(seen, owner) or given(seen, owner)

    def _owner(self, seen: View) -> Key:
        """Whose the facts are: of a thing that the sentence names, else of the only one that has them, else of what was named last."""
        having = [thing for thing in self.facts[seen.facts[0]] if thing in self.things and all(thing in self.facts[fact] for fact in seen.facts)]
        named = [thing for thing in seen.things if thing in having]
        if named:
            return named[0]
        return having[0] if len(having) == 1 else self.last if self.last in having else ()
