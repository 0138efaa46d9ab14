"""Names of tables, columns, constraints: plural snake_case tables, no reserved word, at most 63 bytes, the same on every run."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from relvar.model.features import Features
from relvar.model.letters import spelled

LONGEST = 63  # bytes; PostgreSQL cuts silently beyond (NAMEDATALEN - 1), the shortest limit among our engines but MySQL's 64
DIGEST = 8  # hexadecimal digits kept of the hash: 1 in 4e9 that two shortened names meet

# Plurals and common attribute names that engines reserve which this design may not be made for today, so that a later move renames nothing:
# MySQL 8.4 manual 11.3, SQL Server "Reserved Keywords (Transact-SQL)", ISO 9075-2:2016.
RESERVED_WORDS = """
    all analyze and any array as asc between both by call case cast change check collate column columns condition constraint
    create cross cube current_date current_role current_time current_timestamp current_user cursor database databases dec declare
    default delete desc describe distinct div do drop each else end end_exec escape except exec execute exists exit explain
    external false fetch file for foreign from full function generated get grant group grouping groups having identity if ignore
    in index indexes inner insert intersect interval into is join key keys kill language lateral leading leave left like limit
    lines load lock loop match merge natural new no not null of off offset old on open option or order outer over partition
    percent plan precision primary print privileges procedure public raise range rank read reads recursive references release
    rename repeat replace restrict return returning revoke right role row rows rule save schema schemas select session
    session_user set show some sql statistics system table tables then to top trailing transaction trigger triggers true union
    unique unlock unsigned update usage use user using utc_date values varying view when where while window with work write xor
    year_month zerofill
"""
RESERVED = frozenset(RESERVED_WORDS.split())


def safe(text: str) -> str:
    """Lower snake_case of ASCII letters and digits that begins with a letter, other letters spelled in these; "item" where none stands."""
    cleaned = re.sub(r"[^a-z0-9]+", "_", spelled(text).lower()).strip("_")
    if not cleaned:
        return "item"
    return cleaned if cleaned[0].isalpha() else f"n_{cleaned}"


def longest(features: Features) -> int:
    """How many bytes a name of a design keeps in a store."""
    return min(LONGEST, int(features.limits["identifier_bytes"].value)) if "identifier_bytes" in features.limits else LONGEST


def shorten(name: str, longest: int = LONGEST) -> str:
    """The name, or its head and a hash of the whole where it is longer than `longest` bytes (names are ASCII)."""
    if len(name) <= longest:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:DIGEST]
    return f"{name[: longest - DIGEST - 1].rstrip('_')}_{digest}"


def index_name(table: str, columns: Iterable[str]) -> str:
    """The name of a plain index: of its table and its columns."""
    return shorten(f"{table}_{'_'.join(columns)}_ix")


def plural(word: str) -> str:
    """Regular English plural of a snake_case name's last word; for names no reader gave a plural."""
    if re.search(r"[^aeiou]y$", word):
        return f"{word[:-1]}ies"
    return f"{word}es" if re.search(r"(s|x|z|ch|sh)$", word) else f"{word}s"


class Names:
    """Gives out names that are free, not reserved and short enough. `reserved`: words of the engines beside our own list."""

    def __init__(self, reserved: Iterable[str] = (), longest: int = LONGEST) -> None:
        self._reserved = RESERVED | {word.lower() for word in reserved}
        self._longest = longest
        self._taken: set[str] = set()

    def table(self, wanted: str) -> str:
        """A table's name; a reserved one becomes `<name>_records`."""
        return self._free(self._allowed(safe(wanted), "records"))

    def column(self, wanted: str, taken: set[str]) -> str:
        """A column's name among those `taken` in its table; a reserved one becomes `<name>_value`."""
        whole = self._allowed(safe(wanted), "value")
        name, number = shorten(whole, self._longest), 1
        while name in taken:
            number += 1
            name = shorten(f"{whole}_{number}", self._longest)
        return name

    def element(self, table: str, middle: Iterable[str], suffix: str) -> str:
        """`<table>_<middle>_<suffix>` for a constraint or index, unique in the store; cut before the suffix so that it shows."""
        head = "_".join((table, *middle))
        return self._free(f"{shorten(head, self._longest - len(suffix) - 1)}_{suffix}")

    def _allowed(self, name: str, suffix: str) -> str:
        return f"{name}_{suffix}" if name in self._reserved else name

    def _free(self, wanted: str) -> str:
        name, number = shorten(wanted, self._longest), 1
        while name in self._taken:
            number += 1
            name = shorten(f"{wanted}_{number}", self._longest)
        self._taken.add(name)
        return name
