-- Changes by row, newest first.
-- 10 a day; wished within 200 ms. Served by change_log_row_key_table_name_ix.

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

go

declare @row_key nvarchar(255), @table_name nvarchar(255); -- a driver binds these
select top (50) l.changed_at, l.action, l.changed_by, l.user_id, l.old_values
from app.change_log as l
where l.row_key = @row_key
  and l.table_name = @table_name
order by l.changed_at desc;
go
