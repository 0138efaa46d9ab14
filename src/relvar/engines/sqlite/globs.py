"""A regular expression as conditions with GLOB, exactly, where that is possible.

GLOB knows classes of characters but no repetition. An anchored expression of single characters and classes, of which at most
one is repeated a varying number of times, is still said exactly: the fixed head and tail as a pattern, the bounds as a
length, the middle as text without a character outside its class. What is richer is left to the weaker `simpler`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

LONGEST = 200  # characters of a pattern beyond which nobody can read it
CLASSES = {"d": "0-9", "w": "0-9A-Za-z_"}
ATOM = re.compile(r"\\(?P<escaped>.)|\[(?P<negated>\^?)(?P<members>(?:\\.|[^\]\\])+)\]|(?P<any>\.)|(?P<plain>[^\\\[\](){}*+?|^$.])")
COUNT = re.compile(r"\{(\d+)(?:,(\d*))?\}|([+*?])")
GROUP = re.compile(r"\(\?:|\(")


class Atom(NamedTuple):
    """A character of a class, `least` to `most` times (None: without end). `members` as in a class of GLOB, "" = any."""

    members: str
    negated: bool = False
    least: int = 1
    most: int | None = 1


def condition(operand: str, regex: str) -> str:
    """The condition on `operand` (text of a column or call) that holds where the regex does; "" where none is exact."""
    atoms = _atoms(regex)
    if atoms is None:
        return ""
    varying = [n for n, atom in enumerate(atoms) if atom.least != atom.most]
    if not varying:
        pattern = _fixed(atoms)
        return f"{operand} glob {_literal(pattern)}" if len(pattern) <= LONGEST else ""
    return _with_middle(operand, atoms, varying[0]) if len(varying) == 1 else ""


def _with_middle(operand: str, atoms: list[Atom], place: int) -> str:
    head, middle, tail = atoms[:place], atoms[place], atoms[place + 1 :]
    before, after = (sum(atom.least for atom in part) for part in (head, tail))
    conditions = []
    if before or after:
        conditions.append(f"{operand} glob {_literal(_fixed(head) + '*' + _fixed(tail))}")
    least = before + middle.least + after
    if middle.most is None:
        conditions.append(f"length({operand}) >= {least}")
    else:
        conditions.append(f"length({operand}) between {least} and {before + middle.most + after}")
    if middle.members:
        text = f"substr({operand}, {before + 1}, length({operand}) - {before + after})" if before or after else operand
        sign = "" if middle.negated else "^"
        conditions.append(f"{text} not glob {_literal(f'*[{sign}{middle.members}]*')}")
    return " and ".join(conditions)


def _fixed(atoms: list[Atom]) -> str:
    return "".join(_one(atom) * atom.least for atom in atoms)


def _one(atom: Atom) -> str:
    """One character as GLOB writes it."""
    if not atom.members:
        return "?"
    if len(atom.members) == 1 and not atom.negated and atom.members not in "*?[":
        return atom.members
    return f"[{'^' if atom.negated else ''}{atom.members}]"


def _literal(pattern: str) -> str:
    return "'" + pattern.replace("'", "''") + "'"


def _atoms(regex: str) -> list[Atom] | None:
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
        # GLOB reads a bracket or a caret inside a class differently; such classes are rare
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
