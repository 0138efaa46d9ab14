"""What a picture of collections shows: objects within objects, and references between collections."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from relvar.engines import engine
from relvar.model.documents import Collection, Copy
from relvar.model.figures import DAYS_A_YEAR, count, listed, size
from relvar.model.physical import ForeignKey, Physical
from relvar.plan.documents.layout import KEY, Layout, made_by_engine
from relvar.write.diagrams.edges import Edge

FIELDS_SHOWN = 12  # of one object; more make a box taller than a page, and the rest is counted
MADE = "id"  # the type of a key that the store makes, and of what refers to it


class Row(NamedTuple):
    """A field; `of`: the "table.column" that it holds."""

    mark: str
    name: str
    type: str
    of: str = ""


class Panel(NamedTuple):
    """An object: a document, an element of an array, or (`is_copy`) fields that follow another collection."""

    title: str
    notes: tuple[str, ...]
    rows: tuple[Row, ...]
    inside: tuple[Panel, ...] = ()
    is_copy: bool = False


class Reference(NamedTuple):
    """An edge between collections; `copies`: fields that are kept beside the reference and follow what it names."""

    edge: Edge
    of: str
    path: str
    copies: tuple[str, ...]

    @property
    def says(self) -> str:
        return f"{self.path}; copies {listed(list(self.copies))}" if self.copies else self.path


def panels(physical: Physical) -> dict[str, Panel]:
    """By collection."""
    made = _Panels(physical)
    return {id_: made.of(collection) for id_, collection in physical.collections.items()}


class _Panels:
    def __init__(self, physical: Physical) -> None:
        self.physical, self.layout = physical, Layout(physical)
        self.native = engine(physical.engine).native

    def of(self, collection: Collection) -> Panel:
        table = self.physical.tables[collection.root]
        sizes = f"{size(collection.average_bytes)} on average, {size(collection.largest_bytes)} at most"
        if collection.average_bytes == collection.largest_bytes:
            sizes = f"{size(collection.average_bytes)} each"
        notes = [f"{count(collection.documents)} documents{_growth(table.rows_per_day)}", sizes]
        if collection.patterns:
            notes.append(f"patterns: {listed(list(collection.patterns))}")
        inside = [*self._inside(collection.root), *self._subsets(collection), *self._flowing(collection)]
        return Panel(collection.name, tuple(notes), tuple(self._rows(collection.root)), tuple(inside))

    def _inside(self, table: str) -> Iterator[Panel]:
        for copy in self.layout.copies(table):
            yield self._copy(table, copy)
        for inner in self.layout.inside(table):
            embedding = self.layout.collection(table).embedded[inner]
            many = f"array of 0..{embedding.most:,}, {count(embedding.average)} on average"
            rows = (self._value(inner, embedding.scalar),) if embedding.scalar else tuple(self._rows(inner))
            title = f"{embedding.field}[]" if embedding.many else embedding.field
            yield Panel(title, (many if embedding.many else "object, 0..1",), rows, tuple(self._inside(inner)))

    def _copy(self, table: str, copy: Copy) -> Panel:
        key = self.physical.tables[table].constraints[copy.reference]
        assert isinstance(key, ForeignKey)
        owner = self.physical.tables[key.table]
        rows = tuple(Row("", owner.columns[c].name, self._type(key.table, c)) for c in copy.columns)
        return Panel(copy.field, (f"copy, follows {owner.name}",), rows, is_copy=True)

    def _subsets(self, collection: Collection) -> Iterator[Panel]:
        for subset in collection.subsets:
            rows = tuple(Row("", self.layout.spot(subset.table, c).field, self._type(subset.table, c)) for c in subset.columns)
            note = f"copy, the newest {subset.keep} of {self.physical.tables[subset.table].name}"
            yield Panel(f"{subset.field}[]", (note,), rows, is_copy=True)

    def _flowing(self, collection: Collection) -> Iterator[Panel]:
        for outlier in collection.outliers:
            apart = self.physical.tables[outlier.table]
            note = f"array of 0..{outlier.keep:,}, {count(outlier.average)} on average; {outlier.marker}: the rest in {apart.name}"
            yield Panel(f"{outlier.field}[]", (note,), tuple(self._rows(outlier.table)))

    def _rows(self, table: str) -> Iterator[Row]:
        owner = self.physical.tables[table]
        refers = self._refers(table)
        own = self.layout.own_columns(table)
        shown = sorted(own, key=lambda c: 0 if self.layout.spot(table, c).field == KEY else 1 if c in refers else 2)
        for id_ in shown[:FIELDS_SHOWN]:
            field = self.layout.spot(table, id_).field
            mark = "ID" if field == KEY else "→" if id_ in refers else ""
            yield Row(mark, field + ("?" if owner.columns[id_].nullable else ""), self._type(table, id_), f"{table}.{id_}")
        if len(shown) > FIELDS_SHOWN:
            yield Row("", f"… {len(shown) - FIELDS_SHOWN} more", "")
        yield from (Row("", d.field, "string") for d in self.layout.collection(table).derived if d.table == table)
        tree = self.layout.collection(table).tree
        if tree is not None and self.layout.embedding(table) is None:
            yield Row("→", f"{tree.field}[]", MADE)

    def _value(self, table: str, column: str) -> Row:
        return Row("→" if column in self._refers(table) else "", "each value", self._type(table, column), f"{table}.{column}")

    def _refers(self, table: str) -> set[str]:
        return {c for key in self.physical.tables[table].constraints.values() if isinstance(key, ForeignKey) for c in key.columns}

    def _type(self, table: str, column: str) -> str:
        if made_by_engine(self.physical, table, column):
            return MADE
        return self.native(self.physical.tables[table].columns[column].data).text


def _growth(rows_per_day: float) -> str:
    """In words; what grows by less than one a day is told by the year."""
    if not rows_per_day:
        return ""
    return f", {count(rows_per_day)} more a day" if rows_per_day >= 1 else f", {count(rows_per_day * DAYS_A_YEAR)} more a year"


def references(physical: Physical) -> Iterator[Reference]:
    """Every reference that leads out of the document that it stands in, or to another of its own kind."""
    layout = Layout(physical)
    for id_, owner in physical.tables.items():
        embedding = layout.embedding(id_)
        for name, key in owner.constraints.items():
            if not isinstance(key, ForeignKey) or (embedding is not None and name == embedding.reference):
                continue
            path = layout.full(id_, key.columns[-1])
            kept = next((c for c in layout.copies(id_) if c.reference == name), None)
            copies = tuple(physical.tables[key.table].columns[c].name for c in kept.columns) if kept is not None else ()
            optional = any(owner.columns[c].nullable for c in key.columns)
            edge = Edge(layout.home[key.table], layout.home[id_], path, optional, False)
            yield Reference(edge, f"{id_}.{key.columns[-1]}", path, copies)
