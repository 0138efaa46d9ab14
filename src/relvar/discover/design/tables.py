"""A study of a file -> its tables: physical tables, which rows of the file each takes, and the query that joins them again."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from relvar.discover.design.choose import Study
from relvar.discover.design.composite import Source
from relvar.discover.design.elements import listed, numbered
from relvar.discover.design.names import column_names, thing, unused
from relvar.discover.design.parts import Division, Part, Rank, columns_of, divide
from relvar.discover.design.repeating import Listing, Repeating, places_of, repeating
from relvar.discover.design.turning import Back
from relvar.discover.kinds import Typed
from relvar.discover.naming import NAMING, words
from relvar.discover.table import kept
from relvar.engines.filling import Cells, Composed, Join, Listed, Numbered, Rejoin, Spot
from relvar.model import physical
from relvar.model.semantic import DataType
from relvar.normalize.theory.dependency import positions

ROW = "row_number"
PLAIN = frozenset(
    {"name", "title", "type", "kind", "category", "group", "class", "status", "description", "label", "date", "time", "year", "month", "day"}
)
WHOLE = DataType(base="integer", bits=64)


class Rows(NamedTuple):
    """The rows of one table, columns by physical id."""

    table: str
    columns: Mapping[str, Cells]


class Model(NamedTuple):
    """Tables of one file. `names`: the column's name of each attribute; `file`: the file's rows as the rejoined query must give them;
    `back`: the way back to a key-value table, where it was one."""

    study: Study
    division: Division
    tables: dict[str, physical.Table]
    rows: tuple[Rows, ...]
    rejoin: Rejoin
    names: tuple[str, ...]
    file: tuple[Cells, ...]
    back: Back | None = None


def model(study: Study, whole: Typed, sources: Sequence[Source], taken: Iterable[str] = ()) -> Model:
    """The tables of a study. `whole`: the file before its composite columns were split, `sources`: how; `taken`: names of other files' tables."""
    names, cells = _columns(study)
    key = study.key or 1 << len(study.table.columns)
    repeats = repeating(study.table, study.kinds)
    chosen = [fd for fd in study.chosen if not fd.left & repeats.attributes]
    division = divide((1 << len(names)) - 1, key, chosen, _rank(study))
    tables: dict[str, physical.Table] = {}
    for part in division.parts:
        name = unused(_name(study, part, key, names), {*taken, *tables})
        tables[name] = _table(name, part, names, cells, study)
    parts = dict(zip(tables, division.parts, strict=True))
    tables = {t: _with_references(t, table, parts, names, tables) for t, table in tables.items()}
    rows = {t: _rows(part, key, names, cells) for t, part in parts.items()}
    elements = _first_form(repeats, names, tables, rows, set(taken))
    rejoin = _rejoin(study, parts, names, sources, elements)
    made = tuple(Rows(t, columns) for t, columns in rows.items())
    return Model(study, division, tables, made, rejoin, tuple(names), tuple(_file(study, whole)))


def _first_form(
    repeats: Repeating, names: Sequence[str], tables: dict[str, physical.Table], rows: dict[str, dict[str, Cells]], taken: set[str]
) -> dict[int, Listed | Numbered]:
    """Move what repeats within rows to tables of elements, where it lies in one table and is no part of a key; place -> where it went."""
    found: dict[int, Listed | Numbered] = {}
    for one in repeats.each:
        columns = [names[place] for place in places_of(one)]
        holding = [table for table in tables.values() if set(columns) & set(table.columns)]
        if len(holding) != 1 or not set(columns) <= set(holding[0].columns) or set(columns) & set(holding[0].primary_key):
            continue
        parent = holding[0]
        cells, others = rows[parent.name], [*taken, *tables]
        made = listed(one, parent, cells, columns[0], others) if isinstance(one, Listing) else numbered(one, parent, cells, names, others)
        tables[parent.name] = _narrowed(parent, columns)
        rows[parent.name] = {c: values for c, values in cells.items() if c not in columns}
        tables[made.name], rows[made.name] = made.table, made.rows
        found.update(made.outputs)
    return found


def _narrowed(table: physical.Table, gone: Sequence[str]) -> physical.Table:
    columns = {c: column for c, column in table.columns.items() if c not in gone}
    constraints = {
        k: c
        for k, c in table.constraints.items()
        if not (isinstance(c, physical.UniqueConstraint | physical.ForeignKey) and set(c.columns) & set(gone))
    }
    return replace(table, columns=columns, constraints=constraints)


def _file(study: Study, whole: Typed) -> Iterator[Cells]:
    """The columns of the rows that are loaded, as they were before anything was taken apart."""
    table = whole.table
    if table.rows != study.table.rows:
        places = {line: row for row, line in enumerate(table.lines)}
        table = kept(table, map(places.__getitem__, study.table.lines))
    for column, kind in zip(table.columns, whole.kinds, strict=True):
        yield Cells(column.codes, column.values, kind.data)


def _columns(study: Study) -> tuple[list[str], list[Cells]]:
    """Names and cells of the attributes; the row's number is one where no column names a row."""
    table = study.table
    names = column_names(table.names)
    cells = [Cells(c.codes, c.values, kind.data) for c, kind in zip(table.columns, study.kinds, strict=True)]
    if not study.key:
        names.append(unused(ROW, names))
        cells.append(Cells(range(table.rows), [str(n) for n in range(1, table.rows + 1)], WHOLE))
    return names, cells


