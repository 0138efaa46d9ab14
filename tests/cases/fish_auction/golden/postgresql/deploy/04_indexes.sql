-- Indexes beyond the keys. Plain CREATE INDEX, for the tables are empty; on a live system they are built CONCURRENTLY.

begin;

set local role fish_auction_owner;

create index catches_boat_id_occurred_at_ix on app.catches (boat_id, occurred_at desc);
comment on index app.catches_boat_id_occurred_at_ix is 'a boat''s catches, newest first';

create index catches_occurred_at_ix on app.catches (occurred_at);
comment on index app.catches_occurred_at_ix is 'catches by month';

create index dutch_clocks_hall_master_id_ix on app.dutch_clocks (hall_master_id);
comment on index app.dutch_clocks_hall_master_id_ix is 'the reference to hall_masters, when one of them is deleted';

create index dutch_clocks_lot_id_ix on app.dutch_clocks (lot_id);
comment on index app.dutch_clocks_lot_id_ix is 'the reference to lots, when one of them is deleted';

create index bids_buyer_id_occurred_at_ix on app.bids (buyer_id, occurred_at desc);
comment on index app.bids_buyer_id_occurred_at_ix is 'a buyer''s bids, newest first';

create index bids_lot_id_ix on app.bids (lot_id);
comment on index app.bids_lot_id_ix is 'a lot''s bids, newest first';

create index bids_dutch_clock_id_occurred_at_ix on app.bids (dutch_clock_id, occurred_at desc);
comment on index app.bids_dutch_clock_id_occurred_at_ix is 'a dutch clock''s bids, newest first';

create index bids_occurred_at_ix on app.bids (occurred_at);
comment on index app.bids_occurred_at_ix is 'bids by month, with the sum of amount';

create index sales_lot_id_ix on app.sales (lot_id);
comment on index app.sales_lot_id_ix is 'a lot''s sales, newest first';

create index sales_buyer_id_occurred_at_ix on app.sales (buyer_id, occurred_at desc);
comment on index app.sales_buyer_id_occurred_at_ix is 'a buyer''s sales, newest first';

create index sales_occurred_at_ix on app.sales (occurred_at);
comment on index app.sales_occurred_at_ix is 'sales by month, with the sum of amount';

create index change_log_row_key_table_name_ix on app.change_log (row_key, table_name);
comment on index app.change_log_row_key_table_name_ix is 'one row''s history';

reset role;

commit;
