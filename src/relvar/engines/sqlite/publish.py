"""The outbox: triggers that write what a row is now, in the transaction that made it so.

The row is read again instead of taken from `new`: a trigger of ours may have changed it since (the time of the last change), and of
several triggers for one event SQLite promises no order (lang_createtrigger.html).
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.base import Statement
from relvar.engines.sqlite.triggers import Triggers, listed
from relvar.model.behaviour import Publish
from relvar.model.semantic import DataType


def publish_triggers(make: Triggers, key: str, rule: Publish) -> Iterator[Statement]:
    table = make.table(rule.table)
    differs = listed([f"new.{n} is not old.{n}" for n in (make.name(rule.table, c) for c in dict.fromkeys((*rule.key, *rule.columns)))], " or ")
    moved = " or ".join(f"new.{n} is not old.{n}" for n in (make.name(rule.table, c) for c in rule.key))
    gone = _entry(make, rule, "delete", "old")
    yield make.trigger(key, "insert", f"after insert on {table}", [_entry(make, rule, "insert", "new")], "", f"every change of {table} is told")
    yield make.trigger(key, "update", f"after update on {table}", [f"{gone}\n  where {moved}", _entry(make, rule, "update", "new")], differs)
    yield make.trigger(key, "delete", f"after delete on {table}", [gone])


def _entry(make: Triggers, rule: Publish, action: str, row: str) -> str:
    """The insert into the outbox: what is gone by its key alone, what is there as it is now."""
    names = "topic, row_key, action, payload"
    topic = "'" + make.physical.tables[rule.table].name + "'"
    row_key = " || '/' || ".join(_as_text(make, rule, c, row) for c in rule.key)
    if action == "delete":
        return f"insert into {make.table(rule.outbox)} ({names})\n  select {topic}, {row_key}, 'delete', null"
    told = f"json_object({', '.join(_told(make, rule, c) for c in rule.columns)})"
    where = make.same_row(rule.table, row, "t")
    return (
        f"insert into {make.table(rule.outbox)} ({names})\n  select {topic}, {row_key}, '{action}', {told}\n"
        f"  from {make.table(rule.table)} as t\n  where {where}"
    )


def _as_text(make: Triggers, rule: Publish, column: str, row: str) -> str:
    return f"cast({row}.{make.name(rule.table, column)} as text)"


def _told(make: Triggers, rule: Publish, column: str) -> str:
    data = make.physical.tables[rule.table].columns[column]
    return f"'{data.name}', {_json(f't.{make.name(rule.table, column)}', data.data)}"


def _json(value: str, data: DataType) -> str:
    """A stored value as other stores read it: an amount with its point, not in its smallest unit; true and false, not 1 and 0."""
    if data.base == "decimal" and data.scale:
        unit = 10**data.scale
        return f"json(iif({value} < 0, '-', '') || (abs({value}) / {unit}) || printf('.%0{data.scale}d', abs({value}) % {unit}))"
    if data.base == "boolean":
        return f"json(case {value} when 1 then 'true' when 0 then 'false' end)"
    return f"hex({value})" if data.base == "bytes" else f"json({value})" if data.base == "json" else value
