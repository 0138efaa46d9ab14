-- Triggers that keep the audit trail. Secret columns are named in it, never copied.
-- sqlcmd -b -S SERVER -d NAME -i 09_audit.sql

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

begin transaction;

go

-- Every change of app.members is kept in app.change_log
create trigger app.member_audit_insert_tr on app.members with execute as owner
after insert as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  insert into app.change_log (table_name, row_key, action, changed_by, user_id, old_values, organization_id)
  select
    'members',
    concat_ws('/', i.organization_id, i.member_id),
    'insert',
    original_login(),
    try_cast(session_context(N'user_id') as nvarchar(max)),
    null,
    i.organization_id
  from inserted as i;
end

go

create trigger app.member_audit_update_tr on app.members with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  insert into app.change_log (table_name, row_key, action, changed_by, user_id, old_values, organization_id)
  select
    'members',
    concat_ws('/', d.organization_id, d.member_id),
    'update',
    original_login(),
    try_cast(session_context(N'user_id') as nvarchar(max)),
    (select d.organization_id as organization_id, d.member_id as member_id, d.deactivated_at as deactivated_at, d.created_at as created_at, '[not kept]' as email, '[not kept]' as display_name, d.role_value as role_value, d.time_zone as time_zone, d.idempotency_key as idempotency_key for json path, without_array_wrapper, include_null_values),
    d.organization_id
  from deleted as d
  join inserted as i on i.organization_id = d.organization_id and i.member_id = d.member_id
  where exists (
        select i.organization_id, i.member_id, i.deactivated_at, i.created_at, i.email, i.display_name collate
          Latin1_General_100_BIN2, i.role_value, i.time_zone, i.idempotency_key
        except select d.organization_id, d.member_id, d.deactivated_at, d.created_at, d.email, d.display_name collate
          Latin1_General_100_BIN2, d.role_value, d.time_zone, d.idempotency_key);
end

go

create trigger app.member_audit_delete_tr on app.members with execute as owner
after delete as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  insert into app.change_log (table_name, row_key, action, changed_by, user_id, old_values, organization_id)
  select
    'members',
    concat_ws('/', d.organization_id, d.member_id),
    'delete',
    original_login(),
    try_cast(session_context(N'user_id') as nvarchar(max)),
    (select d.organization_id as organization_id, d.member_id as member_id, d.deactivated_at as deactivated_at, d.created_at as created_at, '[not kept]' as email, '[not kept]' as display_name, d.role_value as role_value, d.time_zone as time_zone, d.idempotency_key as idempotency_key for json path, without_array_wrapper, include_null_values),
    d.organization_id
  from deleted as d;
end

go

-- Every change of app.managers is kept in app.change_log
create trigger app.manager_audit_insert_tr on app.managers with execute as owner
after insert as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  insert into app.change_log (table_name, row_key, action, changed_by, user_id, old_values)
  select
    'managers',
    cast(i.manager_id as nvarchar(200)),
    'insert',
    original_login(),
    try_cast(session_context(N'user_id') as nvarchar(max)),
    null
  from inserted as i;
end

go

create trigger app.manager_audit_update_tr on app.managers with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  insert into app.change_log (table_name, row_key, action, changed_by, user_id, old_values)
  select
    'managers',
    cast(d.manager_id as nvarchar(200)),
    'update',
    original_login(),
    try_cast(session_context(N'user_id') as nvarchar(max)),
    (select d.manager_id as manager_id, '[not kept]' as name for json path, without_array_wrapper, include_null_values)
  from deleted as d
  join inserted as i on i.manager_id = d.manager_id
  where exists (
        select i.manager_id, i.name collate Latin1_General_100_BIN2
        except select d.manager_id, d.name collate Latin1_General_100_BIN2);
end

go

create trigger app.manager_audit_delete_tr on app.managers with execute as owner
after delete as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  insert into app.change_log (table_name, row_key, action, changed_by, user_id, old_values)
  select
    'managers',
    cast(d.manager_id as nvarchar(200)),
    'delete',
    original_login(),
    try_cast(session_context(N'user_id') as nvarchar(max)),
    (select d.manager_id as manager_id, '[not kept]' as name for json path, without_array_wrapper, include_null_values)
  from deleted as d;
end

go

-- Every change of app.credentials is kept in app.change_log
create trigger app.credential_audit_insert_tr on app.credentials with execute as owner
after insert as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  insert into app.change_log (table_name, row_key, action, changed_by, user_id, old_values, organization_id)
  select
    'credentials',
    concat_ws('/', i.organization_id, i.member_id),
    'insert',
    original_login(),
    try_cast(session_context(N'user_id') as nvarchar(max)),
    null,
    i.organization_id
  from inserted as i;
end

go

create trigger app.credential_audit_update_tr on app.credentials with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  insert into app.change_log (table_name, row_key, action, changed_by, user_id, old_values, organization_id)
  select
    'credentials',
    concat_ws('/', d.organization_id, d.member_id),
    'update',
    original_login(),
    try_cast(session_context(N'user_id') as nvarchar(max)),
    (select d.organization_id as organization_id, d.member_id as member_id, '[not kept]' as password_hash for json path, without_array_wrapper, include_null_values),
    d.organization_id
  from deleted as d
  join inserted as i on i.organization_id = d.organization_id and i.member_id = d.member_id
  where exists (
        select i.organization_id, i.member_id, i.password_hash
        except select d.organization_id, d.member_id, d.password_hash);
end

go

create trigger app.credential_audit_delete_tr on app.credentials with execute as owner
after delete as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  insert into app.change_log (table_name, row_key, action, changed_by, user_id, old_values, organization_id)
  select
    'credentials',
    concat_ws('/', d.organization_id, d.member_id),
    'delete',
    original_login(),
    try_cast(session_context(N'user_id') as nvarchar(max)),
    (select d.organization_id as organization_id, d.member_id as member_id, '[not kept]' as password_hash for json path, without_array_wrapper, include_null_values),
    d.organization_id
  from deleted as d;
end

go

commit;
go
