"""The server that stands in plans as MongoDB does where its own planner would choose what MongoDB has not."""

from __future__ import annotations

from typing import Any

from relvar.engines.mongodb.reported import scans

DOCUMENTS = 20_000  # as a proof loads: enough for a planner that has several threads to read all of them with each


def test_what_follows_an_unwound_array_does_not_make_it_read_a_collection_whole(documents: Any) -> None:
    database = documents.client["relvar_plans"]
    try:
        seats = ([{"showing": (number * 7 + row) % 9_000, "row": row} for row in range(3)] for number in range(DOCUMENTS))
        database["bookings"].insert_many([{"_id": number, "note": "x" * 300, "seats": found} for number, found in enumerate(seats)])
        database["rows"].insert_many([{"_id": number, "row": number} for number in range(2_000)])
        database["bookings"].create_index([("seats.showing", 1), ("seats.row", 1)], name="by_showing")
        database["rows"].create_index("row", name="by_row")
        documents.analyze()
        wanted = {"$match": {"seats.showing": 77}}
        looked_up = {"$lookup": {"from": "rows", "localField": "seats.row", "foreignField": "row", "as": "found"}}
        pipeline = [wanted, {"$unwind": "$seats"}, wanted, looked_up, {"$unwind": "$found"}]
        asked = {"explain": {"aggregate": "bookings", "pipeline": pipeline, "cursor": {}}, "verbosity": "queryPlanner"}
        assert {(stage, index) for stage, _, index in scans(database.command(asked))} == {("IXSCAN", "by_showing"), ("IXSCAN", "by_row")}
    finally:
        documents.client.drop_database("relvar_plans")
