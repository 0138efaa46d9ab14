-- Tables with keys, checks and references. Tables stand in the order in which they refer to each other.

begin;

set local role fish_auction_owner;

create schema app;
comment on schema app is 'Facts of Fish auction hall';

create schema report;
comment on schema report is 'Report of Fish auction hall';

create schema ops;
comment on schema ops is 'Upkeep and monitoring: partitions, health views';

-- PUBLIC may execute every function unless this is said before the first is made
alter default privileges for role fish_auction_owner revoke execute on functions from public;

grant usage, create on schema app, report, ops to fish_auction_definer;

create table app.boats (
  boat_id  bigint   not null generated always as identity,
  name     text     not null,
  version  integer  not null default 1,
  constraint boats_pk primary key (boat_id),
  constraint boats_name_ck check (char_length(name) >= 1 and char_length(name) <= 120)
);
comment on table app.boats is 'Each row: one boat';
comment on column app.boats.boat_id is 'Numbers boat rows; made by the database and without meaning to people';
comment on column app.boats.name is 'Name of the boat';
comment on column app.boats.version is 'Counts the changes of the row; “edit a boat” writes only over the version it has read';
comment on constraint boats_name_ck on app.boats is 'name is 1 to 120 characters';

create table app.lots (
  lot_id         bigint          not null generated always as identity,
  landing_time   timestamptz     not null,
  species        text            not null,
  weight         numeric(12, 3)  not null,
  quality_grade  text            not null,
  constraint lots_pk primary key (lot_id),
  constraint lots_species_ck check (char_length(species) >= 1 and char_length(species) <= 60),
  constraint lots_weight_ck check (weight > 0),
  constraint lots_quality_grade_ck check (quality_grade in ('e', 'a', 'b'))
) with (fillfactor = 90);
comment on table app.lots is 'Each row: one lot';
comment on column app.lots.lot_id is 'Numbers lot rows; made by the database and without meaning to people';
comment on column app.lots.landing_time is 'Instant in UTC';
comment on column app.lots.species is 'Species of the lot';
comment on column app.lots.weight is 'Weight in kilograms';
comment on column app.lots.quality_grade is 'Quality grade of the lot';
comment on constraint lots_species_ck on app.lots is 'species is 1 to 60 characters';
comment on constraint lots_weight_ck on app.lots is 'weight is more than 0';
comment on constraint lots_quality_grade_ck on app.lots is 'quality grade is one of e, a, b';

create table app.buyers (
  buyer_id      bigint          not null generated always as identity,
  credit_limit  numeric(12, 2)  not null,
  name          text            not null,
  constraint buyers_pk primary key (buyer_id),
  constraint buyers_credit_limit_ck check (credit_limit >= 0),
  constraint buyers_name_ck check (char_length(name) >= 1 and char_length(name) <= 200)
);
comment on table app.buyers is 'Each row: one buyer';
comment on column app.buyers.buyer_id is 'Numbers buyer rows; made by the database and without meaning to people';
comment on column app.buyers.credit_limit is 'Exact amount, two digits after the point; the currency stands beside it where there are several';
comment on column app.buyers.name is 'Name of a person as they write it; one field, for names have no universal parts';
comment on constraint buyers_credit_limit_ck on app.buyers is 'credit limit is at least 0';
comment on constraint buyers_name_ck on app.buyers is 'name is 1 to 200 characters';

create table app.hall_masters (
  hall_master_id  bigint  not null generated always as identity,
  name            text    not null,
  constraint hall_masters_pk primary key (hall_master_id),
  constraint hall_masters_name_ck check (char_length(name) >= 1 and char_length(name) <= 200)
);
comment on table app.hall_masters is 'Each row: one hall master';
comment on column app.hall_masters.hall_master_id is 'Numbers hall master rows; made by the database and without meaning to people';
comment on column app.hall_masters.name is 'Name of a person as they write it; one field, for names have no universal parts';
comment on constraint hall_masters_name_ck on app.hall_masters is 'name is 1 to 200 characters';

create table app.change_log (
  change_id   bigint       not null generated always as identity,
  changed_at  timestamptz  not null default now(),
  table_name  text         not null,
  row_key     text         not null,
  action      text         not null,
  changed_by  text,
  user_id     text,
  old_values  jsonb,
  constraint change_log_pk primary key (change_id),
  constraint change_log_action_ck check (action in ('insert', 'update', 'delete'))
);
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

create table app.catches (
  catch_id     bigint       not null generated always as identity,
  boat_id      bigint       not null,
  occurred_at  timestamptz  not null default now(),
  constraint catches_pk primary key (catch_id),
  constraint catches_boat_id_fk foreign key (boat_id) references app.boats (boat_id) on delete restrict
);
comment on table app.catches is 'What happened: one catch of a boat';
comment on column app.catches.catch_id is 'Numbers catch rows; made by the database and without meaning to people';
comment on column app.catches.boat_id is 'The boat of this catch';
comment on column app.catches.occurred_at is 'Instant in UTC; kept as it was when the row was made';
comment on constraint catches_boat_id_fk on app.catches is 'catches are history';

