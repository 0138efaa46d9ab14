"""A regular expression as conditions with GLOB, exactly, where that is possible.

GLOB knows classes of characters but no repetition. An anchored expression of single characters and classes, of which at most
one is repeated a varying number of times, is still said exactly: the fixed head and tail as a pattern, the bounds as a
length, the middle as text without a character outside its class. What is richer is left to the weaker `simpler`.
"""

from __future__ import annotations

from relvar.engines.regexes import Atom, atoms_of

LONGEST = 200  # characters of a pattern beyond which nobody can read it


def condition(operand: str, regex: str) -> str:
    """The condition on `operand` (text of a column or call) that holds where the regex does; "" where none is exact."""
    atoms = atoms_of(regex)
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
