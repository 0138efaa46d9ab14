"""A key-value table (product, attribute, value) as one row for each thing: every attribute gets a column, and with it a type and rules.

Only where nothing is lost: no thing has an attribute twice, every attribute has a name, and turned back the columns give each row of the
file. Three columns alone are taken: more of them (a time, a unit) tell more of a value than a column could.
"""

from __future__ import annotations

from array import array
from collections import defaultdict

from relvar.discover.files.names import NUMBER, distinct
from relvar.discover.naming import words
from relvar.discover.table import Cell, Column, Encoder, Table

PROPERTIES = frozenset({"attribute", "property", "key", "field", "parameter", "setting", "metric", "variable", "characteristic"})
VALUES = frozenset({"value", "val", "content", "reading"})
PROPERTIES_AT_MOST = 200
OF_EACH = 0.2  # share of the things that have an attribute, on average: fewer make columns of nothing


def pivoted(table: Table) -> Table:
    """The table turned, or as it is where it is none of the kind."""
    places = _places(table)
    if places is None:
        return table
    entity, property_ = places[:2]
    cells, lines = _cells(table, *places)
    names = [str(name) for name in table.columns[property_].values]
    if not cells or sum(map(len, cells.values())) < OF_EACH * len(cells) * len(names):
        return table
    header, _ = distinct([table.columns[entity].name, *names])
    encoder = Encoder(header)
    encoder.add([[key, *(found.get(name) for name in names)] for key, found in cells.items()])
    shaped = f"one row for each {table.columns[entity].name}"
    note = (
        f"{table.source} is a key-value table: each {table.columns[entity].name} is one row now, and every {table.columns[property_].name} a column "
        f"({', '.join(names)}); turned back, they give the {table.rows:,} rows of the file"
    )
    return table._replace(columns=encoder.columns(), lines=array("q", lines), notes=(*table.notes, note), shaped=shaped, turned=table)


def places_of_turned(table: Table) -> tuple[int, int, int]:
    """Thing, attribute and value of a key-value table that was turned."""
    places = _places(table)
    assert places is not None, "it was turned by them"
    return places


def _places(table: Table) -> tuple[int, int, int] | None:
    """Thing, attribute and value, by the names of three columns; values of more than one type, or a plain column would do."""
    named = [frozenset(words(name)) for name in table.names]
    property_ = next((p for p, n in enumerate(named) if n & PROPERTIES), -1)
    value = next((p for p, n in enumerate(named) if n & VALUES and p != property_), -1)
    if len(named) != 3 or property_ < 0 or value < 0 or table.sampled > 1:
        return None
    entity = 3 - property_ - value
    properties = table.columns[property_]
    whole = not any(table.columns[place].has_nulls for place in (entity, property_, value))
    return (
        (entity, property_, value)
        if whole and 1 < len(properties.values) <= PROPERTIES_AT_MOST and _differ(properties, table.columns[value])
        else None
    )


def _differ(properties: Column, values: Column) -> bool:
    """Whether some attributes hold numbers and others words: measures of one kind stand well below one another."""
    numeric: dict[int, bool] = defaultdict(lambda: True)
    for name, code in zip(properties.codes, values.codes, strict=True):
        numeric[name] &= NUMBER.fullmatch(str(values.values[code])) is not None
    return not all(numeric.values())


def _cells(table: Table, entity: int, property_: int, value: int) -> tuple[dict[Cell, dict[str, Cell]], list[int]]:
    """Thing -> its attributes, and the line on which each thing first stands; nothing where an attribute stands there twice."""
    cells: dict[Cell, dict[str, Cell]] = {}
    lines: list[int] = []
    for row in range(table.rows):
        key, name, content = (table.columns[place].cell(row) for place in (entity, property_, value))
        if key not in cells:
            cells[key] = {}
            lines.append(table.lines[row])
        if str(name) in cells[key]:
            return {}, []
        cells[key][str(name)] = content
    return cells, lines
