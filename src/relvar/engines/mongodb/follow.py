"""A store of documents as a copy: the commands by which it follows an outbox, as JSON, whichever language the consumer is written in.

Each document keeps the change that it is of and ignores what is not newer, in one atomic command: twice, late and out of order do no harm,
and no transaction is needed. What is gone stays as a mark until no late change of it can come. Parts of a thing lie in its document, each
with a change of its own. A rebuild tells each row as change 0, which anything told meanwhile is newer than.
"""

from __future__ import annotations

import json
from typing import Any

from relvar.engines.mongodb.script import PARAMETER, WIDTH
from relvar.model.federation import Contract, Entry
from relvar.model.physical import ForeignKey, Physical

MARK_SECONDS = 7 * 86_400  # what is gone is remembered as long as events stay readable (plan/federation/contracts.py, KEPT_DAYS)
ROW_KEY, DOCUMENT_KEY, CHANGE, PAYLOAD = ({PARAMETER: name} for name in ("row_key", "document_key", "change_id", "payload"))
NEVER = -1  # older than every change


def follow(physical: Physical, contract: Contract) -> str:
    """The file: per topic its collection, what makes it, what a change and a removal do, and what it holds."""
    topics: dict[str, Any] = {}
    for entry in contract.entries.values():
        topics[physical.tables[entry.owner].name] = _root(physical, entry)
        for part in entry.made_stale_by[1:]:
            topics[physical.tables[part].name] = _part(physical, entry, part)
    text = {
        "follows": "the outbox, by change_id; row_key, change_id and payload are what it tells",
        "rebuild": "each row as a change whose change_id is 0",
        "types": "of values that JSON has no type for; the consumer writes them so",
        "topics": topics,
    }
    return _lines(text) + "\n"


def _lines(value: Any, indent: int = 0) -> str:
    """JSON, each value on one line where it fits."""
    flat = json.dumps(value)
    if len(flat) + indent <= WIDTH or not isinstance(value, dict | list):
        return flat
    pad = " " * (indent + 2)
    if isinstance(value, list):
        return "[\n" + ",\n".join(f"{pad}{_lines(v, indent + 2)}" for v in value) + "\n" + " " * indent + "]"
    return "{\n" + ",\n".join(f"{pad}{json.dumps(k)}: {_lines(v, indent + 2)}" for k, v in value.items()) + "\n" + " " * indent + "}"


def _types(physical: Physical, entry: Entry, table_id: str) -> dict[str, str]:
    """Base types by column name of what the entry holds of a table."""
    columns = physical.tables[table_id].columns
    held = [v.partition(".")[2] for v in entry.values if v.partition(".")[0] == table_id]
    return {columns[c].name: columns[c].data.base for c in held}


def _root(physical: Physical, entry: Entry) -> dict[str, Any]:
    name = physical.tables[entry.owner].name
    newer = _newer("$change_id")
    now = {"change_id": _if(newer, CHANGE, "$change_id")}
    changed = now | {"value": _if(newer, {"$literal": PAYLOAD}, "$value"), "gone_at": _if(newer, "$$REMOVE", "$gone_at")}
    removed = now | {"value": _if(newer, "$$REMOVE", "$value"), "gone_at": _if(newer, "$$NOW", "$gone_at")}
    marks = {"key": {"gone_at": 1}, "name": "gone_at_ttl", "expireAfterSeconds": MARK_SECONDS}
    return {
        "collection": name,
        "document_key": [],
        "create": [{"create": name}, {"createIndexes": name, "indexes": [marks]}],
        "changed": _update(name, ROW_KEY, changed),
        "removed": _update(name, ROW_KEY, removed),
        "holds": {
            "aggregate": name,
            "pipeline": [{"$match": {"value": {"$exists": True}}}, {"$project": {"key": "$_id", "value": 1}}],
            "cursor": {"batchSize": 100_000},
        },
        "types": _types(physical, entry, entry.owner),
    }


def _part(physical: Physical, entry: Entry, part: str) -> dict[str, Any]:
    """`document_key`: which pieces of the row's key are the key of the document that it lies in."""
    root, table = physical.tables[entry.owner], physical.tables[part]
    references = (c for c in table.constraints.values() if isinstance(c, ForeignKey) and c.table == entry.owner)
    reference = next(c for c in references if set(c.columns) <= set(table.primary_key))
    column = dict(zip(reference.to, reference.columns, strict=True))
    field = table.name
    return {
        "collection": root.name,
        "document_key": [table.primary_key.index(column[c]) for c in root.primary_key],
        "create": [],
        "changed": _update(root.name, DOCUMENT_KEY, {field: _placed(field, {"value": {"$literal": PAYLOAD}})}),
        "removed": _update(root.name, DOCUMENT_KEY, {field: _placed(field, {"gone": True})}),
        "holds": {
            "aggregate": root.name,
            "pipeline": [{"$unwind": f"${field}"}, {"$replaceWith": f"${field}"}, {"$match": {"value": {"$exists": True}}}],
            "cursor": {"batchSize": 100_000},
        },
        "types": _types(physical, entry, part),
    }


def _update(collection: str, key: Any, fields: dict[str, Any]) -> dict[str, Any]:
    return {"update": collection, "updates": [{"q": {"_id": key}, "u": [{"$set": fields}], "upsert": True}]}


def _newer(held: str) -> dict[str, Any]:
    return {"$gt": [CHANGE, {"$ifNull": [held, NEVER]}]}


def _if(condition: Any, then: Any, otherwise: Any) -> dict[str, Any]:
    return {"$cond": [condition, then, otherwise]}


def _placed(field: str, element: dict[str, Any]) -> dict[str, Any]:
    """The list with the element in it, in place of the one of the same key where it is newer."""
    held = {"$ifNull": [f"${field}", []]}
    mine = {"$filter": {"input": held, "as": "p", "cond": {"$eq": ["$$p.key", ROW_KEY]}}}
    others = {"$filter": {"input": held, "as": "p", "cond": {"$ne": ["$$p.key", ROW_KEY]}}}
    known = {"$ifNull": [{"$max": {"$map": {"input": mine, "as": "p", "in": "$$p.change_id"}}}, NEVER]}
    new = {"key": ROW_KEY, "change_id": CHANGE, **element}
    return _if({"$gt": [CHANGE, known]}, {"$concatArrays": [others, [new]]}, held)
