-- Grants and row rules. Nobody is granted TRUNCATE, which row rules do not see.

begin;

set local role e_commerce_owner;

grant usage on schema app to e_commerce_customer, e_commerce_storefront, e_commerce_support, e_commerce_merchandiser,
  e_commerce_warehouse, e_commerce_reporting, e_commerce_auditor, e_commerce_jobs;

grant usage on schema report to e_commerce_reporting;

grant usage on schema ops to e_commerce_jobs;

grant select, update on app.orders to e_commerce_definer;
grant select on app.order_lines to e_commerce_definer;
grant select, update on app.stocks to e_commerce_definer;
grant select, update on app.users to e_commerce_definer;

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

grant update (category_id, sku, name, description, price, tax_rate, status, version) on app.products to
  e_commerce_merchandiser;

grant select, insert on app.products to e_commerce_merchandiser;
grant update (counted_at, reorder_level) on app.stocks to e_commerce_merchandiser;
grant select, insert on app.stocks to e_commerce_merchandiser;

grant select on app.products to e_commerce_warehouse;

grant select (order_id, user_id, placed_at, idempotency_key, number, status, currency, shipping_cost, ship_to_name,
  ship_to_street, ship_to_postal_code, ship_to_city, ship_to_country, public_id) on app.orders to e_commerce_warehouse;

grant update (status) on app.orders to e_commerce_warehouse;
grant update (counted_at, reorder_level) on app.stocks to e_commerce_warehouse;
grant select on app.stocks to e_commerce_warehouse;
grant select on app.order_lines to e_commerce_warehouse;

grant select (user_id, created_at, erased_at, public_id) on app.users to e_commerce_reporting;
grant select on app.categories to e_commerce_reporting;
grant select on app.products to e_commerce_reporting;

grant select (order_id, user_id, placed_at, idempotency_key, number, status, currency, shipping_cost, total,
  ship_to_postal_code, ship_to_city, ship_to_country, public_id) on app.orders to e_commerce_reporting;

grant select (address_id, user_id, label, postal_code, city, country) on app.addresses to e_commerce_reporting;
grant select on app.stocks to e_commerce_reporting;
grant select on app.order_lines to e_commerce_reporting;
grant select on app.payments to e_commerce_reporting;

grant select on app.change_log to e_commerce_auditor;

grant select, insert, delete on app.change_log to e_commerce_definer;

alter table app.users enable row level security, force row level security;

create policy customer_rows_select on app.users for select to e_commerce_customer
  using (user_id = (select nullif(current_setting('app.user_id', true), '')::bigint));

create policy customer_rows_update on app.users for update to e_commerce_customer
  using (user_id = (select nullif(current_setting('app.user_id', true), '')::bigint))
  with check (user_id = (select nullif(current_setting('app.user_id', true), '')::bigint));

create policy storefront_rows_select on app.users for select to e_commerce_storefront
  using (true);

create policy storefront_rows_insert on app.users for insert to e_commerce_storefront
  with check (true);

create policy storefront_rows_update on app.users for update to e_commerce_storefront
  using (true)
  with check (true);

create policy support_rows on app.users for select to e_commerce_support
  using (true);

create policy reporting_rows on app.users for select to e_commerce_reporting
  using (true);

alter table app.orders enable row level security, force row level security;

create policy customer_rows on app.orders for select to e_commerce_customer
  using (user_id = (select nullif(current_setting('app.user_id', true), '')::bigint));

create policy storefront_rows_select on app.orders for select to e_commerce_storefront
  using (true);

create policy storefront_rows_insert on app.orders for insert to e_commerce_storefront
  with check (true);

create policy storefront_rows_update on app.orders for update to e_commerce_storefront
  using (true)
  with check (true);

create policy support_rows_select on app.orders for select to e_commerce_support
  using (true);

create policy support_rows_update on app.orders for update to e_commerce_support
  using (true)
  with check (true);

create policy warehouse_rows_select on app.orders for select to e_commerce_warehouse
  using (true);

create policy warehouse_rows_update on app.orders for update to e_commerce_warehouse
  using (true)
  with check (true);

