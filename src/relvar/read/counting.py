"""Counts and rates: a number, what it counts, and perhaps a unit of time: "about 10,000 films", "20 million rows in purchases", "500 orders a day".

What the text says of each of something ("a studio has 12 films on average") counts no whole: `text/spreads` and `text/paces` read it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from relvar.model.brief import Quantity, Source, SourceKind
from relvar.read.arrivals import ADVERB_UNITS, PER, SECONDS, arrival, time_unit
from relvar.read.text.quantity import MAGNITUDES, SUFFIXES, number
from relvar.read.text.sought import Sought
from relvar.read.text.tagger import tag
from relvar.read.text.tokens import Token, tokens
from relvar.read.text.words import is_plural, listed, singular

DAY = 86_400
PEAK_FACTOR_ASSUMED = 4.0  # half of a day's load in three hours is four times the mean
# what measures one thing and counts none
MEASURES = frozenset(
    [
        "ms",
        "millisecond",
        "second",
        "minute",
        "hour",
        "day",
        "night",
        "week",
        "month",
        "quarter",
        "year",
        "percent",
        "kg",
        "g",
        "km",
        "m",
        "cm",
        "mm",
        "mile",
        "character",
        "digit",
        "degree",
        "euro",
        "dollar",
        "pound",
        "cent",
        "point",
        "star",
        "time",
        "byte",
        "bit",
        "kb",
        "mb",
        "gb",
        "tb",
        "pb",
        "%",
        "x",
        "level",
        "word",
        "line",
        "page",
        "step",
        "click",
        "attempt",
        "try",
        "worker",
        "core",
        "cpu",
        "node",
        "replica",
    ]
)
LIMITING = frozenset(
    ["most", "least", "than", "maximum", "minimum", "to", "only", "exactly", "within", "under", "over", "above", "below", "between", "limit"]
)
OVER = frozenset(["over", "than", "least", "to", "most", "above", "almost"])  # "more than 10,000 films", "up to 5,000 customers"
# verbs by which a text says how much there is, so that even "up to 5,000 customers" is an estimate and no rule
EXPECTING = frozenset(
    [
        "be",
        "have",
        "exist",
        "expect",
        "handle",
        "support",
        "cope",
        "serve",
        "hold",
        "store",
        "keep",
        "manage",
        "scale",
        "grow",
        "reach",
        "estimate",
        "anticipate",
        "contain",
        "use",
    ]
)
RANKING = frozenset(["newest", "latest", "recent", "last", "first", "top", "next", "best", "oldest", "after"])
ROWS = frozenset(["row", "record", "entry", "line", "tuple", "document"])
TABLES = frozenset(["table", "collection", "relation"])
ORDINARY = frozenset(["normal", "typical", "usual", "average", "busy", "working", "ordinary"])
USUALLY = frozenset(["average", "usually", "typically", "normally", "mean", "mostly", "apiece"])
LEAST_COUNT = 10  # in the brief's prose a smaller number counts parts of one thing, not the things that stand
MANY_ENOUGH = 1_000  # from here on a number behind "up to" is hardly a limit of one thing
VAGUE = {"few": 3.0, "couple": 2.0, "several": 5.0}  # "a few hundred": taken by its middle
PLURAL_MAGNITUDES = {"dozens": 60.0, "hundreds": 500.0, "thousands": 5_000.0, "millions": 5_000_000.0, "billions": 5_000_000_000.0}
GUESSED = 0.5  # how sure a vague number is
LONGEST = 4  # words of what is counted
RATE_NAMES = {"tps": "transaction", "qps": "query", "rps": "request", "iops": "operation"}
BREAKS = ("STOP", "COLON", "DASH", "SUB")
# The end of a sentence for whoever looks for numbers: what is no end for sure ("vs. 20", "e.g. Rome", "really? 5 %") only makes it longer.
ENDS = re.compile(r"[.;](?<!\bi\.e\.)(?<!\be\.g\.)(?<!\bvs\.)(?=\s+[A-Z])")
NO_COUNTS = ("zero", "one")  # numbers of single figures only: "one region", "an RPO of zero"


@cache
def _numerals() -> frozenset[str]:
    """The words by which something may be counted."""
    return listed("number_word").union(MAGNITUDES, PLURAL_MAGNITUDES, VAGUE)


@cache
def _numeral() -> re.Pattern[str]:
    return re.compile(rf"\d|\b(?:{'|'.join(sorted((*_numerals(), *NO_COUNTS)))})\b")


@dataclass(slots=True)
class Told:
    """What one text says: counts and rates (a day) by what is counted, single figures by name."""

    text: str
    kind: SourceKind
    counts: dict[str, Quantity] = field(default_factory=dict)
    rates: dict[str, Quantity] = field(default_factory=dict)
    single: dict[str, Quantity] = field(default_factory=dict)
    regions: list[str] = field(default_factory=list)
    numbered: list[tuple[int, int]] = field(init=False)  # where sentences with a number stand: few of a text, and the rest states no figure

    def __post_init__(self) -> None:
        """Each sentence that holds a number, from the full stop of the one before on."""
        ends = [0, *(end.start() for end in ENDS.finditer(self.text)), len(self.text)]
        holds = _numeral().search
        self.numbered = [(start, end + 1) for start, end in pairwise(ends) if holds(self.text[start:end].lower())]

    def matches(self, pattern: Sought | re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Where a pattern that holds a number matches."""
        if isinstance(pattern, Sought):
            if not pattern.may_stand(self.text):
                return
            pattern = pattern.pattern
        for start, end in self.numbered:
            yield from pattern.finditer(self.text, start, end)

    def first(self, pattern: Sought | re.Pattern[str]) -> re.Match[str] | None:
        return next(self.matches(pattern), None)

    def quantity(self, value: float, unit: str, start: int, end: int, confidence: float = 1.0) -> Quantity:
        words = " ".join(self.text[start:end].split())
        return Quantity(value=value, unit=unit, source=Source(kind=self.kind, words=words, start=start, confidence=confidence))


