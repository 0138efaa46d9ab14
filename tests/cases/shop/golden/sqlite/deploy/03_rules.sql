-- Rules that look at other rows, or at what was before: triggers, each refusing by its own name.

.bail on

pragma foreign_keys = on;
begin immediate;

-- status moves along its life cycle
create trigger order_life_moves
before update of status on orders for each row
when new.status is not old.status
begin
  select raise(abort, 'order_life: status cannot change so')
  where not (old.status = 'placed' and new.status in ('paid', 'cancelled')
    or old.status = 'paid' and new.status in ('packed', 'cancelled')
    or old.status = 'packed' and new.status in ('shipped')
    or old.status = 'shipped' and new.status in ('delivered')
    or old.status = 'delivered' and new.status in ('returned'));
end;

create trigger order_life_final
before update on orders for each row
when old.status in ('cancelled', 'returned') and (new.order_id is not old.order_id
  or new.user_id is not old.user_id
  or new.placed_at is not old.placed_at
  or new.idempotency_key is not old.idempotency_key
  or new.number is not old.number
  or new.status is not old.status
  or new.currency is not old.currency
  or new.shipping_cost is not old.shipping_cost
  or new.ship_to_name is not old.ship_to_name
  or new.ship_to_street is not old.ship_to_street
  or new.ship_to_postal_code is not old.ship_to_postal_code
  or new.ship_to_city is not old.ship_to_city
  or new.ship_to_country is not old.ship_to_country
  or new.public_id is not old.public_id)
begin
  select raise(abort, 'order_life: a row that is cancelled or returned does not change');
end;

-- status moves along its life cycle
create trigger product_life_moves
before update of status on products for each row
when new.status is not old.status
begin
  select raise(abort, 'product_life: status cannot change so')
  where not (old.status = 'draft' and new.status in ('on_sale')
    or old.status = 'on_sale' and new.status in ('withdrawn')
    or old.status = 'withdrawn' and new.status in ('on_sale'));
end;

-- status moves along its life cycle
create trigger payment_life_moves
before update of status on payments for each row
when new.status is not old.status
begin
  select raise(abort, 'payment_life: status cannot change so')
  where not (old.status = 'pending' and new.status in ('authorized', 'failed')
    or old.status = 'authorized' and new.status in ('captured', 'voided'));
end;

create trigger payment_life_final
before update on payments for each row
when old.status in ('captured', 'failed', 'voided') and (new.payment_id is not old.payment_id
  or new.order_id is not old.order_id
  or new.created_at is not old.created_at
  or new.provider_reference is not old.provider_reference
  or new.amount is not old.amount
  or new.method is not old.method
  or new.direction is not old.direction
  or new.status is not old.status)
begin
  select raise(abort, 'payment_life: a row that is captured or failed or voided does not change');
end;

-- total of orders is the sum over order_lines
create trigger order_total_insert
after insert on order_lines for each row
begin
  update orders set total = (select coalesce(sum(quantity * unit_price), 0) from order_lines where order_id = new.order_id) where order_id = new.order_id;
end;

create trigger order_total_update
after update on order_lines for each row
begin
  update orders set total = (select coalesce(sum(quantity * unit_price), 0) from order_lines where order_id = old.order_id) where order_id = old.order_id;
  update orders set total = (select coalesce(sum(quantity * unit_price), 0) from order_lines where order_id = new.order_id) where order_id = new.order_id;
end;

create trigger order_total_delete
after delete on order_lines for each row
begin
  update orders set total = (select coalesce(sum(quantity * unit_price), 0) from order_lines where order_id = old.order_id) where order_id = old.order_id;
end;

create trigger order_total_guard
after update of total on orders for each row
begin
  select raise(abort, 'order_total: total is kept by the database')
  where new.total is not (select coalesce(sum(quantity * unit_price), 0) from order_lines where order_id = new.order_id);
end;

-- order_lines take their quantity from stocks
create trigger stock_never_negative_insert
after insert on order_lines for each row
begin
  update stocks set on_hand = on_hand - new.quantity where product_id = new.product_id;
end;

create trigger stock_never_negative_update
after update of quantity, product_id on order_lines for each row
begin
  update stocks set on_hand = on_hand + old.quantity where product_id = old.product_id;
  update stocks set on_hand = on_hand - new.quantity where product_id = new.product_id;
