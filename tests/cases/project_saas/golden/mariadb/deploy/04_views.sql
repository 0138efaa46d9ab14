-- Views: masked ones for those who may not read in the clear; reports with the table that holds them.

set names utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci;

-- Whatever the client was set to; what is made here keeps it
set session sql_mode = 'STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';

-- Members with email and display_name masked
create definer = multi_tenant_definer view members_masked as
select
  organization_id,
  member_id,
  deactivated_at,
  created_at,
  concat('***@', substring_index(email, '@', -1)) as email,
  concat(left(display_name, 1), '.') as display_name,
  role_value,
  time_zone,
  idempotency_key
from members;

-- Managers with name masked
create definer = multi_tenant_definer view managers_masked as
select
  manager_id,
  concat(left(name, 1), '.') as name
from managers;
