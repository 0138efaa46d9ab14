-- Rules that no constraint can say: they look at the row before, at other rows, or at time.

set names utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci;

-- Whatever the client was set to; what is made here keeps it
set session sql_mode = 'STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';

-- Nobody logs in as it: only triggers, views and procedures of the design act so
grant select, insert, update, delete, trigger, execute, event, create, alter, drop on * to e_commerce_definer;

delimiter //

-- As it was when the row was made
create definer = e_commerce_definer trigger user_frozen
before update on users for each row
begin
  if not (old.created_at <=> new.created_at) then
    signal sqlstate '45000' set message_text = 'user_frozen: never changed: created_at';
  end if;
end//

-- As it was when the row was made
create definer = e_commerce_definer trigger product_frozen
before update on products for each row
begin
  if not (old.created_at <=> new.created_at) then
    signal sqlstate '45000' set message_text = 'product_frozen: never changed: created_at';
  end if;
end//

-- As it was when the row was made
create definer = e_commerce_definer trigger order_frozen
before update on orders for each row
begin
  if not (old.number <=> new.number collate utf8mb4_nopad_bin)
    or not (old.placed_at <=> new.placed_at)
    or not (old.currency <=> new.currency collate utf8mb4_nopad_bin)
    or not (old.shipping_cost <=> new.shipping_cost)
    or not (old.ship_to_name <=> new.ship_to_name collate utf8mb4_nopad_bin)
    or not (old.ship_to_street <=> new.ship_to_street collate utf8mb4_nopad_bin)
    or not (old.ship_to_postal_code <=> new.ship_to_postal_code collate utf8mb4_nopad_bin)
    or not (old.ship_to_city <=> new.ship_to_city collate utf8mb4_nopad_bin)
    or not (old.ship_to_country <=> new.ship_to_country collate utf8mb4_nopad_bin)
    or not (old.idempotency_key <=> new.idempotency_key)
    or not (old.user_id <=> new.user_id) then
    signal sqlstate '45000' set message_text = 'order_frozen: never changed: number, placed_at, currency and 8 more';
  end if;
end//

-- As it was when the row was made
create definer = e_commerce_definer trigger credential_frozen
before update on credentials for each row
begin
  if not (old.user_id <=> new.user_id) then
    signal sqlstate '45000' set message_text = 'credential_frozen: never changed: user_id';
  end if;
end//

-- As it was when the row was made
create definer = e_commerce_definer trigger address_frozen
before update on addresses for each row
begin
  if not (old.user_id <=> new.user_id) then
    signal sqlstate '45000' set message_text = 'address_frozen: never changed: user_id';
  end if;
end//

-- As it was when the row was made
create definer = e_commerce_definer trigger stock_frozen
before update on stocks for each row
begin
  if not (old.product_id <=> new.product_id) then
    signal sqlstate '45000' set message_text = 'stock_frozen: never changed: product_id';
  end if;
end//

-- As it was when the row was made
create definer = e_commerce_definer trigger order_line_frozen
before update on order_lines for each row
begin
  if not (old.line_number <=> new.line_number)
    or not (old.product_name <=> new.product_name collate utf8mb4_nopad_bin)
    or not (old.unit_price <=> new.unit_price)
    or not (old.tax_rate <=> new.tax_rate)
    or not (old.order_id <=> new.order_id)
    or not (old.product_id <=> new.product_id) then
    signal sqlstate '45000' set message_text = 'order_line_frozen: never changed: line_number, product_name, unit_price and 3 more';
  end if;
end//

-- As it was when the row was made
create definer = e_commerce_definer trigger payment_frozen
before update on payments for each row
begin
  if not (old.provider_reference <=> new.provider_reference collate utf8mb4_nopad_bin)
    or not (old.amount <=> new.amount)
    or not (old.method <=> new.method collate utf8mb4_nopad_bin)
    or not (old.direction <=> new.direction collate utf8mb4_nopad_bin)
    or not (old.created_at <=> new.created_at)
    or not (old.order_id <=> new.order_id) then
    signal sqlstate '45000' set message_text = 'payment_frozen: never changed: provider_reference, amount, method and 3 more';
  end if;
end//