def count_all(found: Told) -> None:
    """Every number of the text that counts something, into its counts and rates."""
    for start, end in found.numbered:
        sentence = tokens(found.text, start, end)
        if not any(map(_opens, sentence)):
            continue
        tag(sentence)
        at = 0
        while at < len(sentence):
            at = _count(found, sentence, at) if _opens(sentence[at]) else at + 1


def _opens(token: Token) -> bool:
    return token.kind == "number" or token.low in _numerals()


def _count(found: Told, sentence: list[Token], at: int) -> int:
    value, here, sure = _vaguely(sentence, at)
    if value is None:
        return at + 1
    words, behind = _counted(sentence, here)
    words, behind = _in_table(sentence, at, words, behind)
    if not words:
        words, behind = _before(sentence, at) or _flowing(sentence, at, here), here
        if not words:
            return max(here, at + 1)
    phrase = " ".join((*words[:-1], singular(words[-1])))
    unit, after = time_unit(sentence, behind)
    if not unit:
        unit, after = arrival(sentence, at, behind)
    if not unit:
        unit = _opening(sentence, at) or _headed(sentence, at)
    if words[-1] in RATE_NAMES:
        phrase, unit, after = RATE_NAMES[words[-1]], "second", behind
    adverb = next((w for w in words[:-1] if w in ADVERB_UNITS), "")
    if adverb and not unit:
        unit, phrase = ADVERB_UNITS[adverb], phrase.replace(adverb, "").strip()
    named = unit and len(words) > 1 and singular(words[-1]) not in SECONDS  # "log lines", "data points": by their rate they are things
    if (singular(words[-1]) in MEASURES and not named) or not phrase:
        return behind
    end = sentence[min(after, len(sentence)) - 1].end
    if found.kind == "brief" and _of_each(sentence, at, behind, after):
        return after
    if unit:
        _rate(found, phrase, value * DAY / SECONDS[unit], sentence, at, after, end)
    elif found.kind == "scale" or (value >= LEAST_COUNT and not _limited(sentence, at, behind, value)):
        found.counts.setdefault(phrase, found.quantity(value, phrase, sentence[at].start, end, sure))
    return after


def _vaguely(sentence: list[Token], at: int) -> tuple[float | None, int, float]:
    """A number, the place behind it, and how sure it is: "a few hundred", "thousands of" are taken by their middle."""
    low = sentence[at].low
    following = sentence[at + 1].low if at + 1 < len(sentence) else ""
    if low in PLURAL_MAGNITUDES:
        return (PLURAL_MAGNITUDES[low], at + 2, GUESSED) if following == "of" else (None, at + 1, 1.0)
    if low in VAGUE:
        scaled = MAGNITUDES.get(following)
        return (VAGUE[low] * scaled, at + 2, GUESSED) if scaled else (None, at + 1, 1.0)
    if low in MAGNITUDES and (at == 0 or sentence[at - 1].low not in ("a", "one", "per")):
        return None, at + 1, 1.0  # the second word of a number
    return *_value(sentence, at), 1.0


