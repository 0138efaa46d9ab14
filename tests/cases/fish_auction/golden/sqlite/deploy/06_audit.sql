-- What was before every change, kept by triggers.

.bail on

pragma foreign_keys = on;
begin immediate;

-- every change of buyers is kept in change_log
create trigger buyer_audit_insert
after insert on buyers for each row
begin
  insert into change_log (table_name, row_key, action, old_values)
  values ('buyers', cast(new.buyer_id as text), 'insert', null);
end;

create trigger buyer_audit_update
after update on buyers for each row
when new.buyer_id is not old.buyer_id
  or new.credit_limit is not old.credit_limit
  or new.name is not old.name
begin
  insert into change_log (table_name, row_key, action, old_values)
  values ('buyers',
    cast(old.buyer_id as text),
    'update',
    json_object('buyer_id', old.buyer_id, 'credit_limit', old.credit_limit, 'name', '[not kept]'));
end;

create trigger buyer_audit_delete
after delete on buyers for each row
begin
  insert into change_log (table_name, row_key, action, old_values)
  values ('buyers',
    cast(old.buyer_id as text),
    'delete',
    json_object('buyer_id', old.buyer_id, 'credit_limit', old.credit_limit, 'name', '[not kept]'));
end;

commit;
