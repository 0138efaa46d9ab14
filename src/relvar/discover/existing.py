"""Files of rows as a source that exists: each file a table as it stands, with what its rows show of types, keys, references and dependencies.

Nothing is loaded and nothing designed here: `relvar check` judges the tables, and the model that is made of them is normalized by `relvar design`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from relvar.discover.design.choose import Study
from relvar.discover.files.opening import READERS, Asked, open_tables
from relvar.discover.kinds import Kind
from relvar.discover.mining.inclusion import Keyed, inclusions
from relvar.discover.naming import NAMING, words
from relvar.discover.studying import ITSELF, Sheet, links_of, studied
from relvar.discover.table import Column, Table
from relvar.engines import engine
from relvar.errors import SourceError
from relvar.importing.source import holds_schema
from relvar.model.existing import (
    Existing,
    FoundColumn,
    FoundDependency,
    FoundKey,
    FoundPart,
    FoundReference,
    FoundTable,
    Leftover,
    Place,
)
from relvar.model.semantic import DataType
from relvar.normalize.theory.dependency import positions

LANGUAGE = "rows"
DIALECT = "postgresql"  # in whose words types are told where nothing says another
SAMPLE_ABOVE = 64 * 1024 * 1024  # bytes: above, every so-many-th row shows what the rest would
ENDINGS = frozenset(READERS) - {".db", ".sqlite", ".sqlite3"}  # a database file tells its own schema
ZONED = re.compile(r".*(?:Z|[+-]\d\d:?\d\d)\Z", re.S)
BINARY_PLACES = 10  # decimals that no amount of people has: a currency has four at most (ISO 4217), a bitcoin eight
NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\Z")
BROKEN_SHOWN = 20  # rows put aside that are named one by one


class _Read(NamedTuple):
    """A file's table as it was written, and what was found in it."""

    sheet: Sheet
    file: str

    @property
    def found(self) -> Study:
        return self.sheet.study


def read_rows(sources: Sequence[str], dialect: str = "") -> Existing:
    """What files of rows, or folders of such, show. Raises SourceError, FileError, UnsupportedError."""
    files = [file for source in sources for file in files_of_rows(source)]
    if not files:
        raise SourceError(what=f"{', '.join(sources)}: no file of rows stands here", remedy=f"give files that end in {', '.join(sorted(ENDINGS))}")
    opened = [(str(path), table) for path in files for table in open_tables(path, Asked(sample_above=SAMPLE_ABOVE))]
    files_left, reads = iter(file for file, _ in opened), list[_Read]()
    for sheet in studied((table for _, table in opened), composite=False):
        file = next(files_left) if sheet.owner == ITSELF else reads[sheet.owner].file
        reads.append(_Read(sheet, file))
    maker = _Maker(dialect or DIALECT)
    made = [maker.table(read) for read in reads]
    referring = list(_references(reads, made))
    leftovers = tuple(left for read in reads for left in _leftovers(read))
    return Existing(
        source=", ".join(sources), dialect=maker.dialect, language=LANGUAGE, tables={table.id: table for table in referring}, leftovers=leftovers
    )


def files_of_rows(source: str) -> list[Path]:
    """The files of rows that a source names or holds."""
    path = Path(source)
    if path.is_dir():
        return sorted(p for p in path.rglob("*") if p.suffix.lower() in ENDINGS and p.is_file() and not p.name.startswith("."))
    return [path]


def is_rows(source: str) -> bool:
    """Whether a source is a file of rows by its ending, or a folder that holds such files and no schema."""
    path = Path(source)
    if path.is_dir():
        return bool(files_of_rows(source)) and not holds_schema(path)
    return path.suffix.lower() in ENDINGS and path.is_file()


class _Maker:
    def __init__(self, dialect: str) -> None:
        self.dialect = dialect
        self.native = engine(dialect).native

    def table(self, read: _Read) -> FoundTable:
        found, place = read.found, Place(file=read.file, line=1)
        names = found.table.names
        raw = {column.name: column for column in read.sheet.raw.columns}
        columns = {
            column.name: FoundColumn(
                name=column.name,
                type=self._type(raw.get(column.name, column), kind),
                nullable=column.has_nulls,
                options={"form": kind.form} if kind.form else {},
                place=place,
            )
            for column, kind in zip(found.table.columns, found.kinds, strict=True)
        }
        key = tuple(names[at] for at in positions(found.key))
        return FoundTable(
            name=found.table.name,
            columns=columns,
            primary=_key(key, place) if key else None,
            uniques=tuple(_key((name,), place) for name in _others(found) if (name,) != key),
            dependencies=tuple(_dependencies(found, place)),
            place=place,
        )

    def _type(self, raw: Column, kind: Kind) -> str:
        """The type that the values show; an instant without an offset stays one without."""
        values = [value for value in raw.values if value is not None]
        if kind.data.base == "timestamp" and not all(ZONED.match(value) for value in values):
            return "timestamp"
        long = kind.data.base == "decimal" and kind.data.scale >= BINARY_PLACES
        if long or (kind.data.base == "text" and any("." in value for value in values) and all(map(NUMBER.match, values))):
            return self.native(DataType(base="float")).text  # a binary fraction was written out
        return self.native(kind.data).text


