-- Triggers that keep the audit trail. Secret columns are named in it, never copied.
-- sqlcmd -b -S SERVER -d NAME -i 09_audit.sql

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

begin transaction;

go

-- Every change of app.users is kept in app.change_log
create trigger app.user_audit_insert_tr on app.users with execute as owner
after insert as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  insert into app.change_log (table_name, row_key, action, changed_by, user_id, old_values)
  select
    'users',
    cast(i.user_id as nvarchar(200)),
    'insert',
    original_login(),
    try_cast(session_context(N'user_id') as nvarchar(max)),
    null
  from inserted as i;
end

go

create trigger app.user_audit_update_tr on app.users with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  insert into app.change_log (table_name, row_key, action, changed_by, user_id, old_values)
  select
    'users',
    cast(d.user_id as nvarchar(200)),
    'update',
    original_login(),
    try_cast(session_context(N'user_id') as nvarchar(max)),
    (select d.user_id as user_id, d.created_at as created_at, d.erased_at as erased_at, '[not kept]' as email, '[not kept]' as full_name, '[not kept]' as phone, d.public_id as public_id for json path, without_array_wrapper, include_null_values)
  from deleted as d
  join inserted as i on i.user_id = d.user_id
  where exists (
        select i.user_id, i.created_at, i.erased_at, i.email collate Latin1_General_100_BIN2, i.full_name collate
          Latin1_General_100_BIN2, i.phone, i.public_id
        except select d.user_id, d.created_at, d.erased_at, d.email collate Latin1_General_100_BIN2, d.full_name collate
          Latin1_General_100_BIN2, d.phone, d.public_id);
end

go

create trigger app.user_audit_delete_tr on app.users with execute as owner
after delete as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  insert into app.change_log (table_name, row_key, action, changed_by, user_id, old_values)
  select
    'users',
    cast(d.user_id as nvarchar(200)),
    'delete',
    original_login(),
    try_cast(session_context(N'user_id') as nvarchar(max)),
    (select d.user_id as user_id, d.created_at as created_at, d.erased_at as erased_at, '[not kept]' as email, '[not kept]' as full_name, '[not kept]' as phone, d.public_id as public_id for json path, without_array_wrapper, include_null_values)
  from deleted as d;
end

go

-- Every change of app.products is kept in app.change_log
create trigger app.product_audit_insert_tr on app.products with execute as owner
after insert as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  insert into app.change_log (table_name, row_key, action, changed_by, user_id, old_values)
  select
    'products',
    cast(i.product_id as nvarchar(200)),
    'insert',
    original_login(),
    try_cast(session_context(N'user_id') as nvarchar(max)),
    null
  from inserted as i;
end

go

create trigger app.product_audit_update_tr on app.products with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  insert into app.change_log (table_name, row_key, action, changed_by, user_id, old_values)
  select
    'products',
    cast(d.product_id as nvarchar(200)),
    'update',
    original_login(),
    try_cast(session_context(N'user_id') as nvarchar(max)),
    (select d.product_id as product_id, d.category_id as category_id, d.created_at as created_at, d.sku as sku, d.name as name, d.description as description, d.price as price, d.tax_rate as tax_rate, d.status as status, d.public_id as public_id for json path, without_array_wrapper, include_null_values)
  from deleted as d
  join inserted as i on i.product_id = d.product_id
  where exists (
        select i.product_id, i.category_id, i.created_at, i.sku, i.name collate Latin1_General_100_BIN2, i.description
          collate Latin1_General_100_BIN2, i.price, i.tax_rate, i.status, i.public_id
        except select d.product_id, d.category_id, d.created_at, d.sku, d.name collate Latin1_General_100_BIN2, d.description
          collate Latin1_General_100_BIN2, d.price, d.tax_rate, d.status, d.public_id);
end

go

