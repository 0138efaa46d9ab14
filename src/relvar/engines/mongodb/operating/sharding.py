"""A shard key for each collection that is too much for one node, weighed by what is asked, how many values there are, and growth.

Of the fields that questions hold equal: the more of a day's questions name it, the fewer shards answer each (targeted, not scattered).
A field with few values cannot be cut; one whose documents of a single value exceed a chunk makes a chunk that cannot be moved, so `_id` stands
behind it; one that only grows sends every insert to the last chunk, so it is hashed. A unique index is upheld on each shard alone unless
it begins with the key. Sources: MongoDB manual, "Choose a Shard Key", "Hashed Sharding", "Unique Indexes" of sharded collections.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from relvar.engines.base import Script, Statement
from relvar.engines.mongodb.ddl import keys
from relvar.engines.mongodb.operating.residence import regions, zoned
from relvar.engines.mongodb.places import Store
from relvar.engines.mongodb.script import Call, helped
from relvar.model import expression as e
from relvar.model.design import Decision, Design, Manual
from relvar.model.documents import Collection
from relvar.model.figures import count, listed, size
from relvar.model.query import Select
from relvar.plan.documents.layout import KEY
from relvar.plan.queries.need import conjuncts
from relvar.plan.trace import foreign_keys

PATH = "operate/shard.js"
HEAD = """Shards the collections that are too much for one node. Run once, through mongos, on collections that are made and, best, still empty:
an existing collection is cut while it is used, which takes days. The rest stay whole on the primary
shard. reshardCollection changes a key, by copying."""
CHUNK_BYTES = 128 * 2.0**20  # manual, "Data Partitioning with Chunks": the default range size since 6.0
VALUES_LEAST = 1_000  # distinct values: a hundred chunks on each of ten shards, so that moving one evens out
SHARE_OF_ALL = 0.1  # of the bytes or of the writes: a collection below it is no reason to cut anything
MANUAL = Manual(title="MongoDB manual: choose a shard key", address="https://www.mongodb.com/docs/manual/core/sharding-choose-a-shard-key/")


class Key(NamedTuple):
    """A shard key. `targeted`: the share of a day's questions of the collection that name it; `lost`: unique indexes it breaks."""

    collection: Collection
    fields: dict[str, Any]
    targeted: float
    values: float
    because: str
    lost: tuple[str, ...]


def needed(design: Design, store: str) -> bool:
    topology = design.topology.get(store)
    measure = topology.measures.get("shard") if topology else None
    return measure is not None and measure.needed


def shard_keys(design: Design, store: str) -> list[Key]:
    """One for each collection that holds a tenth of the bytes or takes a tenth of the writes; none where one node does."""
    if not needed(design, store):
        return []
    shared = Store.of(design.physical[store])
    at_home = {z.collection.name for z in zoned(shared, design)[0]} if regions(design) else set()  # those are cut by where they belong
    found = [c for c in shared.physical.collections.values() if c.capped is None and c.name not in at_home]
    total = sum(c.documents * c.average_bytes for c in found)
    written = sum(shared.physical.tables[c.root].rows_per_day for c in found)
    return [
        _best(shared, c)
        for c in found
        if c.documents * c.average_bytes > total * SHARE_OF_ALL or shared.physical.tables[c.root].rows_per_day > written * SHARE_OF_ALL
    ]


def _best(store: Store, collection: Collection) -> Key:
    made = [*_candidates(store, collection), _by_key(store, collection)]
    return max(made, key=lambda k: (k.targeted, -len(k.lost), k.values))


def _candidates(store: Store, collection: Collection) -> Iterator[Key]:
    """Columns of the documents' own that questions hold equal and that have values enough."""
    asked, whole = _asked(store, collection)
    for column, per_day in asked.items():
        values = _values(store, collection.root, column)
        path = store.layout.full(collection.root, column)
        if values >= VALUES_LEAST and path != KEY:
            together = collection.documents / values * collection.average_bytes
            grows = store.physical.tables[collection.root].columns[column].data.base in ("date", "timestamp")
            fields: dict[str, Any] = {path: "hashed" if grows else 1}
            if together > CHUNK_BYTES and not grows and collection.time_series is None:
                fields[KEY] = 1
            said = f"{per_day / whole:.0%} of its questions name it; {count(values)} values, {size(together)} of each"
            if grows:
                said += "; it grows, so it is hashed"
            elif KEY in fields:
                said += f"; more than a chunk of {size(CHUNK_BYTES)}, so _id cuts it"
            yield Key(collection, fields, per_day / whole, values, said, lost(collection, fields))


