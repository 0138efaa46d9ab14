-- One index for each pattern or reference that no key serves already.

.bail on

pragma foreign_keys = on;
begin immediate;

-- a boat's catches, newest first
create index catches_boat_id_occurred_at_ix on catches (boat_id, occurred_at desc);

-- catches by month
create index catches_occurred_at_ix on catches (occurred_at);

-- the reference to hall_masters, when one of them is deleted
create index dutch_clocks_hall_master_id_ix on dutch_clocks (hall_master_id);

-- the reference to lots, when one of them is deleted
create index dutch_clocks_lot_id_ix on dutch_clocks (lot_id);

-- a buyer's bids, newest first
create index bids_buyer_id_occurred_at_ix on bids (buyer_id, occurred_at desc);

-- a lot's bids, newest first
create index bids_lot_id_ix on bids (lot_id);

-- a dutch clock's bids, newest first
create index bids_dutch_clock_id_occurred_at_ix on bids (dutch_clock_id, occurred_at desc);

-- bids by month, with the sum of amount
create index bids_occurred_at_ix on bids (occurred_at);

-- a lot's sales, newest first
create index sales_lot_id_ix on sales (lot_id);

-- a buyer's sales, newest first
create index sales_buyer_id_occurred_at_ix on sales (buyer_id, occurred_at desc);

-- sales by month, with the sum of amount
create index sales_occurred_at_ix on sales (occurred_at);

-- one row's history
create index change_log_row_key_table_name_ix on change_log (row_key, table_name);

commit;
