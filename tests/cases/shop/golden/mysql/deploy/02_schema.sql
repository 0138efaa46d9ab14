-- Tables with keys, indexes, references and checks, in the order in which they refer to each other. mysql NAME <
-- 02_schema.sql

set names utf8mb4 collate utf8mb4_0900_ai_ci;

-- Whatever the client was set to; what is made here keeps it
set session sql_mode = 'STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';

create table users (
  user_id     bigint                                 not null auto_increment comment 'Numbers user rows; made by the database and without meaning to people',
  created_at  datetime(6)                            not null default (utc_timestamp(6)) comment 'Instant in UTC; kept as it was when the row was made',
  erased_at   datetime(6)                            comment 'Personal data was emptied on request; orders stay; empty while unknown',
  email       varchar(254) collate utf8mb4_0900_bin  not null comment 'Signs in with it, unique without regard to case',
  full_name   varchar(200)                           not null comment 'Name of a person as they write it; one field, for names have no universal parts',
  phone       varchar(16) collate utf8mb4_0900_bin   comment 'Telephone number in E.164 form, +49301234567; empty while unknown',
  public_id   binary(16)                             not null default (unhex(concat(lpad(hex(timestampdiff(microsecond, '1970-01-01', utc_timestamp(6)) div 1000), 12, '0'), '7', substr(hex(random_bytes(2)), 2), elt(1 + floor(rand() * 4), '8', '9', 'A', 'B'), substr(hex(random_bytes(8)), 2)))) comment 'What is shown of users outside instead of user_id, whose numbers would tell how many there are',
  primary key (user_id),
  constraint users_public_id_uq unique key (public_id),
  unique key users_email_uq ((lower(email))) comment 'email names one user without regard to case',
  constraint users_email_ck check (regexp_like(email, '^[^@ ]+@[^@ ]+[.][^@ ]+$', 'c')),
  constraint users_full_name_ck check (char_length(full_name) >= 1 and char_length(full_name) <= 200),
  constraint users_phone_ck check (regexp_like(phone, '^[+][1-9][0-9]{6,14}$', 'c'))
) engine = InnoDB default character set utf8mb4 collate utf8mb4_0900_ai_ci comment = 'Someone who buys; signs in with an e-mail address';

