-- Grants by table and column, who sees through masks, row rules. Nobody of the application may alter or drop.
-- sqlcmd -b -S SERVER -d NAME -i 08_access.sql

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

begin transaction;

go

alter role db_owner add member multi_tenant_owner;

-- Changes the schema, and fills what it adds
alter role db_ddladmin add member multi_tenant_migrator;
alter role db_datareader add member multi_tenant_migrator;
alter role db_datawriter add member multi_tenant_migrator;

-- Sees how the database does, and no row of a table
grant view database state to multi_tenant_monitor;
grant view definition to multi_tenant_monitor;

alter role db_backupoperator add member multi_tenant_backup;

grant select on app.organizations to multi_tenant_member;
grant select on app.members to multi_tenant_member;
grant select on app.projects to multi_tenant_member;
grant update (project_id, completed_at, due_date, title, description, priority, status) on app.tasks to multi_tenant_member;
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
grant update (deactivated_at, email, display_name, role_value, time_zone, idempotency_key) on app.members to multi_tenant_admin;
grant select, insert on app.members to multi_tenant_admin;
grant update (name, description, status) on app.projects to multi_tenant_admin;
grant select, insert on app.projects to multi_tenant_admin;
grant update (project_id, completed_at, due_date, title, description, priority, status) on app.tasks to multi_tenant_admin;
grant select, insert on app.tasks to multi_tenant_admin;
grant update (body) on app.comments to multi_tenant_admin;
grant select, delete on app.comments to multi_tenant_admin;
grant update (name, color) on app.labels to multi_tenant_admin;
grant select, insert, delete on app.labels to multi_tenant_admin;
grant select, insert, delete on app.task_labels to multi_tenant_admin;
grant update (slug, name, plan_value) on app.organizations to multi_tenant_gateway;
grant select, insert on app.organizations to multi_tenant_gateway;
grant update (deactivated_at, email, display_name, role_value, time_zone, idempotency_key) on app.members to multi_tenant_gateway;
grant select, insert on app.members to multi_tenant_gateway;
grant update (password_hash) on app.credentials to multi_tenant_gateway;
grant select, insert on app.credentials to multi_tenant_gateway;
grant update (name) on app.managers to multi_tenant_staff;
grant select, insert on app.managers to multi_tenant_staff;
grant update (name) on app.boards to multi_tenant_staff;
grant select, insert on app.boards to multi_tenant_staff;
grant select on app.organizations to multi_tenant_reporting;
grant select (organization_id, member_id, deactivated_at, created_at, role_value, time_zone, idempotency_key) on app.members to multi_tenant_reporting;
grant select on app.projects to multi_tenant_reporting;
grant select on app.tasks to multi_tenant_reporting;
grant select (manager_id) on app.managers to multi_tenant_reporting;
grant select on app.boards to multi_tenant_reporting;
grant select on app.comments to multi_tenant_reporting;
grant select on app.labels to multi_tenant_reporting;
grant select on app.task_labels to multi_tenant_reporting;
grant select on report.members_masked to multi_tenant_reporting;
grant select on report.managers_masked to multi_tenant_reporting;
grant select on app.change_log to multi_tenant_auditor;

-- Reads these columns by the design; their masks are for everybody else
grant unmask to multi_tenant_member;
grant unmask to multi_tenant_manager;
grant unmask to multi_tenant_admin;
grant unmask to multi_tenant_gateway;
grant unmask to multi_tenant_staff;
grant unmask to multi_tenant_reporting;
grant execute on app.change_log_expires to multi_tenant_jobs;

go

-- Which rows of organizations who sees; with no context set, none
create function app.organizations_seen (@organization_id bigint)
returns table with schemabinding as
return select 1 as allowed
  where is_rolemember('db_owner') = 1 or user_name() = 'multi_tenant_definer'
    or is_rolemember('multi_tenant_backup') = 1
    or is_rolemember('multi_tenant_member') = 1 and @organization_id = try_cast(session_context(N'tenant_id') as bigint)
    or is_rolemember('multi_tenant_manager') = 1 and @organization_id = try_cast(session_context(N'tenant_id') as bigint)
    or is_rolemember('multi_tenant_admin') = 1 and @organization_id = try_cast(session_context(N'tenant_id') as bigint)
    or is_rolemember('multi_tenant_gateway') = 1 and @organization_id = try_cast(session_context(N'tenant_id') as bigint)
    or is_rolemember('multi_tenant_reporting') = 1 and @organization_id = try_cast(session_context(N'tenant_id') as bigint);

