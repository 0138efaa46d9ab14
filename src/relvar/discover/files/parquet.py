"""Parquet, batch by batch (pyarrow, from the extra `rows`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any

from relvar.discover.files.cells import gathered
from relvar.discover.table import Table
from relvar.errors import FileError, UnsupportedError


def read(path: Path, *, name: str, every: int = 1) -> Table:
    """The rows of the file, numbered from 1. Raises FileError."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise UnsupportedError(what="Parquet needs pyarrow", remedy="pip install 'relvar[rows]', or export the table as CSV") from None
    try:
        file = parquet.ParquetFile(path)
    except (pyarrow.ArrowException, OSError) as error:
        raise FileError(what=f"{path.name} is no Parquet file: {error}", remedy="see what wrote it") from error
    with file:
        return gathered(path, name, path.name, file.schema_arrow.names, zip(count(1), _rows(file), strict=False), every)


def _rows(file: Any) -> Iterator[Sequence[object]]:
    for batch in file.iter_batches():
        yield from zip(*(_values(column) for column in batch.columns), strict=True)


def _values(column: Any) -> list[object]:
    """The cells of a column; a map is a list of what it holds, each with its key and its value."""
    import pyarrow

    cells: list[Any] = column.to_pylist()
    if not pyarrow.types.is_map(column.type):
        return cells
    return [None if cell is None else [{"key": key, "value": value} for key, value in cell] for cell in cells]
