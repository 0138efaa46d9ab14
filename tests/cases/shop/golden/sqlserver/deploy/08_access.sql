-- Grants by table and column, who sees through masks, row rules. Nobody of the application may alter or drop.
-- sqlcmd -b -S SERVER -d NAME -i 08_access.sql

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

begin transaction;

go

alter role db_owner add member e_commerce_owner;

-- Changes the schema, and fills what it adds
alter role db_ddladmin add member e_commerce_migrator;
alter role db_datareader add member e_commerce_migrator;
alter role db_datawriter add member e_commerce_migrator;

-- Sees how the database does, and no row of a table
grant view database state to e_commerce_monitor;
grant view definition to e_commerce_monitor;

alter role db_backupoperator add member e_commerce_backup;

-- Cuts and joins partitions in ensure_partitions and what empties them
grant alter any dataspace to e_commerce_definer;
grant update (erased_at, email, full_name, phone) on app.users to e_commerce_customer;
grant select on app.users to e_commerce_customer;
grant select on app.categories to e_commerce_customer;
grant select on app.products to e_commerce_customer;
grant select on app.orders to e_commerce_customer;
grant update (label, recipient, street, postal_code, city, country) on app.addresses to e_commerce_customer;
grant select, insert, delete on app.addresses to e_commerce_customer;
grant select on app.stocks to e_commerce_customer;
grant select on app.order_lines to e_commerce_customer;
grant select on app.payments to e_commerce_customer;
grant update (erased_at, email, full_name, phone) on app.users to e_commerce_storefront;
grant select, insert on app.users to e_commerce_storefront;
grant select on app.categories to e_commerce_storefront;
grant select on app.products to e_commerce_storefront;
grant update (user_id, status) on app.orders to e_commerce_storefront;
grant select, insert on app.orders to e_commerce_storefront;
grant update (password_hash) on app.credentials to e_commerce_storefront;
grant select, insert on app.credentials to e_commerce_storefront;
grant update (label, recipient, street, postal_code, city, country) on app.addresses to e_commerce_storefront;
grant select, insert, delete on app.addresses to e_commerce_storefront;
grant update (counted_at, reorder_level) on app.stocks to e_commerce_storefront;
grant select on app.stocks to e_commerce_storefront;
grant select, insert on app.order_lines to e_commerce_storefront;
grant update (status) on app.payments to e_commerce_storefront;
grant select, insert on app.payments to e_commerce_storefront;
grant select on app.users to e_commerce_support;
grant select on app.products to e_commerce_support;
grant update (status) on app.orders to e_commerce_support;
grant select on app.orders to e_commerce_support;
grant select on app.addresses to e_commerce_support;
grant select on app.stocks to e_commerce_support;
grant select on app.order_lines to e_commerce_support;
grant select on app.payments to e_commerce_support;
grant update (slug, name) on app.categories to e_commerce_merchandiser;
grant select, insert, delete on app.categories to e_commerce_merchandiser;
grant update (category_id, sku, name, description, price, tax_rate, status) on app.products to e_commerce_merchandiser;
grant select, insert on app.products to e_commerce_merchandiser;
grant update (counted_at, reorder_level) on app.stocks to e_commerce_merchandiser;
grant select, insert on app.stocks to e_commerce_merchandiser;
grant select on app.products to e_commerce_warehouse;
grant select (order_id, user_id, placed_at, idempotency_key, number, status, currency, shipping_cost, ship_to_name, ship_to_street, ship_to_postal_code, ship_to_city, ship_to_country, public_id) on app.orders to e_commerce_warehouse;
grant update (status) on app.orders to e_commerce_warehouse;
grant update (counted_at, reorder_level) on app.stocks to e_commerce_warehouse;
grant select on app.stocks to e_commerce_warehouse;
grant select on app.order_lines to e_commerce_warehouse;
grant select (user_id, created_at, erased_at, public_id) on app.users to e_commerce_reporting;
grant select on app.categories to e_commerce_reporting;
grant select on app.products to e_commerce_reporting;
grant select (order_id, user_id, placed_at, idempotency_key, number, status, currency, shipping_cost, total, ship_to_postal_code, ship_to_city, ship_to_country, public_id) on app.orders to e_commerce_reporting;
grant select (address_id, user_id, label, postal_code, city, country) on app.addresses to e_commerce_reporting;
grant select on app.stocks to e_commerce_reporting;
grant select on app.order_lines to e_commerce_reporting;
grant select on app.payments to e_commerce_reporting;
grant select on report.users_masked to e_commerce_reporting;
grant select on report.orders_masked to e_commerce_reporting;
grant select on report.addresses_masked to e_commerce_reporting;
grant select on app.change_log to e_commerce_auditor;

