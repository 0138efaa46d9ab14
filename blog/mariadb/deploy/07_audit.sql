-- Triggers that keep the audit trail. Secret columns are named in it, never copied.

set names utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci;

-- Whatever the client was set to; what is made here keeps it
set session sql_mode = 'STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';

delimiter //

-- Every change of credentials is kept in change_log
create definer = blog_definer trigger credential_audit_insert
after insert on credentials for each row
begin
  insert into change_log (table_name, row_key, action, changed_by, user_id, old_values)
  values (
    'credentials',
    concat_ws('/', new.author_id),
    'insert',
    substring_index(session_user(), '@', 1),
    @app_user_id,
    null);
end//

create definer = blog_definer trigger credential_audit_update
after update on credentials for each row
begin
  if not (old.author_id <=> new.author_id)
    or not (old.password_hash <=> new.password_hash collate utf8mb4_nopad_bin) then
    insert into change_log (table_name, row_key, action, changed_by, user_id, old_values)
    values (
      'credentials',
      concat_ws('/', old.author_id),
      'update',
      substring_index(session_user(), '@', 1),
      @app_user_id,
      json_merge_preserve(json_object(),
        if(old.author_id <=> new.author_id, json_object(), json_object('author_id', old.author_id)),
        if(old.changed_at <=> new.changed_at, json_object(), json_object('changed_at', old.changed_at)),
        if(old.password_hash <=> new.password_hash collate utf8mb4_nopad_bin, json_object(), json_object('password_hash', '[not kept]'))));
  end if;
end//

create definer = blog_definer trigger credential_audit_delete
after delete on credentials for each row
begin
  insert into change_log (table_name, row_key, action, changed_by, user_id, old_values)
  values (
    'credentials',
    concat_ws('/', old.author_id),
    'delete',
    substring_index(session_user(), '@', 1),
    @app_user_id,
    json_object(
      'author_id', old.author_id,
      'changed_at', old.changed_at,
      'password_hash', '[not kept]'));
end//

delimiter ;
