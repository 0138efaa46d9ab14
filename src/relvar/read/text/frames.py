"""Sentences that are read whole, for they hold nothing but known things, one fact, and words of tying and naming."""

from __future__ import annotations

import re

from relvar.read.text.claims import DEMANDED, Claims, Counted, Has, Identifies, Relates
from relvar.read.text.framed import Framed, framed
from relvar.read.text.mentions import Abstract, Things, abstract
from relvar.read.text.named_alone import NamedAlone, named_alone
from relvar.read.text.naming import Key, is_attribute_head, words_of
from relvar.read.text.of_itself import OfItself, of_itself
from relvar.read.text.phrases import Noun
from relvar.read.text.plain import Demanded
from relvar.read.text.plain.moving import Moved
from relvar.read.text.plain.overlapping import Overlapping
from relvar.read.text.quantity import Bounds
from relvar.read.text.words import singular

LONGEST = 260  # characters of a sentence that can be one
ASKS = re.compile(r"^(?:how|what|which|can|could|may|is it possible)\b", re.I)
# "a tuner may not have two appointments at once" forbids an overlap, and says nothing of how many there are in the end
AT_ONCE = re.compile(
    r"\b(?:two|three|several|multiple|more than one|many|overlapping|another)\b.*"
    r"\b(?:at once|at (?:the|any) (?:same|one) time|simultaneously|in parallel)\b",
    re.I,
)
YES = re.compile(r"^(?:yes|sure|of course)\b[,;:]*", re.I)
OPENED = re.compile(  # what leads to what is wanted tells nothing of the two
    r"^(?:- )?(?:as (?:an?|the) [\w ]{3,30}?,? (?:i|we) (?:want|need|would like|wish|should|must|can)(?: to)?(?: be able to)?|please)\b", re.I
)
PURPOSE = re.compile(r",? so (?:that )?(?:i|we|they) .*| because .*", re.I | re.S)