create table categories (
  category_id  bigint                                 not null auto_increment comment 'Numbers category rows; made by the database and without meaning to people',
  slug         varchar(120) collate utf8mb4_0900_bin  not null comment 'In the address of its page',
  name         varchar(120) collate utf8mb4_0900_bin  not null comment 'Name of the category',
  primary key (category_id),
  constraint categories_slug_uq unique key (slug),
  unique key categories_name_uq ((lower(name))) comment 'name names one category without regard to case',
  constraint categories_slug_ck check (regexp_like(slug, '^[a-z0-9]+(-[a-z0-9]+)*$', 'c')),
  constraint categories_name_ck check (char_length(name) >= 1 and char_length(name) <= 120)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_0900_ai_ci comment = 'Where a product is found in the shop';

create table change_log (
  change_id   bigint                                not null auto_increment comment 'Order of entries',
  changed_at  datetime(6)                           not null default (utc_timestamp(6)) comment 'When, by the server''s clock',
  table_name  varchar(255)                          not null comment 'Which table',
  row_key     varchar(255)                          not null comment 'Key of the row as text, its parts joined by /',
  action      varchar(32) collate utf8mb4_0900_bin  not null comment 'What was done',
  changed_by  mediumtext                            comment 'The login that did it',
  user_id     mediumtext                            comment 'The person, as the application named it',
  old_values  json                                  comment 'Former values of what changed; personal and secret ones by name only, so that erasure need not rewrite the log',
  primary key (change_id, changed_at),
  key change_log_row_key_table_name_ix (row_key, table_name) comment 'one row''s history',
  constraint change_log_action_ck check (action in ('insert', 'update', 'delete'))
) engine = InnoDB default character set utf8mb4 collate utf8mb4_0900_ai_ci comment = 'Who changed which row when. Rows are added and never changed'
partition by range columns (changed_at) (partition p_later values less than (maxvalue));

create table products (
  product_id   bigint                                not null auto_increment comment 'Numbers product rows; made by the database and without meaning to people',
  category_id  bigint                                comment 'The category of this product; empty where there is none',
  created_at   datetime(6)                           not null default (utc_timestamp(6)) comment 'Instant in UTC; kept as it was when the row was made',
  sku          varchar(40) collate utf8mb4_0900_bin  not null comment 'The seller''s article number',
  name         varchar(200)                          not null comment 'Name of the product',
  description  text                                  comment 'Description of the product; empty while unknown',
  price        decimal(12, 2)                        not null comment 'Price of today, tax included; orders keep the price as sold',
  tax_rate     decimal(5, 2)                         not null default 20 comment 'Per cent, 0 to 100',
  status       varchar(32) collate utf8mb4_0900_bin  not null default 'draft' comment 'State of its life; the values are a rule of the model',
  public_id    binary(16)                            not null default (unhex(concat(lpad(hex(timestampdiff(microsecond, '1970-01-01', utc_timestamp(6)) div 1000), 12, '0'), '7', substr(hex(random_bytes(2)), 2), elt(1 + floor(rand() * 4), '8', '9', 'A', 'B'), substr(hex(random_bytes(8)), 2)))) comment 'What is shown of products outside instead of product_id, whose numbers would tell how many there are',
  version      int                                   not null default 1 comment 'Counts the changes of the row; “change the price of a product” writes only over the version it has read',
  primary key (product_id),
  constraint products_sku_uq unique key (sku),
  constraint products_public_id_uq unique key (public_id),
  key products_category_id_name_ix (category_id, name) comment 'products on sale in a category, by name',
  fulltext key products_name_text_ix (name) comment 'products whose name or description holds these words',
  constraint products_category_id_fk foreign key (category_id) references categories (category_id) on delete set null,
  constraint products_sku_ck check (regexp_like(sku, '^[A-Z0-9][A-Z0-9._-]{1,39}$', 'c')),
  constraint products_name_ck check (char_length(name) >= 1 and char_length(name) <= 200),
  constraint products_description_ck check (char_length(description) >= 1 and char_length(description) <= 4000),
  constraint products_price_ck check (price >= 0),
  constraint products_tax_rate_ck check (tax_rate >= 0 and tax_rate <= 100),
  constraint products_status_ck check (status in ('draft', 'on_sale', 'withdrawn'))
) engine = InnoDB default character set utf8mb4 collate utf8mb4_0900_ai_ci comment = 'What is sold; leaves the shop by its status and never by deletion, since orders refer to it';

create table orders (
  order_id             bigint                                not null auto_increment comment 'Numbers order rows; made by the database and without meaning to people',
  user_id              bigint                                not null comment 'The user of this order',
  placed_at            datetime(6)                           not null default (utc_timestamp(6)) comment 'Instant in UTC; kept as it was when the row was made',
  idempotency_key      binary(16)                            not null comment 'One attempt of one basket gives one order; kept as it was when the row was made',
  number               varchar(40) collate utf8mb4_0900_bin  not null comment 'Printed on the receipt, tells nothing of how many orders there are; kept as it was when the row was made',
  status               varchar(32) collate utf8mb4_0900_bin  not null default 'placed' comment 'State of its life; the values are a rule of the model',
  currency             varchar(3) collate utf8mb4_0900_bin   not null default 'EUR' comment 'ISO 4217 code; kept as it was when the row was made',
  shipping_cost        decimal(12, 2)                        not null default 0 comment 'Exact amount, two digits after the point; the currency stands beside it where there are several; kept as it was when the row was made',
  total                decimal(12, 2)                        not null default 0 comment 'Sum of its lines, kept by the database; shipping comes on top',
  ship_to_name         varchar(200)                          not null comment 'Address as sold: an address book may change later; kept as it was when the row was made',
  ship_to_street       varchar(200)                          not null comment 'Ship to street of the order; kept as it was when the row was made',
  ship_to_postal_code  varchar(12) collate utf8mb4_0900_bin  not null comment 'Ship to postal code of the order; kept as it was when the row was made',
  ship_to_city         varchar(100)                          not null comment 'Ship to city of the order; kept as it was when the row was made',
  ship_to_country      varchar(2) collate utf8mb4_0900_bin   not null comment 'ISO 3166-1 alpha-2 code; kept as it was when the row was made',
  public_id            binary(16)                            not null default (unhex(concat(lpad(hex(timestampdiff(microsecond, '1970-01-01', utc_timestamp(6)) div 1000), 12, '0'), '7', substr(hex(random_bytes(2)), 2), elt(1 + floor(rand() * 4), '8', '9', 'A', 'B'), substr(hex(random_bytes(8)), 2)))) comment 'What is shown of orders outside instead of order_id, whose numbers would tell how many there are',
  primary key (order_id),
  constraint orders_number_uq unique key (number),
  constraint orders_idempotency_key_uq unique key (idempotency_key),
  constraint orders_public_id_uq unique key (public_id),
  key orders_user_id_placed_at_ix (user_id, placed_at desc) comment 'a user''s orders, newest first',
  key orders_placed_at_ix (placed_at) comment 'paid orders that wait to be packed, oldest first; revenue and number of orders by day',
  constraint orders_user_id_fk foreign key (user_id) references users (user_id) on delete restrict,
  constraint orders_number_ck check (regexp_like(number, '^[A-Za-z0-9][A-Za-z0-9._/-]{0,39}$', 'c')),
  constraint orders_status_ck check (status in ('placed', 'paid', 'packed', 'shipped', 'delivered', 'cancelled', 'returned')),
  constraint orders_currency_ck check (regexp_like(currency, '^[A-Z]{3}$', 'c')),
  constraint orders_shipping_cost_ck check (shipping_cost >= 0),
  constraint orders_total_ck check (total >= 0),
  constraint orders_ship_to_name_ck check (char_length(ship_to_name) >= 1 and char_length(ship_to_name) <= 200),
  constraint orders_ship_to_street_ck check (char_length(ship_to_street) >= 1 and char_length(ship_to_street) <= 200),
  constraint orders_ship_to_postal_code_ck check (regexp_like(ship_to_postal_code, '^[A-Za-z0-9][A-Za-z0-9 -]{1,10}$', 'c')),
  constraint orders_ship_to_city_ck check (char_length(ship_to_city) >= 1 and char_length(ship_to_city) <= 100),
  constraint orders_ship_to_country_ck check (regexp_like(ship_to_country, '^[A-Z]{2}$', 'c'))
) engine = InnoDB default character set utf8mb4 collate utf8mb4_0900_ai_ci comment = 'What a user bought at once, with names, prices and address as sold';

create table credentials (
  user_id        bigint                                 not null comment 'The user of this credential',
  changed_at     datetime(6)                            not null default (utc_timestamp(6)) comment 'Instant in UTC',
  password_hash  varchar(255) collate utf8mb4_0900_bin  not null comment 'Hash of the password (argon2id or bcrypt), never the password',
  primary key (user_id),
  constraint credentials_user_id_fk foreign key (user_id) references users (user_id) on delete cascade,
  constraint credentials_password_hash_ck check (char_length(password_hash) >= 60 and char_length(password_hash) <= 255)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_0900_ai_ci comment = 'Password hash of a user, in a table with grants of its own';

create table addresses (
  address_id   bigint                                not null auto_increment comment 'Numbers address rows; made by the database and without meaning to people',
  user_id      bigint                                not null comment 'The user of this address',
  label        varchar(120)                          comment 'Label of the address; empty while unknown',
  recipient    varchar(200)                          not null comment 'Name of a person as they write it; one field, for names have no universal parts',
  street       varchar(200)                          not null comment 'Street of the address',
  postal_code  varchar(12) collate utf8mb4_0900_bin  not null comment 'Postal code of the address',
  city         varchar(100)                          not null comment 'City of the address',
  country      varchar(2) collate utf8mb4_0900_bin   not null comment 'ISO 3166-1 alpha-2 code',
  primary key (address_id),
  key addresses_user_id_ix (user_id) comment 'a user''s address book',
  constraint addresses_user_id_fk foreign key (user_id) references users (user_id) on delete cascade,
  constraint addresses_label_ck check (char_length(label) >= 1 and char_length(label) <= 120),
  constraint addresses_recipient_ck check (char_length(recipient) >= 1 and char_length(recipient) <= 200),
  constraint addresses_street_ck check (char_length(street) >= 1 and char_length(street) <= 200),
  constraint addresses_postal_code_ck check (regexp_like(postal_code, '^[A-Za-z0-9][A-Za-z0-9 -]{1,10}$', 'c')),
  constraint addresses_city_ck check (char_length(city) >= 1 and char_length(city) <= 100),
  constraint addresses_country_ck check (regexp_like(country, '^[A-Z]{2}$', 'c'))
) engine = InnoDB default character set utf8mb4 collate utf8mb4_0900_ai_ci comment = 'Address book of a user; an order keeps its own copy as sold';

create table stocks (
  product_id     bigint       not null comment 'The product of this stock',
  counted_at     datetime(6)  comment 'Instant in UTC; empty while unknown',
  on_hand        int          not null default 0 comment 'Pieces that can still be sold',
  reorder_level  int          not null default 5 comment 'Whole number, zero or more',
  primary key (product_id),
  constraint stocks_product_id_fk foreign key (product_id) references products (product_id) on delete cascade,
  constraint stocks_on_hand_ck check (on_hand >= 0),
  constraint stocks_reorder_level_ck check (reorder_level >= 0)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_0900_ai_ci comment = 'What is on the shelf of a product, apart from it: the most contended row of the shop stays small';

create table order_lines (
  order_id      bigint          not null comment 'The order of this order line',
  product_id    bigint          not null comment 'The product of this order line',
  quantity      int             not null comment 'Whole number above zero',
  line_number   smallint        not null comment 'Place in its list, from 1; kept as it was when the row was made',
  product_name  varchar(200)    not null comment 'As sold; kept as it was when the row was made',
  unit_price    decimal(12, 2)  not null comment 'As sold, tax included; kept as it was when the row was made',
  tax_rate      decimal(5, 2)   not null comment 'As sold; kept as it was when the row was made',
  primary key (order_id, line_number),
  key order_lines_product_id_order_id_line_number_ix (product_id, order_id, line_number) comment 'the order lines in which a product was sold',
  constraint order_lines_order_id_fk foreign key (order_id) references orders (order_id) on delete cascade,
  constraint order_lines_product_id_fk foreign key (product_id) references products (product_id) on delete restrict,
  constraint order_lines_quantity_ck check (quantity > 0),
  constraint order_lines_line_number_ck check (line_number > 0),
  constraint order_lines_product_name_ck check (char_length(product_name) >= 1 and char_length(product_name) <= 200),
  constraint order_lines_unit_price_ck check (unit_price >= 0),
  constraint order_lines_tax_rate_ck check (tax_rate >= 0 and tax_rate <= 100)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_0900_ai_ci comment = 'One product in an order, as sold';

create table payments (
  payment_id          bigint                                 not null auto_increment comment 'Numbers payment rows; made by the database and without meaning to people',
  order_id            bigint                                 not null comment 'The order of this payment',
  created_at          datetime(6)                            not null default (utc_timestamp(6)) comment 'Instant in UTC; kept as it was when the row was made',
  provider_reference  varchar(120) collate utf8mb4_0900_bin  not null comment 'How the payment provider names it; kept as it was when the row was made',
  amount              decimal(12, 2)                         not null comment 'Exact amount, two digits after the point; the currency stands beside it where there are several; kept as it was when the row was made',
  method              varchar(60)                            not null comment 'Card, wallet, transfer; card numbers stay with the provider; kept as it was when the row was made',
  direction           varchar(60) collate utf8mb4_0900_bin   not null default 'charge' comment 'Charge or refund: money given back is a row of its own; kept as it was when the row was made',
  status              varchar(32) collate utf8mb4_0900_bin   not null default 'pending' comment 'State of its life; the values are a rule of the model',
  primary key (payment_id),
  constraint payments_provider_reference_uq unique key (provider_reference),
  key payments_order_id_created_at_ix (order_id, created_at desc) comment 'an order''s payments, newest first',
  key payments_created_at_ix (created_at) comment 'payments that the provider has not settled, oldest first',
  constraint payments_order_id_fk foreign key (order_id) references orders (order_id) on delete restrict,
  constraint payments_provider_reference_ck check (char_length(provider_reference) >= 1 and char_length(provider_reference) <= 120),
  constraint payments_amount_ck check (amount > 0),
  constraint payments_method_ck check (char_length(method) >= 1 and char_length(method) <= 60),
  constraint payments_direction_ck check (direction in ('charge', 'refund')),
  constraint payments_status_ck check (status in ('pending', 'authorized', 'captured', 'failed', 'voided'))
) engine = InnoDB default character set utf8mb4 collate utf8mb4_0900_ai_ci comment = 'Money asked of or given back to the payer of an order; a refund is a row of its own';
