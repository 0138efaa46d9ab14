-- Indexes, each with the question it serves.
-- sqlcmd -b -S SERVER -d NAME -i 04_indexes.sql

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

begin transaction;

go

-- email names one user without regard to case
create unique nonclustered index users_email_uq
on app.users (email)
with (data_compression = page);

-- name names one category without regard to case
create unique nonclustered index categories_name_uq
on app.categories (name);

-- one row's history
create nonclustered index change_log_row_key_table_name_ix
on app.change_log (row_key, table_name)
with (data_compression = page)
on change_log_places (changed_at);

-- products on sale in a category, by name
create nonclustered index products_category_id_name_ix
on app.products (category_id, name);

-- a user's orders, newest first
create nonclustered index orders_user_id_placed_at_ix
on app.orders (user_id, placed_at desc);

-- paid orders that wait to be packed, oldest first
create nonclustered index orders_placed_at_open_ix
on app.orders (placed_at)
where status in ('paid', 'packed');

-- revenue and number of orders by day
create nonclustered index orders_placed_at_ix
on app.orders (placed_at);

-- a user's address book
create nonclustered index addresses_user_id_ix
on app.addresses (user_id)
with (data_compression = page);

-- the order lines in which a product was sold
create nonclustered index order_lines_product_id_order_id_line_number_ix
on app.order_lines (product_id, order_id, line_number)
with (data_compression = page);

-- an order's payments, newest first
create nonclustered index payments_order_id_created_at_ix
on app.payments (order_id, created_at desc);

-- payments that the provider has not settled, oldest first
create nonclustered index payments_created_at_open_ix
on app.payments (created_at)
where status in ('pending', 'authorized');

go

commit;
go
