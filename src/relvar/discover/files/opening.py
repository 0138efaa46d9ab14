"""A path -> the tables in it. The name's ending says the format; readers that need a package say which extra brings it."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from relvar.discover.files import database_file, delimited, json_lines, parquet, workbook
from relvar.discover.files.around import without_nothing, without_totals
from relvar.discover.files.names import table_name
from relvar.discover.files.nested import flattened
from relvar.discover.files.pivoted import pivoted
from relvar.discover.table import Table
from relvar.errors import FileError, UnsupportedError

SAMPLE_ABOVE = 1 << 30  # bytes of a file above which only every so-many-th row is read
SAMPLED = 192 << 20  # bytes that are then read at most: 256 MB of them took 1,056 MB of memory, and twice as many cells take twice as much


class Asked(NamedTuple):
    """What the user says of the files; empty: it is found out."""

    encoding: str = ""
    delimiter: str = ""
    header: bool | None = None
    sample_above: int = SAMPLE_ABOVE


Reader = Callable[[Path, Asked, int], tuple[Table, ...]]


def open_tables(path: Path, asked: Asked = Asked()) -> tuple[Table, ...]:  # noqa: B008 a frozen value
    """Every table of the file. Raises FileError for what cannot be read, UnsupportedError for a format that is not known."""
    if not path.is_file():
        raise FileError(what=f"{path}: no such file", remedy="give a file that exists")
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise UnsupportedError(what=f"{path}: files of this kind are not read", remedy=f"give one of {', '.join(READERS)}")
    size = path.stat().st_size
    if not size:
        raise FileError(what=f"{path.name} is empty", remedy="a file of rows has a header and at least one row")
    every = -(-size // min(asked.sample_above, SAMPLED)) if size > asked.sample_above else 1
    with _collector_paused():
        return tuple(flattened(pivoted(without_nothing(table))) for table in reader(path, asked, every))


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Rows are lists without circles: to look for some among millions of new ones takes 40 % of the time (measured)."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _comma(path: Path, asked: Asked, every: int) -> tuple[Table, ...]:
    made = delimited.read(path, name=table_name(path.stem), encoding=asked.encoding, delimiter=asked.delimiter, header=asked.header, every=every)
    return (without_totals(made),)


def _tab(path: Path, asked: Asked, every: int) -> tuple[Table, ...]:
    return _comma(path, asked._replace(delimiter=asked.delimiter or "\t"), every)


def _json(path: Path, asked: Asked, every: int) -> tuple[Table, ...]:
    return json_lines.read(path, name=table_name(path.stem), encoding=asked.encoding, every=every)


def _workbook(path: Path, asked: Asked, every: int) -> tuple[Table, ...]:
    return tuple(map(without_totals, workbook.read(path, names=table_name(path.stem), header=asked.header, every=every)))


def _parquet(path: Path, asked: Asked, every: int) -> tuple[Table, ...]:
    return (parquet.read(path, name=table_name(path.stem), every=every),)


def _database(path: Path, asked: Asked, every: int) -> tuple[Table, ...]:
    return database_file.read(path, every=every)


READERS: Mapping[str, Reader] = {
    ".csv": _comma,
    ".tsv": _tab,
    ".tab": _tab,
    ".jsonl": _json,
    ".ndjson": _json,
    ".json": _json,
    ".xlsx": _workbook,
    ".parquet": _parquet,
    ".db": _database,
    ".sqlite": _database,
    ".sqlite3": _database,
}
