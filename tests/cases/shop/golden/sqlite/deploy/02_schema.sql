-- Tables with their keys, references and rules.

.bail on

pragma foreign_keys = on;
begin immediate;

create table users (
  -- Someone who buys; signs in with an e-mail address

  -- Numbers user rows; made by the database and without meaning to people
  user_id integer not null,
  -- Instant in UTC; kept as it was when the row was made
  created_at text not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  -- Personal data was emptied on request; orders stay; empty while unknown
  erased_at text,
  -- Signs in with it, unique without regard to case
  email text not null,
  -- Name of a person as they write it; one field, for names have no universal parts
  full_name text not null,
  -- Telephone number in E.164 form, +49301234567; empty while unknown
  phone text,
  -- What is shown of users outside instead of user_id, whose numbers would tell how many there are
  public_id text not null default (lower(printf('%s-%s-7%s-%s%s-%s', substr(printf('%012x', cast(round((julianday('now') - 2440587.5) * 86400000) as integer)), 1, 8), substr(printf('%012x', cast(round((julianday('now') - 2440587.5) * 86400000) as integer)), 9), substr(hex(randomblob(2)), 2), substr('89ab', 1 + (abs(random()) % 4), 1), substr(hex(randomblob(2)), 2), hex(randomblob(6))))),
  constraint users_pk primary key (user_id),
  constraint users_public_id_uq unique (public_id),
  constraint users_email_ck check (email glob '?*@?*.?*'),
  constraint users_full_name_ck check (length(full_name) >= 1 and length(full_name) <= 200),
  constraint users_phone_ck check (phone glob '+[1-9]*' and length(phone) between 8 and 16 and substr(phone, 3, length(phone) - 2) not glob '*[^0-9]*'),
  constraint users_created_at_form_ck check (created_at is strftime('%Y-%m-%dT%H:%M:%fZ', created_at, '+0 days')),
  constraint users_erased_at_form_ck check (erased_at is strftime('%Y-%m-%dT%H:%M:%fZ', erased_at, '+0 days')),
  constraint users_public_id_form_ck check (length(public_id) = 36 and public_id = lower(public_id))
) strict;

create table categories (
  -- Where a product is found in the shop

  -- Numbers category rows; made by the database and without meaning to people
  category_id integer not null,
  -- In the address of its page
  slug text not null,
  -- Name of the category
  name text not null,
  constraint categories_pk primary key (category_id),
  constraint categories_slug_uq unique (slug),
  constraint categories_slug_ck check (length(slug) >= 1 and length(slug) <= 120 and slug = lower(slug)),
  constraint categories_name_ck check (length(name) >= 1 and length(name) <= 120)
) strict;

create table products (
  -- What is sold; leaves the shop by its status and never by deletion, since orders refer to it

  -- Numbers product rows; made by the database and without meaning to people
  product_id integer not null,
  -- The category of this product; empty where there is none
  category_id integer,
  -- Instant in UTC; kept as it was when the row was made
  created_at text not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  -- The seller's article number
  sku text not null,
  -- Name of the product
  name text not null,
  -- Description of the product; empty while unknown
  description text,
  -- Price of today, tax included; orders keep the price as sold; in units of 0.01
  price integer not null,
  -- Per cent, 0 to 100; in units of 0.01
  tax_rate integer not null default 2000,
  -- State of its life; the values are a rule of the model
  status text not null default 'draft',
  -- What is shown of products outside instead of product_id, whose numbers would tell how many there are
  public_id text not null default (lower(printf('%s-%s-7%s-%s%s-%s', substr(printf('%012x', cast(round((julianday('now') - 2440587.5) * 86400000) as integer)), 1, 8), substr(printf('%012x', cast(round((julianday('now') - 2440587.5) * 86400000) as integer)), 9), substr(hex(randomblob(2)), 2), substr('89ab', 1 + (abs(random()) % 4), 1), substr(hex(randomblob(2)), 2), hex(randomblob(6))))),
  -- Counts the changes of the row; “change the price of a product” writes only over the version it has read
  version integer not null default 1,
  constraint products_pk primary key (product_id),
  constraint products_sku_uq unique (sku),
  constraint products_public_id_uq unique (public_id),
  constraint products_category_id_fk foreign key (category_id) references categories (category_id)
    on delete set null,
  constraint products_sku_ck check (sku glob '[A-Z0-9]*' and length(sku) between 2 and 40 and substr(sku, 2, length(sku) - 1) not glob '*[^A-Z0-9._-]*'),
  constraint products_name_ck check (length(name) >= 1 and length(name) <= 200),
  constraint products_description_ck check (length(description) >= 1 and length(description) <= 4000),
  constraint products_price_ck check (price >= 0),
  constraint products_tax_rate_ck check (tax_rate >= 0 and tax_rate <= 10000),
  constraint products_status_ck check (status in ('draft', 'on_sale', 'withdrawn')),
  constraint products_created_at_form_ck check (created_at is strftime('%Y-%m-%dT%H:%M:%fZ', created_at, '+0 days')),
  constraint products_public_id_form_ck check (length(public_id) = 36 and public_id = lower(public_id))
) strict;

