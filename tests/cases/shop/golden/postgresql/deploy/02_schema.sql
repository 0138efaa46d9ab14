-- Tables with keys, checks and references. Tables stand in the order in which they refer to each other.

begin;

set local role e_commerce_owner;

create schema app;
comment on schema app is 'Facts of E-commerce platform';

create schema report;
comment on schema report is 'Report of E-commerce platform';

create schema ops;
comment on schema ops is 'Upkeep and monitoring: partitions, health views';

-- PUBLIC may execute every function unless this is said before the first is made
alter default privileges for role e_commerce_owner revoke execute on functions from public;

grant usage, create on schema app, report, ops to e_commerce_definer;

-- Keys in the order of time, so that the index grows at its end (PostgreSQL 18 has it built in)
do $uuid$
begin
  if current_setting('server_version_num')::integer >= 180000 then
    execute 'create function app.ordered_uuid() returns uuid language sql volatile parallel safe as ''select uuidv7()''';
  else
    execute 'create function app.ordered_uuid() returns uuid language sql volatile parallel safe as ''select encode(set_bit(set_bit(overlay('
      'uuid_send(gen_random_uuid()) placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)'
      ' from 1 for 6), 52, 1), 53, 1), ''''hex'''')::uuid''';
  end if;
end
$uuid$;

-- Whoever may insert needs the default
grant execute on function app.ordered_uuid() to public;

create table app.users (
  user_id     bigint       not null generated always as identity,
  created_at  timestamptz  not null default now(),
  erased_at   timestamptz,
  email       text         not null,
  full_name   text         not null,
  phone       text,
  public_id   uuid         not null default app.ordered_uuid(),
  constraint users_pk primary key (user_id),
  constraint users_email_ck check (email ~ '^[^@ ]+@[^@ ]+[.][^@ ]+$'),
  constraint users_full_name_ck check (char_length(full_name) >= 1 and char_length(full_name) <= 200),
  constraint users_phone_ck check (phone ~ '^[+][1-9][0-9]{6,14}$'),
  constraint users_public_id_uq unique (public_id)
);
comment on table app.users is 'Someone who buys; signs in with an e-mail address';
comment on column app.users.user_id is 'Numbers user rows; made by the database and without meaning to people';
comment on column app.users.created_at is 'Instant in UTC; kept as it was when the row was made';
comment on column app.users.erased_at is 'Personal data was emptied on request; orders stay; empty while unknown';
comment on column app.users.email is 'Signs in with it, unique without regard to case';
comment on column app.users.full_name is 'Name of a person as they write it; one field, for names have no universal parts';
comment on column app.users.phone is 'Telephone number in E.164 form, +49301234567; empty while unknown';
comment on column app.users.public_id is 'What is shown of users outside instead of user_id, whose numbers would tell how many there are';
comment on constraint users_email_ck on app.users is 'email is in the form of an email';
comment on constraint users_full_name_ck on app.users is 'full name is 1 to 200 characters';
comment on constraint users_phone_ck on app.users is 'phone is in the form of a phone';
comment on constraint users_public_id_uq on app.users is 'one public identifier names one of the users';

create table app.categories (
  category_id  bigint  not null generated always as identity,
  slug         text    not null,
  name         text    not null,
  constraint categories_pk primary key (category_id),
  constraint categories_slug_uq unique (slug),
  constraint categories_slug_ck check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  constraint categories_name_ck check (char_length(name) >= 1 and char_length(name) <= 120)
);
comment on table app.categories is 'Where a product is found in the shop';
comment on column app.categories.category_id is 'Numbers category rows; made by the database and without meaning to people';
comment on column app.categories.slug is 'In the address of its page';
comment on column app.categories.name is 'Name of the category';
comment on constraint categories_slug_uq on app.categories is 'slug names one category';
comment on constraint categories_slug_ck on app.categories is 'slug is in the form of a slug';
comment on constraint categories_name_ck on app.categories is 'name is 1 to 120 characters';

