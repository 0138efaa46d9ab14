"""The audit trail: one trigger function a log, that writes what changed, by whom, with secret values left out.

The log's columns are filled by what they are called; an insert records the key alone, for the row itself holds the values.
"""

from __future__ import annotations

from relvar.engines.postgresql.objects import Objects, Routine, Trigger
from relvar.engines.postgresql.query import PostgresWriter
from relvar.engines.postgresql.types import native
from relvar.model.behaviour import Audit
from relvar.model.physical import Column, Table

# What fills a column of the log, by the column's id; several words are in use for each.
SOURCES = {
    "session_user": ("db_role", "role_name", "changed_by", "actor", "actor_name", "by_role", "session_role", "done_by"),
    "current_setting('application_name', true)": ("application_name", "application"),
    "nullif(current_setting('app.user_id', true), '')": ("user_id", "actor_id", "changed_by_id", "context_user", "app_user"),
    "txid_current()": ("transaction_id", "txid", "transaction"),
    "tg_table_name": ("table_name", "relation_name", "audited_table"),
    "row_key": ("row_key", "key", "key_text", "record_key", "row_id", "record_id"),
    "changed": ("old_values", "before", "old_row", "previous", "was", "before_values", "changes"),
    "after_values": ("new_values", "after", "new_row", "after_values"),
    "clock_timestamp()": ("changed_at", "occurred_at", "happened_at", "at", "logged_at", "recorded_at"),
}
BY_COLUMN = {column: source for source, columns in SOURCES.items() for column in columns}
ACTIONS = ("action", "operation", "op", "change", "change_kind")


def audit(writer: PostgresWriter, name: str, kept: Audit) -> Objects:
    routine = record_change(writer, kept.log)
    columns = writer.source(kept.table).columns
    key, secret = (",".join(columns[c] for c in ids) for ids in (kept.key, kept.secret))
    arguments = (key, secret) if secret else (key,)
    events = "insert or update or delete"
    return Objects((routine,), (Trigger(name, kept.table, "after", events, routine, arguments=arguments, element=name),))


def record_change(writer: PostgresWriter, log_id: str) -> Routine:
    """The function for all tables whose changes one log keeps."""
    log = writer.physical.tables[log_id]
    filled = {column.name: _value(writer, key, column) for key, column in log.columns.items() if _value(writer, key, column)}
    names = ", ".join(writer.quote(name) for name in filled)
    values = ",\n    ".join(filled.values())
    return Routine(
        schema=log.schema,
        name=f"record_in_{log.name}",
        returns="trigger",
        body=_BODY.format(log=writer.table(log_id), names=names, values=values),
        definer=True,
        runs_as="definer",
        comment=f"Writes {log.name}: the application may not write there by itself. Arguments: key columns; columns never copied",
    )


def _value(writer: PostgresWriter, key: str, column: Column) -> str:
    """The expression for a column of the log; "" where its default or the engine fills it."""
    if column.identity or column.generated is not None:
        return ""
    if key in ACTIONS or (column.values and {v[:1].lower() for v in column.values} >= {"i", "u", "d"}):
        return _action(writer, column)
    if key in BY_COLUMN:
        kind = native(column.data).text
        return BY_COLUMN[key] if kind in ("text", "jsonb", "timestamptz") else f"{BY_COLUMN[key]}::{kind}"
    if _is_audited_tables(writer, key):
        return f"nullif(coalesce(after, before) ->> {writer.literal(column.name)}, '')::{native(column.data).text}"
    assert column.nullable or column.default is not None, f"nothing fills {key} of the audit log"
    return ""


def _action(writer: PostgresWriter, column: Column) -> str:
    words = {v[:1].upper(): v for v in column.values} or {"I": "insert", "U": "update", "D": "delete"}
    pairs = [f"when '{event}' then {writer.literal(words[event[0]])}" for event in ("INSERT", "UPDATE", "DELETE")]
    return f"case tg_op {' '.join(pairs)} end"


def _is_audited_tables(writer: PostgresWriter, key: str) -> bool:
    """Whether the audited tables have that column too: a tenant's, by which people read their own part of the log."""
    audited: list[Table] = [writer.physical.tables[b.table] for b in writer.physical.behaviours.values() if isinstance(b, Audit)]
    return any(key in table.columns for table in audited)


_BODY = """declare
  before jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
  after jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
  secret text[] := string_to_array(coalesce(tg_argv[1], ''), ',');
  row_key text := (
    select string_agg(coalesce(after, before) ->> k.name, '/' order by k.position)
    from unnest(string_to_array(tg_argv[0], ',')) with ordinality as k (name, position));
  changed jsonb;
  after_values jsonb;
begin
  if tg_op = 'UPDATE' and before = after then
    return null;
  end if;
  if tg_op <> 'INSERT' then
    select jsonb_object_agg(b.key, case when b.key = any (secret) then '"[not kept]"'::jsonb else b.value end)
      into changed from jsonb_each(before) b where after is null or after -> b.key is distinct from b.value;
  end if;
  if tg_op = 'UPDATE' then
    select jsonb_object_agg(a.key, case when a.key = any (secret) then '"[not kept]"'::jsonb else a.value end)
      into after_values from jsonb_each(after) a where before -> a.key is distinct from a.value;
  end if;
  insert into {log} ({names})
  values (
    {values});
  return null;
end"""
