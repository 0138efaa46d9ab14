"""What a database reports of itself, as flat facts, and what the design expects it to report."""

from __future__ import annotations

import json
from typing import Any

from relvar.engines.mongodb.ddl import Ddl, keys
from relvar.engines.mongodb.evaluator import without
from relvar.model.design import Design

UNKNOWN_TO_DOCUMENTDB = frozenset({"additionalProperties", "title"})
NOT_MADE_BY_DOCUMENTDB = ("timeseries", "capped", "size", "max", "cappedSize", "cappedMax", "expireAfterSeconds", "changeStreamPreAndPostImages")
SAID = ("unique", "expireAfterSeconds", "partialFilterExpression")


def expected(design: Design, store: str, version: str) -> dict[str, str]:
    physical = design.physical[store]
    ddl = Ddl(physical)
    stands_in = "DocumentDB" in version
    facts: dict[str, str] = {}
    for collection in physical.collections.values():
        options = ddl.options(collection)
        facts[f"collection {collection.name}"] = said(lowered(options) if stands_in else options)
        for index in collection.indexes.values():
            named = {k: v for k, v in ddl.index_options(index).items() if k in SAID}
            shape: dict[str, Any] = keys(index)
            if any(k.kind == "text" for k in index.keys):
                shape = {"text": sorted(k.path for k in index.keys)}
            facts[f"index {collection.name}.{index.name}"] = said({"key": shape, **named})
    return facts


def lowered(options: dict[str, Any]) -> dict[str, Any]:
    """A collection's options without what DocumentDB does not know: the evaluator checks those keywords."""
    found = {k: v for k, v in options.items() if k not in NOT_MADE_BY_DOCUMENTDB}
    if "validator" in found:
        validator = dict(found["validator"])
        if "$jsonSchema" in validator:
            validator["$jsonSchema"] = without(validator["$jsonSchema"], UNKNOWN_TO_DOCUMENTDB)
        found["validator"] = validator
    return found


def adapted(command: dict[str, Any]) -> dict[str, Any]:
    """A command as DocumentDB takes it."""
    return lowered(command) if {"create", "collMod"} & command.keys() else command


def asked(value: Any) -> Any:
    """A filter without the keywords of schemas that DocumentDB does not know."""
    if isinstance(value, list):
        return [asked(v) for v in value]
    if not isinstance(value, dict):
        return value
    return {k: without(v, UNKNOWN_TO_DOCUMENTDB) if k == "$jsonSchema" else asked(v) for k, v in value.items()}


def plain(value: Any) -> Any:
    """Doubles as numbers: bounds of a schema are written so."""
    if isinstance(value, list):
        return [plain(v) for v in value]
    if isinstance(value, dict):
        return float(value["$numberDouble"]) if set(value) == {"$numberDouble"} else {k: plain(v) for k, v in value.items()}
    return value


def said(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)
