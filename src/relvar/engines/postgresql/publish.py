"""The outbox: one trigger function that writes what a row is now, in the transaction that made it so."""

from __future__ import annotations

from relvar.engines.postgresql.objects import Objects, Routine, Trigger
from relvar.engines.postgresql.query import PostgresWriter
from relvar.model.behaviour import Publish


def publish(writer: PostgresWriter, name: str, rule: Publish) -> Objects:
    columns = writer.source(rule.table).columns
    key, told = (",".join(columns[c] for c in ids) for ids in (rule.key, rule.columns))
    routine = _tell(writer, rule.outbox)
    return Objects((routine,), (Trigger(name, rule.table, "after", "insert or update or delete", routine, arguments=(key, told), element=name),))


def _tell(writer: PostgresWriter, outbox_id: str) -> Routine:
    """The function for all tables that tell of their changes in one outbox."""
    outbox = writer.physical.tables[outbox_id]
    return Routine(
        schema=outbox.schema,
        name=f"tell_in_{outbox.name}",
        returns="trigger",
        body=_BODY.format(outbox=writer.table(outbox_id)),
        definer=True,
        runs_as="definer",
        comment=f"Writes {outbox.name}: the application may not write there by itself. Arguments: key columns; columns that are told",
    )


_BODY = """declare
  old_key text;
  new_key text;
  was jsonb;
  is_now jsonb;
begin
  if tg_op <> 'INSERT' then
    select string_agg(to_jsonb(old) ->> k.name, '/' order by k.position) into old_key
      from unnest(string_to_array(tg_argv[0], ',')) with ordinality as k (name, position);
    select jsonb_object_agg(c.name, to_jsonb(old) -> c.name) into was from unnest(string_to_array(tg_argv[1], ',')) as c (name);
  end if;
  if tg_op <> 'DELETE' then
    select string_agg(to_jsonb(new) ->> k.name, '/' order by k.position) into new_key
      from unnest(string_to_array(tg_argv[0], ',')) with ordinality as k (name, position);
    select jsonb_object_agg(c.name, to_jsonb(new) -> c.name) into is_now from unnest(string_to_array(tg_argv[1], ',')) as c (name);
  end if;
  if old_key = new_key and was = is_now then
    return null;
  end if;
  if old_key is distinct from new_key and old_key is not null then
    insert into {outbox} (topic, row_key, action, payload) values (tg_table_name, old_key, 'delete', null);
  end if;
  if new_key is not null then
    insert into {outbox} (topic, row_key, action, payload)
    values (tg_table_name, new_key, case when old_key = new_key then 'update' else 'insert' end, is_now);
  end if;
  return null;
end"""
