"""The audit trail: triggers that write what was before into the log, with secret values left out.

The log's columns are filled by what they are called. An update keeps the former values of the row where something changed, an insert
the key alone, for the row itself holds the values. Who: the login that is connected (original_login(), which EXECUTE AS does not
change), and the person as the application named it in the session's context under `user_id`.
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.sqlserver.objects import Event, Parts, Trigger, shortened
from relvar.engines.sqlserver.query import NOW
from relvar.model.behaviour import Audit
from relvar.model.physical import Column

SECRET = "'[not kept]'"  # what stands for a value that is never copied
PERSON = "session_context(N'user_id')"
OPERATION = ("action", "operation", "op", "change", "change_kind")
TABLE = ("table_name", "relation_name", "audited_table")
KEY = ("row_key", "key", "key_text", "record_key", "row_id", "record_id")
BEFORE = ("old_values", "before", "old_row", "previous", "was", "before_values", "changes")
AFTER = ("new_values", "after", "new_row", "after_values")
WHO = ("db_role", "role_name", "changed_by", "actor", "actor_name", "by_role", "session_role", "done_by")
WHOSE = ("user_id", "actor_id", "changed_by_id", "context_user", "app_user")


def audit_triggers(make: Parts, key: str, audit: Audit) -> Iterator[Trigger]:
    because = f"Every change of {make.table(audit.table)} is kept in {make.table(audit.log)}"
    events: tuple[Event, ...] = ("insert", "update", "delete")
    for event in events:
        yield Trigger(shortened(f"{key}_{event}_tr"), audit.table, (event,), (_entry(make, audit, event),), because, key)
        because = ""


def _entry(make: Parts, audit: Audit, event: Event) -> str:
    values: dict[str, str] = {}
    for column_id, column in make.physical.tables[audit.log].columns.items():
        if value := _value(make, audit, event, column_id, column):
            values[make.name(audit.log, column_id)] = value
    given = ",\n  ".join(values.values())
    rows = "from inserted as i" if event == "insert" else "from deleted as d"
    if event == "update":
        rows += f"\njoin inserted as i on {make.same(audit.table, 'i', 'd')}\nwhere {make.differs(audit.table, make.people(audit.table))}"
    return f"insert into {make.table(audit.log)} ({', '.join(values)})\nselect\n  {given}\n{rows}"


def _value(make: Parts, audit: Audit, event: Event, column_id: str, column: Column) -> str:
    """What goes into a column of the log; "" where its default or its number does."""
    name, row = column.name, "i" if event == "insert" else "d"
    if column.identity or column.generated is not None:
        return ""
    if name in OPERATION:
        words = {value[:1].lower(): value for value in column.values}
        return make.writer.literal(words.get(event[0], event))
    if name in TABLE:
        return make.writer.literal(make.physical.tables[audit.table].name)
    if name in KEY:
        return _key(make, audit, row)
    if name in BEFORE:
        return "null" if event == "insert" else _row(make, audit, "d")
    if name in AFTER:
        return "null" if event == "delete" else _row(make, audit, "i")
    if name in WHO:
        return "original_login()"
    if name in WHOSE:
        return f"try_cast({PERSON} as {make.writer.types.bare(audit.log, column_id)})"
    return _same(make, audit, row, column)


def _key(make: Parts, audit: Audit, row: str) -> str:
    """The key as one text, its parts joined by /."""
    parts = [f"{row}.{make.name(audit.table, c)}" for c in audit.key]
    return f"concat_ws('/', {', '.join(parts)})" if len(parts) > 1 else f"cast({parts[0]} as nvarchar(200))"


def _same(make: Parts, audit: Audit, row: str, column: Column) -> str:
    """The audited table's column of the same name: the tenant, whose rows the log keeps apart as well."""
    shared = next((c for c in make.physical.tables[audit.table].columns.values() if c.name == column.name), None)
    if shared is not None and shared.data.base == column.data.base and not column.default:
        return f"{row}.{make.writer.quote(shared.name)}"
    return NOW if column.data.base == "timestamp" and column.default is None and not column.nullable else ""


def _row(make: Parts, audit: Audit, row: str) -> str:
    """The row as JSON, secret columns by name only."""
    columns = make.people(audit.table)
    parts = [f"{SECRET if c in audit.secret else f'{row}.{make.name(audit.table, c)}'} as {make.name(audit.table, c)}" for c in columns]
    return f"(select {', '.join(parts)} for json path, without_array_wrapper, include_null_values)"
