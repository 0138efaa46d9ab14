"""Tables of elements: what repeats within a row of a table becomes rows of a table below it."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import count
from typing import NamedTuple

from relvar.discover.design.names import identifier, unused
from relvar.discover.design.repeating import Listing, Numbering
from relvar.engines.filling import Cells, Listed, Numbered, Spot
from relvar.model import physical
from relvar.model.semantic import DataType

SMALL = DataType(base="integer", bits=32)
TEXT = DataType(base="text")


class Elements(NamedTuple):
    """A table of elements, its rows, and how each place of the file is looked up in it."""

    name: str
    table: physical.Table
    rows: dict[str, Cells]
    outputs: dict[int, Listed | Numbered]


def listed(one: Listing, parent: physical.Table, rows: Mapping[str, Cells], column: str, taken: Sequence[str]) -> Elements:
    """A row for each element of each list, in their order."""
    name = unused(f"{parent.name}_{column}", taken)
    cells = rows[column]
    elements = [() if value is None else tuple(value.split(one.separator)) for value in cells.values]
    numbers: defaultdict[str | None, int] = defaultdict(count().__next__)
    split = [[numbers[element] for element in value] for value in elements]
    owners, positions, values = array("i"), array("i"), array("i")
    for row, code in enumerate(cells.codes):
        found = split[code]
        owners.extend([row] * len(found))
        positions.extend(range(len(found)))
        values.extend(found)
    longest = max(map(len, split), default=0)
    key = {c: _of(rows[c], owners) for c in parent.primary_key}
    position, value = unused("position", list(key)), unused(column, list(key))
    made = {**key, position: Cells(positions, [str(n) for n in range(1, longest + 1)], SMALL), value: Cells(values, list(numbers), TEXT)}
    on = tuple((c, Spot(parent.name, c)) for c in parent.primary_key)
    table = _table(name, parent, made, (*parent.primary_key, position), f"one row for each element of {column}")
    return Elements(name, table, made, {one.place: Listed(Spot(name, value), position, one.separator, on)})


def numbered(one: Numbering, parent: physical.Table, rows: Mapping[str, Cells], names: Sequence[str], taken: Sequence[str]) -> Elements:
    """A row for each number under which anything is filled."""
    stems = [identifier(stem) or f"value_{n}" for n, stem in enumerate(one.stems, start=1)]
    name = unused(f"{parent.name}_{stems[0]}", taken)
    owners, positions = array("i"), array("i")
    values: list[list[str | None]] = [[] for _ in stems]
    numbers = sorted(one.places)
    for place, number in enumerate(numbers):
        columns = [rows[names[p]] for p in one.places[number]]
        for row, cells in enumerate(zip(*(map(c.values.__getitem__, c.codes) for c in columns), strict=True)):
            if any(cell is not None for cell in cells):
                owners.append(row)
                positions.append(place)
                for kept, cell in zip(values, cells, strict=True):
                    kept.append(cell)
    key = {c: _of(rows[c], owners) for c in parent.primary_key}
    position = unused("number", [*key, *stems])
    made = {**key, position: Cells(positions, [str(n) for n in numbers], SMALL)}
    for stem, kept, places in zip(stems, values, zip(*one.places.values(), strict=True), strict=True):
        data = next((rows[names[p]].data for p in places if rows[names[p]].values != [None]), TEXT)
        made[unused(stem, list(made))] = _encoded(kept, data)
    on = tuple((c, Spot(parent.name, c)) for c in parent.primary_key)
    columns_ = list(made)[len(key) + 1 :]
    outputs = {p: Numbered(Spot(name, c), position, n, on) for n, ps in one.places.items() for p, c in zip(ps, columns_, strict=True)}
    told = f"one row for each of {', '.join(one.stems)} {numbers[0]} to {numbers[-1]} that is filled"
    return Elements(name, _table(name, parent, made, (*parent.primary_key, position), told), made, dict(outputs))


def _of(cells: Cells, rows: Sequence[int]) -> Cells:
    return Cells(array("i", map(cells.codes.__getitem__, rows)), cells.values, cells.data)


def _encoded(values: Sequence[str | None], data: DataType) -> Cells:
    numbers: defaultdict[str | None, int] = defaultdict(count().__next__)
    codes = array("i", map(numbers.__getitem__, values))
    return Cells(codes, list(numbers), data)


def _table(name: str, parent: physical.Table, made: Mapping[str, Cells], key: tuple[str, ...], comment: str) -> physical.Table:
    columns = {c: physical.Column(name=c, data=cells.data, nullable=c not in key and None in cells.values) for c, cells in made.items()}
    reference = physical.ForeignKey(
        name=f"{name}_{parent.name}_fk"[:63],
        columns=parent.primary_key,
        table=parent.name,
        to=parent.primary_key,
        on_delete="cascade",
        because="an element is nothing without its whole",
    )
    return physical.Table(
        name=name, columns=columns, primary_key=key, primary_key_name=f"{name}_pk", comment=comment, constraints={f"{parent.name}_fk": reference}
    )
