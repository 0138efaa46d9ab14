"""Calls of the shell as the commands that they stand for."""

from __future__ import annotations

from typing import Any

from relvar.engines.base import Refusal
from relvar.engines.mongodb.script import Call

WHOLE = 100_000  # documents of an answer: proofs ask for fewer


def command_of(database: str, call: Call) -> dict[str, Any]:
    """The command of a call whose arguments are filled in. Raises Refusal for a method that no design calls."""
    on, first = call.on, call.arguments[0] if call.arguments else None
    options: dict[str, Any] = call.arguments[1] if len(call.arguments) > 1 and isinstance(call.arguments[1], dict) else {}
    method = call.method
    if method == "createCollection":
        return {"create": first, **options}
    if method == "createIndex":
        return {"createIndexes": on, "indexes": [{"key": first, **options}]}
    if method in ("insertMany", "insertOne"):
        return {"insert": on, "documents": first if method == "insertMany" else [first]}
    if method in ("updateOne", "updateMany"):
        more = call.arguments[2] if len(call.arguments) > 2 else {}
        return {"update": on, "updates": [{"q": first, "u": call.arguments[1], "multi": method == "updateMany", **more}]}
    if method in ("deleteOne", "deleteMany"):
        return {"delete": on, "deletes": [{"q": first, "limit": int(method == "deleteOne")}]}
    if method == "aggregate":
        return {"aggregate": on, "pipeline": first, "cursor": {"batchSize": WHOLE}}
    if method == "drop":
        return {"drop": on}
    if method == "renameCollection":
        dropping = {"dropTarget": True} if len(call.arguments) > 1 else {}
        return {"renameCollection": f"{database}.{on}", "to": f"{database}.{first}", **dropping}
    if method == "dropIndex":
        return {"dropIndexes": on, "index": first}
    if method == "runCommand":
        return dict(first or {})
    raise Refusal("other", "", f"{method} is no call of this design")
