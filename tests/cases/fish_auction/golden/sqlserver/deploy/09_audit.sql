-- Triggers that keep the audit trail. Secret columns are named in it, never copied.
-- sqlcmd -b -S SERVER -d NAME -i 09_audit.sql

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

begin transaction;

go

-- Every change of app.buyers is kept in app.change_log
create trigger app.buyer_audit_insert_tr on app.buyers with execute as owner
after insert as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  insert into app.change_log (table_name, row_key, action, changed_by, user_id, old_values)
  select
    'buyers',
    cast(i.buyer_id as nvarchar(200)),
    'insert',
    original_login(),
    try_cast(session_context(N'user_id') as nvarchar(max)),
    null
  from inserted as i;
end

go

create trigger app.buyer_audit_update_tr on app.buyers with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  insert into app.change_log (table_name, row_key, action, changed_by, user_id, old_values)
  select
    'buyers',
    cast(d.buyer_id as nvarchar(200)),
    'update',
    original_login(),
    try_cast(session_context(N'user_id') as nvarchar(max)),
    (select d.buyer_id as buyer_id, d.credit_limit as credit_limit, '[not kept]' as name for json path, without_array_wrapper, include_null_values)
  from deleted as d
  join inserted as i on i.buyer_id = d.buyer_id
  where exists (
        select i.buyer_id, i.credit_limit, i.name collate Latin1_General_100_BIN2
        except select d.buyer_id, d.credit_limit, d.name collate Latin1_General_100_BIN2);
end

go

create trigger app.buyer_audit_delete_tr on app.buyers with execute as owner
after delete as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  insert into app.change_log (table_name, row_key, action, changed_by, user_id, old_values)
  select
    'buyers',
    cast(d.buyer_id as nvarchar(200)),
    'delete',
    original_login(),
    try_cast(session_context(N'user_id') as nvarchar(max)),
    (select d.buyer_id as buyer_id, d.credit_limit as credit_limit, '[not kept]' as name for json path, without_array_wrapper, include_null_values)
  from deleted as d;
end

go

commit;
go
