-- Indexes, each with the question it serves.
-- sqlcmd -b -S SERVER -d NAME -i 04_indexes.sql

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

begin transaction;

go

-- one row's history
create nonclustered index change_log_row_key_table_name_ix
on app.change_log (row_key, table_name);

-- a boat's catches, newest first
create nonclustered index catches_boat_id_occurred_at_ix
on app.catches (boat_id, occurred_at desc);

-- catches by month
create nonclustered index catches_occurred_at_ix
on app.catches (occurred_at);

-- the reference to hall_masters, when one of them is deleted
create nonclustered index dutch_clocks_hall_master_id_ix
on app.dutch_clocks (hall_master_id);

-- the reference to lots, when one of them is deleted
create nonclustered index dutch_clocks_lot_id_ix
on app.dutch_clocks (lot_id);

-- a lot's sales, newest first
create nonclustered index sales_lot_id_ix
on app.sales (lot_id);

-- a buyer's sales, newest first
create nonclustered index sales_buyer_id_occurred_at_ix
on app.sales (buyer_id, occurred_at desc);

-- sales by month, with the sum of amount
create nonclustered index sales_occurred_at_ix
on app.sales (occurred_at);

-- a buyer's bids, newest first
create nonclustered index bids_buyer_id_occurred_at_ix
on app.bids (buyer_id, occurred_at desc);

-- a lot's bids, newest first
create nonclustered index bids_lot_id_ix
on app.bids (lot_id);

-- a dutch clock's bids, newest first
create nonclustered index bids_dutch_clock_id_occurred_at_ix
on app.bids (dutch_clock_id, occurred_at desc);

-- bids by month, with the sum of amount
create nonclustered index bids_occurred_at_ix
on app.bids (occurred_at);

go

commit;
go
