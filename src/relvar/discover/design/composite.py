"""First normal form, values put together: a column whose every cell is an address or a full name in one pattern becomes its parts.

Only where the header says what it is and every filled cell fits, so that the parts with what stood between them give the cell back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from relvar.discover.design.names import unused
from relvar.discover.kinds import TEXT, Kind, Typed
from relvar.discover.naming import words
from relvar.discover.table import Column, merged


class Pattern(NamedTuple):
    """`words`: one of these sets stands in the header; the groups of `pattern` are the parts, `between` what lies between them."""

    words: tuple[frozenset[str], ...]
    pattern: re.Pattern[str]
    between: tuple[str, ...]


class Source(NamedTuple):
    """A column of the file: the attributes it is made of, and what stands between them."""

    header: str
    places: tuple[int, ...]
    between: tuple[str, ...] = ()


ADDRESS = tuple(frozenset({word}) for word in ("address", "adresse", "anschrift", "addr"))
FULL_NAME = (frozenset({"full", "name"}), frozenset({"fullname"}))
NAME = (*FULL_NAME, frozenset({"name"}))
PATTERNS = (
    Pattern(ADDRESS, re.compile(r"(?P<street>[^,]+), (?P<postal_code>\d{4,5}) (?P<city>[^,\d][^,]*)"), (", ", " ")),
    Pattern(ADDRESS, re.compile(r"(?P<street>[^,]+), (?P<city>[^,]+), (?P<state>[A-Z]{2}) (?P<postal_code>\d{5}(?:-\d{4})?)"), (", ", ", ", " ")),
    Pattern(ADDRESS, re.compile(r"(?P<street>[^,]+), (?P<city>[^,]+), (?P<country>[^,\d]+)"), (", ", ", ")),
    Pattern(ADDRESS, re.compile(r"(?P<street>[^,]+), (?P<city>[^,\d]+)"), (", ",)),
    Pattern(NAME, re.compile(r"(?P<family_name>[^,\d]+), (?P<given_name>[^,\d]+)"), (", ",)),
    Pattern(FULL_NAME, re.compile(r"(?P<given_name>[^\s,\d]+) (?P<family_name>[^\s,\d]+)"), (" ",)),
)
NOT_PLACES = frozenset({"email", "mail", "ip", "mac", "web"})


def split(typed: Typed) -> tuple[Typed, tuple[Source, ...]]:
    """The table with composite columns in parts, and how each column of the file is made of them."""
    columns: list[Column] = []
    kinds: list[Kind] = []
    sources: list[Source] = []
    notes = list(typed.notes)
    for column, kind in zip(typed.table.columns, typed.kinds, strict=True):
        fit = _fitting(column, kind)
        made = list(_parts(column, fit, [c.name for c in (*typed.table.columns, *columns)])) if fit else [column]
        sources.append(Source(column.name, tuple(range(len(columns), len(columns) + len(made))), fit.between if fit else ()))
        columns += made
        kinds += [TEXT] * len(made) if fit else [kind]
        if fit:
            notes.append(f"{column.name} holds several values in each cell and is split: {', '.join(part.name for part in made)}")
    return Typed(typed.table._replace(columns=tuple(columns)), tuple(kinds), tuple(notes)), tuple(sources)


def _fitting(column: Column, kind: Kind) -> Pattern | None:
    called = frozenset(words(column.name))
    filled = [value for value in column.values if value is not None]
    if kind.data.base != "text" or called & NOT_PLACES or len(filled) < 2:
        return None
    for pattern in PATTERNS:
        if any(wanted <= called for wanted in pattern.words) and all(pattern.pattern.fullmatch(value) for value in filled):
            return pattern
    return None


def _parts(column: Column, pattern: Pattern, taken: list[str]) -> Iterator[Column]:
    """A column for each group, under the header's other words where it has any (billing_address: billing_street)."""
    rest = [word for word in words(column.name) if not any(word in wanted for wanted in (*ADDRESS, *NAME))]
    found = [None if value is None else pattern.pattern.fullmatch(value) for value in column.values]
    for group in pattern.pattern.groupindex:
        name = unused("_".join([*rest, group]), taken)
        yield merged(column, [None if match is None else match[group] for match in found])._replace(name=name)
