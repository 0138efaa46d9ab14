-- One index for each pattern or reference that no key serves already.

.bail on

pragma foreign_keys = on;
begin immediate;

-- a boat's catches, newest first
create index catches_boat_id_occurred_at_ix on catches (boat_id, occurred_at desc);

-- catches by month
create index catches_occurred_at_ix on catches (occurred_at);

-- a buyer's bids, newest first
create index bids_buyer_id_occurred_at_ix on bids (buyer_id, occurred_at desc);

-- a lot's bids, newest first
create index bids_lot_id_ix on bids (lot_id);

-- bids by month, with the sum of amount
create index bids_occurred_at_ix on bids (occurred_at);

-- a lot's sales, newest first
create index sales_lot_id_ix on sales (lot_id);

-- a buyer's sales, newest first
create index sales_buyer_id_occurred_at_ix on sales (buyer_id, occurred_at desc);

-- sales by month, with the sum of amount
create index sales_occurred_at_ix on sales (occurred_at);

-- a buyer's auctions, newest first
create index auctions_buyer_id_created_at_ix on auctions (buyer_id, created_at desc);

-- auctions by species
create index auctions_species_ix on auctions (species);

-- auctions by month and species
create index auctions_created_at_ix on auctions (created_at);

-- one row's history
create index change_log_row_key_table_name_ix on change_log (row_key, table_name);

commit;
