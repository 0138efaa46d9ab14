"""A live database of documents as what exists: its collections by a sample of their documents, their validators and indexes. It is only read."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from relvar.engines.mongodb.address import answered, connected
from relvar.engines.mongodb.collected import collected, shard_keys, upheld
from relvar.engines.mongodb.principals import principals
from relvar.engines.mongodb.sampled import ID, Field, Shape, is_addressed, shape_of, type_of
from relvar.errors import ServerUnavailable
from relvar.model.existing import (
    UNSEEN,
    Existing,
    FoundCheck,
    FoundCollection,
    FoundColumn,
    FoundIndex,
    FoundKey,
    FoundObject,
    FoundPart,
    FoundReference,
    FoundTable,
    Leftover,
    Place,
)
from relvar.model.qualified import qualified

SAMPLE = 1_000  # documents of a collection that are looked at
WORDS = "postgresql"  # in which the types are told
POSITION = "position"  # of an element in its array
ENDINGS = ("_id", "Id", "ID", "_ref", "Ref")
DIRECTIONS = (1, -1)


def existing(url: str, shown: str) -> Existing:
    """What the database of a URL holds; `shown`: the URL without its password. Raises ServerUnavailable."""
    client, _ = connected(url)
    from pymongo.errors import PyMongoError

    with client:
        name = client.get_default_database(default="").name if "/" in url.partition("://")[2] else ""
        if not name:
            raise ServerUnavailable(what="the URL names no database", remedy="mongodb://user@host:port/database")
        try:
            return _Reader(client[name], shown).read()
        except PyMongoError as error:
            raise ServerUnavailable(what=f"the database cannot be read: {answered(error)}", remedy="ask for find and listCollections on it") from None


class _Reader:
    def __init__(self, database: Any, shown: str) -> None:
        self.database, self.place, self.shown = database, Place(file=shown), shown
        self.tables: dict[str, FoundTable] = {}
        self.collections: dict[str, FoundCollection] = {}
        self.shard_keys = shard_keys(database)
        self.paths: dict[str, dict[str, tuple[str, str]]] = {}  # collection -> path -> table and column
        self.values: dict[tuple[str, str], Field] = {}
        self.leftovers: list[Leftover] = []
        self.objects: list[FoundObject] = []

    def read(self) -> Existing:
        found = sorted((c for c in self.database.list_collections() if not c["name"].startswith("system.")), key=lambda c: str(c["name"]))
        for one in found:
            if one.get("type") == "view":
                stages = str(one.get("options", {}).get("pipeline", ""))  # no text: that would be SQL
                on = str(one.get("options", {}).get("viewOn", ""))
                self.objects.append(FoundObject(kind="view", name=one["name"], on=on, values=(stages,), place=self.place))
            else:
                self._collection(one["name"], one.get("options", {}))
        for id_ in list(self.tables):
            self._references(id_)
        roles, unread = principals(self.database, self.place)
        self.objects += roles
        self.leftovers += unread
        return Existing(
            source=self.shown,
            dialect=WORDS,
            language="mongodb",
            tables=self.tables,
            collections=self.collections,
            objects=tuple(self.objects),
            leftovers=tuple(self.leftovers),
        )

    def _leave(self, text: str, why: str) -> None:
        self.leftovers.append(Leftover(text=text, why=why, place=self.place))

    def _collection(self, name: str, options: dict[str, Any]) -> None:
        collection = self.database[name]
        count = collection.estimated_document_count()
        documents = list(collection.aggregate([{"$sample": {"size": SAMPLE}}]) if count > SAMPLE else collection.find())
        self.paths[name] = {}
        if count > SAMPLE:
            self._leave(name, f"{SAMPLE:,} of {count:,} documents were looked at")
        shape = shape_of(documents)
        shape.fields.setdefault(ID, Field(kinds={"ObjectId"}, seen=shape.documents))
        table = FoundTable(name=name, primary=_key((ID,), self.place), place=self.place)
        self.tables[table.id] = table
        self._fields(name, table.id, shape, "", "", optional=False)
        self._validator(name, options.get("validator", {}))
        for word in ("capped", "timeseries", "clusteredIndex"):
            if options.get(word):
                self._leave(f"{name} {word}", "how a collection is kept is decided anew by the design")
        indexes = [dict(index) for index in collection.list_indexes()]
        for index in indexes:
            self._index(name, index)
        found = collected(name, documents, shape, options, indexes, self.place)
        self.collections[name] = replace(found, shard_key=self.shard_keys.get(name, {}), fields=self.paths[name])

    # --- fields ---

    def _fields(self, collection: str, table: str, shape: Shape, path: str, prefix: str, *, optional: bool) -> None:
        for name, field in shape.fields.items():
            missing = optional or field.seen < shape.documents
            full = f"{path}{name}"
            if not is_addressed(name):
                self._leave(f"{collection}: {full}", "no path leads to a field with a dot or a dollar in its name")
            elif field.kinds == {"dict"} and field.inside is not None:
                self._fields(collection, table, field.inside, f"{full}.", f"{prefix}{name}_", optional=missing)
            elif field.kinds == {"list"} and field.members == {"dict"} and field.elements is not None:
                self._below(collection, table, field.elements, full, f"{prefix}{name}")
            else:
                self._column(collection, table, field, full, f"{prefix}{name}", nullable=missing)

    def _column(self, collection: str, table: str, field: Field, path: str, name: str, *, nullable: bool) -> None:
        listed = field.kinds == {"list"} and bool(field.members)
        kind, sure = type_of(field.members if listed else field.kinds)
        if not sure and field.kinds:
            self._leave(
                f"{collection}.{path}", f"it holds values of several kinds ({', '.join(sorted(field.members or field.kinds))}): kept as {kind}"
            )
        options = {} if field.kinds else {UNSEEN: ""}
        column = FoundColumn(name=name, type=kind + "[]" if listed else kind, nullable=nullable and name != ID, options=options, place=self.place)
        self.tables[table] = replace(self.tables[table], columns={**self.tables[table].columns, name: column})
        self.paths[collection][path] = (table, name)
        self.values[table, name] = field

    def _below(self, collection: str, table: str, shape: Shape, path: str, name: str) -> None:
        """An array of documents: a table that lies below, with the key of its owner and its place in the array."""
        owner = self.tables[table]
        assert owner.primary is not None  # a table of documents has one, and so has one below
        keys = {f"{owner.name}_{key.lstrip('_')}" if key == ID else key: owner.columns[key] for key in owner.primary.columns if key in owner.columns}
        columns = {own: replace(column, name=own) for own, column in keys.items()}
        columns[POSITION] = FoundColumn(name=POSITION, type="integer", nullable=False, place=self.place)
        below = qualified("", f"{owner.name}_{name}")
        reference = FoundReference(columns=tuple(keys), table=table, to=owner.primary.columns, on_delete="cascade", place=self.place)
        self.tables[below] = FoundTable(
            name=f"{owner.name}_{name}", columns=columns, primary=_key((*keys, POSITION), self.place), references=(reference,), place=self.place
        )
        self._fields(collection, below, shape, f"{path}.", "", optional=False)

    # --- rules and indexes ---

    def _validator(self, collection: str, validator: dict[str, Any]) -> None:
        schema = validator.get("$jsonSchema")
        if validator and (schema is None or len(validator) > 1):
            self._leave(f"{collection} validator", "only $jsonSchema is read of a validator")
        if isinstance(schema, dict):
            self._schema(collection, schema, "")

    def _schema(self, collection: str, schema: dict[str, Any], path: str) -> None:
        required = set(schema.get("required", ()))
        for name, said in schema.get("properties", {}).items():
            full = f"{path}{name}"
            if isinstance(said, dict) and "properties" in said:
                self._schema(collection, said, f"{full}.")
            if full not in self.paths[collection]:
                continue
            table, column = self.paths[collection][full]
            checks = list(_checks(column, said)) if isinstance(said, dict) else []
            found = self.tables[table]
            kept = found.columns[column]
            if name in required and not path and "null" not in _kinds(said):
                kept = replace(kept, nullable=False)
            made = tuple(FoundCheck(condition=condition, place=self.place) for condition in checks)
            self.tables[table] = replace(found, columns={**found.columns, column: kept}, checks=(*found.checks, *made))

    def _index(self, collection: str, index: dict[str, Any]) -> None:
        name, keys = str(index["name"]), dict(index["key"])
        if list(keys) == [ID]:
            return
        words = [word for word in ("partialFilterExpression", "sparse", "collation", "wildcardProjection") if index.get(word)]
        if "expireAfterSeconds" in index:
            self._leave(
                f"{collection} index {name}", f"documents go {index['expireAfterSeconds']} s after {', '.join(keys)}: state it as a term of keeping"
            )
        places = [self.paths[collection].get(path) for path in keys]
        tables = {place[0] for place in places if place}
        if None in places or len(tables) != 1 or any(direction not in DIRECTIONS for direction in keys.values()) or words:
            why = f"it has {', '.join(words)}" if words else "its fields lie in no one table, or are searched in another way than by order"
            self._leave(f"{collection} index {name} {keys}", f"the model has no words for it: {why}")
            return
        found = self.tables[tables.pop()]
        parts = tuple(FoundPart(column=place[1], descending=direction == -1) for place, direction in zip(places, keys.values(), strict=True) if place)
        hidden = bool(index.get("hidden"))
        if index.get("unique") and found.name == collection:  # a field that is missing is null to it, and one null is equal to another
            key = FoundKey(name=name, parts=parts, nulls_equal=True, invisible=hidden, place=self.place)
            self.tables[found.id] = replace(found, uniques=(*found.uniques, key))
        else:
            made = FoundIndex(name=name, parts=parts, upholds=upheld([index]).get(name, ""), invisible=hidden, place=self.place)
            self.tables[found.id] = replace(found, indexes=(*found.indexes, made))

    # --- references ---

    def _references(self, id_: str) -> None:
        """A field called after a collection whose values are all identifiers there."""
        for name in self.tables[id_].columns:
            field = self.values.get((id_, name))
            target = self._target(name)
            if field is None or target is None or not field.values or (qualified("", target) == id_ and name == ID):
                continue
            known = {document[ID] for document in self.database[target].find({ID: {"$in": list(field.values)}}, {ID: 1})}
            if field.values <= known:
                reference = FoundReference(columns=(name,), table=qualified("", target), to=(ID,), place=self.place)
                self.tables[id_] = replace(self.tables[id_], references=(*self.tables[id_].references, reference))
            else:
                self._leave(f"{id_}.{name}", f"{len(field.values - known)} of {len(field.values)} values name no document of {target}")

    def _target(self, name: str) -> str | None:
        stem = next((name.removesuffix(ending).lower() for ending in ENDINGS if name.endswith(ending) and name != ID), "")
        last = stem.rpartition("_")[2]
        names = {c.lower(): c for c in self.paths}
        return next((names[w] for s in (stem, last) if s for w in (s, f"{s}s", f"{s}es", f"{s[:-1]}ies") if w in names), None)


def _key(columns: tuple[str, ...], place: Place) -> FoundKey:
    return FoundKey(parts=tuple(FoundPart(column=column) for column in columns), place=place)


def _kinds(said: Any) -> list[str]:
    found = said.get("bsonType", []) if isinstance(said, dict) else []
    return [found] if isinstance(found, str) else list(found)


def _checks(column: str, said: dict[str, Any]) -> list[str]:
    """The conditions of a property that a table can say."""
    values = [value for value in said.get("enum", ()) if isinstance(value, str)]
    made = [f"{column} in ({', '.join(_text(value) for value in values)})"] if values else []
    for word, sign in (("minimum", ">="), ("maximum", "<=")):
        if isinstance(said.get(word), int | float):
            made.append(f"{column} {sign} {said[word]}")
    return made


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
