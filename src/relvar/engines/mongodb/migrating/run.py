"""What the functions of `batches` do, for the proof: the same finds and writes, in the same order, through MongoDB's own driver."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from relvar.engines.base import Refusal
from relvar.engines.mongodb.catalog import asked, lowered
from relvar.engines.mongodb.evaluator import faults
from relvar.engines.mongodb.migrating.batches import BATCH_DOCUMENTS, BATCH_OWNERS

if TYPE_CHECKING:
    from relvar.engines.mongodb.session import MongoSession

ALL = 1_000_000  # more documents than a proof loads
VERSION = "schema_version"
REFUSED = "the validator would refuse"


def in_batches(session: MongoSession, name: str, filter_: dict[str, Any], work: Any, merges: bool = False, unchecked: bool = False) -> None:
    rest = filter_
    while keys := [found["_id"] for found in _keys(session, name, rest, BATCH_DOCUMENTS)]:
        batch = {"$and": [filter_, {"_id": {"$gte": keys[0], "$lte": keys[-1]}}]}
        if merges:
            passing = {"bypassDocumentValidation": True} if unchecked else {}
            session.command({"aggregate": name, "pipeline": [{"$match": batch}, *work], "cursor": {}, **passing})
        else:
            session.command({"update": name, "updates": [{"q": batch, "u": work, "multi": True}]})
        rest = {"$and": [filter_, {"_id": {"$gt": keys[-1]}}]}


def none_left(session: MongoSession, name: str, filter_: dict[str, Any], otherwise: str) -> None:
    """Raises Refusal where the filter finds a document."""
    found = _keys(session, name, filter_, 3)
    if found:
        raise Refusal("rule", name, f"{name}: {otherwise}: {', '.join(str(one['_id']) for one in found)}")


def none_found(session: MongoSession, name: str, pipeline: list[Any], otherwise: str) -> None:
    """Raises Refusal where the pipeline finds anything."""
    found = _found(session, name, pipeline)
    if found:
        raise Refusal("rule", name, f"{name}: {otherwise}: {', '.join(map(str, found))}")


def delete_found(session: MongoSession, name: str, pipeline: list[Any]) -> None:
    keys = _found(session, name, pipeline)
    for first in range(0, len(keys), BATCH_DOCUMENTS):
        batch = {"_id": {"$in": keys[first : first + BATCH_DOCUMENTS]}}
        session.command({"delete": name, "deletes": [{"q": batch, "limit": 0}]})


def copy_in_order(session: MongoSession, name: str, to: str, order: dict[str, int]) -> None:
    found = session.command({"find": name, "sort": order, "batchSize": ALL, "singleBatch": True})["cursor"]["firstBatch"]
    for first in range(0, len(found), BATCH_DOCUMENTS):
        session.command({"insert": to, "documents": found[first : first + BATCH_DOCUMENTS]})


def flow_out(session: MongoSession, owner: str, apart: str, field: str, marker: str, keep: int, reference: str, version: int) -> None:
    over = {f"{field}.{keep}": {"$exists": True}}
    while some := [one["_id"] for one in _keys(session, owner, over, BATCH_OWNERS)]:
        these = {"_id": {"$in": some}, **over}
        session.begin()
        owners = _documents(session, owner, these, ALL)
        rows = [{**row, reference: one["_id"], VERSION: version} for one in owners for row in one[field][keep:]]
        if rows:
            session.command({"insert": apart, "documents": rows})
        cut = {"$set": {marker: True}, "$push": {field: {"$each": [], "$slice": keep}}}
        session.command({"update": owner, "updates": [{"q": these, "u": cut, "multi": True}]})
        session.commit()


def draw_in(session: MongoSession, owner: str, apart: str, field: str, marker: str, keep: int, reference: str) -> None:
    rest: dict[str, Any] = {marker: True}
    while some := [one["_id"] for one in _keys(session, owner, rest, BATCH_OWNERS)]:
        session.begin()
        for one in _documents(session, owner, {"_id": {"$in": some}}, ALL):
            free = max(0, keep - len(one.get(field, [])))
            rows = _documents(session, apart, {reference: one["_id"]}, free + 1)
            drawn = rows[:free]
            elements = [{name: value for name, value in row.items() if name not in (VERSION, reference)} for row in drawn]
            change: dict[str, Any] = {"$push": {field: {"$each": elements}}} if drawn else {}
            change |= {"$unset": {marker: ""}} if len(rows) <= free else {}
            if change:
                session.command({"update": owner, "updates": [{"q": {"_id": one["_id"]}, "u": change}]})
            if drawn:
                session.command({"delete": apart, "deletes": [{"q": {"_id": {"$in": [row["_id"] for row in drawn]}}, "limit": 0}]})
        session.commit()
        rest = {marker: True, "_id": {"$gt": some[-1]}}


def _documents(session: MongoSession, name: str, filter_: dict[str, Any], most: int) -> list[dict[str, Any]]:
    asked = {"find": name, "filter": filter_, "sort": {"_id": 1}, "limit": most, "batchSize": most}
    return list(session.command(asked)["cursor"]["firstBatch"])


def _found(session: MongoSession, name: str, pipeline: list[Any]) -> list[Any]:
    answer = session.command({"aggregate": name, "pipeline": pipeline, "cursor": {"batchSize": ALL}})
    return [found["_id"] for found in answer["cursor"]["firstBatch"]]


def strictly(session: MongoSession, name: str, validator: dict[str, Any]) -> None:
    """Raises Refusal where a document would be refused; of a server that does not know every keyword the evaluator is asked as well."""
    command = {"collMod": name, "validator": validator, "validationLevel": "strict", "validationAction": "error"}
    if not session.database.server.stands_in:
        none_left(session, name, {"$nor": [validator]}, REFUSED)
        session.command(command)
        return
    none_left(session, name, asked({"$nor": [validator]}), REFUSED)
    for document in session.command({"find": name, "batchSize": ALL, "singleBatch": True})["cursor"]["firstBatch"]:
        found = next(faults(validator["$jsonSchema"], document), None)
        if found is not None:
            raise Refusal("rule", name, f"{name}: {REFUSED}: {document['_id']}, {found.path} ({found.keyword})")
    session.command(lowered(command))


def _keys(session: MongoSession, name: str, filter_: dict[str, Any], most: int) -> list[Any]:
    asked = {"find": name, "filter": filter_, "projection": {"_id": 1}, "sort": {"_id": 1}, "limit": most, "batchSize": most}
    return list(session.command(asked)["cursor"]["firstBatch"])


CALLS: dict[str, Callable[..., None]] = {
    "inBatches": in_batches,
    "noneLeft": none_left,
    "noneFound": none_found,
    "deleteFound": delete_found,
    "drawIn": draw_in,
    "flowOut": flow_out,
    "copyInOrder": copy_in_order,
    "strictly": strictly,
}
