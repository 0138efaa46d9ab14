"""JSON lines, and a JSON list of objects: an object is a row, its names are the columns, what is nested stays JSON.

An object that holds such lists, as the answer of an API does, is a table for each of them, and one row of what stands beside them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeGuard

from relvar.discover.files.cells import Spelled, cell_of
from relvar.discover.files.encoding import encoding_of
from relvar.discover.files.names import COLUMNS_AT_MOST, table_name
from relvar.discover.table import Encoder, Reject, Table
from relvar.errors import FileError

CHUNK = 20_000
RAGGED_AT_MOST = 0.5
SHOWN = 200  # characters of a line that is no object


Numbered = Iterable[tuple[int, dict[str, object]]]


def read(path: Path, *, name: str, encoding: str = "", every: int = 1) -> tuple[Table, ...]:
    """The rows of the file, or every so-many-th of them; several tables where an object holds lists. Raises FileError."""
    found, note = encoding_of(path, encoding)
    rejects: list[Reject] = []
    notes = (note,) if note else ()
    with path.open(encoding=found) as file:
        if path.suffix.lower() == ".json" and (parts := _document(path, file.read())) is not None:
            lists = {table_name(keys[-1]) for keys in parts if keys}
            beside = f"{name}_document" if name in lists else name  # orders.json holds "orders" and a total: the orders are the list
            return tuple(_part(path, beside, keys, rows, notes) for keys, rows in parts.items())
        file.seek(0)
        encoder, lines = _encoded(path, _lines(file, rejects, every))
    if not lines or len(rejects) > RAGGED_AT_MOST * (len(lines) + len(rejects)):
        raise FileError(what=f"{path.name}: {len(rejects):,} lines are no JSON object, {len(lines):,} are", remedy="each line holds one object")
    return (Table(name, path.name, encoder.columns(), lines, tuple(rejects), notes, every),)


def _part(path: Path, name: str, keys: tuple[str, ...], rows: list[dict[str, object]], notes: tuple[str, ...]) -> Table:
    """The list that stands under these keys of the document, or its rest."""
    encoder, lines = _encoded(path, enumerate(rows, start=1))
    if not lines or not encoder.names:
        raise FileError(what=f"{path.name} holds no object with anything in it", remedy="give a list of objects, one for each row")
    return Table(table_name(keys[-1]) if keys else name, ": ".join((path.name, *keys)), encoder.columns(), lines, notes=notes)


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


def _document(path: Path, text: str) -> dict[tuple[str, ...], list[dict[str, object]]] | None:
    """Lists of objects by the keys under which they stand in the document; None where it is one object a line. Raises FileError."""
    try:
        found = json.loads(text, parse_float=Spelled)
    except ValueError as error:
        if _is_lines(text):
            return None
        raise FileError(what=f"{path.name} is no JSON: {error}", remedy="for one object a line, call it .jsonl") from error
    if _of_objects(found):
        return {(): found}
    parts: dict[tuple[str, ...], list[dict[str, object]]] = {}
    rest = _beside(found, (), parts)
    if not parts:
        raise FileError(what=f"{path.name} is no list of objects and holds none", remedy="give a list of objects, one for each row")
    return {**({(): [rest]} if rest else {}), **parts}


def _is_lines(text: str) -> bool:
    """Whether the first line is an object by itself."""
    try:
        return isinstance(json.loads(text.lstrip().partition("\n")[0]), dict)
    except ValueError:
        return False


def _of_objects(found: object) -> TypeGuard[list[dict[str, object]]]:
    return isinstance(found, list) and bool(found) and all(isinstance(one, dict) for one in found)


def _beside(found: object, keys: tuple[str, ...], parts: dict[tuple[str, ...], list[dict[str, object]]]) -> dict[str, object]:
    """What stands in an object beside lists of objects, which go to `parts`."""
    rest: dict[str, object] = {}
    for key, value in found.items() if isinstance(found, dict) else ():
        if _of_objects(value):
            parts[*keys, key] = value
        elif isinstance(value, dict):
            if inner := _beside(value, (*keys, key), parts):
                rest[key] = inner
        else:
            rest[key] = value
    return rest


def _encoded(path: Path, objects: Numbered) -> tuple[Encoder, list[int]]:
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
