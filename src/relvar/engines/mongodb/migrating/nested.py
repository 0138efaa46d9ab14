"""Rows that lie in an array within the elements of another: which of their documents are orphans, and how they come back.

What the elements hold beside is others' to change meanwhile, so they are not written back as they were read: the rows are merged into a field
of their own first, which no validator knows, and an update puts them from there into the elements as these then are. (`$merge` with a pipeline
would do both at once; DocumentDB has none.)
Source: MongoDB manual, "db.collection.aggregate()", bypassDocumentValidation; "Updates with Aggregation Pipeline".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relvar.engines.base import Statement
from relvar.engines.mongodb.migrating.said import call
from relvar.plan.documents.layout import KEY

if TYPE_CHECKING:
    from relvar.engines.mongodb.migrating.moves import Move

MOVED = "_moved"  # a field that is there between two statements; run again after a stop, both do the same


def orphans(move: Move) -> Statement:
    named = {there: here for here, there in move.fields().items()}
    told = {f"v{place}": field for place, field in enumerate(move.identity())}
    same = {"$and": [{"$eq": [f"${named[field]}", f"$${name}"]} for name, field in told.items()]}
    stages = [
        {
            "$lookup": {
                "from": move.owner,
                "localField": move.reference(),
                "foreignField": move.owner_key(),
                "let": {name: f"${field}" for name, field in told.items()},
                "pipeline": [*({"$unwind": f"${path}"} for path in move.arrays), {"$match": {"$expr": same}}, {"$project": {KEY: 1}}],
                "as": "owner",
            }
        },
        {"$match": {"owner": []}},
        {"$project": {KEY: 1}},
    ]
    return call(move.target, "deleteFound", stages, because=f"What was taken out of {move.owner}.{move.path} since")


def into(move: Move, because: str) -> tuple[Statement, ...]:
    """Every element of the outer array is given its rows, in the order of their key; one without any has no field."""
    outer, inner = move.arrays[0], move.path.removeprefix(f"{move.arrays[0]}.")
    key, own = move.owner_key().removeprefix(f"{outer}."), f"{move.path}."
    names = {here.removeprefix(own): there for here, there in move.fields().items() if here.startswith(own)}
    order = {move.apart.layout.full(move.table, c): 1 for c in move.apart.physical.tables[move.table].primary_key}
    looked = {"from": move.target, "localField": move.owner_key(), "foreignField": move.reference(), "pipeline": [{"$sort": order}], "as": MOVED}
    mine = {"$filter": {"input": f"${MOVED}", "as": "row", "cond": {"$eq": [f"$$row.{move.reference()}", f"$$one.{key}"]}}}
    rows = {"$map": {"input": mine, "as": "row", "in": {name: f"$$row.{there}" for name, there in names.items()}}}
    bare = {"$arrayToObject": {"$filter": {"input": {"$objectToArray": "$$one"}, "as": "field", "cond": {"$ne": ["$$field.k", inner]}}}}
    given: dict[str, Any] = {"$cond": [{"$eq": ["$$rows", []]}, "$$bare", {"$mergeObjects": ["$$bare", {inner: "$$rows"}]}]}
    each = {"$let": {"vars": {"rows": rows, "bare": bare}, "in": given}}
    merge = {"into": move.owner, "on": KEY, "whenMatched": "merge", "whenNotMatched": "discard"}
    stages = [{"$lookup": looked}, {"$project": {MOVED: 1}}, {"$merge": merge}]
    work = [{"$set": {outer: {"$map": {"input": f"${outer}", "as": "one", "in": each}}}}, {"$unset": [MOVED]}]
    return (
        call(move.owner, "inBatches", {outer: {"$exists": True}}, stages, True, True, because=because),
        call(move.owner, "inBatches", {MOVED: {"$exists": True}}, work, because=f"Each into its element of {outer}"),
    )
