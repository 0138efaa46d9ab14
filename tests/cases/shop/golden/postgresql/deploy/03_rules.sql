-- Rules that no constraint can say: they look at the row before, at other rows, or at time.

begin;

set local role e_commerce_owner;

create function app.order_life_step() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if old.status in ('cancelled', 'returned') and (old.order_id, old.user_id, old.placed_at, old.idempotency_key, old.number, old.status, old.currency,
      old.shipping_cost, old.ship_to_name, old.ship_to_street, old.ship_to_postal_code, old.ship_to_city,
      old.ship_to_country, old.public_id)
    is distinct from (new.order_id, new.user_id, new.placed_at, new.idempotency_key, new.number, new.status, new.currency,
      new.shipping_cost, new.ship_to_name, new.ship_to_street, new.ship_to_postal_code, new.ship_to_city,
      new.ship_to_country, new.public_id) then
    raise exception using errcode = 'check_violation', constraint = 'order_life',
      message = format('%s: %s is final', tg_table_name, old.status);
  end if;
  if old.status is distinct from new.status and (old.status, new.status) not in (
      ('placed', 'paid'),
      ('paid', 'packed'),
      ('packed', 'shipped'),
      ('shipped', 'delivered'),
      ('placed', 'cancelled'),
      ('paid', 'cancelled'),
      ('delivered', 'returned')) then
    raise exception using errcode = 'check_violation', constraint = 'order_life',
      message = format('%s: %s does not lead to %s', tg_table_name, old.status, new.status);
  end if;
  return new;
end
$$;
comment on function app.order_life_step() is 'status moves only along the transitions of the life cycle';

create function app.product_life_step() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if old.status is distinct from new.status and (old.status, new.status) not in (
      ('draft', 'on_sale'),
      ('on_sale', 'withdrawn'),
      ('withdrawn', 'on_sale')) then
    raise exception using errcode = 'check_violation', constraint = 'product_life',
      message = format('%s: %s does not lead to %s', tg_table_name, old.status, new.status);
  end if;
  return new;
end
$$;
comment on function app.product_life_step() is 'status moves only along the transitions of the life cycle';

create function app.payment_life_step() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if old.status in ('captured', 'failed', 'voided') and old.* is distinct from new.* then
    raise exception using errcode = 'check_violation', constraint = 'payment_life',
      message = format('%s: %s is final', tg_table_name, old.status);
  end if;
  if old.status is distinct from new.status and (old.status, new.status) not in (
      ('pending', 'authorized'),
      ('authorized', 'captured'),
      ('pending', 'failed'),
      ('authorized', 'voided')) then
    raise exception using errcode = 'check_violation', constraint = 'payment_life',
      message = format('%s: %s does not lead to %s', tg_table_name, old.status, new.status);
  end if;
  return new;
end
$$;
comment on function app.payment_life_step() is 'status moves only along the transitions of the life cycle';

create function app.refuse_change() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception using errcode = 'check_violation', constraint = tg_name,
      message = format('%s: what was written once does not change', tg_table_name);
end
$$;
comment on function app.refuse_change() is 'As it was written, so it stays';

create function app.touch_changed_at() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  new.changed_at := now();
  return new;
end
$$;
comment on function app.touch_changed_at() is 'The instant of the last real change; an update that changes nothing leaves it';

create function app.refuse_any_change() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'DELETE' and current_user in ('e_commerce_definer', 'e_commerce_owner') then
    return old;
  end if;
  raise exception using errcode = 'check_violation', constraint = tg_name,
      message = format('%s is append-only', tg_table_name);
end
$$;
comment on function app.refuse_any_change() is 'Rows are added and stay; only upkeep and retention move them';

create function app.change_log_expires() returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  part record;
  gone integer := 0;
begin
  for part in
    select c.oid::regclass as name, (regexp_match(pg_get_expr(c.relpartbound, c.oid), 'TO \(''([^'']+)''\)'))[1]::timestamptz as until
    from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'app.change_log'::regclass and pg_get_expr(c.relpartbound, c.oid) <> 'DEFAULT'
  loop
    continue when part.until > now() - interval '36 months';
    execute format('drop table %s', part.name);
    gone := gone + 1;
  end loop;
  return gone;
end
$$;
comment on function app.change_log_expires() is 'Drops partitions of change_log whose every row is older than 36 months; returns how many';

reset role;

set local role e_commerce_definer;

alter default privileges for role e_commerce_definer revoke execute on functions from public;

