-- Schemas; tables with keys, references and checks, in the order in which they refer to each other; what each is.
-- sqlcmd -b -S SERVER -d NAME -i 03_schema.sql

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

begin transaction;

go

create schema app authorization e_commerce_definer;

go

create schema report authorization e_commerce_definer;

go

create table app.users (
  user_id     bigint                                        identity(1, 1) not null,
  created_at  datetimeoffset(6)                             not null constraint users_created_at_df default (todatetimeoffset(sysutcdatetime(), '+00:00')),
  erased_at   datetimeoffset(6)                             null,
  email       nvarchar(254)                                 masked with (function = 'email()') not null,
  full_name   nvarchar(200)                                 masked with (function = 'partial(1, ".", 0)') not null,
  phone       nvarchar(16) collate Latin1_General_100_BIN2  masked with (function = 'partial(0, "****", 4)') null,
  public_id   uniqueidentifier                              not null constraint users_public_id_df default (newsequentialid()),
  constraint users_pk primary key clustered (user_id) with (data_compression = page),
  constraint users_email_ck check (email like '_%@_%._%'),
  constraint users_full_name_ck check (len(full_name) >= 1 and len(full_name) <= 200),
  constraint users_phone_ck check (phone like '+[1-9]%' and len(phone + '.') between 9 and 17 and substring(phone, 3, len(phone + '.') - 3) not like '%[^0-9]%'),
  constraint users_public_id_uq unique nonclustered (public_id)
);

create table app.categories (
  category_id  bigint                                         identity(1, 1) not null,
  slug         nvarchar(120) collate Latin1_General_100_BIN2  not null,
  name         nvarchar(120)                                  not null,
  constraint categories_pk primary key clustered (category_id),
  constraint categories_slug_uq unique nonclustered (slug),
  constraint categories_slug_ck check (len(slug) >= 1 and len(slug) <= 120 and slug = lower(slug)),
  constraint categories_name_ck check (len(name) >= 1 and len(name) <= 120)
);

-- One partition until ensure_partitions cuts it
create partition function change_log_by_time (datetimeoffset(6))
as range right for values ();

create partition scheme change_log_places
as partition change_log_by_time all to ([primary]);

create table app.change_log (
  change_id   bigint                                       identity(1, 1) not null,
  changed_at  datetimeoffset(6)                            not null constraint change_log_changed_at_df default (todatetimeoffset(sysutcdatetime(), '+00:00')),
  table_name  nvarchar(255)                                not null,
  row_key     nvarchar(255)                                not null,
  action      varchar(32) collate Latin1_General_100_BIN2  not null,
  changed_by  nvarchar(max)                                null,
  user_id     nvarchar(max)                                null,
  old_values  nvarchar(max)                                null,
  constraint change_log_pk primary key clustered (changed_at, change_id) with (data_compression = page) on change_log_places (changed_at),
  constraint change_log_action_ck check (action in ('insert', 'update', 'delete'))
) on change_log_places (changed_at);

create table app.products (
  product_id   bigint                                        identity(1, 1) not null,
  category_id  bigint                                        null,
  created_at   datetimeoffset(6)                             not null constraint products_created_at_df default (todatetimeoffset(sysutcdatetime(), '+00:00')),
  sku          nvarchar(40) collate Latin1_General_100_BIN2  not null,
  name         nvarchar(200)                                 not null,
  description  nvarchar(4000)                                null,
  price        decimal(12, 2)                                not null,
  tax_rate     decimal(5, 2)                                 not null constraint products_tax_rate_df default (20),
  status       varchar(32) collate Latin1_General_100_BIN2   not null constraint products_status_df default ('draft'),
  public_id    uniqueidentifier                              not null constraint products_public_id_df default (newsequentialid()),
  version      rowversion                                    not null,
  constraint products_pk primary key clustered (product_id) with (fillfactor = 80),
  constraint products_sku_uq unique nonclustered (sku),
  constraint products_category_id_fk foreign key (category_id) references app.categories (category_id) on delete set null,
  constraint products_sku_ck check (sku like '[A-Z0-9]%' and len(sku + '.') between 3 and 41 and substring(sku, 2, len(sku + '.') - 2) not like '%[^-A-Z0-9._]%'),
  constraint products_name_ck check (len(name) >= 1 and len(name) <= 200),
  constraint products_description_ck check (len(description) >= 1 and len(description) <= 4000),
  constraint products_price_ck check (price >= 0),
  constraint products_tax_rate_ck check (tax_rate >= 0 and tax_rate <= 100),
  constraint products_status_ck check (status in ('draft', 'on_sale', 'withdrawn')),
  constraint products_public_id_uq unique nonclustered (public_id)
);

