-- Indexes beyond the keys. Plain CREATE INDEX, for the tables are empty; on a live system they are built CONCURRENTLY.

begin;

set local role e_commerce_owner;

create unique index users_email_uq on app.users (lower(email));
comment on index app.users_email_uq is 'email names one user without regard to case';

create unique index categories_name_uq on app.categories (lower(name));
comment on index app.categories_name_uq is 'name names one category without regard to case';

create index products_category_id_name_ix on app.products (category_id, name);
comment on index app.products_category_id_name_ix is 'products on sale in a category, by name';

create index products_name_text_ix on app.products using gin (to_tsvector('english', coalesce(name, '')));
comment on index app.products_name_text_ix is 'products whose name or description holds these words';

create index orders_user_id_placed_at_ix on app.orders (user_id, placed_at desc);
comment on index app.orders_user_id_placed_at_ix is 'a user''s orders, newest first';

create index orders_placed_at_open_ix on app.orders (placed_at)
  where status in ('paid', 'packed');
comment on index app.orders_placed_at_open_ix is 'paid orders that wait to be packed, oldest first';

create index orders_placed_at_ix on app.orders (placed_at);
comment on index app.orders_placed_at_ix is 'revenue and number of orders by day';

create index addresses_user_id_ix on app.addresses (user_id);
comment on index app.addresses_user_id_ix is 'a user''s address book';

create index order_lines_product_id_order_id_line_number_ix on app.order_lines (product_id, order_id, line_number);
comment on index app.order_lines_product_id_order_id_line_number_ix is 'the order lines in which a product was sold';

create index payments_order_id_created_at_ix on app.payments (order_id, created_at desc);
comment on index app.payments_order_id_created_at_ix is 'an order''s payments, newest first';

create index payments_created_at_open_ix on app.payments (created_at)
  where status in ('pending', 'authorized');
comment on index app.payments_created_at_open_ix is 'payments that the provider has not settled, oldest first';

create index change_log_row_key_table_name_ix on app.change_log (row_key, table_name);
comment on index app.change_log_row_key_table_name_ix is 'one row''s history';

reset role;

commit;
