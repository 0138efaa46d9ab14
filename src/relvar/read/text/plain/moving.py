"""The states that something goes through: a thing, and words that no list knows in an order that words of movement say."""

from __future__ import annotations

from dataclasses import dataclass

from relvar.read.text.naming import Key
from relvar.read.text.plain.view import SILENT, THING, View, demand_words
from relvar.read.text.words import listed, verb_form

ARROWS = frozenset(["->", "→", "=>", ">"])
UNSURE = frozenset(["or", "once", "before", "unless", "only", "if", "either", "back"])  # of these the order of words is not that of states
FEWEST = 3  # states: two with a word of movement are told of places as well
TWO_WORDS = frozenset(["in", "under", "on", "out"])
LONGEST = 2  # words of a state


@dataclass(frozen=True, slots=True)
class Moved:
    """A `thing` is in these states, one after the other."""

    thing: Key
    states: tuple[str, ...]


def moved(seen: View, owner: Key) -> Moved | None:
    """None where the sentence says more or something else."""
    rest = set(seen.rest)
    signs = rest & demand_words("moving") or ARROWS & set(seen.signs)
    sure = {"back"} if {"not", "cannot"} & rest else {"or"} if "order" in rest else set()  # "new, open or solved, in that order"
    unsure = UNSURE & rest - sure
    if not owner or seen.numbers or set(seen.things) - {owner} or not signs or unsure:
        return None
    states = _states(seen)
    surely = sum(map(_is_state, states)) + bool(demand_words("phases_named") & rest or ARROWS & set(seen.signs))
    if len(states) < FEWEST or len(set(states)) < FEWEST or surely < len(states):
        return None
    return Moved(owner, tuple(dict.fromkeys(states)))


def _states(seen: View) -> list[str]:
    """The words that are of no list, those that stand together as one; [] where more than that stand together."""
    runs: list[list[str]] = [[]]
    for at, word in enumerate(seen.signs):
        if seen.index[at] >= 0 or word in SILENT or _says_nothing(seen, at):
            runs.append([])
        else:
            runs[-1].append(word)
    found = [run for run in runs if run]
    return ["_".join(run).replace("-", "_") for run in found] if all(len(run) <= LONGEST for run in found) else []


def _says_nothing(seen: View, at: int) -> bool:
    word, behind = seen.signs[at], seen.signs[at + 1 : at + 2]
    if word in TWO_WORDS and behind and behind[0] in demand_words("phases"):
        return False
    if word == "new" and behind == [THING]:
        return True
    closed = listed("pronoun", "modal", "be", "have", "do", "determiner", "conjunction", "preposition", "adverb", "subordinate", "each", "negative")
    return word in closed or word in demand_words("moving", "life")


def _is_state(state: str) -> bool:
    """A participle, an adjective or a known state: not a place."""
    last = state.split("_")[-1]
    return verb_form(last)[1] in ("ed", "ing") or last in listed("adjective") or last in demand_words("phases")
