"""Where the rows of each table lie in a store of documents: in which collection, under which path, under which name a column."""

from __future__ import annotations

from typing import NamedTuple

from relvar.model.documents import Collection, Copy, Embedding, Outlier
from relvar.model.physical import ForeignKey, Physical
from relvar.model.query import Query

KEY = "_id"
KEY_INDEX = "_id_"
META = "meta"  # the field of a time series that says what a measurement is of


class Spot(NamedTuple):
    """A column's place: the table whose element holds the field (the column's own, or one that it lies in), and the field's name."""

    table: str
    field: str


class Layout:
    """An index of the collections of one store, built once."""

    def __init__(self, physical: Physical) -> None:
        self.physical = physical
        self.home: dict[str, str] = {}  # table id -> collection id
        for id_, collection in physical.collections.items():
            self.home[collection.root] = id_
            self.home.update(dict.fromkeys(collection.embedded, id_))
        self._spots: dict[tuple[str, str], Spot] = {}
        self._own: dict[str, tuple[str, ...]] = {}

    def collection(self, table: str) -> Collection:
        return self.physical.collections[self.home[table]]

    def embedding(self, table: str) -> Embedding | None:
        """How the table's rows lie in another's document; None where they are documents themselves."""
        return self.collection(table).embedded.get(table)

    def reference(self, table: str) -> ForeignKey:
        """The foreign key by which embedded rows name the row that they lie in."""
        embedding = self.embedding(table)
        assert embedding is not None
        key = self.physical.tables[table].constraints[embedding.reference]
        assert isinstance(key, ForeignKey)
        return key

    def path(self, table: str) -> tuple[str, ...]:
        """Fields from the document down to the table's elements."""
        embedding = self.embedding(table)
        return () if embedding is None else (*self.path(embedding.parent), embedding.field)

    def chain(self, table: str) -> tuple[str, ...]:
        """The tables from the document's own down to this one."""
        embedding = self.embedding(table)
        return (table,) if embedding is None else (*self.chain(embedding.parent), table)

    def spot(self, table: str, column: str) -> Spot:
        """Where a column's value lies. What names the surrounding row is that row's own key."""
        found = self._spots.get((table, column))
        if found is None:
            found = self._spots[table, column] = self._spot(table, column)
        return found

    def _spot(self, table: str, column: str) -> Spot:
        embedding = self.embedding(table)
        if embedding is not None:
            key = self.reference(table)
            if column in key.columns:
                return self.spot(embedding.parent, key.to[key.columns.index(column)])
        elif self.collection(table).key == column:
            return Spot(table, KEY)
        name = self.physical.tables[table].columns[column].name
        series = self.collection(table).time_series
        return Spot(table, f"{META}.{name}" if series is not None and column in series.meta else name)

    def full(self, table: str, column: str) -> str:
        """The path of a column from the document: "lines.product_id"; the array itself where it holds nothing but the column."""
        spot = self.spot(table, column)
        return ".".join(self.path(spot.table)) if self.is_scalar(spot.table) else ".".join((*self.path(spot.table), spot.field))

    def is_scalar(self, table: str) -> bool:
        embedding = self.embedding(table)
        return bool(embedding and embedding.scalar)

    def own_columns(self, table: str) -> tuple[str, ...]:
        """Columns whose values an element of the table holds itself."""
        if table not in self._own:
            self._own[table] = tuple(c for c in self.physical.tables[table].columns if self.spot(table, c).table == table)
        return self._own[table]

    def inside(self, table: str) -> tuple[str, ...]:
        """Tables whose rows lie directly in an element of this one."""
        return tuple(t for t, e in self.collection(table).embedded.items() if e.parent == table)

    def copies(self, table: str) -> tuple[Copy, ...]:
        return tuple(c for c in self.collection(table).copies if c.table == table)

    def serving(self, query: Query) -> tuple[str, ...]:
        """ "collection.index" of every index that a query's plan must use; what no index stands for is found by `_id`."""
        found: dict[str, None] = {}
        for served in query.served_by:
            collection = self.collection(served.partition(".")[0])
            index = next((i.name for i in collection.indexes.values() if served in i.of), KEY_INDEX)
            if index == KEY_INDEX and self._is_there_already(query, served.partition(".")[0]):
                continue
            found[f"{collection.name}.{index}"] = None
        return tuple(found)

    def _is_there_already(self, query: Query, table: str) -> bool:
        """Whether the rows come with the document that the question begins at."""
        start = query.statement.table
        return start != table and self.home[start] == self.home[table]

    def flowing(self, table: str) -> Outlier | None:
        """How the table's rows lie in their owner's document while it has room; None where all are documents, or elements."""
        return next((o for c in self.physical.collections.values() for o in c.outliers if o.table == table), None)

    def many(self, table: str) -> bool:
        """Whether a document can hold more than one element of the table."""
        embedding = self.embedding(table)
        return embedding is not None and (embedding.many or self.many(embedding.parent))


def made_by_engine(physical: Physical, table: str, column: str) -> bool:
    """Whether a column holds a key that the engine makes, its own table's or one that it refers to."""
    seen: set[tuple[str, str]] = set()
    while (table, column) not in seen:
        seen.add((table, column))
        owner = physical.tables[table]
        if owner.columns[column].identity:
            return True
        keys = [k for k in owner.constraints.values() if isinstance(k, ForeignKey) and column in k.columns]
        if not keys:
            return False
        key = min(keys, key=lambda k: len(k.columns))
        table, column = key.table, key.to[key.columns.index(column)]
    return False
