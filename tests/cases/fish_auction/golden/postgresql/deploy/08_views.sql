-- Views: masked ones for those who may not read in the clear, materialized ones with their refresh.

begin;

set local role fish_auction_definer;

create view report.buyers_masked with (security_barrier) as
select
  buyer_id,
  credit_limit,
  left(name, 1) || '.' as name
from app.buyers;
comment on view report.buyers_masked is 'Buyers with name masked';

create view report.hall_masters_masked with (security_barrier) as
select
  hall_master_id,
  left(name, 1) || '.' as name
from app.hall_masters;
comment on view report.hall_masters_masked is 'Hall_masters with name masked';

grant select on report.buyers_masked to fish_auction_reporting;
grant select on report.hall_masters_masked to fish_auction_reporting;

reset role;

commit;
