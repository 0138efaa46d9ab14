"""How a collection is kept, by its documents, its options and its indexes: sizes, arrays and their bounds, keys."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from relvar.engines.facts import facts
from relvar.engines.mongodb.sampled import Shape, is_addressed, kind_of
from relvar.engines.mongodb.shown import shown
from relvar.model.existing import FoundArray, FoundCollection, Place

WIDE_PATHS = 1_000  # paths of a collection whose values are compared: names made of data are no fields
ShardKey = dict[str, Literal["ranged", "hashed"]]
KEPT_OF_VALIDATOR = ("validator", "validationLevel", "validationAction")
OF_THE_SERVER = frozenset(("v", "ns", "background", "storageEngine"))  # in an index as it is told, and not of what was asked for


def collected(
    name: str, documents: list[dict[str, Any]], shape: Shape, options: dict[str, Any], indexes: list[dict[str, Any]], place: Place
) -> FoundCollection:
    """A collection, by the documents of it that are looked at, and by what they have in common (`shape`)."""
    import bson

    values: dict[str, list[Any]] = {}
    longest: dict[str, int] = {}
    for document in documents:
        for path, value in _leaves(document, ""):
            if isinstance(value, list):
                longest[path] = max(longest.get(path, 0), len(value))
            elif len(values) < WIDE_PATHS or path in values:
                values.setdefault(path, []).append(value)
    bounds = dict(_bounds(options.get("validator", {}).get("$jsonSchema", {}), ""))
    return FoundCollection(
        name=name,
        documents=len(documents),
        largest=max((len(bson.encode(document)) for document in documents), default=0),
        most=int(facts("mongodb").limit("document_bytes")),
        validated=bool(options.get("validator")) or bool(options.get("timeseries")),  # a time series takes no validator
        form="time series" if options.get("timeseries") else "capped" if options.get("capped") else "",
        arrays={path: FoundArray(longest=longest.get(path, 0), bound=bounds.get(path)) for path in dict.fromkeys((*longest, *bounds))},
        indexes={str(index["name"]): tuple(index["key"]) for index in indexes},
        uniques=tuple(path for index in indexes if index.get("unique") and len(index["key"]) == 1 for path in index["key"]),
        distinct=tuple(path for path, seen in values.items() if len(seen) == len(documents) == len(set(map(repr, seen)))),
        kinds={path: tuple(sorted({kind_of(value) for value in seen})) for path, seen in values.items()},
        upholds=upheld(indexes),
        definitions={str(index["name"]): _json({word: said for word, said in index.items() if word not in OF_THE_SERVER}) for index in indexes},
        validator=_json({word: options[word] for word in KEPT_OF_VALIDATOR if word in options}) if options.get("validator") else "",
        shown=_json(shown(shape)) if documents else "",
        place=place,
    )


def upheld(indexes: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Index -> what would go with it beside a plan."""
    found = {str(index["name"]): "unique" if index.get("unique") else "expiry" if "expireAfterSeconds" in index else "" for index in indexes}
    return {name: what for name, what in found.items() if what}


def _json(value: Any) -> str:
    from relvar.engines.mongodb.extended import told

    return json.dumps(told(_plain(value)), ensure_ascii=False)


def _plain(value: Any) -> Any:
    """The driver's own kind of dictionary as an ordinary one."""
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list) else value


def shard_keys(database: Any) -> dict[str, ShardKey]:
    """Collection -> its shard key, of a cluster whose user may read `config`; nothing elsewhere.

    Source: MongoDB manual, "Config Database", config.collections: `_id` is the namespace, `key` the shard key.
    """
    from pymongo.errors import PyMongoError

    prefix = f"{database.name}."
    try:
        found = [one for one in database.client["config"]["collections"].find({}) if str(one["_id"]).startswith(prefix) and not one.get("dropped")]
    except PyMongoError:
        return {}
    return {
        str(one["_id"]).removeprefix(prefix): {path: "hashed" if way == "hashed" else "ranged" for path, way in one.get("key", {}).items()}
        for one in found
    }


def _leaves(value: dict[str, Any], path: str) -> Iterator[tuple[str, Any]]:
    """Path and value of everything in a document; arrays as they are and what the documents in them hold of arrays."""
    for name, inner in value.items():
        if not is_addressed(name):
            continue
        here = f"{path}{name}"
        if isinstance(inner, dict):
            yield from _leaves(inner, f"{here}.")
            continue
        if inner is not None:
            yield here, inner
        for element in inner if isinstance(inner, list) else ():
            if isinstance(element, dict):
                yield from ((below, found) for below, found in _leaves(element, f"{here}.") if isinstance(found, list))


def _bounds(schema: dict[str, Any], path: str) -> Iterator[tuple[str, int | None]]:
    """Path of every array that a schema names, and the most elements it lets in."""
    for name, said in schema.get("properties", {}).items():
        if not isinstance(said, dict):
            continue
        here = f"{path}{name}"
        items = said.get("items")
        if "array" in _types(said) or isinstance(items, dict):
            yield here, said.get("maxItems")
        for inner in (said, items):
            if isinstance(inner, dict):
                yield from _bounds(inner, f"{here}.")


def _types(said: dict[str, Any]) -> Iterable[str]:
    found = said.get("bsonType", said.get("type", ()))
    return (found,) if isinstance(found, str) else found
