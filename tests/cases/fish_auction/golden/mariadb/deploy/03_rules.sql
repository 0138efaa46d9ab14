-- Rules that no constraint can say: they look at the row before, at other rows, or at time.

set names utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci;

-- Whatever the client was set to; what is made here keeps it
set session sql_mode = 'STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';

-- Nobody logs in as it: only triggers, views and procedures of the design act so
grant select, insert, update, delete, trigger, execute, event on * to fish_auction_definer;

delimiter //

-- As it was when the row was made
create definer = fish_auction_definer trigger catch_frozen
before update on catches for each row
begin
  if not (old.occurred_at <=> new.occurred_at) then
    signal sqlstate '45000' set message_text = 'catch_frozen: never changed: occurred_at';
  end if;
end//

-- As it was when the row was made
create definer = fish_auction_definer trigger bid_frozen
before update on bids for each row
begin
  if not (old.amount <=> new.amount) or not (old.occurred_at <=> new.occurred_at) then
    signal sqlstate '45000' set message_text = 'bid_frozen: never changed: amount, occurred_at';
  end if;
end//

-- As it was when the row was made
create definer = fish_auction_definer trigger sale_frozen
before update on sales for each row
begin
  if not (old.amount <=> new.amount) or not (old.occurred_at <=> new.occurred_at) then
    signal sqlstate '45000' set message_text = 'sale_frozen: never changed: amount, occurred_at';
  end if;
end//

-- rows of change_log are added and never changed
create definer = fish_auction_definer trigger change_log_frozen_update
before update on change_log for each row
begin
  if not (old.change_id <=> new.change_id)
    or not (old.changed_at <=> new.changed_at)
    or not (old.table_name <=> new.table_name collate utf8mb4_nopad_bin)
    or not (old.row_key <=> new.row_key collate utf8mb4_nopad_bin)
    or not (old.action <=> new.action collate utf8mb4_nopad_bin)
    or not (old.changed_by <=> new.changed_by collate utf8mb4_nopad_bin)
    or not (old.user_id <=> new.user_id collate utf8mb4_nopad_bin)
    or not (old.old_values <=> new.old_values) then
    signal sqlstate '45000' set message_text = 'change_log_frozen: rows of change_log are added and never changed';
  end if;
end//

-- But what its term lets go
create definer = fish_auction_definer trigger change_log_frozen_delete
before delete on change_log for each row
begin
  if old.changed_at >= utc_timestamp(6) - interval 36 month then
    signal sqlstate '45000' set message_text = 'change_log_frozen: rows of change_log are added and never changed';
  end if;
end//

delimiter ;
