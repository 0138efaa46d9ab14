"""Words: their lists (read/lexicon/words_*.toml), the singular and plural of nouns, the base form of verbs."""

from __future__ import annotations

import lzma
import tomllib
from functools import cache
from importlib.resources import files

WORD = r"[a-z][\w-]*"  # of a sentence in lower case, within a larger pattern
VOWELS = "aeiou"
FILES = ("closed", "verbs", "nouns")
# -es is the whole ending after these (boxes, churches); after others only -s is (houses, sizes)
SIBILANT_ENDINGS = ("sses", "shes", "ches", "xes", "zzes")
# -oes verbs and nouns drop -es; others in -oe keep the e (shoes, canoes)
KEEP_E_AFTER_O = ("shoes", "canoes", "toes", "hoes", "oboes", "foes")
SINGULAR_ENDINGS = ("ss", "us", "is", "ous", "'s")
LONG_ENOUGH = 3
REGULAR_TOO = frozenset(["sew", "show", "sow", "hang", "weave", "wind", "ring"])  # sewed, showed, sowed beside sewn, shown, sown
NO_MEN = frozenset(["german", "norman", "doberman", "talisman"])  # their plural only takes -s


@cache
def lexicon(file: str) -> dict[str, tuple[str, ...]]:
    """The lists of one words_<file>.toml, each as a tuple of words in the file's order."""
    text = (files("relvar.read.lexicon") / f"words_{file}.toml").read_text(encoding="utf-8")
    return {name: tuple(value.split()) for name, value in tomllib.loads(text).items()}


@cache
def listed(name: str, *others: str) -> frozenset[str]:
    """The words of one list, whichever file holds it, and those of others."""
    if others:
        return listed(name) | listed(*others)
    for file in FILES:
        if name in lexicon(file):
            return frozenset(lexicon(file)[name])
    raise KeyError(name)


@cache
def _noun_classes() -> dict[str, str]:
    """Noun -> class, out of noun_classes.txt.xz: WordNet's, written by bench/noun_classes.py."""
    packed = (files("relvar.read.lexicon") / "noun_classes.txt.xz").read_bytes()
    classes: dict[str, str] = {}
    for line in lzma.decompress(packed).decode().splitlines():
        name, *words = line.split()
        classes |= dict.fromkeys(words, name)
    return classes


def noun_class(word: str) -> str:
    """What kind of thing a singular noun names by its commonest sense: person, artifact, act, attribute ...; "" for what is no noun."""
    return _noun_classes().get(word, "")


@cache
def _pairs(file: str) -> dict[str, str]:
    return dict(pair.split(":") for pair in lexicon(file)["irregular"])


@cache
def _irregular_plurals() -> dict[str, str]:
    return {singular: plural for plural, singular in _pairs("nouns").items() if singular not in (plural, f"{plural}s")}  # "each good" is of the goods


@cache
def singular(word: str) -> str:
    """The singular of a lower-case noun; a singular comes back as it is."""
    irregular = _pairs("nouns")
    if word in irregular:
        return irregular[word]
    if word.endswith("speople"):
        return word.removesuffix("people") + "person"
    if word.endswith(("smen", "eymen", "rmen", "emen")):
        return word[:-2] + "an"  # craftsmen, journeymen, firemen's kind; "specimen" is a singular
    if len(word) <= LONG_ENOUGH or not word.endswith("s") or word.endswith(SINGULAR_ENDINGS):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(SIBILANT_ENDINGS) or (word.endswith("oes") and word not in KEEP_E_AFTER_O):
        return word[:-2]
    return word[:-1]


@cache
def plural(word: str) -> str:
    """The plural of a lower-case singular noun."""
    irregular = _irregular_plurals()
    if word in irregular:
        return irregular[word]
    if _pairs("nouns").get(word) == word and (not word.endswith("s") or word in listed("same_in_both")):
        return word  # equipment, species: the same in both numbers
    if word.endswith(("sman", "eyman", "rman", "eman")) and word not in NO_MEN:
        return word[:-2] + "en"
    if word.endswith("y") and len(word) > 1 and word[-2] not in VOWELS:
        return word[:-1] + "ies"
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    return word + "s"


@cache
def is_plural(word: str) -> bool:
    """True when the form can only be a plural ("orders", "people"); false for "order", "series", "equipment"."""
    return singular(word) != word


@cache
def verb_bases() -> frozenset[str]:
    """Base forms of all verbs that the lists know."""
    return frozenset().union(*(listed(name) for name in ("contains", "record", "manage", "promise", "idle", "other", "belong", "create", "borrow")))


@cache
def is_unchanged(word: str) -> bool:
    """Whether a verb's participle is its base form: cut, put, run."""
    return _pairs("verbs").get(word) == word


@cache
def verb_form(word: str) -> tuple[str, str]:
    """(base, form) of a word that can be a verb: form is base, s, ed or ing; ("", "") where it cannot."""
    bases, irregular = verb_bases(), _pairs("verbs")
    if irregular.get(word) == word:
        return word, "base"  # bid, set, put: past and base are the same
    if word in irregular:
        return irregular[word], "s" if word.endswith("s") and word in ("has", "is", "does", "goes", "lies") else "ed"
    if word in bases:
        return word, "base"
    for ending, form in (("ies", "s"), ("es", "s"), ("s", "s"), ("ied", "ed"), ("ed", "ed"), ("d", "ed"), ("ing", "ing")):
        if word.endswith(ending) and (ending != "es" or word[:-2].endswith(("s", "x", "z", "ch", "sh", "o"))):  # "sites" is no form of "sit"
            for base in _stems(word[: -len(ending)], ending):
                if (
                    base in bases and not (form == "ed" and base in _irregular_verbs()) and (ending != "d" or base.endswith("e"))
                ):  # a band bans nothing
                    return base, form
    return "", ""


@cache
def _irregular_verbs() -> frozenset[str]:
    """Verbs whose past is no -ed: a seed is nothing that was seen."""
    return frozenset(base for word, base in _pairs("verbs").items() if word != base and not word.endswith("s")) - REGULAR_TOO


def base_of_unknown(participle: str) -> str:
    """The likely base of a participle in -ed that no list knows."""
    if participle.endswith("ied"):
        return participle[:-3] + "y"
    stem = participle.removesuffix("ed")
    return stem[:-1] if len(stem) > LONG_ENOUGH and stem[-1] == stem[-2] and stem[-1] not in "ls" else stem


def _stems(stem: str, ending: str) -> tuple[str, ...]:
    if ending in ("ies", "ied"):
        return (stem + "y",)
    if ending == "ing":
        doubled = stem[:-1] if len(stem) > LONG_ENOUGH and stem[-1] == stem[-2] else stem
        ie = stem[:-1] + "ie" if stem.endswith("y") else stem
        return (stem, stem + "e", doubled, ie)
    if ending == "ed":
        doubled = stem[:-1] if len(stem) > LONG_ENOUGH and stem[-1] == stem[-2] else stem
        return (stem, stem + "e", doubled)
    return (stem,)
