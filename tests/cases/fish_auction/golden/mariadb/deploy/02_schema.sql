-- Tables with keys, indexes, references and checks, in the order in which they refer to each other. mariadb NAME <
-- 02_schema.sql

set names utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci;

-- Whatever the client was set to; what is made here keeps it
set session sql_mode = 'STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';

create table boats (
  boat_id  bigint        not null auto_increment comment 'Numbers boat rows; made by the database and without meaning to people',
  name     varchar(120)  not null comment 'Name of the boat',
  version  int           not null default 1 comment 'Counts the changes of the row; “edit a boat” writes only over the version it has read',
  primary key (boat_id),
  constraint boats_name_ck check (char_length(name) >= 1 and char_length(name) <= 120)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci comment = 'Each row: one boat';

create table lots (
  lot_id         bigint                                 not null auto_increment comment 'Numbers lot rows; made by the database and without meaning to people',
  landing_time   datetime(6)                            not null comment 'Instant in UTC',
  species        varchar(60)                            not null comment 'Species of the lot',
  weight         decimal(12, 3)                         not null comment 'Weight in kilograms',
  quality_grade  varchar(20) collate utf8mb4_nopad_bin  not null comment 'Quality grade of the lot',
  primary key (lot_id),
  constraint lots_species_ck check (char_length(species) >= 1 and char_length(species) <= 60),
  constraint lots_weight_ck check (weight > 0),
  constraint lots_quality_grade_ck check (quality_grade in ('e', 'a', 'b'))
) engine = InnoDB default character set utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci comment = 'Each row: one lot';

create table buyers (
  buyer_id      bigint          not null auto_increment comment 'Numbers buyer rows; made by the database and without meaning to people',
  credit_limit  decimal(12, 2)  not null comment 'Exact amount, two digits after the point; the currency stands beside it where there are several',
  name          varchar(200)    not null comment 'Name of a person as they write it; one field, for names have no universal parts',
  primary key (buyer_id),
  constraint buyers_credit_limit_ck check (credit_limit >= 0),
  constraint buyers_name_ck check (char_length(name) >= 1 and char_length(name) <= 200)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci comment = 'Each row: one buyer';

create table hall_masters (
  hall_master_id  bigint        not null auto_increment comment 'Numbers hall master rows; made by the database and without meaning to people',
  name            varchar(200)  not null comment 'Name of a person as they write it; one field, for names have no universal parts',
  primary key (hall_master_id),
  constraint hall_masters_name_ck check (char_length(name) >= 1 and char_length(name) <= 200)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci comment = 'Each row: one hall master';

create table change_log (
  change_id   bigint                                 not null auto_increment comment 'Order of entries',
  changed_at  datetime(6)                            not null default (utc_timestamp(6)) comment 'When, by the server''s clock',
  table_name  varchar(255)                           not null comment 'Which table',
  row_key     varchar(255)                           not null comment 'Key of the row as text, its parts joined by /',
  action      varchar(32) collate utf8mb4_nopad_bin  not null comment 'What was done',
  changed_by  mediumtext                             comment 'The login that did it',
  user_id     mediumtext                             comment 'The person, as the application named it',
  old_values  json                                   comment 'Former values of what changed; personal and secret ones by name only, so that erasure need not rewrite the log',
  primary key (change_id),
  key change_log_row_key_table_name_ix (row_key, table_name) comment 'one row''s history',
  constraint change_log_action_ck check (action in ('insert', 'update', 'delete'))
) engine = InnoDB default character set utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci comment = 'Who changed which row when. Rows are added and never changed';

create table catches (
  catch_id     bigint       not null auto_increment comment 'Numbers catch rows; made by the database and without meaning to people',
  boat_id      bigint       not null comment 'The boat of this catch',
  occurred_at  datetime(6)  not null default (utc_timestamp(6)) comment 'Instant in UTC; kept as it was when the row was made',
  primary key (catch_id),
  key catches_boat_id_occurred_at_ix (boat_id, occurred_at desc) comment 'a boat''s catches, newest first',
  key catches_occurred_at_ix (occurred_at) comment 'catches by month',
  constraint catches_boat_id_fk foreign key (boat_id) references boats (boat_id) on delete restrict
) engine = InnoDB default character set utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci comment = 'What happened: one catch of a boat';

create table dutch_clocks (
  dutch_clock_id  bigint        not null auto_increment comment 'Numbers dutch clock rows; made by the database and without meaning to people',
  hall_master_id  bigint        not null comment 'The hall master of this dutch clock',
  lot_id          bigint        not null comment 'The lot of this dutch clock',
  created_at      datetime(6)   not null comment 'Instant in UTC',
  name            varchar(120)  not null comment 'Name of the dutch clock',
  primary key (dutch_clock_id),
  key dutch_clocks_hall_master_id_ix (hall_master_id) comment 'the reference to hall_masters, when one of them is deleted',
  key dutch_clocks_lot_id_ix (lot_id) comment 'the reference to lots, when one of them is deleted',
  constraint dutch_clocks_hall_master_id_fk foreign key (hall_master_id) references hall_masters (hall_master_id) on delete restrict,
  constraint dutch_clocks_lot_id_fk foreign key (lot_id) references lots (lot_id) on delete restrict,
  constraint dutch_clocks_name_ck check (char_length(name) >= 1 and char_length(name) <= 120)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci comment = 'Each row: one dutch clock of a hall master and a lot';

create table sales (
  sale_id      bigint          not null auto_increment comment 'Numbers sale rows; made by the database and without meaning to people',
  lot_id       bigint          not null comment 'The lot of this sale',
  buyer_id     bigint          not null comment 'The buyer of this sale',
  occurred_at  datetime(6)     not null default (utc_timestamp(6)) comment 'Instant in UTC; kept as it was when the row was made',
  amount       decimal(12, 2)  not null comment 'Exact amount, two digits after the point; the currency stands beside it where there are several; kept as it was when the row was made',
  primary key (sale_id),
  key sales_lot_id_ix (lot_id) comment 'a lot''s sales, newest first',
  key sales_buyer_id_occurred_at_ix (buyer_id, occurred_at desc) comment 'a buyer''s sales, newest first',
  key sales_occurred_at_ix (occurred_at) comment 'sales by month, with the sum of amount',
  constraint sales_lot_id_fk foreign key (lot_id) references lots (lot_id) on delete restrict,
  constraint sales_buyer_id_fk foreign key (buyer_id) references buyers (buyer_id) on delete restrict,
  constraint sales_amount_ck check (amount >= 0)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci comment = 'What happened: one sale of a lot and a buyer';

create table bids (
  bid_id          bigint          not null auto_increment comment 'Numbers bid rows; made by the database and without meaning to people',
  buyer_id        bigint          not null comment 'The buyer of this bid',
  lot_id          bigint          not null comment 'The lot of this bid',
  dutch_clock_id  bigint          not null comment 'The dutch clock of this bid',
  occurred_at     datetime(6)     not null default (utc_timestamp(6)) comment 'Instant in UTC; kept as it was when the row was made',
  amount          decimal(12, 2)  not null comment 'Exact amount, two digits after the point; the currency stands beside it where there are several; kept as it was when the row was made',
  primary key (bid_id),
  key bids_buyer_id_occurred_at_ix (buyer_id, occurred_at desc) comment 'a buyer''s bids, newest first',
  key bids_lot_id_ix (lot_id) comment 'a lot''s bids, newest first',
  key bids_dutch_clock_id_occurred_at_ix (dutch_clock_id, occurred_at desc) comment 'a dutch clock''s bids, newest first',
  key bids_occurred_at_ix (occurred_at) comment 'bids by month, with the sum of amount',
  constraint bids_buyer_id_fk foreign key (buyer_id) references buyers (buyer_id) on delete restrict,
  constraint bids_lot_id_fk foreign key (lot_id) references lots (lot_id) on delete restrict,
  constraint bids_dutch_clock_id_fk foreign key (dutch_clock_id) references dutch_clocks (dutch_clock_id) on delete restrict,
  constraint bids_amount_ck check (amount >= 0)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci comment = 'What happened: one bid of a buyer and a lot and a dutch clock';
