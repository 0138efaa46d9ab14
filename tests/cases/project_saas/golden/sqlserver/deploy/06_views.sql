-- Views: masked ones for those who may not read in the clear; reports with the table that holds them.
-- sqlcmd -b -S SERVER -d NAME -i 06_views.sql

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

begin transaction;

go

-- Members with email and display_name masked
create view report.members_masked as
select
  organization_id,
  member_id,
  deactivated_at,
  created_at,
  concat('***@', substring(email, charindex('@', email) + 1, 400)) as email,
  concat(left(display_name, 1), '.') as display_name,
  role_value,
  time_zone,
  idempotency_key
from app.members;

go

-- Managers with name masked
create view report.managers_masked as
select
  manager_id,
  concat(left(name, 1), '.') as name
from app.managers;

go

commit;
go
