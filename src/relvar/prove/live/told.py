"""What an outbox tells, read as a follower reads it, and what the record holds, to compare a copy with."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from relvar.engines.base import Database, Session
from relvar.model.behaviour import Publish
from relvar.model.expression import ColumnRef
from relvar.model.federation import Federation
from relvar.model.physical import Table
from relvar.model.query import Ordering, Output, Select
from relvar.prove.live.breaking.trial import Row
from relvar.prove.live.context import Context

NONE = Federation(record="", outbox="")
Event = tuple[int, str, str, str, dict[str, Any]]  # change_id, topic, row_key, action, payload


def same(table: Table, compared: list[str], copy: dict[str, Any] | None, row: dict[str, Any] | None) -> bool:
    if copy is None or row is None:
        return copy is row
    return all(_alike(copy.get(table.columns[c].name), row[c]) for c in compared)


def _alike(told: Any, read: Any) -> bool:
    return told == read or (isinstance(read, bool) and bool(told) == read) or str(told) == str(read)


def rows_of(database: Database, context: Context, rule: Publish) -> dict[str, Row]:
    """All rows of the table, by the pages in which a store is made again; those that a contract's question leaves out come by themselves."""
    entries = [e for c in (context.design.federation or NONE).contracts.values() for e in c.entries.values() if e.owner == rule.table]
    columns = tuple(dict.fromkeys((*rule.key, *rule.columns)))
    outputs = tuple(Output(expression=ColumnRef(column=c, table="r"), name=c) for c in columns)
    page = msgspec.structs.replace(entries[0].rebuild, outputs=outputs) if entries else Select(table=rule.table, alias="r", outputs=outputs)
    session = database.session()
    found: list[tuple[Any, ...]] = []
    try:
        rows = session.run(msgspec.structs.replace(page, where=None))
        while rows:
            found += rows
            last = dict(zip(columns, rows[-1], strict=True))
            rows = session.run(page, {f"after_{c}": last[c] for c in rule.key}) if page.limit else []
    finally:
        session.close()
    named = (dict(zip(columns, row, strict=True)) for row in found)
    return {"/".join(str(row[c]) for c in rule.key): row for row in named}


def events_of(database: Database, outbox: str) -> list[Event]:
    session = database.session()
    try:
        return events_in(session, outbox)
    finally:
        session.close()


def events_in(session: Session, outbox: str, topic: str = "") -> list[Event]:
    shown = ("change_id", "topic", "row_key", "action", "payload")
    select = Select(
        table=outbox,
        alias="o",
        outputs=tuple(Output(expression=ColumnRef(column=c, table="o"), name=c) for c in shown),
        order_by=(Ordering(expression=ColumnRef(column="change_id", table="o")),),
    )
    return [(*row[:4], payload_of(row[4])) for row in session.run(select) if not topic or row[1] == topic]


def payload_of(payload: Any) -> dict[str, Any]:
    found = json.loads(payload) if isinstance(payload, str | bytes) else payload
    return found or {}