-- Reads these columns by the design; their masks are for everybody else
grant unmask to e_commerce_definer;
grant unmask to e_commerce_customer;
grant unmask to e_commerce_storefront;
grant unmask to e_commerce_support;
grant unmask to e_commerce_warehouse;
grant unmask to e_commerce_reporting;
grant execute on app.ensure_partitions to e_commerce_jobs;
grant execute on app.user_erased to e_commerce_jobs;
grant execute on app.change_log_expires to e_commerce_jobs;

go

-- Which rows of users who sees; with no context set, none
create function app.users_seen (@user_id bigint)
returns table with schemabinding as
return select 1 as allowed
  where is_rolemember('db_owner') = 1 or user_name() = 'e_commerce_definer'
    or is_rolemember('e_commerce_backup') = 1
    or is_rolemember('e_commerce_customer') = 1 and @user_id = try_cast(session_context(N'user_id') as bigint)
    or is_rolemember('e_commerce_storefront') = 1
    or is_rolemember('e_commerce_support') = 1
    or is_rolemember('e_commerce_reporting') = 1;

go

-- Which rows of users who may write; with no context set, none
create function app.users_written (@user_id bigint)
returns table with schemabinding as
return select 1 as allowed
  where is_rolemember('db_owner') = 1 or user_name() = 'e_commerce_definer'
    or is_rolemember('e_commerce_backup') = 1
    or is_rolemember('e_commerce_customer') = 1 and @user_id = try_cast(session_context(N'user_id') as bigint)
    or is_rolemember('e_commerce_storefront') = 1;

go

create security policy app.users_rows
  add filter predicate app.users_seen(user_id) on app.users,
  add block predicate app.users_written(user_id) on app.users after insert,
  add block predicate app.users_written(user_id) on app.users after update
  with (state = on);

go

-- Which rows of orders who sees; with no context set, none
create function app.orders_seen (@user_id bigint)
returns table with schemabinding as
return select 1 as allowed
  where is_rolemember('db_owner') = 1 or user_name() = 'e_commerce_definer'
    or is_rolemember('e_commerce_backup') = 1
    or is_rolemember('e_commerce_customer') = 1 and @user_id = try_cast(session_context(N'user_id') as bigint)
    or is_rolemember('e_commerce_storefront') = 1
    or is_rolemember('e_commerce_support') = 1
    or is_rolemember('e_commerce_warehouse') = 1
    or is_rolemember('e_commerce_reporting') = 1;

go

-- Which rows of orders who may write; with no context set, none
create function app.orders_written (@order_id bigint)
returns table with schemabinding as
return select 1 as allowed
  where is_rolemember('db_owner') = 1 or user_name() = 'e_commerce_definer'
    or is_rolemember('e_commerce_backup') = 1
    or is_rolemember('e_commerce_storefront') = 1
    or is_rolemember('e_commerce_support') = 1
    or is_rolemember('e_commerce_warehouse') = 1;

go

create security policy app.orders_rows
  add filter predicate app.orders_seen(user_id) on app.orders,
  add block predicate app.orders_written(order_id) on app.orders after insert,
  add block predicate app.orders_written(order_id) on app.orders after update
  with (state = on);

go

