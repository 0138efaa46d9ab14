-- Rules that no constraint can say: they look at the row before, at other rows, or at time. Each is said of sets of
-- rows.
-- sqlcmd -b -S SERVER -d NAME -i 05_rules.sql

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

begin transaction;

go

-- As it was when the row was made
create trigger app.organization_frozen_tr on app.organizations with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  if exists (select 1 from inserted as i join deleted as d on d.organization_id = i.organization_id
    where exists (select i.created_at except select d.created_at))
    throw 50001, 'organization_frozen: never changed: created_at', 1;
end

go

-- As it was when the row was made
create trigger app.member_frozen_tr on app.members with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  if exists (select d.organization_id, d.member_id from deleted as d except select i.organization_id, i.member_id from inserted as i)
    throw 50001, 'member_frozen: the key of app.members does not change', 1;
  if exists (select 1 from inserted as i join deleted as d on d.organization_id = i.organization_id and d.member_id = i.member_id
    where exists (select i.created_at except select d.created_at))
    throw 50001, 'member_frozen: never changed: created_at, organization_id', 1;
end

go

-- As it was when the row was made
create trigger app.project_frozen_tr on app.projects with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  if exists (select d.organization_id, d.project_id from deleted as d except select i.organization_id, i.project_id from inserted as i)
    throw 50001, 'project_frozen: the key of app.projects does not change', 1;
  if exists (select 1 from inserted as i join deleted as d on d.organization_id = i.organization_id and d.project_id = i.project_id
    where exists (select i.created_at except select d.created_at))
    throw 50001, 'project_frozen: never changed: created_at, organization_id', 1;
end

go

-- As it was when the row was made
create trigger app.task_frozen_tr on app.tasks with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  if exists (select 1 from inserted as i join deleted as d on d.organization_id = i.organization_id and d.task_id = i.task_id
    where exists (select i.created_at except select d.created_at))
    throw 50001, 'task_frozen: never changed: created_at', 1;
end

go

-- As it was when the row was made
create trigger app.comment_frozen_tr on app.comments with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  if exists (select d.organization_id, d.comment_id from deleted as d except select i.organization_id, i.comment_id from inserted as i)
    throw 50001, 'comment_frozen: the key of app.comments does not change', 1;
  if exists (select 1 from inserted as i join deleted as d on d.organization_id = i.organization_id and d.comment_id = i.comment_id
    where exists (select i.created_at, i.task_id, i.member_id except select d.created_at, d.task_id, d.member_id))
    throw 50001, 'comment_frozen: never changed: created_at, organization_id, task_id and 1 more', 1;
end

go

-- As it was when the row was made
create trigger app.label_frozen_tr on app.labels with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  if exists (select d.organization_id, d.label_id from deleted as d except select i.organization_id, i.label_id from inserted as i)
    throw 50001, 'label_frozen: the key of app.labels does not change', 1;
end

go

-- As it was when the row was made
create trigger app.credential_frozen_tr on app.credentials with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  if exists (select d.organization_id, d.member_id from deleted as d except select i.organization_id, i.member_id from inserted as i)
    throw 50001, 'credential_frozen: the key of app.credentials does not change', 1;
end

go

-- As it was when the row was made
create trigger app.task_label_frozen_tr on app.task_labels with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  if exists (select d.organization_id, d.task_id, d.label_id from deleted as d except select i.organization_id, i.task_id, i.label_id from inserted as i)
    throw 50001, 'task_label_frozen: the key of app.task_labels does not change', 1;
end

go

-- rows of app.change_log are added and never changed
create trigger app.change_log_frozen_update_tr on app.change_log with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  if exists (select 1 from inserted as i join deleted as d on d.change_id = i.change_id
    where exists (
        select i.change_id, i.changed_at, i.table_name collate Latin1_General_100_BIN2, i.row_key collate
          Latin1_General_100_BIN2, i.action, i.changed_by collate Latin1_General_100_BIN2, i.user_id collate
          Latin1_General_100_BIN2, i.old_values collate Latin1_General_100_BIN2, i.organization_id
        except select d.change_id, d.changed_at, d.table_name collate Latin1_General_100_BIN2, d.row_key collate
          Latin1_General_100_BIN2, d.action, d.changed_by collate Latin1_General_100_BIN2, d.user_id collate
          Latin1_General_100_BIN2, d.old_values collate Latin1_General_100_BIN2, d.organization_id))
    throw 50001, 'change_log_frozen: rows of app.change_log are added and never changed', 1;
end

go

-- But what its term lets go
create trigger app.change_log_frozen_delete_tr on app.change_log with execute as owner
after delete as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  if exists (select 1 from deleted as d where d.changed_at >= dateadd(month, -36, todatetimeoffset(sysutcdatetime(), '+00:00')))
    throw 50001, 'change_log_frozen: rows of app.change_log are added and never changed', 1;
end

go

-- status moves along its life cycle
create trigger app.task_status_values_tr on app.tasks with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  if exists (select 1 from inserted as i join deleted as d on d.organization_id = i.organization_id and d.task_id = i.task_id
    where d.status in ('done') and exists (
        select i.organization_id, i.task_id, i.project_id, i.member_id, i.created_at, i.completed_at, i.due_date, i.title
          collate Latin1_General_100_BIN2, i.description collate Latin1_General_100_BIN2, i.priority, i.status
        except select d.organization_id, d.task_id, d.project_id, d.member_id, d.created_at, d.completed_at, d.due_date, d.title
          collate Latin1_General_100_BIN2, d.description collate Latin1_General_100_BIN2, d.priority, d.status))
    throw 50001, 'task_status_values: a row that is done does not change', 1;
  if exists (select 1 from inserted as i join deleted as d on d.organization_id = i.organization_id and d.task_id = i.task_id
    where i.status <> d.status
      and not exists (select 1 from (values ('todo', 'in progress'), ('in progress', 'done')) as m (was, becomes)
        where m.was = d.status and m.becomes = i.status))
    throw 50001, 'task_status_values: status cannot change so', 1;
end

go

-- status moves along its life cycle
create trigger app.project_life_tr on app.projects with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  if exists (select 1 from inserted as i join deleted as d on d.organization_id = i.organization_id and d.project_id = i.project_id
    where d.status in ('archived') and exists (
        select i.organization_id, i.project_id, i.created_at, i.name collate Latin1_General_100_BIN2, i.description collate
          Latin1_General_100_BIN2, i.status
        except select d.organization_id, d.project_id, d.created_at, d.name collate Latin1_General_100_BIN2, d.description collate
          Latin1_General_100_BIN2, d.status))
    throw 50001, 'project_life: a row that is archived does not change', 1;
  if exists (select 1 from inserted as i join deleted as d on d.organization_id = i.organization_id and d.project_id = i.project_id
    where i.status <> d.status
      and not exists (select 1 from (values ('active', 'on_hold'), ('on_hold', 'active'), ('active', 'archived'), ('on_hold', 'archived')) as m (was, becomes)
        where m.was = d.status and m.becomes = i.status))
    throw 50001, 'project_life: status cannot change so', 1;
end

go

-- The instant of the last real change; an update that changes nothing leaves it
create trigger app.credential_touched_tr on app.credentials with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  update t set changed_at = todatetimeoffset(sysutcdatetime(), '+00:00')
  from app.credentials as t
  join inserted as i on i.organization_id = t.organization_id and i.member_id = t.member_id
  join deleted as d on d.organization_id = i.organization_id and d.member_id = i.member_id
  where exists (
        select i.organization_id, i.member_id, i.password_hash
        except select d.organization_id, d.member_id, d.password_hash);
end

go

commit;
go
