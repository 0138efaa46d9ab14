-- Views: what may be shown, and reports.

.bail on

pragma foreign_keys = on;
begin immediate;

-- Buyers with name masked
create view buyers_masked as
select
  buyer_id,
  credit_limit,
  substr(name, 1, 1) || '.' as name
from buyers;

-- Hall_masters with name masked
create view hall_masters_masked as
select
  hall_master_id,
  substr(name, 1, 1) || '.' as name
from hall_masters;

commit;
