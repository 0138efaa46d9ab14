"""Values of formats that have types, as the texts from which types are found again."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path

from relvar.discover.files.names import COLUMNS_AT_MOST, distinct
from relvar.discover.table import Cell, Column, Encoder, Reject, Table, merged
from relvar.errors import FileError

CHUNK = 20_000
MIDNIGHT = "T00:00:00"
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:")


class Spelled(float):
    """A fraction that keeps its spelling: 1.50 stays 1.50 where it is a cell, and is a number within JSON."""

    def __new__(cls, text: str) -> Spelled:
        made = super().__new__(cls, text)
        made.text = text
        return made

    text: str


def cell_of(value: object) -> Cell:
    """A value as text: numbers in digits, instants in ISO 8601, lists and objects in JSON, bytes in hexadecimal digits."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Spelled):
        return value.text
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dict | list | tuple):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def gathered(path: Path, name: str, source: str, header: Sequence[str | None], rows: Iterable[tuple[int, Sequence[object]]], every: int = 1) -> Table:
    """A table out of numbered rows of values, each as wide as the header or narrower."""
    names, notes = distinct(header)
    if len(names) > COLUMNS_AT_MOST:
        raise FileError(what=f"{path.name} has {len(names):,} columns, at most {COLUMNS_AT_MOST:,} are read", remedy="split it by columns")
    encoder, lines, rejects = Encoder(names), list[int](), list[Reject]()
    fitting = _fitting(islice(iter(rows), 0, None, every), len(names), rejects)
    while chunk := list(islice(fitting, CHUNK)):
        encoder.add([cells for _, cells in chunk])
        lines += [line for line, _ in chunk]
    if not lines:
        raise FileError(what=f"{source} has no row", remedy="a table has at least one row below its names")
    columns = tuple(without_midnight(column) for column in encoder.columns())
    return Table(name, source, columns, lines, tuple(rejects), tuple(notes), every)


def _fitting(rows: Iterable[tuple[int, Sequence[object]]], width: int, rejects: list[Reject]) -> Iterator[tuple[int, list[Cell]]]:
    for line, values in rows:
        cells = [cell_of(value) for value in values]
        beyond = [cell for cell in cells[width:] if cell]
        if beyond:
            rejects.append(Reject(line, f"{len(cells)} cells where the header has {width}", tuple(cells)))
        elif any(cells):
            yield line, cells[:width] + [None] * (width - len(cells))


def without_midnight(column: Column) -> Column:
    """Instants that are all at midnight are dates: formats without a type for dates write them so."""
    instants = [value for value in column.values if value is not None and INSTANT.match(value)]
    if not instants or not all(value.endswith(MIDNIGHT) for value in instants):
        return column
    return merged(column, [None if value is None else value.removesuffix(MIDNIGHT) for value in column.values])