create table app.orders (
  order_id             bigint                                        identity(1, 1) not null,
  user_id              bigint                                        not null,
  placed_at            datetimeoffset(6)                             not null constraint orders_placed_at_df default (todatetimeoffset(sysutcdatetime(), '+00:00')),
  idempotency_key      uniqueidentifier                              not null,
  number               nvarchar(40) collate Latin1_General_100_BIN2  not null,
  status               varchar(32) collate Latin1_General_100_BIN2   not null constraint orders_status_df default ('placed'),
  currency             nvarchar(3) collate Latin1_General_100_BIN2   not null constraint orders_currency_df default ('EUR'),
  shipping_cost        decimal(12, 2)                                not null constraint orders_shipping_cost_df default (0),
  total                decimal(12, 2)                                not null constraint orders_total_df default (0),
  ship_to_name         nvarchar(200)                                 masked with (function = 'partial(1, ".", 0)') not null,
  ship_to_street       nvarchar(200)                                 masked with (function = 'default()') not null,
  ship_to_postal_code  nvarchar(12) collate Latin1_General_100_BIN2  not null,
  ship_to_city         nvarchar(100)                                 not null,
  ship_to_country      nvarchar(2) collate Latin1_General_100_BIN2   not null,
  public_id            uniqueidentifier                              not null constraint orders_public_id_df default (newsequentialid()),
  constraint orders_pk primary key clustered (order_id),
  constraint orders_number_uq unique nonclustered (number),
  constraint orders_idempotency_key_uq unique nonclustered (idempotency_key),
  constraint orders_user_id_fk foreign key (user_id) references app.users (user_id),
  constraint orders_number_ck check (number like '[A-Za-z0-9]%' and len(number + '.') between 2 and 41 and substring(number, 2, len(number + '.') - 2) not like '%[^-A-Za-z0-9._/]%'),
  constraint orders_status_ck check (status in ('placed', 'paid', 'packed', 'shipped', 'delivered', 'cancelled', 'returned')),
  constraint orders_currency_ck check (currency like '[A-Z][A-Z][A-Z]'),
  constraint orders_shipping_cost_ck check (shipping_cost >= 0),
  constraint orders_total_ck check (total >= 0),
  constraint orders_ship_to_name_ck check (len(ship_to_name) >= 1 and len(ship_to_name) <= 200),
  constraint orders_ship_to_street_ck check (len(ship_to_street) >= 1 and len(ship_to_street) <= 200),
  constraint orders_ship_to_postal_code_ck check (ship_to_postal_code like '[A-Za-z0-9]%' and len(ship_to_postal_code + '.') between 3 and 12 and substring(ship_to_postal_code, 2, len(ship_to_postal_code + '.') - 2) not like '%[^-A-Za-z0-9 ]%'),
  constraint orders_ship_to_city_ck check (len(ship_to_city) >= 1 and len(ship_to_city) <= 100),
  constraint orders_ship_to_country_ck check (ship_to_country like '[A-Z][A-Z]'),
  constraint orders_public_id_uq unique nonclustered (public_id)
);

create table app.credentials (
  user_id        bigint                                         not null,
  changed_at     datetimeoffset(6)                              not null constraint credentials_changed_at_df default (todatetimeoffset(sysutcdatetime(), '+00:00')),
  password_hash  nvarchar(255) collate Latin1_General_100_BIN2  masked with (function = 'default()') not null,
  constraint credentials_pk primary key clustered (user_id) with (data_compression = page),
  constraint credentials_user_id_fk foreign key (user_id) references app.users (user_id) on delete cascade,
  constraint credentials_password_hash_ck check (len(password_hash) >= 60 and len(password_hash) <= 255)
);