-- rows of change_log are added and never changed
create definer = e_commerce_definer trigger change_log_frozen_update
before update on change_log for each row
begin
  if not (old.change_id <=> new.change_id)
    or not (old.changed_at <=> new.changed_at)
    or not (old.table_name <=> new.table_name collate utf8mb4_nopad_bin)
    or not (old.row_key <=> new.row_key collate utf8mb4_nopad_bin)
    or not (old.action <=> new.action collate utf8mb4_nopad_bin)
    or not (old.changed_by <=> new.changed_by collate utf8mb4_nopad_bin)
    or not (old.user_id <=> new.user_id collate utf8mb4_nopad_bin)
    or not (old.old_values <=> new.old_values) then
    signal sqlstate '45000' set message_text = 'change_log_frozen: rows of change_log are added and never changed';
  end if;
end//

-- But what its term lets go
create definer = e_commerce_definer trigger change_log_frozen_delete
before delete on change_log for each row
begin
  if old.changed_at >= utc_timestamp(6) - interval 36 month then
    signal sqlstate '45000' set message_text = 'change_log_frozen: rows of change_log are added and never changed';
  end if;
end//

-- status moves along its life cycle
create definer = e_commerce_definer trigger order_life
before update on orders for each row
begin
  if old.status in ('cancelled', 'returned') and (not (old.order_id <=> new.order_id)
    or not (old.user_id <=> new.user_id)
    or not (old.placed_at <=> new.placed_at)
    or not (old.idempotency_key <=> new.idempotency_key)
    or not (old.number <=> new.number collate utf8mb4_nopad_bin)
    or not (old.status <=> new.status collate utf8mb4_nopad_bin)
    or not (old.currency <=> new.currency collate utf8mb4_nopad_bin)
    or not (old.shipping_cost <=> new.shipping_cost)
    or not (old.ship_to_name <=> new.ship_to_name collate utf8mb4_nopad_bin)
    or not (old.ship_to_street <=> new.ship_to_street collate utf8mb4_nopad_bin)
    or not (old.ship_to_postal_code <=> new.ship_to_postal_code collate utf8mb4_nopad_bin)
    or not (old.ship_to_city <=> new.ship_to_city collate utf8mb4_nopad_bin)
    or not (old.ship_to_country <=> new.ship_to_country collate utf8mb4_nopad_bin)
    or not (old.public_id <=> new.public_id)) then
    signal sqlstate '45000' set message_text = 'order_life: a row that is cancelled or returned does not change';
  end if;
  if not (old.status <=> new.status) and (old.status, new.status) not in (
      ('placed', 'paid'),
      ('paid', 'packed'),
      ('packed', 'shipped'),
      ('shipped', 'delivered'),
      ('placed', 'cancelled'),
      ('paid', 'cancelled'),
      ('delivered', 'returned')) then
    signal sqlstate '45000' set message_text = 'order_life: status cannot change so';
  end if;
end//

-- status moves along its life cycle
create definer = e_commerce_definer trigger product_life
before update on products for each row
begin
  if not (old.status <=> new.status) and (old.status, new.status) not in (
      ('draft', 'on_sale'),
      ('on_sale', 'withdrawn'),
      ('withdrawn', 'on_sale')) then
    signal sqlstate '45000' set message_text = 'product_life: status cannot change so';
  end if;
end//

-- status moves along its life cycle
create definer = e_commerce_definer trigger payment_life
before update on payments for each row
begin
  if old.status in ('captured', 'failed', 'voided') and (not (old.payment_id <=> new.payment_id)
    or not (old.order_id <=> new.order_id)
    or not (old.created_at <=> new.created_at)
    or not (old.provider_reference <=> new.provider_reference collate utf8mb4_nopad_bin)
    or not (old.amount <=> new.amount)
    or not (old.method <=> new.method collate utf8mb4_nopad_bin)
    or not (old.direction <=> new.direction collate utf8mb4_nopad_bin)
    or not (old.status <=> new.status collate utf8mb4_nopad_bin)) then
    signal sqlstate '45000' set message_text = 'payment_life: a row that is captured or failed or voided does not change';
  end if;
  if not (old.status <=> new.status) and (old.status, new.status) not in (
      ('pending', 'authorized'),
      ('authorized', 'captured'),
      ('pending', 'failed'),
      ('authorized', 'voided')) then
    signal sqlstate '45000' set message_text = 'payment_life: status cannot change so';
  end if;
