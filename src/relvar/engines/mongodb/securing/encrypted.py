"""What the client alone could be able to read: which fields, in which way, and what each costs. Optional: the design runs without it.

Queryable Encryption (7.0 on): equality is asked of a field or nothing is; range, sort, prefix, group, join, uniqueness, TTL and views are
gone, and so is what the validator says of the field, for the server sees binary data (manual, "Queryable Encryption Limitations" and
"Supported Operations"). Client-side field level encryption: the same values are the same bytes where it is deterministic, so that equality and
uniqueness stay, and whoever has the data counts which are equal; else nothing is asked. Neither reaches into arrays nor `_id`. Encryption
without the application's doing is in the enterprise edition and at Atlas; drivers encrypt explicitly with any edition.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from relvar.engines.mongodb.ddl import Ddl, keys
from relvar.engines.mongodb.places import Store
from relvar.engines.mongodb.schema import rules, schema
from relvar.model import expression as e
from relvar.model.documents import Collection
from relvar.model.physical import Physical
from relvar.model.query import Select
from relvar.plan.documents.layout import KEY
from relvar.plan.privileges import walk
from relvar.plan.queries.need import conjuncts

# Classes whose reading by the server's staff does harm; a regime that names others adds them.
ALWAYS = ("special",)
BY_REGIME = {
    "HIPAA": ("personal",),  # 45 CFR 164.312(a)(2)(iv): all that makes health data somebody's
    "PCI DSS": ("financial",),  # 4.0, requirement 3.5: account data are unreadable where they are stored
}
NO_EQUALITY = ("double", "decimal", "object", "array", "bool")  # manual, "Supported Operations": BSON types; two values say nothing
DETERMINISTIC, RANDOM = "AEAD_AES_256_CBC_HMAC_SHA_512-Deterministic", "AEAD_AES_256_CBC_HMAC_SHA_512-Random"
NOT_DETERMINISTIC = ("double", "decimal", "object", "array", "bool")  # manual, "Fields and Encryption Types"
KEY_ID = "the _id of the data key, from the key vault"


class Field(NamedTuple):
    """A field of a collection. `why_not`: what keeps it from being encrypted. `equality`, `other`: questions that ask it, in words."""

    collection: Collection
    path: str
    kind: str
    why_not: str
    equality: tuple[str, ...]
    other: tuple[str, ...]
    indexes: tuple[str, ...]
    unique: tuple[str, ...]
    rules: tuple[str, ...]

    @property
    def queryable(self) -> bool:
        return bool(self.equality) and self.kind not in NO_EQUALITY


def fields(store: Store, regimes: tuple[str, ...]) -> Iterator[Field]:
    classes = {*ALWAYS, *(c for regime in regimes for c in BY_REGIME.get(regime, ()))}
    for table_id, table in store.physical.tables.items():
        if table_id in store.layout.home:
            for column in store.layout.own_columns(table_id):
                if table.columns[column].sensitivity in classes:
                    yield _field(store, table_id, column)


def _field(store: Store, table: str, column: str) -> Field:
    collection, path = store.layout.collection(table), store.layout.full(table, column)
    equality, other = _asked(store.physical, table, column)
    twins = {path, *(".".join((*store.layout.path(table), d.field)) for d in collection.derived if (d.table, d.column) == (table, column))}
    over = [i for i in collection.indexes.values() if twins & keys(i).keys()]
    return Field(
        collection, path, str(store.types.of(table, column)), _why_not(store, table, path), equality, other,
        tuple(i.name for i in over), tuple(i.name for i in over if i.unique),
        tuple(r.says for r in rules(store, collection) if _names(r.expression, twins)),
    )  # fmt: skip


def _why_not(store: Store, table: str, path: str) -> str:
    collection = store.layout.collection(table)
    if path == KEY:
        return "_id is never encrypted"
    if store.layout.many(table) or store.layout.is_scalar(table):
        return "it lies in an array"
    if collection.time_series is not None or collection.capped is not None:
        return "a time-series or capped collection has no encrypted fields"
    copied = [c for c in store.physical.collections.values() if any(s.table == table for s in c.subsets)]
    return "its newest rows are kept elsewhere too" if copied else ""


def _names(node: Any, paths: set[str]) -> bool:
    if isinstance(node, dict | list):
        return any(_names(one, paths) for one in (node.values() if isinstance(node, dict) else node))
    return isinstance(node, str) and node.startswith("$") and node.lstrip("$") in paths


def _asked(physical: Physical, table: str, column: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Questions that ask the column to be equal to a value, and questions that do anything else with it but show it."""
    equality: list[str] = []
    other: list[str] = []
    for query in physical.queries.values():
        select = query.statement
        if not isinstance(select, Select):
            continue
        sight = {select.alias: select.table, "": select.table} | {j.alias: j.table for j in select.joins}
        whole = [*conjuncts(select.where), *(j.on for j in select.joins), *(o.expression for o in select.order_by), *select.group_by]
        for one in whole:
            if any(isinstance(n, e.ColumnRef) and (seen.get(n.table), n.column) == (table, column) for n, seen in walk(one, sight)):
                (equality if _is_equality(one) else other).append(query.name)
    return tuple(dict.fromkeys(equality)), tuple(dict.fromkeys(other))


