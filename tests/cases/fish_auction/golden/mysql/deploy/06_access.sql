-- Grants, by table and column. Nobody of the application may drop or alter.

set names utf8mb4 collate utf8mb4_0900_ai_ci;

-- Whatever the client was set to; what is made here keeps it
set session sql_mode = 'STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';

grant all on * to fish_auction_owner;

-- Whoever holds any right on a table sees its size in information_schema; this one lets no row be read
grant show view on * to fish_auction_monitor;

grant select, lock tables, show view, event, trigger on * to fish_auction_backup;

grant select on boats to fish_auction_buyer;
grant select on lots to fish_auction_buyer;
grant update (credit_limit, name) on buyers to fish_auction_buyer;
grant select on buyers to fish_auction_buyer;
grant select on hall_masters to fish_auction_buyer;
grant select on dutch_clocks to fish_auction_buyer;
grant select, insert on bids to fish_auction_buyer;
grant select, insert on sales to fish_auction_buyer;

grant select on boats to fish_auction_hall_master;
grant select on lots to fish_auction_hall_master;
grant update (name) on hall_masters to fish_auction_hall_master;
grant select on hall_masters to fish_auction_hall_master;
grant select on dutch_clocks to fish_auction_hall_master;

grant update (name, version) on boats to fish_auction_staff;
grant select, insert on boats to fish_auction_staff;
grant update (boat_id) on catches to fish_auction_staff;
grant select, insert on catches to fish_auction_staff;
grant update (landing_time, species, weight, quality_grade) on lots to fish_auction_staff;
grant select, insert on lots to fish_auction_staff;
grant update (credit_limit, name) on buyers to fish_auction_staff;
grant select, insert on buyers to fish_auction_staff;
grant update (name) on hall_masters to fish_auction_staff;
grant select, insert on hall_masters to fish_auction_staff;
grant update (hall_master_id, lot_id, created_at, name) on dutch_clocks to fish_auction_staff;
grant select, insert on dutch_clocks to fish_auction_staff;
grant update (buyer_id, lot_id, dutch_clock_id) on bids to fish_auction_staff;
grant select, insert on bids to fish_auction_staff;
grant update (lot_id, buyer_id) on sales to fish_auction_staff;
grant select, insert on sales to fish_auction_staff;

grant select on boats to fish_auction_reporting;
grant select on catches to fish_auction_reporting;
grant select on lots to fish_auction_reporting;
grant select (buyer_id, credit_limit) on buyers to fish_auction_reporting;
grant select (hall_master_id) on hall_masters to fish_auction_reporting;
grant select on dutch_clocks to fish_auction_reporting;
grant select on bids to fish_auction_reporting;
grant select on sales to fish_auction_reporting;
grant select on buyers_masked to fish_auction_reporting;
grant select on hall_masters_masked to fish_auction_reporting;

grant select on change_log to fish_auction_auditor;

grant select, insert, delete on change_log to fish_auction_definer;

grant execute on procedure change_log_expires to fish_auction_jobs;
