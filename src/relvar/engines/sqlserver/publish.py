"""The outbox: triggers that write what a row is now, in the transaction that made it so.

The row is read again instead of taken from `inserted`: a trigger of ours that fires first may have changed it since (the time of the
last change), and the statement that was first would then be told last. A row whose key was changed is gone under the old one.
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.sqlserver.objects import Parts, Trigger, shortened
from relvar.model.behaviour import Publish


def publish_triggers(make: Parts, key: str, rule: Publish) -> Iterator[Trigger]:
    because = f"Every change of {make.table(rule.table)} is told in {make.table(rule.outbox)}"
    made = _entry(make, rule, "i", "'insert'", "from inserted as i")
    gone = _entry(make, rule, "d", "'delete'", "from deleted as d", gone=True)
    yield Trigger(shortened(f"{key}_insert_tr"), rule.table, ("insert",), (made,), because, key)
    yield Trigger(shortened(f"{key}_update_tr"), rule.table, ("update",), tuple(_of_update(make, rule)), "", key)
    yield Trigger(shortened(f"{key}_delete_tr"), rule.table, ("delete",), (gone,), "", key)


def _of_update(make: Parts, rule: Publish) -> Iterator[str]:
    """Rows in which something that is told has changed; a version that the engine numbers at each write does not count."""
    same, columns = make.same(rule.table, "i", "d"), make.physical.tables[rule.table].columns
    told = [c for c in dict.fromkeys((*rule.key, *rule.columns)) if not make.writer.types.is_version(rule.table, c)]
    rows = f"from inserted as i\n{{}} deleted as d on {same}\nwhere {make.differs(rule.table, told)}"
    if all(columns[c].identity for c in rule.key):  # a numbered key never changes
        yield _entry(make, rule, "i", "'update'", rows.format("join"))
        return
    moved = f"from deleted as d\nwhere not exists (select 1 from inserted as i where {same})"
    yield _entry(make, rule, "d", "'delete'", moved, gone=True)
    action = f"case when d.{make.name(rule.table, rule.key[0])} is null then 'insert' else 'update' end"
    yield _entry(make, rule, "i", action, rows.format("left join"))


def _entry(make: Parts, rule: Publish, row: str, action: str, source: str, *, gone: bool = False) -> str:
    """The insert into the outbox: what is gone by its key alone, what is there as it is now."""
    topic = make.writer.literal(make.physical.tables[rule.table].name)
    payload = "null" if gone else _payload(make, rule)
    return (
        f"insert into {make.table(rule.outbox)} (topic, row_key, action, payload)\n"
        f"select {topic}, {_key(make, rule, row)}, {action}, {payload}\n{source}"
    )


def _key(make: Parts, rule: Publish, row: str) -> str:
    """The key as one text, its parts joined by /."""
    parts = [_shown(make, rule, c, row) for c in rule.key]
    return f"concat_ws('/', {', '.join(parts)})" if len(parts) > 1 else f"cast({parts[0]} as nvarchar(200))"


def _payload(make: Parts, rule: Publish) -> str:
    """The row as JSON. Its columns stand without an alias: one inside FOR JSON is what the compiler does not look up."""
    columns = [make.name(rule.table, c) for c in rule.columns]
    told = ",\n    ".join(v if v == n else f"{v} as {n}" for n, v in zip(columns, (_shown(make, rule, c) for c in rule.columns), strict=True))
    same = " and ".join(f"{n} = i.{n}" for n in (make.name(rule.table, c) for c in rule.key))
    return f"(\n  select\n    {told}\n  from {make.table(rule.table)} where {same}\n  for json path, without_array_wrapper, include_null_values)"


def _shown(make: Parts, rule: Publish, column: str, row: str = "") -> str:
    """A value as it is told: identifiers in lower case, as the other engines write them, and JSON as it is, not as a text."""
    base, name = make.data(rule.table, column).base, f"{row}.{make.name(rule.table, column)}".lstrip(".")
    if base == "uuid":
        return f"lower(cast({name} as varchar(36)))"
    return f"json_query({name})" if base == "json" else name
