"""The parts of a simple regular expression: single characters and classes, each so many times. Engines whose patterns know classes of
characters but no repetition say those exactly; what is richer is left to the weaker `simpler` of the condition.
"""

from __future__ import annotations

import re
from typing import NamedTuple

CLASSES = {"d": "0-9", "w": "0-9A-Za-z_"}
ATOM = re.compile(r"\\(?P<escaped>.)|\[(?P<negated>\^?)(?P<members>(?:\\.|[^\]\\])+)\]|(?P<any>\.)|(?P<plain>[^\\\[\](){}*+?|^$.])")
COUNT = re.compile(r"\{(\d+)(?:,(\d*))?\}|([+*?])")
GROUP = re.compile(r"\(\?:|\(")


class Atom(NamedTuple):
    """A character of a class, `least` to `most` times (None: without end). `members` as in a class of a pattern, "" = any."""

    members: str
    negated: bool = False
    least: int = 1
    most: int | None = 1


def atoms_of(regex: str) -> list[Atom] | None:
    """The parts of an anchored expression; None where it is not of this simple kind."""
    if not (regex.startswith("^") and regex.endswith("$")) or "|" in regex:
        return None
    found, end = _sequence(regex, 1)
    return found if found is not None and end == len(regex) - 1 else None


def _sequence(regex: str, at: int) -> tuple[list[Atom] | None, int]:
    """The parts from a place up to the end or a closing parenthesis, and the place after them."""
    atoms: list[Atom] = []
    while at < len(regex) and regex[at] not in "$)":
        group = GROUP.match(regex, at)
        if group:
            inner, at = _sequence(regex, group.end())
            if inner is None or at >= len(regex) or regex[at] != ")":
                return None, at
            least, most, at = _count(regex, at + 1)
            if least != most:
                return None, at
            atoms += inner * least
            continue
        atom, at = _atom(regex, at)
        if atom is None:
            return None, at
        least, most, at = _count(regex, at)
        atoms.append(atom._replace(least=least, most=most))
    return atoms, at


def _atom(regex: str, at: int) -> tuple[Atom | None, int]:
    match = ATOM.match(regex, at)
    if match is None:
        return None, at
    if match["any"]:
        return Atom(""), match.end()
    if match["members"]:
        members = re.sub(r"\\(.)", lambda m: CLASSES.get(m[1], m[1]), match["members"])
        # Patterns read a bracket or a caret inside a class differently; such classes are rare
        return (None, at) if "]" in members or members.startswith("^") else (Atom(members, bool(match["negated"])), match.end())
    if match["escaped"]:
        kind = match["escaped"]
        if kind in CLASSES:
            return Atom(CLASSES[kind]), match.end()
        return (None, at) if kind.isalnum() or kind in "]^" else (Atom(kind), match.end())
    return Atom(match["plain"]), match.end()


def _count(regex: str, at: int) -> tuple[int, int | None, int]:
    """(least, most, place after it) of the repetition that stands here; once where none does."""
    match = COUNT.match(regex, at)
    if match is None:
        return 1, 1, at
    if match[3]:
        least, most = {"+": (1, None), "*": (0, None), "?": (0, 1)}[match[3]]
        return least, most, match.end()
    least = int(match[1])
    most = least if match[2] is None else int(match[2]) if match[2] else None
    return least, most, match.end()
