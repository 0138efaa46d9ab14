-- Grants and row rules. Nobody is granted TRUNCATE, which row rules do not see.

begin;

set local role multi_tenant_owner;

grant usage on schema app to multi_tenant_member, multi_tenant_manager, multi_tenant_admin, multi_tenant_gateway,
  multi_tenant_staff, multi_tenant_reporting, multi_tenant_auditor, multi_tenant_jobs;

grant usage on schema report to multi_tenant_reporting;

grant usage on schema ops to multi_tenant_jobs;

grant select on app.organizations to multi_tenant_member;
grant select on app.members to multi_tenant_member;
grant select on app.projects to multi_tenant_member;

grant update (project_id, completed_at, due_date, title, description, priority, status, version) on app.tasks to
  multi_tenant_member;

grant select, insert on app.tasks to multi_tenant_member;
grant update (body) on app.comments to multi_tenant_member;
grant select, insert on app.comments to multi_tenant_member;
grant select on app.labels to multi_tenant_member;
grant select, insert, delete on app.task_labels to multi_tenant_member;

grant select on app.organizations to multi_tenant_manager;
grant select on app.members to multi_tenant_manager;
grant select on app.tasks to multi_tenant_manager;
grant select on app.boards to multi_tenant_manager;
grant select on app.task_labels to multi_tenant_manager;

grant update (slug, name, plan_value) on app.organizations to multi_tenant_admin;
grant select on app.organizations to multi_tenant_admin;

grant update (deactivated_at, email, display_name, role_value, time_zone, idempotency_key) on app.members to
  multi_tenant_admin;

grant select, insert on app.members to multi_tenant_admin;
grant update (name, description, status) on app.projects to multi_tenant_admin;
grant select, insert on app.projects to multi_tenant_admin;

grant update (project_id, completed_at, due_date, title, description, priority, status, version) on app.tasks to
  multi_tenant_admin;

grant select, insert on app.tasks to multi_tenant_admin;
grant update (body) on app.comments to multi_tenant_admin;
grant select, delete on app.comments to multi_tenant_admin;
grant update (name, color) on app.labels to multi_tenant_admin;
grant select, insert, delete on app.labels to multi_tenant_admin;
grant select, insert, delete on app.task_labels to multi_tenant_admin;

grant update (slug, name, plan_value) on app.organizations to multi_tenant_gateway;
grant select, insert on app.organizations to multi_tenant_gateway;

grant update (deactivated_at, email, display_name, role_value, time_zone, idempotency_key) on app.members to
  multi_tenant_gateway;

grant select, insert on app.members to multi_tenant_gateway;
grant update (password_hash) on app.credentials to multi_tenant_gateway;
grant select, insert on app.credentials to multi_tenant_gateway;

grant update (name) on app.managers to multi_tenant_staff;
grant select, insert on app.managers to multi_tenant_staff;
grant update (name) on app.boards to multi_tenant_staff;
grant select, insert on app.boards to multi_tenant_staff;

grant select on app.organizations to multi_tenant_reporting;

grant select (organization_id, member_id, deactivated_at, created_at, role_value, time_zone, idempotency_key) on
  app.members to multi_tenant_reporting;

grant select on app.projects to multi_tenant_reporting;
grant select on app.tasks to multi_tenant_reporting;
grant select (manager_id) on app.managers to multi_tenant_reporting;
grant select on app.boards to multi_tenant_reporting;
grant select on app.comments to multi_tenant_reporting;
grant select on app.labels to multi_tenant_reporting;
grant select on app.task_labels to multi_tenant_reporting;

grant select on app.change_log to multi_tenant_auditor;

grant select, insert, delete on app.change_log to multi_tenant_definer;

alter table app.organizations enable row level security, force row level security;