create function app.order_total_move() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'UPDATE' and old.order_id is not distinct from new.order_id then
    update app.orders p set total = p.total - coalesce(old.quantity * old.unit_price, 0) + coalesce(new.quantity * new.unit_price, 0)
      where p.order_id = new.order_id;
    return null;
  end if;
  if tg_op <> 'INSERT' then
    update app.orders p set total = p.total - coalesce(old.quantity * old.unit_price, 0)
      where p.order_id = old.order_id;
  end if;
  if tg_op <> 'DELETE' then
    update app.orders p set total = p.total + coalesce(new.quantity * new.unit_price, 0)
      where p.order_id = new.order_id;
  end if;
  return null;
end
$$;
comment on function app.order_total_move() is 'order.total is the sum over order_line, moved by each row''s difference under the row''s lock';

create function app.stock_never_negative_move() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'UPDATE' and old.product_id is not distinct from new.product_id then
    update app.stocks p set on_hand = p.on_hand + coalesce(old.quantity, 0) - coalesce(new.quantity, 0)
      where p.product_id = new.product_id;
    return null;
  end if;
  if tg_op <> 'INSERT' then
    update app.stocks p set on_hand = p.on_hand + coalesce(old.quantity, 0)
      where p.product_id = old.product_id;
  end if;
  if tg_op <> 'DELETE' then
    update app.stocks p set on_hand = p.on_hand - coalesce(new.quantity, 0)
      where p.product_id = new.product_id;
  end if;
  return null;
end
$$;
comment on function app.stock_never_negative_move() is 'Each order_line takes quantity from stock.on_hand; its check refuses what is not there';

create function app.user_erased(batch integer default 5000) returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  done bigint;
begin
  with due as (
    select user_id from app.users
    where erased_at < now() - interval '1 month' and (email not like 'erased%' or full_name not like 'erased%' or phone is not null)
    order by erased_at limit batch for update skip locked
  )
  update app.users t set
    email = 'erased-' || t.user_id::text || '@example.invalid',
    full_name = 'erased ' || t.user_id::text,
    phone = null
  from due where t.user_id = due.user_id;
  get diagnostics done = row_count;
  return done;
end
$$;
comment on function app.user_erased(integer) is 'Empties email, full_name, phone of at most `batch` rows of users older than 1 month; call it until it returns 0';

grant execute on function app.order_total_move(), app.stock_never_negative_move() to e_commerce_owner;

reset role;

set local role e_commerce_owner;

create trigger order_life before update on app.orders
  for each row execute function app.order_life_step();

create trigger product_life before update on app.products
  for each row execute function app.product_life_step();

create trigger payment_life before update on app.payments
  for each row execute function app.payment_life_step();

create trigger order_total after insert or delete or update of order_id, quantity, unit_price on app.order_lines
  for each row execute function app.order_total_move();

create trigger stock_never_negative after insert or delete or update of product_id, quantity on app.order_lines
  for each row execute function app.stock_never_negative_move();

create trigger user_frozen before update on app.users
  for each row
  when (old.created_at is distinct from new.created_at)
  execute function app.refuse_change();

create trigger product_frozen before update on app.products
  for each row
  when (old.created_at is distinct from new.created_at)
  execute function app.refuse_change();

create trigger order_frozen before update on app.orders
  for each row
  when ((old.number, old.placed_at, old.currency, old.shipping_cost, old.ship_to_name, old.ship_to_street,
      old.ship_to_postal_code, old.ship_to_city, old.ship_to_country, old.idempotency_key, old.user_id)
    is distinct from (new.number, new.placed_at, new.currency, new.shipping_cost, new.ship_to_name, new.ship_to_street,
      new.ship_to_postal_code, new.ship_to_city, new.ship_to_country, new.idempotency_key, new.user_id))
  execute function app.refuse_change();

create trigger credential_frozen before update on app.credentials
  for each row
  when (old.user_id is distinct from new.user_id)
  execute function app.refuse_change();

create trigger address_frozen before update on app.addresses
  for each row
  when (old.user_id is distinct from new.user_id)
  execute function app.refuse_change();

create trigger stock_frozen before update on app.stocks
  for each row
  when (old.product_id is distinct from new.product_id)
  execute function app.refuse_change();

create trigger order_line_frozen before update on app.order_lines
  for each row
  when ((old.line_number, old.product_name, old.unit_price, old.tax_rate, old.order_id, old.product_id)
    is distinct from (new.line_number, new.product_name, new.unit_price, new.tax_rate, new.order_id, new.product_id))
  execute function app.refuse_change();

create trigger payment_frozen before update on app.payments
  for each row
  when ((old.provider_reference, old.amount, old.method, old.direction, old.created_at, old.order_id)
    is distinct from (new.provider_reference, new.amount, new.method, new.direction, new.created_at, new.order_id))
  execute function app.refuse_change();

create trigger credential_touched before update on app.credentials
  for each row
  when (old.* is distinct from new.*)
  execute function app.touch_changed_at();

create trigger change_log_frozen before update or delete on app.change_log
  for each row execute function app.refuse_any_change();

reset role;

commit;