def _value(sentence: list[Token], at: int) -> tuple[float | None, int]:
    """A number with its magnitude word or a range, of which the upper end counts."""
    value = number(sentence[at].low)
    here = at + 1
    if not _is_plain(sentence[at], value):
        return None, here
    while here < len(sentence) and (sentence[here].low in MAGNITUDES or sentence[here].low in SUFFIXES) and sentence[here].low not in ("t",):
        value = (value or 1.0) * (MAGNITUDES.get(sentence[here].low) or SUFFIXES[sentence[here].low])
        here += 1
    if here + 1 < len(sentence) and (sentence[here].low in ("to", "or") or sentence[here].tag == "DASH"):
        upper, beyond = _value(sentence, here + 1) if sentence[here + 1].tag == "NUM" else (None, here)
        if upper is not None and upper >= (value or 0.0):
            return upper, beyond
    return value, here


def _is_plain(token: Token, value: float | None) -> bool:
    """Whether a number counts: no percentage, no sum of money, no place in an order."""
    if token.low in MAGNITUDES:
        return True
    return value is not None and "%" not in token.text and token.text[:1] not in "$€£" and not token.low.endswith(("st", "nd", "rd", "th"))


def _counted(sentence: list[Token], here: int) -> tuple[list[str], int]:
    """The words of what is counted, at most four."""
    words: list[str] = []
    while here < len(sentence) and len(words) < LONGEST:
        token = sentence[here]
        if (
            token.kind != "word"
            or token.tag in ("PREP", "DET", "EACH", "SUB", "CONJ", "MODAL", "BE", "TO", "REL", "PRON", "NUM")
            or (token.tag == "VERB" and not (words and is_plural(token.low) and time_unit(sentence, here + 1)[0]))  # "log lines a day"
            or token.low in PER
        ):
            break
        if (
            token.low in ("today", "now", "currently", "already", "tomorrow")
            or (words and token.low in ("daily", "monthly", "weekly", "yearly", "total", "overall"))
            or token.tag in ("VBN", "VBG")
        ):
            break
        if token.low not in ("active", "registered", "new", "total", "concurrent", "different", "simultaneous"):
            words.append(token.low)
        here += 1
    return words, here


def _opening(sentence: list[Token], at: int) -> str:
    """ "Daily we handle some 2,000 parcels", "per day: 2,000 parcels": the unit that opens the clause."""
    clause = _clause(sentence, at)
    ordinary = next((n for n, t in enumerate(clause) if t.low in ORDINARY), -1)
    if 0 <= ordinary < len(clause) - 1 and singular(clause[ordinary + 1].low) in SECONDS:
        return singular(clause[ordinary + 1].low)  # "on a normal day"
    if clause and clause[0].low in ADVERB_UNITS:
        return ADVERB_UNITS[clause[0].low]
    unit, after = time_unit(clause, 0)
    return unit if after <= len(clause) else ""


def _headed(sentence: list[Token], at: int) -> str:
    """ "orders per day: 300": the unit before the colon."""
    if at < 4 or sentence[at - 1].tag != "COLON":
        return ""
    if sentence[at - 2].low in ADVERB_UNITS:
        return ADVERB_UNITS[sentence[at - 2].low]
    return time_unit(sentence, at - 3)[0]


def _flowing(sentence: list[Token], at: int, here: int) -> list[str]:
    """ "orders come in at a rate of 100 per day": what comes is the subject."""
    named = [t.low for t in _clause(sentence, at) if t.tag == "NOUN" and is_plural(t.low)]
    return named[:1] if time_unit(sentence, here)[0] else []


def _in_table(sentence: list[Token], at: int, words: list[str], behind: int) -> tuple[list[str], int]:
    """ "20 million rows in the purchases table" counts purchases, and so does "the purchases table has 20 million rows"."""
    if len(words) != 1 or singular(words[0]) not in ROWS:
        return words, behind
    if behind < len(sentence) and sentence[behind].low in ("in", "of", "for", "within"):
        first = behind + 1
        while first < len(sentence) and (
            sentence[first].tag == "DET" or (singular(sentence[first].low) in TABLES and _is(sentence, first + 1, "of"))
        ):
            first += 1
        named, after = _counted(sentence, first)
        named = [w for w in named if singular(w) not in TABLES]
        return (named, after) if named else (words, behind)
    clause = _clause(sentence, at)
    if not any(singular(t.low) in TABLES for t in clause):
        return words, behind
    before = [t.low for t in clause if t.tag == "NOUN" and singular(t.low) not in TABLES]
    return (before[-2:] if before else words), behind


def _is(sentence: list[Token], at: int, low: str) -> bool:
    return at < len(sentence) and sentence[at].low == low


