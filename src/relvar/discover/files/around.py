"""What people write around the rows of a sheet: titles above its header, totals below its last row. It is put aside, never taken for a row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

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
