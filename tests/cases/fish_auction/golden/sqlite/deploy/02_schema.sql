-- Tables with their keys, references and rules.

.bail on

pragma foreign_keys = on;
begin immediate;

create table boats (
  -- Each row: one boat

  -- Numbers boat rows; made by the database and without meaning to people
  boat_id integer not null,
  -- Name of the boat
  name text not null,
  -- Counts the changes of the row; “edit a boat” writes only over the version it has read
  version integer not null default 1,
  constraint boats_pk primary key (boat_id),
  constraint boats_name_ck check (length(name) >= 1 and length(name) <= 120)
) strict;

create table catches (
  -- What happened: one catch of a boat

  -- Numbers catch rows; made by the database and without meaning to people
  catch_id integer not null,
  -- The boat of this catch
  boat_id integer not null,
  -- Instant in UTC; kept as it was when the row was made
  occurred_at text not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  constraint catches_pk primary key (catch_id),
  constraint catches_boat_id_fk foreign key (boat_id) references boats (boat_id)
    on delete restrict,
  constraint catches_occurred_at_form_ck check (occurred_at is strftime('%Y-%m-%dT%H:%M:%fZ', occurred_at, '+0 days'))
) strict;

create table lots (
  -- Each row: one lot

  -- Numbers lot rows; made by the database and without meaning to people
  lot_id integer not null,
  -- Instant in UTC
  landing_time text not null,
  -- Species of the lot
  species text not null,
  -- Weight in kilograms; in units of 0.001
  weight integer not null,
  -- Quality grade of the lot
  quality_grade text not null,
  constraint lots_pk primary key (lot_id),
  constraint lots_species_ck check (length(species) >= 1 and length(species) <= 60),
  constraint lots_weight_ck check (weight > 0),
  constraint lots_quality_grade_ck check (quality_grade in ('e', 'a', 'b')),
  constraint lots_landing_time_form_ck check (landing_time is strftime('%Y-%m-%dT%H:%M:%fZ', landing_time, '+0 days'))
) strict;

create table buyers (
  -- Each row: one buyer

  -- Numbers buyer rows; made by the database and without meaning to people
  buyer_id integer not null,
  -- Exact amount, two digits after the point; the currency stands beside it where there are several; in units of 0.01
  credit_limit integer not null,
  -- Name of a person as they write it; one field, for names have no universal parts
  name text not null,
  constraint buyers_pk primary key (buyer_id),
  constraint buyers_credit_limit_ck check (credit_limit >= 0),
  constraint buyers_name_ck check (length(name) >= 1 and length(name) <= 200)
) strict;

create table hall_masters (
  -- Each row: one hall master

  -- Numbers hall master rows; made by the database and without meaning to people
  hall_master_id integer not null,
  -- Name of a person as they write it; one field, for names have no universal parts
  name text not null,
  constraint hall_masters_pk primary key (hall_master_id),
  constraint hall_masters_name_ck check (length(name) >= 1 and length(name) <= 200)
) strict;

create table dutch_clocks (
  -- Each row: one dutch clock of a hall master and a lot

  -- Numbers dutch clock rows; made by the database and without meaning to people
  dutch_clock_id integer not null,
  -- The hall master of this dutch clock
  hall_master_id integer not null,
  -- The lot of this dutch clock
  lot_id integer not null,
  -- Instant in UTC
  created_at text not null,
  -- Name of the dutch clock
  name text not null,
  constraint dutch_clocks_pk primary key (dutch_clock_id),
  constraint dutch_clocks_hall_master_id_fk foreign key (hall_master_id) references hall_masters (hall_master_id)
    on delete restrict,
  constraint dutch_clocks_lot_id_fk foreign key (lot_id) references lots (lot_id)
    on delete restrict,
  constraint dutch_clocks_name_ck check (length(name) >= 1 and length(name) <= 120),
  constraint dutch_clocks_created_at_form_ck check (created_at is strftime('%Y-%m-%dT%H:%M:%fZ', created_at, '+0 days'))
) strict;

create table bids (
  -- What happened: one bid of a buyer and a lot and a dutch clock

  -- Numbers bid rows; made by the database and without meaning to people
  bid_id integer not null,
  -- The buyer of this bid
  buyer_id integer not null,
  -- The lot of this bid
  lot_id integer not null,
  -- The dutch clock of this bid
  dutch_clock_id integer not null,
  -- Instant in UTC; kept as it was when the row was made
  occurred_at text not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  -- Exact amount, two digits after the point; the currency stands beside it where there are several; kept as it was when the row was made; in units of 0.01
  amount integer not null,
  constraint bids_pk primary key (bid_id),
  constraint bids_buyer_id_fk foreign key (buyer_id) references buyers (buyer_id)
    on delete restrict,
  constraint bids_lot_id_fk foreign key (lot_id) references lots (lot_id)
    on delete restrict,
  constraint bids_dutch_clock_id_fk foreign key (dutch_clock_id) references dutch_clocks (dutch_clock_id)
    on delete restrict,
  constraint bids_amount_ck check (amount >= 0),
  constraint bids_occurred_at_form_ck check (occurred_at is strftime('%Y-%m-%dT%H:%M:%fZ', occurred_at, '+0 days'))
) strict;

create table sales (
  -- What happened: one sale of a lot and a buyer

  -- Numbers sale rows; made by the database and without meaning to people
  sale_id integer not null,
  -- The lot of this sale
  lot_id integer not null,
  -- The buyer of this sale
  buyer_id integer not null,
  -- Instant in UTC; kept as it was when the row was made
  occurred_at text not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  -- Exact amount, two digits after the point; the currency stands beside it where there are several; kept as it was when the row was made; in units of 0.01
  amount integer not null,
  constraint sales_pk primary key (sale_id),
  constraint sales_lot_id_fk foreign key (lot_id) references lots (lot_id)
    on delete restrict,
  constraint sales_buyer_id_fk foreign key (buyer_id) references buyers (buyer_id)
    on delete restrict,
  constraint sales_amount_ck check (amount >= 0),
  constraint sales_occurred_at_form_ck check (occurred_at is strftime('%Y-%m-%dT%H:%M:%fZ', occurred_at, '+0 days'))
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
