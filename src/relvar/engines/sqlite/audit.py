"""Audit -> triggers that copy what was before into the log.

The log's columns are told apart by their type and name: the instant has a default of its own, `operation` says what was
done, `table_name` where, a json column named for the key or the row holds that. SQLite knows no users: who did it is empty
at first, and the application fills it in, once, in the same transaction (a decision says so).
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.base import Statement
from relvar.engines.sqlite.query import NOW
from relvar.engines.sqlite.triggers import LINE, Triggers, listed
from relvar.model import behaviour as b
from relvar.model.physical import Column, Physical

SECRET = "'[not kept]'"  # what stands for a value that is never copied
# The words in use for each column of a log.
OPERATION = ("action", "operation", "op", "change", "change_kind")
TABLE = ("table_name", "relation_name", "audited_table")
KEY = ("row_key", "key", "key_text", "record_key", "row_id", "record_id")
BEFORE = ("old_values", "before", "old_row", "previous", "was", "before_values", "changes")
AFTER = ("new_values", "after", "new_row", "after_values")
WHO = ("db_role", "role_name", "changed_by", "actor", "actor_name", "by_role", "session_role", "done_by")
PERSON = ("user_id", "actor_id", "changed_by_id", "context_user", "app_user")


def left_to_application(physical: Physical, log: str) -> tuple[str, ...]:
    """Columns of a log that say who: empty when a trigger writes, filled once by the application in the same transaction."""
    if not any(isinstance(x, b.Audit) and x.log == log for x in physical.behaviours.values()):
        return ()
    columns = physical.tables[log].columns
    return tuple(key for key, column in columns.items() if column.nullable and column.name in (*WHO, *PERSON))


def audit_triggers(make: Triggers, key: str, audit: b.Audit) -> Iterator[Statement]:
    table = make.table(audit.table)
    because = f"every change of {table} is kept in {make.table(audit.log)}"
    for operation, row in (("insert", "new"), ("update", "old"), ("delete", "old")):
        when = make.changed(audit.table) if operation == "update" else ""
        body = [_entry(make, audit, operation, row)]
        yield make.trigger(key, operation, f"after {operation} on {table}", body, when, because if operation == "insert" else "")


def _entry(make: Triggers, audit: b.Audit, operation: str, row: str) -> str:
    """The insert into the log."""
    values: dict[str, str] = {}
    for column_id, column in make.physical.tables[audit.log].columns.items():
        value = _value(make, audit, operation, row, column)
        if value:
            values[make.name(audit.log, column_id)] = value
    given = listed(list(values.values()), ", ", "    ")
    return f"insert into {make.table(audit.log)} ({', '.join(values)})\n  values ({given})"


def _value(make: Triggers, audit: b.Audit, operation: str, row: str, column: Column) -> str:
    """What goes into a column of the log; "" where its default or its number does."""
    name = column.name
    if column.identity or column.generated is not None:
        return ""
    if name in OPERATION:
        words = {value[:1].lower(): value for value in column.values}
        return f"'{words.get(operation[0], operation)}'"
    if name in TABLE:
        return f"'{make.physical.tables[audit.table].name}'"
    if name in KEY:
        return _key(make, audit, row, column)
    if name in BEFORE:
        return "null" if operation == "insert" and column.nullable else _row(make, audit, row)
    if name in AFTER:
        return "null" if operation == "delete" and column.nullable else _row(make, audit, "old" if operation == "delete" else "new")
    if name in (*WHO, *PERSON):
        return "" if column.nullable or column.default is not None else "'application'"
    shared = make.physical.tables[audit.table].columns.get(_same(make, audit, name))
    if shared is not None and shared.data.base == column.data.base and not column.default:
        return f"{row}.{make.writer.quote(shared.name)}"
    if column.data.base == "timestamp" and column.default is None and not column.nullable:
        return NOW
    return ""


def _same(make: Triggers, audit: b.Audit, name: str) -> str:
    """The audited table's column of the same name: the tenant, whose rows the log keeps apart as well."""
    return next((c for c, column in make.physical.tables[audit.table].columns.items() if column.name == name), "")


def _key(make: Triggers, audit: b.Audit, row: str, column: Column) -> str:
    names = [make.name(audit.table, c) for c in audit.key]
    if column.data.base == "json":
        return "json_object(" + ", ".join(f"'{n}', {row}.{n}" for n in names) + ")"
    if column.data.base in ("text", "uuid") and len(names) == 1:
        return f"cast({row}.{names[0]} as text)"
    if column.data.base == "text":
        return " || '/' || ".join(f"{row}.{n}" for n in names)
    return f"{row}.{names[-1]}"


def _row(make: Triggers, audit: b.Audit, row: str) -> str:
    columns = make.physical.tables[audit.table].columns
    parts = []
    for column_id, column in columns.items():
        name = make.writer.quote(column.name)
        value = f"hex({row}.{name})" if column.data.base == "bytes" else f"{row}.{name}"
        parts.append(f"'{column.name}', {SECRET if column_id in audit.secret else value}")
    whole = f"json_object({', '.join(parts)})"
    return whole if len(whole) <= LINE else "json_object(\n      " + ",\n      ".join(parts) + ")"
