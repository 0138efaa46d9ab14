-- Rules that no constraint can say: they look at the row before, at other rows, or at time. Each is said of sets of
-- rows.
-- sqlcmd -b -S SERVER -d NAME -i 05_rules.sql

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

begin transaction;

go

-- As it was when the row was made
create trigger app.user_frozen_tr on app.users with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  if exists (select 1 from inserted as i join deleted as d on d.user_id = i.user_id
    where exists (select i.created_at except select d.created_at))
    throw 50001, 'user_frozen: never changed: created_at', 1;
end

go

-- As it was when the row was made
create trigger app.product_frozen_tr on app.products with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  if exists (select 1 from inserted as i join deleted as d on d.product_id = i.product_id
    where exists (select i.created_at except select d.created_at))
    throw 50001, 'product_frozen: never changed: created_at', 1;
end

go

-- As it was when the row was made
create trigger app.order_frozen_tr on app.orders with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  if exists (select 1 from inserted as i join deleted as d on d.order_id = i.order_id
    where exists (
        select i.number, i.placed_at, i.currency, i.shipping_cost, i.ship_to_name collate Latin1_General_100_BIN2,
          i.ship_to_street collate Latin1_General_100_BIN2, i.ship_to_postal_code, i.ship_to_city collate
          Latin1_General_100_BIN2, i.ship_to_country, i.idempotency_key, i.user_id
        except select d.number, d.placed_at, d.currency, d.shipping_cost, d.ship_to_name collate Latin1_General_100_BIN2,
          d.ship_to_street collate Latin1_General_100_BIN2, d.ship_to_postal_code, d.ship_to_city collate
          Latin1_General_100_BIN2, d.ship_to_country, d.idempotency_key, d.user_id))
    throw 50001, 'order_frozen: never changed: number, placed_at, currency and 8 more', 1;
end

go

-- As it was when the row was made
create trigger app.credential_frozen_tr on app.credentials with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  if exists (select d.user_id from deleted as d except select i.user_id from inserted as i)
    throw 50001, 'credential_frozen: the key of app.credentials does not change', 1;
end

go

-- As it was when the row was made
create trigger app.address_frozen_tr on app.addresses with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  if exists (select 1 from inserted as i join deleted as d on d.address_id = i.address_id
    where exists (select i.user_id except select d.user_id))
    throw 50001, 'address_frozen: never changed: user_id', 1;
end

go

-- As it was when the row was made
create trigger app.stock_frozen_tr on app.stocks with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  if exists (select d.product_id from deleted as d except select i.product_id from inserted as i)
    throw 50001, 'stock_frozen: the key of app.stocks does not change', 1;
end

go

-- As it was when the row was made
create trigger app.order_line_frozen_tr on app.order_lines with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  if exists (select d.order_id, d.line_number from deleted as d except select i.order_id, i.line_number from inserted as i)
    throw 50001, 'order_line_frozen: the key of app.order_lines does not change', 1;
  if exists (select 1 from inserted as i join deleted as d on d.order_id = i.order_id and d.line_number = i.line_number
    where exists (
        select i.product_name collate Latin1_General_100_BIN2, i.unit_price, i.tax_rate, i.product_id
        except select d.product_name collate Latin1_General_100_BIN2, d.unit_price, d.tax_rate, d.product_id))
    throw 50001, 'order_line_frozen: never changed: line_number, product_name, unit_price and 3 more', 1;
end

go

-- As it was when the row was made
create trigger app.payment_frozen_tr on app.payments with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  if exists (select 1 from inserted as i join deleted as d on d.payment_id = i.payment_id
    where exists (
        select i.provider_reference, i.amount, i.method collate Latin1_General_100_BIN2, i.direction, i.created_at,
          i.order_id
        except select d.provider_reference, d.amount, d.method collate Latin1_General_100_BIN2, d.direction, d.created_at,
          d.order_id))
    throw 50001, 'payment_frozen: never changed: provider_reference, amount, method and 3 more', 1;
end

go

-- rows of app.change_log are added and never changed
create trigger app.change_log_frozen_update_tr on app.change_log with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  if exists (select d.changed_at, d.change_id from deleted as d except select i.changed_at, i.change_id from inserted as i)
    throw 50001, 'change_log_frozen: the key of app.change_log does not change', 1;
  if exists (select 1 from inserted as i join deleted as d on d.changed_at = i.changed_at and d.change_id = i.change_id
    where exists (
        select i.change_id, i.changed_at, i.table_name collate Latin1_General_100_BIN2, i.row_key collate
          Latin1_General_100_BIN2, i.action, i.changed_by collate Latin1_General_100_BIN2, i.user_id collate
          Latin1_General_100_BIN2, i.old_values collate Latin1_General_100_BIN2
        except select d.change_id, d.changed_at, d.table_name collate Latin1_General_100_BIN2, d.row_key collate
          Latin1_General_100_BIN2, d.action, d.changed_by collate Latin1_General_100_BIN2, d.user_id collate
          Latin1_General_100_BIN2, d.old_values collate Latin1_General_100_BIN2))
    throw 50001, 'change_log_frozen: rows of app.change_log are added and never changed', 1;