go

-- Which rows of organizations who may write; with no context set, none
create function app.organizations_written (@organization_id bigint)
returns table with schemabinding as
return select 1 as allowed
  where is_rolemember('db_owner') = 1 or user_name() = 'multi_tenant_definer'
    or is_rolemember('multi_tenant_backup') = 1
    or is_rolemember('multi_tenant_admin') = 1 and @organization_id = try_cast(session_context(N'tenant_id') as bigint)
    or is_rolemember('multi_tenant_gateway') = 1 and @organization_id = try_cast(session_context(N'tenant_id') as bigint);

go

create security policy app.organizations_rows
  add filter predicate app.organizations_seen(organization_id) on app.organizations,
  add block predicate app.organizations_written(organization_id) on app.organizations after insert,
  add block predicate app.organizations_written(organization_id) on app.organizations after update
  with (state = on);

go

-- Which rows of members who sees; with no context set, none
create function app.members_seen (@organization_id bigint)
returns table with schemabinding as
return select 1 as allowed
  where is_rolemember('db_owner') = 1 or user_name() = 'multi_tenant_definer'
    or is_rolemember('multi_tenant_backup') = 1
    or is_rolemember('multi_tenant_member') = 1 and @organization_id = try_cast(session_context(N'tenant_id') as bigint)
    or is_rolemember('multi_tenant_manager') = 1 and @organization_id = try_cast(session_context(N'tenant_id') as bigint)
    or is_rolemember('multi_tenant_admin') = 1 and @organization_id = try_cast(session_context(N'tenant_id') as bigint)
    or is_rolemember('multi_tenant_gateway') = 1 and @organization_id = try_cast(session_context(N'tenant_id') as bigint)
    or is_rolemember('multi_tenant_reporting') = 1 and @organization_id = try_cast(session_context(N'tenant_id') as bigint);

go

-- Which rows of members who may write; with no context set, none
create function app.members_written (@organization_id bigint)
returns table with schemabinding as
return select 1 as allowed
  where is_rolemember('db_owner') = 1 or user_name() = 'multi_tenant_definer'
    or is_rolemember('multi_tenant_backup') = 1
    or is_rolemember('multi_tenant_admin') = 1 and @organization_id = try_cast(session_context(N'tenant_id') as bigint)
    or is_rolemember('multi_tenant_gateway') = 1 and @organization_id = try_cast(session_context(N'tenant_id') as bigint);

go

create security policy app.members_rows
  add filter predicate app.members_seen(organization_id) on app.members,
  add block predicate app.members_written(organization_id) on app.members after insert,
  add block predicate app.members_written(organization_id) on app.members after update
  with (state = on);

go

-- Which rows of projects who sees; with no context set, none
create function app.projects_seen (@organization_id bigint)
returns table with schemabinding as
return select 1 as allowed
  where is_rolemember('db_owner') = 1 or user_name() = 'multi_tenant_definer'
    or is_rolemember('multi_tenant_backup') = 1
    or is_rolemember('multi_tenant_member') = 1 and @organization_id = try_cast(session_context(N'tenant_id') as bigint)
    or is_rolemember('multi_tenant_admin') = 1 and @organization_id = try_cast(session_context(N'tenant_id') as bigint)
    or is_rolemember('multi_tenant_reporting') = 1 and @organization_id = try_cast(session_context(N'tenant_id') as bigint);

go