create table app.dutch_clocks (
  dutch_clock_id  bigint       not null generated always as identity,
  hall_master_id  bigint       not null,
  lot_id          bigint       not null,
  created_at      timestamptz  not null,
  name            text         not null,
  constraint dutch_clocks_pk primary key (dutch_clock_id),
  constraint dutch_clocks_hall_master_id_fk foreign key (hall_master_id) references app.hall_masters (hall_master_id) on delete restrict,
  constraint dutch_clocks_lot_id_fk foreign key (lot_id) references app.lots (lot_id) on delete restrict,
  constraint dutch_clocks_name_ck check (char_length(name) >= 1 and char_length(name) <= 120)
);
comment on table app.dutch_clocks is 'Each row: one dutch clock of a hall master and a lot';
comment on column app.dutch_clocks.dutch_clock_id is 'Numbers dutch clock rows; made by the database and without meaning to people';
comment on column app.dutch_clocks.hall_master_id is 'The hall master of this dutch clock';
comment on column app.dutch_clocks.lot_id is 'The lot of this dutch clock';
comment on column app.dutch_clocks.created_at is 'Instant in UTC';
comment on column app.dutch_clocks.name is 'Name of the dutch clock';
comment on constraint dutch_clocks_hall_master_id_fk on app.dutch_clocks is 'dutch_clocks still name their hall_masters';
comment on constraint dutch_clocks_lot_id_fk on app.dutch_clocks is 'dutch_clocks still name their lots';
comment on constraint dutch_clocks_name_ck on app.dutch_clocks is 'name is 1 to 120 characters';

create table app.sales (
  sale_id      bigint          not null generated always as identity,
  lot_id       bigint          not null,
  buyer_id     bigint          not null,
  occurred_at  timestamptz     not null default now(),
  amount       numeric(12, 2)  not null,
  constraint sales_pk primary key (sale_id),
  constraint sales_lot_id_fk foreign key (lot_id) references app.lots (lot_id) on delete restrict,
  constraint sales_buyer_id_fk foreign key (buyer_id) references app.buyers (buyer_id) on delete restrict,
  constraint sales_amount_ck check (amount >= 0)
);
comment on table app.sales is 'What happened: one sale of a lot and a buyer';
comment on column app.sales.sale_id is 'Numbers sale rows; made by the database and without meaning to people';
comment on column app.sales.lot_id is 'The lot of this sale';
comment on column app.sales.buyer_id is 'The buyer of this sale';
comment on column app.sales.occurred_at is 'Instant in UTC; kept as it was when the row was made';
comment on column app.sales.amount is 'Exact amount, two digits after the point; the currency stands beside it where there are several; kept as it was when the row was made';
comment on constraint sales_lot_id_fk on app.sales is 'sales are history';
comment on constraint sales_buyer_id_fk on app.sales is 'sales are history; buyers are emptied instead';
comment on constraint sales_amount_ck on app.sales is 'amount is at least 0';

create table app.bids (
  bid_id          bigint          not null generated always as identity,
  buyer_id        bigint          not null,
  lot_id          bigint          not null,
  dutch_clock_id  bigint          not null,
  occurred_at     timestamptz     not null default now(),
  amount          numeric(12, 2)  not null,
  constraint bids_pk primary key (bid_id),
  constraint bids_buyer_id_fk foreign key (buyer_id) references app.buyers (buyer_id) on delete restrict,
  constraint bids_lot_id_fk foreign key (lot_id) references app.lots (lot_id) on delete restrict,
  constraint bids_dutch_clock_id_fk foreign key (dutch_clock_id) references app.dutch_clocks (dutch_clock_id) on delete restrict,
  constraint bids_amount_ck check (amount >= 0)
);
comment on table app.bids is 'What happened: one bid of a buyer and a lot and a dutch clock';
comment on column app.bids.bid_id is 'Numbers bid rows; made by the database and without meaning to people';
comment on column app.bids.buyer_id is 'The buyer of this bid';
comment on column app.bids.lot_id is 'The lot of this bid';
comment on column app.bids.dutch_clock_id is 'The dutch clock of this bid';
comment on column app.bids.occurred_at is 'Instant in UTC; kept as it was when the row was made';
comment on column app.bids.amount is 'Exact amount, two digits after the point; the currency stands beside it where there are several; kept as it was when the row was made';
comment on constraint bids_buyer_id_fk on app.bids is 'bids are history; buyers are emptied instead';
comment on constraint bids_lot_id_fk on app.bids is 'bids are history';
comment on constraint bids_dutch_clock_id_fk on app.bids is 'bids are history';
comment on constraint bids_amount_ck on app.bids is 'amount is at least 0';

reset role;

commit;
