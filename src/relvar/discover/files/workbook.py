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
WHOLE_UP_TO = 4 << 20  # bytes: openpyxl keeps about fifty times the file in memory where merged cells are to be known (its manual)


def read(path: Path, *, names: str, header: bool | None = None, every: int = 1) -> tuple[Table, ...]:
    """Every sheet that has rows; `names` begins the names of all but a single one. Raises FileError."""
    try:
        import openpyxl
        from openpyxl.utils.exceptions import InvalidFileException
    except ImportError:
        raise UnsupportedError(what="XLSX needs openpyxl", remedy="pip install 'relvar[rows]', or export the sheet as CSV") from None
    whole = path.stat().st_size <= WHOLE_UP_TO
    try:
        book = openpyxl.load_workbook(path, read_only=not whole, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, OSError) as error:
        raise FileError(what=f"{path.name} is no XLSX workbook: {error}", remedy="open it in a spreadsheet and save it as XLSX or CSV") from error
    try:
        sheets = [(sheet.title, list(_rows(sheet, _merged(sheet) if whole else {}))) for sheet in book.worksheets]
        said = _said(path, book) if whole else {}
    finally:
        book.close()
    filled = [(title, rows) for title, rows in sheets if len(rows) > 1]
    if not filled:
        raise FileError(what=f"{path.name} holds no row", remedy="a sheet of rows has a header and at least one row")
    single = len(filled) == 1
    unread = [title for title, rows in sheets if len(rows) <= 1]
    return tuple(
        _noted(
            _table(path, names if single else f"{names}_{title}", path.name if single else f"{path.name}: {title}", rows, header, every),
            [*said.get(title, ()), *(f"sheet {name} has no row below a header and is not read" for name in unread)],
        )
        for title, rows in filled
    )


def _noted(table: Table, notes: Sequence[str]) -> Table:
    """With what was not read or was read otherwise than it stands, so that nothing is passed over in silence."""
    return table._replace(notes=(*table.notes, *notes))


def _merged(sheet: Any) -> dict[tuple[int, int], object]:
    """What a cell shows that was merged with the one above it: by row and column, from 1, the value of the first."""
    shown: dict[tuple[int, int], object] = {}
    for cells in sheet.merged_cells.ranges:
        if cells.min_col == cells.max_col:  # what is merged sideways is a title
            value = sheet.cell(cells.min_row, cells.min_col).value
            shown |= dict.fromkeys(((row, cells.min_col) for row in range(cells.min_row + 1, cells.max_row + 1)), value)
    return shown


def _said(path: Path, book: Any) -> dict[str, list[str]]:
    """By sheet: how many cells were filled from the one that they are merged with, and which formulas have no value to be read."""
    import openpyxl

    said: dict[str, list[str]] = {}
    formulas = openpyxl.load_workbook(path) if _has_formulas(path) else None
    for sheet in book.worksheets:
        notes = said.setdefault(sheet.title, [])
        if merged := _merged(sheet):
            notes.append(f"{len(merged):,} cells are merged with the one above them and were read with its value")
        cells = (cell for row in formulas[sheet.title].iter_rows() for cell in row if cell.data_type == "f") if formulas else ()
        if empty := [cell.coordinate for cell in cells if sheet[cell.coordinate].value is None]:
            notes.append(
                f"{len(empty):,} formulas have no value in the file ({', '.join(empty[:3])}) and were read as empty: "
                "open it in a spreadsheet, which calculates them, and save it"
            )
    return said


def _has_formulas(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        return any(b"<f" in archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml"))


def _rows(sheet: Any, merged: dict[tuple[int, int], object]) -> Iterator[tuple[int, Sequence[object]]]:
    columns = {column for _, column in merged}
    for line, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        if any(value not in (None, "") for value in row):
            yield line, _filled(line, row, merged, columns) if columns else row


def _filled(line: int, row: Sequence[object], merged: dict[tuple[int, int], object], columns: set[int]) -> list[object]:
    return [merged.get((line, at), value) if at in columns else value for at, value in enumerate(row, start=1)]


def _table(path: Path, name: str, source: str, rows: list[tuple[int, Sequence[object]]], header: bool | None, every: int) -> Table:
    width = max(max((n for n, value in enumerate(row, start=1) if value not in (None, "")), default=0) for _, row in rows)
    first = [[cell_of(value) or "" for value in row[:width]] for _, row in rows[:FIRST_ROWS]]
    above = header_place(first) if header is None or header else 0
    named = is_header(first[above], first[above + 1 :]) if header is None else header
    heads: list[str | None] = [cell or None for cell in first[above]] if named else [None] * width
    made = gathered(path, table_name(name), source, heads, rows[above + 1 :] if named else rows, every)
    titles = [Reject(line, ABOVE, tuple(cell_of(value) for value in row[:width])) for line, row in rows[: above if named else 0]]
    return made._replace(rejects=(*titles, *made.rejects))