end;

create trigger stock_never_negative_delete
after delete on order_lines for each row
begin
  update stocks set on_hand = on_hand + old.quantity where product_id = old.product_id;
end;

-- as it was when the row was made
create trigger user_frozen_update
before update of created_at on users for each row
when new.created_at is not old.created_at
begin
  select raise(abort, 'user_frozen: never changed: created_at');
end;

-- as it was when the row was made
create trigger product_frozen_update
before update of created_at on products for each row
when new.created_at is not old.created_at
begin
  select raise(abort, 'product_frozen: never changed: created_at');
end;

-- as it was when the row was made
create trigger order_frozen_update
before update of number,
  placed_at,
  currency,
  shipping_cost,
  ship_to_name,
  ship_to_street,
  ship_to_postal_code,
  ship_to_city,
  ship_to_country,
  idempotency_key,
  user_id on orders for each row
when new.number is not old.number
  or new.placed_at is not old.placed_at
  or new.currency is not old.currency
  or new.shipping_cost is not old.shipping_cost
  or new.ship_to_name is not old.ship_to_name
  or new.ship_to_street is not old.ship_to_street
  or new.ship_to_postal_code is not old.ship_to_postal_code
  or new.ship_to_city is not old.ship_to_city
  or new.ship_to_country is not old.ship_to_country
  or new.idempotency_key is not old.idempotency_key
  or new.user_id is not old.user_id
begin
  select raise(abort, 'order_frozen: never changed: number, placed_at, currency and 8 more');
end;

-- as it was when the row was made
create trigger credential_frozen_update
before update of user_id on credentials for each row
when new.user_id is not old.user_id
begin
  select raise(abort, 'credential_frozen: never changed: user_id');
end;

-- as it was when the row was made
create trigger address_frozen_update
before update of user_id on addresses for each row
when new.user_id is not old.user_id
begin
  select raise(abort, 'address_frozen: never changed: user_id');
end;

-- as it was when the row was made
create trigger stock_frozen_update
before update of product_id on stocks for each row
when new.product_id is not old.product_id
begin
  select raise(abort, 'stock_frozen: never changed: product_id');
end;

-- as it was when the row was made
create trigger order_line_frozen_update
before update of line_number, product_name, unit_price, tax_rate, order_id, product_id on order_lines for each row
when new.line_number is not old.line_number
  or new.product_name is not old.product_name
  or new.unit_price is not old.unit_price
  or new.tax_rate is not old.tax_rate
  or new.order_id is not old.order_id
  or new.product_id is not old.product_id
begin
  select raise(abort, 'order_line_frozen: never changed: line_number, product_name, unit_price and 3 more');
end;

-- as it was when the row was made
create trigger payment_frozen_update
before update of provider_reference, amount, method, direction, created_at, order_id on payments for each row
when new.provider_reference is not old.provider_reference
  or new.amount is not old.amount
  or new.method is not old.method
  or new.direction is not old.direction
  or new.created_at is not old.created_at
  or new.order_id is not old.order_id
begin
  select raise(abort, 'payment_frozen: never changed: provider_reference, amount, method and 3 more');
end;

-- the time of the last change
create trigger credential_touched_update
after update on credentials for each row
when new.changed_at is old.changed_at and new.changed_at is not strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
begin
  update credentials set changed_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') where user_id = new.user_id;
end;

-- rows of change_log are added and never changed
create trigger change_log_frozen_update
before update on change_log for each row
when new.change_id is not old.change_id
  or new.changed_at is not old.changed_at
  or new.table_name is not old.table_name
  or new.row_key is not old.row_key
  or new.action is not old.action
  or new.old_values is not old.old_values
  or old.changed_by is not null and new.changed_by is not old.changed_by
  or old.user_id is not null and new.user_id is not old.user_id
begin
  select raise(abort, 'change_log_frozen: rows of change_log are added and never changed');
end;

create trigger change_log_frozen_delete
before delete on change_log for each row
when old.changed_at >= strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-36 months')
begin
  select raise(abort, 'change_log_frozen: rows of change_log are added and never changed');
end;

commit;