end//

-- total is the sum over order_lines, moved by each row's difference under the row's lock
create definer = e_commerce_definer trigger order_total_insert
after insert on order_lines for each row
begin
  update orders set total = total + coalesce(new.quantity * new.unit_price, 0)
  where order_id = new.order_id;
end//

create definer = e_commerce_definer trigger order_total_update
after update on order_lines for each row
begin
  if old.order_id <=> new.order_id then
    if not (coalesce(old.quantity * old.unit_price, 0) <=> coalesce(new.quantity * new.unit_price, 0)) then
      update orders set total = total - coalesce(old.quantity * old.unit_price, 0) + coalesce(new.quantity * new.unit_price, 0)
      where order_id = new.order_id;
    end if;
  else
    update orders set total = total - coalesce(old.quantity * old.unit_price, 0)
    where order_id = old.order_id;
    update orders set total = total + coalesce(new.quantity * new.unit_price, 0)
    where order_id = new.order_id;
  end if;
end//

create definer = e_commerce_definer trigger order_total_delete
after delete on order_lines for each row
begin
  if not (@deleted_orders <=> concat_ws('/', hex(old.order_id))) then
    update orders set total = total - coalesce(old.quantity * old.unit_price, 0)
    where order_id = old.order_id;
  end if;
end//

-- Each row of order_lines takes its quantity from stocks; a check refuses what is not there
create definer = e_commerce_definer trigger stock_never_negative_insert
after insert on order_lines for each row
begin
  update stocks set on_hand = on_hand - coalesce(new.quantity, 0)
  where product_id = new.product_id;
end//

create definer = e_commerce_definer trigger stock_never_negative_update
after update on order_lines for each row
begin
  if old.product_id <=> new.product_id then
    if not (coalesce(old.quantity, 0) <=> coalesce(new.quantity, 0)) then
      update stocks set on_hand = on_hand + coalesce(old.quantity, 0) - coalesce(new.quantity, 0)
      where product_id = new.product_id;
    end if;
  else
    update stocks set on_hand = on_hand + coalesce(old.quantity, 0)
    where product_id = old.product_id;
    update stocks set on_hand = on_hand - coalesce(new.quantity, 0)
    where product_id = new.product_id;
  end if;
end//

create definer = e_commerce_definer trigger stock_never_negative_delete
after delete on order_lines for each row
begin
  update stocks set on_hand = on_hand + coalesce(old.quantity, 0)
  where product_id = old.product_id;
end//

-- The instant of the last real change; an update that changes nothing leaves it
create definer = e_commerce_definer trigger credential_touched
before update on credentials for each row
begin
  if not (old.user_id <=> new.user_id) or not (old.password_hash <=> new.password_hash collate utf8mb4_nopad_bin) then
    set new.changed_at = utc_timestamp(6);
  end if;
end//

-- products go first, or lose their reference, so that what watches them is told
create definer = e_commerce_definer trigger categories_parts_first
before delete on categories for each row
begin
  declare exit handler for sqlexception
  begin
    set @deleted_categories = null;
    resignal;
  end;
  set @deleted_categories = concat_ws('/', hex(old.category_id));
  update products set category_id = null where category_id = old.category_id;
  set @deleted_categories = null;
end//

-- credentials go first, or lose their reference, so that what watches them is told
create definer = e_commerce_definer trigger users_parts_first
before delete on users for each row
begin
  declare exit handler for sqlexception
  begin
    set @deleted_users = null;
    resignal;
  end;
  set @deleted_users = concat_ws('/', hex(old.user_id));
  delete from credentials where user_id = old.user_id;
  set @deleted_users = null;
end//

-- order_lines go first, or lose their reference, so that what watches them is told
create definer = e_commerce_definer trigger orders_parts_first
before delete on orders for each row
begin
  declare exit handler for sqlexception
  begin
    set @deleted_orders = null;
    resignal;
  end;
  set @deleted_orders = concat_ws('/', hex(old.order_id));
  delete from order_lines where order_id = old.order_id;
  set @deleted_orders = null;
end//

delimiter ;
