-- Views: masked ones for those who may not read in the clear; reports with the table that holds them.

set names utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci;

-- Whatever the client was set to; what is made here keeps it
set session sql_mode = 'STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';

-- Users with email, full_name and phone masked
create definer = e_commerce_definer view users_masked as
select
  user_id,
  created_at,
  erased_at,
  concat('***@', substring_index(email, '@', -1)) as email,
  concat(left(full_name, 1), '.') as full_name,
  concat('****', right(phone, 4)) as phone,
  public_id
from users;

-- Orders with ship_to_name and ship_to_street masked
create definer = e_commerce_definer view orders_masked as
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
  concat(left(ship_to_name, 1), '.') as ship_to_name,
  null as ship_to_street,
  ship_to_postal_code,
  ship_to_city,
  ship_to_country,
  public_id
from orders;

-- Addresses with recipient and street masked
create definer = e_commerce_definer view addresses_masked as
select
  address_id,
  user_id,
  label,
  concat(left(recipient, 1), '.') as recipient,
  null as street,
  postal_code,
  city,
  country
from addresses;