create policy member_rows on app.organizations for select to multi_tenant_member
  using (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

create policy manager_rows on app.organizations for select to multi_tenant_manager
  using (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

create policy admin_rows_select on app.organizations for select to multi_tenant_admin
  using (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

create policy admin_rows_update on app.organizations for update to multi_tenant_admin
  using (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint))
  with check (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

create policy gateway_rows_select on app.organizations for select to multi_tenant_gateway
  using (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

create policy gateway_rows_insert on app.organizations for insert to multi_tenant_gateway
  with check (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

create policy gateway_rows_update on app.organizations for update to multi_tenant_gateway
  using (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint))
  with check (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

create policy reporting_rows on app.organizations for select to multi_tenant_reporting
  using (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

alter table app.members enable row level security, force row level security;

create policy member_rows on app.members for select to multi_tenant_member
  using (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

create policy manager_rows on app.members for select to multi_tenant_manager
  using (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

create policy admin_rows_select on app.members for select to multi_tenant_admin
  using (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

create policy admin_rows_insert on app.members for insert to multi_tenant_admin
  with check (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

create policy admin_rows_update on app.members for update to multi_tenant_admin
  using (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint))
  with check (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

create policy gateway_rows_select on app.members for select to multi_tenant_gateway
  using (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

create policy gateway_rows_insert on app.members for insert to multi_tenant_gateway
  with check (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

create policy gateway_rows_update on app.members for update to multi_tenant_gateway
  using (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint))
  with check (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

create policy reporting_rows on app.members for select to multi_tenant_reporting
  using (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

alter table app.projects enable row level security, force row level security;

create policy member_rows on app.projects for select to multi_tenant_member
  using (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

create policy admin_rows_select on app.projects for select to multi_tenant_admin
  using (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

create policy admin_rows_insert on app.projects for insert to multi_tenant_admin
  with check (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

create policy admin_rows_update on app.projects for update to multi_tenant_admin
  using (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint))
  with check (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

create policy reporting_rows on app.projects for select to multi_tenant_reporting
  using (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

alter table app.tasks enable row level security, force row level security;

create policy member_rows_select on app.tasks for select to multi_tenant_member
  using (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

create policy member_rows_insert on app.tasks for insert to multi_tenant_member
  with check (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

create policy member_rows_update on app.tasks for update to multi_tenant_member
  using (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint))
  with check (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

create policy manager_rows on app.tasks for select to multi_tenant_manager
  using (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

create policy admin_rows_select on app.tasks for select to multi_tenant_admin
  using (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

create policy admin_rows_insert on app.tasks for insert to multi_tenant_admin
  with check (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

create policy admin_rows_update on app.tasks for update to multi_tenant_admin
  using (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint))
  with check (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

create policy reporting_rows on app.tasks for select to multi_tenant_reporting
  using (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

alter table app.comments enable row level security, force row level security;

create policy member_rows_select on app.comments for select to multi_tenant_member
  using (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

create policy member_rows_insert on app.comments for insert to multi_tenant_member
  with check (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

create policy member_rows_update on app.comments for update to multi_tenant_member
  using (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint))
  with check (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

create policy admin_rows_select on app.comments for select to multi_tenant_admin
  using (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

create policy admin_rows_update on app.comments for update to multi_tenant_admin
  using (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint))
  with check (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

create policy admin_rows_delete on app.comments for delete to multi_tenant_admin
  using (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

create policy reporting_rows on app.comments for select to multi_tenant_reporting
  using (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

alter table app.labels enable row level security, force row level security;

create policy member_rows on app.labels for select to multi_tenant_member
  using (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

create policy admin_rows on app.labels for all to multi_tenant_admin
  using (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint))
  with check (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

create policy reporting_rows on app.labels for select to multi_tenant_reporting
  using (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

alter table app.task_labels enable row level security, force row level security;

create policy member_rows_select on app.task_labels for select to multi_tenant_member
  using (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

create policy member_rows_insert on app.task_labels for insert to multi_tenant_member
  with check (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

create policy member_rows_delete on app.task_labels for delete to multi_tenant_member
  using (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

create policy manager_rows on app.task_labels for select to multi_tenant_manager
  using (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

create policy admin_rows_select on app.task_labels for select to multi_tenant_admin
  using (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

create policy admin_rows_insert on app.task_labels for insert to multi_tenant_admin
  with check (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

create policy admin_rows_delete on app.task_labels for delete to multi_tenant_admin
  using (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

create policy reporting_rows on app.task_labels for select to multi_tenant_reporting
  using (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

alter table app.credentials enable row level security, force row level security;

create policy gateway_rows_select on app.credentials for select to multi_tenant_gateway
  using (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

create policy gateway_rows_insert on app.credentials for insert to multi_tenant_gateway
  with check (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

create policy gateway_rows_update on app.credentials for update to multi_tenant_gateway
  using (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint))
  with check (organization_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

grant usage on schema app to multi_tenant_backup;
grant select on all tables in schema app to multi_tenant_backup;
grant select on all sequences in schema app to multi_tenant_backup;
grant usage on schema report to multi_tenant_backup;
grant select on all tables in schema report to multi_tenant_backup;
grant select on all sequences in schema report to multi_tenant_backup;
grant usage on schema ops to multi_tenant_backup;
grant select on all tables in schema ops to multi_tenant_backup;
grant select on all sequences in schema ops to multi_tenant_backup;
alter default privileges for role multi_tenant_owner in schema app grant select on tables to multi_tenant_backup;
alter default privileges for role multi_tenant_owner in schema app grant select on sequences to multi_tenant_backup;
alter default privileges for role multi_tenant_owner in schema report grant select on tables to multi_tenant_backup;
alter default privileges for role multi_tenant_owner in schema report grant select on sequences to multi_tenant_backup;
alter default privileges for role multi_tenant_owner in schema ops grant select on tables to multi_tenant_backup;
alter default privileges for role multi_tenant_owner in schema ops grant select on sequences to multi_tenant_backup;

reset role;

set local role multi_tenant_definer;

grant execute on function app.change_log_expires(integer) to multi_tenant_jobs;

alter default privileges for role multi_tenant_definer in schema app grant select on tables to multi_tenant_backup;
alter default privileges for role multi_tenant_definer in schema app grant select on sequences to multi_tenant_backup;
alter default privileges for role multi_tenant_definer in schema report grant select on tables to multi_tenant_backup;

alter default privileges for role multi_tenant_definer in schema report grant select on sequences to
  multi_tenant_backup;

alter default privileges for role multi_tenant_definer in schema ops grant select on tables to multi_tenant_backup;
alter default privileges for role multi_tenant_definer in schema ops grant select on sequences to multi_tenant_backup;

reset role;

commit;
