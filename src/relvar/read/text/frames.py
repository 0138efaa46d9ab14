"""Sentences that are read whole, for they hold nothing but known things, one fact, and words of tying and naming."""

from __future__ import annotations

import re

from relvar.read.text.claims import Claims, Counted, Has, Identifies, Relates
from relvar.read.text.framed import Framed, framed
from relvar.read.text.mentions import Abstract, abstract
from relvar.read.text.named_alone import NamedAlone, named_alone
from relvar.read.text.naming import Key, is_attribute_head, words_of
from relvar.read.text.of_itself import OfItself, of_itself
from relvar.read.text.phrases import Noun
from relvar.read.text.quantity import Bounds
from relvar.read.text.words import singular

LONGEST = 260  # characters of a sentence that can be one
ASKS = re.compile(r"^(?:how|what|which|can|could|may|is it possible)\b", re.I)
YES = re.compile(r"^(?:yes|sure|of course)\b[,;:]*", re.I)
OPENED = re.compile(  # what leads to what is wanted tells nothing of the two
    r"^(?:- )?(?:as (?:an?|the) [\w ]{3,30}?,? (?:i|we) (?:want|need|would like|wish|should|must|can)(?: to)?(?: be able to)?|please)\b", re.I
)
PURPOSE = re.compile(r",? so (?:that )?(?:i|we|they) .*| because .*", re.I | re.S)


class Frames:
    """Reads sentences whole, by what the text told before them."""

    def __init__(self, claims: Claims) -> None:
        self.claims = claims
        self.known: dict[Key, set[Key]] = {}  # things of which facts were told, with their facts
        self.seen = 0  # claims of having that are known already
        self.asked = ""  # the question that the next sentence may answer
        self.before = (0, 0)  # how many claims there were before the sentence was read

    def told_for_sure(self, sentence: str, start: int) -> bool:
        """Whether the sentence tells so much in so many words that no other reader need look at it; its claims are then made."""
        self._learn()
        self.before = len(self.claims.has), len(self.claims.relates)
        asked, self.asked = self.asked, sentence if ASKS.match(sentence) else ""
        return any(self._tell(said, start, start + len(sentence), sure=True) for said in self._readings(sentence, asked))

    def told_else(self, sentence: str, start: int, end: int) -> None:
        """Claims of a sentence in which the other readers found nothing of the two."""
        for said in self._readings(sentence, ""):
            if self._tell(said, start, end, sure=False):
                return

    def _readings(self, sentence: str, asked: str) -> list[Abstract]:
        """The sentence alone, and as the answer to the question before it."""
        told = [sentence]
        if asked and YES.match(sentence):
            told = [f"{asked}, {YES.sub('', sentence)}"]
        elif asked:
            told = [f"{asked} ? {sentence}"]
        elif ASKS.match(sentence):
            return []
        plain = [PURPOSE.sub("", OPENED.sub("", text)).strip() for text in told if len(text) <= LONGEST]
        return [said for text in plain if (said := abstract(text, self.known)) is not None]

    def _tell(self, said: Abstract, start: int, end: int, sure: bool) -> bool:
        counts = framed(said)
        if counts is not None:
            return counts.sure == sure and self._counted(counts, start, end)
        unique = named_alone(said, self.known)
        if unique is not None:
            return self._named(unique, start, end) if not sure or unique.sure else False
        tied = of_itself(said)
        return tied is not None and tied.sure == sure and self._itself(tied, start, end)

    def _counted(self, told: Framed, start: int, end: int) -> bool:
        pair = {told.counts[0].of, told.counts[0].has}
        if not told.sure and self._is_told(pair):
            return False
        self.claims.counted.extend(Counted(_noun(c.of, start, end), _noun(c.has, start, end), c.least, c.most, start, end) for c in told.counts)
        return True

    def _is_told(self, pair: set[Key]) -> bool:
        """Whether another reader found something of these in the sentence."""
        had, related = self.before
        ends = [(has.owner, has.item) for has in self.claims.has[had:]] + [(r.subject, r.object) for r in self.claims.relates[related:]]
        return any({_key(one), _key(other)} == pair for one, other in ends)

    def _named(self, told: NamedAlone, start: int, end: int) -> bool:
        owner, fact = _noun(told.thing, start, end), _noun(told.fact, start, end)
        had = self.claims.has[self.before[0] :]
        if any(_key(has.owner) == told.thing and "unique" in has.flags for has in had):
            return False
        self.claims.has.append(Has(owner, fact, start, end, flags=frozenset() if told.identifies else frozenset({"unique"})))
        if told.identifies:
            self.claims.identifies.append(Identifies(owner, (fact,), start, end))
        return True

    def _itself(self, told: OfItself, start: int, end: int) -> bool:
        if not told.sure and self._is_told({told.thing}):
            return False
        other = Noun(("other" if told.several else "another", *told.thing), start, end, Bounds())
        self.claims.relates.append(Relates(_noun(told.thing, start, end), "relate", "", other, start, end))
        return True

    def _learn(self) -> None:
        for has in self.claims.has[self.seen :]:
            owner, item = _key(has.owner), _key(has.item)
            if is_attribute_head(item[-1]) and not is_attribute_head(owner[-1]):
                self.known.setdefault(owner, set()).add(item)
        self.seen = len(self.claims.has)


def _key(noun: Noun) -> Key:
    *before, head = words_of(noun)
    return (*before, singular(head))


def _noun(key: Key, start: int, end: int) -> Noun:
    return Noun(key, start, end, Bounds())
