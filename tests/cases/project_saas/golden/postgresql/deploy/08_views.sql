-- Views: masked ones for those who may not read in the clear, materialized ones with their refresh.

begin;

set local role multi_tenant_definer;

create view report.members_masked with (security_barrier) as
select
  organization_id,
  member_id,
  deactivated_at,
  created_at,
  '***' || substring(email from '@.*$') as email,
  left(display_name, 1) || '.' as display_name,
  role_value,
  time_zone,
  idempotency_key
from app.members
where organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint);
comment on view report.members_masked is 'Members with email and display_name masked';

create view report.managers_masked with (security_barrier) as
select
  manager_id,
  left(name, 1) || '.' as name
from app.managers;
comment on view report.managers_masked is 'Managers with name masked';

grant select on report.members_masked to multi_tenant_reporting;
grant select on report.managers_masked to multi_tenant_reporting;

reset role;

commit;