def _is_equality(one: e.Expression) -> bool:
    return isinstance(one, e.Compare) and one.op == "=" and isinstance(one.left, e.ColumnRef) and not isinstance(one.right, e.ColumnRef | e.Call)


# --- what is written ---


def encrypted_fields(found: list[Field]) -> dict[str, Any]:
    """encryptedFieldsMap, by collection: keys are made by createEncryptedCollection, one a field."""
    made: dict[str, Any] = {}
    for one in found:
        if not one.why_not:
            entry: dict[str, Any] = {"path": one.path, "bsonType": one.kind, "keyId": None}
            if one.queryable:
                entry["queries"] = [{"queryType": "equality"}]
            made.setdefault(one.collection.name, {"fields": []})["fields"].append(entry)
    return made


def schema_map(found: list[Field]) -> dict[str, Any]:
    """schemaMap of the other way, by collection."""
    made: dict[str, Any] = {}
    for one in found:
        if not one.why_not:
            place = made.setdefault(one.collection.name, {"bsonType": "object", "encryptMetadata": {"keyId": [KEY_ID]}, "properties": {}})
            *way, last = one.path.split(".")
            for part in way:
                place = place["properties"].setdefault(part, {"bsonType": "object", "properties": {}})
            fixed = bool(one.equality or one.unique) and one.kind not in NOT_DETERMINISTIC
            place["properties"][last] = {"encrypt": {"bsonType": one.kind, "algorithm": DETERMINISTIC if fixed else RANDOM}}
    return made


def validator(store: Store, collection: Collection, found: list[Field]) -> dict[str, Any]:
    """What the server may still ask of a collection whose fields are encrypted: nothing of them, and it refuses no field it does not know."""
    mine = [f for f in found if f.collection == collection and not f.why_not]
    twins = {d.field for d in collection.derived for f in mine if store.layout.full(d.table, d.column) == f.path}
    form = schema(store, collection)
    for path in [f.path for f in mine] + sorted(twins):
        form = _opened(form, path.split("."))
    gone = {f.path for f in mine} | twins
    kept = [r.expression for r in rules(store, collection) if not _names(r.expression, gone)]
    return {"$jsonSchema": form, **({"$expr": {"$and": kept}} if kept else {})}


def _opened(form: dict[str, Any], path: list[str]) -> dict[str, Any]:
    """A schema that says nothing of the field at a path."""
    found = {k: v for k, v in form.items() if k != "additionalProperties"}
    properties = dict(found.get("properties", {}))
    if path[1:] and path[0] in properties:
        properties[path[0]] = _opened(properties[path[0]], path[1:])
    else:
        properties.pop(path[0], None)
        found["required"] = [r for r in found.get("required", ()) if r != path[0]]
        if not found["required"]:
            found.pop("required")
    return {**found, "properties": properties}


def collections(store: Store, found: list[Field]) -> dict[str, Any]:
    """By collection: what createEncryptedCollection and createIndexes are given in place of what deploy/ says."""
    ddl, made = Ddl(store.physical), {}
    maps = encrypted_fields(found)
    for collection in store.physical.collections.values():
        if collection.name in maps:
            gone = {i for f in found if f.collection == collection and not f.why_not for i in f.indexes}
            kept = [{"key": keys(i), **ddl.index_options(i)} for i in collection.indexes.values() if i.name not in gone]
            made[collection.name] = {"encryptedFields": maps[collection.name], "validator": validator(store, collection, found), "indexes": kept}
    return made
