"""JSON lines, and a JSON list of objects: an object is a row, its names are the columns, what is nested stays JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from relvar.discover.files.cells import Spelled, cell_of
from relvar.discover.files.encoding import encoding_of
from relvar.discover.files.names import COLUMNS_AT_MOST
from relvar.discover.table import Encoder, Reject, Table
from relvar.errors import FileError

CHUNK = 20_000
RAGGED_AT_MOST = 0.5
SHOWN = 200  # characters of a line that is no object


def read(path: Path, *, name: str, encoding: str = "", every: int = 1) -> Table:
    """The rows of the file, or every so-many-th of them. Raises FileError."""
    found, note = encoding_of(path, encoding)
    rejects: list[Reject] = []
    with path.open(encoding=found) as file:
        objects = _listed(path, file.read()) if path.suffix.lower() == ".json" else _lines(file, rejects, every)
        encoder, lines = _encoded(path, objects)
    if not lines or len(rejects) > RAGGED_AT_MOST * (len(lines) + len(rejects)):
        raise FileError(what=f"{path.name}: {len(rejects):,} lines are no JSON object, {len(lines):,} are", remedy="each line holds one object")
    return Table(name, path.name, encoder.columns(), lines, tuple(rejects), (note,) if note else (), every)


def _lines(file: Iterable[str], rejects: list[Reject], every: int) -> Iterator[tuple[int, dict[str, object]]]:
    for line, text in enumerate(file, start=1):
        if not text.strip() or (line - 1) % every:
            continue
        try:
            found = json.loads(text, parse_float=Spelled)
        except ValueError as error:
            rejects.append(Reject(line, f"no JSON: {error}", (text.strip()[:SHOWN],)))
            continue
        if isinstance(found, dict):
            yield line, found
        else:
            rejects.append(Reject(line, "no JSON object", (text.strip()[:SHOWN],)))


def _listed(path: Path, text: str) -> Iterator[tuple[int, dict[str, object]]]:
    try:
        found = json.loads(text, parse_float=Spelled)
    except ValueError as error:
        raise FileError(what=f"{path.name} is no JSON: {error}", remedy="for one object a line, call it .jsonl") from error
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise FileError(what=f"{path.name} is no list of objects", remedy="give a list of objects, one for each row")
    yield from enumerate(found, start=1)


def _encoded(path: Path, objects: Iterable[tuple[int, dict[str, object]]]) -> tuple[Encoder, list[int]]:
    """Rows in pieces; a name that was not seen before becomes a column that is empty in the rows before."""
    encoder, lines, waiting = Encoder([]), list[int](), list[dict[str, object]]()
    for line, row in objects:
        for name in row:
            if name not in encoder.places:
                _add(encoder, waiting)
                encoder.widen(name)
        lines.append(line)
        waiting.append(row)
        if len(waiting) == CHUNK:
            _add(encoder, waiting)
    _add(encoder, waiting)
    if len(encoder.names) > COLUMNS_AT_MOST:
        raise FileError(what=f"{path.name} has {len(encoder.names):,} names, at most {COLUMNS_AT_MOST:,} are read", remedy="split it by columns")
    return encoder, lines


def _add(encoder: Encoder, waiting: list[dict[str, object]]) -> None:
    if waiting:
        encoder.add([[cell_of(row.get(name)) for name in encoder.names] for row in waiting])
        waiting.clear()