create trigger app.product_audit_delete_tr on app.products with execute as owner
after delete as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  insert into app.change_log (table_name, row_key, action, changed_by, user_id, old_values)
  select
    'products',
    cast(d.product_id as nvarchar(200)),
    'delete',
    original_login(),
    try_cast(session_context(N'user_id') as nvarchar(max)),
    (select d.product_id as product_id, d.category_id as category_id, d.created_at as created_at, d.sku as sku, d.name as name, d.description as description, d.price as price, d.tax_rate as tax_rate, d.status as status, d.public_id as public_id for json path, without_array_wrapper, include_null_values)
  from deleted as d;
end

go

-- Every change of app.credentials is kept in app.change_log
create trigger app.credential_audit_insert_tr on app.credentials with execute as owner
after insert as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  insert into app.change_log (table_name, row_key, action, changed_by, user_id, old_values)
  select
    'credentials',
    cast(i.user_id as nvarchar(200)),
    'insert',
    original_login(),
    try_cast(session_context(N'user_id') as nvarchar(max)),
    null
  from inserted as i;
end

go

create trigger app.credential_audit_update_tr on app.credentials with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  insert into app.change_log (table_name, row_key, action, changed_by, user_id, old_values)
  select
    'credentials',
    cast(d.user_id as nvarchar(200)),
    'update',
    original_login(),
    try_cast(session_context(N'user_id') as nvarchar(max)),
    (select d.user_id as user_id, '[not kept]' as password_hash for json path, without_array_wrapper, include_null_values)
  from deleted as d
  join inserted as i on i.user_id = d.user_id
  where exists (select i.user_id, i.password_hash except select d.user_id, d.password_hash);
end

go

create trigger app.credential_audit_delete_tr on app.credentials with execute as owner
after delete as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  insert into app.change_log (table_name, row_key, action, changed_by, user_id, old_values)
  select
    'credentials',
    cast(d.user_id as nvarchar(200)),
    'delete',
    original_login(),
    try_cast(session_context(N'user_id') as nvarchar(max)),
    (select d.user_id as user_id, '[not kept]' as password_hash for json path, without_array_wrapper, include_null_values)
  from deleted as d;
end

go

-- Every change of app.payments is kept in app.change_log
create trigger app.payment_audit_insert_tr on app.payments with execute as owner
after insert as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  insert into app.change_log (table_name, row_key, action, changed_by, user_id, old_values)
  select
    'payments',
    cast(i.payment_id as nvarchar(200)),
    'insert',
    original_login(),
    try_cast(session_context(N'user_id') as nvarchar(max)),
    null
  from inserted as i;
end

go

create trigger app.payment_audit_update_tr on app.payments with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  insert into app.change_log (table_name, row_key, action, changed_by, user_id, old_values)
  select
    'payments',
    cast(d.payment_id as nvarchar(200)),
    'update',
    original_login(),
    try_cast(session_context(N'user_id') as nvarchar(max)),
    (select d.payment_id as payment_id, d.order_id as order_id, d.created_at as created_at, d.provider_reference as provider_reference, d.amount as amount, d.method as method, d.direction as direction, d.status as status for json path, without_array_wrapper, include_null_values)
  from deleted as d
  join inserted as i on i.payment_id = d.payment_id
  where exists (
        select i.payment_id, i.order_id, i.created_at, i.provider_reference, i.amount, i.method collate
          Latin1_General_100_BIN2, i.direction, i.status
        except select d.payment_id, d.order_id, d.created_at, d.provider_reference, d.amount, d.method collate
          Latin1_General_100_BIN2, d.direction, d.status);
end

go

create trigger app.payment_audit_delete_tr on app.payments with execute as owner
after delete as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  insert into app.change_log (table_name, row_key, action, changed_by, user_id, old_values)
  select
    'payments',
    cast(d.payment_id as nvarchar(200)),
    'delete',
    original_login(),
    try_cast(session_context(N'user_id') as nvarchar(max)),
    (select d.payment_id as payment_id, d.order_id as order_id, d.created_at as created_at, d.provider_reference as provider_reference, d.amount as amount, d.method as method, d.direction as direction, d.status as status for json path, without_array_wrapper, include_null_values)
  from deleted as d;
end

go

commit;
go