def _rank(study: Study) -> Rank:
    """Which of several keys reads best: those called as keys are, then short ones, then those that stand first."""
    table = study.table

    def rank(mask: int) -> tuple[int, ...]:
        places = [place for place in positions(mask) if place < len(table.columns)]
        called = sum(not NAMING & set(words(table.columns[place].name)) for place in places)
        return (called, *places)

    return rank


def _name(study: Study, part: Part, key: int, names: Sequence[str]) -> str:
    if part.key == key:
        return study.table.name
    named = thing([names[place] for place in columns_of(part.key)])
    return f"{study.table.name}_{named}" if named in PLAIN else named  # the name of a car is no table of names


def _table(name: str, part: Part, names: Sequence[str], cells: Sequence[Cells], study: Study) -> physical.Table:
    ordered = [*columns_of(part.key), *(p for p in columns_of(part.attributes) if not part.key >> p & 1)]
    columns = {names[p]: _column(p, names, cells, study, key=bool(part.key >> p & 1)) for p in ordered}
    unique: dict[str, physical.Constraint] = {}
    for other in (*part.others, *_also_unique(part, study)):
        ids = tuple(names[p] for p in columns_of(other))
        unique[f"{'_'.join(ids)}_key"] = physical.UniqueConstraint(
            name=f"{name}_{'_'.join(ids)}_key"[:63], columns=ids, says="determines the row in the file"
        )
    primary = tuple(names[p] for p in columns_of(part.key))
    return physical.Table(
        name=name, columns=columns, primary_key=primary, primary_key_name=f"{name}_pk", comment=f"from {study.table.source}", constraints=unique
    )


def _also_unique(part: Part, study: Study) -> list[int]:
    """Columns beside the row's key that are called as keys are and hold each value once."""
    if part.key != study.key:
        return []
    columns = [(1 << place, study.table.columns[place]) for place in columns_of(part.attributes & ~part.key)]
    found = [bit for bit, column in columns if bit in study.found.keys and NAMING & set(words(column.name)) and not column.has_nulls]
    return [bit for bit in found if bit not in part.others]


def _column(place: int, names: Sequence[str], cells: Sequence[Cells], study: Study, *, key: bool) -> physical.Column:
    headers = study.table.names
    header = headers[place] if place < len(headers) else "the row's number among those that were loaded"
    return physical.Column(
        name=names[place], data=cells[place].data, nullable=not key and None in cells[place].values, comment="" if header == names[place] else header
    )


def _with_references(
    table_id: str, table: physical.Table, parts: Mapping[str, Part], names: Sequence[str], tables: Mapping[str, physical.Table]
) -> physical.Table:
    """References to every table whose key the table holds."""
    constraints = dict(table.constraints)
    mine = parts[table_id]
    for other_id, other in parts.items():
        if other_id != table_id and other.key & ~mine.attributes == 0 and other.key != mine.key:
            ids = tuple(names[p] for p in columns_of(other.key))
            constraints[f"{other_id}_fk"] = physical.ForeignKey(
                name=f"{table.name}_{tables[other_id].name}_fk"[:63], columns=ids, table=other_id, to=ids, because="the columns stand for a row there"
            )
    return replace(table, constraints=constraints)


def _rows(part: Part, key: int, names: Sequence[str], cells: Sequence[Cells]) -> dict[str, Cells]:
    """The table's rows: every row of the file where its key is the row's, else the first for each key that is filled."""
    columns = {names[p]: cells[p] for p in (*columns_of(part.key), *columns_of(part.attributes & ~part.key))}
    if part.key == key:
        return columns
    rows = _first_rows([cells[p] for p in columns_of(part.key)])
    return {name: Cells(array("i", map(column.codes.__getitem__, rows)), column.values, column.data) for name, column in columns.items()}


def _first_rows(keys: Sequence[Cells]) -> list[int]:
    """The first row for each value of the key, without those where a part of it is empty."""
    if len(keys) == 1:
        codes = keys[0].codes
        first = dict(zip(reversed(codes), range(len(codes) - 1, -1, -1), strict=True))
        nothing = {code for code, value in enumerate(keys[0].values) if value is None}
        return sorted(row for code, row in first.items() if code not in nothing)
    combined = list(zip(*(cells.codes for cells in keys), strict=True))
    rows = dict(zip(reversed(combined), range(len(combined) - 1, -1, -1), strict=True)).values()
    return sorted(row for row in rows if all(cells.values[cells.codes[row]] is not None for cells in keys))


def _rejoin(
    study: Study, parts: Mapping[str, Part], names: Sequence[str], sources: Sequence[Source], elements: Mapping[int, Listed | Numbered]
) -> Rejoin:
    base, *others = parts
    spots = {p: Spot(base, names[p]) for p in columns_of(parts[base].attributes)}
    joins = []
    for other in others:
        part = parts[other]
        joins.append(Join(other, tuple((names[p], spots[p]) for p in columns_of(part.key))))
        for p in columns_of(part.attributes):
            spots.setdefault(p, Spot(other, names[p]))
    outputs = [(s.header, elements.get(s.places[0]) or Composed(tuple(spots[p] for p in s.places), s.between)) for s in sources]
    return Rejoin(f"{study.table.name}_rows", base, tuple(joins), tuple(outputs))
