"""Lists of facts that no construction took: who reads a requirement ties them to what the sentence, or the part, speaks of."""

from __future__ import annotations

from collections import Counter

from relvar.read.text.asked import Asked
from relvar.read.text.claims import Exists
from relvar.read.text.indirect import BACK
from relvar.read.text.lists import Group
from relvar.read.text.naming import is_attribute_head, is_container, words_of
from relvar.read.text.nominal import happens
from relvar.read.text.owning import FAIR, TIES
from relvar.read.text.phrases import Mark, Noun, Verb
from relvar.read.text.quantity import Bounds
from relvar.read.text.recording import COUNTS
from relvar.read.text.words import listed

FEWEST = 2  # facts of one list: one alone is as likely spoken of in passing
# "at any time", "a large number", "at the end": no facts by themselves
VAGUE = {"time", "day", "week", "fortnight", "month", "year", "number", "amount", "end", "way"}
ABOUT = {"for", "about", "of", "on", "under", "regarding", "concerning", "with", "at", "to", "from", "within", "in", "per", "behind"}
# Verbs of watching, judging and running, beside the idle ones: what stands by them is the purpose of the software, not what it keeps
AIMING = {"monitor", "track", "follow", "watch", "judge", "decide", "prove", "check", "compare", "depend", "base", "calculate", "see", "allow",
          "enable", "control", "handle", "manage", "supervise"}  # fmt: skip


class Leftover(Asked):
    """The last of the readers of a sentence: it takes what the others left."""

    def _take_leftover(self, taken_from: int) -> None:
        """`taken_from`: how many claims of having there were before this sentence."""
        aims = not AIMING.isdisjoint(self.cues) and any(isinstance(p, Verb) and p.base in AIMING for p in self.pieces)
        if self.idle or self.aimed or aims:
            return
        taken = {noun.start for has in self.claims.has[taken_from:] for noun in (has.item, has.owner)}
        for at, piece in enumerate(self.pieces):
            left = [n for n in piece.nouns if n.start not in taken] if isinstance(piece, Group) else []
            if len(left) < FEWEST:
                continue
            if self._is(at - 1, "by") and any(isinstance(p, Verb) and p.base in listed("view_verbs") for p in self.pieces[:at]):
                continue  # "users search for films by title and price": how, and nobody's facts
            facts = [n for n in left if self._is_fact(n)]
            owner = self._owner_of_leftover(at, facts) if self._are_facts(left, facts) else None
            if owner is None:
                continue
            for noun in left:
                noun.of = None if noun.of is owner else noun.of
            self.claims.exists.append(Exists(owner, FAIR, "spoken of"))
            self._list(owner, Group([n for n in left if n is not owner], left[0].start, left[-1].end), "record", "")

    def _are_facts(self, left: list[Noun], facts: list[Noun]) -> bool:
        """A list of them by their names; one is enough where the sentence says of what it speaks: "as to the boats, the class and the year"."""
        announced = self.about is not None and len(left) >= FEWEST and not any(n.plural for n in left)
        return len(facts) >= max(FEWEST, len(left) / 2) or (announced and bool(facts))

    def _is_fact(self, noun: Noun) -> bool:
        vague = len(noun.words) == 1 and noun.key[-1] in VAGUE and noun.of is None and noun.bounds.article not in ("its", "their")
        return is_attribute_head(noun.head) and not vague and not noun.quoted and not self._is_system([noun])

    def _owner_of_leftover(self, at: int, facts: list[Noun]) -> Noun | None:
        """Whom the facts name themselves; what a clause hangs on; what the sentence is about; what this part of the text is about."""
        for noun in facts:
            whose = noun.owner if noun.key[-1] in COUNTS else noun.of or noun.owner  # a number of rooms is not of the rooms
            if whose is not None and self._may_have(whose):
                return whose
        if (called := self._called_by(facts)) is not None:
            return called
        if any(isinstance(self._piece(i), Mark) and self._piece_tag(i) == "REL" for i in (at - 1, at - 2)):
            found = [n for n in self._antecedent(at - 1) if self._may_have(n)]
            if found:
                return found[-1]
        before = self._piece(at - 1)
        if isinstance(before, Group) and before.nouns[-1].bounds.each and self._piece_tag(at - 2) == "PREP" and self._may_have(before.nouns[-1]):
            return before.nouns[-1]  # "...; on each line a grade and a quantity"
        about = next((n for n in (self.each, self.about) if n is not None and self._may_have(n)), None)
        return about or self._spoken_of(facts) or self.heading or self.topic

    def _called_by(self, facts: list[Noun]) -> Noun | None:
        """ "the order number, the price and the order status": of an order, where the text speaks of one."""
        names, times = Counter(n.words[0] for n in facts if len(n.words) > 1).most_common(1)[0] if any(len(n.words) > 1 for n in facts) else ("", 0)
        if times < FEWEST:
            return None
        known = next((n for n in reversed(self.claims.nouns[-BACK:]) if n.key[-1] == names and self._may_have(n)), None)
        if known is None and not happens(names):
            return None
        return Noun(words_of(known) if known is not None else (names,), facts[0].start, facts[0].end, Bounds())

    def _spoken_of(self, facts: list[Noun]) -> Noun | None:
        """The first thing that the sentence names at its beginning, behind a preposition, or as that of which something is told."""
        starts = {n.start for n in facts}
        for at, piece in enumerate(self.pieces):
            if not isinstance(piece, Group) or any(n.start in starts for n in piece.nouns):
                continue
            before = self._piece(at - 1)
            leads = at == 0 or (isinstance(before, Mark) and (before.text in ABOUT or before.tag in ("SUB", "EACH", "STOP")))
            of = next((n.of for n in piece.nouns if n.of is not None and self._may_have(n.of)), None)
            named = next((n for n in piece.nouns if self._may_have(n) and (self._is_certain(n) or at == 0)), None)
            if leads and (of or named) is not None:
                return of or named
        return None

    def _is_certain(self, noun: Noun) -> bool:
        """A bare singular behind a preposition is an idiom: "on file", "in addition"."""
        return bool(noun.bounds.article) or noun.plural or noun.bounds.each or noun.bounds.stated

    def _may_have(self, noun: Noun) -> bool:
        key = words_of(noun)
        idle = is_container(key) or self._is_system([noun]) or key[-1] in listed("wrapper") or key[-1] in TIES
        return not (idle or is_attribute_head(noun.head) or noun.quoted or not key[-1].isalpha())
