"""What people write around the rows of a sheet: titles above its header, totals below its last row, columns of
nothing beside it. It is put aside, never taken for a row or a column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from relvar.discover.files.names import unnamed
from relvar.discover.table import Cell, Reject, Table, kept

LOOKED_AT = 20  # rows from the top among which a header is looked for
HEADED = 0.6  # of the cells that rows have usually: a header names them, a title has one or two
FILLED_AT_MOST = 0.5  # of the columns: a row of totals has no more
LAST = 3  # rows from the bottom that may be totals
TOTAL = re.compile(r"(?:grand |sub)?[- ]?totals?:?|sums?:?|summe:?|gesamt(?:summe)?:?|totaux?:?|suma:?|totale:?", re.IGNORECASE)
ABOVE = "stands above the header"


def header_place(rows: Sequence[Sequence[Cell]]) -> int:
    """How many rows stand above the header. `rows`: the first ones, as they are."""
    filled = [sum(1 for cell in row if cell and cell.strip()) for row in rows]
    usual = median(filled) if filled else 0
    if usual <= 2:  # a sheet of two columns has titles as wide as its rows
        return 0
    return next((place for place, count in enumerate(filled[:LOOKED_AT]) if count >= HEADED * usual), 0)


def without_totals(table: Table) -> Table:
    """The table without the sums at its end, which the rows above give."""
    width = len(table.columns)
    last = range(max(0, table.rows - LAST), table.rows) if width > 2 else range(0)
    totals = [row for row in last if _is_total(table.row(row), width)]
    if not totals or len(totals) == table.rows:
        return table
    rejects = tuple(Reject(table.lines[row], "a total of the rows above", table.row(row)) for row in totals)
    rest = kept(table, (row for row in range(table.rows) if row not in totals))
    return rest._replace(rejects=table.rejects + rejects)


def _is_total(cells: Sequence[Cell], width: int) -> bool:
    filled = [cell for cell in cells if cell]
    return len(filled) <= FILLED_AT_MOST * width and any(TOTAL.fullmatch(cell.strip()) for cell in filled)


def without_nothing(table: Table) -> Table:
    """The table without columns that have neither a name nor a cell, as a stray comma or a formatted cell of a sheet leaves them.

    A row that was put aside may hold the only cell of a column, and a sample may miss it: then the column stays.
    """
    width = len(table.columns)
    beside = [reject.cells for reject in table.rejects if len(reject.cells) == width]
    empty = {
        place
        for place, column in enumerate(table.columns)
        if column.name == unnamed(place + 1) and column.values == [None] and not any(cells[place] for cells in beside)
    }
    if not empty or len(empty) == width or table.sampled > 1:
        return table
    names = [unnamed(place + 1) for place in sorted(empty)]
    notes = (note for note in table.notes if not any(note.endswith(f" is called {name}") for name in names))
    return table._replace(
        columns=tuple(column for place, column in enumerate(table.columns) if place not in empty),
        rejects=tuple(_narrowed(reject, width, empty) for reject in table.rejects),
        notes=(*notes, *(f"column {place + 1} has no name and no cell, and is left out" for place in sorted(empty))),
    )


def _narrowed(reject: Reject, width: int, empty: set[int]) -> Reject:
    """Rows of another width stay as they stood."""
    if len(reject.cells) != width:
        return reject
    return reject._replace(cells=tuple(cell for place, cell in enumerate(reject.cells) if place not in empty))
