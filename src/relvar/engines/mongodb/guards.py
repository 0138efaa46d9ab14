"""What a script asks before it writes: that the database is marked as a test, that it is empty, that nothing is lost.

Each stands at the head of the scripts that need it, in the shell's words, and is said once more in Python for the proof.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from relvar.engines.base import Refusal

if TYPE_CHECKING:
    from relvar.engines.mongodb.session import MongoSession

MARK = "relvar_test"  # a collection that says: nobody's data are here
SYSTEM = "system."  # how the server's own collections begin
SHOWN = 3  # of the collections that are in the way
REMEDY = "nothing was made. Name an empty database; what a deployment left half-made goes with migrations/0001_create.down.js"

GUARD_HELPERS = {
    "requireTest(": f'const requireTest = () => {{ if (!db.{MARK}.findOne({{_id: "mark"}})) throw new Error("not marked as a test"); }};',
    "requireEmpty(": (
        "// What is there belongs to others, or to an earlier deployment: nothing is made beside it.\n"
        "const requireEmpty = () => {\n"
        f'  const there = db.getCollectionNames().filter((name) => !name.startsWith("{SYSTEM}") && name !== "{MARK}").sort();\n'
        f'  const more = there.length > {SHOWN} ? ` and ${{there.length - {SHOWN}}} more` : "";\n'
        "  if (there.length)\n"
        f'    throw new Error(`the database ${{db.getName()}} holds ${{there.slice(0, {SHOWN}).join(", ")}}${{more}} already: ` +\n'
        f'      "{REMEDY}");\n'
        "};"
    ),
    "dropWhenEmpty(": (
        "const dropWhenEmpty = (...names) => {\n"
        "  for (const name of names) if (db.getCollection(name).findOne()) throw new Error(`${name} holds documents`);\n"
        "  for (const name of names) db.getCollection(name).drop();\n"
        "};"
    ),
    "dropIfThere(": "const dropIfThere = (name) => { if (db.getCollectionNames().includes(name)) db.getCollection(name).drop(); };",
    "letGo(": (
        "// Nobody takes what somebody was promised unasked: DROP_ROWS=1 in the environment says that they may go.\n"
        "const letGo = (name, pipeline, says) => {\n"
        '  if (process.env.DROP_ROWS === "1") return;\n'
        "  if (db.getCollection(name).aggregate([...pipeline, {$limit: 1}]).hasNext())\n"
        "    throw new Error(`${name}: ${says}: back them up first; where they may go, DROP_ROWS=1`);\n"
        "};"
    ),
}


def require_test(session: MongoSession) -> None:
    """Raises Refusal."""
    if not session.command({"find": MARK, "filter": {"_id": "mark"}, "limit": 1})["cursor"]["firstBatch"]:
        raise Refusal("forbidden", MARK, "not marked as a test")


def require_empty(session: MongoSession) -> None:
    """Raises Refusal."""
    if there := occupied(session):
        raise Refusal("forbidden", there[0], f"{held(session.database.name, there)}: {REMEDY}")


def drop_when_empty(session: MongoSession, *names: str) -> None:
    """Raises Refusal, and has dropped nothing then."""
    for name in names:
        if session.command({"find": name, "limit": 1})["cursor"]["firstBatch"]:
            raise Refusal("forbidden", name, f"{name} holds documents")
    for name in names:
        session.command({"drop": name})


def drop_if_there(session: MongoSession, name: str) -> None:
    if name in occupied(session):
        session.command({"drop": name})


def let_go(session: MongoSession, name: str, pipeline: list[Any], says: str) -> None:
    """Raises Refusal where something is found, unless `drop_rows` was said."""
    found = {"aggregate": name, "pipeline": [*pipeline, {"$limit": 1}], "cursor": {}}
    if not session.database.may_drop and session.command(found)["cursor"]["firstBatch"]:
        raise Refusal("forbidden", name, f"{name}: {says}")


def drop_rows(session: MongoSession) -> None:
    """What DROP_ROWS=1 says to the shell, until the end of the file."""
    session.database.may_drop = True


def occupied(session: MongoSession) -> list[str]:
    """Collections and views that are there, without the server's own and the mark."""
    listed = session.command({"listCollections": 1, "nameOnly": True, "cursor": {"batchSize": 10_000}})["cursor"]["firstBatch"]
    return sorted(one["name"] for one in listed if not one["name"].startswith(SYSTEM) and one["name"] != MARK)


def held(database: str, there: list[str]) -> str:
    more = f" and {len(there) - SHOWN} more" if len(there) > SHOWN else ""
    return f"the database {database} holds {', '.join(there[:SHOWN])}{more} already"


CALLS: dict[str, Callable[..., Any]] = {
    "requireTest": require_test,
    "requireEmpty": require_empty,
    "dropWhenEmpty": drop_when_empty,
    "dropIfThere": drop_if_there,
    "letGo": let_go,
    "dropRows": drop_rows,
}
GUARD_CALLS = tuple(CALLS)