create table app.change_log (
  change_id   bigint       not null generated always as identity,
  changed_at  timestamptz  not null default now(),
  table_name  text         not null,
  row_key     text         not null,
  action      text         not null,
  changed_by  text,
  user_id     text,
  old_values  jsonb,
  constraint change_log_pk primary key (changed_at, change_id),
  constraint change_log_action_ck check (action in ('insert', 'update', 'delete'))
) partition by range (changed_at);
comment on table app.change_log is 'Who changed which row when. Rows are added and never changed';
comment on column app.change_log.change_id is 'Order of entries';
comment on column app.change_log.changed_at is 'When, by the server''s clock';
comment on column app.change_log.table_name is 'Which table';
comment on column app.change_log.row_key is 'Key of the row as text, its parts joined by /';
comment on column app.change_log.action is 'What was done';
comment on column app.change_log.changed_by is 'The login that did it';
comment on column app.change_log.user_id is 'The person, as the application named it';
comment on column app.change_log.old_values is 'Former values of what changed; personal and secret ones by name only, so that erasure need not rewrite the log';
comment on constraint change_log_action_ck on app.change_log is 'action is insert, update or delete';

create table app.products (
  product_id   bigint          not null generated always as identity,
  category_id  bigint,
  created_at   timestamptz     not null default now(),
  sku          text            not null,
  name         text            not null,
  description  text,
  price        numeric(12, 2)  not null,
  tax_rate     numeric(5, 2)   not null default 20,
  status       text            not null default 'draft',
  public_id    uuid            not null default app.ordered_uuid(),
  version      integer         not null default 1,
  constraint products_pk primary key (product_id),
  constraint products_sku_uq unique (sku),
  constraint products_category_id_fk foreign key (category_id) references app.categories (category_id) on delete set null,
  constraint products_sku_ck check (sku ~ '^[A-Z0-9][A-Z0-9._-]{1,39}$'),
  constraint products_name_ck check (char_length(name) >= 1 and char_length(name) <= 200),
  constraint products_description_ck check (char_length(description) >= 1 and char_length(description) <= 4000),
  constraint products_price_ck check (price >= 0),
  constraint products_tax_rate_ck check (tax_rate >= 0 and tax_rate <= 100),
  constraint products_status_ck check (status in ('draft', 'on_sale', 'withdrawn')),
  constraint products_public_id_uq unique (public_id)
) with (fillfactor = 80);
comment on table app.products is 'What is sold; leaves the shop by its status and never by deletion, since orders refer to it';
comment on column app.products.product_id is 'Numbers product rows; made by the database and without meaning to people';
comment on column app.products.category_id is 'The category of this product; empty where there is none';
comment on column app.products.created_at is 'Instant in UTC; kept as it was when the row was made';
comment on column app.products.sku is 'The seller''s article number';
comment on column app.products.name is 'Name of the product';
comment on column app.products.description is 'Description of the product; empty while unknown';
comment on column app.products.price is 'Price of today, tax included; orders keep the price as sold';
comment on column app.products.tax_rate is 'Per cent, 0 to 100';
comment on column app.products.status is 'State of its life; the values are a rule of the model';
comment on column app.products.public_id is 'What is shown of products outside instead of product_id, whose numbers would tell how many there are';
comment on column app.products.version is 'Counts the changes of the row; “change the price of a product” writes only over the version it has read';
comment on constraint products_sku_uq on app.products is 'sku names one product';
comment on constraint products_category_id_fk on app.products is 'products mean something without their categories: only the reference is emptied';
comment on constraint products_sku_ck on app.products is 'sku is in the form of a sku';
comment on constraint products_name_ck on app.products is 'name is 1 to 200 characters';
comment on constraint products_description_ck on app.products is 'description is 1 to 4000 characters';
comment on constraint products_price_ck on app.products is 'price is at least 0';
comment on constraint products_tax_rate_ck on app.products is 'tax rate is 0 to 100';
comment on constraint products_status_ck on app.products is 'status is one of draft, on_sale, withdrawn';
comment on constraint products_public_id_uq on app.products is 'one public identifier names one of the products';

