"""The tag that a word has by itself, whatever stands around it: closed classes by list, open ones by list and ending."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from relvar.read.text.words import lexicon, listed, singular, verb_form

CLOSED = (
    ("EACH", "each"),
    ("MANY", "many"),
    ("ONE", "one"),
    ("NEG", "negative"),
    ("MODAL", "modal"),
    ("BE", "be"),
    ("DET", "determiner"),
    ("SUB", "subordinate"),
    ("CONJ", "conjunction"),
    ("PREP", "preposition"),
    ("REL", "relative"),
    ("PRON", "pronoun"),
    ("ADV", "adverb"),
    ("ADJ", "adjective"),
)
# endings that make an adjective in nearly every case; nouns among them are listed
ADJECTIVE_ENDINGS = (
    "ous",
    "ful",
    "ible",
    "able",
    "less",
    "ish",
    "ary",
    "ical",
    "ial",
    "ional",
    "onal",
    "ctive",
    "ative",
    "sive",
    "ric",
    "quate",
    "tic",
    "ular",
    "ilar",
)
HAVE = ("has", "have", "having", "had")
OPENS_A_CLAUSE = {"whereby", "whereupon"}
REMEMBERED = 1 << 16  # words
# Nothing that stands around changes these tags, but on the words below
SETTLED = {"DET", "EACH", "MANY", "ONE", "NEG", "NUM", "PRON", "TO", "PREP", "CONJ", "ADV", "COMMA", "SLASH", "QUOTE"}
LOTS = ("lots", "dozens", "hundreds", "thousands", "millions")
TURNING = frozenset(["any", "like", "only", "leaves", "lives", "dies", "needs", "need", "that", "this", "these", "those", "such", *LOTS])


class Alone(NamedTuple):
    """A word by itself: its tag, of two verbs their base, and whether what stands around it may change the tag or tells something by it.

    A noun that does not look like a participle only changes behind "may".
    """

    tag: str
    base: str
    open: bool


@cache
def _closed(word: str) -> str:
    return next((tag for tag, name in CLOSED if word in listed(name)), "")


@cache
def lexicon_irregular_plurals() -> frozenset[str]:
    """Irregular plurals that look like verbs ("diagnoses", "leaves") without those that are verbs as often ("houses", "uses")."""
    plurals = (pair.split(":")[0] for pair in lexicon("nouns")["irregular"])
    return frozenset(word for word in plurals if word.endswith("yses") or word in listed("not_verb"))


@cache
def _open(word: str) -> str:
    """The class that a word has by itself; "BOTH" where a noun is as likely as a verb."""
    base, form = verb_form(word)
    if word in lexicon_irregular_plurals():
        base = ""
    if base and word not in listed("attribute_head"):
        if form == "ing":
            return "VBG"
        if form == "ed":
            return "VBN"
        return "BOTH" if base in listed("both") or is_known_noun(word) else "VERB"
    if base and (base in listed("both") or form in ("base", "s")):
        return "BOTH"
    if word.endswith("ly") and word not in listed("not_adverb"):
        return "ADV"
    if word.endswith(ADJECTIVE_ENDINGS) and word not in listed("not_adjective"):
        return "ADJ"
    return "NOUN"


@cache
def is_known_noun(word: str) -> bool:
    """Whether the lists have it as a noun."""
    return singular(word) in listed("party", "event", "lookup", "attribute_head")


@lru_cache(maxsize=REMEMBERED)
def by_itself(word: str) -> Alone:
    """The tag of a word, whatever stands around it."""
    tag, base = _tag_and_base(word)
    plain = tag in SETTLED or (tag == "NOUN" and not word.endswith("ed"))
    return Alone(tag, base, not plain or word in TURNING or word in listed("adverb_or_adjective"))


def _tag_and_base(word: str) -> tuple[str, str]:
    if word == "to":
        return "TO", ""
    if word in OPENS_A_CLAUSE:
        return "STOP", ""  # "citizens report faults, whereby the time is saved"
    if word in listed("number_word"):
        return "NUM", ""
    if word in HAVE:
        return ("VBG" if word == "having" else "VERB"), "have"
    if word in ("including", "incl", "incl."):
        return "VBG", "include"
    return _closed(word) or _open(word), ""
