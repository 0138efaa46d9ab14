-- Schemas; tables with keys, references and checks, in the order in which they refer to each other; what each is.
-- sqlcmd -b -S SERVER -d NAME -i 03_schema.sql

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

begin transaction;

go

create schema app authorization fish_auction_definer;

go

create schema report authorization fish_auction_definer;

go

create table app.boats (
  boat_id  bigint         identity(1, 1) not null,
  name     nvarchar(120)  not null,
  version  rowversion     not null,
  constraint boats_pk primary key clustered (boat_id),
  constraint boats_name_ck check (len(name) >= 1 and len(name) <= 120)
);

create table app.lots (
  lot_id         bigint                                       identity(1, 1) not null,
  landing_time   datetimeoffset(6)                            not null,
  species        nvarchar(60)                                 not null,
  weight         decimal(12, 3)                               not null,
  quality_grade  varchar(32) collate Latin1_General_100_BIN2  not null,
  constraint lots_pk primary key clustered (lot_id) with (fillfactor = 90),
  constraint lots_species_ck check (len(species) >= 1 and len(species) <= 60),
  constraint lots_weight_ck check (weight > 0),
  constraint lots_quality_grade_ck check (quality_grade in ('e', 'a', 'b'))
);

create table app.buyers (
  buyer_id      bigint          identity(1, 1) not null,
  credit_limit  decimal(12, 2)  not null,
  name          nvarchar(200)   masked with (function = 'partial(1, ".", 0)') not null,
  constraint buyers_pk primary key clustered (buyer_id),
  constraint buyers_credit_limit_ck check (credit_limit >= 0),
  constraint buyers_name_ck check (len(name) >= 1 and len(name) <= 200)
);

create table app.hall_masters (
  hall_master_id  bigint         identity(1, 1) not null,
  name            nvarchar(200)  masked with (function = 'partial(1, ".", 0)') not null,
  constraint hall_masters_pk primary key clustered (hall_master_id),
  constraint hall_masters_name_ck check (len(name) >= 1 and len(name) <= 200)
);

create table app.change_log (
  change_id   bigint                                       identity(1, 1) not null,
  changed_at  datetimeoffset(6)                            not null constraint change_log_changed_at_df default (todatetimeoffset(sysutcdatetime(), '+00:00')),
  table_name  nvarchar(255)                                not null,
  row_key     nvarchar(255)                                not null,
  action      varchar(32) collate Latin1_General_100_BIN2  not null,
  changed_by  nvarchar(max)                                null,
  user_id     nvarchar(max)                                null,
  old_values  nvarchar(max)                                null,
  constraint change_log_pk primary key clustered (change_id),
  constraint change_log_action_ck check (action in ('insert', 'update', 'delete'))
);

create table app.catches (
  catch_id     bigint             identity(1, 1) not null,
  boat_id      bigint             not null,
  occurred_at  datetimeoffset(6)  not null constraint catches_occurred_at_df default (todatetimeoffset(sysutcdatetime(), '+00:00')),
  constraint catches_pk primary key clustered (catch_id),
  constraint catches_boat_id_fk foreign key (boat_id) references app.boats (boat_id)
);

create table app.dutch_clocks (
  dutch_clock_id  bigint             identity(1, 1) not null,
  hall_master_id  bigint             not null,
  lot_id          bigint             not null,
  created_at      datetimeoffset(6)  not null,
  name            nvarchar(120)      not null,
  constraint dutch_clocks_pk primary key clustered (dutch_clock_id),
  constraint dutch_clocks_hall_master_id_fk foreign key (hall_master_id) references app.hall_masters (hall_master_id),
  constraint dutch_clocks_lot_id_fk foreign key (lot_id) references app.lots (lot_id),
  constraint dutch_clocks_name_ck check (len(name) >= 1 and len(name) <= 120)
);

create table app.sales (
  sale_id      bigint             identity(1, 1) not null,
  lot_id       bigint             not null,
  buyer_id     bigint             not null,
  occurred_at  datetimeoffset(6)  not null constraint sales_occurred_at_df default (todatetimeoffset(sysutcdatetime(), '+00:00')),
  amount       decimal(12, 2)     not null,
  constraint sales_pk primary key clustered (sale_id),
  constraint sales_lot_id_fk foreign key (lot_id) references app.lots (lot_id),
  constraint sales_buyer_id_fk foreign key (buyer_id) references app.buyers (buyer_id),
  constraint sales_amount_ck check (amount >= 0)
);