create table app.addresses (
  address_id   bigint                                        identity(1, 1) not null,
  user_id      bigint                                        not null,
  label        nvarchar(120)                                 null,
  recipient    nvarchar(200)                                 masked with (function = 'partial(1, ".", 0)') not null,
  street       nvarchar(200)                                 masked with (function = 'default()') not null,
  postal_code  nvarchar(12) collate Latin1_General_100_BIN2  not null,
  city         nvarchar(100)                                 not null,
  country      nvarchar(2) collate Latin1_General_100_BIN2   not null,
  constraint addresses_pk primary key clustered (address_id) with (data_compression = page),
  constraint addresses_user_id_fk foreign key (user_id) references app.users (user_id) on delete cascade,
  constraint addresses_label_ck check (len(label) >= 1 and len(label) <= 120),
  constraint addresses_recipient_ck check (len(recipient) >= 1 and len(recipient) <= 200),
  constraint addresses_street_ck check (len(street) >= 1 and len(street) <= 200),
  constraint addresses_postal_code_ck check (postal_code like '[A-Za-z0-9]%' and len(postal_code + '.') between 3 and 12 and substring(postal_code, 2, len(postal_code + '.') - 2) not like '%[^-A-Za-z0-9 ]%'),
  constraint addresses_city_ck check (len(city) >= 1 and len(city) <= 100),
  constraint addresses_country_ck check (country like '[A-Z][A-Z]')
);

create table app.stocks (
  product_id     bigint             not null,
  counted_at     datetimeoffset(6)  null,
  on_hand        int                not null constraint stocks_on_hand_df default (0),
  reorder_level  int                not null constraint stocks_reorder_level_df default (5),
  constraint stocks_pk primary key clustered (product_id),
  constraint stocks_product_id_fk foreign key (product_id) references app.products (product_id) on delete cascade,
  constraint stocks_on_hand_ck check (on_hand >= 0),
  constraint stocks_reorder_level_ck check (reorder_level >= 0)
);

create table app.order_lines (
  order_id      bigint          not null,
  product_id    bigint          not null,
  quantity      int             not null,
  line_number   smallint        not null,
  product_name  nvarchar(200)   not null,
  unit_price    decimal(12, 2)  not null,
  tax_rate      decimal(5, 2)   not null,
  constraint order_lines_pk primary key clustered (order_id, line_number) with (data_compression = page),
  constraint order_lines_order_id_fk foreign key (order_id) references app.orders (order_id) on delete cascade,
  constraint order_lines_product_id_fk foreign key (product_id) references app.products (product_id),
  constraint order_lines_quantity_ck check (quantity > 0),
  constraint order_lines_line_number_ck check (line_number > 0),
  constraint order_lines_product_name_ck check (len(product_name) >= 1 and len(product_name) <= 200),
  constraint order_lines_unit_price_ck check (unit_price >= 0),
  constraint order_lines_tax_rate_ck check (tax_rate >= 0 and tax_rate <= 100)
);

create table app.payments (
  payment_id          bigint                                         identity(1, 1) not null,
  order_id            bigint                                         not null,
  created_at          datetimeoffset(6)                              not null constraint payments_created_at_df default (todatetimeoffset(sysutcdatetime(), '+00:00')),
  provider_reference  nvarchar(120) collate Latin1_General_100_BIN2  not null,
  amount              decimal(12, 2)                                 not null,
  method              nvarchar(60)                                   not null,
  direction           varchar(32) collate Latin1_General_100_BIN2    not null constraint payments_direction_df default ('charge'),
  status              varchar(32) collate Latin1_General_100_BIN2    not null constraint payments_status_df default ('pending'),
  constraint payments_pk primary key clustered (payment_id),
  constraint payments_provider_reference_uq unique nonclustered (provider_reference),
  constraint payments_order_id_fk foreign key (order_id) references app.orders (order_id),
  constraint payments_provider_reference_ck check (len(provider_reference) >= 1 and len(provider_reference) <= 120),
  constraint payments_amount_ck check (amount > 0),
  constraint payments_method_ck check (len(method) >= 1 and len(method) <= 60),
  constraint payments_direction_ck check (direction in ('charge', 'refund')),
  constraint payments_status_ck check (status in ('pending', 'authorized', 'captured', 'failed', 'voided'))
);

