-- Grants, by table and column. Nobody of the application may drop or alter.

set names utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci;

-- Whatever the client was set to; what is made here keeps it
set session sql_mode = 'STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';

grant all on * to e_commerce_owner;

-- Whoever holds any right on a table sees its size in information_schema; this one lets no row be read
grant show view on * to e_commerce_monitor;

grant select, lock tables, show view, event, trigger on * to e_commerce_backup;

grant select, update on orders to e_commerce_definer;
grant select on order_lines to e_commerce_definer;
grant select, update on stocks to e_commerce_definer;
grant select, update on users to e_commerce_definer;

grant update (erased_at, email, full_name, phone) on users to e_commerce_customer;
grant select on users to e_commerce_customer;
grant select on categories to e_commerce_customer;
grant select on products to e_commerce_customer;
grant select on orders to e_commerce_customer;
grant update (label, recipient, street, postal_code, city, country) on addresses to e_commerce_customer;
grant select, insert, delete on addresses to e_commerce_customer;
grant select on stocks to e_commerce_customer;
grant select on order_lines to e_commerce_customer;
grant select on payments to e_commerce_customer;

grant update (erased_at, email, full_name, phone) on users to e_commerce_storefront;
grant select, insert on users to e_commerce_storefront;
grant select on categories to e_commerce_storefront;
grant select on products to e_commerce_storefront;
grant update (user_id, status) on orders to e_commerce_storefront;
grant select, insert on orders to e_commerce_storefront;
grant update (password_hash) on credentials to e_commerce_storefront;
grant select, insert on credentials to e_commerce_storefront;
grant update (label, recipient, street, postal_code, city, country) on addresses to e_commerce_storefront;
grant select, insert, delete on addresses to e_commerce_storefront;
grant update (counted_at, reorder_level) on stocks to e_commerce_storefront;
grant select on stocks to e_commerce_storefront;
grant select, insert on order_lines to e_commerce_storefront;
grant update (status) on payments to e_commerce_storefront;
grant select, insert on payments to e_commerce_storefront;

grant select on users to e_commerce_support;
grant select on products to e_commerce_support;
grant update (status) on orders to e_commerce_support;
grant select on orders to e_commerce_support;
grant select on addresses to e_commerce_support;
grant select on stocks to e_commerce_support;
grant select on order_lines to e_commerce_support;
grant select on payments to e_commerce_support;

grant update (slug, name) on categories to e_commerce_merchandiser;
grant select, insert, delete on categories to e_commerce_merchandiser;
grant update (category_id, sku, name, description, price, tax_rate, status, version) on products to e_commerce_merchandiser;
grant select, insert on products to e_commerce_merchandiser;
grant update (counted_at, reorder_level) on stocks to e_commerce_merchandiser;
grant select, insert on stocks to e_commerce_merchandiser;

grant select on products to e_commerce_warehouse;
grant select (order_id, user_id, placed_at, idempotency_key, number, status, currency, shipping_cost, ship_to_name, ship_to_street, ship_to_postal_code, ship_to_city, ship_to_country, public_id) on orders to e_commerce_warehouse;
grant update (status) on orders to e_commerce_warehouse;
grant update (counted_at, reorder_level) on stocks to e_commerce_warehouse;
grant select on stocks to e_commerce_warehouse;
grant select on order_lines to e_commerce_warehouse;

grant select (user_id, created_at, erased_at, public_id) on users to e_commerce_reporting;
grant select on categories to e_commerce_reporting;
grant select on products to e_commerce_reporting;
grant select (order_id, user_id, placed_at, idempotency_key, number, status, currency, shipping_cost, total, ship_to_postal_code, ship_to_city, ship_to_country, public_id) on orders to e_commerce_reporting;
grant select (address_id, user_id, label, postal_code, city, country) on addresses to e_commerce_reporting;
grant select on stocks to e_commerce_reporting;
grant select on order_lines to e_commerce_reporting;
grant select on payments to e_commerce_reporting;
grant select on users_masked to e_commerce_reporting;
grant select on orders_masked to e_commerce_reporting;
grant select on addresses_masked to e_commerce_reporting;

grant select on change_log to e_commerce_auditor;

grant select, insert, delete on change_log to e_commerce_definer;

grant execute on procedure ensure_partitions to e_commerce_jobs;
grant execute on procedure user_erased to e_commerce_jobs;
grant execute on procedure change_log_expires to e_commerce_jobs;
