-- Views: what may be shown, and reports.

.bail on

pragma foreign_keys = on;
begin immediate;

-- Users with email, full_name and phone masked
create view users_masked as
select
  user_id,
  created_at,
  erased_at,
  '***' || substr(email, instr(email, '@')) as email,
  substr(full_name, 1, 1) || '.' as full_name,
  '***' || substr(phone, -4) as phone,
  public_id
from users;

-- Orders with ship_to_name and ship_to_street masked
create view orders_masked as
select
  order_id,
  user_id,
  placed_at,
  idempotency_key,
  number,
  status,
  currency,
  shipping_cost,
  total,
  substr(ship_to_name, 1, 1) || '.' as ship_to_name,
  null as ship_to_street,
  ship_to_postal_code,
  ship_to_city,
  ship_to_country,
  public_id
from orders;

-- Addresses with recipient and street masked
create view addresses_masked as
select
  address_id,
  user_id,
  label,
  substr(recipient, 1, 1) || '.' as recipient,
  null as street,
  postal_code,
  city,
  country
from addresses;

commit;
