"""The seam for files of rows: what an engine offers to take in a normalized file, and the query that joins it again."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple, Protocol

from relvar.engines.sql import Writer
from relvar.model.physical import Physical
from relvar.model.semantic import DataType


class Cells(NamedTuple):
    """A column of rows: for each row the place of its value in `values`. Values are in the standard spelling of their type, None for null.

    Whole numbers and decimals as digits, dates as YYYY-MM-DD, instants as YYYY-MM-DDTHH:MM:SS.mmmZ, booleans as true and false.
    """

    codes: Sequence[int]
    values: Sequence[str | None]
    data: DataType


class Spot(NamedTuple):
    """A column of a table, by physical ids."""

    table: str
    column: str


class Composed(NamedTuple):
    """Values of one row one after the other, with what stands between them; a single one as it is."""

    spots: tuple[Spot, ...]
    between: tuple[str, ...] = ()


class Listed(NamedTuple):
    """The values of a table of elements in their order, with a separator. `on`: its columns and whose they are."""

    value: Spot
    position: str
    separator: str
    on: tuple[tuple[str, Spot], ...]


class Numbered(NamedTuple):
    """The value of a table of elements under one number."""

    value: Spot
    position: str
    number: int
    on: tuple[tuple[str, Spot], ...]


class Join(NamedTuple):
    """A table that is looked up by its key."""

    table: str
    on: tuple[tuple[str, Spot], ...]


class Rejoin(NamedTuple):
    """The query that gives a file's rows back. `view`: the name it gets in the database; `outputs`: the file's columns in order."""

    view: str
    base: str
    joins: tuple[Join, ...]
    outputs: tuple[tuple[str, Composed | Listed | Numbered], ...]


class Turned(NamedTuple):
    """The query that gives a key-value table back out of the view `rows`, in which each attribute has a column: its name there and in the
    file, and its type. `columns`: the names of thing, attribute and value, `order`: their places in the file.
    """

    view: str
    rows: str
    thing: str
    columns: tuple[str, str, str]
    order: tuple[int, int, int]
    attributes: tuple[tuple[str, str, DataType], ...]


class Filled(Protocol):
    """A database that takes in rows."""

    version: str

    def occupied(self, views: Sequence[str]) -> tuple[str, ...]:
        """Tables of the design, and of the views, that are there already."""

    def remove(self, views: Sequence[str]) -> None:
        """Takes the tables and the views away, also where the connection was lost. Raises ServerUnavailable where nobody answers any more."""

    def lost(self, error: BaseException) -> bool:
        """Whether the error says that the connection, or the server, is gone."""

    def apply(self, text: str) -> None:
        """Run a file as it is written. Raises StatementFailed."""

    def fill(self, table: str, columns: Mapping[str, Cells], file: Path) -> int:
        """Write the rows as the file that the loader reads, and load them; columns by physical id. How many. Raises StatementFailed."""

    def shown(self, query: str) -> Iterator[Hashable]:
        """The rows of a query, each in the form that `expected` gives."""

    def expected(self, columns: Sequence[Cells]) -> Iterator[Hashable]:
        """Rows as the engine must show them."""


class Filling(NamedTuple):
    """What an engine's folder offers, as files' texts. `schema` makes the tables, `keys` what is added once they are filled ("" where nothing is)."""

    schema: Callable[[Physical], str]
    keys: Callable[[Physical], str]
    rejoin: Callable[[Physical, Rejoin], str]  # the view's statement
    view: Callable[[str], str]  # a view's name as a query says it
    turned: Callable[[Turned], str]  # the statement of a key-value table's view
    load: Callable[[Physical], str]
    open: Callable[[Physical, Path, str, Path | None], AbstractContextManager[Filled]]  # folder of the files, URL, cache


def rejoin_text(writer: Writer, rejoin: Rejoin, listed: Callable[[str, str, str, str, str], str]) -> str:
    """The select statement. `listed` puts together (source, condition, value, position, separator literal) as the engine says it."""
    outputs = [f"{_output(writer, how, listed)} as {writer.quote(name)}" for name, how in rejoin.outputs]
    lines = ["select", "  " + ",\n  ".join(outputs), f"from {_source(writer, rejoin.base)}"]
    for join in rejoin.joins:
        on = _on(writer, join.table, join.on)
        lines.append(f"left join {_source(writer, join.table)} on {on}")
    return "\n".join(lines)


def turned_text(writer: Writer, turned: Turned, source: str, spelled: Callable[[str, DataType], str]) -> str:
    """The select statement: a row for each attribute that a thing has. `spelled`: a value as text, in the standard spelling of its type."""
    branches = []
    for name, said, data in turned.attributes:
        column = writer.quote(name)
        made = (writer.quote(turned.thing), f"cast({writer.literal(said)} as text)", spelled(column, data))
        outputs = (f"{made[place]} as {writer.quote(turned.columns[place])}" for place in turned.order)
        branches.append(f"select {', '.join(outputs)} from {source} where {column} is not null")
    return "\nunion all\n".join(branches)


def _source(writer: Writer, table: str) -> str:
    return f"{writer.table(table)} as {_name(writer, table)}"


def _name(writer: Writer, table: str) -> str:
    return writer.quote(writer.physical.tables[table].name)


def _spot(writer: Writer, spot: Spot) -> str:
    return f"{_name(writer, spot.table)}.{writer.quote(writer.physical.tables[spot.table].columns[spot.column].name)}"


def _on(writer: Writer, table: str, on: Iterable[tuple[str, Spot]]) -> str:
    return " and ".join(f"{_spot(writer, Spot(table, column))} = {_spot(writer, spot)}" for column, spot in on)


def _output(writer: Writer, how: Composed | Listed | Numbered, listed: Callable[[str, str, str, str, str], str]) -> str:
    if isinstance(how, Composed):
        pieces = [_spot(writer, how.spots[0])]
        for between, spot in zip(how.between, how.spots[1:], strict=True):
            pieces += [writer.literal(between), _spot(writer, spot)]
        return " || ".join(pieces)
    table = how.value.table
    source, on = _source(writer, table), _on(writer, table, how.on)
    value, position = _spot(writer, how.value), _spot(writer, Spot(table, how.position))
    if isinstance(how, Numbered):
        return f"(select {value} from {source} where {on} and {position} = {how.number})"
    return listed(source, on, value, position, writer.literal(how.separator))