create table app.bids (
  bid_id          bigint             identity(1, 1) not null,
  buyer_id        bigint             not null,
  lot_id          bigint             not null,
  dutch_clock_id  bigint             not null,
  occurred_at     datetimeoffset(6)  not null constraint bids_occurred_at_df default (todatetimeoffset(sysutcdatetime(), '+00:00')),
  amount          decimal(12, 2)     not null,
  constraint bids_pk primary key clustered (bid_id),
  constraint bids_buyer_id_fk foreign key (buyer_id) references app.buyers (buyer_id),
  constraint bids_lot_id_fk foreign key (lot_id) references app.lots (lot_id),
  constraint bids_dutch_clock_id_fk foreign key (dutch_clock_id) references app.dutch_clocks (dutch_clock_id),
  constraint bids_amount_ck check (amount >= 0)
);

exec sys.sp_addextendedproperty N'MS_Description', N'Each row: one boat', N'SCHEMA', N'app', N'TABLE', N'boats';
exec sys.sp_addextendedproperty N'MS_Description', N'Numbers boat rows; made by the database and without meaning to people', N'SCHEMA', N'app', N'TABLE', N'boats', N'COLUMN', N'boat_id';
exec sys.sp_addextendedproperty N'MS_Description', N'Name of the boat', N'SCHEMA', N'app', N'TABLE', N'boats', N'COLUMN', N'name';
exec sys.sp_addextendedproperty N'MS_Description', N'Counts the changes of the row; “edit a boat” writes only over the version it has read', N'SCHEMA', N'app', N'TABLE', N'boats', N'COLUMN', N'version';
exec sys.sp_addextendedproperty N'MS_Description', N'What happened: one catch of a boat', N'SCHEMA', N'app', N'TABLE', N'catches';
exec sys.sp_addextendedproperty N'MS_Description', N'Numbers catch rows; made by the database and without meaning to people', N'SCHEMA', N'app', N'TABLE', N'catches', N'COLUMN', N'catch_id';
exec sys.sp_addextendedproperty N'MS_Description', N'The boat of this catch', N'SCHEMA', N'app', N'TABLE', N'catches', N'COLUMN', N'boat_id';
exec sys.sp_addextendedproperty N'MS_Description', N'Instant in UTC; kept as it was when the row was made', N'SCHEMA', N'app', N'TABLE', N'catches', N'COLUMN', N'occurred_at';
exec sys.sp_addextendedproperty N'MS_Description', N'Each row: one lot', N'SCHEMA', N'app', N'TABLE', N'lots';
exec sys.sp_addextendedproperty N'MS_Description', N'Numbers lot rows; made by the database and without meaning to people', N'SCHEMA', N'app', N'TABLE', N'lots', N'COLUMN', N'lot_id';
exec sys.sp_addextendedproperty N'MS_Description', N'Instant in UTC', N'SCHEMA', N'app', N'TABLE', N'lots', N'COLUMN', N'landing_time';
exec sys.sp_addextendedproperty N'MS_Description', N'Species of the lot', N'SCHEMA', N'app', N'TABLE', N'lots', N'COLUMN', N'species';
exec sys.sp_addextendedproperty N'MS_Description', N'Weight in kilograms', N'SCHEMA', N'app', N'TABLE', N'lots', N'COLUMN', N'weight';
exec sys.sp_addextendedproperty N'MS_Description', N'Quality grade of the lot', N'SCHEMA', N'app', N'TABLE', N'lots', N'COLUMN', N'quality_grade';
exec sys.sp_addextendedproperty N'MS_Description', N'Each row: one buyer', N'SCHEMA', N'app', N'TABLE', N'buyers';
exec sys.sp_addextendedproperty N'MS_Description', N'Numbers buyer rows; made by the database and without meaning to people', N'SCHEMA', N'app', N'TABLE', N'buyers', N'COLUMN', N'buyer_id';
exec sys.sp_addextendedproperty N'MS_Description', N'Exact amount, two digits after the point; the currency stands beside it where there are several', N'SCHEMA', N'app', N'TABLE', N'buyers', N'COLUMN', N'credit_limit';
exec sys.sp_addextendedproperty N'MS_Description', N'Name of a person as they write it; one field, for names have no universal parts', N'SCHEMA', N'app', N'TABLE', N'buyers', N'COLUMN', N'name';
exec sys.sp_addextendedproperty N'MS_Description', N'Each row: one hall master', N'SCHEMA', N'app', N'TABLE', N'hall_masters';
exec sys.sp_addextendedproperty N'MS_Description', N'Numbers hall master rows; made by the database and without meaning to people', N'SCHEMA', N'app', N'TABLE', N'hall_masters', N'COLUMN', N'hall_master_id';
exec sys.sp_addextendedproperty N'MS_Description', N'Name of a person as they write it; one field, for names have no universal parts', N'SCHEMA', N'app', N'TABLE', N'hall_masters', N'COLUMN', N'name';
exec sys.sp_addextendedproperty N'MS_Description', N'Each row: one dutch clock of a hall master and a lot', N'SCHEMA', N'app', N'TABLE', N'dutch_clocks';
exec sys.sp_addextendedproperty N'MS_Description', N'Numbers dutch clock rows; made by the database and without meaning to people', N'SCHEMA', N'app', N'TABLE', N'dutch_clocks', N'COLUMN', N'dutch_clock_id';
exec sys.sp_addextendedproperty N'MS_Description', N'The hall master of this dutch clock', N'SCHEMA', N'app', N'TABLE', N'dutch_clocks', N'COLUMN', N'hall_master_id';
exec sys.sp_addextendedproperty N'MS_Description', N'The lot of this dutch clock', N'SCHEMA', N'app', N'TABLE', N'dutch_clocks', N'COLUMN', N'lot_id';
exec sys.sp_addextendedproperty N'MS_Description', N'Instant in UTC', N'SCHEMA', N'app', N'TABLE', N'dutch_clocks', N'COLUMN', N'created_at';
exec sys.sp_addextendedproperty N'MS_Description', N'Name of the dutch clock', N'SCHEMA', N'app', N'TABLE', N'dutch_clocks', N'COLUMN', N'name';
exec sys.sp_addextendedproperty N'MS_Description', N'What happened: one bid of a buyer and a lot and a dutch clock', N'SCHEMA', N'app', N'TABLE', N'bids';
exec sys.sp_addextendedproperty N'MS_Description', N'Numbers bid rows; made by the database and without meaning to people', N'SCHEMA', N'app', N'TABLE', N'bids', N'COLUMN', N'bid_id';
exec sys.sp_addextendedproperty N'MS_Description', N'The buyer of this bid', N'SCHEMA', N'app', N'TABLE', N'bids', N'COLUMN', N'buyer_id';
exec sys.sp_addextendedproperty N'MS_Description', N'The lot of this bid', N'SCHEMA', N'app', N'TABLE', N'bids', N'COLUMN', N'lot_id';
exec sys.sp_addextendedproperty N'MS_Description', N'The dutch clock of this bid', N'SCHEMA', N'app', N'TABLE', N'bids', N'COLUMN', N'dutch_clock_id';
exec sys.sp_addextendedproperty N'MS_Description', N'Instant in UTC; kept as it was when the row was made', N'SCHEMA', N'app', N'TABLE', N'bids', N'COLUMN', N'occurred_at';
exec sys.sp_addextendedproperty N'MS_Description', N'Exact amount, two digits after the point; the currency stands beside it where there are several; kept as it was when the row was made', N'SCHEMA', N'app', N'TABLE', N'bids', N'COLUMN', N'amount';
exec sys.sp_addextendedproperty N'MS_Description', N'What happened: one sale of a lot and a buyer', N'SCHEMA', N'app', N'TABLE', N'sales';
exec sys.sp_addextendedproperty N'MS_Description', N'Numbers sale rows; made by the database and without meaning to people', N'SCHEMA', N'app', N'TABLE', N'sales', N'COLUMN', N'sale_id';
exec sys.sp_addextendedproperty N'MS_Description', N'The lot of this sale', N'SCHEMA', N'app', N'TABLE', N'sales', N'COLUMN', N'lot_id';
exec sys.sp_addextendedproperty N'MS_Description', N'The buyer of this sale', N'SCHEMA', N'app', N'TABLE', N'sales', N'COLUMN', N'buyer_id';
exec sys.sp_addextendedproperty N'MS_Description', N'Instant in UTC; kept as it was when the row was made', N'SCHEMA', N'app', N'TABLE', N'sales', N'COLUMN', N'occurred_at';
exec sys.sp_addextendedproperty N'MS_Description', N'Exact amount, two digits after the point; the currency stands beside it where there are several; kept as it was when the row was made', N'SCHEMA', N'app', N'TABLE', N'sales', N'COLUMN', N'amount';
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
