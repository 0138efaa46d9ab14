-- Grants, by table and column. Nobody of the application may drop or alter.

set names utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci;

-- Whatever the client was set to; what is made here keeps it
set session sql_mode = 'STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';

grant all on * to multi_tenant_owner;

-- Whoever holds any right on a table sees its size in information_schema; this one lets no row be read
grant show view on * to multi_tenant_monitor;

grant select, lock tables, show view, event, trigger on * to multi_tenant_backup;

grant select on organizations to multi_tenant_member;
grant select on members to multi_tenant_member;
grant select on projects to multi_tenant_member;
grant update (project_id, completed_at, due_date, title, description, priority, status, version) on tasks to multi_tenant_member;
grant select, insert on tasks to multi_tenant_member;
grant update (body) on comments to multi_tenant_member;
grant select, insert on comments to multi_tenant_member;
grant select on labels to multi_tenant_member;
grant select, insert, delete on task_labels to multi_tenant_member;

grant select on organizations to multi_tenant_manager;
grant select on members to multi_tenant_manager;
grant select on tasks to multi_tenant_manager;
grant select on boards to multi_tenant_manager;
grant select on task_labels to multi_tenant_manager;

grant update (slug, name, plan_value) on organizations to multi_tenant_admin;
grant select on organizations to multi_tenant_admin;
grant update (deactivated_at, email, display_name, role_value, time_zone, idempotency_key) on members to multi_tenant_admin;
grant select, insert on members to multi_tenant_admin;
grant update (name, description, status) on projects to multi_tenant_admin;
grant select, insert on projects to multi_tenant_admin;
grant update (project_id, completed_at, due_date, title, description, priority, status, version) on tasks to multi_tenant_admin;
grant select, insert on tasks to multi_tenant_admin;
grant update (body) on comments to multi_tenant_admin;
grant select, delete on comments to multi_tenant_admin;
grant update (name, color) on labels to multi_tenant_admin;
grant select, insert, delete on labels to multi_tenant_admin;
grant select, insert, delete on task_labels to multi_tenant_admin;

grant update (slug, name, plan_value) on organizations to multi_tenant_gateway;
grant select, insert on organizations to multi_tenant_gateway;
grant update (deactivated_at, email, display_name, role_value, time_zone, idempotency_key) on members to multi_tenant_gateway;
grant select, insert on members to multi_tenant_gateway;
grant update (password_hash) on credentials to multi_tenant_gateway;
grant select, insert on credentials to multi_tenant_gateway;

grant update (name) on managers to multi_tenant_staff;
grant select, insert on managers to multi_tenant_staff;
grant update (name) on boards to multi_tenant_staff;
grant select, insert on boards to multi_tenant_staff;

grant select on organizations to multi_tenant_reporting;
grant select (organization_id, member_id, deactivated_at, created_at, role_value, time_zone, idempotency_key) on members to multi_tenant_reporting;
grant select on projects to multi_tenant_reporting;
grant select on tasks to multi_tenant_reporting;
grant select (manager_id) on managers to multi_tenant_reporting;
grant select on boards to multi_tenant_reporting;
grant select on comments to multi_tenant_reporting;
grant select on labels to multi_tenant_reporting;
grant select on task_labels to multi_tenant_reporting;
grant select on members_masked to multi_tenant_reporting;
grant select on managers_masked to multi_tenant_reporting;

grant select on change_log to multi_tenant_auditor;

grant select, insert, delete on change_log to multi_tenant_definer;

grant execute on procedure change_log_expires to multi_tenant_jobs;
