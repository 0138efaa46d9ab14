"""Noun phrases, verb groups and marks: a tagged sentence as a sequence of the parts that the rules speak of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import msgspec

from relvar.read.text.quantity import MANY_WORDS, OPENING, UNBOUNDED, Bounds, bounds
from relvar.read.text.tokens import Token
from relvar.read.text.words import is_plural, listed, singular, verb_form

# "X of Y" and "person in charge" that are one name, not a relation of two
FIXED_TAILS = {("in", "charge"), ("of", "birth"), ("of", "contact"), ("of", "origin"), ("of", "employment"), ("of", "residence"), ("of", "issue")}
PHRASAL = {
    "bring": ("in", "back"), "hand": ("out", "in", "over"), "carry": ("out",), "take": ("out", "over", "off"), "pick": ("up",),
    "check": ("in", "out"), "sign": ("up",), "set": ("up",), "fill": ("in", "out"), "give": ("out",), "put": ("up", "down"), "look": ("up", "after"),
    "make": ("up",), "write": ("down", "up"), "note": ("down",), "drop": ("off",), "send": ("out",), "buy": ("in",), "turn": ("in",),
    "work": ("out",),
    "draw": ("up",), "lend": ("out",),
}  # fmt: skip
FLAGGED = ("yes/no", "y/n", "true/false")
KINDS = {"type", "kind", "sort"}
PARTICLES = {"down", "up", "out"}  # "write down the kind of damage"
BEHIND_PARTICLE = {"NOUN", "ADJ", "DET", "MANY", "NUM", "EACH", "ONE", "BOTH", "PREP", "TO", "STOP", "COMMA", "END"}
# qualities that stand behind what they are said of: "the amount due"
POSTPOSED = {"due", "payable", "available", "outstanding", "remaining", "left", "owed", "needed", "necessary", "required", "present", "missing"}
TIMES = {"hour", "day", "night", "week", "fortnight", "month", "year"}  # "on a normal day 100 orders come in"
PASSING = {"last", "next", "past", "previous"}  # months and years
MODIFIERS = {"NOUN", "ADJ"}
BEFORE_A_NOUN = MODIFIERS | {"VBN", "VBG", "DET", "ONE", "NUM", "MANY", "ADV"}
QUALITIES = {"ADJ", "VBN", "VBG", "VERB"}
VERBAL = {"VERB", "VBN", "VBG", "MODAL", "BE", "TO"}
OBJECT = {"DET", "EACH", "MANY", "NUM"}
OPENING_WORDS = MANY_WORDS.union(OPENING)
OPENERS = MODIFIERS | {"DET", "EACH", "MANY", "ONE", "NUM", "NEG", "ADV"}


class Noun(msgspec.Struct, eq=False, gc=False):
    """A noun phrase. `words`: modifiers and head, lower case, head last and as written; `of`: the phrase after "of"."""

    tag: ClassVar[str] = ""  # what marks alone have, so that it may be asked for wherever a mark is looked for
    text: ClassVar[str] = ""
    words: tuple[str, ...]
    start: int
    end: int
    bounds: Bounds
    owner: Noun | None = None
    of: Noun | None = None
    tail: tuple[str, ...] = ()
    inside: Sequence[Part] = ()
    quoted: bool = False
    companion: Noun | None = None  # "tasks with comments" within a list
    optional: bool = False
    written: bool = False  # a column's name: stays as it is written
    counted: bool = False  # "a number of voters": several, or in a list of attributes their number
    adjectives: frozenset[str] = frozenset()
    sorts: bool = False  # "two kinds of members": of which kinds are counted
    free: bool = False  # a document: what stands in it has no form of its own
    keyed: tuple[tuple[str, ...], tuple[str, ...]] | None = None  # the words whose key was asked for, and it
    known_by: tuple[tuple[str, ...], frozenset[str], tuple[str, ...]] | None = None  # the words and adjectives of which `naming` made a name, and it

    @property
    def head(self) -> str:
        return self.words[-1]

    @property
    def key(self) -> tuple[str, ...]:
        """The words with the head in the singular: what names the same thing is equal."""
        known = self.keyed
        if known is None or known[0] is not self.words:
            known = self.keyed = self.words, (*self.words[:-1], singular(self.words[-1]))
        return known[1]

    @property
    def plural(self) -> bool:
        return is_plural(self.words[-1])


class Verb(msgspec.Struct, eq=False, gc=False):
    """A verb group: "may not be changed" is change, passive, modal may, negated. `form`: finite, ing, ed, to."""

    tag: ClassVar[str] = ""
    text: ClassVar[str] = ""
    base: str
    form: str
    start: int
    end: int
    modal: str = ""
    passive: bool = False
    negated: bool = False
    word: str = ""  # as written
    then: str = ""  # particle or preposition fixed to it: "consist of"
    being: bool = False  # "being shown": while it is done


class Mark(msgspec.Struct, eq=False, gc=False):
    """Anything else: a preposition, conjunction, sign or pronoun."""

    tag: str
    text: str
    start: int
    end: int
    inside: Sequence[Part] = ()


Part = Noun | Verb | Mark


def parts(sentence: list[Token]) -> list[Part]:
    """The parts of a tagged sentence, in order."""
    return _Reader(sentence).read()


def _may_open(token: Token) -> bool:
    """Whether a noun phrase may begin here: with its head, what stands before it, or how many there are."""
    return token.tag in OPENERS or token.low in OPENING_WORDS


class _Reader:
    def __init__(self, sentence: list[Token]) -> None:
        self.sentence = sentence
        self.at = 0
        self.possessed = False  # behind "authors'": "information for each book" is theirs, not the book's
        self.in_list = False  # inside brackets or behind a colon an adjective may stand alone: a value

    def tag(self, ahead: int = 0) -> str:
        at = self.at + ahead
        return self.sentence[at].tag if at < len(self.sentence) else "END"

    def low(self, ahead: int = 0) -> str:
        at = self.at + ahead
        return self.sentence[at].low if at < len(self.sentence) else ""

    def read(self, until: str = "END") -> list[Part]:
        found: list[Part] = []
        while self.at < len(self.sentence):
            token = self.sentence[self.at]
            if token.tag == until:
                self.at += 1
                break
            part = self._part(token)
            if part is None:
                continue
            if isinstance(part, Mark) and part.tag == "OPEN":
                self._attach(found, part)
            else:
                found.append(part)
        return found

    def _attach(self, found: list[Part], opened: Mark) -> None:
        before, self.in_list = self.in_list, True
        opened.inside = self.read("CLOSE")
        self.in_list = before
        last = found[-1] if found else None
        if isinstance(last, Noun) and not last.inside:
            last.inside = opened.inside
            self._skip_table(last)
        else:
            found.append(opened)

    def _skip_table(self, noun: Noun) -> None:
        """ "the Client (ID, name) table", "the order (...) entity" is the client, the order."""
        while self.tag() == "NOUN" and singular(self.low()) in ("table", "entity", "relation", "relationship", "class"):
            noun.end = self.sentence[self.at].end
            self.at += 1

    def _part(self, token: Token) -> Part | None:
        tag = token.tag
        if tag == "QUOTE":
            return self._quoted()
        noun = self._noun() if _may_open(token) else None
        if noun is not None:
            return noun
        if self.in_list and tag in QUALITIES and self._stands_alone(token):
            self.at += 1
            return Noun((token.low,), token.start, token.end, UNBOUNDED)
        if tag in VERBAL:
            return self._verb()
        self.at += 1
        self.in_list |= tag == "COLON"
        return Mark(tag, token.low, token.start, token.end)

    def _stands_alone(self, token: Token) -> bool:
        """Whether what qualifies is an item of a list itself: no "...: when it expires and ..."."""
        before = self.sentence[self.at - 1].tag if self.at else ""
        said = before in ("PRON", "BE", "REL", "SUB") or (before == "NOUN" and (token.low in POSTPOSED or token.tag == "VBN"))
        return not said and self.tag(1) in ("COMMA", "CONJ", "CLOSE", "END", "SLASH", "STOP", "DASH")

    def _quoted(self) -> Noun | None:
        """A quoted phrase is one name, whatever its words are."""
        first = self.at + 1
        last = first
        while last < len(self.sentence) and self.sentence[last].tag != "QUOTE" and last - first < 8:
            last += 1
        inside = [t for t in self.sentence[first:last] if t.tag != "COMMA"]
        if last >= len(self.sentence) or self.sentence[last].tag != "QUOTE" or not inside:
            self.at += 1
            return None
        self.at = last + 1
        return Noun(tuple([t.low for t in inside]), inside[0].start, inside[-1].end, UNBOUNDED, quoted=True)

    def _noun(self) -> Noun | None:
        begin = self.at
        limit, at = bounds(self.sentence, begin)
        first = at
        while at < len(self.sentence) and self.sentence[at].tag in ("DET", "ADV") and self._nominal(at + 1):
            at += 1
            first = at
        at = self._skip_modifiers(first)
        if at == first:
            return None
        if limit.each and not limit.stated and is_plural(self.sentence[at - 1].low):
            at = self._first_noun(first, at)  # "each semester courses are offered": no plural is one of each
        tokens, opening, end = self.sentence[first:at], self.sentence[begin], self.sentence[at - 1].end
        if len(tokens) > 1 and tokens[-1].low in FLAGGED:
            tokens.pop()  # "driving licence yes/no" is a licence; what stands behind tells its type
        noun = Noun(tuple([t.low for t in tokens]), opening.start, end, limit)
        if opening.low == "a":
            noun.counted = (self.low(1), self.low(2)) == ("number", "of")
        if adjectives := [t.low for t in tokens[:-1] if t.tag == "ADJ"]:
            noun.adjectives = frozenset(adjectives)
        self.at = at
        return self._after(noun)

    def _first_noun(self, first: int, end: int) -> int:
        """The place behind the first noun of the run, where that is a singular; else the run's end."""
        at = next((n for n in range(first, end) if self.sentence[n].tag == "NOUN"), end - 1)
        return at + 1 if not is_plural(self.sentence[at].low) else end

    def _nominal(self, at: int) -> bool:
        return at < len(self.sentence) and self.sentence[at].tag in BEFORE_A_NOUN

    def _skip_modifiers(self, at: int) -> int:
        """The end of the run of modifiers and nouns that begins at `at`; `at` itself where no noun ends it."""
        last = at
        for here in range(at, len(self.sentence)):
            tag = self.sentence[here].tag
            if tag == "NOUN":
                last = here + 1
            elif tag == "ADJ" and last > at and self.sentence[here].low in PASSING and self._is_time(here + 1):
                break  # "the loans of each branch last month"
            elif tag != "ADJ" and not (tag in ("ONE", "NUM") and here > at and self._counts_within(here)):
                break
        return last

    def _is_time(self, at: int) -> bool:
        return at < len(self.sentence) and singular(self.sentence[at].low) in TIMES

    def _counts_within(self, at: int) -> bool:
        """Whether a number belongs to the name around it: "room 1 key", and no "on a normal day 100 orders"."""
        following = self.sentence[at + 1].tag if at + 1 < len(self.sentence) else "END"
        return following in MODIFIERS and self.sentence[at - 1].low not in TIMES

    def _after(self, noun: Noun) -> Noun:
        """A possessive, an "of" phrase or a fixed tail behind the noun."""
        tag = self.tag()
        if tag not in ("POSS", "PREP"):
            return noun
        if tag == "POSS":
            self.at += 1
            self.possessed = True
            owned = self._noun()
            self.possessed = False
            if owned is None:
                return noun
            owned.owner = owned.owner or noun
            owned.start = noun.start
            return owned
        if (self.low(), self.low(1)) in FIXED_TAILS:
            noun.tail = (self.low(), self.low(1))
            noun.end = self.sentence[self.at + 1].end
            self.at += 2
            return noun
        if self.low() == "of" or (self.low() in ("for", "about", "on", "regarding") and self._is_wrapper(noun)):
            return self._of(noun)
        return noun

    def _is_wrapper(self, noun: Noun) -> bool:
        """ "basic information for multiple projects" is of the projects."""
        plain = all(w in noun.adjectives for w in noun.words[:-1]) and not self.possessed
        return plain and noun.key[-1] in ("information", "data", "detail", "record") and not noun.inside

    def _of(self, noun: Noun) -> Noun:
        back = self.at
        self.at += 1
        inner = self._noun()
        if inner is None:
            self.at = back
            return noun
        bare = not (inner.bounds.article or inner.bounds.stated or inner.bounds.each)  # "the type of insurance", not "the type of a car"
        before = next((t for t in reversed(self.sentence[: self.at]) if t.start < noun.start), None)
        governed = before is not None and before.tag == "PREP" and before.low not in PARTICLES  # "depend on the kind of part": on the part
        named = not noun.bounds.article or (noun.bounds.article == "the" and bare and not governed)
        kind = len(noun.key) == 1 and noun.key[0] in KINDS and named and not (noun.plural or noun.bounds.stated or inner.plural)
        if kind:  # "name, type of party, phone": its type
            noun.of, noun.end = inner, inner.end
            return noun
        if noun.key[-2:-1] and noun.key[-2] in listed("rolling") and noun.key[-1] in listed("rolled"):  # "a rolling log of events": the events
            inner.start = noun.start
            return inner
        counted = noun.key[-1] == "lot" and bool(noun.bounds.article)  # "the lots of an auction" are things
        counted |= noun.plural and inner.bounds.article == "a" and not inner.plural and noun.key[-1] not in KINDS  # "batches of a vaccine"
        if (
            noun.key[-1] in listed("partitive")
            and not counted
            and not (len(noun.words) > 1 and noun.key[-1] in ("record", "history", "detail", "list"))
        ):
            inner.counted = noun.key == ("number",) and noun.bounds.article == "a"
            inner.sorts = noun.key[-1] in KINDS
            inner.start = noun.start
            inner.bounds = noun.bounds if noun.bounds.stated else (Bounds(0, None, True) if inner.plural else inner.bounds)
            return inner
        noun.of = inner
        noun.end = inner.end
        return noun

    def _verb(self) -> Verb | Mark:
        begin, perfect = self.at, False
        verb = Verb("", "finite", self.sentence[begin].start, self.sentence[begin].end)
        while self.at < len(self.sentence):
            token = self.sentence[self.at]
            if token.tag == "MODAL":
                verb.modal = verb.modal or token.low
                verb.negated |= token.low == "cannot"
            elif token.tag == "BE":
                verb.being |= token.low == "being" and self.at == begin
                verb.base = verb.base or "be"
            elif token.tag == "TO":
                if self.tag(1) not in ("VERB", "BE", "BOTH"):
                    break
                verb.form = "to" if self.at == begin else verb.form
            elif token.tag == "NEG" and token.low in ("not", "never", "no"):
                verb.negated = True
            elif token.tag == "ADV" and self.tag(1) in ("VERB", "VBN", "VBG", "BE", "ADV", "NEG"):
                pass
            elif token.base == "have" and token.tag == "VERB" and self.tag(1) == "VBN" and self.tag(2) in OBJECT:
                perfect = True  # "has approved a timetable"
            elif token.tag in ("VERB", "VBN", "VBG"):
                self._main(verb, token)
                verb.form = "finite" if perfect else verb.form
                verb.base = "have" if perfect and verb.base == "get" else verb.base  # "have got a height"
                break
            else:
                break
            verb.end = token.end
            self.at += 1
        if self.at == begin:
            token = self.sentence[begin]
            self.at += 1
            return Mark("PREP" if token.tag == "TO" else token.tag, token.low, token.start, token.end)
        if not verb.base:
            return Mark("MODAL", verb.modal, verb.start, verb.end)
        return verb

    def _main(self, verb: Verb, token: Token) -> None:
        base = token.base or verb_form(token.low)[0] or token.low
        was_be = verb.base == "be"
        verb.base, verb.end, verb.word = base, token.end, token.low
        if token.tag == "VBN":
            verb.passive = was_be
            if not was_be and not verb.modal:
                verb.form = "ed"
        elif token.tag == "VBG" and not was_be:
            verb.form = "ing"
        self.at += 1
        if self.low() in PHRASAL.get(base, ()) and self.tag(1) in BEHIND_PARTICLE:
            verb.then = self.low()
            self.at += 1  # "bring in items", "hand out parcels": the particle is the verb's
        if base == "sign" and verb.then == "up":
            verb.base = "register"
        if base == "look" and verb.then == "after":
            verb.base = "care"
        if base == "take" and self.low() == "part":
            verb.base, self.at = "participate", self.at + 1
        if base == "take" and (self.low(), self.low(1)) == ("care", "of"):
            verb.base, self.at = "care", self.at + 2
        if base == "take" and self.low() == "place" and self.low(1) != "of":
            verb.base, self.at = "happen", self.at + 1
        if self.tag() == "PREP" and self.low() == "of" and base in ("consist", "comprise", "compose", "make"):
            verb.then = "of"
            self.at += 1