create table app.orders (
  order_id             bigint          not null generated always as identity,
  user_id              bigint          not null,
  placed_at            timestamptz     not null default now(),
  idempotency_key      uuid            not null,
  number               text            not null,
  status               text            not null default 'placed',
  currency             text            not null default 'EUR',
  shipping_cost        numeric(12, 2)  not null default 0,
  total                numeric(12, 2)  not null default 0,
  ship_to_name         text            not null,
  ship_to_street       text            not null,
  ship_to_postal_code  text            not null,
  ship_to_city         text            not null,
  ship_to_country      text            not null,
  public_id            uuid            not null default app.ordered_uuid(),
  constraint orders_pk primary key (order_id),
  constraint orders_number_uq unique (number),
  constraint orders_idempotency_key_uq unique (idempotency_key),
  constraint orders_user_id_fk foreign key (user_id) references app.users (user_id) on delete restrict,
  constraint orders_number_ck check (number ~ '^[A-Za-z0-9][A-Za-z0-9._/-]{0,39}$'),
  constraint orders_status_ck check (status in ('placed', 'paid', 'packed', 'shipped', 'delivered', 'cancelled', 'returned')),
  constraint orders_currency_ck check (currency ~ '^[A-Z]{3}$'),
  constraint orders_shipping_cost_ck check (shipping_cost >= 0),
  constraint orders_total_ck check (total >= 0),
  constraint orders_ship_to_name_ck check (char_length(ship_to_name) >= 1 and char_length(ship_to_name) <= 200),
  constraint orders_ship_to_street_ck check (char_length(ship_to_street) >= 1 and char_length(ship_to_street) <= 200),
  constraint orders_ship_to_postal_code_ck check (ship_to_postal_code ~ '^[A-Za-z0-9][A-Za-z0-9 -]{1,10}$'),
  constraint orders_ship_to_city_ck check (char_length(ship_to_city) >= 1 and char_length(ship_to_city) <= 100),
  constraint orders_ship_to_country_ck check (ship_to_country ~ '^[A-Z]{2}$'),
  constraint orders_public_id_uq unique (public_id)
);
comment on table app.orders is 'What a user bought at once, with names, prices and address as sold';
comment on column app.orders.order_id is 'Numbers order rows; made by the database and without meaning to people';
comment on column app.orders.user_id is 'The user of this order';
comment on column app.orders.placed_at is 'Instant in UTC; kept as it was when the row was made';
comment on column app.orders.idempotency_key is 'One attempt of one basket gives one order; kept as it was when the row was made';
comment on column app.orders.number is 'Printed on the receipt, tells nothing of how many orders there are; kept as it was when the row was made';
comment on column app.orders.status is 'State of its life; the values are a rule of the model';
comment on column app.orders.currency is 'ISO 4217 code; kept as it was when the row was made';
comment on column app.orders.shipping_cost is 'Exact amount, two digits after the point; the currency stands beside it where there are several; kept as it was when the row was made';
comment on column app.orders.total is 'Sum of its lines, kept by the database; shipping comes on top';
comment on column app.orders.ship_to_name is 'Address as sold: an address book may change later; kept as it was when the row was made';
comment on column app.orders.ship_to_street is 'Ship to street of the order; kept as it was when the row was made';
comment on column app.orders.ship_to_postal_code is 'Ship to postal code of the order; kept as it was when the row was made';
comment on column app.orders.ship_to_city is 'Ship to city of the order; kept as it was when the row was made';
comment on column app.orders.ship_to_country is 'ISO 3166-1 alpha-2 code; kept as it was when the row was made';
comment on column app.orders.public_id is 'What is shown of orders outside instead of order_id, whose numbers would tell how many there are';
comment on constraint orders_number_uq on app.orders is 'number names one order';
comment on constraint orders_idempotency_key_uq on app.orders is 'idempotency key names one order';
comment on constraint orders_user_id_fk on app.orders is 'orders are history; users are emptied instead';
comment on constraint orders_number_ck on app.orders is 'number is in the form of a code';
comment on constraint orders_status_ck on app.orders is 'status is one of placed, paid, packed, shipped, delivered, cancelled, returned';
comment on constraint orders_currency_ck on app.orders is 'currency is in the form of a currency';
comment on constraint orders_shipping_cost_ck on app.orders is 'shipping cost is at least 0';
comment on constraint orders_total_ck on app.orders is 'total is at least 0';
comment on constraint orders_ship_to_name_ck on app.orders is 'ship to name is 1 to 200 characters';
comment on constraint orders_ship_to_street_ck on app.orders is 'ship to street is 1 to 200 characters';
comment on constraint orders_ship_to_postal_code_ck on app.orders is 'ship to postal code is in the form of a postal code';
comment on constraint orders_ship_to_city_ck on app.orders is 'ship to city is 1 to 100 characters';
comment on constraint orders_ship_to_country_ck on app.orders is 'ship to country is in the form of a country';
comment on constraint orders_public_id_uq on app.orders is 'one public identifier names one of the orders';

