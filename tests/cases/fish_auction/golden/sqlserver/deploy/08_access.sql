-- Grants by table and column, who sees through masks, row rules. Nobody of the application may alter or drop.
-- sqlcmd -b -S SERVER -d NAME -i 08_access.sql

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

begin transaction;

go

alter role db_owner add member fish_auction_owner;

-- Changes the schema, and fills what it adds
alter role db_ddladmin add member fish_auction_migrator;
alter role db_datareader add member fish_auction_migrator;
alter role db_datawriter add member fish_auction_migrator;

-- Sees how the database does, and no row of a table
grant view database state to fish_auction_monitor;
grant view definition to fish_auction_monitor;

alter role db_backupoperator add member fish_auction_backup;

grant select on app.boats to fish_auction_buyer;
grant select on app.lots to fish_auction_buyer;
grant update (credit_limit, name) on app.buyers to fish_auction_buyer;
grant select on app.buyers to fish_auction_buyer;
grant select on app.hall_masters to fish_auction_buyer;
grant select on app.dutch_clocks to fish_auction_buyer;
grant select, insert on app.bids to fish_auction_buyer;
grant select, insert on app.sales to fish_auction_buyer;
grant select on app.boats to fish_auction_hall_master;
grant select on app.lots to fish_auction_hall_master;
grant update (name) on app.hall_masters to fish_auction_hall_master;
grant select on app.hall_masters to fish_auction_hall_master;
grant select on app.dutch_clocks to fish_auction_hall_master;
grant update (name) on app.boats to fish_auction_staff;
grant select, insert on app.boats to fish_auction_staff;
grant update (boat_id) on app.catches to fish_auction_staff;
grant select, insert on app.catches to fish_auction_staff;
grant update (landing_time, species, weight, quality_grade) on app.lots to fish_auction_staff;
grant select, insert on app.lots to fish_auction_staff;
grant update (credit_limit, name) on app.buyers to fish_auction_staff;
grant select, insert on app.buyers to fish_auction_staff;
grant update (name) on app.hall_masters to fish_auction_staff;
grant select, insert on app.hall_masters to fish_auction_staff;
grant update (hall_master_id, lot_id, created_at, name) on app.dutch_clocks to fish_auction_staff;
grant select, insert on app.dutch_clocks to fish_auction_staff;
grant update (buyer_id, lot_id, dutch_clock_id) on app.bids to fish_auction_staff;
grant select, insert on app.bids to fish_auction_staff;
grant update (lot_id, buyer_id) on app.sales to fish_auction_staff;
grant select, insert on app.sales to fish_auction_staff;
grant select on app.boats to fish_auction_reporting;
grant select on app.catches to fish_auction_reporting;
grant select on app.lots to fish_auction_reporting;
grant select (buyer_id, credit_limit) on app.buyers to fish_auction_reporting;
grant select (hall_master_id) on app.hall_masters to fish_auction_reporting;
grant select on app.dutch_clocks to fish_auction_reporting;
grant select on app.bids to fish_auction_reporting;
grant select on app.sales to fish_auction_reporting;
grant select on report.buyers_masked to fish_auction_reporting;
grant select on report.hall_masters_masked to fish_auction_reporting;
grant select on app.change_log to fish_auction_auditor;

-- Reads these columns by the design; their masks are for everybody else
grant unmask to fish_auction_buyer;
grant unmask to fish_auction_hall_master;
grant unmask to fish_auction_staff;
grant unmask to fish_auction_reporting;
grant execute on app.change_log_expires to fish_auction_jobs;

go

-- Which rows of buyers who sees; with no context set, none
create function app.buyers_seen (@buyer_id bigint)
returns table with schemabinding as
return select 1 as allowed
  where is_rolemember('db_owner') = 1 or user_name() = 'fish_auction_definer'
    or is_rolemember('fish_auction_backup') = 1
    or is_rolemember('fish_auction_buyer') = 1 and @buyer_id = try_cast(session_context(N'buyer_id') as bigint)
    or is_rolemember('fish_auction_staff') = 1
    or is_rolemember('fish_auction_reporting') = 1;

go

-- Which rows of buyers who may write; with no context set, none
create function app.buyers_written (@buyer_id bigint)
returns table with schemabinding as
return select 1 as allowed
  where is_rolemember('db_owner') = 1 or user_name() = 'fish_auction_definer'
    or is_rolemember('fish_auction_backup') = 1
    or is_rolemember('fish_auction_buyer') = 1 and @buyer_id = try_cast(session_context(N'buyer_id') as bigint)
    or is_rolemember('fish_auction_staff') = 1;

go

create security policy app.buyers_rows
  add filter predicate app.buyers_seen(buyer_id) on app.buyers,
  add block predicate app.buyers_written(buyer_id) on app.buyers after insert,
  add block predicate app.buyers_written(buyer_id) on app.buyers after update
  with (state = on);

go

-- Which rows of hall_masters who sees; with no context set, none
create function app.hall_masters_seen (@hall_master_id bigint)
returns table with schemabinding as
return select 1 as allowed
  where is_rolemember('db_owner') = 1 or user_name() = 'fish_auction_definer'
    or is_rolemember('fish_auction_backup') = 1
    or is_rolemember('fish_auction_buyer') = 1
    or is_rolemember('fish_auction_hall_master') = 1 and @hall_master_id = try_cast(session_context(N'hall_master_id') as bigint)
    or is_rolemember('fish_auction_staff') = 1
    or is_rolemember('fish_auction_reporting') = 1;

