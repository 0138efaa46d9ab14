"""CSV and TSV (RFC 4180, and what is written in its name): delimiter, encoding and header are found out, ragged rows put aside."""

from __future__ import annotations

import csv
import sys
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple, Protocol, TextIO

from relvar.discover.files.around import ABOVE, header_place
from relvar.discover.files.encoding import encoding_of
from relvar.discover.files.names import COLUMNS_AT_MOST, distinct, is_header
from relvar.discover.table import Encoder, Reject, Table
from relvar.errors import FileError

DELIMITERS = (",", ";", "\t", "|", ":")
SAMPLE_LINES = 200
CHUNK = 50_000  # rows encoded at a time
RAGGED_AT_MOST = 0.5  # share of rows put aside above which the delimiter or the quotes were misread
TWO_PLACES = 2


class Lines(Protocol):
    """What `csv.reader` gives: rows, and the line on which the last one ended."""

    @property
    def line_num(self) -> int: ...
    def __iter__(self) -> Iterator[list[str]]: ...
    def __next__(self) -> list[str]: ...


class Form(NamedTuple):
    """How the file is written, and what was assumed about it."""

    encoding: str
    delimiter: str
    header: bool
    notes: tuple[str, ...]
    above: int = 0  # rows above the header


def read(path: Path, *, name: str, encoding: str = "", delimiter: str = "", header: bool | None = None, every: int = 1) -> Table:
    """The rows of the file, or every so-many-th of them. Raises FileError."""
    form = form_of(path, encoding, delimiter, header)
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    with path.open(encoding=form.encoding, newline="") as file:
        try:
            return _rows(csv.reader(file, delimiter=form.delimiter), path, name, form, every)
        except csv.Error as error:
            raise FileError(what=f"{path.name}: {error}", remedy="check its quotes, or name its delimiter with --delimiter") from error


def form_of(path: Path, encoding: str, delimiter: str, header: bool | None) -> Form:
    """Encoding, delimiter and header, asked for or found out from the first lines."""
    found, note = encoding_of(path, encoding)
    with path.open(encoding=found, newline="") as file:
        lines = list(islice(file, SAMPLE_LINES))
    if not any(line.strip() for line in lines):
        raise FileError(what=f"{path.name} holds no row", remedy="a file of rows has a header and at least one row")
    delimiter = delimiter or delimiter_of(lines)
    rows = [row for row in csv.reader(lines, delimiter=delimiter) if _is_row(row)]
    above = header_place(rows) if header is None or header else 0
    header = is_header(rows[above], rows[above + 1 :]) if header is None else header
    notes = [note] if note else []
    if not header:
        notes.append("the first row is data: columns are called column_1, column_2 and so on")
    return Form(found, delimiter, header, tuple(notes), above if header else 0)


def delimiter_of(lines: Sequence[str]) -> str:
    """The delimiter by which most rows have the same number of cells, and more than one; a comma where none divides anything."""
    best = max(DELIMITERS, key=lambda delimiter: _regularity(lines, delimiter))
    return best if _regularity(lines, best)[0] else ","


def _regularity(lines: Sequence[str], delimiter: str) -> tuple[float, int]:
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if row)
    except csv.Error:
        return 0.0, 0
    width, rows = widths.most_common(1)[0]
    return (round(rows / widths.total(), TWO_PLACES), width) if width > 1 else (0.0, 0)


def _rows(reader: Lines, path: Path, name: str, form: Form, every: int) -> Table:
    filled = filter(_is_row, reader)
    above = [(reader.line_num, row) for row in islice(filled, form.above)]
    first = next(filled, [])
    names, notes = distinct(first if form.header else [None] * len(first))
    if len(names) > COLUMNS_AT_MOST:
        raise FileError(what=f"{path.name} has {len(names):,} columns, at most {COLUMNS_AT_MOST:,} are read", remedy="split it by columns")
    gathered = _Gathered(names)
    titles = [Reject(line, ABOVE, tuple(row)) for line, row in above]
    if not form.header:
        gathered.add([first], [1])
    numbered = _numbered(reader, every)
    while chunk := list(islice(numbered, CHUNK)):
        gathered.add([row for _, row in chunk], [line for line, _ in chunk])
    gathered.check(path)
    all_notes = (*form.notes, *(notes if form.header else ()))
    return Table(name, path.name, gathered.encoder.columns(), gathered.lines, (*titles, *gathered.rejects), all_notes, every)


def _numbered(reader: Lines, every: int) -> Iterator[tuple[int, list[str]]]:
    """Rows with the line on which each ends; blank lines are no rows."""
    wanted = ((reader.line_num, row) for row in reader if row)
    return islice(wanted, 0, None, every)


def _is_row(cells: list[str]) -> bool:
    return any(cells) or len(cells) == 1  # in a file of one column, "" is an empty cell


class _Gathered:
    """Rows as wide as the header go to the encoder, others aside."""

    def __init__(self, names: list[str]) -> None:
        self.encoder = Encoder(names)
        self.width = len(names)
        self.lines = array("q")
        self.rejects: list[Reject] = []

    def add(self, rows: list[list[str]], lines: Iterable[int]) -> None:
        if set(map(len, rows)) == {self.width} and all(map(_is_row, rows)):
            self.encoder.add(rows)
            self.lines.extend(lines)
            return
        fitting = []
        for line, row in zip(lines, rows, strict=True):
            if not _is_row(row):
                self.rejects.append(Reject(line, "every cell is empty", tuple(row)))
            elif len(row) == self.width:
                fitting.append(row)
                self.lines.append(line)
            else:
                self.rejects.append(Reject(line, f"{len(row)} cells where the header has {self.width}", tuple(row)))
        if fitting:
            self.encoder.add(fitting)

    def check(self, path: Path) -> None:
        aside, total = len(self.rejects), len(self.lines) + len(self.rejects)
        if not total:
            raise FileError(what=f"{path.name} has a header and no row", remedy="a file of rows has at least one row below its header")
        if aside > RAGGED_AT_MOST * total:
            raise FileError(
                what=f"{path.name}: {aside:,} of {total:,} rows have another number of cells than the header",
                remedy="name its delimiter with --delimiter, or mend its header",
            )


def write_cells(file: TextIO, rows: Iterable[Sequence[str | None]]) -> None:
    """Rows as CSV with a comma, empty cells for None."""
    csv.writer(file, lineterminator="\n").writerows([["" if cell is None else cell for cell in row] for row in rows])