def _by_key(store: Store, collection: Collection) -> Key:
    """The last resort, and the best where documents are asked for by their key: evenly spread, everything else asks every shard."""
    if collection.time_series is not None:
        meta = [store.layout.full(collection.root, c) for c in collection.time_series.meta]
        fields: dict[str, Any] = {meta[0]: 1} if meta else {store.layout.full(collection.root, collection.time_series.time): 1}
        return Key(collection, fields, 0.0, 0.0, "a time series is cut by what is measured", ())
    asked, whole = _asked(store, collection)
    share = asked.get(collection.key, 0.0) / whole
    said = f"{share:.0%} of its questions name it; keys arrive in order, so it is hashed"
    return Key(collection, {KEY: "hashed"}, share, collection.documents, said, lost(collection, {KEY: "hashed"}))


def _asked(store: Store, collection: Collection) -> tuple[dict[str, float], float]:
    """Questions a day that hold each column equal to a value that is given, and of all that begin at the collection."""
    found: dict[str, float] = {}
    whole = 0.0
    for query in store.physical.queries.values():
        select = query.statement
        if isinstance(select, Select) and select.table == collection.root:
            whole += query.per_day
            for column in _given(select):
                found[column] = found.get(column, 0.0) + query.per_day
    return found, whole or 1.0


def _given(select: Select) -> Iterator[str]:
    """Columns of the question's own table that it holds equal to a value."""
    for one in conjuncts(select.where):
        if isinstance(one, e.Compare) and one.op == "=" and isinstance(one.left, e.ColumnRef) and not isinstance(one.right, e.ColumnRef):
            yield from (one.left.column,) if one.left.table in ("", select.alias) else ()


def _values(store: Store, table: str, column: str) -> float:
    """Distinct values of a column, where the design says anything of them."""
    owner = store.physical.tables[table]
    if owner.primary_key == (column,) or any(i.unique and i.keys[0].path == column for i in store.layout.collection(table).indexes.values()):
        return owner.rows
    referred = next((k.table for k in foreign_keys(owner) if column in k.columns and k.to[k.columns.index(column)] == k.to[-1]), "")
    if referred:
        return min(owner.rows, store.physical.tables[referred].rows)
    kind = owner.columns[column]
    return float(len(kind.values)) if kind.values else owner.rows if kind.data.base in ("date", "timestamp") else 0.0


def lost(collection: Collection, fields: dict[str, Any]) -> tuple[str, ...]:
    """Unique indexes that do not begin with the key: a hashed key is begun with by none."""
    wanted = list(fields)
    hashed = "hashed" in fields.values()
    return tuple(i.name for i in collection.indexes.values() if i.unique and (hashed or list(keys(i))[: len(wanted)] != wanted))


# --- what is written ---


def script(design: Design, store: str) -> Script | None:
    statements = tuple(s for key in shard_keys(design, store) for s in cut(key.collection, key.fields, key.lost, key.because))
    return Script(path=PATH, head=" ".join(HEAD.split()), statements=statements, transactional=False) if statements else None


def cut(collection: Collection, fields: dict[str, Any], broken: tuple[str, ...], because: str) -> Iterator[Statement]:
    """A collection is cut by a key, which takes from `broken` indexes that they are unique."""
    for index in (i for i in collection.indexes.values() if i.name in broken):
        yield Statement(text=helped(Call("", "unmakeUnique", (collection.name, index.name, keys(index)))), because=_moved(index.name))
    yield Statement(text=helped(Call("", "shard", (collection.name, fields))), because=because)


def _moved(index: str) -> str:
    return (
        f"{index}: a unique index must begin with the shard key, or the server refuses to cut the collection. The rule moves into a collection "
        "whose _id is the value, inserted in the same transaction; until the application does that, nothing upholds it"
    )


def decided(design: Design, store: str) -> Iterator[Decision]:
    topology = design.topology.get(store)
    measure = topology.measures.get("shard") if topology else None
    if measure is None:
        return
    found = shard_keys(design, store)
    if not found:
        yield Decision(
            advisor="mongodb", subject="sharding", store=store, choice=f"one replica set, not sharded; enough until {measure.until}",
            because=measure.arithmetic, evidence=(MANUAL,), instead_of=("a shard key now",),
        )  # fmt: skip
        return
    broken = [name for key in found for name in key.lost]
    yield Decision(
        advisor="mongodb",
        subject="sharding",
        store=store,
        choice="; ".join(f"{k.collection.name} by {', '.join(f'{p}: {v}' for p, v in k.fields.items())}" for k in found),
        because="; ".join([measure.arithmetic, *(f"{k.collection.name}: {k.because}" for k in found)])
        + (f"; no longer upheld by the server: {listed(broken)}" if broken else ""),
        evidence=(MANUAL,),
        instead_of=("_id hashed everywhere: even, and every other question asks every shard",),
    )
