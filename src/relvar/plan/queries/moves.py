"""Which state a step moves a row to, and from which: out of the step's words and the life cycle."""

from __future__ import annotations

import re
from typing import NamedTuple

from relvar.model.conceptual import LifeCycle, Step, UseCase

# Letters that a verb and the state it leads to must share at their beginning: "cancel" and "cancelled", "pay" and "paid" share too few.
STEM = 4


class Move(NamedTuple):
    """`to` and the states it may start from; `to` empty where the words name no state."""

    to: str
    sources: tuple[str, ...]


def move(cycle: LifeCycle, use_case: UseCase, step: Step) -> Move:
    """ "placed or paid to cancelled" names both; "cancel an order" names the target by its verb; else nothing is known."""
    states = tuple(dict.fromkeys([cycle.initial, *(state for pair in cycle.transitions for state in pair)]))
    before, target = _named(step.note, states)
    if not target:
        target = _by_verb(use_case.name, states, cycle)
    possible = tuple(source for source, to in cycle.transitions if to == target)
    sources = tuple(s for s in before if s in possible) or possible
    return Move(target if sources else "", sources)


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z_]+", text.lower().replace("-", "_"))


def _named(note: str, states: tuple[str, ...]) -> tuple[list[str], str]:
    words = _words(note)
    named = [(n, word) for n, word in enumerate(words) if word in states]
    after = [word for n, word in named if n and words[n - 1] in ("to", "becomes", "into")]
    target = after[-1] if after else ""
    return [word for _, word in named if word != target], target


def _by_verb(name: str, states: tuple[str, ...], cycle: LifeCycle) -> str:
    reached = {to for _, to in cycle.transitions}
    for word in _words(name):
        for state in states:
            if state in reached and len(word) >= STEM and state.startswith(word[: max(STEM, len(word) - 2)]):
                return state
    return ""
