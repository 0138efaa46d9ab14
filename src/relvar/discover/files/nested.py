"""Objects and lists in cells: an object whose keys are few and stable becomes columns, a list of plain values a list that is taken apart later.

What is no such object stays JSON. A key that is absent and one that is null are both nothing, and so are an empty list and no list: it is said.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence

from relvar.discover.files.cells import Spelled, cell_of
from relvar.discover.files.names import COLUMNS_AT_MOST, distinct
from relvar.discover.table import Cell, Column, Table, merged

KEYS_AT_MOST = 40
PRESENT = 0.1  # share of the distinct objects that have a key: one that is rarer is data, not a name
DEPTH = 4
SEPARATORS = ("; ", " | ", "\n")
BRACKETS = ("{", "[")

Parsed = list[object]


def flattened(table: Table) -> Table:
    """The table with a column for each key of its objects."""
    columns, notes, lists = list(table.columns), list(table.notes), list(table.lists)
    for _ in range(DEPTH):
        made: list[Column] = []
        for column in columns:
            parts = list(_taken_apart(column))
            if parts:
                notes.append(f"{column.name} holds objects and becomes {', '.join(part.name for part in parts)}; a key that is absent is empty")
            made += parts or [column]
        if len(made) == len(columns) or len(made) > COLUMNS_AT_MOST:
            break
        names, _ = distinct([column.name for column in made])
        columns = [column._replace(name=name) for column, name in zip(made, names, strict=True)]
    for place, column in enumerate(columns):
        if found := _joined(column):
            columns[place], separator = found
            lists.append((column.name, separator))
            notes.append(f"{column.name} holds lists, whose elements get rows of their own; an empty list is none")
    shaped = "objects as columns and lists by their elements" if len(notes) > len(table.notes) else table.shaped
    return table._replace(columns=tuple(columns), notes=tuple(notes), lists=tuple(lists), shaped=shaped)


def _parsed(column: Column, kind: type) -> Parsed | None:
    """The values as `kind`, None where one of them is something else."""
    filled = [value for value in column.values if value is not None]
    if not filled or not all(value.lstrip()[:1] in BRACKETS for value in filled[:1]):
        return None
    found: Parsed = []
    for value in column.values:
        try:
            made = None if value is None else json.loads(value, parse_float=Spelled)
        except ValueError:
            return None
        if made is not None and not isinstance(made, kind):
            return None
        found.append(made)
    return found


def _taken_apart(column: Column) -> Iterator[Column]:
    objects = _parsed(column, dict)
    if objects is None:
        return
    filled = [one for one in objects if isinstance(one, dict)]
    counts = Counter(str(key) for one in filled for key in one)
    if not counts or len(counts) > KEYS_AT_MOST or min(counts.values()) < PRESENT * len(filled):
        return
    for key in counts:
        values = [cell_of(one.get(key)) if isinstance(one, dict) else None for one in objects]
        yield merged(column, values)._replace(name=f"{column.name}_{key}")


def _joined(column: Column) -> tuple[Column, str] | None:
    """Lists of plain values as texts with a separator that is in none of them."""
    lists = _parsed(column, list)
    if lists is None:
        return None
    cells = [[cell_of(element) for element in one] if isinstance(one, list) else [] for one in lists]
    plain = all(not isinstance(element, dict | list) for one in lists if isinstance(one, list) for element in one)
    if not plain or not any(len(one) > 1 for one in cells) or not all(element and element == element.strip() for one in cells for element in one):
        return None
    separator = next((s for s in SEPARATORS if not any(s.strip(" ") in str(element) for one in cells for element in one)), "")
    return (merged(column, [_text(one, separator) for one in cells]), separator) if separator else None


def _text(cells: Sequence[Cell], separator: str) -> Cell:
    return separator.join(map(str, cells)) or None
