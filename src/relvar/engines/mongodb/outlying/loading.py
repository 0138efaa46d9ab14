"""Rows that flow over, loaded by the thousand: which go into which document, and which are documents of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from relvar.engines.mongodb.outlying.flows import Flow
from relvar.engines.mongodb.rows import plain
from relvar.plan.documents.layout import KEY

Command = Callable[[dict[str, Any]], dict[str, Any]]
BATCH = 1_000


def sorted_out(flow: Flow, documents: Sequence[dict[str, Any]], ask: Command) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Updates of the owners, and the documents that are left. What already lies in an owner is asked of the server."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for document in documents:
        groups.setdefault(repr(document.get(flow.reference)), []).append(document)
    owners = [rows[0].get(flow.reference) for rows in groups.values()]
    room = {name: flow.outlier.keep - there for name, there in _there(flow, owners, ask).items()}
    updates, left = [], []
    for name, rows in groups.items():
        free = room.get(name, 0)
        inside, over = rows[:free], rows[free:]
        left += over
        change: dict[str, Any] = {"$push": {flow.outlier.field: {"$each": [flow.element(r) for r in inside]}}} if inside else {}
        if name in room and (inside or over):
            updates.append({"q": {KEY: rows[0][flow.reference]}, "u": {**change, **(flow.marked if over else {})}})
    return updates, left


def _there(flow: Flow, owners: Sequence[Any], ask: Command) -> dict[str, int]:
    """How many rows each owner's document holds already, by its key; an owner that is not there holds none and has no entry."""
    found: dict[str, int] = {}
    for start in range(0, len(owners), BATCH):
        size = {"$size": {"$ifNull": [f"${flow.outlier.field}", []]}}
        stages = [{"$match": {KEY: {"$in": list(owners[start : start + BATCH])}}}, {"$project": {"there": size}}]
        answer = ask({"aggregate": flow.owner.name, "pipeline": stages, "cursor": {"batchSize": BATCH}})
        found |= {repr(one[KEY]): int(plain(one["there"])) for one in answer["cursor"]["firstBatch"]}
    return found
