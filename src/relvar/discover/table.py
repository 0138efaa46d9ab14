"""A file of rows in memory: every column as numbers of its distinct values, so that rows are compared without looking at texts."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import NamedTuple

Cell = str | None  # None: nothing stands there


class Column(NamedTuple):
    """`codes`: for each row the place of its value in `values`, which are distinct. An empty cell is None and equal to every other."""

    name: str
    codes: array[int]
    values: list[Cell]

    @property
    def has_nulls(self) -> bool:
        return None in self.values

    def cell(self, row: int) -> Cell:
        return self.values[self.codes[row]]


class Reject(NamedTuple):
    """A row that is put aside. `line`: where it stands in its file, from 1; `cells`: as they stood there."""

    line: int
    reason: str
    cells: tuple[Cell, ...]


class Table(NamedTuple):
    """The rows of one file that could be read. `lines`: of each row in its file; `notes`: what was assumed while reading.

    `lists`: columns that are known to hold lists, each with the separator of its elements. `shaped`: how the rows stand here, where they
    stand otherwise in the file: what is proven of them is proven of this shape. `turned`: the table as it stood, where it was a key-value table.
    `children`: lists of objects that stood in its rows, each a table; `owners` and `positions` of such a child: for each of its lines, from 1,
    the line of the row whose list it stood in, and the place there.
    """

    name: str
    source: str
    columns: tuple[Column, ...]
    lines: Sequence[int]
    rejects: tuple[Reject, ...] = ()
    notes: tuple[str, ...] = ()
    sampled: int = 1  # every so-many-th row was read
    lists: tuple[tuple[str, str], ...] = ()
    shaped: str = ""
    children: tuple[Table, ...] = ()
    turned: Table | None = None
    owners: Sequence[int] = ()
    positions: Sequence[int] = ()

    @property
    def rows(self) -> int:
        return len(self.lines)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def row(self, number: int) -> tuple[Cell, ...]:
        return tuple(column.cell(number) for column in self.columns)


def apart(tables: Iterable[Table]) -> list[Table]:
    """The tables, each under a name of its own."""
    made: dict[str, Table] = {}
    for table in tables:
        number, name = 2, table.name
        while name in made:
            name, number = f"{table.name}_{number}", number + 1
        made[name] = table._replace(name=name)
    return list(made.values())


class Encoder:
    """Gathers rows column by column. A dictionary that numbers what it has not seen does it without a step of Python for each cell."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = list(names)
        self.places = {name: place for place, name in enumerate(self.names)}
        self.codes = [array("i") for _ in self.names]
        self.rows = 0
        self._numbers: list[defaultdict[Cell, int]] = [defaultdict(count().__next__) for _ in self.names]

    def add(self, rows: Sequence[Sequence[Cell]]) -> None:
        """Rows that all have as many cells as there are names."""
        self.rows += len(rows)
        for codes, numbers, cells in zip(self.codes, self._numbers, zip(*rows, strict=True), strict=False):
            codes.extend(map(numbers.__getitem__, cells))

    def widen(self, name: str) -> None:
        """One more column, empty in the rows so far."""
        self.places[name] = len(self.names)
        self.names.append(name)
        self.codes.append(array("i", [0]) * self.rows)
        self._numbers.append(defaultdict(count(1).__next__, {None: 0}) if self.rows else defaultdict(count().__next__))

    def columns(self) -> tuple[Column, ...]:
        """What was gathered; empty texts count as nothing. The dictionaries are given up one by one, for they are large."""
        made = []
        for place, name in enumerate(self.names):
            values = list(self._numbers[place])
            self._numbers[place].clear()
            made.append(_without_empty_text(Column(name, self.codes[place], values)))
        return tuple(made)


def _without_empty_text(column: Column) -> Column:
    """'' is nothing, the same as None where a file has both."""
    if "" not in column.values:
        return column
    return merged(column, [value or None for value in column.values])


def merged(column: Column, values: Sequence[Cell]) -> Column:
    """The column with each distinct value replaced by the one in its place; values that became equal are one from then on."""
    numbers: defaultdict[Cell, int] = defaultdict(count().__next__)
    new = [numbers[value] for value in values]
    codes = column.codes if len(numbers) == len(values) else array("i", map(new.__getitem__, column.codes))
    return Column(column.name, codes, list(numbers))


def kept(table: Table, rows: Iterable[int]) -> Table:
    """The table with these rows alone, values that no row has any more left out."""
    chosen = list(rows)
    columns = tuple(_chosen(column, chosen) for column in table.columns)
    return table._replace(columns=columns, lines=array("q", map(table.lines.__getitem__, chosen)))


def _chosen(column: Column, rows: Sequence[int]) -> Column:
    numbers: defaultdict[int, int] = defaultdict(count().__next__)
    codes = array("i", map(numbers.__getitem__, map(column.codes.__getitem__, rows)))
    return Column(column.name, codes, [column.values[old] for old in numbers])


def decoded(column: Column) -> Iterator[Cell]:
    """The cells in the order of the rows."""
    return map(column.values.__getitem__, column.codes)
