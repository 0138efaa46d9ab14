"""A use case run step by step in a session, as its file says it, and a database without what guards it."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import msgspec

from relvar.engines.base import Refusal
from relvar.engines.mongodb.ddl import Ddl
from relvar.engines.mongodb.rows import plain
from relvar.engines.mongodb.script import Reader, filled
from relvar.engines.mongodb.use_cases.reading import read_use_case
from relvar.engines.mongodb.use_cases.steps import Step
from relvar.model.physical import CheckConstraint
from relvar.model.query import Transaction

if TYPE_CHECKING:
    from relvar.engines.mongodb.live import MongoDatabase
    from relvar.engines.mongodb.session import MongoSession

Act = Callable[[dict[str, Any]], str]
GAVE_WAY, DONE, FULL = "gave way", "found it done already", "no room left"


def acts(session: MongoSession, text: str, transaction: Transaction) -> tuple[Act, ...]:
    """One act a step: it takes the caller's values and says "" or how the use case ends early. The transaction begins with the first.

    Empty where the file says that the application writes it.
    """
    if not Reader(text).peek():
        return ()
    found, begins = read_use_case(text)
    keys = {name: {"$oid": uuid.uuid4().hex[:24]} if how == "ObjectId" else {"$uuid": str(uuid.uuid4())} for name, how in found.made.items()}

    room = {"left": True}

    def act(step: Step, first: bool) -> Act:
        def run(values: dict[str, Any]) -> str:
            if step.kind == "over" and room["left"]:
                return ""
            if first and begins:
                session.begin()
            try:
                said = _said(session, step, {**session.values(transaction, values), **keys})
                if step.kind == "room":
                    room["left"] = said != FULL
                return "" if said == FULL else said
            except Refusal as refused:
                if refused.kind == "unique" and refused.constraint in found.once:
                    return DONE
                raise

        return run

    return tuple(act(step, place == 0) for place, step in enumerate(found.steps))


def _said(session: MongoSession, step: Step, given: dict[str, Any]) -> str:
    now = int(time.time() * 1000)
    call = step.call._replace(arguments=tuple(filled(list(step.call.arguments), given, now)))
    answer = session.database.call(call, session)
    if step.kind == "none" and answer["cursor"]["firstBatch"]:
        raise Refusal("rule", step.says.partition(":")[0], step.says)
    if step.kind == "none":
        return ""
    if step.kind == "room" and int(plain(answer["n"])) != 1:
        return FULL
    return GAVE_WAY if step.kind == "changed" and int(plain(answer["n"])) != 1 else ""


@contextmanager
def without(database: MongoDatabase, element: str) -> Iterator[None]:
    """The database without a unique index, "table.id" of the rows, or without a check of the validator. Other rules stand in no server."""
    physical = database.physical
    table, _, id_ = element.partition(".")
    owner, session = physical.tables.get(table), database.outside()
    if owner is None:
        yield
        return
    collection = database.store_.layout.collection(table)
    if isinstance(owner.constraints.get(id_), CheckConstraint):
        kept = {i: c for i, c in owner.constraints.items() if i != id_}
        bare = msgspec.structs.replace(physical, tables={**physical.tables, table: msgspec.structs.replace(owner, constraints=kept)})
        session.command(database.adapted({"collMod": collection.name, **Ddl(bare).options(collection)}))
        yield
        session.command(database.adapted({"collMod": collection.name, **Ddl(physical).options(collection)}))
        return
    indexes = [i for i in collection.indexes.values() if element in i.of]
    for index in indexes:
        session.command({"dropIndexes": collection.name, "index": index.name})
    yield
    for index in indexes:
        database.call(Ddl(physical).index(collection, index), session)
