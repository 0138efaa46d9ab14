"""Rows that lie in the documents of others become documents of their own, and the reverse: `$unwind` and `$merge`, `$lookup` and `$merge`.

Until contract the place they came from is the truth: contract does the same once more, and takes away what has gone there since. Both
are done in batches by the owner's `_id`, and each gives the same when it is done again.
Sources: MongoDB manual, "$merge (aggregation)" (`on` needs a unique index, and no `_id` where it is not of it), "$lookup".
"""

from __future__ import annotations

from typing import Any, NamedTuple

from relvar.engines.base import Statement
from relvar.engines.mongodb.migrating import nested
from relvar.engines.mongodb.migrating.said import call
from relvar.engines.mongodb.places import Store
from relvar.engines.mongodb.schema import VERSION
from relvar.errors import UnsupportedError
from relvar.model.documents import Embedding
from relvar.model.figures import size
from relvar.plan.documents.candidates import SHARE_OF_LIMIT
from relvar.plan.documents.layout import KEY

DOCUMENT_BYTES = 16_777_216  # MongoDB manual, "MongoDB Limits and Thresholds"
BY_HAND = "write it by hand beside the generated ones"


class Move(NamedTuple):
    """A table's rows: `inside` says where they lie in others' documents, `apart` where they are documents."""

    table: str
    inside: Store
    apart: Store

    @property
    def embedding(self) -> Embedding:
        found = self.inside.layout.embedding(self.table)
        assert found is not None
        return found

    @property
    def owner(self) -> str:
        return self.inside.layout.collection(self.table).name

    @property
    def path(self) -> str:
        return ".".join(self.inside.layout.path(self.table))

    @property
    def target(self) -> str:
        return self.apart.layout.collection(self.table).name

    @property
    def arrays(self) -> tuple[str, ...]:
        """The arrays on the way to the rows, the outermost first."""
        layout = self.inside.layout
        return tuple(".".join(layout.path(t)) for t in layout.chain(self.table)[1:] if layout.collection(t).embedded[t].many)

    @property
    def is_nested(self) -> bool:
        return self.embedding.many and len(self.arrays) == 2 and self.arrays[0] == ".".join(self.inside.layout.path(self.embedding.parent))

    def reference(self) -> str:
        """The field of a document of its own that says in which row it lay: by the owner's `_id`, or within an array by one field of its
        element. Raises UnsupportedError where none does.
        """
        ((_, field),) = self._named().items()
        return field

    def owner_key(self) -> str:
        """The path in the owner of what the reference holds. Raises UnsupportedError."""
        ((path, _),) = self._named().items()
        return path

    def _named(self) -> dict[str, str]:
        key, layout = self.inside.layout.reference(self.table), self.inside.layout
        named = {layout.full(self.embedding.parent, to): c for c, to in zip(key.columns, key.to, strict=True)}
        path = KEY if KEY in named else next(iter(named))
        if path != KEY and (len(named) > 1 or not self.is_nested):
            raise UnsupportedError(what=f"rows of {self.target} lie deeper in {self.owner}, or move by a key of several fields", remedy=BY_HAND)
        return {path: self.apart.layout.full(self.table, named[path])}

    def fields(self) -> dict[str, str]:
        """Path in the unwound owner -> field of the document of its own, column by column, with what is copied and derived beside."""
        inside, apart, table = self.inside.layout, self.apart.layout, self.table
        found = {inside.full(table, c): apart.full(table, c) for c in self.apart.physical.tables[table].columns if self._is_in_both(c)}
        for id_, there in self._beside(self.apart).items():
            here = self._beside(self.inside).get(id_)
            if here is None:
                raise UnsupportedError(what=f"{self.target}.{there} is copied from elsewhere when its rows move", remedy=BY_HAND)
            found[f"{self.path}.{here}"] = there
        return found

    def _is_in_both(self, column: str) -> bool:
        if column not in self.inside.physical.tables[self.table].columns:
            return False
        if self.inside.types.of(self.table, column) != self.apart.types.of(self.table, column):
            raise UnsupportedError(what=f"{self.target}.{column} moves and changes its type at once", remedy="do one after the other")
        return True

    def _beside(self, store: Store) -> dict[str, str]:
        layout = store.layout
        derived = {d.column: d.field for d in layout.collection(self.table).derived if d.table == self.table}
        copies = {c.reference: c.field for c in layout.copies(self.table)}
        return {**derived, **copies, **{t: layout.collection(self.table).embedded[t].field for t in layout.inside(self.table)}}

    def identity(self) -> list[str]:
        """Fields that tell the documents apart: `_id`, or those of the key, which a unique index upholds."""
        collection, table = self.apart.layout.collection(self.table), self.apart.physical.tables[self.table]
        columns = (collection.key,) if collection.key else table.primary_key
        return [self.apart.layout.full(self.table, c) for c in columns]