class Frames:
    """Reads sentences whole, by what the text told before them."""

    def __init__(self, claims: Claims) -> None:
        self.claims = claims
        self.known = Things()  # things of which facts were told, with their facts
        self.rare: dict[Key, set[Key]] = {}  # what has facts and may be a fact
        self.seen = 0  # claims of having that are known already
        self.demanded = Demanded(self.known)
        self.asked = ""  # the question that the next sentence may answer
        self.had = self.related = self.existed = self.identified = 0  # how many claims there were before the sentence was read

    def begin(self) -> None:
        """Before the other readers look at a sentence."""
        self._learn()
        self.had, self.related, self.existed, self.identified = self._many()

    def _many(self) -> tuple[int, int, int, int]:
        claims = self.claims
        return len(claims.has), len(claims.relates), len(claims.exists), len(claims.identifies)

    def tell(self, sentence: str, start: int) -> None:
        """Claims of what they found nothing in, or in place of theirs, where the sentence tells it in so many words."""
        asked, self.asked = self.asked, sentence if ASKS.match(sentence) else ""
        if self._demands(sentence, start):
            return
        readings = self._readings(sentence, asked)
        for said in readings if readings and not AT_ONCE.search(sentence) else ():
            if self._tell(said, start, start + len(sentence)):
                return
        if self._says_nothing() and (new := self.demanded.new_in(sentence)) is not None:
            self._has(new, start, start + len(sentence))

    def tells(self, sentence: str) -> bool:
        """Whether a short line tells a number of two things, or demands something of one, and is no heading."""
        self._learn()
        if self.demanded.told(sentence) is not None:
            return True
        said = abstract(sentence, self.known)
        return said is not None and framed(said) is not None

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

    def _tell(self, said: Abstract, start: int, end: int) -> bool:
        counts = framed(said)
        if counts is not None:
            return self._counted(counts, start, end)
        unique = named_alone(said, self.known)
        if unique is not None:
            return self._named(unique, start, end)
        tied = of_itself(said)
        return tied is not None and self._itself(tied, start, end)

    def _demands(self, sentence: str, start: int) -> bool:
        """Whether it only demands something of what is known, which is kept for the readers of rules; nothing else is told in it."""
        told = self.demanded.told(sentence)
        if told is None:
            return False
        demand, seen = told
        claims, things = self.claims, set(seen.things)
        claims.demands[start + len(sentence)] = demand
        if not isinstance(demand, Moved):  # "a boat has a status: ...": what goes through states may be told with them
            claims.has[self.had :] = [has for has in claims.has[self.had :] if {_key(has.owner), _key(has.item)} <= things]
        claims.relates[self.related :] = [r for r in claims.relates[self.related :] if {_key(r.subject), _key(r.object)} <= things]
        claims.exists[self.existed :] = [exists for exists in claims.exists[self.existed :] if _key(exists.noun) in self.known]
        if isinstance(demand, Overlapping):  # one at a time, and any number after one another
            tied = ((told.subject, told.object) for told in claims.relates[self.related :])
            for noun in (*(has.item for has in claims.has[self.had :]), *(noun for pair in tied for noun in pair)):
                noun.bounds = Bounds(0, None, True) if _key(noun) in demand.lasting else noun.bounds
        del claims.identifies[self.identified :]
        if seen.new is not None:
            self._has(seen.new, start, start + len(sentence))
        return True

    def _says_nothing(self) -> bool:
        """Whether nobody found anything in the sentence but things that are known."""
        had, related, existed, identified = self._many()
        named = self.claims.exists[self.existed : existed]
        return (had, related, identified) == (self.had, self.related, self.identified) and all(_key(one.noun) in self.known for one in named)

    def _has(self, told: tuple[Key, Key], start: int, end: int) -> None:
        thing, fact = told
        self.claims.has.append(Has(_noun(thing, start, end), _noun(fact, start, end), start, end, flags=frozenset({DEMANDED})))

    def _counted(self, told: Framed, start: int, end: int) -> bool:
        pair = {told.counts[0].of, told.counts[0].has}
        if not told.sure and self._is_told(pair):
            return False
        if told.sure:
            self._instead(pair)
        self.claims.counted.extend(Counted(_noun(c.of, start, end), _noun(c.has, start, end), c.least, c.most, start, end) for c in told.counts)
        return True

    def _instead(self, things: set[Key]) -> None:
        """What others found in the sentence is taken back: it speaks of these and of nothing else."""
        claims = self.claims
        del claims.has[self.had :], claims.relates[self.related :], claims.identifies[self.identified :]
        claims.exists[self.existed :] = [exists for exists in claims.exists[self.existed :] if _key(exists.noun) in things]

    def _is_told(self, pair: set[Key]) -> bool:
        """Whether another reader found something of these in the sentence."""
        had, related = self.claims.has[self.had :], self.claims.relates[self.related :]
        ends = [*((has.owner, has.item) for has in had), *((told.subject, told.object) for told in related)]
        return any({_key(one), _key(other)} == pair for one, other in ends)

    def _named(self, told: NamedAlone, start: int, end: int) -> bool:
        owner, fact = _noun(told.thing, start, end), _noun(told.fact, start, end)
        self._instead({told.thing})
        self.claims.has.append(Has(owner, fact, start, end, flags=frozenset() if told.identifies else frozenset({"unique"})))
        if told.identifies:
            self.claims.identifies.append(Identifies(owner, (fact,), start, end))
        return True

    def _itself(self, told: OfItself, start: int, end: int) -> bool:
        others = [n for r in self.claims.relates[self.related :] for n in (r.subject, r.object) if _key(n)[-len(told.thing) :] == told.thing]
        if any({"other", "another"} & {*noun.words, noun.bounds.article} for noun in others) or (told.sure and self._is_told({told.thing})):
            return False
        self._instead({told.thing})
        other = Noun(("other" if told.several else "another", *told.thing), start, end, Bounds())
        self.claims.relates.append(Relates(_noun(told.thing, start, end), "relate", "", other, start, end))
        return True

    def _learn(self) -> None:
        """What has facts is a thing; what is mostly a fact itself ("allergy", "shift") is one from its second fact on."""
        for has in self.claims.has[self.seen :]:
            owner, item = _key(has.owner), _key(has.item)
            self.demanded.learn(owner, has.item)
            if not is_attribute_head(item[-1]):
                told = has.owner.bounds.each and has.item.bounds.article == "a" and not is_attribute_head(owner[-1])
                if told and owner not in self.known:
                    self.known[owner] = set()  # "each room has a floor": whatever a floor is, rooms are things
                continue
            facts = self.known.get(owner) or self.rare.setdefault(owner, set())
            facts.add(item)
            if not is_attribute_head(owner[-1]) or len(facts) > 1:
                self.known[owner] = facts
        self.seen = len(self.claims.has)


def _key(noun: Noun) -> Key:
    *before, head = words_of(noun)
    return (*before, singular(head))


def _noun(key: Key, start: int, end: int) -> Noun:
    return Noun(key, start, end, Bounds())