-- Which rows of projects who may write; with no context set, none
create function app.projects_written (@organization_id bigint)
returns table with schemabinding as
return select 1 as allowed
  where is_rolemember('db_owner') = 1 or user_name() = 'multi_tenant_definer'
    or is_rolemember('multi_tenant_backup') = 1
    or is_rolemember('multi_tenant_admin') = 1 and @organization_id = try_cast(session_context(N'tenant_id') as bigint);

go

create security policy app.projects_rows
  add filter predicate app.projects_seen(organization_id) on app.projects,
  add block predicate app.projects_written(organization_id) on app.projects after insert,
  add block predicate app.projects_written(organization_id) on app.projects after update
  with (state = on);

go

-- Which rows of tasks who sees; with no context set, none
create function app.tasks_seen (@organization_id bigint)
returns table with schemabinding as
return select 1 as allowed
  where is_rolemember('db_owner') = 1 or user_name() = 'multi_tenant_definer'
    or is_rolemember('multi_tenant_backup') = 1
    or is_rolemember('multi_tenant_member') = 1 and @organization_id = try_cast(session_context(N'tenant_id') as bigint)
    or is_rolemember('multi_tenant_manager') = 1 and @organization_id = try_cast(session_context(N'tenant_id') as bigint)
    or is_rolemember('multi_tenant_admin') = 1 and @organization_id = try_cast(session_context(N'tenant_id') as bigint)
    or is_rolemember('multi_tenant_reporting') = 1 and @organization_id = try_cast(session_context(N'tenant_id') as bigint);

go

-- Which rows of tasks who may write; with no context set, none
create function app.tasks_written (@organization_id bigint)
returns table with schemabinding as
return select 1 as allowed
  where is_rolemember('db_owner') = 1 or user_name() = 'multi_tenant_definer'
    or is_rolemember('multi_tenant_backup') = 1
    or is_rolemember('multi_tenant_member') = 1 and @organization_id = try_cast(session_context(N'tenant_id') as bigint)
    or is_rolemember('multi_tenant_admin') = 1 and @organization_id = try_cast(session_context(N'tenant_id') as bigint);

go

create security policy app.tasks_rows
  add filter predicate app.tasks_seen(organization_id) on app.tasks,
  add block predicate app.tasks_written(organization_id) on app.tasks after insert,
  add block predicate app.tasks_written(organization_id) on app.tasks after update
  with (state = on);

go

-- Which rows of comments who sees; with no context set, none
create function app.comments_seen (@organization_id bigint)
returns table with schemabinding as
return select 1 as allowed
  where is_rolemember('db_owner') = 1 or user_name() = 'multi_tenant_definer'
    or is_rolemember('multi_tenant_backup') = 1
    or is_rolemember('multi_tenant_member') = 1 and @organization_id = try_cast(session_context(N'tenant_id') as bigint)
    or is_rolemember('multi_tenant_admin') = 1 and @organization_id = try_cast(session_context(N'tenant_id') as bigint)
    or is_rolemember('multi_tenant_reporting') = 1 and @organization_id = try_cast(session_context(N'tenant_id') as bigint);

go

-- Which rows of comments who may write; with no context set, none
create function app.comments_written (@organization_id bigint)
returns table with schemabinding as
return select 1 as allowed
  where is_rolemember('db_owner') = 1 or user_name() = 'multi_tenant_definer'
    or is_rolemember('multi_tenant_backup') = 1
    or is_rolemember('multi_tenant_member') = 1 and @organization_id = try_cast(session_context(N'tenant_id') as bigint)
    or is_rolemember('multi_tenant_admin') = 1 and @organization_id = try_cast(session_context(N'tenant_id') as bigint);

go

create security policy app.comments_rows
  add filter predicate app.comments_seen(organization_id) on app.comments,
  add block predicate app.comments_written(organization_id) on app.comments after insert,
  add block predicate app.comments_written(organization_id) on app.comments after update
  with (state = on);

go

