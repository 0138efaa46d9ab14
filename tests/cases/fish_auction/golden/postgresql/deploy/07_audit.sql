-- Triggers that keep the audit trail. Secret columns are named in it, never copied.

begin;

set local role fish_auction_definer;

alter default privileges for role fish_auction_definer revoke execute on functions from public;

create function app.record_in_change_log() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
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
  insert into app.change_log (changed_at, table_name, row_key, action, changed_by, user_id, old_values)
  values (
    clock_timestamp(),
    tg_table_name,
    row_key,
    case tg_op when 'INSERT' then 'insert' when 'UPDATE' then 'update' when 'DELETE' then 'delete' end,
    session_user,
    nullif(current_setting('app.user_id', true), ''),
    changed);
  return null;
end
$$;
comment on function app.record_in_change_log() is 'Writes change_log: the application may not write there by itself. Arguments: key columns; columns never copied';

grant execute on function app.record_in_change_log() to fish_auction_owner;

reset role;

set local role fish_auction_owner;

create trigger buyer_audit after insert or update or delete on app.buyers
  for each row execute function app.record_in_change_log('buyer_id', 'name');

reset role;

commit;
