-- Views: masked ones for those who may not read in the clear; reports with the table that holds them.
-- sqlcmd -b -S SERVER -d NAME -i 06_views.sql

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

begin transaction;

go

-- Users with email, full_name and phone masked
create view report.users_masked as
select
  user_id,
  created_at,
  erased_at,
  concat('***@', substring(email, charindex('@', email) + 1, 400)) as email,
  concat(left(full_name, 1), '.') as full_name,
  concat('****', right(phone, 4)) as phone,
  public_id
from app.users;

go

-- Orders with ship_to_name and ship_to_street masked
create view report.orders_masked as
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
  cast(null as nvarchar(200)) as ship_to_street,
  ship_to_postal_code,
  ship_to_city,
  ship_to_country,
  public_id
from app.orders;

go

-- Addresses with recipient and street masked
create view report.addresses_masked as
select
  address_id,
  user_id,
  label,
  concat(left(recipient, 1), '.') as recipient,
  cast(null as nvarchar(200)) as street,
  postal_code,
  city,
  country
from app.addresses;

go

commit;
go
