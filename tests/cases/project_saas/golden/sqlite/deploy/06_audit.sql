-- What was before every change, kept by triggers.

.bail on

pragma foreign_keys = on;
begin immediate;

-- every change of members is kept in change_log
create trigger member_audit_insert
after insert on members for each row
begin
  insert into change_log (table_name, row_key, action, old_values, organization_id)
  values ('members', cast(new.member_id as text), 'insert', null, new.organization_id);
end;

create trigger member_audit_update
after update on members for each row
when new.organization_id is not old.organization_id
  or new.member_id is not old.member_id
  or new.deactivated_at is not old.deactivated_at
  or new.created_at is not old.created_at
  or new.email is not old.email
  or new.display_name is not old.display_name
  or new.role_value is not old.role_value
  or new.time_zone is not old.time_zone
  or new.idempotency_key is not old.idempotency_key
begin
  insert into change_log (table_name, row_key, action, old_values, organization_id)
  values ('members',
    cast(old.member_id as text),
    'update',
    json_object(
      'organization_id', old.organization_id,
      'member_id', old.member_id,
      'deactivated_at', old.deactivated_at,
      'created_at', old.created_at,
      'email', '[not kept]',
      'display_name', '[not kept]',
      'role_value', old.role_value,
      'time_zone', old.time_zone,
      'idempotency_key', old.idempotency_key),
    old.organization_id);
end;

create trigger member_audit_delete
after delete on members for each row
begin
  insert into change_log (table_name, row_key, action, old_values, organization_id)
  values ('members',
    cast(old.member_id as text),
    'delete',
    json_object(
      'organization_id', old.organization_id,
      'member_id', old.member_id,
      'deactivated_at', old.deactivated_at,
      'created_at', old.created_at,
      'email', '[not kept]',
      'display_name', '[not kept]',
      'role_value', old.role_value,
      'time_zone', old.time_zone,
      'idempotency_key', old.idempotency_key),
    old.organization_id);
end;

-- every change of managers is kept in change_log
create trigger manager_audit_insert
after insert on managers for each row
begin
  insert into change_log (table_name, row_key, action, old_values)
  values ('managers', cast(new.manager_id as text), 'insert', null);
end;

create trigger manager_audit_update
after update on managers for each row
when new.manager_id is not old.manager_id or new.name is not old.name
begin
  insert into change_log (table_name, row_key, action, old_values)
  values ('managers',
    cast(old.manager_id as text),
    'update',
    json_object('manager_id', old.manager_id, 'name', '[not kept]'));
end;

create trigger manager_audit_delete
after delete on managers for each row
begin
  insert into change_log (table_name, row_key, action, old_values)
  values ('managers',
    cast(old.manager_id as text),
    'delete',
    json_object('manager_id', old.manager_id, 'name', '[not kept]'));
end;

-- every change of credentials is kept in change_log
create trigger credential_audit_insert
after insert on credentials for each row
begin
  insert into change_log (table_name, row_key, action, old_values, organization_id)
  values ('credentials', new.organization_id || '/' || new.member_id, 'insert', null, new.organization_id);
end;

create trigger credential_audit_update
after update on credentials for each row
when new.organization_id is not old.organization_id
  or new.member_id is not old.member_id
  or new.password_hash is not old.password_hash
begin
  insert into change_log (table_name, row_key, action, old_values, organization_id)
  values ('credentials',
    old.organization_id || '/' || old.member_id,
    'update',
    json_object(
      'organization_id', old.organization_id,
      'member_id', old.member_id,
      'changed_at', old.changed_at,
      'password_hash', '[not kept]'),
    old.organization_id);
end;

create trigger credential_audit_delete
after delete on credentials for each row
begin
  insert into change_log (table_name, row_key, action, old_values, organization_id)
  values ('credentials',
    old.organization_id || '/' || old.member_id,
    'delete',
    json_object(
      'organization_id', old.organization_id,
      'member_id', old.member_id,
      'changed_at', old.changed_at,
      'password_hash', '[not kept]'),
    old.organization_id);
end;

commit;