def _before(sentence: list[Token], at: int) -> list[str]:
    """ "films: 10,000", "number of films: 10,000", "the number of films is about 10,000": what stands before the number."""
    here = at - 1
    while here >= 0 and sentence[here].low in (
        "about",
        "around",
        "roughly",
        "approximately",
        "approx",
        "ca",
        "some",
        "estimated",
        "currently",
        "now",
    ):
        here -= 1
    says = here > 0 and (sentence[here].tag in ("COLON", "BE") or sentence[here].low in ("=", "reach", "reaches"))
    if not says:
        return []
    here -= 3 if here > 2 and time_unit(sentence, here - 2)[0] else 1  # "orders per day: 300"
    words: list[str] = []
    while here >= 0 and sentence[here].tag == "NOUN" and len(words) < 2:
        words.insert(0, sentence[here].low)
        here -= 1
    numbered = here > 0 and sentence[here].low == "of" and sentence[here - 1].low in ("number", "count", "amount", "quantity")
    colon = sentence[at - 1].tag == "COLON" and (here < 0 or sentence[here].tag in ("STOP", "COMMA", "CONJ"))
    return words if words and is_plural(words[-1]) and (numbered or colon) else []


def _rate(found: Told, phrase: str, a_day: float, sentence: list[Token], at: int, after: int, end: int) -> None:
    """A rate said to be the peak is brought down to the mean by the peak factor."""
    around = {t.low for t in sentence[max(0, at - 3) : after + 3]}
    if "peak" in around:
        factor = found.single["peak"].value if "peak" in found.single else PEAK_FACTOR_ASSUMED
        a_day /= factor
    found.rates.setdefault(phrase, found.quantity(a_day, f"{phrase} a day", sentence[at].start, end))


# --- what counts no whole ---


def _limited(sentence: list[Token], at: int, behind: int, value: float) -> bool:
    """ "at most 5 books per member": a limit or a ratio, not a count of what stands."""
    before = [t.low for t in sentence[max(0, at - 3) : at]]
    following = sentence[behind].low if behind < len(sentence) else ""
    if before and before[-1] in RANKING:
        return True  # "the newest 10 reviews": so many are shown
    if any(sentence[i].low in RANKING or sentence[i].low.endswith("est") for i in range(at + 1, behind)):
        return True  # "the ten most expensive films", "10 newest reviews"
    estimated = value >= MANY_ENOUGH and set(before) & LIMITING <= OVER and _expects(sentence, at)
    return (
        bool(set(before) & LIMITING and not estimated)
        or "most" in [t.low for t in sentence[at + 1 : behind]]
        or following in PER
        or following in ("or", "long")
    )


def _expects(sentence: list[Token], at: int) -> bool:
    """Whether the clause is about how much there is or will be: "there are over 10,000 films", "must handle up to 5,000 customers"."""
    end = next((n for n in range(at, len(sentence)) if sentence[n].tag in BREAKS), len(sentence))
    clause = [*_clause(sentence, at), *sentence[at:end]]
    verbs = [t.base for t in clause if t.tag in ("VERB", "VBG", "VBN") and t.base] or (["be"] if any(t.tag == "BE" for t in clause) else [])
    return bool(verbs) and all(v in EXPECTING for v in verbs)


def _clause(sentence: list[Token], at: int) -> list[Token]:
    """The tokens before a place, back to the last stop."""
    start = at
    while start > 0 and sentence[start - 1].tag not in BREAKS:
        start -= 1
    return sentence[start:at]


def _of_each(sentence: list[Token], at: int, behind: int, after: int) -> bool:
    """ "a studio has 12 films on average", "each studio makes about 30", "12 films per studio": a number of each, and no whole."""
    following = sentence[after] if after < len(sentence) else None
    if following is not None and (following.low in PER or following.low == "each") and not time_unit(sentence, after)[0]:
        return True
    if following is not None and following.low in ("for", "in", "of", "on", "at") and after + 1 < len(sentence) and sentence[after + 1].tag == "EACH":
        return True
    clause = _clause(sentence, at)
    tail = {t.low for t in sentence[behind : behind + 4]} | {t.low for t in clause}
    if any(t.tag == "EACH" and not time_unit(clause, n)[0] for n, t in enumerate(clause)):
        return True
    return _speaks_of_one(clause) or (bool(tail & USUALLY) and not any(t.low == "there" for t in clause) and _owner_before(clause))


def _speaks_of_one(clause: list[Token]) -> bool:
    """Whether the clause opens with "a studio has": one of many is spoken of, and not the software or whose it is."""
    if not clause or clause[0].low not in ("a", "an", "one", "every", "each"):
        return False
    verb = next((n for n, t in enumerate(clause) if t.tag in ("VERB", "MODAL", "BE")), 0)
    named = [t.low for t in clause[1:verb] if t.tag == "NOUN"]
    return bool(named) and named[-1] not in listed("container", "owner_of_software") and not is_plural(named[-1])


def _owner_before(clause: list[Token]) -> bool:
    return any(t.tag == "NOUN" and t.low not in listed("container") and t.low not in USUALLY for t in clause)