create table orders (
  -- What a user bought at once, with names, prices and address as sold

  -- Numbers order rows; made by the database and without meaning to people
  order_id integer not null,
  -- The user of this order
  user_id integer not null,
  -- Instant in UTC; kept as it was when the row was made
  placed_at text not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  -- One attempt of one basket gives one order; kept as it was when the row was made
  idempotency_key text not null,
  -- Printed on the receipt, tells nothing of how many orders there are; kept as it was when the row was made
  number text not null,
  -- State of its life; the values are a rule of the model
  status text not null default 'placed',
  -- ISO 4217 code; kept as it was when the row was made
  currency text not null default 'EUR',
  -- Exact amount, two digits after the point; the currency stands beside it where there are several; kept as it was when the row was made; in units of 0.01
  shipping_cost integer not null default 0,
  -- Sum of its lines, kept by the database; shipping comes on top; in units of 0.01
  total integer not null default 0,
  -- Address as sold: an address book may change later; kept as it was when the row was made
  ship_to_name text not null,
  -- Ship to street of the order; kept as it was when the row was made
  ship_to_street text not null,
  -- Ship to postal code of the order; kept as it was when the row was made
  ship_to_postal_code text not null,
  -- Ship to city of the order; kept as it was when the row was made
  ship_to_city text not null,
  -- ISO 3166-1 alpha-2 code; kept as it was when the row was made
  ship_to_country text not null,
  -- What is shown of orders outside instead of order_id, whose numbers would tell how many there are
  public_id text not null default (lower(printf('%s-%s-7%s-%s%s-%s', substr(printf('%012x', cast(round((julianday('now') - 2440587.5) * 86400000) as integer)), 1, 8), substr(printf('%012x', cast(round((julianday('now') - 2440587.5) * 86400000) as integer)), 9), substr(hex(randomblob(2)), 2), substr('89ab', 1 + (abs(random()) % 4), 1), substr(hex(randomblob(2)), 2), hex(randomblob(6))))),
  constraint orders_pk primary key (order_id),
  constraint orders_number_uq unique (number),
  constraint orders_idempotency_key_uq unique (idempotency_key),
  constraint orders_public_id_uq unique (public_id),
  constraint orders_user_id_fk foreign key (user_id) references users (user_id)
    on delete restrict,
  constraint orders_number_ck check (number glob '[A-Za-z0-9]*' and length(number) between 1 and 40 and substr(number, 2, length(number) - 1) not glob '*[^A-Za-z0-9._/-]*'),
  constraint orders_status_ck check (status in ('placed', 'paid', 'packed', 'shipped', 'delivered', 'cancelled', 'returned')),
  constraint orders_currency_ck check (currency glob '[A-Z][A-Z][A-Z]'),
  constraint orders_shipping_cost_ck check (shipping_cost >= 0),
  constraint orders_total_ck check (total >= 0),
  constraint orders_ship_to_name_ck check (length(ship_to_name) >= 1 and length(ship_to_name) <= 200),
  constraint orders_ship_to_street_ck check (length(ship_to_street) >= 1 and length(ship_to_street) <= 200),
  constraint orders_ship_to_postal_code_ck check (ship_to_postal_code glob '[A-Za-z0-9]*' and length(ship_to_postal_code) between 2 and 11 and substr(ship_to_postal_code, 2, length(ship_to_postal_code) - 1) not glob '*[^A-Za-z0-9 -]*'),
  constraint orders_ship_to_city_ck check (length(ship_to_city) >= 1 and length(ship_to_city) <= 100),
  constraint orders_ship_to_country_ck check (ship_to_country glob '[A-Z][A-Z]'),
  constraint orders_placed_at_form_ck check (placed_at is strftime('%Y-%m-%dT%H:%M:%fZ', placed_at, '+0 days')),
  constraint orders_idempotency_key_form_ck check (length(idempotency_key) = 36 and idempotency_key = lower(idempotency_key)),
  constraint orders_public_id_form_ck check (length(public_id) = 36 and public_id = lower(public_id))
) strict;

