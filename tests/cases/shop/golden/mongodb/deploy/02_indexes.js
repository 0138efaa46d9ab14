// One index for each pattern or rule that no key serves already.

// email names one user without regard to case
db.users.createIndex({email_lower: 1}, {name: "users_email_uq", unique: true});

db.users.createIndex({"addresses.address_id": 1}, {name: "addresses_pk", unique: true, partialFilterExpression: {"addresses.address_id": {$exists: true}}});

db.categories.createIndex({slug: 1}, {name: "categories_slug_uq", unique: true});

// name names one category without regard to case
db.categories.createIndex({name_lower: 1}, {name: "categories_name_uq", unique: true});

db.products.createIndex({sku: 1}, {name: "products_sku_uq", unique: true});

// products on sale in a category, by name (600,000 a day)
db.products.createIndex({category_id: 1, name: 1}, {name: "products_category_id_name_ix"});

// products whose name or description holds these words (400,000 a day)
db.products.createIndex({name: "text"}, {name: "products_name_text_ix", default_language: "english"});

db.orders.createIndex({number: 1}, {name: "orders_number_uq", unique: true});

db.orders.createIndex({idempotency_key: 1}, {name: "orders_idempotency_key_uq", unique: true});

// a user's orders, newest first (100,000 a day)
db.orders.createIndex({user_id: 1, placed_at: -1}, {name: "orders_user_id_placed_at_ix"});

// paid orders that wait to be packed, oldest first (5,000 a day)
db.orders.createIndex({status: 1, placed_at: 1}, {name: "orders_placed_at_open_ix", partialFilterExpression: {status: {$in: ["paid", "packed"]}}});

// revenue and number of orders by day (40 a day)
db.orders.createIndex({placed_at: 1}, {name: "orders_placed_at_ix"});

// the order lines in which a product was sold (200 a day)
db.orders.createIndex({"lines.product_id": 1, _id: 1, "lines.line_number": 1}, {name: "order_lines_product_id_order_id_line_number_ix"});

db.payments.createIndex({provider_reference: 1}, {name: "payments_provider_reference_uq", unique: true});

// an order's payments, newest first (110,000 a day)
db.payments.createIndex({order_id: 1, created_at: -1}, {name: "payments_order_id_created_at_ix"});

// payments that the provider has not settled, oldest first (288 a day)
db.payments.createIndex({status: 1, created_at: 1}, {name: "payments_created_at_open_ix", partialFilterExpression: {status: {$in: ["pending", "authorized"]}}});

// changes by row, newest first (10 a day)
db.change_log.createIndex({row_key: 1, table_name: 1}, {name: "change_log_row_key_table_name_ix"});

// rows leave by age
db.change_log.createIndex({changed_at: 1}, {name: "change_log_changed_at_ttl", expireAfterSeconds: 94680576});