end

go

-- But what its term lets go
create trigger app.change_log_frozen_delete_tr on app.change_log with execute as owner
after delete as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  if exists (select 1 from deleted as d where d.changed_at >= dateadd(month, -36, todatetimeoffset(sysutcdatetime(), '+00:00')))
    throw 50001, 'change_log_frozen: rows of app.change_log are added and never changed', 1;
end

go

-- status moves along its life cycle
create trigger app.order_life_tr on app.orders with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  if exists (select 1 from inserted as i join deleted as d on d.order_id = i.order_id
    where d.status in ('cancelled', 'returned') and exists (
        select i.order_id, i.user_id, i.placed_at, i.idempotency_key, i.number, i.status, i.currency, i.shipping_cost,
          i.ship_to_name collate Latin1_General_100_BIN2, i.ship_to_street collate Latin1_General_100_BIN2,
          i.ship_to_postal_code, i.ship_to_city collate Latin1_General_100_BIN2, i.ship_to_country, i.public_id
        except select d.order_id, d.user_id, d.placed_at, d.idempotency_key, d.number, d.status, d.currency, d.shipping_cost,
          d.ship_to_name collate Latin1_General_100_BIN2, d.ship_to_street collate Latin1_General_100_BIN2,
          d.ship_to_postal_code, d.ship_to_city collate Latin1_General_100_BIN2, d.ship_to_country, d.public_id))
    throw 50001, 'order_life: a row that is cancelled or returned does not change', 1;
  if exists (select 1 from inserted as i join deleted as d on d.order_id = i.order_id
    where i.status <> d.status
      and not exists (select 1 from (values ('placed', 'paid'), ('paid', 'packed'), ('packed', 'shipped'), ('shipped', 'delivered'), ('placed', 'cancelled'), ('paid', 'cancelled'), ('delivered', 'returned')) as m (was, becomes)
        where m.was = d.status and m.becomes = i.status))
    throw 50001, 'order_life: status cannot change so', 1;
end

go

-- status moves along its life cycle
create trigger app.product_life_tr on app.products with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  if exists (select 1 from inserted as i join deleted as d on d.product_id = i.product_id
    where i.status <> d.status
      and not exists (select 1 from (values ('draft', 'on_sale'), ('on_sale', 'withdrawn'), ('withdrawn', 'on_sale')) as m (was, becomes)
        where m.was = d.status and m.becomes = i.status))
    throw 50001, 'product_life: status cannot change so', 1;
end

go

-- status moves along its life cycle
create trigger app.payment_life_tr on app.payments with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  if exists (select 1 from inserted as i join deleted as d on d.payment_id = i.payment_id
    where d.status in ('captured', 'failed', 'voided') and exists (
        select i.payment_id, i.order_id, i.created_at, i.provider_reference, i.amount, i.method collate
          Latin1_General_100_BIN2, i.direction, i.status
        except select d.payment_id, d.order_id, d.created_at, d.provider_reference, d.amount, d.method collate
          Latin1_General_100_BIN2, d.direction, d.status))
    throw 50001, 'payment_life: a row that is captured or failed or voided does not change', 1;
  if exists (select 1 from inserted as i join deleted as d on d.payment_id = i.payment_id
    where i.status <> d.status
      and not exists (select 1 from (values ('pending', 'authorized'), ('authorized', 'captured'), ('pending', 'failed'), ('authorized', 'voided')) as m (was, becomes)
        where m.was = d.status and m.becomes = i.status))
    throw 50001, 'payment_life: status cannot change so', 1;
end

go

-- total is the sum over app.order_lines, moved by each row's difference under the row's lock
create trigger app.order_total_tr on app.order_lines with execute as owner
after insert, update, delete as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  update p set total = p.total + m.change
  from app.orders as p join (
    select order_id, sum(change) as change from (
      select i.order_id, coalesce(i.quantity * i.unit_price, 0) as change from inserted as i
      union all select d.order_id, -coalesce(d.quantity * d.unit_price, 0) from deleted as d
    ) as r group by order_id having sum(change) <> 0
  ) as m on p.order_id = m.order_id;
end

go

-- Each row of app.order_lines takes its quantity from app.stocks; a check refuses what is not there
create trigger app.stock_never_negative_tr on app.order_lines with execute as owner
after insert, update, delete as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  update p set on_hand = p.on_hand - m.change
  from app.stocks as p join (
    select product_id, sum(change) as change from (
      select i.product_id, coalesce(i.quantity, 0) as change from inserted as i
      union all select d.product_id, -coalesce(d.quantity, 0) from deleted as d
    ) as r group by product_id having sum(change) <> 0
  ) as m on p.product_id = m.product_id;
end

go

-- The instant of the last real change; an update that changes nothing leaves it
create trigger app.credential_touched_tr on app.credentials with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  update t set changed_at = todatetimeoffset(sysutcdatetime(), '+00:00')
  from app.credentials as t
  join inserted as i on i.user_id = t.user_id
  join deleted as d on d.user_id = i.user_id
  where exists (select i.user_id, i.password_hash except select d.user_id, d.password_hash);
end

go

commit;
go
