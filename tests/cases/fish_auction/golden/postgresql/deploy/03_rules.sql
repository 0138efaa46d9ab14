-- Rules that no constraint can say: they look at the row before, at other rows, or at time.

begin;

set local role fish_auction_owner;

create function app.refuse_change() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception using errcode = 'check_violation', constraint = tg_name,
      message = format('%s: what was written once does not change', tg_table_name);
end
$$;
comment on function app.refuse_change() is 'As it was written, so it stays';

create function app.refuse_any_change() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'DELETE' and current_user in ('fish_auction_definer', 'fish_auction_owner') then
    return old;
  end if;
  raise exception using errcode = 'check_violation', constraint = tg_name,
      message = format('%s is append-only', tg_table_name);
end
$$;
comment on function app.refuse_any_change() is 'Rows are added and stay; only upkeep and retention move them';

reset role;

set local role fish_auction_definer;

alter default privileges for role fish_auction_definer revoke execute on functions from public;

create function app.change_log_expires(batch integer default 5000) returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  done bigint;
begin
  with due as (
    select change_id from app.change_log
    where changed_at < now() - interval '36 months'
    order by changed_at limit batch
  )
  delete from app.change_log t using due where t.change_id = due.change_id;
  get diagnostics done = row_count;
  return done;
end
$$;
comment on function app.change_log_expires(integer) is 'Deletes at most `batch` rows of change_log older than 36 months; call it until it returns 0';

reset role;

set local role fish_auction_owner;

create trigger catch_frozen before update on app.catches
  for each row
  when (old.occurred_at is distinct from new.occurred_at)
  execute function app.refuse_change();

create trigger bid_frozen before update on app.bids
  for each row
  when ((old.amount, old.occurred_at) is distinct from (new.amount, new.occurred_at))
  execute function app.refuse_change();

create trigger sale_frozen before update on app.sales
  for each row
  when ((old.amount, old.occurred_at) is distinct from (new.amount, new.occurred_at))
  execute function app.refuse_change();

create trigger change_log_frozen before update or delete on app.change_log
  for each row execute function app.refuse_any_change();

reset role;

commit;
