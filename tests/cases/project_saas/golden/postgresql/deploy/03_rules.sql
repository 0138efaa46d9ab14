-- Rules that no constraint can say: they look at the row before, at other rows, or at time.

begin;

set local role multi_tenant_owner;

create function app.task_status_values_step() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if old.status in ('done') and old.* is distinct from new.* then
    raise exception using errcode = 'check_violation', constraint = 'task_status_values',
      message = format('%s: %s is final', tg_table_name, old.status);
  end if;
  if old.status is distinct from new.status and (old.status, new.status) not in (
      ('todo', 'in progress'),
      ('in progress', 'done')) then
    raise exception using errcode = 'check_violation', constraint = 'task_status_values',
      message = format('%s: %s does not lead to %s', tg_table_name, old.status, new.status);
  end if;
  return new;
end
$$;
comment on function app.task_status_values_step() is 'status moves only along the transitions of the life cycle';

create function app.project_life_step() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if old.status in ('archived') and old.* is distinct from new.* then
    raise exception using errcode = 'check_violation', constraint = 'project_life',
      message = format('%s: %s is final', tg_table_name, old.status);
  end if;
  if old.status is distinct from new.status and (old.status, new.status) not in (
      ('active', 'on_hold'),
      ('on_hold', 'active'),
      ('active', 'archived'),
      ('on_hold', 'archived')) then
    raise exception using errcode = 'check_violation', constraint = 'project_life',
      message = format('%s: %s does not lead to %s', tg_table_name, old.status, new.status);
  end if;
  return new;
end
$$;
comment on function app.project_life_step() is 'status moves only along the transitions of the life cycle';

create function app.refuse_change() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception using errcode = 'check_violation', constraint = tg_name,
      message = format('%s: what was written once does not change', tg_table_name);
end
$$;
comment on function app.refuse_change() is 'As it was written, so it stays';

create function app.touch_changed_at() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  new.changed_at := now();
  return new;
end
$$;
comment on function app.touch_changed_at() is 'The instant of the last real change; an update that changes nothing leaves it';

create function app.refuse_any_change() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'DELETE' and current_user in ('multi_tenant_definer', 'multi_tenant_owner') then
    return old;
  end if;
  raise exception using errcode = 'check_violation', constraint = tg_name,
      message = format('%s is append-only', tg_table_name);
end
$$;
comment on function app.refuse_any_change() is 'Rows are added and stay; only upkeep and retention move them';

reset role;

set local role multi_tenant_definer;

alter default privileges for role multi_tenant_definer revoke execute on functions from public;

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

set local role multi_tenant_owner;

create trigger task_status_values before update on app.tasks
  for each row execute function app.task_status_values_step();

create trigger project_life before update on app.projects
  for each row execute function app.project_life_step();

create trigger organization_frozen before update on app.organizations
  for each row
  when (old.created_at is distinct from new.created_at)
  execute function app.refuse_change();

create trigger member_frozen before update on app.members
  for each row
  when ((old.created_at, old.organization_id) is distinct from (new.created_at, new.organization_id))
  execute function app.refuse_change();

create trigger project_frozen before update on app.projects
  for each row
  when ((old.created_at, old.organization_id) is distinct from (new.created_at, new.organization_id))
  execute function app.refuse_change();

create trigger task_frozen before update on app.tasks
  for each row
  when (old.created_at is distinct from new.created_at)
  execute function app.refuse_change();

create trigger comment_frozen before update on app.comments
  for each row
  when ((old.created_at, old.organization_id, old.task_id, old.member_id)
    is distinct from (new.created_at, new.organization_id, new.task_id, new.member_id))
  execute function app.refuse_change();

create trigger label_frozen before update on app.labels
  for each row
  when (old.organization_id is distinct from new.organization_id)
  execute function app.refuse_change();

create trigger credential_frozen before update on app.credentials
  for each row
  when ((old.organization_id, old.member_id) is distinct from (new.organization_id, new.member_id))
  execute function app.refuse_change();

create trigger task_label_frozen before update on app.task_labels
  for each row
  when ((old.organization_id, old.task_id, old.label_id) is distinct from (new.organization_id, new.task_id, new.label_id))
  execute function app.refuse_change();

create trigger credential_touched before update on app.credentials
  for each row
  when (old.* is distinct from new.*)
  execute function app.touch_changed_at();

create trigger change_log_frozen before update or delete on app.change_log
  for each row execute function app.refuse_any_change();

reset role;

commit;