exec sys.sp_addextendedproperty N'MS_Description', N'Someone who buys; signs in with an e-mail address', N'SCHEMA', N'app', N'TABLE', N'users';
exec sys.sp_addextendedproperty N'MS_Description', N'Numbers user rows; made by the database and without meaning to people', N'SCHEMA', N'app', N'TABLE', N'users', N'COLUMN', N'user_id';
exec sys.sp_addextendedproperty N'MS_Description', N'Instant in UTC; kept as it was when the row was made', N'SCHEMA', N'app', N'TABLE', N'users', N'COLUMN', N'created_at';
exec sys.sp_addextendedproperty N'MS_Description', N'Personal data was emptied on request; orders stay; empty while unknown', N'SCHEMA', N'app', N'TABLE', N'users', N'COLUMN', N'erased_at';
exec sys.sp_addextendedproperty N'MS_Description', N'Signs in with it, unique without regard to case', N'SCHEMA', N'app', N'TABLE', N'users', N'COLUMN', N'email';
exec sys.sp_addextendedproperty N'MS_Description', N'Name of a person as they write it; one field, for names have no universal parts', N'SCHEMA', N'app', N'TABLE', N'users', N'COLUMN', N'full_name';
exec sys.sp_addextendedproperty N'MS_Description', N'Telephone number in E.164 form, +49301234567; empty while unknown', N'SCHEMA', N'app', N'TABLE', N'users', N'COLUMN', N'phone';
exec sys.sp_addextendedproperty N'MS_Description', N'What is shown of users outside instead of user_id, whose numbers would tell how many there are', N'SCHEMA', N'app', N'TABLE', N'users', N'COLUMN', N'public_id';
exec sys.sp_addextendedproperty N'MS_Description', N'Where a product is found in the shop', N'SCHEMA', N'app', N'TABLE', N'categories';
exec sys.sp_addextendedproperty N'MS_Description', N'Numbers category rows; made by the database and without meaning to people', N'SCHEMA', N'app', N'TABLE', N'categories', N'COLUMN', N'category_id';
exec sys.sp_addextendedproperty N'MS_Description', N'In the address of its page', N'SCHEMA', N'app', N'TABLE', N'categories', N'COLUMN', N'slug';
exec sys.sp_addextendedproperty N'MS_Description', N'Name of the category', N'SCHEMA', N'app', N'TABLE', N'categories', N'COLUMN', N'name';
exec sys.sp_addextendedproperty N'MS_Description', N'What is sold; leaves the shop by its status and never by deletion, since orders refer to it', N'SCHEMA', N'app', N'TABLE', N'products';
exec sys.sp_addextendedproperty N'MS_Description', N'Numbers product rows; made by the database and without meaning to people', N'SCHEMA', N'app', N'TABLE', N'products', N'COLUMN', N'product_id';
exec sys.sp_addextendedproperty N'MS_Description', N'The category of this product; empty where there is none', N'SCHEMA', N'app', N'TABLE', N'products', N'COLUMN', N'category_id';
exec sys.sp_addextendedproperty N'MS_Description', N'Instant in UTC; kept as it was when the row was made', N'SCHEMA', N'app', N'TABLE', N'products', N'COLUMN', N'created_at';
exec sys.sp_addextendedproperty N'MS_Description', N'The seller''s article number', N'SCHEMA', N'app', N'TABLE', N'products', N'COLUMN', N'sku';
exec sys.sp_addextendedproperty N'MS_Description', N'Name of the product', N'SCHEMA', N'app', N'TABLE', N'products', N'COLUMN', N'name';
exec sys.sp_addextendedproperty N'MS_Description', N'Description of the product; empty while unknown', N'SCHEMA', N'app', N'TABLE', N'products', N'COLUMN', N'description';
exec sys.sp_addextendedproperty N'MS_Description', N'Price of today, tax included; orders keep the price as sold', N'SCHEMA', N'app', N'TABLE', N'products', N'COLUMN', N'price';
exec sys.sp_addextendedproperty N'MS_Description', N'Per cent, 0 to 100', N'SCHEMA', N'app', N'TABLE', N'products', N'COLUMN', N'tax_rate';
exec sys.sp_addextendedproperty N'MS_Description', N'State of its life; the values are a rule of the model', N'SCHEMA', N'app', N'TABLE', N'products', N'COLUMN', N'status';
exec sys.sp_addextendedproperty N'MS_Description', N'What is shown of products outside instead of product_id, whose numbers would tell how many there are', N'SCHEMA', N'app', N'TABLE', N'products', N'COLUMN', N'public_id';
exec sys.sp_addextendedproperty N'MS_Description', N'Counts the changes of the row; “change the price of a product” writes only over the version it has read', N'SCHEMA', N'app', N'TABLE', N'products', N'COLUMN', N'version';
exec sys.sp_addextendedproperty N'MS_Description', N'What a user bought at once, with names, prices and address as sold', N'SCHEMA', N'app', N'TABLE', N'orders';
exec sys.sp_addextendedproperty N'MS_Description', N'Numbers order rows; made by the database and without meaning to people', N'SCHEMA', N'app', N'TABLE', N'orders', N'COLUMN', N'order_id';
exec sys.sp_addextendedproperty N'MS_Description', N'The user of this order', N'SCHEMA', N'app', N'TABLE', N'orders', N'COLUMN', N'user_id';
exec sys.sp_addextendedproperty N'MS_Description', N'Instant in UTC; kept as it was when the row was made', N'SCHEMA', N'app', N'TABLE', N'orders', N'COLUMN', N'placed_at';
exec sys.sp_addextendedproperty N'MS_Description', N'One attempt of one basket gives one order; kept as it was when the row was made', N'SCHEMA', N'app', N'TABLE', N'orders', N'COLUMN', N'idempotency_key';
exec sys.sp_addextendedproperty N'MS_Description', N'Printed on the receipt, tells nothing of how many orders there are; kept as it was when the row was made', N'SCHEMA', N'app', N'TABLE', N'orders', N'COLUMN', N'number';
exec sys.sp_addextendedproperty N'MS_Description', N'State of its life; the values are a rule of the model', N'SCHEMA', N'app', N'TABLE', N'orders', N'COLUMN', N'status';
exec sys.sp_addextendedproperty N'MS_Description', N'ISO 4217 code; kept as it was when the row was made', N'SCHEMA', N'app', N'TABLE', N'orders', N'COLUMN', N'currency';
exec sys.sp_addextendedproperty N'MS_Description', N'Exact amount, two digits after the point; the currency stands beside it where there are several; kept as it was when the row was made', N'SCHEMA', N'app', N'TABLE', N'orders', N'COLUMN', N'shipping_cost';
exec sys.sp_addextendedproperty N'MS_Description', N'Sum of its lines, kept by the database; shipping comes on top', N'SCHEMA', N'app', N'TABLE', N'orders', N'COLUMN', N'total';
exec sys.sp_addextendedproperty N'MS_Description', N'Address as sold: an address book may change later; kept as it was when the row was made', N'SCHEMA', N'app', N'TABLE', N'orders', N'COLUMN', N'ship_to_name';
exec sys.sp_addextendedproperty N'MS_Description', N'Ship to street of the order; kept as it was when the row was made', N'SCHEMA', N'app', N'TABLE', N'orders', N'COLUMN', N'ship_to_street';
exec sys.sp_addextendedproperty N'MS_Description', N'Ship to postal code of the order; kept as it was when the row was made', N'SCHEMA', N'app', N'TABLE', N'orders', N'COLUMN', N'ship_to_postal_code';
exec sys.sp_addextendedproperty N'MS_Description', N'Ship to city of the order; kept as it was when the row was made', N'SCHEMA', N'app', N'TABLE', N'orders', N'COLUMN', N'ship_to_city';
exec sys.sp_addextendedproperty N'MS_Description', N'ISO 3166-1 alpha-2 code; kept as it was when the row was made', N'SCHEMA', N'app', N'TABLE', N'orders', N'COLUMN', N'ship_to_country';
exec sys.sp_addextendedproperty N'MS_Description', N'What is shown of orders outside instead of order_id, whose numbers would tell how many there are', N'SCHEMA', N'app', N'TABLE', N'orders', N'COLUMN', N'public_id';
exec sys.sp_addextendedproperty N'MS_Description', N'Password hash of a user, in a table with grants of its own', N'SCHEMA', N'app', N'TABLE', N'credentials';
exec sys.sp_addextendedproperty N'MS_Description', N'The user of this credential', N'SCHEMA', N'app', N'TABLE', N'credentials', N'COLUMN', N'user_id';
exec sys.sp_addextendedproperty N'MS_Description', N'Instant in UTC', N'SCHEMA', N'app', N'TABLE', N'credentials', N'COLUMN', N'changed_at';
exec sys.sp_addextendedproperty N'MS_Description', N'Hash of the password (argon2id or bcrypt), never the password', N'SCHEMA', N'app', N'TABLE', N'credentials', N'COLUMN', N'password_hash';
exec sys.sp_addextendedproperty N'MS_Description', N'Address book of a user; an order keeps its own copy as sold', N'SCHEMA', N'app', N'TABLE', N'addresses';
exec sys.sp_addextendedproperty N'MS_Description', N'Numbers address rows; made by the database and without meaning to people', N'SCHEMA', N'app', N'TABLE', N'addresses', N'COLUMN', N'address_id';
exec sys.sp_addextendedproperty N'MS_Description', N'The user of this address', N'SCHEMA', N'app', N'TABLE', N'addresses', N'COLUMN', N'user_id';
exec sys.sp_addextendedproperty N'MS_Description', N'Label of the address; empty while unknown', N'SCHEMA', N'app', N'TABLE', N'addresses', N'COLUMN', N'label';
exec sys.sp_addextendedproperty N'MS_Description', N'Name of a person as they write it; one field, for names have no universal parts', N'SCHEMA', N'app', N'TABLE', N'addresses', N'COLUMN', N'recipient';
exec sys.sp_addextendedproperty N'MS_Description', N'Street of the address', N'SCHEMA', N'app', N'TABLE', N'addresses', N'COLUMN', N'street';
exec sys.sp_addextendedproperty N'MS_Description', N'Postal code of the address', N'SCHEMA', N'app', N'TABLE', N'addresses', N'COLUMN', N'postal_code';
exec sys.sp_addextendedproperty N'MS_Description', N'City of the address', N'SCHEMA', N'app', N'TABLE', N'addresses', N'COLUMN', N'city';
exec sys.sp_addextendedproperty N'MS_Description', N'ISO 3166-1 alpha-2 code', N'SCHEMA', N'app', N'TABLE', N'addresses', N'COLUMN', N'country';
exec sys.sp_addextendedproperty N'MS_Description', N'What is on the shelf of a product, apart from it: the most contended row of the shop stays small', N'SCHEMA', N'app', N'TABLE', N'stocks';
exec sys.sp_addextendedproperty N'MS_Description', N'The product of this stock', N'SCHEMA', N'app', N'TABLE', N'stocks', N'COLUMN', N'product_id';
exec sys.sp_addextendedproperty N'MS_Description', N'Instant in UTC; empty while unknown', N'SCHEMA', N'app', N'TABLE', N'stocks', N'COLUMN', N'counted_at';
exec sys.sp_addextendedproperty N'MS_Description', N'Pieces that can still be sold', N'SCHEMA', N'app', N'TABLE', N'stocks', N'COLUMN', N'on_hand';
exec sys.sp_addextendedproperty N'MS_Description', N'Whole number, zero or more', N'SCHEMA', N'app', N'TABLE', N'stocks', N'COLUMN', N'reorder_level';
exec sys.sp_addextendedproperty N'MS_Description', N'One product in an order, as sold', N'SCHEMA', N'app', N'TABLE', N'order_lines';
exec sys.sp_addextendedproperty N'MS_Description', N'The order of this order line', N'SCHEMA', N'app', N'TABLE', N'order_lines', N'COLUMN', N'order_id';
exec sys.sp_addextendedproperty N'MS_Description', N'The product of this order line', N'SCHEMA', N'app', N'TABLE', N'order_lines', N'COLUMN', N'product_id';
exec sys.sp_addextendedproperty N'MS_Description', N'Whole number above zero', N'SCHEMA', N'app', N'TABLE', N'order_lines', N'COLUMN', N'quantity';
exec sys.sp_addextendedproperty N'MS_Description', N'Place in its list, from 1; kept as it was when the row was made', N'SCHEMA', N'app', N'TABLE', N'order_lines', N'COLUMN', N'line_number';
exec sys.sp_addextendedproperty N'MS_Description', N'As sold; kept as it was when the row was made', N'SCHEMA', N'app', N'TABLE', N'order_lines', N'COLUMN', N'product_name';
exec sys.sp_addextendedproperty N'MS_Description', N'As sold, tax included; kept as it was when the row was made', N'SCHEMA', N'app', N'TABLE', N'order_lines', N'COLUMN', N'unit_price';
exec sys.sp_addextendedproperty N'MS_Description', N'As sold; kept as it was when the row was made', N'SCHEMA', N'app', N'TABLE', N'order_lines', N'COLUMN', N'tax_rate';
exec sys.sp_addextendedproperty N'MS_Description', N'Money asked of or given back to the payer of an order; a refund is a row of its own', N'SCHEMA', N'app', N'TABLE', N'payments';
exec sys.sp_addextendedproperty N'MS_Description', N'Numbers payment rows; made by the database and without meaning to people', N'SCHEMA', N'app', N'TABLE', N'payments', N'COLUMN', N'payment_id';
exec sys.sp_addextendedproperty N'MS_Description', N'The order of this payment', N'SCHEMA', N'app', N'TABLE', N'payments', N'COLUMN', N'order_id';
exec sys.sp_addextendedproperty N'MS_Description', N'Instant in UTC; kept as it was when the row was made', N'SCHEMA', N'app', N'TABLE', N'payments', N'COLUMN', N'created_at';
exec sys.sp_addextendedproperty N'MS_Description', N'How the payment provider names it; kept as it was when the row was made', N'SCHEMA', N'app', N'TABLE', N'payments', N'COLUMN', N'provider_reference';
exec sys.sp_addextendedproperty N'MS_Description', N'Exact amount, two digits after the point; the currency stands beside it where there are several; kept as it was when the row was made', N'SCHEMA', N'app', N'TABLE', N'payments', N'COLUMN', N'amount';
exec sys.sp_addextendedproperty N'MS_Description', N'Card, wallet, transfer; card numbers stay with the provider; kept as it was when the row was made', N'SCHEMA', N'app', N'TABLE', N'payments', N'COLUMN', N'method';
exec sys.sp_addextendedproperty N'MS_Description', N'Charge or refund: money given back is a row of its own; kept as it was when the row was made', N'SCHEMA', N'app', N'TABLE', N'payments', N'COLUMN', N'direction';
exec sys.sp_addextendedproperty N'MS_Description', N'State of its life; the values are a rule of the model', N'SCHEMA', N'app', N'TABLE', N'payments', N'COLUMN', N'status';
exec sys.sp_addextendedproperty N'MS_Description', N'Who changed which row when. Rows are added and never changed', N'SCHEMA', N'app', N'TABLE', N'change_log';
exec sys.sp_addextendedproperty N'MS_Description', N'Order of entries', N'SCHEMA', N'app', N'TABLE', N'change_log', N'COLUMN', N'change_id';
exec sys.sp_addextendedproperty N'MS_Description', N'When, by the server''s clock', N'SCHEMA', N'app', N'TABLE', N'change_log', N'COLUMN', N'changed_at';
exec sys.sp_addextendedproperty N'MS_Description', N'Which table', N'SCHEMA', N'app', N'TABLE', N'change_log', N'COLUMN', N'table_name';
exec sys.sp_addextendedproperty N'MS_Description', N'Key of the row as text, its parts joined by /', N'SCHEMA', N'app', N'TABLE', N'change_log', N'COLUMN', N'row_key';
exec sys.sp_addextendedproperty N'MS_Description', N'What was done', N'SCHEMA', N'app', N'TABLE', N'change_log', N'COLUMN', N'action';
exec sys.sp_addextendedproperty N'MS_Description', N'The login that did it', N'SCHEMA', N'app', N'TABLE', N'change_log', N'COLUMN', N'changed_by';
exec sys.sp_addextendedproperty N'MS_Description', N'The person, as the application named it', N'SCHEMA', N'app', N'TABLE', N'change_log', N'COLUMN', N'user_id';
exec sys.sp_addextendedproperty N'MS_Description', N'Former values of what changed; personal and secret ones by name only, so that erasure need not rewrite the log', N'SCHEMA', N'app', N'TABLE', N'change_log', N'COLUMN', N'old_values';

go

commit;
go
