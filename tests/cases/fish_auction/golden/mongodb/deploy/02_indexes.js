// One index for each pattern or rule that no key serves already.

// a boat's catches, newest first (8 a day)
db.catches.createIndex({boat_id: 1, occurred_at: -1}, {name: "catches_boat_id_occurred_at_ix"});

// catches by month (20 a day)
db.catches.createIndex({occurred_at: 1}, {name: "catches_occurred_at_ix"});

// the reference to hall_masters, when one of them is deleted
db.dutch_clocks.createIndex({hall_master_id: 1}, {name: "dutch_clocks_hall_master_id_ix"});

// the reference to lots, when one of them is deleted
db.dutch_clocks.createIndex({lot_id: 1}, {name: "dutch_clocks_lot_id_ix"});

// a buyer's bids, newest first (20 a day)
db.bids.createIndex({buyer_id: 1, occurred_at: -1}, {name: "bids_buyer_id_occurred_at_ix"});

// a lot's bids, newest first (20 a day)
db.bids.createIndex({lot_id: 1}, {name: "bids_lot_id_ix"});

// a dutch clock's bids, newest first (20 a day)
db.bids.createIndex({dutch_clock_id: 1, occurred_at: -1}, {name: "bids_dutch_clock_id_occurred_at_ix"});

// bids by month, with the sum of amount (20 a day)
db.bids.createIndex({occurred_at: 1}, {name: "bids_occurred_at_ix"});

// a lot's sales, newest first (20 a day)
db.sales.createIndex({lot_id: 1}, {name: "sales_lot_id_ix"});

// a buyer's sales, newest first (20 a day)
db.sales.createIndex({buyer_id: 1, occurred_at: -1}, {name: "sales_buyer_id_occurred_at_ix"});

// sales by month, with the sum of amount (20 a day)
db.sales.createIndex({occurred_at: 1}, {name: "sales_occurred_at_ix"});

// changes by row, newest first (10 a day)
db.change_log.createIndex({row_key: 1, table_name: 1}, {name: "change_log_row_key_table_name_ix"});

// rows leave by age
db.change_log.createIndex({changed_at: 1}, {name: "change_log_changed_at_ttl", expireAfterSeconds: 94680576});
