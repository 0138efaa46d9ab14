-- Changes by row, newest first.
-- 10 a day; wished within 200 ms. Served by change_log_row_key_table_name_ix.
-- Run: mariadb -e "set @row_key = ...; set @table_name = ...; source queries/change_log_history.sql"; a driver binds the
-- values instead.

select l.changed_at, l.action, l.changed_by, l.user_id, l.old_values
from change_log l
where l.row_key = @row_key
  and l.table_name = @table_name
order by l.changed_at desc
limit 50;
