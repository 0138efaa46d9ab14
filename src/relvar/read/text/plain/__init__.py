"""Sentences that hold nothing but known things, known facts, numbers and words of closed lists: what is demanded of them, in any construction."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial
from itertools import islice

from relvar.read.text.mentions import Things
from relvar.read.text.naming import Key, is_attribute_head, words_of
from relvar.read.text.openings import Openings
from relvar.read.text.phrases import Noun
from relvar.read.text.plain.alike import Alone, within
from relvar.read.text.plain.bounded import Bounded, Limited, bounded, limited
from relvar.read.text.plain.compared import Compared, compared
from relvar.read.text.plain.computed import Computed, Summed, computed, summed
from relvar.read.text.plain.given import Given, given
from relvar.read.text.plain.moving import ARROWS, Moved, moved
from relvar.read.text.plain.overlapping import Overlapping, overlapping
from relvar.read.text.plain.preset import Preset, preset
from relvar.read.text.plain.reported import Reported, reported
from relvar.read.text.plain.sharing import KeptApart, kept_apart
from relvar.read.text.plain.traced import Traced, traced
from relvar.read.text.plain.untold import told_of
from relvar.read.text.plain.view import LONGEST, View, demand_words, view, words_in
from relvar.read.text.words import noun_class, singular

CONDITIONS = frozenset(["if", "when", "whenever", "unless", "until", "while"])
FORMULA = frozenset(["<", ">", "<=", ">=", "≤", "≥"])
MEASURES = frozenset(["time", "quantity", "attribute"])  # classes of nouns
INSTANTS = frozenset(["date", "time", "start", "end", "beginning", "day", "begin", "hour", "arrival", "departure", "return", "checkin", "checkout"])
LIFE = frozenset(["status", "state", "stage", "phase"])
TWO, THREE = 2, 3  # facts
Demand = Bounded | Limited | Alone | Compared | Given | Computed | Summed | Moved | KeptApart | Preset | Traced | Reported | Overlapping


@cache
def _signs() -> frozenset[str]:
    """Without one of these or a number, a sentence demands nothing that is read here."""
    names = ("denying", "alike", "apart", "lacking", "obliged", "free", "after", "before", "most", "least")
    others = (
        "multiplying",
        "subtracting",
        "summing",
        "separate",
        "others",
        "hidden",
        "moving",
        "presets",
        "left_out",
        "beginning_as",
        "changing",
        "counting",
        "summing_up",
    )
    return demand_words(*names, *others) | FORMULA | ARROWS | {"first", "own", "only", "new"}


class Demanded:
    """Reads sentences by the things and facts that the text told before them."""

    def __init__(self, things: Things) -> None:
        self.things = things
        self.facts: dict[Key, dict[Key, None]] = {}  # a fact -> the things that have it
        self.openings = Openings()  # of the facts
        self.names: dict[Key, Key] = {}  # a fact -> its words as written
        self.last: Key = ()  # the thing that was spoken of last

    def learn(self, owner: Key, item: Noun) -> None:
        """What the text told of a thing, where it can only be a fact: what there are several of is mostly a thing."""
        self.last = owner
        if item.of is not None:
            return
        fact = (*words_of(item), *item.tail)
        key = (*fact[:-1], singular(fact[-1]))
        if is_attribute_head(key[-1]) or not item.plural or fact[0] == "number" or noun_class(key[-1]) in MEASURES:
            if key not in self.facts:
                self.facts[key] = {}
                self.openings.add(key)
            self.facts[key][owner] = None
            self.names.setdefault(key, fact)

    def told(self, sentence: str) -> tuple[Demand, View] | None:
        """What one sentence demands, or None where it says anything else."""
        if len(sentence) > LONGEST or not self.facts:
            return None
        words = words_in(sentence)
        if words[-1:] == ["?"] or not (_signs().intersection(words) or any(word[0].isdigit() for word in words)):
            return None
        if (new := self._new(words)) is not None:
            return self._told_anew(words, *new)
        seen = view(words, self.things, self.facts, {*self.things.openings.places(words), *self.openings.places(words)})
        demand = self._read(seen)
        self.last = seen.things[0] if seen.things else self.last
        return (demand, seen) if demand is not None else None

    def new_in(self, sentence: str) -> tuple[Key, Key] | None:
        """The thing and its fact that a sentence opens with, where nothing like it was told of the thing before."""
        words = words_in(sentence) if len(sentence) <= LONGEST else []
        repeated = "unique" in words and demand_words("denying").intersection(words)  # "the serial number need not be unique" makes no key of it
        return self._new(words) if words and words[-1] != "?" and not repeated else None

    def _new(self, words: list[str]) -> tuple[Key, Key] | None:
        told = told_of(words, self.things)
        if told is None:
            return None
        thing, fact = told
        return None if any(fact[-1] in known for known in self.things[thing]) else told  # "the start", where a start date is known

    def _told_anew(self, words: list[str], thing: Key, fact: Key) -> tuple[Demand, View] | None:
        """What is demanded of "the grade of an exam", of which nothing was told before: where nothing else is said, an exam has a grade."""
        seen = view(words, self.things, {fact: {thing: None}}, range(len(words)))
        before, self.facts = self.facts, {fact: {thing: None}}
        self.names.setdefault(fact, fact)
        demand = self._read(seen)
        self.facts = before
        if demand is None:
            return None
        seen.new = thing, fact
        return demand, seen

    def _read(self, seen: View) -> Demand | None:
        if not {fact[-1] for fact in seen.facts} - LIFE and (moves := moved(seen, self._owner(seen) if seen.facts else self._topic(seen))):
            return moves
        if (kept := traced(seen)) is not None:
            return kept
        if (figures := reported(seen)) is not None:
            return figures
        if (apart := overlapping(seen)) is not None and (lasting := self._lasting()):
            return replace(apart, lasting=lasting)
        if not seen.facts:
            return limited(seen) if seen.numbers else kept_apart(seen)
        owner = self._owner(seen)
        pair = () if owner else self._two_owners(seen)
        seen.facts = [self.names[fact] for fact in seen.facts]
        if owner and len(seen.facts) == THREE:
            return computed(seen, owner)
        if not owner:
            return summed(seen, *pair) if pair else None
        if len(seen.facts) == 1 and (given_else := preset(seen, owner)) is not None:
            return given_else
        if not demand_words("refusing").intersection(seen.rest) and CONDITIONS.intersection(seen.rest):
            return None  # "if it weighs more than 90, the clerk must look at it"
        if seen.numbers:
            return bounded(seen, owner)
        if len(seen.facts) == TWO:
            return compared(seen, owner)
        return within(seen, owner) or given(seen, owner) if len(seen.facts) == 1 else None

    def _lasting(self) -> frozenset[Key]:
        """What has a beginning and an end; where nothing has, "one depot at a time" says where a crane is now."""
        return frozenset(thing for thing, facts in self.things.items() if sum(fact[-1] in INSTANTS for fact in facts) > 1)

    def _topic(self, seen: View) -> Key:
        return seen.things[0] if len(seen.things) == 1 else ()

    def _two_owners(self, seen: View) -> tuple[()] | tuple[Key, Key]:
        """Whose two facts are, each another thing's."""
        if len(seen.facts) != TWO or seen.numbers:
            return ()
        having = [[thing for thing in self.facts[fact] if thing in self.things] for fact in seen.facts]
        named = [[thing for thing in owners if thing in seen.things] or owners for owners in having]
        return (named[0][0], named[1][0]) if all(len(owners) == 1 for owners in named) and named[0] != named[1] else ()

    def _owner(self, seen: View) -> Key:
        """Whose the facts are: of a thing that the sentence names, else of the only one that has them, else of what was named last."""
        named = next(filter(partial(self._has, seen.facts), seen.things), None)
        if named is not None:
            return named
        having = [*islice(filter(partial(self._has, seen.facts), self.facts[seen.facts[0]]), TWO)]
        return having[0] if len(having) == 1 else self.last if having and self._has(seen.facts, self.last) else ()

    def _has(self, facts: list[Key], thing: Key) -> bool:
        return thing in self.things and all(thing in self.facts[fact] for fact in facts)
