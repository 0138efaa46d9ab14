"""What it costs to find documents that overlap another of their owner: a walk in the order of starts, and a lookup for every document.

Run: python bench/document_overlaps.py [ROWS ...]. Prints seconds of both and their ratio; both must find the same.
"""

from __future__ import annotations

import sys
import time
from typing import Any

from relvar import api
from relvar.engines import engine
from relvar.engines.base import Session
from relvar.engines.mongodb.neighbours import Names, walked
from relvar.engines.mongodb.script import literal

ROWS = (2_000, 20_000)
OWNERS = 10
LATE = 100  # one document in so many begins before the one before it ended
BATCH = 1_000
WALK: list[dict[str, Any]] = walked(["owner"], "from", "to", Names("latest", "next"))
MEET = {"$and": [{"$lt": ["$$from", "$to"]}, {"$lt": ["$from", "$$to"]}, {"$ne": ["$_id", "$$id"]}]}
LOOKUP: dict[str, Any] = {
    "from": "periods",
    "localField": "owner",
    "foreignField": "owner",
    "let": {"from": "$from", "to": "$to", "id": "$_id"},
    "pipeline": [{"$match": {"$expr": MEET}}, {"$limit": 1}, {"$project": {"_id": 1}}],
    "as": "other",
}


def main() -> None:
    design = api.design(api.brief_of("Rooms with a name", ["mongodb"]))
    with engine("mongodb").serve() as server:
        for rows in [int(given) for given in sys.argv[1:]] or ROWS:
            database = server.database(design, "mongodb")
            session = database.session()
            try:
                _fill(session, rows)
                walk, found = _timed(session, WALK)
                lookup, again = _timed(session, [{"$lookup": LOOKUP}, {"$match": {"other": {"$ne": []}}}])
                assert found == again, (found, again)
                print(f"{rows:,} documents, {found} overlap: walk {walk:.2f} s, lookup {lookup:.2f} s, {lookup / walk:,.0f} times ({server.version})")
            finally:
                session.close()
                database.close()


def _fill(session: Session, rows: int) -> None:
    """Periods of ten, twenty apart for one owner; the late ones reach into the next."""
    made = [_period(n) for n in range(rows)]
    for first in range(0, rows, BATCH):
        session.sql(f"db.periods.insertMany({literal(made[first : first + BATCH])});")
    session.sql('db.periods.createIndex({owner: 1, from: 1}, {name: "periods_owner_from_ix"});')


def _period(number: int) -> dict[str, Any]:
    start = (number // OWNERS) * 20
    return {"_id": number, "owner": number % OWNERS, "from": start, "to": start + (25 if number % LATE == 0 else 10)}


def _timed(session: Session, stages: list[dict[str, Any]]) -> tuple[float, int]:
    start = time.perf_counter()
    (answer,) = session.sql(f"db.periods.aggregate({literal([*stages, {'$count': 'wrong'}])});")
    return time.perf_counter() - start, answer[0]["wrong"]


if __name__ == "__main__":
    main()
