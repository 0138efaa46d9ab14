-- Rules that look at other rows, or at what was before: triggers, each refusing by its own name.

.bail on

pragma foreign_keys = on;
begin immediate;

-- as it was when the row was made
create trigger catch_frozen_update
before update of occurred_at on catches for each row
when new.occurred_at is not old.occurred_at
begin
  select raise(abort, 'catch_frozen: never changed: occurred_at');
end;

-- as it was when the row was made
create trigger bid_frozen_update
before update of amount, occurred_at on bids for each row
when new.amount is not old.amount or new.occurred_at is not old.occurred_at
begin
  select raise(abort, 'bid_frozen: never changed: amount, occurred_at');
end;

-- as it was when the row was made
create trigger sale_frozen_update
before update of amount, occurred_at on sales for each row
when new.amount is not old.amount or new.occurred_at is not old.occurred_at
begin
  select raise(abort, 'sale_frozen: never changed: amount, occurred_at');
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