create policy reporting_rows on app.orders for select to e_commerce_reporting
  using (true);

alter table app.addresses enable row level security, force row level security;

create policy customer_rows on app.addresses for all to e_commerce_customer
  using (user_id = (select nullif(current_setting('app.user_id', true), '')::bigint))
  with check (user_id = (select nullif(current_setting('app.user_id', true), '')::bigint));

create policy storefront_rows on app.addresses for all to e_commerce_storefront
  using (true)
  with check (true);

create policy support_rows on app.addresses for select to e_commerce_support
  using (true);

create policy reporting_rows on app.addresses for select to e_commerce_reporting
  using (true);

alter table app.order_lines enable row level security, force row level security;

create policy customer_rows on app.order_lines for select to e_commerce_customer
  using (exists (select 1 from app.orders via0 where via0.order_id = order_lines.order_id and via0.user_id = (select nullif(current_setting('app.user_id', true), '')::bigint)));

create policy storefront_rows_select on app.order_lines for select to e_commerce_storefront
  using (true);

create policy storefront_rows_insert on app.order_lines for insert to e_commerce_storefront
  with check (true);

create policy support_rows on app.order_lines for select to e_commerce_support
  using (true);

create policy warehouse_rows on app.order_lines for select to e_commerce_warehouse
  using (true);

create policy reporting_rows on app.order_lines for select to e_commerce_reporting
  using (true);

alter table app.payments enable row level security, force row level security;

create policy customer_rows on app.payments for select to e_commerce_customer
  using (exists (select 1 from app.orders via0 where via0.order_id = payments.order_id and via0.user_id = (select nullif(current_setting('app.user_id', true), '')::bigint)));

create policy storefront_rows_select on app.payments for select to e_commerce_storefront
  using (true);

create policy storefront_rows_insert on app.payments for insert to e_commerce_storefront
  with check (true);

create policy storefront_rows_update on app.payments for update to e_commerce_storefront
  using (true)
  with check (true);

create policy support_rows on app.payments for select to e_commerce_support
  using (true);

create policy reporting_rows on app.payments for select to e_commerce_reporting
  using (true);

grant usage on schema app to e_commerce_backup;
grant select on all tables in schema app to e_commerce_backup;
grant select on all sequences in schema app to e_commerce_backup;
grant usage on schema report to e_commerce_backup;
grant select on all tables in schema report to e_commerce_backup;
grant select on all sequences in schema report to e_commerce_backup;
grant usage on schema ops to e_commerce_backup;
grant select on all tables in schema ops to e_commerce_backup;
grant select on all sequences in schema ops to e_commerce_backup;

grant execute on function ops.ensure_partitions() to e_commerce_jobs;
grant execute on function app.change_log_expires() to e_commerce_jobs;

alter default privileges for role e_commerce_owner in schema app grant select on tables to e_commerce_backup;
alter default privileges for role e_commerce_owner in schema app grant select on sequences to e_commerce_backup;
alter default privileges for role e_commerce_owner in schema report grant select on tables to e_commerce_backup;
alter default privileges for role e_commerce_owner in schema report grant select on sequences to e_commerce_backup;
alter default privileges for role e_commerce_owner in schema ops grant select on tables to e_commerce_backup;
alter default privileges for role e_commerce_owner in schema ops grant select on sequences to e_commerce_backup;

reset role;

set local role e_commerce_definer;

grant execute on function app.user_erased(integer) to e_commerce_jobs;

alter default privileges for role e_commerce_definer in schema app grant select on tables to e_commerce_backup;
alter default privileges for role e_commerce_definer in schema app grant select on sequences to e_commerce_backup;
alter default privileges for role e_commerce_definer in schema report grant select on tables to e_commerce_backup;
alter default privileges for role e_commerce_definer in schema report grant select on sequences to e_commerce_backup;
alter default privileges for role e_commerce_definer in schema ops grant select on tables to e_commerce_backup;
alter default privileges for role e_commerce_definer in schema ops grant select on sequences to e_commerce_backup;

reset role;

commit;
