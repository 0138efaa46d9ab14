-- Rules that look at other rows, or at what was before: triggers, each refusing by its own name.

.bail on

pragma foreign_keys = on;
begin immediate;

-- status moves along its life cycle
create trigger task_status_values_moves
before update of status on tasks for each row
when new.status is not old.status
begin
  select raise(abort, 'task_status_values: status cannot change so')
  where not (old.status = 'todo' and new.status in ('in progress')
    or old.status = 'in progress' and new.status in ('done'));
end;

create trigger task_status_values_final
before update on tasks for each row
when old.status in ('done') and (new.organization_id is not old.organization_id
  or new.task_id is not old.task_id
  or new.project_id is not old.project_id
  or new.member_id is not old.member_id
  or new.created_at is not old.created_at
  or new.completed_at is not old.completed_at
  or new.due_date is not old.due_date
  or new.title is not old.title
  or new.description is not old.description
  or new.priority is not old.priority
  or new.status is not old.status
  or new.version is not old.version)
begin
  select raise(abort, 'task_status_values: a row that is done does not change');
end;

-- status moves along its life cycle
create trigger project_life_moves
before update of status on projects for each row
when new.status is not old.status
begin
  select raise(abort, 'project_life: status cannot change so')
  where not (old.status = 'active' and new.status in ('on_hold', 'archived')
    or old.status = 'on_hold' and new.status in ('active', 'archived'));
end;

create trigger project_life_final
before update on projects for each row
when old.status in ('archived') and (new.organization_id is not old.organization_id
  or new.project_id is not old.project_id
  or new.created_at is not old.created_at
  or new.name is not old.name
  or new.description is not old.description
  or new.status is not old.status)
begin
  select raise(abort, 'project_life: a row that is archived does not change');
end;

-- as it was when the row was made
create trigger organization_frozen_update
before update of created_at on organizations for each row
when new.created_at is not old.created_at
begin
  select raise(abort, 'organization_frozen: never changed: created_at');
end;

-- as it was when the row was made
create trigger member_frozen_update
before update of created_at, organization_id on members for each row
when new.created_at is not old.created_at or new.organization_id is not old.organization_id
begin
  select raise(abort, 'member_frozen: never changed: created_at, organization_id');
end;

-- as it was when the row was made
create trigger project_frozen_update
before update of created_at, organization_id on projects for each row
when new.created_at is not old.created_at or new.organization_id is not old.organization_id
begin
  select raise(abort, 'project_frozen: never changed: created_at, organization_id');
end;

-- as it was when the row was made
create trigger task_frozen_update
before update of created_at on tasks for each row
when new.created_at is not old.created_at
begin
  select raise(abort, 'task_frozen: never changed: created_at');
end;

-- as it was when the row was made
create trigger comment_frozen_update
before update of created_at, organization_id, task_id, member_id on comments for each row
when new.created_at is not old.created_at
  or new.organization_id is not old.organization_id
  or new.task_id is not old.task_id
  or new.member_id is not old.member_id
begin
  select raise(abort, 'comment_frozen: never changed: created_at, organization_id, task_id and 1 more');
end;

-- as it was when the row was made
create trigger label_frozen_update
before update of organization_id on labels for each row
when new.organization_id is not old.organization_id
begin
  select raise(abort, 'label_frozen: never changed: organization_id');
end;

-- as it was when the row was made
create trigger credential_frozen_update
before update of organization_id, member_id on credentials for each row
when new.organization_id is not old.organization_id or new.member_id is not old.member_id
begin
  select raise(abort, 'credential_frozen: never changed: organization_id, member_id');
end;

-- as it was when the row was made
create trigger task_label_frozen_update
before update of organization_id, task_id, label_id on task_labels for each row
when new.organization_id is not old.organization_id
  or new.task_id is not old.task_id
  or new.label_id is not old.label_id
begin
  select raise(abort, 'task_label_frozen: never changed: organization_id, task_id, label_id');
end;

-- the time of the last change
create trigger credential_touched_update
after update on credentials for each row
when new.changed_at is old.changed_at and new.changed_at is not strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
begin
  update credentials set changed_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') where organization_id = new.organization_id and member_id = new.member_id;
end;

-- rows of change_log are added and never changed
create trigger change_log_frozen_update
before update on change_log for each row
when new.change_id is not old.change_id
  or new.changed_at is not old.changed_at
  or new.table_name is not old.table_name
  or new.row_key is not old.row_key
  or new.action is not old.action
  or new.old_values is not old.old_values
  or new.organization_id is not old.organization_id
  or old.changed_by is not null and new.changed_by is not old.changed_by
  or old.user_id is not null and new.user_id is not old.user_id
begin
  select raise(abort, 'change_log_frozen: rows of change_log are added and never changed');
end;

create trigger change_log_frozen_delete
before delete on change_log for each row
when old.changed_at >= strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-36 months')
begin
  select raise(abort, 'change_log_frozen: rows of change_log are added and never changed');
end;

commit;