create table credentials (
  -- Password hash of a user, in a table with grants of its own

  -- The user of this credential
  user_id integer not null,
  -- Instant in UTC
  changed_at text not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  -- Hash of the password (argon2id or bcrypt), never the password
  password_hash text not null,
  constraint credentials_pk primary key (user_id),
  constraint credentials_user_id_fk foreign key (user_id) references users (user_id)
    on delete cascade,
  constraint credentials_password_hash_ck check (length(password_hash) >= 60 and length(password_hash) <= 255),
  constraint credentials_changed_at_form_ck check (changed_at is strftime('%Y-%m-%dT%H:%M:%fZ', changed_at, '+0 days'))
) strict, without rowid;

create table addresses (
  -- Address book of a user; an order keeps its own copy as sold

  -- Numbers address rows; made by the database and without meaning to people
  address_id integer not null,
  -- The user of this address
  user_id integer not null,
  -- Label of the address; empty while unknown
  label text,
  -- Name of a person as they write it; one field, for names have no universal parts
  recipient text not null,
  -- Street of the address
  street text not null,
  -- Postal code of the address
  postal_code text not null,
  -- City of the address
  city text not null,
  -- ISO 3166-1 alpha-2 code
  country text not null,
  constraint addresses_pk primary key (address_id),
  constraint addresses_user_id_fk foreign key (user_id) references users (user_id)
    on delete cascade,
  constraint addresses_label_ck check (length(label) >= 1 and length(label) <= 120),
  constraint addresses_recipient_ck check (length(recipient) >= 1 and length(recipient) <= 200),
  constraint addresses_street_ck check (length(street) >= 1 and length(street) <= 200),
  constraint addresses_postal_code_ck check (postal_code glob '[A-Za-z0-9]*' and length(postal_code) between 2 and 11 and substr(postal_code, 2, length(postal_code) - 1) not glob '*[^A-Za-z0-9 -]*'),
  constraint addresses_city_ck check (length(city) >= 1 and length(city) <= 100),
  constraint addresses_country_ck check (country glob '[A-Z][A-Z]')
) strict;

create table stocks (
  -- What is on the shelf of a product, apart from it: the most contended row of the shop stays small

  -- The product of this stock
  product_id integer not null,
  -- Instant in UTC; empty while unknown
  counted_at text,
  -- Pieces that can still be sold
  on_hand integer not null default 0,
  -- Whole number, zero or more
  reorder_level integer not null default 5,
  constraint stocks_pk primary key (product_id),
  constraint stocks_product_id_fk foreign key (product_id) references products (product_id)
    on delete cascade,
  constraint stocks_on_hand_ck check (on_hand >= 0),
  constraint stocks_reorder_level_ck check (reorder_level >= 0),
  constraint stocks_counted_at_form_ck check (counted_at is strftime('%Y-%m-%dT%H:%M:%fZ', counted_at, '+0 days'))
) strict, without rowid;

