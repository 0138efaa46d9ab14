-- Rules that no constraint can say: they look at the row before, at other rows, or at time.

set names utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci;

-- Whatever the client was set to; what is made here keeps it
set session sql_mode = 'STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';

-- Nobody logs in as it: only triggers, views and procedures of the design act so
grant select, insert, update, delete, trigger, execute, event on * to multi_tenant_definer;

delimiter //

-- As it was when the row was made
create definer = multi_tenant_definer trigger organization_frozen
before update on organizations for each row
begin
  if not (old.created_at <=> new.created_at) then
    signal sqlstate '45000' set message_text = 'organization_frozen: never changed: created_at';
  end if;
end//

-- As it was when the row was made
create definer = multi_tenant_definer trigger member_frozen
before update on members for each row
begin
  if not (old.created_at <=> new.created_at) or not (old.organization_id <=> new.organization_id) then
    signal sqlstate '45000' set message_text = 'member_frozen: never changed: created_at, organization_id';
  end if;
end//

-- As it was when the row was made
create definer = multi_tenant_definer trigger project_frozen
before update on projects for each row
begin
  if not (old.created_at <=> new.created_at) or not (old.organization_id <=> new.organization_id) then
    signal sqlstate '45000' set message_text = 'project_frozen: never changed: created_at, organization_id';
  end if;
end//

-- As it was when the row was made
create definer = multi_tenant_definer trigger task_frozen
before update on tasks for each row
begin
  if not (old.created_at <=> new.created_at) then
    signal sqlstate '45000' set message_text = 'task_frozen: never changed: created_at';
  end if;
end//

-- As it was when the row was made
create definer = multi_tenant_definer trigger comment_frozen
before update on comments for each row
begin
  if not (old.created_at <=> new.created_at)
    or not (old.organization_id <=> new.organization_id)
    or not (old.task_id <=> new.task_id)
    or not (old.member_id <=> new.member_id) then
    signal sqlstate '45000' set message_text = 'comment_frozen: never changed: created_at, organization_id, task_id and 1 more';
  end if;
end//

-- As it was when the row was made
create definer = multi_tenant_definer trigger label_frozen
before update on labels for each row
begin
  if not (old.organization_id <=> new.organization_id) then
    signal sqlstate '45000' set message_text = 'label_frozen: never changed: organization_id';
  end if;
end//

-- As it was when the row was made
create definer = multi_tenant_definer trigger credential_frozen
before update on credentials for each row
begin
  if not (old.organization_id <=> new.organization_id) or not (old.member_id <=> new.member_id) then
    signal sqlstate '45000' set message_text = 'credential_frozen: never changed: organization_id, member_id';
  end if;
end//

-- As it was when the row was made
create definer = multi_tenant_definer trigger task_label_frozen
before update on task_labels for each row
begin
  if not (old.organization_id <=> new.organization_id)
    or not (old.task_id <=> new.task_id)
    or not (old.label_id <=> new.label_id) then
    signal sqlstate '45000' set message_text = 'task_label_frozen: never changed: organization_id, task_id, label_id';
  end if;
end//

-- rows of change_log are added and never changed
create definer = multi_tenant_definer trigger change_log_frozen_update
before update on change_log for each row
begin
  if not (old.change_id <=> new.change_id)
    or not (old.changed_at <=> new.changed_at)
    or not (old.table_name <=> new.table_name collate utf8mb4_nopad_bin)
    or not (old.row_key <=> new.row_key collate utf8mb4_nopad_bin)
    or not (old.action <=> new.action collate utf8mb4_nopad_bin)
    or not (old.changed_by <=> new.changed_by collate utf8mb4_nopad_bin)
    or not (old.user_id <=> new.user_id collate utf8mb4_nopad_bin)
    or not (old.old_values <=> new.old_values)
    or not (old.organization_id <=> new.organization_id) then
    signal sqlstate '45000' set message_text = 'change_log_frozen: rows of change_log are added and never changed';
  end if;
end//

-- But what its term lets go
create definer = multi_tenant_definer trigger change_log_frozen_delete
before delete on change_log for each row
begin
  if old.changed_at >= utc_timestamp(6) - interval 36 month then
    signal sqlstate '45000' set message_text = 'change_log_frozen: rows of change_log are added and never changed';
  end if;
end//

-- status moves along its life cycle
create definer = multi_tenant_definer trigger task_status_values
before update on tasks for each row
begin
  if old.status in ('done') and (not (old.organization_id <=> new.organization_id)
    or not (old.task_id <=> new.task_id)
    or not (old.project_id <=> new.project_id)
    or not (old.member_id <=> new.member_id)
    or not (old.created_at <=> new.created_at)
    or not (old.completed_at <=> new.completed_at)
    or not (old.due_date <=> new.due_date)
    or not (old.title <=> new.title collate utf8mb4_nopad_bin)
    or not (old.description <=> new.description collate utf8mb4_nopad_bin)
    or not (old.priority <=> new.priority collate utf8mb4_nopad_bin)
    or not (old.status <=> new.status collate utf8mb4_nopad_bin)
    or not (old.version <=> new.version)) then
    signal sqlstate '45000' set message_text = 'task_status_values: a row that is done does not change';
  end if;
  if not (old.status <=> new.status) and (old.status, new.status) not in (
      ('todo', 'in progress'),
      ('in progress', 'done')) then
    signal sqlstate '45000' set message_text = 'task_status_values: status cannot change so';
  end if;
end//

-- status moves along its life cycle
create definer = multi_tenant_definer trigger project_life
before update on projects for each row
begin
  if old.status in ('archived') and (not (old.organization_id <=> new.organization_id)
    or not (old.project_id <=> new.project_id)
    or not (old.created_at <=> new.created_at)
    or not (old.name <=> new.name collate utf8mb4_nopad_bin)
    or not (old.description <=> new.description collate utf8mb4_nopad_bin)
    or not (old.status <=> new.status collate utf8mb4_nopad_bin)) then
    signal sqlstate '45000' set message_text = 'project_life: a row that is archived does not change';
  end if;
  if not (old.status <=> new.status) and (old.status, new.status) not in (
      ('active', 'on_hold'),
      ('on_hold', 'active'),
      ('active', 'archived'),
      ('on_hold', 'archived')) then
    signal sqlstate '45000' set message_text = 'project_life: status cannot change so';
  end if;
end//

-- The instant of the last real change; an update that changes nothing leaves it
create definer = multi_tenant_definer trigger credential_touched
before update on credentials for each row
begin
  if not (old.organization_id <=> new.organization_id)
    or not (old.member_id <=> new.member_id)
    or not (old.password_hash <=> new.password_hash collate utf8mb4_nopad_bin) then
    set new.changed_at = utc_timestamp(6);
  end if;
end//

-- credentials go first, or lose their reference, so that what watches them is told
create definer = multi_tenant_definer trigger members_parts_first
before delete on members for each row
begin
  declare exit handler for sqlexception
  begin
    set @deleted_members = null;
    resignal;
  end;
  set @deleted_members = concat_ws('/', hex(old.member_id));
  delete from credentials where organization_id = old.organization_id and member_id = old.member_id;
  set @deleted_members = null;
end//

delimiter ;