-- Which rows of addresses who sees; with no context set, none
create function app.addresses_seen (@user_id bigint)
returns table with schemabinding as
return select 1 as allowed
  where is_rolemember('db_owner') = 1 or user_name() = 'e_commerce_definer'
    or is_rolemember('e_commerce_backup') = 1
    or is_rolemember('e_commerce_customer') = 1 and @user_id = try_cast(session_context(N'user_id') as bigint)
    or is_rolemember('e_commerce_storefront') = 1
    or is_rolemember('e_commerce_support') = 1
    or is_rolemember('e_commerce_reporting') = 1;

go

-- Which rows of addresses who may write; with no context set, none
create function app.addresses_written (@user_id bigint)
returns table with schemabinding as
return select 1 as allowed
  where is_rolemember('db_owner') = 1 or user_name() = 'e_commerce_definer'
    or is_rolemember('e_commerce_backup') = 1
    or is_rolemember('e_commerce_customer') = 1 and @user_id = try_cast(session_context(N'user_id') as bigint)
    or is_rolemember('e_commerce_storefront') = 1;

go

create security policy app.addresses_rows
  add filter predicate app.addresses_seen(user_id) on app.addresses,
  add block predicate app.addresses_written(user_id) on app.addresses after insert,
  add block predicate app.addresses_written(user_id) on app.addresses after update
  with (state = on);

go

-- Which rows of order_lines who sees; with no context set, none
create function app.order_lines_seen (@order_id bigint)
returns table with schemabinding as
return select 1 as allowed
  where is_rolemember('db_owner') = 1 or user_name() = 'e_commerce_definer'
    or is_rolemember('e_commerce_backup') = 1
    or is_rolemember('e_commerce_customer') = 1 and exists (select 1 from app.orders as via0 where via0.order_id = @order_id and via0.user_id = try_cast(session_context(N'user_id') as bigint))
    or is_rolemember('e_commerce_storefront') = 1
    or is_rolemember('e_commerce_support') = 1
    or is_rolemember('e_commerce_warehouse') = 1
    or is_rolemember('e_commerce_reporting') = 1;

go

-- Which rows of order_lines who may write; with no context set, none
create function app.order_lines_written (@order_id bigint)
returns table with schemabinding as
return select 1 as allowed
  where is_rolemember('db_owner') = 1 or user_name() = 'e_commerce_definer'
    or is_rolemember('e_commerce_backup') = 1
    or is_rolemember('e_commerce_storefront') = 1;

go

create security policy app.order_lines_rows
  add filter predicate app.order_lines_seen(order_id) on app.order_lines,
  add block predicate app.order_lines_written(order_id) on app.order_lines after insert,
  add block predicate app.order_lines_written(order_id) on app.order_lines after update
  with (state = on);

go

-- Which rows of payments who sees; with no context set, none
create function app.payments_seen (@order_id bigint)
returns table with schemabinding as
return select 1 as allowed
  where is_rolemember('db_owner') = 1 or user_name() = 'e_commerce_definer'
    or is_rolemember('e_commerce_backup') = 1
    or is_rolemember('e_commerce_customer') = 1 and exists (select 1 from app.orders as via0 where via0.order_id = @order_id and via0.user_id = try_cast(session_context(N'user_id') as bigint))
    or is_rolemember('e_commerce_storefront') = 1
    or is_rolemember('e_commerce_support') = 1
    or is_rolemember('e_commerce_reporting') = 1;

go

-- Which rows of payments who may write; with no context set, none
create function app.payments_written (@payment_id bigint)
returns table with schemabinding as
return select 1 as allowed
  where is_rolemember('db_owner') = 1 or user_name() = 'e_commerce_definer'
    or is_rolemember('e_commerce_backup') = 1
    or is_rolemember('e_commerce_storefront') = 1;

go

create security policy app.payments_rows
  add filter predicate app.payments_seen(order_id) on app.payments,
  add block predicate app.payments_written(payment_id) on app.payments after insert,
  add block predicate app.payments_written(payment_id) on app.payments after update
  with (state = on);

go

commit;
go
