"""Inclusion dependencies between files: which column holds names of another file's rows.

Single columns into single-column keys, by their distinct values (De Marchi, Lopes and Petit, "Unary and n-ary inclusion dependency discovery
in relational databases", Journal of Intelligent Information Systems 32, 2009). Whole numbers are included in each other by chance all the time,
so an inclusion is meant where the names say so (customer_id into the customer_id or the id of customers), or where both columns are texts
called alike in a word. A few rows that refer to nothing are told from an inclusion that does not hold by the same tolerance as dependencies.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from relvar.discover.mining.near import TOLERANCE
from relvar.discover.naming import NAMING, words
from relvar.discover.table import Column, Table

PLAIN = frozenset({"integer", "text", "uuid"})
BARE = frozenset({"id", "key", "code", "number", "no", "nr", "num", "uuid", "guid", "ref", "reference"})


class Keyed(NamedTuple):
    """A table, the place of the single column that names its rows (-1: none), and its columns' base types."""

    table: Table
    key: int
    bases: tuple[str, ...]


class Inclusion(NamedTuple):
    """Values of `column` of table `of` are keys of table `into` (places in the given order). `breaking`: rows that refer to nothing."""

    of: int
    column: int
    into: int
    breaking: dict[int, str]


def inclusions(tables: Sequence[Keyed]) -> Iterator[Inclusion]:
    """Every meant inclusion of one file's column in another file's key."""
    for into, target in enumerate(tables):
        if target.key < 0:
            continue
        key = target.table.columns[target.key]
        known = set(key.values)
        for of, source in enumerate(tables):
            if of == into:
                continue
            for place, column in enumerate(source.table.columns):
                if (
                    source.bases[place] == target.bases[target.key]
                    and source.bases[place] in PLAIN
                    and named_alike(column.name, key.name, target.table.name)
                ):
                    breaking = _orphans(column, known, key.name, target.table.source)
                    if len(breaking) <= TOLERANCE * source.table.rows:
                        yield Inclusion(of, place, into, breaking)


def named_alike(column: str, key: str, table: str) -> bool:
    """customer_id refers to customers by customer_id, by id, or by customer_code; what is but called id is the id of its own table."""
    mine, theirs = set(words(column)), set(words(key))
    things = {word for name in words(table) for word in (name, name.removesuffix("s"), name.removesuffix("es"))} | (theirs - NAMING)
    return (mine == theirs and not mine <= BARE) or bool((mine - NAMING) & things and (theirs & NAMING or mine & theirs))


def _orphans(column: Column, known: set[str | None], key: str, source: str) -> dict[int, str]:
    unknown = {code for code, value in enumerate(column.values) if value is not None and value not in known}
    if not unknown:
        return {}
    return {row: f"{column.name} {column.values[code]!r} is no {key} of {source}" for row, code in enumerate(column.codes) if code in unknown}