def out(move: Move, because: str = "") -> Statement:
    """Every element becomes a document, or replaces the one that it is already."""
    made = {there: f"${here}" for here, there in move.fields().items()}
    stages = [
        *({"$unwind": f"${path}"} for path in move.arrays or (move.path,)),
        {"$replaceWith": {**made, VERSION: move.apart.layout.collection(move.table).schema_version}},
        {"$merge": {"into": move.target, "on": _one(move.identity()), "whenMatched": "replace", "whenNotMatched": "insert"}},
    ]
    return call(move.owner, "inBatches", {move.path: {"$exists": True}}, stages, True, because=because)


def orphans(move: Move) -> Statement:
    """Documents whose element is no more."""
    if move.is_nested:
        return nested.orphans(move)
    named, owner = {there: here for here, there in move.fields().items()}, move.reference()
    own = [field for field in move.identity() if field != owner]
    told = [f"$owner.{named[field]}" for field in own]
    pairs = {"$zip": {"inputs": [{"$ifNull": [path, []]} for path in told]}}
    found = {"$anyElementTrue": [{"$map": {"input": pairs, "as": "one", "in": {"$eq": ["$$one", [f"${field}" for field in own]]}}}]}
    single = {"$eq": [{"$type": f"$owner.{move.path}"}, "object"]}
    stages = [
        {"$lookup": {"from": move.owner, "localField": owner, "foreignField": KEY, "pipeline": [{"$project": {move.path: 1}}], "as": "owner"}},
        {"$unwind": {"path": "$owner", "preserveNullAndEmptyArrays": True}},
        {"$match": {"$expr": {"$not": [found if own else single]}}},
        {"$project": {KEY: 1}},
    ]
    return call(move.target, "deleteFound", stages, because=f"What was taken out of {move.owner}.{move.path} since")


def fits(move: Move) -> Statement:
    """Stops where the rows of one owner would be too many, or too large, for its document."""
    limit, most = DOCUMENT_BYTES * SHARE_OF_LIMIT, move.embedding.most if move.embedding.many else 1
    sums = {KEY: f"${move.reference()}", "rows": {"$sum": 1}, "bytes": {"$sum": {"$bsonSize": "$$ROOT"}}}
    stages = [{"$group": sums}, {"$match": {"$or": [{"rows": {"$gt": most}}, {"bytes": {"$gt": round(limit)}}]}}, {"$limit": 3}]
    return call(move.target, "noneFound", stages, f"more than {most:,} or {size(limit)} for one of {move.owner}")


def into(move: Move, because: str = "") -> tuple[Statement, ...]:
    """Every owner is given its rows, in the order of their key; an owner without any has no field."""
    if move.is_nested:
        return nested.into(move, because)
    fields, own = move.fields(), f"{move.path}."
    element = {here.removeprefix(own): f"${there}" for here, there in fields.items() if here.startswith(own)}
    order = {move.apart.layout.full(move.table, c): 1 for c in move.apart.physical.tables[move.table].primary_key}
    shape = {"$replaceWith": element} if element else {"$project": {KEY: 0, fields[move.path]: 1}}
    looked = {"from": move.target, "localField": KEY, "foreignField": move.reference(), "pipeline": [{"$sort": order}, shape], "as": move.path}
    rows: Any = f"${move.path}" if element else f"${own}{fields[move.path]}"
    merge = {"into": move.owner, "on": KEY, "whenMatched": "merge", "whenNotMatched": "discard"}
    stages = [{"$lookup": looked}, {"$project": {move.path: rows if move.embedding.many else {"$first": rows}}}, {"$merge": merge}]
    given = call(move.owner, "inBatches", {}, stages, True, because=because)
    empty = call(move.owner, "inBatches", {move.path: []}, [{"$unset": [move.path]}], because="Who has none has no field")
    return (given, empty) if move.embedding.many else (given,)


def _one(names: list[str]) -> str | list[str]:
    return names[0] if len(names) == 1 else names