-- orders: 0.0011 × 91,250,000 = 100,375 dead rows a pass, not 18,250,000; statistics follow the newest rows
alter table app.orders set (autovacuum_vacuum_scale_factor = 0.0011, autovacuum_vacuum_insert_scale_factor = 0.0011,
  autovacuum_analyze_scale_factor = 0.0011);

create table app.credentials (
  user_id        bigint       not null,
  changed_at     timestamptz  not null default now(),
  password_hash  text         not null,
  constraint credentials_pk primary key (user_id),
  constraint credentials_user_id_fk foreign key (user_id) references app.users (user_id) on delete cascade,
  constraint credentials_password_hash_ck check (char_length(password_hash) >= 60 and char_length(password_hash) <= 255)
);
comment on table app.credentials is 'Password hash of a user, in a table with grants of its own';
comment on column app.credentials.user_id is 'The user of this credential';
comment on column app.credentials.changed_at is 'Instant in UTC';
comment on column app.credentials.password_hash is 'Hash of the password (argon2id or bcrypt), never the password';
comment on constraint credentials_user_id_fk on app.credentials is 'credentials are parts of their users: 1 each';
comment on constraint credentials_password_hash_ck on app.credentials is 'password hash is 60 to 255 characters';

create table app.addresses (
  address_id   bigint  not null generated always as identity,
  user_id      bigint  not null,
  label        text,
  recipient    text    not null,
  street       text    not null,
  postal_code  text    not null,
  city         text    not null,
  country      text    not null,
  constraint addresses_pk primary key (address_id),
  constraint addresses_user_id_fk foreign key (user_id) references app.users (user_id) on delete cascade,
  constraint addresses_label_ck check (char_length(label) >= 1 and char_length(label) <= 120),
  constraint addresses_recipient_ck check (char_length(recipient) >= 1 and char_length(recipient) <= 200),
  constraint addresses_street_ck check (char_length(street) >= 1 and char_length(street) <= 200),
  constraint addresses_postal_code_ck check (postal_code ~ '^[A-Za-z0-9][A-Za-z0-9 -]{1,10}$'),
  constraint addresses_city_ck check (char_length(city) >= 1 and char_length(city) <= 100),
  constraint addresses_country_ck check (country ~ '^[A-Z]{2}$')
);
comment on table app.addresses is 'Address book of a user; an order keeps its own copy as sold';
comment on column app.addresses.address_id is 'Numbers address rows; made by the database and without meaning to people';
comment on column app.addresses.user_id is 'The user of this address';
comment on column app.addresses.label is 'Label of the address; empty while unknown';
comment on column app.addresses.recipient is 'Name of a person as they write it; one field, for names have no universal parts';
comment on column app.addresses.street is 'Street of the address';
comment on column app.addresses.postal_code is 'Postal code of the address';
comment on column app.addresses.city is 'City of the address';
comment on column app.addresses.country is 'ISO 3166-1 alpha-2 code';
comment on constraint addresses_user_id_fk on app.addresses is 'addresses are parts of their users: 1.3 each';
comment on constraint addresses_label_ck on app.addresses is 'label is 1 to 120 characters';
comment on constraint addresses_recipient_ck on app.addresses is 'recipient is 1 to 200 characters';
comment on constraint addresses_street_ck on app.addresses is 'street is 1 to 200 characters';
comment on constraint addresses_postal_code_ck on app.addresses is 'postal code is in the form of a postal code';
comment on constraint addresses_city_ck on app.addresses is 'city is 1 to 100 characters';
comment on constraint addresses_country_ck on app.addresses is 'country is in the form of a country';

