"""The way back of a key-value table: the query that gives thing, attribute and value again, and the rows that it must give.

Of rows whose value is nothing (blank, or a word that `--null` names) nothing is kept. Values are in the standard spelling of the type that
their attribute has.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from relvar.discover.files.pivoted import places_of_turned
from relvar.discover.kinds import Typed
from relvar.discover.table import Cell, Column, Encoder, Table, decoded
from relvar.engines.filling import Cells, Turned
from relvar.model.semantic import DataType

TEXT = DataType(base="text")
RESPELLED = frozenset({"json", "float"})  # an engine spells them its own way: no text of theirs is promised


class Back(NamedTuple):
    """The query, and its rows as they must be."""

    query: Turned
    rows: tuple[Cells, ...]


def back(raw: Table, whole: Typed, kept: Table, rows: str, name: str) -> Back | None:
    """What gives the file's own rows; None where it was no key-value table. `kept`: the things that were loaded, `rows`: the view of them."""
    if raw.turned is None or RESPELLED & {kind.data.base for kind in whole.kinds[1:]}:
        return None
    order = places_of_turned(raw.turned)
    said = [str(value) for value in raw.turned.columns[order[1]].values]
    if len(raw.columns) != 1 + len(said) or raw.lists:
        return None  # values were objects or lists, and are columns and tables of their own
    columns = tuple(raw.turned.names[place] for place in order)
    thing, *attributes = whole.table.names
    query = Turned(
        view=name,
        rows=rows,
        thing=thing,
        columns=(columns[0], columns[1], columns[2]),
        order=(order.index(0), order.index(1), order.index(2)),
        attributes=tuple(zip(attributes, said, (kind.data for kind in whole.kinds[1:]), strict=True)),
    )
    encoder = Encoder(columns)
    encoder.add(list(_rows(raw, whole, kept, raw.turned, order)))
    kinds = (whole.kinds[0].data, TEXT, TEXT)
    made = [Cells(column.codes, column.values, data) for column, data in zip(encoder.columns(), kinds, strict=True)]
    return Back(query, tuple(made[place] for place in query.order))


def _rows(raw: Table, whole: Typed, kept: Table, stood: Table, order: Sequence[int]) -> Iterator[tuple[Cell, Cell, Cell]]:
    """The rows as they stood, of things that were loaded, each value as its attribute's column holds it."""
    lines = {line: row for row, line in enumerate(whole.table.lines)}
    loaded = set(kept.lines)
    pairs = [_meaning(one, made, raw, lines) for one, made in zip(raw.columns, whole.table.columns, strict=True)]
    things = {raw.columns[0].cell(row) for row, line in enumerate(raw.lines) if line in loaded}
    places = {name: place for place, name in enumerate(stood.columns[order[1]].values, start=1)}
    for thing, name, value in zip(*(decoded(stood.columns[place]) for place in order), strict=True):
        if thing in things and (spelled := pairs[places[name]].get(value)) is not None:
            yield pairs[0][thing], name, spelled


def _meaning(raw: Column, made: Column, table: Table, lines: dict[int, int]) -> dict[Cell, Cell]:
    """What each spelling of a column's values became."""
    return {raw.cell(row): made.cell(lines[line]) for row, line in enumerate(table.lines) if line in lines}
