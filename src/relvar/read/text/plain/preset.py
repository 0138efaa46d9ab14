"""What a fact is where nobody says it: beside the fact and its thing, one value and words of presetting remain.

"If no colour is given, it is red", "use red as the default for the colour", "a missing colour means red", "telescopes are usually red in colour".
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from relvar.read.text.naming import Key
from relvar.read.text.plain.view import NUMBER, SILENT, THING, View, demand_words
from relvar.read.text.words import listed, noun_class, singular

LONGEST_VALUE = 2  # words
AS = frozenset(["as", "out", "at"])
ARTICLES = frozenset(["a", "an", "the", "our"])


@dataclass(frozen=True, slots=True)
class Preset:
    """The `fact` of `thing` is `value`, in lower case, where nobody says otherwise."""

    thing: Key
    fact: Key
    value: str


@cache
def _glue() -> frozenset[str]:
    closed = listed("says_nothing", "presetting", "pronoun", "modal", "be", "have", "determiner", "conjunction", "preposition")
    return closed | AS | demand_words("presets", "left_out", "then_being", "told_of_it")


def preset(seen: View, owner: Key) -> Preset | None:
    """None where the sentence says more or something else."""
    words = set(seen.rest)
    starts = bool(words & demand_words("beginning_as") and words & AS)
    left_out = words & demand_words("left_out")
    lacks = left_out and words & demand_words("then_being") and (words & demand_words("told_of_it") or "no" not in words)  # "no level is easy"
    denies = words & demand_words("denying") - left_out
    others = [thing for thing in seen.things if thing != owner and noun_class(thing[-1]) != "person"]  # who enters it may be named
    if len(seen.facts) != 1 or others or denies or not (words & demand_words("presets") or starts or lacks or _of_a_new_one(seen)):
        return None
    places = [at for at, word in enumerate(seen.signs) if _says_what(seen, at, word)]
    if not 0 < len(places) <= LONGEST_VALUE or places[-1] - places[0] >= LONGEST_VALUE:
        return None
    said = [_written(seen, at) for at in places]
    if any(number == NUMBER and behind == THING for number, behind in pairwise(seen.signs)):
        return None  # "no code is given to two branches"
    if seen.numbers:
        said = said[:1] if seen.signs[places[0]] == NUMBER else []  # "60 minutes"
    refusing = demand_words("refusing", "refused", "obliged", "needing", "giving", "free", "computing", "asking", "hidden", "within", "elsewhere")
    return None if not said or refusing.intersection(said) else Preset(owner, seen.facts[0], " ".join(said))


def _of_a_new_one(seen: View) -> bool:
    """ "new telescopes get the colour red", and not "the condition is one of new, used and damaged"."""
    return any(word == "new" and behind == THING for word, behind in pairwise(seen.signs))


def _says_what(seen: View, at: int, word: str) -> bool:
    """Whether neither a name, nor who enters it, nor a word that says nothing of what the fact is stands there."""
    if seen.index[at] >= 0:
        return word == NUMBER
    somebody = at > 0 and seen.signs[at - 1] in ARTICLES and noun_class(singular(word)) == "person"
    return word not in SILENT and word not in _glue() and not somebody


def _written(seen: View, at: int) -> str:
    return f"{seen.numbers[seen.index[at]]:g}" if seen.index[at] >= 0 else seen.signs[at]
