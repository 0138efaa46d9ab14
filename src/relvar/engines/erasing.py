"""What a column holds once what it said of a person is to be forgotten and it may not be empty: a value that names nobody, that the column's own
checks take, and that stays unique where the key fits.
"""

from __future__ import annotations

from typing import NamedTuple

from relvar.engines.regexes import Atom, atoms_of
from relvar.model.expression import ColumnRef, Matches
from relvar.model.physical import CheckConstraint, Table
from relvar.model.walking import columns_of, every

MARK = "erased"
KEY_CHARACTERS = {"uuid": 36, "integer": 19}  # of a key as text, the longest


class Erased(NamedTuple):
    """`before`, the row's key where `keyed`, `after`."""

    before: str
    after: str = ""
    keyed: bool = True

    @property
    def constant(self) -> str:
        """The whole value, "" where it holds the key."""
        return "" if self.keyed else self.before


def erased(table: Table, column_id: str, key: int = 0) -> Erased:
    """The value of a text. `key`: characters of the key as text (0: as the columns of the primary key say)."""
    column = table.columns[column_id]
    if column.samples == "email":
        return Erased(f"{MARK}-", "@example.invalid")
    shaped = next(filter(None, (_shaped(regex) for regex in _patterns(table, column_id))), "")
    if shaped:
        return Erased(shaped, keyed=False)
    room = column.data.length - (key or key_characters(table))
    if not column.data.length or room > len(MARK):
        return Erased(f"{MARK} ")
    return Erased(MARK) if room == len(MARK) else Erased(MARK[: column.data.length], keyed=False)


def key_characters(table: Table) -> int:
    """Of the primary key, with a sign between its columns."""
    found = [KEY_CHARACTERS.get(table.columns[c].data.base, table.columns[c].data.length or 19) for c in table.primary_key]
    return sum(found) + len(found) - 1


def _patterns(table: Table, column_id: str) -> list[str]:
    """The regular expressions that checks ask of the column alone."""
    own = (c.condition for c in table.constraints.values() if isinstance(c, CheckConstraint) and columns_of(c.condition) == {column_id})
    return [m.regex for condition in own for m in every(Matches, condition) if isinstance(m.operand, ColumnRef)]


def _shaped(regex: str) -> str:
    """The shortest text that a simple expression takes, "" where it is richer."""
    atoms = atoms_of(regex)
    return "".join(_character(atom) * atom.least for atom in atoms) if atoms else ""


def _character(atom: Atom) -> str:
    if atom.negated or not atom.members:
        return "x"
    return atom.members[1] if atom.members.startswith("\\") and len(atom.members) > 1 else atom.members[0]
