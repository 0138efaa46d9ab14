"""What the functions of operate/expire.js do (`functions`), for the proof: the same finds and writes, in the same order, through the driver."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from relvar.engines.mongodb.migrating.batches import BATCH_DOCUMENTS

if TYPE_CHECKING:
    from relvar.engines.mongodb.session import MongoSession

ALL = 1_000_000  # more documents than a proof loads


def expire(session: MongoSession, name: str, filter_: dict[str, Any], along: Sequence[dict[str, Any]]) -> None:
    rest = filter_
    while keys := _keys(session, name, rest, BATCH_DOCUMENTS):
        _leave(session, name, keys, along)
        rest = {"$and": [filter_, {"_id": {"$gt": keys[-1]}}]}


def anonymise(session: MongoSession, name: str, filter_: dict[str, Any], work: list[Any], copies: Sequence[dict[str, Any]]) -> None:
    rest = filter_
    while keys := _keys(session, name, rest, BATCH_DOCUMENTS):
        for one in copies:
            gone = {"$unset": dict.fromkeys(one["gone"], "")}
            of = {"arrayFilters": [{f"one.{one['own']}": {"$in": keys}}]} if one["own"] else {}
            session.command({"update": one["name"], "updates": [{"q": {one["at"]: {"$in": keys}}, "u": gone, "multi": True, **of}]})
        found = {"$and": [filter_, {"_id": {"$in": keys}}]}
        session.command({"update": name, "updates": [{"q": found, "u": work, "multi": True}]})
        rest = {"$and": [filter_, {"_id": {"$gt": keys[-1]}}]}


def _leave(session: MongoSession, name: str, keys: list[Any], along: Sequence[dict[str, Any]]) -> None:
    for one in along:
        other, path = one["name"], ".".join(filter(None, (one.get("array"), one["field"])))
        referring = {path: {"$in": keys}}
        if one["then"] == "keep":
            held = session.command({"distinct": other, "key": path, "query": referring})["values"]
            keys = [key for key in keys if key not in held]
        elif one["then"] == "empty":
            session.command({"update": other, "updates": [{"q": referring, "u": {"$unset": {path: ""}}, "multi": True}]})
        elif one["then"] == "pull":
            gone = {one["field"]: {"$in": keys}} if one["field"] else {"$in": keys}
            session.command({"update": other, "updates": [{"q": referring, "u": {"$pull": {one["array"]: gone}}, "multi": True}]})
        else:
            _leave(session, other, _keys(session, other, referring, ALL), one["along"])
    for first in range(0, len(keys), BATCH_DOCUMENTS):
        session.command({"delete": name, "deletes": [{"q": {"_id": {"$in": keys[first : first + BATCH_DOCUMENTS]}}, "limit": 0}]})


def _keys(session: MongoSession, name: str, filter_: dict[str, Any], most: int) -> list[Any]:
    asked = {"find": name, "filter": filter_, "projection": {"_id": 1}, "sort": {"_id": 1}, "limit": most, "batchSize": most}
    return [found["_id"] for found in session.command(asked)["cursor"]["firstBatch"]]
