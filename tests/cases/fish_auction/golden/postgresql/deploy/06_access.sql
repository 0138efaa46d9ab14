-- Grants and row rules. Nobody is granted TRUNCATE, which row rules do not see.

begin;

set local role fish_auction_owner;

grant usage on schema app to fish_auction_buyer, fish_auction_hall_master, fish_auction_staff, fish_auction_reporting,
  fish_auction_auditor, fish_auction_jobs;

grant usage on schema report to fish_auction_reporting;

grant usage on schema ops to fish_auction_jobs;

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

grant update (name, version) on app.boats to fish_auction_staff;
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

grant select on app.change_log to fish_auction_auditor;

grant select, insert, delete on app.change_log to fish_auction_definer;

alter table app.buyers enable row level security, force row level security;

create policy buyer_rows_select on app.buyers for select to fish_auction_buyer
  using (buyer_id = (select nullif(current_setting('app.buyer_id', true), '')::bigint));

create policy buyer_rows_update on app.buyers for update to fish_auction_buyer
  using (buyer_id = (select nullif(current_setting('app.buyer_id', true), '')::bigint))
  with check (buyer_id = (select nullif(current_setting('app.buyer_id', true), '')::bigint));

create policy staff_rows_select on app.buyers for select to fish_auction_staff
  using (true);

create policy staff_rows_insert on app.buyers for insert to fish_auction_staff
  with check (true);

create policy staff_rows_update on app.buyers for update to fish_auction_staff
  using (true)
  with check (true);

create policy reporting_rows on app.buyers for select to fish_auction_reporting
  using (true);

alter table app.hall_masters enable row level security, force row level security;

create policy buyer_rows on app.hall_masters for select to fish_auction_buyer
  using (true);

create policy hall_master_rows_select on app.hall_masters for select to fish_auction_hall_master
  using (hall_master_id = (select nullif(current_setting('app.hall_master_id', true), '')::bigint));

create policy hall_master_rows_update on app.hall_masters for update to fish_auction_hall_master
  using (hall_master_id = (select nullif(current_setting('app.hall_master_id', true), '')::bigint))
  with check (hall_master_id = (select nullif(current_setting('app.hall_master_id', true), '')::bigint));

create policy staff_rows_select on app.hall_masters for select to fish_auction_staff
  using (true);

create policy staff_rows_insert on app.hall_masters for insert to fish_auction_staff
  with check (true);

create policy staff_rows_update on app.hall_masters for update to fish_auction_staff
  using (true)
  with check (true);

create policy reporting_rows on app.hall_masters for select to fish_auction_reporting
  using (true);

alter table app.dutch_clocks enable row level security, force row level security;

create policy buyer_rows on app.dutch_clocks for select to fish_auction_buyer
  using (true);

create policy hall_master_rows on app.dutch_clocks for select to fish_auction_hall_master
  using (hall_master_id = (select nullif(current_setting('app.hall_master_id', true), '')::bigint));

create policy staff_rows_select on app.dutch_clocks for select to fish_auction_staff
  using (true);

create policy staff_rows_insert on app.dutch_clocks for insert to fish_auction_staff
  with check (true);

create policy staff_rows_update on app.dutch_clocks for update to fish_auction_staff
  using (true)
  with check (true);

create policy reporting_rows on app.dutch_clocks for select to fish_auction_reporting
  using (true);

alter table app.bids enable row level security, force row level security;

create policy buyer_rows_select on app.bids for select to fish_auction_buyer
  using (buyer_id = (select nullif(current_setting('app.buyer_id', true), '')::bigint));

create policy buyer_rows_insert on app.bids for insert to fish_auction_buyer
  with check (buyer_id = (select nullif(current_setting('app.buyer_id', true), '')::bigint));

create policy staff_rows_select on app.bids for select to fish_auction_staff
  using (true);

create policy staff_rows_insert on app.bids for insert to fish_auction_staff
  with check (true);

create policy staff_rows_update on app.bids for update to fish_auction_staff
  using (true)
  with check (true);

create policy reporting_rows on app.bids for select to fish_auction_reporting
  using (true);

alter table app.sales enable row level security, force row level security;

create policy buyer_rows_select on app.sales for select to fish_auction_buyer
  using (buyer_id = (select nullif(current_setting('app.buyer_id', true), '')::bigint));

create policy buyer_rows_insert on app.sales for insert to fish_auction_buyer
  with check (buyer_id = (select nullif(current_setting('app.buyer_id', true), '')::bigint));

create policy staff_rows_select on app.sales for select to fish_auction_staff
  using (true);

create policy staff_rows_insert on app.sales for insert to fish_auction_staff
  with check (true);

create policy staff_rows_update on app.sales for update to fish_auction_staff
  using (true)
  with check (true);

create policy reporting_rows on app.sales for select to fish_auction_reporting
  using (true);

grant usage on schema app to fish_auction_backup;
grant select on all tables in schema app to fish_auction_backup;
grant select on all sequences in schema app to fish_auction_backup;
grant usage on schema report to fish_auction_backup;
grant select on all tables in schema report to fish_auction_backup;
grant select on all sequences in schema report to fish_auction_backup;
grant usage on schema ops to fish_auction_backup;
grant select on all tables in schema ops to fish_auction_backup;
grant select on all sequences in schema ops to fish_auction_backup;
alter default privileges for role fish_auction_owner in schema app grant select on tables to fish_auction_backup;
alter default privileges for role fish_auction_owner in schema app grant select on sequences to fish_auction_backup;
alter default privileges for role fish_auction_owner in schema report grant select on tables to fish_auction_backup;
alter default privileges for role fish_auction_owner in schema report grant select on sequences to fish_auction_backup;
alter default privileges for role fish_auction_owner in schema ops grant select on tables to fish_auction_backup;
alter default privileges for role fish_auction_owner in schema ops grant select on sequences to fish_auction_backup;

reset role;

set local role fish_auction_definer;

grant execute on function app.change_log_expires(integer) to fish_auction_jobs;

alter default privileges for role fish_auction_definer in schema app grant select on tables to fish_auction_backup;
alter default privileges for role fish_auction_definer in schema app grant select on sequences to fish_auction_backup;
alter default privileges for role fish_auction_definer in schema report grant select on tables to fish_auction_backup;

alter default privileges for role fish_auction_definer in schema report grant select on sequences to
  fish_auction_backup;

alter default privileges for role fish_auction_definer in schema ops grant select on tables to fish_auction_backup;
alter default privileges for role fish_auction_definer in schema ops grant select on sequences to fish_auction_backup;

reset role;

commit;
