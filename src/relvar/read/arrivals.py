"""What comes in so many a unit of time: "orders per day", "log lines arrive a day", "readings are written every hour"."""

from __future__ import annotations

from relvar.read.text.tokens import Token
from relvar.read.text.words import base_of_unknown, listed, singular, verb_form

SECONDS = {"second": 1, "sec": 1, "s": 1, "minute": 60, "min": 60, "hour": 3600, "hr": 3600, "h": 3600, "day": 86_400, "night": 86_400,
           "week": 604_800, "fortnight": 1_209_600, "month": 2_629_800, "quarter": 7_889_400, "year": 31_557_600, "annum": 31_557_600}  # fmt: skip
ADVERB_UNITS = {"daily": "day", "hourly": "hour", "weekly": "week", "monthly": "month", "yearly": "year", "annually": "year", "annual": "year"}
PER = {"a", "an", "per", "each", "every", "/"}
PASSIVE = {"is", "are", "was", "were", "be", "being", "been", "get", "gets"}
HELPING = PASSIVE | {"have", "has", "will", "can", "may", "must", "should", "would", "usually", "typically", "normally"}
# "within an hour", "before a day is over": how long, not how often
LASTING = {"within", "after", "before", "for", "until", "than", "of", "during"}


def time_unit(sentence: list[Token], here: int) -> tuple[str, int]:
    """The unit behind "per", "a", "each" or a slash, or an adverb such as "daily", and where what follows begins; "" where there is none."""
    if here >= len(sentence):
        return "", here
    word = sentence[here].low
    if word in ("daily", "hourly", "weekly", "monthly", "yearly", "annually"):
        return ADVERB_UNITS[word], here + 1
    if word in PER and here + 1 < len(sentence):
        unit = singular(sentence[here + 1].low)
        if unit in SECONDS:
            return unit, here + 2
    return "", here


def arrival(sentence: list[Token], at: int, behind: int) -> tuple[str, int]:
    """The unit of time in which what is counted from `at` on arrives or is made, told by the verb at `behind`; "" where it is no such verb."""
    verb = behind
    while verb < len(sentence) and sentence[verb].low in HELPING:
        verb += 1
    if verb >= len(sentence) or not _arrives(sentence[verb].low, passive=any(t.low in PASSIVE for t in sentence[behind:verb])):
        return "", behind
    for here in range(verb + 1, len(sentence)):
        if sentence[here].tag in ("STOP", "NUM", "VERB", "BE", "CONJ", "REL"):
            break
        unit, after = time_unit(sentence, here)
        if unit and sentence[here - 1].low not in LASTING:
            return unit, after
    return _opening(sentence, at), verb + 1


def _arrives(word: str, *, passive: bool) -> bool:
    base, form = verb_form(word)
    if not passive:
        return form == "base" and base in listed("arriving")
    return (form == "ed" and base in listed("made")) or (not base and word.endswith("ed") and base_of_unknown(word) in listed("made"))


def _opening(sentence: list[Token], at: int) -> str:
    """ "Every hour, about 20,000 measurements are taken": the unit before the number."""
    for here in range(at - 1, -1, -1):
        if sentence[here].tag in ("STOP", "NUM", "VERB", "VBN", "BE"):
            return ""
        unit, after = time_unit(sentence, here)
        if unit and after <= at and (here == 0 or sentence[here - 1].low not in LASTING):
            return unit
    return ""