go

-- Which rows of hall_masters who may write; with no context set, none
create function app.hall_masters_written (@hall_master_id bigint)
returns table with schemabinding as
return select 1 as allowed
  where is_rolemember('db_owner') = 1 or user_name() = 'fish_auction_definer'
    or is_rolemember('fish_auction_backup') = 1
    or is_rolemember('fish_auction_hall_master') = 1 and @hall_master_id = try_cast(session_context(N'hall_master_id') as bigint)
    or is_rolemember('fish_auction_staff') = 1;

go

create security policy app.hall_masters_rows
  add filter predicate app.hall_masters_seen(hall_master_id) on app.hall_masters,
  add block predicate app.hall_masters_written(hall_master_id) on app.hall_masters after insert,
  add block predicate app.hall_masters_written(hall_master_id) on app.hall_masters after update
  with (state = on);

go

-- Which rows of dutch_clocks who sees; with no context set, none
create function app.dutch_clocks_seen (@hall_master_id bigint)
returns table with schemabinding as
return select 1 as allowed
  where is_rolemember('db_owner') = 1 or user_name() = 'fish_auction_definer'
    or is_rolemember('fish_auction_backup') = 1
    or is_rolemember('fish_auction_buyer') = 1
    or is_rolemember('fish_auction_hall_master') = 1 and @hall_master_id = try_cast(session_context(N'hall_master_id') as bigint)
    or is_rolemember('fish_auction_staff') = 1
    or is_rolemember('fish_auction_reporting') = 1;

go

-- Which rows of dutch_clocks who may write; with no context set, none
create function app.dutch_clocks_written (@dutch_clock_id bigint)
returns table with schemabinding as
return select 1 as allowed
  where is_rolemember('db_owner') = 1 or user_name() = 'fish_auction_definer'
    or is_rolemember('fish_auction_backup') = 1
    or is_rolemember('fish_auction_staff') = 1;

go

create security policy app.dutch_clocks_rows
  add filter predicate app.dutch_clocks_seen(hall_master_id) on app.dutch_clocks,
  add block predicate app.dutch_clocks_written(dutch_clock_id) on app.dutch_clocks after insert,
  add block predicate app.dutch_clocks_written(dutch_clock_id) on app.dutch_clocks after update
  with (state = on);

go

-- Which rows of bids who sees; with no context set, none
create function app.bids_seen (@buyer_id bigint)
returns table with schemabinding as
return select 1 as allowed
  where is_rolemember('db_owner') = 1 or user_name() = 'fish_auction_definer'
    or is_rolemember('fish_auction_backup') = 1
    or is_rolemember('fish_auction_buyer') = 1 and @buyer_id = try_cast(session_context(N'buyer_id') as bigint)
    or is_rolemember('fish_auction_staff') = 1
    or is_rolemember('fish_auction_reporting') = 1;

go

-- Which rows of bids who may write; with no context set, none
create function app.bids_written (@buyer_id bigint)
returns table with schemabinding as
return select 1 as allowed
  where is_rolemember('db_owner') = 1 or user_name() = 'fish_auction_definer'
    or is_rolemember('fish_auction_backup') = 1
    or is_rolemember('fish_auction_buyer') = 1 and @buyer_id = try_cast(session_context(N'buyer_id') as bigint)
    or is_rolemember('fish_auction_staff') = 1;

go

create security policy app.bids_rows
  add filter predicate app.bids_seen(buyer_id) on app.bids,
  add block predicate app.bids_written(buyer_id) on app.bids after insert,
  add block predicate app.bids_written(buyer_id) on app.bids after update
  with (state = on);

go

-- Which rows of sales who sees; with no context set, none
create function app.sales_seen (@buyer_id bigint)
returns table with schemabinding as
return select 1 as allowed
  where is_rolemember('db_owner') = 1 or user_name() = 'fish_auction_definer'
    or is_rolemember('fish_auction_backup') = 1
    or is_rolemember('fish_auction_buyer') = 1 and @buyer_id = try_cast(session_context(N'buyer_id') as bigint)
    or is_rolemember('fish_auction_staff') = 1
    or is_rolemember('fish_auction_reporting') = 1;

go

-- Which rows of sales who may write; with no context set, none
create function app.sales_written (@buyer_id bigint)
returns table with schemabinding as
return select 1 as allowed
  where is_rolemember('db_owner') = 1 or user_name() = 'fish_auction_definer'
    or is_rolemember('fish_auction_backup') = 1
    or is_rolemember('fish_auction_buyer') = 1 and @buyer_id = try_cast(session_context(N'buyer_id') as bigint)
    or is_rolemember('fish_auction_staff') = 1;

go

create security policy app.sales_rows
  add filter predicate app.sales_seen(buyer_id) on app.sales,
  add block predicate app.sales_written(buyer_id) on app.sales after insert,
  add block predicate app.sales_written(buyer_id) on app.sales after update
  with (state = on);

go

commit;
go
