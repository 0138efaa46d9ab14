-- Triggers that keep the audit trail. Secret columns are named in it, never copied.

set names utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci;

-- Whatever the client was set to; what is made here keeps it
set session sql_mode = 'STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';

delimiter //

-- Every change of members is kept in change_log
create definer = multi_tenant_definer trigger member_audit_insert
after insert on members for each row
begin
  insert into change_log (table_name, row_key, action, changed_by, user_id, old_values, organization_id)
  values (
    'members',
    concat_ws('/', new.member_id),
    'insert',
    substring_index(session_user(), '@', 1),
    @app_user_id,
    null,
    new.organization_id);
end//

create definer = multi_tenant_definer trigger member_audit_update
after update on members for each row
begin
  if not (old.organization_id <=> new.organization_id)
    or not (old.member_id <=> new.member_id)
    or not (old.deactivated_at <=> new.deactivated_at)
    or not (old.created_at <=> new.created_at)
    or not (old.email <=> new.email collate utf8mb4_nopad_bin)
    or not (old.display_name <=> new.display_name collate utf8mb4_nopad_bin)
    or not (old.role_value <=> new.role_value collate utf8mb4_nopad_bin)
    or not (old.time_zone <=> new.time_zone collate utf8mb4_nopad_bin)
    or not (old.idempotency_key <=> new.idempotency_key) then
    insert into change_log (table_name, row_key, action, changed_by, user_id, old_values, organization_id)
    values (
      'members',
      concat_ws('/', old.member_id),
      'update',
      substring_index(session_user(), '@', 1),
      @app_user_id,
      json_merge_preserve(json_object(),
        if(old.organization_id <=> new.organization_id, json_object(), json_object('organization_id', old.organization_id)),
        if(old.member_id <=> new.member_id, json_object(), json_object('member_id', old.member_id)),
        if(old.deactivated_at <=> new.deactivated_at, json_object(), json_object('deactivated_at', old.deactivated_at)),
        if(old.created_at <=> new.created_at, json_object(), json_object('created_at', old.created_at)),
        if(old.email <=> new.email collate utf8mb4_nopad_bin, json_object(), json_object('email', '[not kept]')),
        if(old.display_name <=> new.display_name collate utf8mb4_nopad_bin, json_object(), json_object('display_name', '[not kept]')),
        if(old.role_value <=> new.role_value collate utf8mb4_nopad_bin, json_object(), json_object('role', old.role_value)),
        if(old.time_zone <=> new.time_zone collate utf8mb4_nopad_bin, json_object(), json_object('time_zone', old.time_zone)),
        if(old.idempotency_key <=> new.idempotency_key, json_object(), json_object('idempotency_key', old.idempotency_key))),
      old.organization_id);
  end if;
end//

create definer = multi_tenant_definer trigger member_audit_delete
after delete on members for each row
begin
  insert into change_log (table_name, row_key, action, changed_by, user_id, old_values, organization_id)
  values (
    'members',
    concat_ws('/', old.member_id),
    'delete',
    substring_index(session_user(), '@', 1),
    @app_user_id,
    json_object(
      'organization_id', old.organization_id,
      'member_id', old.member_id,
      'deactivated_at', old.deactivated_at,
      'created_at', old.created_at,
      'email', '[not kept]',
      'display_name', '[not kept]',
      'role', old.role_value,
      'time_zone', old.time_zone,
      'idempotency_key', old.idempotency_key),
    old.organization_id);
end//

-- Every change of managers is kept in change_log
create definer = multi_tenant_definer trigger manager_audit_insert
after insert on managers for each row
begin
  insert into change_log (table_name, row_key, action, changed_by, user_id, old_values)
  values (
    'managers',
    concat_ws('/', new.manager_id),
    'insert',
    substring_index(session_user(), '@', 1),
    @app_user_id,
    null);
end//

create definer = multi_tenant_definer trigger manager_audit_update
after update on managers for each row
begin
  if not (old.manager_id <=> new.manager_id) or not (old.name <=> new.name collate utf8mb4_nopad_bin) then
    insert into change_log (table_name, row_key, action, changed_by, user_id, old_values)
    values (
      'managers',
      concat_ws('/', old.manager_id),
      'update',
      substring_index(session_user(), '@', 1),
      @app_user_id,
      json_merge_preserve(json_object(),
        if(old.manager_id <=> new.manager_id, json_object(), json_object('manager_id', old.manager_id)),
        if(old.name <=> new.name collate utf8mb4_nopad_bin, json_object(), json_object('name', '[not kept]'))));
  end if;
end//

create definer = multi_tenant_definer trigger manager_audit_delete
after delete on managers for each row
begin
  insert into change_log (table_name, row_key, action, changed_by, user_id, old_values)
  values (
    'managers',
    concat_ws('/', old.manager_id),
    'delete',
    substring_index(session_user(), '@', 1),
    @app_user_id,
    json_object(
      'manager_id', old.manager_id,
      'name', '[not kept]'));
end//

-- Every change of credentials is kept in change_log
create definer = multi_tenant_definer trigger credential_audit_insert
after insert on credentials for each row
begin
  insert into change_log (table_name, row_key, action, changed_by, user_id, old_values, organization_id)
  values (
    'credentials',
    concat_ws('/', new.organization_id, new.member_id),
    'insert',
    substring_index(session_user(), '@', 1),
    @app_user_id,
    null,
    new.organization_id);
end//

create definer = multi_tenant_definer trigger credential_audit_update
after update on credentials for each row
begin
  if not (old.organization_id <=> new.organization_id)
    or not (old.member_id <=> new.member_id)
    or not (old.password_hash <=> new.password_hash collate utf8mb4_nopad_bin) then
    insert into change_log (table_name, row_key, action, changed_by, user_id, old_values, organization_id)
    values (
      'credentials',
      concat_ws('/', old.organization_id, old.member_id),
      'update',
      substring_index(session_user(), '@', 1),
      @app_user_id,
      json_merge_preserve(json_object(),
        if(old.organization_id <=> new.organization_id, json_object(), json_object('organization_id', old.organization_id)),
        if(old.member_id <=> new.member_id, json_object(), json_object('member_id', old.member_id)),
        if(old.changed_at <=> new.changed_at, json_object(), json_object('changed_at', old.changed_at)),
        if(old.password_hash <=> new.password_hash collate utf8mb4_nopad_bin, json_object(), json_object('password_hash', '[not kept]'))),
      old.organization_id);
  end if;
end//

create definer = multi_tenant_definer trigger credential_audit_delete
after delete on credentials for each row
begin
  insert into change_log (table_name, row_key, action, changed_by, user_id, old_values, organization_id)
  values (
    'credentials',
    concat_ws('/', old.organization_id, old.member_id),
    'delete',
    substring_index(session_user(), '@', 1),
    @app_user_id,
    json_object(
      'organization_id', old.organization_id,
      'member_id', old.member_id,
      'changed_at', old.changed_at,
      'password_hash', '[not kept]'),
    old.organization_id);
end//

delimiter ;
