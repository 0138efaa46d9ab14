"""Which indexes the collections have.

Decides how every key, uniqueness and index of the rows is upheld where the rows are documents: the key of a collection's own rows
is `_id`; a uniqueness is a unique index, only among documents that have the field where it may be absent; an index of embedded
rows is an index into the array; one that begins with the surrounding document's own key is left out, for `_id` finds the document.
Texts that are compared without regard to case, or searched as one types, are stored in lower case beside, and that field is
indexed. Rows that leave by age leave by a TTL index. A collection has one text index at most, so searches share it.

Stays silent about uniqueness within one array: no index sees it, the validator upholds it (that is said where it is written).

Weighs: an index into an array has an entry for each element. No index holds two arrays: MongoDB refuses the documents.

Sources: MongoDB manual, "The ESR (Equality, Sort, Range) Guideline", partial indexes, multikey indexes, TTL indexes.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from relvar.model.behaviour import Expire
from relvar.model.changes import Alter
from relvar.model.design import Computed, Decision, Design, Manual
from relvar.model.documents import Collection, Derived, DocumentIndex, DocumentKey, KeyKind
from relvar.model.expression import And, Call, ColumnRef, Compare, Elements, Expression, InList, IsNull, Member
from relvar.model.features import Features
from relvar.model.figures import DAYS_A_MONTH, SECONDS_A_DAY, count, listed
from relvar.model.physical import Index, IndexPart, Table, UniqueConstraint
from relvar.plan.documents.layout import KEY, Layout, made_by_engine
from relvar.plan.queries.need import conjuncts
from relvar.plan.realize.names import shorten
from relvar.plan.trace import foreign_keys

ADVISOR = "index_documents"
ESR = Manual(title="MongoDB manual: the ESR guideline", address="https://www.mongodb.com/docs/manual/tutorial/equality-sort-range-rule/")
TTL = Manual(title="MongoDB manual: TTL indexes", address="https://www.mongodb.com/docs/manual/core/index-ttl/")


def index_documents(design: Design, store: str, features: Features) -> Iterator[Decision]:
    """One decision a collection."""
    physical = design.physical[store]
    layout = Layout(physical)
    for id_, collection in physical.collections.items():
        yield _decision(design, store, layout, id_, collection)


def indexed(layout: Layout, collection: Collection) -> Collection:
    """The collection with the indexes that its tables ask for."""
    made = _Indexes(layout, collection)
    return made.all()


def _decision(design: Design, store: str, layout: Layout, id_: str, collection: Collection) -> Decision:
    made = _Indexes(layout, collection)
    after = made.all()
    entries = sum(layout.physical.tables[i.table].rows_per_day for i in made.found.values())
    formula = " + ".join(f"{count(layout.physical.tables[i.table].rows_per_day)} ({i.name})" for i in made.found.values()) or "0"
    left = f"; {listed(made.left_out)}: by `_id`" if made.left_out else ""
    return Decision(
        advisor=ADVISOR,
        subject=id_,
        store=store,
        choice=listed([index_in_words(i) for i in made.found.values()], 20) if made.found else f"none beside {KEY}",
        because=f"{collection.name}: {listed([_serves(design, store, i) for i in made.found.values()], 20) or 'by key alone'}{left}",
        evidence=(Computed(formula=formula, value=round(entries), unit="index entries a day"), TTL if made.ttl else ESR),
        instead_of=tuple(f"a collation for {d.column}" for d in made.derived.values()),
        changes=(Alter(collection="collections", id=id_, before=collection, after=after),) if after != collection else (),
    )


def index_in_words(index: DocumentIndex) -> str:
    """{status: 1, placed_at: -1} unique."""
    kinds = {"ascending": "1", "descending": "-1", "text": '"text"', "hashed": '"hashed"'}
    keys = ", ".join(f"{k.path}: {kinds[k.kind]}" for k in index.keys)
    words = " unique" if index.unique else ""
    words += ", partial" if index.where is not None else ""
    return f"{{{keys}}}{words}" + (f", TTL {index.expire_seconds / SECONDS_A_DAY:.0f} days" if index.expire_seconds else "")


def _serves(design: Design, store: str, index: DocumentIndex) -> str:
    queries = design.physical[store].queries
    of_a_log = not design.physical[store].tables[index.table].relation
    asked = [] if of_a_log else [queries[s].name for s in index.serves if s in queries]
    if index.expire_seconds:
        return f"{index.keys[0].path}: by age"
    paths = ", ".join(k.path for k in index.keys)
    return "; ".join(asked[:2]) or paths


EVERYTHING = "$**"  # every field within a field: a wildcard index


class _Indexes:
    """The indexes of one collection. `left_out`: names of indexes that `_id` makes needless."""

    def __init__(self, layout: Layout, collection: Collection) -> None:
        self.layout = layout
        self.collection = collection
        self.found: dict[str, DocumentIndex] = {}
        self.derived: dict[str, Derived] = {}
        self.left_out: list[str] = []
        self.ttl = False

    def all(self) -> Collection:
        """The collection with them."""
        for table_id in (self.collection.root, *self.collection.embedded):
            table = self.layout.physical.tables[table_id]
            self._keys(table_id, table)
            for id_, index in table.indexes.items():
                self._index(table_id, table, id_, index)
        self._flowing()
        self._expiry()
        if self.collection.tree is not None:
            name = shorten(f"{self.collection.name}_{self.collection.tree.field}_ix")
            keys = (DocumentKey(path=self.collection.tree.field),)
            self._add(DocumentIndex(name=name, keys=keys, table=self.collection.root, because="everything below one, at any depth"))
        self._without_prefixes()
        return msgspec.structs.replace(self.collection, indexes=self.found, derived=tuple(self.derived.values()))

    def _flowing(self) -> None:
        """Of rows that lie here while there is room: their own indexes, into the array. What begins with their owner's key is found by `_id`."""
        for outlier in self.collection.outliers:
            table = self.layout.physical.tables[outlier.table]
            reference = table.constraints[outlier.reference]
            apart = _Indexes(self.layout, self.layout.collection(outlier.table)).all()
            owner = {self.layout.full(outlier.table, c) for c in getattr(reference, "columns", ())}
            asking = tuple(i for i, q in self.layout.physical.queries.items() if f"{outlier.table}.primary_key" in q.served_by)
            by_key = DocumentIndex(name=f"{apart.name}_id_ix", keys=(DocumentKey(path=KEY),), table=outlier.table, serves=asking)
            for index in (*apart.indexes.values(), *((by_key,) if asking else ())):
                if index.keys[0].path in owner:
                    continue
                keys = tuple(DocumentKey(path=KEY if k.path in owner else f"{outlier.field}.{k.path}", kind=k.kind) for k in index.keys)
                name = shorten(f"{self.collection.name}_{index.name}")
                because = index.because or f"as of {apart.name}, of those that lie here"
                self._add(msgspec.structs.replace(index, name=name, keys=keys, of=(), because=because))

    # --- keys ---

    def _keys(self, table_id: str, table: Table) -> None:
        if table_id == self.collection.root and self.collection.key and len(table.primary_key) > 1:
            self._listed_by_key(table_id, table)
        if (len(table.primary_key) > 1 and not (table_id == self.collection.root and self.collection.key)) or self.layout.embedding(
            table_id
        ) is not None:
            self._unique(table_id, table, table.primary_key, "primary_key", table.primary_key_name)
        for id_, constraint in table.constraints.items():
            if isinstance(constraint, UniqueConstraint):
                self._unique(table_id, table, constraint.columns, id_, constraint.name)

    def _listed_by_key(self, table_id: str, table: Table) -> None:
        """`_id` is the part of the key that the driver makes; who lists by the other part needs an index that begins with it."""
        element = f"{table_id}.primary_key"
        asking = [i for i, q in self.layout.physical.queries.items() if element in q.served_by]
        if asking:
            rest = [c for c in table.primary_key if c != self.collection.key]
            keys = tuple(DocumentKey(path=self.layout.full(table_id, c)) for c in rest)
            self._add(DocumentIndex(name=table.primary_key_name, keys=keys, table=table_id, serves=tuple(asking), of=(element,)))

    def _unique(self, table_id: str, table: Table, columns: tuple[str, ...], id_: str, name: str) -> None:
        if self._names_document(table_id, columns):  # at most one array's elements are left: the validator compares them
            self._asked_from_without(table_id, columns, f"{table_id}.{id_}", name)
            return
        absent = [c for c in columns if table.columns[c].nullable]
        if not absent and self.layout.embedding(table_id) is not None:
            absent = [c for c in columns if self.layout.spot(table_id, c).table == table_id][:1]  # documents whose array is empty, or of another kind
        filled: list[Expression] = [IsNull(operand=ColumnRef(column=c), negated=True) for c in absent]
        where = (filled[0] if len(filled) == 1 else And(items=tuple(filled))) if filled else None
        keys = tuple(DocumentKey(path=self.layout.full(table_id, c)) for c in columns)
        unique = self.collection.time_series is None and not self._collides_where_absent(table_id, columns)  # a time series keeps no key
        self._add(DocumentIndex(name=name, keys=keys, unique=unique, table=table_id, where=where, of=(f"{table_id}.{id_}",)))

    def _asked_from_without(self, table_id: str, columns: tuple[str, ...], element: str, name: str) -> None:
        """A key that begins with something else than the document's own finds documents by their elements ("materials with this product")."""
        asking = tuple(i for i, q in self.layout.physical.queries.items() if element in q.served_by)
        paths = [self.layout.full(table_id, c) for c in columns]
        if asking and paths[0] != KEY and self.layout.spot(table_id, columns[0]).table == table_id:
            keys = tuple(DocumentKey(path=path) for path in paths if path != KEY)
            self._add(DocumentIndex(name=name, keys=keys, table=table_id, serves=asking, of=(element,)))

    def _collides_where_absent(self, table_id: str, columns: tuple[str, ...]) -> bool:
        """Whether elements of an outer array whose inner array is empty would all have the same entry, null: a key that the driver makes within
        an array of an array is told apart by what it is, and the index only finds it (MongoDB manual, "Unique Indexes", "Missing Fields").
        """
        inner = self.layout.embedding(table_id)
        deep = inner is not None and inner.many and self.layout.many(inner.parent)
        made = all(made_by_engine(self.layout.physical, table_id, c) for c in columns)
        return deep and made and all(self.layout.spot(table_id, c).table == table_id for c in columns)

    def _names_document(self, table_id: str, columns: tuple[str, ...]) -> bool:
        """Whether a key holds the surrounding document's own key, so that it tells apart what lies in one document."""
        spots = [self.layout.spot(table_id, c) for c in columns]
        if (self.collection.root, KEY) in spots:
            return True
        whole = {(self.collection.root, self.layout.physical.tables[self.collection.root].columns[c].name) for c in self._root_key()}
        return self.layout.embedding(table_id) is not None and bool(whole) and whole <= set(spots)

    def _root_key(self) -> tuple[str, ...]:
        return () if self.collection.key else self.layout.physical.tables[self.collection.root].primary_key

    # --- indexes ---

    def _index(self, table_id: str, table: Table, id_: str, index: Index) -> None:
        element = (f"{table_id}.{id_}",)
        if index.method == "text":
            self._text(table_id, index, element)
            return
        keys = (*self._states(table_id, index), *(self._part(table_id, table, p) for p in index.parts))
        if keys[0].path == KEY and not index.unique:
            self.left_out.append(index.name)
            return
        serves, because = index.serves, index.because
        if not index.serves and any(list(k.columns[:1]) == [_column(index.parts[0])] for k in foreign_keys(table)):
            because = because or f"{keys[0].path} refers: whoever deletes what it names looks here first"
        self._add(
            DocumentIndex(
                name=index.name, keys=keys, unique=index.unique, table=table_id, where=index.where, serves=serves, of=element, because=because
            )
        )

    def _states(self, table_id: str, index: Index) -> tuple[DocumentKey, ...]:
        """The state of an index of open work stands first in its key as well: its few values are read one after the other, each in order."""
        found = []
        for one in conjuncts(index.where):
            operand = one.operand if isinstance(one, InList) else one.left if isinstance(one, Compare) and one.op == "=" else None
            if isinstance(operand, ColumnRef) and all(_column(p) != operand.column for p in index.parts):
                found.append(DocumentKey(path=self.layout.full(table_id, operand.column)))
        return tuple(found)

    def _part(self, table_id: str, table: Table, part: IndexPart) -> DocumentKey:
        kind: KeyKind = "descending" if part.descending else "ascending"
        if isinstance(part.expression, Call) and part.expression.function == "lower":
            return DocumentKey(path=self._lowered(table_id, table, _column(part)), kind=kind)
        if isinstance(part.expression, Elements):
            return DocumentKey(path=f"{self.layout.full(table_id, _column(part))}.{part.expression.operand.path}", kind=kind)
        if part.method_class == "paths":
            return DocumentKey(path=f"{self.layout.full(table_id, _column(part))}.{EVERYTHING}", kind="ascending")
        if isinstance(part.expression, Member):
            return DocumentKey(path=f"{self.layout.full(table_id, _column(part))}.{part.expression.path}", kind=kind)
        return DocumentKey(path=self.layout.full(table_id, _column(part)), kind=kind)

    def _lowered(self, table_id: str, table: Table, column: str) -> str:
        field = f"{table.columns[column].name}_lower"
        self.derived[f"{table_id}.{column}"] = Derived(table=table_id, column=column, function="lower", field=field)
        return ".".join((*self.layout.path(table_id), field))

    def _text(self, table_id: str, index: Index, element: tuple[str, ...]) -> None:
        keys = tuple(DocumentKey(path=self.layout.full(table_id, _column(p)), kind="text") for p in index.parts)
        there = next((i for i in self.found.values() if any(k.kind == "text" for k in i.keys)), None)
        if there is None:
            self._add(DocumentIndex(name=index.name, keys=keys, table=table_id, serves=index.serves, of=element))
            return
        both = tuple(dict.fromkeys((*there.keys, *keys)))
        self.found[there.name] = msgspec.structs.replace(there, keys=both, serves=(*there.serves, *index.serves), of=(*there.of, *element))

    def _add(self, index: DocumentIndex) -> None:
        twin = next((i for i in self.found.values() if i.keys == index.keys and i.where == index.where), None)
        if twin is None:
            self.found[index.name] = index
            return
        self.found[twin.name] = msgspec.structs.replace(
            twin, unique=twin.unique or index.unique, of=(*twin.of, *index.of), serves=tuple(dict.fromkeys((*twin.serves, *index.serves)))
        )

    def _expiry(self) -> None:
        root = self.collection.root
        for rule in self.layout.physical.behaviours.values():
            series = self.collection.time_series
            if series is not None and series.expire_seconds:
                continue
            if isinstance(rule, Expire) and rule.table == root and rule.months and not rule.anonymise and self._leaves_alone(root):
                keys = (DocumentKey(path=self.layout.full(root, rule.since)),)
                seconds = round(rule.months * DAYS_A_MONTH * SECONDS_A_DAY)
                name, because = shorten(f"{self.collection.name}_{keys[0].path}_ttl"), "rows leave by age"
                # The same keys twice are refused (IndexOptionsConflict): what questions use by then lets documents go as well.
                twin = next((i for i in self.found.values() if i.keys == keys and i.where is None and not i.expire_seconds), None)
                made = twin or DocumentIndex(name=name, keys=keys, table=root)
                said = f"{made.because}; {because}" if made.because else because
                self.found[made.name] = msgspec.structs.replace(made, expire_seconds=seconds, because=said)
                self.ttl = True

    def _leaves_alone(self, root: str) -> bool:
        """Whether nothing else refers to the rows: what a TTL index takes away asks nobody."""
        tables = self.layout.physical.tables
        inside = set(self.collection.embedded)
        return not any(k.table == root for t, table in tables.items() if t not in inside for k in foreign_keys(table))

    def _without_prefixes(self) -> None:
        for name, index in list(self.found.items()):
            if index.unique or index.expire_seconds:
                continue
            wider = next((o for n, o in self.found.items() if n != name and o.where == index.where and _begins(o, index)), None)
            if wider is not None:
                serves = tuple(dict.fromkeys((*wider.serves, *index.serves)))
                self.found[wider.name] = msgspec.structs.replace(wider, of=(*wider.of, *index.of), serves=serves)
                del self.found[name]


def _begins(wide: DocumentIndex, narrow: DocumentIndex) -> bool:
    return len(wide.keys) > len(narrow.keys) and not wide.expire_seconds and wide.keys[: len(narrow.keys)] == narrow.keys


def _column(part: IndexPart) -> str:
    expression = part.expression
    if isinstance(expression, Call):
        expression = expression.arguments[0]
    if isinstance(expression, Elements):
        expression = expression.operand
    if isinstance(expression, Member):
        expression = expression.document
    assert isinstance(expression, ColumnRef)
    return expression.column
