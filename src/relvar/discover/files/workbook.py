"""XLSX: each sheet with rows is a table, values as they were last calculated (openpyxl, from the extra `rows`)."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from relvar.discover.files.around import ABOVE, header_place
from relvar.discover.files.cells import cell_of, gathered
from relvar.discover.files.names import is_header, table_name
from relvar.discover.table import Reject, Table
from relvar.errors import FileError, UnsupportedError

FIRST_ROWS = 200


def read(path: Path, *, names: str, header: bool | None = None, every: int = 1) -> tuple[Table, ...]:
    """Every sheet that has rows; `names` begins the names of all but a single one. Raises FileError."""
    try:
        import openpyxl
        from openpyxl.utils.exceptions import InvalidFileException
    except ImportError:
        raise UnsupportedError(what="XLSX needs openpyxl", remedy="pip install 'relvar[rows]', or export the sheet as CSV") from None
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, OSError) as error:
        raise FileError(what=f"{path.name} is no XLSX workbook: {error}", remedy="open it in a spreadsheet and save it as XLSX or CSV") from error
    try:
        sheets = [(sheet.title, list(_rows(sheet))) for sheet in book.worksheets]
    finally:
        book.close()
    filled = [(title, rows) for title, rows in sheets if len(rows) > 1]
    if not filled:
        raise FileError(what=f"{path.name} holds no row", remedy="a sheet of rows has a header and at least one row")
    single = len(filled) == 1
    unread = [title for title, rows in sheets if len(rows) <= 1]
    return tuple(
        _noted(_table(path, names if single else f"{names}_{title}", path.name if single else f"{path.name}: {title}", rows, header, every), unread)
        for title, rows in filled
    )


def _noted(table: Table, unread: list[str]) -> Table:
    """With the sheets that hold no rows, so that nothing is passed over in silence."""
    notes = tuple(f"sheet {title} has no row below a header and is not read" for title in unread)
    return table._replace(notes=(*table.notes, *notes))


def _rows(sheet: Any) -> Iterator[tuple[int, Sequence[object]]]:
    for line, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        if any(value not in (None, "") for value in row):
            yield line, row


def _table(path: Path, name: str, source: str, rows: list[tuple[int, Sequence[object]]], header: bool | None, every: int) -> Table:
    width = max(max((n for n, value in enumerate(row, start=1) if value not in (None, "")), default=0) for _, row in rows)
    first = [[cell_of(value) or "" for value in row[:width]] for _, row in rows[:FIRST_ROWS]]
    above = header_place(first) if header is None or header else 0
    named = is_header(first[above], first[above + 1 :]) if header is None else header
    heads: list[str | None] = [cell or None for cell in first[above]] if named else [None] * width
    made = gathered(path, table_name(name), source, heads, rows[above + 1 :] if named else rows, every)
    titles = [Reject(line, ABOVE, tuple(cell_of(value) for value in row[:width])) for line, row in rows[: above if named else 0]]
    return made._replace(rejects=(*titles, *made.rejects))
