"""A path -> the tables in it. The name's ending says the format; readers that need a package say which extra brings it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from relvar.discover.files import delimited
from relvar.discover.table import Table
from relvar.errors import FileError, UnsupportedError

SAMPLE_ABOVE = 1 << 30  # bytes of a file above which only every so-many-th row is read


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
    every = -(-size // asked.sample_above) if size > asked.sample_above else 1
    return reader(path, asked, every)


def table_name(text: str) -> str:
    """A file's or sheet's name as a table's: lower case, words joined by underscores."""
    return re.sub(r"[^0-9a-z]+", "_", text.lower()).strip("_") or "rows"


def _comma(path: Path, asked: Asked, every: int) -> tuple[Table, ...]:
    return (delimited.read(path, name=table_name(path.stem), encoding=asked.encoding, delimiter=asked.delimiter, header=asked.header, every=every),)


def _tab(path: Path, asked: Asked, every: int) -> tuple[Table, ...]:
    return _comma(path, asked._replace(delimiter=asked.delimiter or "\t"), every)


READERS: Mapping[str, Reader] = {".csv": _comma, ".tsv": _tab, ".tab": _tab}