create table app.stocks (
  product_id     bigint       not null,
  counted_at     timestamptz,
  on_hand        integer      not null default 0,
  reorder_level  integer      not null default 5,
  constraint stocks_pk primary key (product_id),
  constraint stocks_product_id_fk foreign key (product_id) references app.products (product_id) on delete cascade,
  constraint stocks_on_hand_ck check (on_hand >= 0),
  constraint stocks_reorder_level_ck check (reorder_level >= 0)
);
comment on table app.stocks is 'What is on the shelf of a product, apart from it: the most contended row of the shop stays small';
comment on column app.stocks.product_id is 'The product of this stock';
comment on column app.stocks.counted_at is 'Instant in UTC; empty while unknown';
comment on column app.stocks.on_hand is 'Pieces that can still be sold';
comment on column app.stocks.reorder_level is 'Whole number, zero or more';
comment on constraint stocks_product_id_fk on app.stocks is 'stocks are parts of their products: 1 each';
comment on constraint stocks_on_hand_ck on app.stocks is 'on hand is at least 0; on hand never falls below zero';
comment on constraint stocks_reorder_level_ck on app.stocks is 'reorder level is at least 0';

create table app.order_lines (
  order_id      bigint          not null,
  product_id    bigint          not null,
  quantity      integer         not null,
  line_number   smallint        not null,
  product_name  text            not null,
  unit_price    numeric(12, 2)  not null,
  tax_rate      numeric(5, 2)   not null,
  constraint order_lines_pk primary key (order_id, line_number),
  constraint order_lines_order_id_fk foreign key (order_id) references app.orders (order_id) on delete cascade,
  constraint order_lines_product_id_fk foreign key (product_id) references app.products (product_id) on delete restrict,
  constraint order_lines_quantity_ck check (quantity > 0),
  constraint order_lines_line_number_ck check (line_number > 0),
  constraint order_lines_product_name_ck check (char_length(product_name) >= 1 and char_length(product_name) <= 200),
  constraint order_lines_unit_price_ck check (unit_price >= 0),
  constraint order_lines_tax_rate_ck check (tax_rate >= 0 and tax_rate <= 100)
);
comment on table app.order_lines is 'One product in an order, as sold';
comment on column app.order_lines.order_id is 'The order of this order line';
comment on column app.order_lines.product_id is 'The product of this order line';
comment on column app.order_lines.quantity is 'Whole number above zero';
comment on column app.order_lines.line_number is 'Place in its list, from 1; kept as it was when the row was made';
comment on column app.order_lines.product_name is 'As sold; kept as it was when the row was made';
comment on column app.order_lines.unit_price is 'As sold, tax included; kept as it was when the row was made';
comment on column app.order_lines.tax_rate is 'As sold; kept as it was when the row was made';
comment on constraint order_lines_order_id_fk on app.order_lines is 'order_lines are parts of their orders: 2.6 each';
comment on constraint order_lines_product_id_fk on app.order_lines is 'order_lines still name their products';
comment on constraint order_lines_quantity_ck on app.order_lines is 'quantity is more than 0';
comment on constraint order_lines_line_number_ck on app.order_lines is 'line number is more than 0';
comment on constraint order_lines_product_name_ck on app.order_lines is 'product name is 1 to 200 characters';
comment on constraint order_lines_unit_price_ck on app.order_lines is 'unit price is at least 0';
comment on constraint order_lines_tax_rate_ck on app.order_lines is 'tax rate is 0 to 100';