-- Which rows of labels who sees; with no context set, none
create function app.labels_seen (@organization_id bigint)
returns table with schemabinding as
return select 1 as allowed
  where is_rolemember('db_owner') = 1 or user_name() = 'multi_tenant_definer'
    or is_rolemember('multi_tenant_backup') = 1
    or is_rolemember('multi_tenant_member') = 1 and @organization_id = try_cast(session_context(N'tenant_id') as bigint)
    or is_rolemember('multi_tenant_admin') = 1 and @organization_id = try_cast(session_context(N'tenant_id') as bigint)
    or is_rolemember('multi_tenant_reporting') = 1 and @organization_id = try_cast(session_context(N'tenant_id') as bigint);

go

-- Which rows of labels who may write; with no context set, none
create function app.labels_written (@organization_id bigint)
returns table with schemabinding as
return select 1 as allowed
  where is_rolemember('db_owner') = 1 or user_name() = 'multi_tenant_definer'
    or is_rolemember('multi_tenant_backup') = 1
    or is_rolemember('multi_tenant_admin') = 1 and @organization_id = try_cast(session_context(N'tenant_id') as bigint);

go

create security policy app.labels_rows
  add filter predicate app.labels_seen(organization_id) on app.labels,
  add block predicate app.labels_written(organization_id) on app.labels after insert,
  add block predicate app.labels_written(organization_id) on app.labels after update
  with (state = on);

go

-- Which rows of task_labels who sees; with no context set, none
create function app.task_labels_seen (@organization_id bigint)
returns table with schemabinding as
return select 1 as allowed
  where is_rolemember('db_owner') = 1 or user_name() = 'multi_tenant_definer'
    or is_rolemember('multi_tenant_backup') = 1
    or is_rolemember('multi_tenant_member') = 1 and @organization_id = try_cast(session_context(N'tenant_id') as bigint)
    or is_rolemember('multi_tenant_manager') = 1 and @organization_id = try_cast(session_context(N'tenant_id') as bigint)
    or is_rolemember('multi_tenant_admin') = 1 and @organization_id = try_cast(session_context(N'tenant_id') as bigint)
    or is_rolemember('multi_tenant_reporting') = 1 and @organization_id = try_cast(session_context(N'tenant_id') as bigint);

go

-- Which rows of task_labels who may write; with no context set, none
create function app.task_labels_written (@organization_id bigint)
returns table with schemabinding as
return select 1 as allowed
  where is_rolemember('db_owner') = 1 or user_name() = 'multi_tenant_definer'
    or is_rolemember('multi_tenant_backup') = 1
    or is_rolemember('multi_tenant_member') = 1 and @organization_id = try_cast(session_context(N'tenant_id') as bigint)
    or is_rolemember('multi_tenant_admin') = 1 and @organization_id = try_cast(session_context(N'tenant_id') as bigint);

go

create security policy app.task_labels_rows
  add filter predicate app.task_labels_seen(organization_id) on app.task_labels,
  add block predicate app.task_labels_written(organization_id) on app.task_labels after insert,
  add block predicate app.task_labels_written(organization_id) on app.task_labels after update
  with (state = on);

go

-- Which rows of credentials who sees; with no context set, none
create function app.credentials_seen (@organization_id bigint)
returns table with schemabinding as
return select 1 as allowed
  where is_rolemember('db_owner') = 1 or user_name() = 'multi_tenant_definer'
    or is_rolemember('multi_tenant_backup') = 1
    or is_rolemember('multi_tenant_gateway') = 1 and @organization_id = try_cast(session_context(N'tenant_id') as bigint);

go

-- Which rows of credentials who may write; with no context set, none
create function app.credentials_written (@organization_id bigint)
returns table with schemabinding as
return select 1 as allowed
  where is_rolemember('db_owner') = 1 or user_name() = 'multi_tenant_definer'
    or is_rolemember('multi_tenant_backup') = 1
    or is_rolemember('multi_tenant_gateway') = 1 and @organization_id = try_cast(session_context(N'tenant_id') as bigint);

go

create security policy app.credentials_rows
  add filter predicate app.credentials_seen(organization_id) on app.credentials,
  add block predicate app.credentials_written(organization_id) on app.credentials after insert,
  add block predicate app.credentials_written(organization_id) on app.credentials after update
  with (state = on);

go

commit;
go
