"""Objects and lists in cells: an object whose keys are few and stable becomes columns, a list of plain values a list that is taken apart later,
a list of objects or of lists a table of its own whose rows belong to the row in which it stood (each list one: they are not multiplied).

What is no such object stays JSON. A key that is absent and one that is null are both nothing, and so are an empty list and no list: it is said.
"""

from __future__ import annotations

import json
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import count

from relvar.discover.files.cells import Spelled, cell_of
from relvar.discover.files.names import COLUMNS_AT_MOST, distinct, table_name
from relvar.discover.table import Cell, Column, Table, merged

KEYS_AT_MOST = 40
PRESENT = 0.1  # share of the distinct objects that have a key, on average: keys that are rarer are data, not names
DEPTH = 4  # objects within objects
LISTS_DEPTH = 8  # lists within lists: what lies deeper stays JSON
SEPARATORS = ("; ", " | ", "\n")
BRACKETS = ("{", "[")

Parsed = list[object]


def flattened(table: Table, depth: int = 0) -> Table:
    """The table with a column for each key of its objects, and a child for each list of objects. `depth`: how many lists it lies in."""
    columns, notes = _without_objects(table.columns)
    lists, children, rest = list(table.lists), list[Table](), list[Column]()
    for column in columns:
        if found := _joined(column):
            lists.append((column.name, found[1]))
            rest.append(found[0])
            notes.append(f"{column.name} holds lists, whose elements get rows of their own; an empty list is none")
        elif depth < LISTS_DEPTH and (child := _child(table, column)):
            children.append(flattened(child, depth + 1))
            notes.append(f"{column.name} holds lists, each element of which becomes a row of a table of its own; an empty list is none")
        else:
            rest.append(column)
    shaped = "objects as columns and lists by their elements" if notes else table.shaped
    return table._replace(columns=tuple(rest), notes=(*table.notes, *notes), lists=tuple(lists), shaped=shaped, children=tuple(children))


def _without_objects(columns: Sequence[Column]) -> tuple[list[Column], list[str]]:
    """Objects as columns, objects within them too, and what was done in words."""
    notes: list[str] = []
    for _ in range(DEPTH):
        made, before = list[Column](), len(notes)
        for column in columns:
            parts = list(_taken_apart(column))
            if parts:
                notes.append(f"{column.name} holds objects and becomes {', '.join(part.name for part in parts)}; a key that is absent is empty")
            made += parts or [column]
        if len(notes) == before or len(made) > COLUMNS_AT_MOST:
            break
        names, _ = distinct([column.name for column in made])
        columns = [column._replace(name=name) for column, name in zip(made, names, strict=True)]
    return list(columns), notes


def _child(table: Table, column: Column) -> Table | None:
    """A row for each element of the column's lists, in which one column holds the elements, or a column for each key of theirs."""
    lists = _parsed(column, list)
    cells = [[cell_of(element) for element in one] if isinstance(one, list) else [] for one in lists or ()]
    if not any(cells) or any(cell == "" for one in cells for cell in one):  # an empty text would come back as nothing
        return None
    numbers: defaultdict[Cell, int] = defaultdict(count().__next__)
    split = [[numbers[cell] for cell in one] for one in cells]
    codes, owners, positions = array("i"), array("q"), array("i")
    for line, code in zip(table.lines, column.codes, strict=True):
        codes.extend(split[code])
        owners.extend([line] * len(split[code]))
        positions.extend(range(1, len(split[code]) + 1))
    made = Column(column.name, codes, list(numbers))
    parts = tuple(part._replace(name=part.name.removeprefix(f"{column.name}_")) for part in _taken_apart(made))
    name = table_name(column.name)
    lines = range(1, len(owners) + 1)
    return Table(name, f"{table.source}: {column.name}", parts or (made,), lines, sampled=table.sampled, owners=owners, positions=positions)


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
    if not counts or len(counts) > KEYS_AT_MOST or counts.total() < PRESENT * len(filled) * len(counts):
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
