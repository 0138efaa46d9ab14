"""Nouns that verbs make: enrol -> enrolment, lend -> loan or lending, inspect -> inspection. One table for all readers of what happens."""

from __future__ import annotations

from functools import cache

from relvar.read.text.words import VOWELS, lexicon, listed, noun_class, singular, verb_bases, verb_form

ENDINGS = ("ment", "ation", "ition", "ion", "ance", "al")
DOINGS = ("act", "event", "process", "cognition", "communication", "possession", "state")  # WordNet's classes of what verbs make
THINGS = ("location", "artifact", "object", "plant", "animal", "food")  # of what is named so and done as well, the doing is called by its gerund


@cache
def _special() -> dict[str, tuple[str, ...]]:
    """Nouns that no ending makes ("buy" makes a purchase), the commonest first."""
    found: dict[str, tuple[str, ...]] = {}
    for pair in lexicon("verbs")["event_noun"]:
        verb, noun = pair.split(":")
        found[verb] = (*found.get(verb, ()), noun)
    return found


@cache
def named_after(verb: str) -> tuple[str, ...]:
    """Nouns that a verb may make, those that are certain first; some of them are no words."""
    stem = verb.removesuffix("e")
    endings = (f"{verb}ment", f"{verb}lment", f"{stem}ation", f"{stem}ion", f"{stem}ition", f"{stem}ance", gerund(verb), f"{stem}ing", f"{stem}al")
    return tuple(dict.fromkeys((*_special().get(verb, ()), verb, *endings)))


def gerund(verb: str) -> str:
    """ "lend" -> lending, "plan" -> planning, "leave" -> leaving, "tie" -> tying."""
    if verb.endswith("ie"):
        return verb[:-2] + "ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        return verb[:-1] + "ing"
    short = len(verb) > 2 and verb[-1] not in VOWELS + "wxy" and verb[-2] in VOWELS and verb[-3] not in VOWELS
    syllables = sum(a in VOWELS and b not in VOWELS for a, b in zip(verb, verb[1:] + "x", strict=True))
    return verb + verb[-1] + "ing" if short and syllables == 1 else verb + "ing"


def is_named(verb: str) -> bool:
    """Whether the table itself says what the doing is called."""
    return verb in _special()


@cache
def happening(verb: str) -> str:
    """The one noun by which a doing is called when it is recorded: a known event, else the verb as a noun, else its gerund."""
    special = _special().get(verb, ())
    known = [noun for noun in named_after(verb) if noun in listed("event")]
    if special or known:
        return (*special, *known)[0]
    return verb if verb in listed("both") and noun_class(verb) not in THINGS else gerund(verb)  # a park is no parking


@cache
def happens(word: str) -> bool:
    """Whether a noun names something that happens ("inspection", "lending", "check-in")."""
    word = singular(word)
    return word in listed("event") or bool(word.endswith("ing") and verb_form(word)[0])


@cache
def is_doing(word: str) -> bool:
    """Whether a noun names something that happens, by the lists or because a verb makes it ("distribution"); a station is no stating."""
    word = singular(word)
    if happens(word):
        return True
    stems = (word.removesuffix(ending) for ending in ENDINGS if word.endswith(ending))
    made = any(base in verb_bases() for stem in stems for base in (stem, f"{stem}e"))
    return made and noun_class(word) in DOINGS