create table order_lines (
  -- One product in an order, as sold

  -- The order of this order line
  order_id integer not null,
  -- Place in its list, from 1; kept as it was when the row was made
  line_number integer not null,
  -- The product of this order line
  product_id integer not null,
  -- Whole number above zero
  quantity integer not null,
  -- As sold; kept as it was when the row was made
  product_name text not null,
  -- As sold, tax included; kept as it was when the row was made; in units of 0.01
  unit_price integer not null,
  -- As sold; kept as it was when the row was made; in units of 0.01
  tax_rate integer not null,
  constraint order_lines_pk primary key (order_id, line_number),
  constraint order_lines_order_id_fk foreign key (order_id) references orders (order_id)
    on delete cascade,
  constraint order_lines_product_id_fk foreign key (product_id) references products (product_id)
    on delete restrict,
  constraint order_lines_quantity_ck check (quantity > 0),
  constraint order_lines_line_number_ck check (line_number > 0),
  constraint order_lines_product_name_ck check (length(product_name) >= 1 and length(product_name) <= 200),
  constraint order_lines_unit_price_ck check (unit_price >= 0),
  constraint order_lines_tax_rate_ck check (tax_rate >= 0 and tax_rate <= 10000)
) strict, without rowid;

create table payments (
  -- Money asked of or given back to the payer of an order; a refund is a row of its own

  -- Numbers payment rows; made by the database and without meaning to people
  payment_id integer not null,
  -- The order of this payment
  order_id integer not null,
  -- Instant in UTC; kept as it was when the row was made
  created_at text not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  -- How the payment provider names it; kept as it was when the row was made
  provider_reference text not null,
  -- Exact amount, two digits after the point; the currency stands beside it where there are several; kept as it was when the row was made; in units of 0.01
  amount integer not null,
  -- Card, wallet, transfer; card numbers stay with the provider; kept as it was when the row was made
  method text not null,
  -- Charge or refund: money given back is a row of its own; kept as it was when the row was made
  direction text not null default 'charge',
  -- State of its life; the values are a rule of the model
  status text not null default 'pending',
  constraint payments_pk primary key (payment_id),
  constraint payments_provider_reference_uq unique (provider_reference),
  constraint payments_order_id_fk foreign key (order_id) references orders (order_id)
    on delete restrict,
  constraint payments_provider_reference_ck check (length(provider_reference) >= 1 and length(provider_reference) <= 120),
  constraint payments_amount_ck check (amount > 0),
  constraint payments_method_ck check (length(method) >= 1 and length(method) <= 60),
  constraint payments_direction_ck check (direction in ('charge', 'refund')),
  constraint payments_status_ck check (status in ('pending', 'authorized', 'captured', 'failed', 'voided')),
  constraint payments_created_at_form_ck check (created_at is strftime('%Y-%m-%dT%H:%M:%fZ', created_at, '+0 days'))
) strict;

create table change_log (
  -- Who changed which row when. Rows are added and never changed

  -- Order of entries
  change_id integer not null,
  -- When, by the server's clock
  changed_at text not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  -- Which table
  table_name text not null,
  -- Key of the row as text, its parts joined by /
  row_key text not null,
  -- What was done
  action text not null,
  -- The login that did it
  changed_by text,
  -- The person, as the application named it
  user_id text,
  -- Former values of what changed; personal and secret ones by name only, so that erasure need not rewrite the log
  old_values text,
  constraint change_log_pk primary key (change_id),
  constraint change_log_action_ck check (action in ('insert', 'update', 'delete')),
  constraint change_log_changed_at_form_ck check (changed_at is strftime('%Y-%m-%dT%H:%M:%fZ', changed_at, '+0 days')),
  constraint change_log_old_values_form_ck check (old_values is null or json_valid(old_values))
) strict;

commit;
