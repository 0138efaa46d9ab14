-- Views: masked ones for those who may not read in the clear, materialized ones with their refresh.

begin;

set local role e_commerce_definer;

create view report.users_masked with (security_barrier) as
select
  user_id,
  created_at,
  erased_at,
  '***' || substring(email from '@.*$') as email,
  left(full_name, 1) || '.' as full_name,
  '****' || right(phone, 4) as phone,
  public_id
from app.users;
comment on view report.users_masked is 'Users with email, full_name and phone masked';

create view report.orders_masked with (security_barrier) as
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
  left(ship_to_name, 1) || '.' as ship_to_name,
  null::text as ship_to_street,
  ship_to_postal_code,
  ship_to_city,
  ship_to_country,
  public_id
from app.orders;
comment on view report.orders_masked is 'Orders with ship_to_name and ship_to_street masked';

create view report.addresses_masked with (security_barrier) as
select
  address_id,
  user_id,
  label,
  left(recipient, 1) || '.' as recipient,
  null::text as street,
  postal_code,
  city,
  country
from app.addresses;
comment on view report.addresses_masked is 'Addresses with recipient and street masked';

grant select on report.users_masked to e_commerce_reporting;
grant select on report.orders_masked to e_commerce_reporting;
grant select on report.addresses_masked to e_commerce_reporting;

reset role;

commit;
