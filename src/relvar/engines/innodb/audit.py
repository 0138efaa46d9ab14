"""The audit trail: triggers that write what was before into the log, with secret values left out.

The log's columns are filled by what they are called. An update keeps the former values of what changed, an insert the key alone,
for the row itself holds the values. Who: the account that is connected (session_user()), and the person as the application named
it in `@app_user_id`, a variable of the session.
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.innodb.objects import Event, Parts, Trigger, shortened
from relvar.model.behaviour import Audit
from relvar.model.physical import Column

SECRET = "'[not kept]'"  # what stands for a value that is never copied
PERSON_VARIABLE = "@app_user_id"
# The words in use for each column of a log.
OPERATION = ("action", "operation", "op", "change", "change_kind")
TABLE = ("table_name", "relation_name", "audited_table")
KEY = ("row_key", "key", "key_text", "record_key", "row_id", "record_id")
BEFORE = ("old_values", "before", "old_row", "previous", "was", "before_values", "changes")
AFTER = ("new_values", "after", "new_row", "after_values")
WHO = ("db_role", "role_name", "changed_by", "actor", "actor_name", "by_role", "session_role", "done_by")
PERSON = ("user_id", "actor_id", "changed_by_id", "context_user", "app_user")


def audit_triggers(make: Parts, key: str, audit: Audit) -> Iterator[Trigger]:
    because = f"Every change of {make.table(audit.table)} is kept in {make.table(audit.log)}"
    events: tuple[Event, ...] = ("insert", "update", "delete")
    for event in events:
        entry = _entry(make, audit, event)
        if event == "update":
            inner = entry.replace("\n", "\n  ")
            entry = f"if {make.changed(audit.table)} then\n  {inner};\nend if"
        yield Trigger(shortened(f"{key}_{event}"), audit.table, "after", event, (entry,), because, key)
        because = ""


def _entry(make: Parts, audit: Audit, event: Event) -> str:
    values: dict[str, str] = {}
    for column_id, column in make.physical.tables[audit.log].columns.items():
        if value := _value(make, audit, event, column):
            values[make.name(audit.log, column_id)] = value
    given = ",\n  ".join(values.values())
    return f"insert into {make.table(audit.log)} ({', '.join(values)})\nvalues (\n  {given})"


def _value(make: Parts, audit: Audit, event: Event, column: Column) -> str:
    """What goes into a column of the log; "" where its default or its number does."""
    name, row = column.name, "new" if event == "insert" else "old"
    if column.identity or column.generated is not None:
        return ""
    if name in OPERATION:
        words = {value[:1].lower(): value for value in column.values}
        return make.writer.literal(words.get(event[0], event))
    if name in TABLE:
        return make.writer.literal(make.physical.tables[audit.table].name)
    if name in KEY:
        return f"concat_ws('/', {', '.join(shown(make, audit.table, c, row) for c in audit.key)})"
    if name in BEFORE:
        return "null" if event == "insert" else _row(make, audit, "old", event)
    if name in AFTER:
        return "null" if event == "delete" else _row(make, audit, "new", event)
    if name in WHO:
        return "substring_index(session_user(), '@', 1)"
    if name in PERSON:
        return make.writer.dialect.uuid_in.format(PERSON_VARIABLE) if column.data.base == "uuid" else PERSON_VARIABLE
    return _same(make, audit, row, column)


def _same(make: Parts, audit: Audit, row: str, column: Column) -> str:
    """The audited table's column of the same name: the tenant, whose rows the log keeps apart as well."""
    shared = next((c for c in make.physical.tables[audit.table].columns.values() if c.name == column.name), None)
    if shared is not None and shared.data.base == column.data.base and not column.default:
        return f"{row}.{make.writer.quote(shared.name)}"
    return "utc_timestamp(6)" if column.data.base == "timestamp" and column.default is None and not column.nullable else ""


def shown(make: Parts, table_id: str, column: str, row: str) -> str:
    """A value as text can hold it; a decimal as its digits, for JSON that is dumped and read again makes a float of it."""
    value, base = f"{row}.{make.name(table_id, column)}", make.data(table_id, column).base
    if base == "uuid":
        return make.writer.dialect.uuid_out.format(value)
    if base == "json":
        return make.writer.dialect.json_out.format(value)
    if base == "decimal":
        return f"cast({value} as char)"
    return f"hex({value})" if base == "bytes" else value


def _row(make: Parts, audit: Audit, row: str, event: Event) -> str:
    """The row as JSON: of an update, the columns that changed."""
    columns = [c for c, column in make.physical.tables[audit.table].columns.items() if column.generated is None]
    if event != "update":
        parts = [f"{make.writer.literal(c)}, {_kept(make, audit, c, row)}" for c in columns]
        return "json_object(\n    " + ",\n    ".join(parts) + ")"
    parts = [_if_changed(make, audit, c, row) for c in columns]
    return "json_merge_preserve(json_object(),\n    " + ",\n    ".join(parts) + ")"


def _if_changed(make: Parts, audit: Audit, column: str, row: str) -> str:
    name = make.name(audit.table, column)
    exactly = make.exactly(audit.table, column)
    entry = f"json_object({make.writer.literal(column)}, {_kept(make, audit, column, row)})"
    return f"if(old.{name} <=> new.{name}{exactly}, json_object(), {entry})"


def _kept(make: Parts, audit: Audit, column: str, row: str) -> str:
    return SECRET if column in audit.secret else shown(make, audit.table, column, row)