def _key(columns: tuple[str, ...], place: Place) -> FoundKey:
    return FoundKey(parts=tuple(FoundPart(column=column) for column in columns), place=place)


def _others(found: Study) -> Iterator[str]:
    """Columns beside the key that name a row too, by their values and by what they are called."""
    for at, column in enumerate(found.table.columns):
        if 1 << at in found.found.keys and not column.has_nulls and NAMING & set(words(column.name)):
            yield column.name


def _dependencies(found: Study, place: Place) -> Iterator[FoundDependency]:
    """The meant ones whose left side names no row: what is said more than once. Of two sides that tell each other, one."""
    names, gathered = found.table.names, dict[int, int]()
    for fd in found.chosen:
        if fd.left & found.key != found.key or not found.key:
            gathered[fd.left] = gathered.get(fd.left, 0) | fd.right
    seen: list[tuple[int, int]] = []
    for left in sorted(gathered, key=lambda side: not NAMING & {word for at in positions(side) for word in words(names[at])}):
        right = gathered[left] & ~left
        if any(key & left == key for key in found.found.keys) or any(left & ~told == 0 and earlier & ~right == 0 for earlier, told in seen):
            continue  # a key, or what tells the same and is told itself by a side that is called as keys are
        seen.append((left, right))
        first, second = (tuple(names[at] for at in positions(side)) for side in (left, right))
        yield FoundDependency(left=first, right=second, rows=found.table.rows, place=place)


def _references(reads: Sequence[_Read], made: Sequence[FoundTable]) -> Iterator[FoundTable]:
    """The tables with what their columns refer to."""
    keyed = [
        Keyed(r.found.table, r.found.key.bit_length() - 1 if r.found.key.bit_count() == 1 else -1, tuple(k.data.base for k in r.found.kinds))
        for r in reads
    ]
    found = [one for one in inclusions(keyed) if not one.breaking]
    for number, table in enumerate(made):
        references, copies = list(_of_list(reads[number], made)), dict[str, dict[str, str]]()
        for one in found:
            target = made[one.into].primary
            if one.of == number and target is not None:
                column = keyed[number].table.names[one.column]
                references.append(FoundReference(columns=(column,), table=made[one.into].id, to=target.columns, place=table.place))
                copies[column] = dict(_copied(keyed[number].table, one.column, keyed[one.into]))
        told = tuple(
            replace(d, copies={c: there for c, there in copies[d.left[0]].items() if c in d.right}) if d.left[0] in copies and len(d.left) == 1 else d
            for d in table.dependencies
        )
        yield replace(table, references=tuple(references), dependencies=told)


def _of_list(read: _Read, made: Sequence[FoundTable]) -> Iterator[FoundReference]:
    """Elements of a list name the row in which it stood."""
    sheet = read.sheet
    target = made[sheet.owner].primary if sheet.links else None
    if target is not None:
        yield FoundReference(columns=tuple(links_of(sheet)), table=made[sheet.owner].id, to=target.columns, place=Place(file=read.file, line=1))


def _copied(table: Table, referring: int, target: Keyed) -> Iterator[tuple[str, str]]:
    """Columns whose values are those of a column of the row that is referred to, with that column's name."""
    rows = {target.table.columns[target.key].cell(row): row for row in range(target.table.rows)}
    own = table.columns[referring]
    for place, column in enumerate(table.columns):
        if place == referring:
            continue
        pairs = {(own.values[left], column.values[right]) for left, right in set(zip(own.codes, column.codes, strict=True))}
        for there in target.table.columns:
            if there.name != target.table.columns[target.key].name and all(key in rows and there.cell(rows[key]) == value for key, value in pairs):
                yield column.name, there.name
                break


def _leftovers(read: _Read) -> Iterator[Leftover]:
    """What was assumed while reading, and rows that did not fit what all the others show."""
    table, place = read.found.table, Place(file=read.file, line=1)
    for note in (*read.sheet.raw.notes, *read.found.notes):
        yield Leftover(text=table.name, why=note, place=place)
    if table.sampled > 1:
        yield Leftover(text=table.name, why=f"only every {table.sampled}th row was read", place=place)
    for reject in table.rejects[:BROKEN_SHOWN]:
        yield Leftover(text=", ".join(cell or "" for cell in reject.cells)[:120], why=reject.reason, place=Place(file=read.file, line=reject.line))
    if len(table.rejects) > BROKEN_SHOWN:
        yield Leftover(text=table.name, why=f"{len(table.rejects) - BROKEN_SHOWN} more rows do not fit: relvar normalize lists them all", place=place)
