-- Triggers that keep the audit trail. Secret columns are named in it, never copied.

set names utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci;

-- Whatever the client was set to; what is made here keeps it
set session sql_mode = 'STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';

delimiter //

-- Every change of buyers is kept in change_log
create definer = fish_auction_definer trigger buyer_audit_insert
after insert on buyers for each row
begin
  insert into change_log (table_name, row_key, action, changed_by, user_id, old_values)
  values (
    'buyers',
    concat_ws('/', new.buyer_id),
    'insert',
    substring_index(session_user(), '@', 1),
    @app_user_id,
    null);
end//

create definer = fish_auction_definer trigger buyer_audit_update
after update on buyers for each row
begin
  if not (old.buyer_id <=> new.buyer_id)
    or not (old.credit_limit <=> new.credit_limit)
    or not (old.name <=> new.name collate utf8mb4_nopad_bin) then
    insert into change_log (table_name, row_key, action, changed_by, user_id, old_values)
    values (
      'buyers',
      concat_ws('/', old.buyer_id),
      'update',
      substring_index(session_user(), '@', 1),
      @app_user_id,
      json_merge_preserve(json_object(),
        if(old.buyer_id <=> new.buyer_id, json_object(), json_object('buyer_id', old.buyer_id)),
        if(old.credit_limit <=> new.credit_limit, json_object(), json_object('credit_limit', cast(old.credit_limit as char))),
        if(old.name <=> new.name collate utf8mb4_nopad_bin, json_object(), json_object('name', '[not kept]'))));
  end if;
end//

create definer = fish_auction_definer trigger buyer_audit_delete
after delete on buyers for each row
begin
  insert into change_log (table_name, row_key, action, changed_by, user_id, old_values)
  values (
    'buyers',
    concat_ws('/', old.buyer_id),
    'delete',
    substring_index(session_user(), '@', 1),
    @app_user_id,
    json_object(
      'buyer_id', old.buyer_id,
      'credit_limit', cast(old.credit_limit as char),
      'name', '[not kept]'));
end//

delimiter ;
