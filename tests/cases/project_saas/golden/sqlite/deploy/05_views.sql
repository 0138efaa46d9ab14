-- Views: what may be shown, and reports.

.bail on

pragma foreign_keys = on;
begin immediate;

-- Members with email and display_name masked
create view members_masked as
select
  organization_id,
  member_id,
  deactivated_at,
  created_at,
  '***' || substr(email, instr(email, '@')) as email,
  substr(display_name, 1, 1) || '.' as display_name,
  role_value,
  time_zone,
  idempotency_key
from members;

-- Managers with name masked
create view managers_masked as
select
  manager_id,
  substr(name, 1, 1) || '.' as name
from managers;

commit;
