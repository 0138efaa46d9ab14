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

commit;
