-- One index for each pattern or reference that no key serves already.

.bail on

pragma foreign_keys = on;
begin immediate;

-- email names one user without regard to case
create unique index users_email_uq on users (lower(email));

-- name names one category without regard to case
create unique index categories_name_uq on categories (lower(name));

-- products on sale in a category, by name
create index products_category_id_name_ix on products (category_id, name);

-- a user's orders, newest first
create index orders_user_id_placed_at_ix on orders (user_id, placed_at desc);

-- paid orders that wait to be packed, oldest first
create index orders_placed_at_open_ix on orders (placed_at) where status in ('paid', 'packed');

-- revenue and number of orders by day
create index orders_placed_at_ix on orders (placed_at);

-- a user's address book
create index addresses_user_id_ix on addresses (user_id);

-- the order lines in which a product was sold
create index order_lines_product_id_order_id_line_number_ix on order_lines (product_id, order_id, line_number);

-- an order's payments, newest first
create index payments_order_id_created_at_ix on payments (order_id, created_at desc);

-- payments that the provider has not settled, oldest first
create index payments_created_at_open_ix on payments (created_at) where status in ('pending', 'authorized');

-- one row's history
create index change_log_row_key_table_name_ix on change_log (row_key, table_name);

-- products whose name or description holds these words
create virtual table products_name_text_ix using fts5(name, content = 'products', content_rowid = 'rowid', tokenize = 'unicode61 remove_diacritics 2');

create trigger products_name_text_ix_insert
after insert on products for each row
begin
  insert into products_name_text_ix (rowid, name) values (new.rowid, new.name);
end;

create trigger products_name_text_ix_delete
after delete on products for each row
begin
  insert into products_name_text_ix (products_name_text_ix, rowid, name) values ('delete', old.rowid, old.name);
end;

create trigger products_name_text_ix_update
after update of name on products for each row
begin
  insert into products_name_text_ix (products_name_text_ix, rowid, name) values ('delete', old.rowid, old.name);
  insert into products_name_text_ix (rowid, name) values (new.rowid, new.name);
end;

commit;