-- order_lines: 0.001 × 237,250,000 = 237,250 dead rows a pass, not 47,450,000; statistics follow the newest rows
alter table app.order_lines set (autovacuum_vacuum_scale_factor = 0.001, autovacuum_vacuum_insert_scale_factor =
  0.001, autovacuum_analyze_scale_factor = 0.001);

create table app.payments (
  payment_id          bigint          not null generated always as identity,
  order_id            bigint          not null,
  created_at          timestamptz     not null default now(),
  provider_reference  text            not null,
  amount              numeric(12, 2)  not null,
  method              text            not null,
  direction           text            not null default 'charge',
  status              text            not null default 'pending',
  constraint payments_pk primary key (payment_id),
  constraint payments_provider_reference_uq unique (provider_reference),
  constraint payments_order_id_fk foreign key (order_id) references app.orders (order_id) on delete restrict,
  constraint payments_provider_reference_ck check (char_length(provider_reference) >= 1 and char_length(provider_reference) <= 120),
  constraint payments_amount_ck check (amount > 0),
  constraint payments_method_ck check (char_length(method) >= 1 and char_length(method) <= 60),
  constraint payments_direction_ck check (direction in ('charge', 'refund')),
  constraint payments_status_ck check (status in ('pending', 'authorized', 'captured', 'failed', 'voided'))
);
comment on table app.payments is 'Money asked of or given back to the payer of an order; a refund is a row of its own';
comment on column app.payments.payment_id is 'Numbers payment rows; made by the database and without meaning to people';
comment on column app.payments.order_id is 'The order of this payment';
comment on column app.payments.created_at is 'Instant in UTC; kept as it was when the row was made';
comment on column app.payments.provider_reference is 'How the payment provider names it; kept as it was when the row was made';
comment on column app.payments.amount is 'Exact amount, two digits after the point; the currency stands beside it where there are several; kept as it was when the row was made';
comment on column app.payments.method is 'Card, wallet, transfer; card numbers stay with the provider; kept as it was when the row was made';
comment on column app.payments.direction is 'Charge or refund: money given back is a row of its own; kept as it was when the row was made';
comment on column app.payments.status is 'State of its life; the values are a rule of the model';
comment on constraint payments_provider_reference_uq on app.payments is 'provider reference names one payment';
comment on constraint payments_order_id_fk on app.payments is 'payments are history';
comment on constraint payments_provider_reference_ck on app.payments is 'provider reference is 1 to 120 characters';
comment on constraint payments_amount_ck on app.payments is 'a payment moves money; amount is at least 0';
comment on constraint payments_method_ck on app.payments is 'method is 1 to 60 characters';
comment on constraint payments_direction_ck on app.payments is 'direction is one of charge, refund';
comment on constraint payments_status_ck on app.payments is 'status is one of pending, authorized, captured, failed, voided';

-- payments: 0.001 × 100,375,000 = 100,375 dead rows a pass, not 20,075,000; statistics follow the newest rows
alter table app.payments set (autovacuum_vacuum_scale_factor = 0.001, autovacuum_vacuum_insert_scale_factor = 0.001,
  autovacuum_analyze_scale_factor = 0.001);

reset role;

commit;
